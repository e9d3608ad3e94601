"""Which activity a posting came of, as the manager says; and what each activity brought so far."""

from dataclasses import dataclass
from datetime import date, timedelta

from rmdesk.desk import cells_opened, stored, valuing
from rmdesk.errors import Gone
from rmdesk.store import attributions, rollup
from rmdesk.store.book import Book
from rmdesk.terms import Act, Component, InteractionKind
from rmdesk.value.span import month_of, months, next_month

WITHIN_DAYS = 180
AT_MOST = 50


@dataclass(frozen=True)
class Talk:
    """An activity that a posting may have come of."""

    id: int
    day: date
    kind: InteractionKind
    text: str


@dataclass(frozen=True)
class Linking:
    """A posting, the activity it is linked to (None: none), and those it could be linked to."""

    posting_id: int
    day: date
    text: str
    linked: int | None
    talks: tuple[Talk, ...]
    customer_id: int


def look(book: Book, posting_id: int) -> Linking:
    """A posting and the customer's activities in the half year before it. Raises Gone."""
    rows = book.rows(
        "SELECT t.day, trim(t.text || ' ' || t.counterparty), t.interaction_id, a.customer_id"
        " FROM transactions t JOIN accounts a ON a.id = t.account_id WHERE t.id = ?",
        (posting_id,),
    )
    if not rows:
        raise Gone
    day, text, linked, customer = rows[0]
    posted = stored.day(day)
    first, end = posted - timedelta(days=WITHIN_DAYS), posted + timedelta(days=1)
    talks = book.rows(
        "SELECT id, at, kind, text FROM interactions WHERE customer_id = ? AND at >= ? AND at < ?"
        " ORDER BY at DESC, id DESC LIMIT ?",
        (
            customer,
            valuing.midnight(first.toordinal()),
            valuing.midnight(end.toordinal()),
            AT_MOST,
        ),
    )
    found = tuple(
        Talk(
            stored.number(number),
            stored.moment(at).date(),
            InteractionKind(str(kind)),
            str(said).partition("\n")[0],
        )
        for number, at, kind, said in talks
    )
    whose = stored.number(customer)
    return Linking(posting_id, posted, str(text), stored.some(linked), found, whose)


def link(book: Book, posting_id: int, interaction_id: int | None) -> None:
    """Say which activity a posting came of; None takes that back. Raises Gone."""
    from rmdesk.model.account import Account, Transaction

    with book.deed(Act.LINK) as writing:
        row = writing.get(Transaction, posting_id)
        writing.customer_id = writing.get(Account, row.account_id).customer_id
        writing.label = row.text
        row.interaction_id = interaction_id


def brought(book: Book, customer_id: int) -> dict[int, int]:
    """What each of a customer's activities brought so far in complete months, in minor units.

    The accounts that came of it; where postings were linked by hand, these and the offers it was
    about as well. Nothing is counted twice.
    """
    first = attributions.first_linked_day(book, customer_id)
    if not first:
        return attributions.brought(book, customer_id)
    opened = book.number("SELECT min(opened) FROM accounts WHERE customer_id = ?", (customer_id,))
    begin = month_of(min(day for day in (first, opened) if day))
    last = next_month(rollup.through(book)) - 1
    if begin > last:
        return {}
    atoms = cells_opened.opened(book, (customer_id,), months(begin, last))
    found: dict[int, int] = {}
    for atom, activity in cells_opened.attributed(book, atoms):
        if activity is not None and atom.component is not Component.ACTIVITY_COST:
            found[activity] = found.get(activity, 0) + atom.minor
    return found
