"""Complaints: what a customer complained of, open until it is closed.

A record is made with each log entry whose outcome is a complaint. As long as it is open, nothing
is offered to the customer but what makes good for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rmdesk.desk import stored, typed_values
from rmdesk.desk.complaint_views import ComplaintLine
from rmdesk.desk.merging import list_changed
from rmdesk.desk.names import name_of, set_customer
from rmdesk.errors import BadInput, Gone
from rmdesk.store.book import Book
from rmdesk.store.driver import Row
from rmdesk.terms import Act, ContactChannel

if TYPE_CHECKING:
    from rmdesk.model.complaint import Complaint
    from rmdesk.model.interaction import Interaction
    from rmdesk.store.session import Writing

_SELECT = (
    "SELECT k.id, k.customer_id, c.name, k.received, k.channel, k.about, k.interaction_id,"
    " k.closed, k.closure FROM complaints k JOIN customers c ON c.id = k.customer_id"
)
_ORDER = " ORDER BY k.closed IS NOT NULL, k.received, k.id"


@dataclass(frozen=True, slots=True)
class ComplaintDraft:
    """A complaint as it is typed; `closed` None leaves it open, `closure` says how it ended."""

    received: date
    about: str
    channel: ContactChannel | None = None
    closed: date | None = None
    closure: str = ""

    @property
    def form_texts(self) -> dict[str, str]:
        """Return the texts of its form, by field."""
        return {
            "received": self.received.isoformat(),
            "channel": self.channel.value if self.channel else "",
            "about": self.about.strip(),
            "closed": self.closed.isoformat() if self.closed else "",
            "closure": self.closure.strip(),
        }


def line(row: Row) -> ComplaintLine:
    """Return a row of the complaints as it is drawn."""
    return ComplaintLine(
        id=stored.number(row[0]),
        customer_id=stored.number(row[1]),
        customer_name=str(row[2]),
        received=stored.day(row[3]),
        channel=ContactChannel(str(row[4])) if row[4] else None,
        about=str(row[5]),
        interaction_id=stored.some(row[6]),
        closed=stored.some_day(row[7]),
        closure=str(row[8]),
    )


def look(book: Book, complaint_id: int) -> ComplaintLine:
    """Return one complaint. Raises Gone."""
    rows = book.rows(f"{_SELECT} WHERE k.id = ?", (complaint_id,))
    if not rows:
        raise Gone
    return line(rows[0])


def list_of_customer(book: Book, customer_id: int) -> tuple[ComplaintLine, ...]:
    """Return all complaints of a customer: the open ones first, the oldest of each first."""
    rows = book.rows(f"{_SELECT} WHERE k.customer_id = ?{_ORDER}", (customer_id,))
    return tuple(map(line, rows))


def list_open(book: Book) -> tuple[ComplaintLine, ...]:
    """Return the open complaints of all customers, the oldest first."""
    return tuple(map(line, book.rows(f"{_SELECT} WHERE k.closed IS NULL{_ORDER}")))


def list_all(book: Book) -> tuple[ComplaintLine, ...]:
    """Return all complaints of all customers: the open ones first, the oldest of each first."""
    return tuple(map(line, book.rows(f"{_SELECT}{_ORDER}")))


def record(book: Book, customer_id: int, draft: ComplaintDraft) -> int:
    """Store a complaint that no log entry brought; returns its id. Raises BadInput and Gone."""
    from rmdesk.model.complaint import Complaint

    draft = _checked(book, draft)
    if not (name := name_of(book, customer_id)):
        raise Gone
    with book.deed(Act.NEW_COMPLAINT, customer_id, name) as writing:
        row = writing.add(
            Complaint(
                customer_id=customer_id,
                received=draft.received,
                channel=draft.channel,
                about=draft.about,
                closed=draft.closed,
                closure=draft.closure,
            )
        )
        return row.id


def record_of_entry(writing: Writing, entry: Interaction) -> None:
    """Store the complaint that a log entry brought, in the operation that logs it."""
    from rmdesk.model.complaint import Complaint

    writing.add(
        Complaint(
            customer_id=entry.customer_id,
            received=entry.at.astimezone().date(),
            channel=entry.kind.channel,
            about=entry.text.strip(),
            interaction_id=entry.id,
        )
    )


def record_imported(writing: Writing, entries: Collection[int]) -> None:
    """Store the complaints of log entries that an import brought, where it did not bring them too.

    One that is older than complaints used to count counts as settled by then; all others are open.
    """
    from rmdesk.model.complaint import Complaint
    from rmdesk.store.complaint_upgrade import list_past_complaints

    if not entries:
        return
    writing.flush()
    book = writing.book
    for past in list_past_complaints(book.connection, book.clock.today(), entries):
        entry = past.entry
        writing.add(
            Complaint(
                customer_id=entry.customer_id,
                received=date.fromordinal(entry.day),
                channel=entry.kind.channel,
                about=entry.text.strip(),
                interaction_id=entry.interaction_id,
                closed=None if past.closed is None else date.fromordinal(past.closed),
            )
        )


def withdraw_of_entry(writing: Writing, interaction_id: int) -> None:
    """Delete the open complaints of a log entry whose outcome turned out to be none."""
    from rmdesk.model.complaint import Complaint

    sql = "SELECT id FROM complaints WHERE interaction_id = ? AND closed IS NULL"
    for (number,) in writing.book.rows(sql, (interaction_id,)):
        writing.remove(writing.get(Complaint, stored.number(number)))


def close(book: Book, complaint_id: int, closure: str, day: date | None = None) -> None:
    """Close an open complaint, saying how; on a day (None: today).

    Raises BadInput and Gone, also where it is closed already.
    """
    with book.deed(Act.CLOSE_COMPLAINT) as writing:
        row = _complaint(writing, complaint_id)
        if row.closed is not None:
            raise Gone
        closed = day or book.clock.today()
        draft = ComplaintDraft(row.received, row.about, row.channel, closed, closure)
        draft = _checked(book, draft)
        row.closed, row.closure = draft.closed, draft.closure


def edit(
    book: Book,
    complaint_id: int,
    draft: ComplaintDraft,
    opened_with: Mapping[str, str] | None = None,
) -> None:
    """Correct, close or reopen a complaint; what it said before stays in the history.

    Raises BadInput, Gone and ChangedMeanwhile.
    """
    draft = _checked(book, draft)
    with book.deed(Act.EDIT_COMPLAINT) as writing:
        row = _complaint(writing, complaint_id)
        now = ComplaintDraft(row.received, row.about, row.channel, row.closed, row.closure)
        changed = list_changed(draft.form_texts, opened_with, now.form_texts)
        if "closed" in changed and draft.closed is not None and row.closed is None:
            writing.act = Act.CLOSE_COMPLAINT
        for field in changed:
            setattr(row, field, getattr(draft, field))


def remove(book: Book, complaint_id: int) -> None:
    """Delete a complaint; undo brings it back. Raises Gone."""
    with book.deed(Act.REMOVE_COMPLAINT) as writing:
        writing.remove(_complaint(writing, complaint_id))


def _complaint(writing: Writing, complaint_id: int) -> Complaint:
    from rmdesk.model.complaint import Complaint

    row = writing.get(Complaint, complaint_id)
    set_customer(writing, row.customer_id)
    return row


def _checked(book: Book, draft: ComplaintDraft) -> ComplaintDraft:
    """Return the draft with its texts trimmed. Raises BadInput."""
    today = book.clock.today()
    about = typed_values.checked_text("about", draft.about, required=True)
    closure = typed_values.checked_text("closure", draft.closure)
    typed_values.check_day("received", draft.received, today)
    if closure and draft.closed is None:
        raise BadInput("closed", "missing")
    if draft.closed is not None:
        typed_values.check_day("closed", draft.closed, today)
        if draft.closed < draft.received:
            raise BadInput("closed", "period")
        if draft.closed > today:
            raise BadInput("closed", "future")
        if not closure:
            raise BadInput("closure", "missing")
    return ComplaintDraft(draft.received, about, draft.channel, draft.closed, closure)
