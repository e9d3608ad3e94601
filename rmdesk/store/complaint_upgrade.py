"""Make records of complaints that were only outcomes of log entries.

Until there were records, a complaint barred offers as long as it was the customer's
last outcome, and for a number of days at most. What still barred them by that rule is open; all
others are closed on the day on which the rule let offers through again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from time import time

from rmdesk.model.instants import from_milliseconds
from rmdesk.store.driver import Connection, Value
from rmdesk.store.ids import LARGEST_STARTING_ID, IdSource
from rmdesk.terms import InteractionKind, Outcome

USUAL_DAYS = 180


@dataclass(frozen=True, slots=True)
class PastOutcome:
    """A log entry that has an outcome, with its day number."""

    interaction_id: int
    customer_id: int
    day: int
    kind: InteractionKind
    text: str
    complaint: bool


@dataclass(frozen=True, slots=True)
class PastComplaint:
    """A complaint of before, and the day number on which it no longer counted, None if it does."""

    entry: PastOutcome
    closed: int | None


def settle_complaints(
    outcomes: Sequence[PastOutcome], days: int, today: int
) -> Iterator[PastComplaint]:
    """Yield the complaints among one customer's outcomes, which come in the order of time.

    `days` is for how long a complaint counted, its own day not included.
    """
    for place, entry in enumerate(outcomes):
        if entry.complaint:
            yield PastComplaint(entry, _lifted(entry.day, outcomes[place + 1 :], days, today))


def _lifted(since: int, later: Iterable[PastOutcome], days: int, today: int) -> int | None:
    for entry in later:
        if entry.day > since + days + 1:
            break
        if not entry.complaint:
            return entry.day
        since = entry.day
    return since + days + 1 if since + days < today else None


def list_past_complaints(
    connection: Connection, today: date, only: Collection[int] | None = None
) -> list[PastComplaint]:
    """Return the complaints in the log that have no record, of all customers.

    With `only`, those of these log entries, and other talks since then do not settle them.
    """
    found: defaultdict[int, list[PastOutcome]] = defaultdict(list)
    rows = connection.execute(
        "SELECT id, customer_id, at, kind, text, outcome FROM interactions"
        " WHERE outcome IS NOT NULL AND (outcome = ?1 OR ?2) AND customer_id IN"
        " (SELECT customer_id FROM interactions WHERE outcome = ?1) ORDER BY customer_id, at, id",
        (Outcome.COMPLAINT.value, only is None),
    )
    for number, customer, at, kind, text, outcome in rows:
        found[_whole(customer)].append(
            PastOutcome(
                _whole(number),
                _whole(customer),
                from_milliseconds(_whole(at)).astimezone().date().toordinal(),
                InteractionKind(str(kind)),
                str(text),
                outcome == Outcome.COMPLAINT.value,
            )
        )
    recorded = {
        _whole(row[0])
        for row in connection.execute(
            "SELECT interaction_id FROM complaints WHERE interaction_id IS NOT NULL"
        )
    }
    days = _complaint_days(connection, today)
    return [
        past
        for outcomes in found.values()
        for past in settle_complaints(outcomes, days, today.toordinal())
        if past.entry.interaction_id not in recorded
        and (only is None or past.entry.interaction_id in only)
    ]


def _complaint_days(connection: Connection, today: date) -> int:
    row = connection.execute(
        "SELECT complaint_days FROM offer_rules WHERE valid_from <= ?"
        " ORDER BY valid_from DESC LIMIT 1",
        (today.toordinal(),),
    ).fetchone()
    return USUAL_DAYS if row is None else _whole(row[0])


def record_past_complaints(connection: Connection, today: date) -> None:
    """Give each complaint in the log its record; called by migration 0008 only."""
    past = list_past_complaints(connection, today)
    if not past:
        return
    device = connection.execute("SELECT device FROM book").fetchone()
    ids = IdSource(_whole(device[0]) if device else 0)
    ids.start_after(_last_id(connection))
    connection.executemany(
        "INSERT INTO complaints (id, created_at, updated_at, customer_id, received, channel,"
        " about, interaction_id, closed, closure) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '')",
        [_row(ids.next(), complaint) for complaint in past],
    )
    ids.stop()


def _row(number: int, complaint: PastComplaint) -> tuple[Value, ...]:
    entry, channel = complaint.entry, complaint.entry.kind.channel
    now = int(time() * 1000)
    return (
        *(number, now, now, entry.customer_id, entry.day, channel.value if channel else None),
        *(entry.text, entry.interaction_id, complaint.closed),
    )


def _last_id(connection: Connection) -> int:
    tables = connection.execute(
        "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c"
        " WHERE m.type = 'table' AND c.name = 'id' AND m.name NOT LIKE 'search%'"
    ).fetchall()
    largest = " UNION ALL ".join(
        f'SELECT max(id) AS id FROM "{name}" WHERE id <= {LARGEST_STARTING_ID}'
        for (name,) in tables
    )
    row = connection.execute(f"SELECT max(id) FROM ({largest})").fetchone()
    return _whole(row[0]) if row else 0


def _whole(value: Value) -> int:
    assert value is None or isinstance(value, int)
    return value or 0
