"""The book's proposals that ended, in the order in which they did, for learning and backtests."""

import json

from rmdesk.desk import offer_catalogue, stored
from rmdesk.offers.evidence.fitting import Ended
from rmdesk.store.book import Book
from rmdesk.terms import ProposalStatus

_SQL = (
    "SELECT offer, coalesce(decided_at, presented_at), status, traits FROM proposals"
    " WHERE status <> 'presented' ORDER BY 2, id"
)


def ended(book: Book) -> list[Ended]:
    """All proposals with an outcome, of offers that are still in the catalogue."""
    offers = offer_catalogue.every(book)
    return [
        Ended(
            str(code),
            offers[str(code)].family,
            stored.moment(at).date(),
            status == ProposalStatus.ACCEPTED.value,
            json.loads(str(text)),
            offers[str(code)].chance_ppm,
        )
        for code, at, status, text in book.rows(_SQL)
        if str(code) in offers
    ]
