"""Follow-ups: promise, do, put off, cancel. A series goes on when one of it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rmdesk.desk import stored, typed_values
from rmdesk.desk.merging import list_changed
from rmdesk.desk.names import name_of
from rmdesk.desk.views import FollowUpLine
from rmdesk.errors import ChangedMeanwhile, Gone
from rmdesk.practice.recurrence import next_due
from rmdesk.practice.workdays import on_or_after
from rmdesk.store.book import Book
from rmdesk.store.driver import Row
from rmdesk.terms import Act, FollowUpStatus, InteractionKind, Outcome, Recurrence

# Tables are imported by what writes: what only reads stands before SQLAlchemy is there.
if TYPE_CHECKING:
    from rmdesk.model.followup import FollowUp
    from rmdesk.store.session import Writing

RETRY_DAYS = (1, 2, 4, 7)


@dataclass(frozen=True, slots=True)
class FollowUpDraft:
    """What is to be done, and when; `due_minutes` since midnight, None for the whole day."""

    text: str
    due: date
    due_minutes: int | None = None
    recurrence: Recurrence = Recurrence.NONE


_SELECT = (
    "SELECT f.id, f.customer_id, coalesce(c.name, ''), f.text, f.due, f.due_minutes, f.recurrence,"
    " f.status, f.snoozes FROM follow_ups f LEFT JOIN customers c ON c.id = f.customer_id"
)


def line(row: Row) -> FollowUpLine:
    """A row of the follow-ups as it is drawn."""
    return FollowUpLine(
        id=stored.number(row[0]),
        customer_id=stored.some(row[1]),
        customer_name=str(row[2]),
        text=str(row[3]),
        due=stored.day(row[4]),
        due_minutes=stored.some(row[5]),
        recurrence=Recurrence(str(row[6])),
        status=FollowUpStatus(str(row[7])),
        snoozes=stored.number(row[8]),
    )


def look(book: Book, follow_up_id: int) -> FollowUpLine:
    """One follow-up. Raises Gone."""
    rows = book.rows(f"{_SELECT} WHERE f.id = ?", (follow_up_id,))
    if not rows:
        raise Gone
    return line(rows[0])


def of_customer(book: Book, customer_id: int) -> tuple[FollowUpLine, ...]:
    """A customer's open follow-ups, the next one first."""
    rows = book.rows(
        f"{_SELECT} WHERE f.customer_id = ? AND f.status = 'open' ORDER BY f.due, f.due_minutes",
        (customer_id,),
    )
    return tuple(line(row) for row in rows)


def due_between(book: Book, first: date, last: date) -> tuple[FollowUpLine, ...]:
    """All open follow-ups that are due from one day to another, the earliest first."""
    rows = book.rows(
        f"{_SELECT} WHERE f.due BETWEEN ? AND ? AND f.status = 'open'"
        " ORDER BY f.due, coalesce(f.due_minutes, 0), f.id",
        (first.toordinal(), last.toordinal()),
    )
    return tuple(line(row) for row in rows)


def add(book: Book, customer_id: int | None, draft: FollowUpDraft) -> int:
    """Keep a new follow-up; gives its id. Raises BadInput."""
    with book.deed(Act.FOLLOW_UP, customer_id, name_of(book, customer_id)) as writing:
        return put(writing, customer_id, draft, None).id


def put(
    writing: Writing,
    customer_id: int | None,
    draft: FollowUpDraft,
    interaction_id: int | None = None,
) -> FollowUp:
    """Add a follow-up inside a deed. Raises BadInput."""
    from rmdesk.model.followup import FollowUp

    text = typed_values.checked_text("text", draft.text, required=True)
    typed_values.check_day("due", draft.due, writing.book.clock.today())
    return writing.add(
        FollowUp(
            customer_id=customer_id,
            text=text,
            due=draft.due,
            due_minutes=draft.due_minutes,
            recurrence=draft.recurrence,
            first_due=draft.due,
            interaction_id=interaction_id,
        )
    )


def form_texts(draft: FollowUpDraft | FollowUpLine | FollowUp) -> dict[str, str]:
    """Return the texts of a follow-up's form, by field."""
    minutes = draft.due_minutes
    clock = "" if minutes is None else f" {minutes // 60:02}:{minutes % 60:02}"
    return {
        "text": draft.text.strip(),
        "due": draft.due.isoformat() + clock,
        "recurrence": draft.recurrence.value,
    }


