"""What was done together: talks, proposals, introductions, opinions and life events."""

from rmdesk.desk import stored
from rmdesk.desk.facts.asked import Asked, Found, Known
from rmdesk.offers.measures import Measure
from rmdesk.store.driver import Value
from rmdesk.terms import Aspect, OfferFamily, ProposalStatus, RelationKind

OPEN = "open"
_OPINIONS = {
    Aspect.MATERIAL: Measure.SATISFACTION_MATERIAL,
    Aspect.SPIRITUAL: Measure.SATISFACTION_SPIRITUAL,
    Aspect.SOCIAL: Measure.SATISFACTION_SOCIAL,
    Aspect.PRODUCT: Measure.BENEFIT_PRODUCT,
    Aspect.SERVICE: Measure.BENEFIT_SERVICE,
    Aspect.PERSONNEL: Measure.BENEFIT_PERSONNEL,
    Aspect.IMAGE: Measure.BENEFIT_IMAGE,
    Aspect.MONEY: Measure.BURDEN_MONEY,
    Aspect.TIME: Measure.BURDEN_TIME,
    Aspect.ENERGY: Measure.BURDEN_ENERGY,
    Aspect.NUISANCE: Measure.BURDEN_NUISANCE,
}
_TALKS = (
    "SELECT customer_id, kind, count(*) FROM interactions"
    " WHERE customer_id {customer} AND at >= :year_ago_at AND kind <> 'gift'"
    " GROUP BY 1, 2 ORDER BY 3, 2"
)
_PROPOSALS = (
    "SELECT p.customer_id, sum(p.status = 'accepted'),"
    " sum(p.status IN ('declined', 'lapsed') AND p.decided_at >= :year_ago_at),"
    " max(iif(o.family = '" + OfferFamily.SURPRISE + "', p.presented_at, NULL)),"
    " max(p.presented_at) FROM proposals p LEFT JOIN offers o ON o.code = p.offer"
    " WHERE p.customer_id {customer} GROUP BY 1"
)
# SQLite takes the status from the row that has the greatest time.
_LAST = (
    "SELECT customer_id, status, max(presented_at) FROM proposals"
    " WHERE customer_id {customer} GROUP BY 1"
)
_INTRODUCED = (
    "SELECT introducer_id, count(*) FROM customers WHERE introducer_id {customer} GROUP BY 1"
    " UNION ALL SELECT customer_id, count(*) FROM relations WHERE customer_id {customer}"
    f" AND kind = '{RelationKind.INTRODUCER}' AND NOT removed GROUP BY 1"
)
_ASPECTS = (
    "SELECT customer_id, aspect, score, max(printf('%07d%020d', day, id)) FROM opinions"
    " WHERE customer_id {customer} AND day <= :today GROUP BY 1, 2"
)
_EVENTS = (
    "SELECT customer_id, kind, max(day) FROM life_events"
    " WHERE customer_id {customer} AND day BETWEEN :half_ago AND :today GROUP BY 1, 2"
)


_COMPLAINTS = (
    "SELECT customer_id, count(*) FROM complaints"
    " WHERE customer_id {customer} AND closed IS NULL GROUP BY 1"
)


def add(asked: Asked, found: Found) -> None:
    """Add what is known from the work with the customers."""
    for own in found.values():
        own.numbers |= {Measure.ACCEPTED: 0, Measure.DECLINED: 0, Measure.INTRODUCED: 0}
        own.numbers[Measure.COMPLAINTS] = 0
    for customer, kind, _count in asked.rows(_TALKS):
        if known := _of(found, customer):
            known.words[Measure.REACHED_BY] = frozenset({str(kind)})
    _proposals(asked, found)
    _counts(asked, found, _INTRODUCED, Measure.INTRODUCED)
    _counts(asked, found, _COMPLAINTS, Measure.COMPLAINTS)
    for customer, aspect, score, _day in asked.rows(_ASPECTS):
        if known := _of(found, customer):
            known.numbers[_OPINIONS[Aspect(str(aspect))]] = stored.number(score)
    for customer, kind, day in asked.rows(_EVENTS):
        if known := _of(found, customer):
            events = known.words.get(Measure.LIFE_EVENT, frozenset())
            known.words[Measure.LIFE_EVENT] = events | {str(kind)}
            since = asked.today.toordinal() - stored.number(day)
            least = known.numbers.get(Measure.DAYS_SINCE_EVENT, since)
            known.numbers[Measure.DAYS_SINCE_EVENT] = min(least, since)


def _counts(asked: Asked, found: Found, sql: str, measure: Measure) -> None:
    for customer, count in asked.rows(sql):
        if known := _of(found, customer):
            known.numbers[measure] += stored.number(count)


def _of(found: Found, customer: Value) -> Known | None:
    return found.get(stored.number(customer))


def _proposals(asked: Asked, found: Found) -> None:
    for customer, accepted, declined, surprised, presented in asked.rows(_PROPOSALS):
        if not (known := _of(found, customer)):
            continue
        known.numbers[Measure.ACCEPTED] = stored.number(accepted)
        known.numbers[Measure.DECLINED] = stored.number(declined)
        known.numbers[Measure.DAYS_SINCE_PROPOSAL] = asked.days_since(presented)
        if surprised is not None:
            known.numbers[Measure.DAYS_SINCE_SURPRISE] = asked.days_since(surprised)
    for customer, status, _at in asked.rows(_LAST):
        if known := _of(found, customer):
            word = OPEN if status == ProposalStatus.PRESENTED.value else str(status)
            known.words[Measure.LAST_PROPOSAL] = frozenset({word})
