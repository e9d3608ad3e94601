"""What a default costs: exposure × LGD on the day it begins, and from then on what changes.

With A(d) the part of the exposure at the end of day d that is charged for good, a day costs
A(d) − A(d−1): all of it when the default begins, less of it when the exposure falls (a recovery)
or the collateral gets better, more when it is drawn again, and nothing while nothing changes. Going
back to performing releases what is left. Changes are in the account's currency, at the exchange
rate of their day.

Written off, the rest is lost as well (IFRS 9 5.4.4: what was not provided for is charged when the
gross amount is taken off), and the account is off the book. What still comes in after that day is a
recovery in full. Interest that is posted then is a memo, neither income nor loss.
"""

from collections.abc import Sequence
from typing import NamedTuple

from rmdesk.terms import TransactionKind
from rmdesk.value.contract import Contract, Movement, Posting, exposure
from rmdesk.value.scale import MILLION

_INTEREST = TransactionKind.INTEREST.value
# Millionths of a minor unit of exposure × millionths that are charged of it.
_SQUARE = MILLION * MILLION


class Charged(NamedTuple):
    """How much of an exposure (millionths) is charged for good at the end of a day."""

    ppm: int = 0
    ccf_ppm: int = 0
    is_lost: bool = False

    def of(self, balance: int, limit: int) -> int:
        """What of a balance is charged, in minor units over a million millionths."""
        return exposure(balance, limit, self.ccf_ppm) * self.ppm if self.ppm else 0


class ChargedSpan(NamedTuple):
    """A span of days: what is charged at its days' ends, and at that of the day before it."""

    first: int
    last: int
    unit: int
    now: Charged
    before: Charged


def charge_default(
    contract: Contract, span: ChargedSpan, brought: int, postings: Sequence[Movement]
) -> int:
    """Return what a span of days charges (above zero) or releases, over UNSHARED."""
    before, now = span.before, span.now
    if now.is_lost:
        change = -_SQUARE * sum(posting[2] for posting in postings if _recovers(contract, posting))
        if not before.is_lost:
            change += max(0, -brought) * _SQUARE
            change -= before.of(brought, contract.limit(span.first - 1))
    else:
        left = brought + sum(posting[2] for posting in postings)
        change = now.of(left, contract.limit(span.first))
        change -= before.of(brought, contract.limit(span.first - 1))
    return change * (span.unit // _SQUARE)


def share_out_default(
    contract: Contract, span: ChargedSpan, ordered: Sequence[Posting]
) -> list[int]:
    """Return what each posting has in `charge_default` of a span; they come in order of their day.

    A posting has what it added to what is charged now, less what it had added to that before.
    """
    was, limits = span.before, (contract.limit(span.first - 1), contract.limit(span.first))
    found, balance, old, new = [], 0, 0, 0
    for posting in ordered:
        old_before, new_before = old, new
        if posting.day <= span.last:
            balance += posting.minor
            inside = posting.day >= span.first
            if not inside and not was.is_lost:
                old = was.of(balance, limits[0])
            if not span.now.is_lost:
                new = span.now.of(balance, limits[1])
            elif inside:
                new -= posting.minor * _SQUARE if _recovers(contract, posting) else 0
            elif not was.is_lost:
                new = max(0, -balance) * _SQUARE
        found.append((new - new_before - (old - old_before)) * (span.unit // _SQUARE))
    return found


def _recovers(contract: Contract, posting: Movement) -> bool:
    """Whether a movement after the write-off changes what was lost.

    Adjustments do not, nor what is booked on that day: that is the write-off itself.
    """
    number, day, _minor, kind, *_rest = posting
    assert contract.written_off is not None
    return number > 0 and day > contract.written_off and kind != _INTEREST