def edit(
    book: Book,
    follow_up_id: int,
    draft: FollowUpDraft,
    opened_with: Mapping[str, str] | None = None,
) -> None:
    """Change an open follow-up, where it differs from what the form was opened with.

    Raises Gone, BadInput, and ChangedMeanwhile.
    """
    with book.deed(Act.EDIT_FOLLOW_UP) as writing:
        row = _open(writing, follow_up_id)
        text = typed_values.checked_text("text", draft.text, required=True)
        typed_values.check_day("due", draft.due, book.clock.today())
        changed = list_changed(form_texts(draft), opened_with, form_texts(row))
        due = draft.due if "due" in changed else row.due
        again = draft.recurrence if "recurrence" in changed else row.recurrence
        if (row.due, row.recurrence) != (due, again):
            row.first_due = due
        row.due, row.recurrence = due, again
        if "text" in changed:
            row.text = text
        if "due" in changed:
            row.due_minutes = draft.due_minutes


def complete(book: Book, follow_up_id: int) -> date | None:
    """It is done; gives the day of the next one where it comes again. Raises Gone."""
    from rmdesk.model.followup import FollowUp

    with book.deed(Act.COMPLETE) as writing:
        row = _open(writing, follow_up_id)
        row.status, row.done_at = FollowUpStatus.DONE, writing.now
        after = max(row.due, book.clock.today())
        following = next_due(row.recurrence, row.first_due, after)
        if following is not None:
            writing.add(
                FollowUp(
                    customer_id=row.customer_id,
                    text=row.text,
                    due=following,
                    due_minutes=row.due_minutes,
                    recurrence=row.recurrence,
                    first_due=row.first_due,
                )
            )
        return following


def next_try(snoozes: int, today: date, week: tuple[int, ...]) -> date:
    """When to try again after so many tries: soon at first, then with longer pauses."""
    days = RETRY_DAYS[min(snoozes, len(RETRY_DAYS) - 1)]
    return on_or_after(today + timedelta(days=days), week)


def no_answer(book: Book, follow_up_id: int, again: date) -> None:
    """Log a call that nobody answered and put the follow-up off, as one operation.

    Raises Gone and BadInput.
    """
    from rmdesk.model.interaction import Interaction

    typed_values.check_day("due", again, book.clock.today())

    with book.deed(Act.NO_ANSWER) as writing:
        row = _open(writing, follow_up_id)
        if row.customer_id is not None:
            writing.add(
                Interaction(
                    customer_id=row.customer_id,
                    kind=InteractionKind.CALL,
                    at=writing.now,
                    text=row.text,
                    outcome=Outcome.NO_ANSWER,
                )
            )
        row.due, row.snoozes = again, row.snoozes + 1


def snooze(book: Book, follow_up_id: int, until: date, due: date | None = None) -> None:
    """Put it off to another day; a series keeps its own days.

    `due` is the day that it was put off from, as it was seen. Raises Gone, BadInput and
    ChangedMeanwhile.
    """
    typed_values.check_day("due", until, book.clock.today())
    with book.deed(Act.SNOOZE) as writing:
        row = _open(writing, follow_up_id)
        if due is not None and row.due not in (due, until):
            raise ChangedMeanwhile({"due": (row.due.isoformat(), until.isoformat())})
        row.due, row.snoozes = until, row.snoozes + 1


def cancel(book: Book, follow_up_id: int) -> None:
    """It is no longer wanted, nor are later ones of its series. Raises Gone."""
    with book.deed(Act.CANCEL) as writing:
        row = _open(writing, follow_up_id)
        row.status, row.done_at = FollowUpStatus.CANCELLED, writing.now


def _open(writing: Writing, follow_up_id: int) -> FollowUp:
    from rmdesk.model.followup import FollowUp

    row = writing.get(FollowUp, follow_up_id)
    if row.status is not FollowUpStatus.OPEN:
        raise Gone
    writing.customer_id = row.customer_id
    writing.label = name_of(writing.book, row.customer_id) or row.text
    return row
