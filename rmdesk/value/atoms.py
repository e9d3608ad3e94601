"""What is in a cell: the balance brought into the period, and each posting, exactly."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rmdesk.terms import FEE_KINDS, Component, InterestMode, TransactionKind
from rmdesk.value.parameters import SCALE, Price, ProductTerms
from rmdesk.value.share import apportion


@dataclass(frozen=True, slots=True)
class Posting:
    """A posting or an adjustment (id below zero); day 0 is the balance brought into the period."""

    id: int
    day: int
    minor: int
    kind: str
    channel: str


def posting_numerators(
    terms: ProductTerms, posting: Posting, prices: Iterable[Price]
) -> dict[Component, int]:
    """What one posting is worth in the spans of one month, by component, over SCALE."""
    margin = fees = cost = 0
    for price in prices:
        if posting.day > price.last:
            continue
        days = price.last - max(posting.day, price.first) + 1
        margin += posting.minor * days * price.margin
        if posting.id and posting.day >= price.first:
            if terms.interest is InterestMode.POSTED and posting.kind == TransactionKind.INTEREST:
                margin -= posting.minor * SCALE
            if posting.kind in FEE_KINDS:
                fees -= posting.minor * price.fees
            cost -= price.pieces.get(posting.channel, 0)
    found = {
        terms.component: margin,
        Component.FEES: fees,
        Component.TRANSACTION_COST: cost,
    }
    return {component: n for component, n in found.items() if n}


def opened_cell(
    terms: ProductTerms,
    component: Component,
    whole: int,
    postings: Sequence[Posting],
    prices: Sequence[Price],
) -> list[tuple[Posting, int]]:
    """A cell's minor units shared out over the postings in it, ties to the lower id.

    `postings` are all of the period up to the end of the cell's month, the opening first.
    """
    inside: list[tuple[Posting, int]] = []
    for posting in sorted(postings, key=lambda p: (p.day > 0, p.id)):
        numerator = posting_numerators(terms, posting, prices).get(component, 0)
        if numerator:
            inside.append((posting, numerator))
    shares = apportion([n for _, n in inside], whole)
    return [(posting, share) for (posting, _), share in zip(inside, shares, strict=True)]
