"""What the customer's own row says: kind, dates, contribution, lifetime."""

from rmdesk.desk import stored
from rmdesk.desk.facts.asked import Asked, Found, Known
from rmdesk.offers.measures import Measure
from rmdesk.practice.anniversaries import age_on, next_anniversary
from rmdesk.practice.festivals import next_festival
from rmdesk.store.driver import Row
from rmdesk.terms import CustomerKind

# From this share of similar customers on, a kind of product that one has not is missed.
MISSED_FROM_PPM = 400_000
_MILLION = 1_000_000
_SQL = (
    "SELECT c.id, c.kind, c.stage, c.tier, c.tags, c.born, c.since, c.risk_until, c.headcount,"
    " s.contribution, s.previous, s.last_contact, l.value_60,"
    " json_extract('[' || l.survival || ']', '$[12]'), c.document_expires"
    " FROM customers c LEFT JOIN standings s ON s.customer_id = c.id"
    " LEFT JOIN lifetimes l ON l.customer_id = c.id WHERE c.id {customer}"
)
_NOT_ARCHIVED = " AND NOT c.archived"


def add(asked: Asked, found: Found) -> None:
    """Begin the facts of each customer."""
    festival = next_festival(asked.today, asked.festivals)
    sql = _SQL if asked.is_one else _SQL + _NOT_ARCHIVED
    for row in asked.rows(sql):
        known = Known((str(row[1]), str(row[3])))
        known.words = _words(row)
        _dates(asked, row, known.numbers)
        _worth(row, known.numbers)
        if festival is not None:
            known.words[Measure.FESTIVAL] = frozenset({festival.code})
            known.numbers[Measure.DAYS_TO_FESTIVAL] = (festival.day - asked.today).days
        found[stored.number(row[0])] = known


def _words(row: Row) -> dict[Measure, frozenset[str]]:
    return {
        Measure.KIND: frozenset({str(row[1])}),
        Measure.STAGE: frozenset({str(row[2])}),
        Measure.TIER: frozenset({str(row[3])}),
        Measure.TAG: frozenset(stored.words(row[4])),
    }


def _dates(asked: Asked, row: Row, numbers: dict[Measure, int]) -> None:
    today = asked.today
    born, since, risk_until = (stored.some_day(v) for v in row[5:8])
    if born:
        numbers[Measure.AGE] = age_on(born, today)
        firm = row[1] == CustomerKind.ORGANISATION.value
        day = Measure.DAYS_TO_FOUNDING if firm else Measure.DAYS_TO_BIRTHDAY
        numbers[day] = (next_anniversary(born, today) - today).days
    if since:
        numbers[Measure.TENURE] = age_on(since, today)
        numbers[Measure.DAYS_TO_ANNIVERSARY] = (next_anniversary(since, today) - today).days
    if risk_until:
        numbers[Measure.DAYS_TO_RISK_EXPIRY] = (risk_until - today).days
    if expires := stored.some_day(row[14]):
        numbers[Measure.DAYS_TO_IDENTITY_EXPIRY] = (expires - today).days
    numbers[Measure.MONTH] = today.month
    if row[11] is not None:
        numbers[Measure.DAYS_SILENT] = today.toordinal() - stored.number(row[11])
    if row[8] is not None:
        numbers[Measure.HEADCOUNT] = stored.number(row[8])


def _worth(row: Row, numbers: dict[Measure, int]) -> None:
    now, before = stored.number(row[9]), stored.number(row[10])
    numbers[Measure.CONTRIBUTION] = now
    if before > 0:
        change = (now - before) * _MILLION // before
        numbers[Measure.CONTRIBUTION_RISE] = change
        numbers[Measure.CONTRIBUTION_FALL] = -change
    if row[12] is not None:
        numbers[Measure.LIFETIME] = stored.number(row[12])
    if row[13] is not None:
        numbers[Measure.LEAVING] = _MILLION - stored.number(row[13])


def with_missing(
    known: Known, peers: dict[tuple[str, str], dict[str, int]]
) -> dict[Measure, frozenset[str]]:
    """The words, with what similar customers hold and this one does not."""
    holds = known.words.get(Measure.HOLDS, frozenset())
    common = peers[known.like]
    missed = {p for p, share in common.items() if share >= MISSED_FROM_PPM and p not in holds}
    return known.words | {Measure.MISSES: frozenset(missed)}
