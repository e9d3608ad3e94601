"""The outcome of a proposal, put right: reopened, or another answer, reason or note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmdesk.desk import offer_catalogue, stored
from rmdesk.desk.merging import list_changed
from rmdesk.desk.names import set_customer
from rmdesk.errors import Gone
from rmdesk.store.book import Book
from rmdesk.terms import Act, ContactChannel, DeclineReason, FollowUpStatus, ProposalStatus

if TYPE_CHECKING:
    from rmdesk.desk.proposals import Answer
    from rmdesk.model.proposal import Proposal
    from rmdesk.store.session import Writing

_COST_DAYS = 365
# The follow-ups that were set with the answer: they came in the operation that decided it.
_SET_WITH_IT = (
    "SELECT DISTINCT f.row_id FROM changes p JOIN deeds d ON d.id = p.deed_id"
    " JOIN changes f ON f.deed_id = d.id AND f.\"table\" = 'follow_ups' AND f.old IS NULL"
    " JOIN follow_ups u ON u.id = f.row_id AND u.status = 'open'"
    " WHERE p.\"table\" = 'proposals' AND p.row_id = ? AND d.undone_by IS NULL"
    " AND d.act IN (?, ?)"
)


def form_texts(
    status: ProposalStatus,
    reason: DeclineReason | None,
    note: str,
    channel: ContactChannel | None = None,
) -> dict[str, str]:
    """Return the texts of an outcome's form, by field."""
    return {
        "status": status.value,
        "reason": reason.value if reason else "",
        "note": note.strip(),
        "channel": channel.value if channel else "",
    }


def look(book: Book, proposal_id: int) -> dict[str, str]:
    """Return an outcome as its form shows it. Raises Gone."""
    rows = book.rows(
        "SELECT status, decline_reason, note, channel FROM proposals WHERE id = ?", (proposal_id,)
    )
    if not rows:
        raise Gone
    status, reason, note, channel = rows[0]
    because = DeclineReason(str(reason)) if reason else None
    put_by = ContactChannel(str(channel)) if channel else None
    return form_texts(ProposalStatus(str(status)), because, stored.text(note), put_by)


def reopen(book: Book, proposal_id: int) -> None:
    """Make a proposal open again, as if it had not been answered. Raises Gone.

    What it cost no longer counts, the follow-up set with the answer is cancelled where it is
    still open, and what was tied to it by hand is untied; undo brings all of it back.
    """
    with book.deed(Act.REOPEN) as writing:
        row = _decided(writing, proposal_id)
        row.status, row.decided_at = ProposalStatus.PRESENTED, None
        row.decline_reason, row.note = None, ""
        row.cost_minor, row.cost_days = 0, _COST_DAYS
        _release(writing, proposal_id)


def correct(
    book: Book, proposal_id: int, answer: Answer, opened_with: dict[str, str] | None = None
) -> None:
    """Put the answer of a decided proposal right; the day of the answer stays.

    Where it is no longer an acceptance, its cost, follow-up and ties go as when it is reopened.
    `answer` says by which channel the proposal was put only where it has one, or where the form
    was opened with another. Raises Gone and ChangedMeanwhile.
    """
    offers = offer_catalogue.every(book)
    with book.deed(Act.CORRECT_OUTCOME) as writing:
        row = _decided(writing, proposal_id)
        was = row.status
        now = form_texts(row.status, row.decline_reason, row.note, row.channel)
        typed = form_texts(answer.status, answer.reason, answer.note, answer.channel)
        if opened_with is None and answer.channel is None:
            del typed["channel"]
        wanted = now | list_changed(typed, opened_with, now)
        row.status, row.note = ProposalStatus(wanted["status"]), wanted["note"]
        declined = row.status is ProposalStatus.DECLINED
        because = DeclineReason(wanted["reason"] or DeclineReason.OTHER)
        row.decline_reason = because if declined else None
        row.channel = ContactChannel(wanted["channel"]) if wanted["channel"] else None
        if was is ProposalStatus.ACCEPTED and row.status is not was:
            row.cost_minor, row.cost_days = 0, _COST_DAYS
            _release(writing, proposal_id)
        elif row.status is ProposalStatus.ACCEPTED is not was and row.offer in offers:
            row.cost_minor = offers[row.offer].cost_minor
            row.cost_days = offers[row.offer].cost_days


def _decided(writing: Writing, proposal_id: int) -> Proposal:
    from rmdesk.model.proposal import Proposal

    row = writing.get(Proposal, proposal_id)
    if row.status is ProposalStatus.PRESENTED:
        raise Gone
    set_customer(writing, row.customer_id)
    return row


def _release(writing: Writing, proposal_id: int) -> None:
    """Cancel the follow-up that was set with the answer, and untie what was tied by hand."""
    from rmdesk.model.account import Account, Transaction
    from rmdesk.model.followup import FollowUp

    book = writing.book
    values = (proposal_id, Act.ACCEPT.value, Act.CORRECT_OUTCOME.value)
    for (number,) in book.rows(_SET_WITH_IT, values):
        follow_up = writing.get(FollowUp, stored.number(number))
        follow_up.status, follow_up.done_at = FollowUpStatus.CANCELLED, writing.now
    for (number,) in book.rows("SELECT id FROM accounts WHERE proposal_id = ?", (proposal_id,)):
        writing.get(Account, stored.number(number)).proposal_id = None
    sql = "SELECT id FROM transactions WHERE proposal_id = ?"
    for (number,) in book.rows(sql, (proposal_id,)):
        writing.get(Transaction, stored.number(number)).proposal_id = None
