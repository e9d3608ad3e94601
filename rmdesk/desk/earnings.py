"""What accepted proposals really earned, and which accounts and postings came of them."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date

from rmdesk.desk import cells_opened, stored
from rmdesk.errors import Gone
from rmdesk.store import earnings, rollup
from rmdesk.store.book import Book
from rmdesk.terms import Act
from rmdesk.value.span import month_of, months, next_month

AT_MOST = 60


@dataclass(frozen=True)
class TieLine:
    """An account or a posting that may have come of a proposal; `tied` where it is taken to."""

    id: int
    day: date | None
    text: str
    minor: int | None
    currency: str
    tied: bool


@dataclass(frozen=True)
class Ties:
    """All that may have come of a proposal: accounts, and postings since it was presented."""

    proposal_id: int
    accounts: tuple[TieLine, ...]
    postings: tuple[TieLine, ...]


def earned(book: Book, customer_id: int | None = None) -> dict[int, int]:
    """What each proposal that something came of earned in complete months, in minor units.

    Accounts that came of it, and postings that were tied to it by hand; nothing is counted twice.
    """
    found = earnings.contributed(book, customer_id)
    tied = earnings.postings(book, customer_id)
    for customer in {owner for _proposal, owner in tied.values()}:
        accounts = earnings.accounts(book, customer)
        first = book.number(
            "SELECT min(t.day) FROM transactions t JOIN accounts a ON a.id = t.account_id"
            " WHERE a.customer_id = ? AND t.proposal_id IS NOT NULL",
            (customer,),
        )
        begin, last = month_of(first), next_month(rollup.through(book)) - 1
        if begin > last:
            continue
        for atom in cells_opened.opened(book, (customer,), months(begin, last)):
            number = atom.posting.id if atom.posting else 0
            if number not in tied:
                continue
            proposal = tied[number][0]
            found[proposal] = found.get(proposal, 0) + atom.minor
            # Its account counted it already, for this proposal or for another one.
            if (own := accounts.get(atom.source)) is not None:
                found[own] -= atom.minor
    return found


def ties(book: Book, proposal_id: int) -> Ties:
    """What may have come of a proposal. Raises Gone."""
    rows = book.rows("SELECT customer_id, presented_at FROM proposals WHERE id = ?", (proposal_id,))
    if not rows:
        raise Gone
    customer, presented = stored.number(rows[0][0]), stored.moment(rows[0][1]).date()
    own = earnings.accounts(book, customer)
    accounts = book.rows(
        "SELECT id, opened, product || ' ' || number, currency FROM accounts"
        " WHERE customer_id = ? ORDER BY opened DESC, id DESC",
        (customer,),
    )
    postings = book.rows(
        "SELECT t.id, t.day, trim(t.text || ' ' || t.counterparty), t.minor, a.currency,"
        " t.proposal_id FROM transactions t JOIN accounts a ON a.id = t.account_id"
        " WHERE a.customer_id = ? AND (t.day >= ? OR t.proposal_id = ?)"
        " ORDER BY abs(t.minor) DESC, t.day DESC LIMIT ?",
        (customer, presented.toordinal(), proposal_id, AT_MOST),
    )
    return Ties(
        proposal_id,
        tuple(
            TieLine(
                *(stored.number(number), stored.some_day(opened), str(text), None, str(currency)),
                tied=own.get(stored.number(number)) == proposal_id,
            )
            for number, opened, text, currency in accounts
        ),
        tuple(
            TieLine(
                *(stored.number(number), stored.day(day), str(text)),
                *(stored.number(minor), str(currency), tied == proposal_id),
            )
            for number, day, text, minor, currency, tied in postings
        ),
    )


def tie(book: Book, proposal_id: int, accounts: Set[int], postings: Set[int]) -> None:
    """Say which accounts and postings came of a proposal, and which did not. Raises Gone."""
    from rmdesk.model.account import Account, Transaction
    from rmdesk.model.proposal import Proposal

    known = ties(book, proposal_id)
    with book.deed(Act.LINK_PROPOSAL) as writing:
        row = writing.get(Proposal, proposal_id)
        writing.customer_id, writing.label = row.customer_id, row.offer
        for line in known.accounts:
            if line.tied != (line.id in accounts):
                account = writing.get(Account, line.id)
                account.proposal_id = proposal_id if line.id in accounts else None
        for line in known.postings:
            if line.tied != (line.id in postings):
                posting = writing.get(Transaction, line.id)
                posting.proposal_id = proposal_id if line.id in postings else None
