"""Ids: 63-bit integers, in time order, never the same on two machines (Snowflake).

41 bits of milliseconds since 2024, 10 of the book's device, 12 of a counter. They are given out
only while the store is held for writing and always above every id in the store, whichever program
gave that out and whatever the clock says, so every operation's ids are above all earlier ones.
"""

import time
from itertools import count

EPOCH_MILLISECONDS = 1_704_067_200_000
DEVICE_BITS = 10
COUNTER_BITS = 12
# Ids in the last three weeks of the range come from no clock: an import may have brought them.
LARGEST_STARTING_ID = (1 << 63) - (1 << 53)
_STEP = 1 << COUNTER_BITS


class IdSource:
    """Gives out ids for one device (0 to 1023)."""

    def __init__(self, device: int) -> None:
        if not 0 <= device < 1 << DEVICE_BITS:
            raise ValueError(f"device {device} is not between 0 and 1023")
        self._device = device << COUNTER_BITS
        self._millisecond = 0
        self._counter = count()
        self._open = False
        self.last = 0

    def start_after(self, last: int) -> None:
        """Give out only ids above `last` from now on."""
        now = time.time_ns() // 1_000_000 - EPOCH_MILLISECONDS
        self._millisecond = max(now, (last >> (DEVICE_BITS + COUNTER_BITS)) + 1)
        self._counter = count()
        self._open = True

    def stop(self) -> None:
        """Give out no more ids: somebody else may, from now on."""
        self._open = False

    def next(self) -> int:
        """The next id; where a millisecond's 4 096 are used up, the next millisecond's."""
        if not self._open:
            raise RuntimeError("ids are given out only while the store is held for writing")
        step, place = divmod(next(self._counter), _STEP)
        bits = DEVICE_BITS + COUNTER_BITS
        self.last = ((self._millisecond + step) << bits) | self._device | place
        return self.last
