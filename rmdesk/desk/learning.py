"""What the book's outcomes teach: rates at every look, evidence and peers in the background."""

from collections.abc import Callable, Mapping

from rmdesk.desk import offer_catalogue, stored
from rmdesk.offers import acceptance, traits
from rmdesk.offers.acceptance import Outcomes, Rates
from rmdesk.offers.offer import Offer
from rmdesk.offers.traits import Evidence
from rmdesk.store.book import Book

_OUTCOMES = (
    "SELECT offer, coalesce(decided_at, presented_at) / 86400000 * 86400000, count(*),"
    " sum(status = 'accepted') FROM proposals WHERE status <> 'presented' GROUP BY 1, 2"
)
_PEERS = (
    "INSERT INTO peer_holdings SELECT c.kind, c.tier, h.product_kind,"
    " count(*) * 1000000 / n.customers FROM"
    " (SELECT DISTINCT a.customer_id, p.kind AS product_kind FROM accounts a"
    " JOIN products p ON p.code = a.product WHERE a.closed IS NULL AND a.status <> 'closed') h"
    " JOIN customers c ON c.id = h.customer_id AND NOT c.archived"
    " JOIN (SELECT kind, tier, count(*) AS customers FROM customers WHERE NOT archived"
    " GROUP BY 1, 2) n ON n.kind = c.kind AND n.tier = c.tier"
    " WHERE n.customers >= :least GROUP BY 1, 2, 3"
)
# With fewer of a kind and tier, what the others hold says nothing.
LEAST_PEERS = 10


def rates(book: Book, also: Offer | None = None) -> Rates:
    """How likely each offer is to be accepted, as of today; `also` one that is not kept yet."""
    if also is not None:
        return _rates(book, offer_catalogue.every(book) | {also.code: also})
    return book.remembered("rates", lambda: _rates(book, offer_catalogue.every(book)))


def _rates(book: Book, offers: Mapping[str, Offer]) -> Rates:
    outcomes = [
        Outcomes(str(code), stored.moment(at).date(), stored.number(count), stored.number(accepted))
        for code, at, count, accepted in book.rows(_OUTCOMES)
    ]
    families = {code: item.family for code, item in offers.items()}
    own = {c: item.chance_ppm for c, item in offers.items() if item.chance_ppm is not None}
    return acceptance.rates(outcomes, families, book.clock.today(), evidence(book), own)


def evidence(book: Book) -> Evidence:
    """What was learnt last; nothing before that."""
    text = book.value("SELECT data FROM evidence")
    try:
        return traits.from_json(str(text)) if text else Evidence()
    except (ValueError, TypeError, KeyError):
        # It is learnt again at the next start; a damaged copy must not keep anybody out.
        return Evidence()


def model(book: Book) -> str:
    """What chances come from now: the rates alone, or with the evidence of so many outcomes."""
    learnt = evidence(book)
    return f"rates+{learnt.outcomes}" if learnt.numbers or learnt.words else "rates"


def is_stale(book: Book) -> bool:
    """Whether there are outcomes that nothing was learnt from yet."""
    return book.value("SELECT marker FROM evidence") != _marker(book)


def refresh(book: Book, may_go_on: Callable[[], bool] = lambda: True) -> bool:
    """Learn from all outcomes where there are new ones, and count peers; says whether it did."""
    marker = _marker(book)
    if not is_stale(book) or not may_go_on():
        return False
    learnt = _fit(book)
    with book.holding():
        book.rows("DELETE FROM peer_holdings")
        book.rows(_PEERS, {"least": LEAST_PEERS})
        book.rows("INSERT OR REPLACE INTO evidence VALUES (1, ?, ?)", (marker, learnt.to_json()))
    return True


def _fit(book: Book) -> Evidence:
    from rmdesk.desk.ended_proposals import ended
    from rmdesk.offers.evidence import fitting

    return fitting.fit(ended(book))


def _marker(book: Book) -> str:
    """What differs once an outcome came or went, or an account did."""
    row = book.rows(
        "SELECT count(*), sum(status = 'accepted'), max(updated_at),"
        " (SELECT count(*) || '.' || coalesce(max(updated_at), 0) FROM accounts)"
        " FROM proposals WHERE status <> 'presented'"
    )[0]
    return "/".join(map(str, row))
