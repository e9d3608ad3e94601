"""Things that hold from a day on, until the next one does."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar


class Step(Protocol):
    """What holds from the day `valid_from` on (a day number)."""

    @property
    def valid_from(self) -> int:
        """The first day."""


S = TypeVar("S", bound=Step)


def latest(steps: Iterable[S], day: int) -> S | None:
    """What holds on a day, of steps in order of their day; None before the first one."""
    found: S | None = None
    for step in steps:
        if step.valid_from > day:
            break
        found = step
    return found


def kept_from(steps: Sequence[S], day: int) -> S | None:
    """What held on a day, or the first that is known: a contract older than what is known of it."""
    return latest(steps, day) or (steps[0] if steps else None)
