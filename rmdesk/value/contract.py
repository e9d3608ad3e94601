"""An account for the arithmetic: on which terms, whose, how safe, and what moved on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rmdesk.terms import AssetClass, Pricing, ProductKind, ReversalKind
from rmdesk.value.overdue import DEFAULT_DAYS
from rmdesk.value.parameters import ProductTerms
from rmdesk.value.scale import MILLION
from rmdesk.value.steps import latest

LAST_DAY = date.max.toordinal()

# A posting as it is read by the million: the fields of `Posting`, without their names.
Movement = tuple[int, int, int, str, str | None, int, int]


class Posting(NamedTuple):
    """A posting, or an adjustment (id below zero); id 0 is what was brought into the period.

    `reverses` is a ReversalKind: one that reverses a whole posting takes back what handling that
    one cost; `account_id` is for whoever reads it.
    """

    id: int
    day: int
    minor: int
    kind: str
    channel: str | None = None
    reverses: int = ReversalKind.NONE
    account_id: int = 0


@dataclass(frozen=True, slots=True)
class RatedStep:
    """An account's own rating and collateral, with the first day; empty is its product's.

    Without an asset class it is not classified.
    """

    valid_from: int
    rating: str
    collateral: str
    asset_class: AssetClass | None = None


@dataclass(frozen=True, slots=True)
class HeldStep:
    """Who owns an account from a day on: customers and their shares in millionths."""

    valid_from: int
    shares: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Contract:
    """An account. `rate_ppm` is its own rate, None the product's; days are day numbers.

    `held` says who owns it, the first step from day 0 on; a plain account has one step, with one
    owner of the whole. It is off the book from the day on which it was `written_off`; `in_arrears`
    says that payments are late, since when is not known; `is_closed` that it ended, known by its
    status alone. From `runs_from` on it costs something; None is its opening.
    """

    account_id: int
    terms: ProductTerms
    currency: str
    held: tuple[HeldStep, ...]
    rate_ppm: int | None = None
    opened: int | None = None
    matures: int | None = None
    closed: int | None = None
    limit_minor: int = 0
    rated: tuple[RatedStep, ...] = ()
    in_arrears: bool = False
    written_off: int | None = None
    runs_from: int | None = None
    is_closed: bool = False

    @property
    def keeps_rates(self) -> bool:
        """Whether it keeps the rates of the day it began."""
        return self.terms.pricing is Pricing.FIXED and self.opened is not None

    def holders(self, day: int) -> tuple[tuple[int, int], ...]:
        """Who owns it on a day, with shares in millionths."""
        step = latest(self.held, day)
        return step.shares if step else ()

    def limit(self, day: int) -> int:
        """What could be drawn in all on a day."""
        if self.opened is not None and day < self.opened:
            return 0
        return 0 if self.closed is not None and day >= self.closed else self.limit_minor

    def count_running_days(self, first: int, last: int) -> int:
        """Return on how many of the days first to last the account runs."""
        begins, ends = self.get_running_days()
        return max(0, min(last, ends) - max(first, begins) + 1)

    def get_running_days(self) -> tuple[int, int]:
        """Return the first and the last day on which the account runs.

        It does not on the day on which it closed, nor once it is off the book. One that is known
        to have ended, but not when, ran until it matured; without that day nothing is known.
        """
        begins = self.opened if self.runs_from is None else self.runs_from
        closed = (self.matures or 0) if self.is_closed and self.closed is None else self.closed
        ends = [day - 1 for day in (closed, self.written_off) if day is not None]
        return begins or 0, min(ends, default=LAST_DAY)

    @property
    def due(self) -> int | None:
        """The last day on which a loan may be paid back without being overdue; None for others."""
        if self.terms.kind is not ProductKind.LOAN or self.matures is None or self.is_closed:
            return None
        return None if self.closed is not None and self.closed <= self.matures else self.matures

    def cuts(self) -> Iterator[int]:
        """The days from which something of its own changes."""
        yield from (step.valid_from for step in self.held[1:])
        yield from (step.valid_from for step in self.rated)
        if self.written_off is not None:
            yield self.written_off
        if self.due is not None:
            yield from (self.due + 1, self.due + DEFAULT_DAYS + 1)
        if self.limit_minor:
            yield from (day for day in (self.opened, self.closed) if day is not None)


def owned_by(customer_id: int) -> tuple[HeldStep, ...]:
    """What a plain account has: one owner of the whole, from the first day."""
    return (HeldStep(0, ((customer_id, MILLION),)),)


def exposure(balance: int, limit: int, ccf_ppm: int) -> int:
    """What the bank stands to lose, in millionths of a minor unit: drawn + CCF × undrawn."""
    drawn = max(0, -balance)
    return drawn * MILLION + ccf_ppm * max(0, limit - drawn)
