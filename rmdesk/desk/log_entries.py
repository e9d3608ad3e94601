"""A log entry put right, or taken out: the old text stays in the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rmdesk.desk import complaints, interactions, stored
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.desk.merging import list_changed
from rmdesk.desk.names import set_customer
from rmdesk.errors import Gone
from rmdesk.store.book import Book
from rmdesk.terms import Act, Direction, InteractionKind, Outcome

if TYPE_CHECKING:
    from rmdesk.model.interaction import Interaction
    from rmdesk.store.session import Writing

_FIELDS = (
    "customer_id, kind, direction, at, minutes, people, text, outcome, account_id, proposal_id"
)


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """A log entry as it is stored, and whose it is."""

    id: int
    customer_id: int
    draft: InteractionDraft


def look(book: Book, interaction_id: int) -> StoredEntry:
    """Return one log entry. Raises Gone."""
    rows = book.rows(f"SELECT {_FIELDS} FROM interactions WHERE id = ?", (interaction_id,))
    if not rows:
        raise Gone
    customer, kind, direction, at, minutes, people, text, outcome, account, proposal = rows[0]
    draft = InteractionDraft(
        kind=InteractionKind(str(kind)),
        text=str(text),
        direction=Direction(str(direction)),
        at=stored.moment(at),
        minutes=stored.number(minutes),
        people=stored.words(people),
        outcome=Outcome(str(outcome)) if outcome else None,
        account_id=stored.some(account),
        proposal_id=stored.some(proposal),
    )
    return StoredEntry(interaction_id, stored.number(customer), draft)


def form_texts(draft: InteractionDraft) -> dict[str, str]:
    """Return the texts of an entry's form, by field."""
    return {
        "text": draft.text.strip(),
        "kind": draft.kind.value,
        "minutes": str(draft.minutes),
        "outcome": draft.outcome.value if draft.outcome else "",
        "at": draft.at.astimezone().strftime("%Y-%m-%d %H:%M") if draft.at else "",
        "people": "; ".join(draft.people),
        "direction": draft.direction.value,
        "account": str(draft.account_id or ""),
        "proposal": str(draft.proposal_id or ""),
    }


def edit(
    book: Book,
    interaction_id: int,
    draft: InteractionDraft,
    opened_with: Mapping[str, str] | None = None,
) -> None:
    """Change an entry, where it differs from what the form was opened with.

    An outcome that becomes a complaint gets its record; one that turns out to be none loses it
    while it is open.
    Raises BadInput, Gone and ChangedMeanwhile.
    """
    text, people = interactions.check(book, draft)
    draft = replace(draft, text=text, people=people)
    with book.deed(Act.EDIT_LOG) as writing:
        row = _entry(writing, interaction_id)
        now = form_texts(look(book, interaction_id).draft)
        changed = list_changed(form_texts(draft), opened_with, now)
        changed = {name: text for name, text in changed.items() if text != now[name]}
        for field, column in _COLUMNS.items():
            if field in changed:
                setattr(row, column, getattr(draft, column))
        if "at" in changed and draft.at is not None:
            row.at = draft.at
        if "outcome" in changed and row.outcome is Outcome.COMPLAINT:
            complaints.record_of_entry(writing, row)
        elif "outcome" in changed:
            complaints.withdraw_of_entry(writing, interaction_id)


_COLUMNS = {
    "text": "text",
    "kind": "kind",
    "minutes": "minutes",
    "outcome": "outcome",
    "people": "people",
    "direction": "direction",
    "account": "account_id",
    "proposal": "proposal_id",
}


def remove(book: Book, interaction_id: int) -> None:
    """Delete an entry; undo brings it back.

    Follow-ups, complaints and transactions that refer to it stay, without the reference. Raises
    Gone.
    """
    from rmdesk.model.account import Transaction
    from rmdesk.model.complaint import Complaint
    from rmdesk.model.followup import FollowUp

    with book.deed(Act.REMOVE_LOG) as writing:
        row = _entry(writing, interaction_id)
        for table in (FollowUp, Complaint, Transaction):
            sql = f"SELECT id FROM {table.__tablename__} WHERE interaction_id = ?"
            for (number,) in book.rows(sql, (interaction_id,)):
                writing.get(table, stored.number(number)).interaction_id = None
        writing.flush()
        writing.remove(row)


def _entry(writing: Writing, interaction_id: int) -> Interaction:
    from rmdesk.model.interaction import Interaction

    row = writing.get(Interaction, interaction_id)
    set_customer(writing, row.customer_id)
    return row
