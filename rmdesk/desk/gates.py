"""What of customers the gates look at: consent, complaints, arrears, suitability, what came before.

As with the facts, one customer and the whole book are asked for by the same statements.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from rmdesk.desk import offer_catalogue, stored, valuing
from rmdesk.offers.eligibility import Past, Standing
from rmdesk.offers.measures import Facts, Measure
from rmdesk.offers.policy import Policy
from rmdesk.store.book import Book, Parameters
from rmdesk.store.driver import Row
from rmdesk.terms import OfferFamily, Outcome, ProposalStatus

_CUSTOMERS = "SELECT id, consent, risk_class, risk_until FROM customers WHERE id {customer}"
# SQLite takes the outcome from the row that has the greatest time.
_LAST_OUTCOME = (
    "SELECT customer_id, outcome, max(at) FROM interactions"
    " WHERE customer_id {customer} AND outcome IS NOT NULL GROUP BY 1"
)
_PAST = (
    "SELECT p.customer_id, p.offer, p.status, p.presented_at, p.decided_at,"
    f" o.family IS '{OfferFamily.SURPRISE}' FROM proposals p"
    " LEFT JOIN offers o ON o.code = p.offer WHERE p.customer_id {customer}"
    " ORDER BY p.presented_at DESC, p.id DESC"
)
_EXCLUDED = (
    "SELECT customer_id, offer FROM offer_exclusions WHERE customer_id {customer} AND NOT removed"
)


def of_customer(book: Book, customer_id: int, facts: Facts, policy: Policy) -> Standing:
    """What the gates look at of one customer."""
    return _standings(book, {customer_id: facts}, policy, customer_id)[customer_id]


def of_all(book: Book, facts: Mapping[int, Facts], policy: Policy) -> dict[int, Standing]:
    """What the gates look at of all customers whose facts are known."""
    return _standings(book, facts, policy, None)


def _standings(
    book: Book, facts: Mapping[int, Facts], policy: Policy, one: int | None
) -> dict[int, Standing]:
    today = book.clock.today()
    customer = "IS NOT NULL" if one is None else "= ?"
    parameters: Parameters = () if one is None else (one,)

    def rows(sql: str) -> list[Row]:
        return book.rows(sql.format(customer=customer), parameters)

    complained, past = _complaints(rows(_LAST_OUTCOME)), _past(rows(_PAST))
    excluded: defaultdict[int, set[str]] = defaultdict(set)
    for number, code in rows(_EXCLUDED):
        excluded[stored.number(number)].add(str(code))
    left = budget_left(book, policy)
    found = {}
    for row in rows(_CUSTOMERS):
        owner = stored.number(row[0])
        if owner not in facts:
            continue
        since = complained.get(owner)
        found[owner] = replace(
            _standing(row, today, facts[owner], policy),
            complaint=since is not None and (today - since).days <= policy.complaint_days,
            past=past.get(owner, ()),
            excluded=frozenset(excluded.get(owner, ())),
            budget_left=left,
        )
    return found


def _complaints(rows: Iterable[Row]) -> dict[int, date]:
    """Since when those complain whose last outcome is a complaint."""
    return {
        stored.number(customer): stored.moment(at).date()
        for customer, outcome, at in rows
        if outcome == Outcome.COMPLAINT.value
    }


def _past(rows: Iterable[Row]) -> dict[int, list[Past]]:
    past: defaultdict[int, list[Past]] = defaultdict(list)
    for customer, code, status, presented, decided, surprise in rows:
        past[stored.number(customer)].append(
            Past(
                str(code),
                ProposalStatus(str(status)),
                stored.moment(presented).date(),
                None if decided is None else stored.moment(decided).date(),
                bool(surprise),
            )
        )
    return past


def _standing(row: Row, today: date, facts: Facts, policy: Policy) -> Standing:
    _number, consent, risk_class, risk_until = row
    return Standing(
        today=today,
        consents=consent != "",
        complaint=False,
        arrears=bool(facts.words.get(Measure.WATCH)),
        holds=facts.words.get(Measure.HOLDS, frozenset()),
        risk_class=int(str(risk_class)[1:]) if risk_class else 0,
        risk_until=stored.some_day(risk_until),
        past=(),
        policy=policy,
    )


def budget_left(book: Book, policy: Policy) -> int:
    """What surprises may still cost this calendar year, in minor units; never below zero."""
    return max(0, policy.surprise_minor - spent_on_surprises(book))


def spent_on_surprises(book: Book) -> int:
    """What the surprises presented this calendar year cost, or will if they are accepted."""
    today = book.clock.today()
    first = valuing.midnight(date(today.year, 1, 1).toordinal())
    offers = offer_catalogue.every(book)
    rows = book.rows(
        "SELECT offer, count(*) FROM proposals WHERE presented_at >= ?"
        " AND status IN ('presented', 'accepted') GROUP BY 1",
        (first,),
    )
    return sum(
        (offers[code].cost_minor + offers[code].present_minor) * stored.number(count)
        for code, count in ((str(code), count) for code, count in rows)
        if code in offers and offers[code].family is OfferFamily.SURPRISE
    )


def presented_this_week(book: Book) -> int:
    """How many proposals were presented since Monday."""
    today = book.clock.today()
    monday = valuing.midnight(today.toordinal() - today.weekday())
    return book.number("SELECT count(*) FROM proposals WHERE presented_at >= ?", (monday,))
