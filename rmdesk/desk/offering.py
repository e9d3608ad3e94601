"""What to offer a customer: catalogue, facts and the book's outcomes brought together."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from rmdesk import currencies
from rmdesk.desk import catalogue, facts, stored
from rmdesk.desk.views import OffersView, ProposalLine, SuggestionLine, WaitingLine
from rmdesk.errors import BadCatalogue
from rmdesk.offers import acceptance, eligibility, offer, ranking
from rmdesk.offers.eligibility import Past, Standing
from rmdesk.offers.offer import Offer
from rmdesk.paths import resource
from rmdesk.store.book import Book, found
from rmdesk.terms import Outcome, ProposalStatus

DECLINED_REST_DAYS = 90
COMPLAINT_OPEN_DAYS = 180


@cache
def offers(digits: int) -> tuple[Offer, ...]:
    """The catalogue's offers, for a currency with so many decimals. Raises BadCatalogue."""
    path = resource("db", "catalogue", "offers.toml")
    entries = catalogue.tables(catalogue.read("offers"), "offer")
    read: dict[str, Offer] = {}
    for entry in entries:
        code = str(entry.get("code", len(read) + 1))
        try:
            item = offer.from_data(entry, digits)
        except (KeyError, ValueError, ArithmeticError) as error:
            raise BadCatalogue(path=path, reason=f"offer {code}: {error}") from None
        if item.code in read:
            raise BadCatalogue(path=path, reason=f"offer {code} stands there twice")
        read[item.code] = item
    return tuple(read.values())


def of_book(book: Book) -> tuple[Offer, ...]:
    """The catalogue's offers in the book's currency."""
    return offers(currencies.digits(book.card().currency))


def look(book: Book, customer_id: int) -> OffersView:
    """All about one customer's offers today. Raises Gone."""
    items = of_book(book)
    by_code = {item.code: item for item in items}
    past = proposals(book, customer_id, by_code)
    standing = _standing(book, customer_id, past)
    known = facts.of_customer(book, customer_id)
    best, waiting = ranking.suggest(items, known, standing, _chances(book, by_code))
    return OffersView(
        suggestions=tuple(_suggestion(s) for s in best),
        open=tuple(p for p in past if p.status is ProposalStatus.PRESENTED),
        waiting=tuple(
            WaitingLine(w.offer.code, w.offer.names, w.block)
            for w in waiting
            if w.block.gate is not eligibility.Gate.OPEN_PROPOSAL
        ),
        past=tuple(p for p in past if p.status is not ProposalStatus.PRESENTED),
    )


def _suggestion(found: ranking.Suggestion) -> SuggestionLine:
    item, chance = found.offer, found.chance
    return SuggestionLine(
        offer=item.code,
        names=item.names,
        family=item.family,
        move=item.move,
        reasons=found.reasons,
        expected=found.expected_minor,
        chance_ppm=chance.ppm,
        outcomes=chance.outcomes,
        accepted=chance.accepted,
        untried=chance.untried,
        score=found.score,
    )


def proposals(
    book: Book, customer_id: int, by_code: Mapping[str, Offer]
) -> tuple[ProposalLine, ...]:
    """A customer's proposals, the newest first."""
    rows = book.rows(
        "SELECT id, offer, status, presented_at, decided_at, note FROM proposals"
        " WHERE customer_id = ? ORDER BY presented_at DESC, id DESC",
        (customer_id,),
    )
    return tuple(
        ProposalLine(
            id=stored.number(number),
            offer=str(code),
            names=by_code[str(code)].names if str(code) in by_code else {"en": str(code)},
            status=ProposalStatus(str(status)),
            presented=stored.moment(presented).date(),
            decided=None if decided is None else stored.moment(decided).date(),
            note=stored.text(note),
        )
        for number, code, status, presented, decided, note in rows
    )


def _standing(book: Book, customer_id: int, past: tuple[ProposalLine, ...]) -> Standing:
    today = book.clock.today()
    sql = "SELECT consent, risk_class, risk_until FROM customers WHERE id = ?"
    row = found(next(iter(book.rows(sql, (customer_id,))), None))
    consent, risk_class, risk_until = row
    accounts = book.rows(
        "SELECT a.product, p.kind, a.status FROM accounts a JOIN products p ON p.code = a.product"
        " WHERE a.customer_id = ? AND a.closed IS NULL AND a.status <> 'closed'",
        (customer_id,),
    )
    return Standing(
        today=today,
        consents=consent != "",
        complaint=_complains(book, customer_id, today),
        arrears=any(status in ("in_arrears", "written_off") for *_, status in accounts),
        holds=frozenset({str(r[0]) for r in accounts} | {str(r[1]) for r in accounts}),
        risk_class=int(str(risk_class)[1:]) if risk_class else 0,
        risk_until=stored.some_day(risk_until),
        past=[Past(p.offer, p.status, p.presented, p.decided) for p in past],
        declined_rest_days=DECLINED_REST_DAYS,
    )


def _complains(book: Book, customer_id: int, today: date) -> bool:
    """Whether the last outcome noted is a complaint, not older than half a year."""
    row = book.rows(
        "SELECT outcome, at FROM interactions WHERE customer_id = ? AND outcome IS NOT NULL"
        " ORDER BY at DESC, id DESC LIMIT 1",
        (customer_id,),
    )
    if not row or row[0][0] != Outcome.COMPLAINT.value:
        return False
    return (today - stored.moment(row[0][1]).date()).days <= COMPLAINT_OPEN_DAYS


def _chances(book: Book, by_code: Mapping[str, Offer]) -> dict[str, acceptance.Chance]:
    rows = book.rows(
        "SELECT offer, status, coalesce(decided_at, presented_at) FROM proposals"
        " WHERE status <> 'presented'"
    )
    outcomes = [
        acceptance.Outcome(
            str(code),
            by_code[str(code)].family,
            status == ProposalStatus.ACCEPTED.value,
            stored.moment(at).date(),
        )
        for code, status, at in rows
        if str(code) in by_code
    ]
    families = {code: item.family for code, item in by_code.items()}
    return acceptance.chances(outcomes, families, book.clock.today())
