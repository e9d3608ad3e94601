"""What is in a cell: the balance brought into the period, and each posting, exactly."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rmdesk.terms import FEE_KINDS, Component, InterestMode, TransactionKind
from rmdesk.value.cells import Holding
from rmdesk.value.parameters import MILLION, SCALE
from rmdesk.value.share import apportion
from rmdesk.value.span import Span


@dataclass(frozen=True, slots=True)
class Posting:
    """A posting or an adjustment (id below zero); day 0 is the balance brought into the period."""

    id: int
    day: int
    minor: int
    kind: str
    channel: str


def posting_numerators(
    holding: Holding, posting: Posting, spans: Iterable[Span]
) -> dict[Component, int]:
    """What one posting is worth in the spans of one month, by component, over SCALE."""
    terms = holding.terms
    margin = fees = cost = 0
    for span in spans:
        if posting.day > span.last:
            continue
        days = span.last - max(posting.day, span.first) + 1
        ppm = terms.margin_ppm(span.first, holding.own_rate_ppm)
        margin += posting.minor * days * ppm * terms.day_factor
        if posting.id and posting.day >= span.first:
            if terms.interest is InterestMode.POSTED and posting.kind == TransactionKind.INTEREST:
                margin -= posting.minor * SCALE
            if posting.kind in FEE_KINDS:
                share = terms.fee_share_ppm(span.first)
                fees -= posting.minor * share * (SCALE // MILLION)
            if posting.channel:
                cost -= terms.piece_minor(posting.channel, span.first) * SCALE
    found = {
        terms.component: margin,
        Component.FEES: fees,
        Component.TRANSACTION_COST: cost,
    }
    return {component: n for component, n in found.items() if n}


def opened_cell(
    holding: Holding,
    component: Component,
    whole: int,
    postings: Sequence[Posting],
    spans: Sequence[Span],
) -> list[tuple[Posting, int]]:
    """A cell's minor units shared out over the postings in it, ties to the lower id.

    `postings` are all of the period up to the end of the cell's month, the opening first.
    """
    inside: list[tuple[Posting, int]] = []
    for posting in sorted(postings, key=lambda p: (p.day > 0, p.id)):
        numerator = posting_numerators(holding, posting, spans).get(component, 0)
        if numerator:
            inside.append((posting, numerator))
    shares = apportion([n for _, n in inside], whole)
    return [(posting, share) for (posting, _), share in zip(inside, shares, strict=True)]
