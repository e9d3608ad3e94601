"""What to offer: catalogue, facts and the book's outcomes brought together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rmdesk.desk import facts, gates, learning, offer_catalogue, policies, stored
from rmdesk.desk.effect_lines import effect_lines
from rmdesk.desk.offer_prices import read_prices
from rmdesk.desk.offer_views import OffersView, ProposalLine, SuggestionLine, WaitingLine
from rmdesk.desk.proposal_returns import read_returns
from rmdesk.offers import acceptance, eligibility, ranking
from rmdesk.offers.eligibility import Standing
from rmdesk.offers.measures import Facts
from rmdesk.offers.offer import Offer
from rmdesk.store.book import Book
from rmdesk.terms import Care, ContactChannel, ExpectedBasis, ProposalStatus


@dataclass(frozen=True)
class Fitting:
    """A customer, what is known of it, and all that fits it, the best first."""

    customer_id: int
    facts: Facts
    suggestions: list[ranking.Suggestion]


def look(book: Book, customer_id: int) -> OffersView:
    """All about one customer's offers today. Raises Gone."""
    with book.look_once():
        return _look(book, customer_id)


def _look(book: Book, customer_id: int) -> OffersView:
    best, waiting = ranking.suggest(
        offer_catalogue.of_book(book),
        *_one(book, customer_id),
        learning.rates(book),
        read_prices(book),
    )
    past = proposals(book, customer_id)
    return OffersView(
        suggestions=tuple(line(book, s) for s in best),
        open=tuple(p for p in past if p.status is ProposalStatus.PRESENTED),
        waiting=tuple(
            WaitingLine(
                *(w.offer.code, w.offer.names, w.block),
                effect_lines(book, w.expectation) if w.expectation else (),
            )
            for w in waiting
            if w.block.gate is not eligibility.Gate.OPEN_PROPOSAL
        ),
        past=tuple(p for p in past if p.status is not ProposalStatus.PRESENTED),
    )


def fitting(book: Book, customer_id: int) -> Fitting:
    """All that fits one customer today, not only the best three. Raises Gone."""
    known, standing = _one(book, customer_id)
    offers, rates = offer_catalogue.of_book(book), learning.rates(book)
    return Fitting(
        customer_id, known, ranking.fits(offers, known, standing, rates, read_prices(book))[0]
    )


def _one(book: Book, customer_id: int) -> tuple[Facts, Standing]:
    policy = policies.of_book(book)
    known = facts.of_customer(book, customer_id, policy.festivals)
    return known, gates.of_customer(book, customer_id, known, policy)


def everybody(book: Book) -> Iterator[tuple[int, Facts, Standing]]:
    """Each customer that is not archived, what is known of it, and what the gates look at."""
    policy = policies.of_book(book)
    known = facts.of_all(book, policy.festivals)
    standings = gates.of_all(book, known, policy)
    return ((customer, known[customer], standings[customer]) for customer in known)


def whole_book(book: Book, only: tuple[Offer, ...] | None = None) -> Iterator[Fitting]:
    """What fits each customer of the book, of all offers or of some."""
    offers = offer_catalogue.of_book(book) if only is None else only
    rates, prices = learning.rates(book), read_prices(book)
    for customer, known, standing in everybody(book):
        found, _waiting = ranking.fits(offers, known, standing, rates, prices)
        if found:
            yield Fitting(customer, known, found)


@dataclass(frozen=True)
class Reach:
    """Whom an offer fits; how many of the others must wait, and for how many it does not pay."""

    suggestions: list[tuple[int, ranking.Suggestion]]
    waiting: int
    worthless: int


def reach(book: Book, item: Offer) -> Reach:
    """Whom an offer would fit that need not be kept yet."""
    rates, prices = learning.rates(book, item), read_prices(book)
    found, waiting, worthless = list[tuple[int, ranking.Suggestion]](), 0, 0
    for customer, known, standing in everybody(book):
        fits, waits = ranking.fits([item], known, standing, rates, prices)
        found += [(customer, suggestion) for suggestion in fits]
        for wait in waits:
            if wait.block.gate in eligibility.UNPROFITABLE:
                worthless += 1
            else:
                waiting += 1
    return Reach(found, waiting, worthless)


def line(book: Book, found: ranking.Suggestion) -> SuggestionLine:
    """A suggestion as it is drawn."""
    item = found.offer
    return SuggestionLine(
        offer=item.code,
        names=item.names,
        family=item.family,
        move=item.move,
        factor=item.factor,
        level=item.level,
        reasons=found.reasons,
        expected=found.expected_minor,
        cost=item.cost_minor + item.present_minor,
        chance=found.chance,
        pushes=acceptance.pushes(found.chance, found.terms),
        score=found.score,
        urgent=found.urgent,
        now=found.now,
        points=item.points,
        documents=item.documents,
        approach=found.approach,
        effects=effect_lines(book, found.expectation),
        yes_cost=item.cost_minor,
    )


def proposals(book: Book, customer_id: int) -> tuple[ProposalLine, ...]:
    """A customer's proposals, the newest first."""
    rows = book.rows(
        "SELECT p.id, p.offer, p.status, p.presented_at, p.decided_at, p.note, p.expected_minor,"
        " p.basis, p.channel, p.cares, g.name FROM proposals p"
        " LEFT JOIN customers g ON g.id = p.guardian_id"
        " WHERE p.customer_id = ? ORDER BY p.presented_at DESC, p.id DESC",
        (customer_id,),
    )
    if not rows:
        return ()
    accepted = ProposalStatus.ACCEPTED.value
    has_accepted = any(status == accepted for _number, _code, status, *_rest in rows)
    returns = read_returns(book, customer_id) if has_accepted else {}
    names = _names(book)
    return tuple(
        ProposalLine(
            id=stored.number(number),
            offer=str(code),
            names=names.get(str(code), {"en": str(code)}),
            status=ProposalStatus(str(status)),
            presented=stored.moment(presented).date(),
            decided=None if decided is None else stored.moment(decided).date(),
            note=stored.text(note),
            expected=stored.number(expected),
            earned=found.earned if (found := returns.get(stored.number(number))) else None,
            expected_so_far=found.expected if found else 0,
            basis=ExpectedBasis(str(basis)),
            channel=ContactChannel(str(more[0])) if more[0] else None,
            cares=tuple(map(Care, stored.words(more[1]))),
            guardian=stored.text(more[2]),
        )
        for number, code, status, presented, decided, note, expected, basis, *more in rows
    )


def _names(book: Book) -> Mapping[str, Mapping[str, str]]:
    return {code: item.names for code, item in offer_catalogue.every(book).items()}
