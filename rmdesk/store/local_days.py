"""Moments compared with calendar days in SQL: what such a statement is given."""

from datetime import datetime

_EPOCH = 719_163
_DAY = 86_400_000


def parameters(window_days: int, customer_id: int | None = None) -> dict[str, int]:
    """The day number of 1970, a day's milliseconds, the place's offset, and a window of days.

    A moment `at` lies in the day `n` where `at + :offset` is from `(n - :epoch) * :day` on. With
    a customer, `:customer` is that one.
    """
    offset = datetime.now().astimezone().utcoffset()
    assert offset is not None
    found = {
        "offset": round(offset.total_seconds() * 1000),
        "window": window_days,
        "epoch": _EPOCH,
        "day": _DAY,
    }
    return found if customer_id is None else found | {"customer": customer_id}
