"""What accepted proposals earned after capital, and which accounts and postings they brought."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
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
    After expected loss and capital charge, before what was given up (`proposal_returns`); months
    end before the one in which the yes is a year old.
    """
    found = earnings.contributed(book, customer_id)
    tied: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for posting, (proposal, customer) in earnings.postings(book, customer_id).items():
        tied[customer][posting] = proposal
    for customer, postings in tied.items():
        for proposal, minor in _of_postings(book, customer, postings):
            found[proposal] = found.get(proposal, 0) + minor
    return found


def _of_postings(book: Book, customer: int, tied: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """What tied postings brought their proposal, and take from the one their account counts for."""
    began, ends = _months_of(book, customer)
    accounts = earnings.accounts(book, customer)
    last = min(next_month(rollup.through(book)), max(ends[p] for p in tied.values())) - 1
    first = min(began[p] for p in tied.values())
    for span in months(first, last) if first <= last else ():
        for capital in (False, True):
            for atom in cells_opened.opened(book, (customer,), [span], capital):
                proposal = tied.get(atom.posting.id) if atom.posting else None
                if proposal is None:
                    continue
                if span.month < ends[proposal]:
                    yield proposal, atom.minor
                own = accounts.get(atom.source)
                if own is not None and began[own] <= span.month < ends[own]:
                    yield own, -atom.minor


def _months_of(book: Book, customer: int) -> tuple[dict[int, int], dict[int, int]]:
    """Return the first month of each proposal of a customer, and the one after its last."""
    began, ends = {}, {}
    for number, presented, decided in book.rows(
        "SELECT id, presented_at, coalesce(decided_at, presented_at) FROM proposals"
        " WHERE customer_id = ?",
        (customer,),
    ):
        key = stored.number(number)
        began[key] = month_of(stored.moment(presented).date().toordinal())
        ends[key] = next_month(month_of(stored.moment(decided).date().toordinal()), 12)
    return began, ends


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


def tie(
    book: Book,
    proposal_id: int,
    accounts: Set[int],
    postings: Set[int],
    opened_with: Set[int] | None = None,
) -> None:
    """Say which accounts and postings came of a proposal, and which did not.

    Of those that were tied before (`opened_with`) only what differs is changed. Raises Gone.
    """
    from rmdesk.model.account import Account, Transaction
    from rmdesk.model.proposal import Proposal

    with book.deed(Act.LINK_PROPOSAL) as writing:
        known = ties(book, proposal_id)
        if opened_with is not None:
            tied = {line.id for line in (*known.accounts, *known.postings) if line.tied}
            wanted = tied ^ ((accounts | postings) ^ opened_with)
            accounts = postings = wanted
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
