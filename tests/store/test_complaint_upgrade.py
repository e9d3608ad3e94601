"""Complaints that were only outcomes get records; what the old rule let pass is closed."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, strategies as st

from rmdesk.desk import complaints, opening, undoing
from rmdesk.store.complaint_upgrade import PastOutcome, settle_complaints
from rmdesk.terms import InteractionKind
from tests.conftest import TODAY
from tests.store.test_migrate import older

DAYS = 180
NOW = 1_000


def outcomes(*told: tuple[int, bool]) -> list[PastOutcome]:
    """Outcomes of one customer: the day, and whether it is a complaint."""
    return [
        PastOutcome(n, 1, day, InteractionKind.CALL, "", complaint)
        for n, (day, complaint) in enumerate(told)
    ]


def closed(entries: Sequence[PastOutcome], today: int = NOW) -> list[int | None]:
    return [past.closed for past in settle_complaints(entries, DAYS, today)]


def test_the_last_outcome_gates_for_the_days_of_the_rule_and_not_a_day_longer() -> None:
    assert closed(outcomes((NOW - DAYS, True))) == [None]
    assert closed(outcomes((NOW - DAYS - 1, True))) == [NOW]
    assert closed(outcomes((NOW - DAYS - 2, True))) == [NOW - 1]


def test_another_talk_lifted_it_on_its_day() -> None:
    assert closed(outcomes((900, True), (950, False))) == [950]
    assert closed(outcomes((500, True), (700, False))) == [681]


def test_a_second_complaint_went_on_with_the_first() -> None:
    assert closed(outcomes((800, True), (900, True))) == [None, None]
    assert closed(outcomes((800, True), (900, True), (950, False))) == [950, 950]
    assert closed(outcomes((500, True), (900, True))) == [681, None]
    assert closed(outcomes((600, True), (781, True))) == [962, 962]
    assert closed(outcomes((600, True), (782, True))) == [781, 963]


TOLD = st.tuples(st.integers(0, 60), st.booleans())


@given(st.lists(TOLD, max_size=8, unique_by=lambda pair: pair[0]), st.integers(60, 90))
def test_records_are_open_just_where_the_old_rule_gated(
    told: list[tuple[int, bool]], today: int
) -> None:
    """Day by day: a record is open on just those days since it came on which the rule gated."""
    entries, days = outcomes(*sorted(told, key=lambda pair: pair[0])), 20

    def gated(day: int) -> bool:
        last = [entry for entry in entries if entry.day <= day][-1:]
        return bool(last) and last[0].complaint and day - last[0].day <= days

    found = list(settle_complaints(entries, days, today))
    assert any(past.closed is None for past in found) == gated(today)
    for past in found:
        end = past.closed if past.closed is not None else today + 1
        assert all(gated(day) for day in range(past.entry.day, end))
        assert past.closed is None or not gated(past.closed)


def test_a_store_of_before_gets_the_records_of_its_complaints(tmp_path: Path) -> None:
    path = tmp_path / "old.rmdesk"
    connection = older(path, "0006")
    last = date.today()
    told = (
        (11, last - timedelta(days=300), "call", "Queue", "complaint"),
        (12, last - timedelta(days=290), "visit", "Funds", "reached"),
        (13, last - timedelta(days=3), "email", "Fees", "complaint"),
        (14, last - timedelta(days=2), "call", "Not there", None),
    )
    for number, day, kind, text, outcome in told:
        at = int((day - date(1970, 1, 1)).days) * 86_400_000 + 43_200_000
        connection.execute(
            "INSERT INTO interactions (id, created_at, updated_at, customer_id, kind, direction,"
            " at, minutes, people, text, outcome) VALUES (?, 0, 0, 5, ?, 'out', ?, 0, '', ?, ?)",
            (number, kind, at, text, outcome),
        )
    connection.close()
    book = opening.open_book(path, None, TODAY)
    lines = complaints.list_all(book)
    assert [(c.about, c.channel, c.received, c.closed, c.interaction_id) for c in lines] == [
        ("Fees", "email", last - timedelta(days=3), None, 13),
        ("Queue", "phone", last - timedelta(days=300), last - timedelta(days=290), 11),
    ]
    assert len({line.id for line in lines}) == 2
    assert min(line.id for line in lines) > 14
    complaints.close(book, lines[0].id, "Settled")
    undoing.undo(book)
    assert complaints.list_open(book) == lines[:1]
    book.close()
