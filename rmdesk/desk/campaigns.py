"""One offer for all whom it fits, or the week's best of all: who is next, and how it goes."""

from collections.abc import Mapping
from dataclasses import dataclass

from rmdesk.desk import gates, offer_catalogue, offering, policies, stored, valuing
from rmdesk.desk.offer_views import SuggestionLine
from rmdesk.errors import Gone
from rmdesk.offers import ranking
from rmdesk.offers.offer import WrittenOffer
from rmdesk.store.book import Book
from rmdesk.terms import ProposalStatus

# What was presented within so many days belongs to the campaign that is running.
CAMPAIGN_DAYS = 90
SHOWN_NAMES = 5


@dataclass(frozen=True)
class CampaignLine:
    """A customer whom it fits."""

    customer_id: int
    name: str
    tier: str
    suggestion: SuggestionLine


@dataclass(frozen=True)
class CampaignView:
    """Who is next, the best first, and how it went so far.

    `names` are the offer's; none for the week's best of all offers. `counts` are the proposals of
    the last 90 days by what became of them; `week_left` is how many the manager still has time for
    this week. `expected` is what all lines together are expected to bring: chance × contribution.
    """

    offer: str
    names: Mapping[str, str]
    currency: str
    lines: tuple[CampaignLine, ...]
    counts: Mapping[ProposalStatus, int]
    week_left: int
    expected: int


@dataclass(frozen=True)
class Preview:
    """Whom an offer would fit today: how many, and the best few by name.

    Of them so many must wait (`waits`), and for so many it would cost more than it brings
    (`worthless`). `expected` is what the others are expected to bring, chance × contribution.
    """

    fits: int
    waits: int
    worthless: int
    names: tuple[str, ...]
    expected: int
    currency: str


def look(book: Book, code: str = "") -> CampaignView:
    """The campaign of an offer, or (without one) the best for this week. Raises Gone."""
    offers = {item.code: item for item in offer_catalogue.of_book(book)}
    if code and code not in offers:
        raise Gone
    left = max(0, policies.of_book(book).a_week - gates.presented_this_week(book))
    only = (offers[code],) if code else None
    found = [
        (fitting.suggestions[0], fitting.customer_id) for fitting in offering.whole_book(book, only)
    ]
    found.sort(key=lambda pair: (-pair[0].score, pair[1]))
    if not code:
        found = found[:left]
    people = _people(book)
    return CampaignView(
        code,
        offers[code].names if code else {},
        book.card().currency,
        tuple(
            CampaignLine(customer, *people[customer], offering.line(book, suggestion))
            for suggestion, customer in found
        ),
        _counts(book, code),
        left,
        sum(_hoped(suggestion) for suggestion, _customer in found),
    )


def preview(book: Book, written: WrittenOffer) -> Preview:
    """Whom an offer would fit today if it were kept like this. Raises BadInput."""
    item = offer_catalogue.check(book, written)
    reach = offering.reach(book, item)
    people = _people(book)
    best = sorted(reach.suggestions, key=lambda pair: (-pair[1].score, pair[0]))
    return Preview(
        len(best) + reach.waiting + reach.worthless,
        reach.waiting,
        reach.worthless,
        tuple(people[customer][0] for customer, _suggestion in best[:SHOWN_NAMES]),
        sum(_hoped(suggestion) for _customer, suggestion in best),
        book.card().currency,
    )


def _hoped(suggestion: ranking.Suggestion) -> int:
    return suggestion.chance.ppm * suggestion.expected_minor // 1_000_000


def _people(book: Book) -> dict[int, tuple[str, str]]:
    """Name and tier of each customer."""
    rows = book.rows("SELECT customer_id, name, tier FROM standings")
    return {stored.number(number): (str(name), str(tier)) for number, name, tier in rows}


def _counts(book: Book, code: str) -> dict[ProposalStatus, int]:
    since = valuing.midnight(book.clock.today().toordinal() - CAMPAIGN_DAYS)
    rows = book.rows(
        "SELECT status, count(*) FROM proposals WHERE presented_at >= :since"
        " AND (:code = '' OR offer = :code) GROUP BY 1",
        {"since": since, "code": code},
    )
    return {ProposalStatus(str(status)): stored.number(count) for status, count in rows}
