"""How long customers have been here, when they left, and in which months they acted themselves."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from rmdesk.store.book import Book
from rmdesk.terms import AUTOMATIC_KINDS, Direction, Stage, TransactionChannel

_AUTOMATIC = ", ".join(f"'{kind.value}'" for kind in AUTOMATIC_KINDS)


@dataclass(frozen=True, slots=True)
class Tenure:
    """A customer with accounts: since which day, and until which (None: still here)."""

    customer_id: int
    since: int
    left: int | None


def tenures(book: Book) -> list[Tenure]:
    """Return all customers that ever owned a part of an account.

    Who owns no part of one that is open left on the last day of such a part.
    """
    found = {customer: _Owned(*rest) for customer, *rest in book.rows(_WHOLLY_OWNED)}  # type: ignore[arg-type]
    for customer, since, until in _parts(book):
        owned = found.setdefault(customer, _Owned(since, 0, 0, 0))
        owned.add(since, until)
    people = book.rows("SELECT id, since, stage = ? FROM customers", (Stage.LOST.value,))
    return [
        found[customer].tenure(customer, since, bool(lost))  # type: ignore[arg-type]
        for customer, since, lost in people
        if customer in found
    ]


@dataclass(slots=True)
class _Owned:
    """A customer's parts of accounts: the first day, how many, how many ended, the last end."""

    since: int
    parts: int
    ended: int
    until: int | None

    def add(self, since: int, until: int | None) -> None:
        """Add a part that ended on a day, or is still owned (None)."""
        self.since = min(self.since, since)
        self.parts += 1
        if until is not None:
            self.ended += 1
            self.until = max(self.until or 0, until)

    def tenure(self, customer: int, since: int | None, lost: bool) -> Tenure:
        """Return since when the customer has been here, and until when."""
        is_gone = lost or self.parts == self.ended
        first = self.since if since is None else min(self.since, since)
        return Tenure(customer, first, self.until or None if is_gone else None)


# Accounts that were never shared: their customer owns them from the first day to the last.
_WHOLLY_OWNED = """
SELECT customer_id, min(opened), count(*), count(closed), max(closed) FROM accounts
WHERE opened IS NOT NULL AND id NOT IN (SELECT account_id FROM account_holders) GROUP BY 1
"""
_SHARED = """
SELECT a.id, a.customer_id, a.opened, a.closed, h.day, h.customer_id, h.share_ppm
FROM accounts a JOIN account_holders h ON h.account_id = a.id
WHERE a.opened IS NOT NULL ORDER BY a.id, h.day
"""


def _parts(book: Book) -> Iterator[tuple[int, int, int | None]]:
    """Yield who owned a part of a shared account, since which day, and until which."""
    rows: list[tuple[int, ...]] = book.rows(_SHARED)  # type: ignore[assignment]
    for _account, lines in groupby(rows, key=itemgetter(0)):
        steps = list(lines)
        _id, first_owner, opened, closed = steps[0][:4]
        owners: dict[int, tuple[int, int | None]] = {first_owner: (opened, None)}
        for day, step in groupby(steps, key=itemgetter(4)):
            now = {line[5] for line in step if line[6]}
            for customer, (since, until) in owners.items():
                if customer not in now and until is None:
                    owners[customer] = (since, day)
            for customer in now:
                owners[customer] = (owners.get(customer, (day, None))[0], None)
        for customer, (since, until) in owners.items():
            yield customer, since, closed if until is None else until


def first_days(book: Book) -> dict[int, int]:
    """Return the first day on which something moved on an account of each owner."""
    rows = book.rows(
        "WITH began AS (SELECT a.id, a.customer_id, min("
        " coalesce((SELECT min(day) FROM transactions WHERE account_id = a.id), 9999999),"
        " coalesce((SELECT min(day) FROM adjustments WHERE account_id = a.id), 9999999)) AS day"
        " FROM accounts a)"
        " SELECT customer_id, min(day) FROM ("
        " SELECT customer_id, day FROM began UNION ALL"
        " SELECT h.customer_id, max(h.day, b.day) FROM account_holders h"
        " JOIN began b ON b.id = h.account_id WHERE h.share_ppm > 0"
        ") WHERE day < 9999999 GROUP BY 1"
    )
    return {int(customer or 0): int(day or 0) for customer, day in rows}


def active_days(book: Book, first: int, last: int) -> dict[int, set[int]]:
    """On which days, both in, each customer acted: a posting of their own, or a talk they began.

    Standing orders, salaries, interest and fees go on by themselves: they are no sign of life.
    """
    found: dict[int, set[int]] = defaultdict(set)
    own = f"t.kind NOT IN ({_AUTOMATIC}) AND coalesce(t.channel, '') <> ?"
    asked = (first, last, TransactionChannel.AUTOMATIC.value)
    postings = book.rows(
        "SELECT DISTINCT a.customer_id, t.day FROM transactions t"
        f" JOIN accounts a ON a.id = t.account_id WHERE t.day BETWEEN ? AND ? AND {own}",
        asked,
    )
    # Nobody knows which owner of a shared account it was: it speaks for each of them.
    postings += book.rows(
        "SELECT DISTINCT h.customer_id, t.day FROM account_holders h"
        " CROSS JOIN transactions t ON t.account_id = h.account_id AND t.day >= h.day"
        f" WHERE t.day BETWEEN ? AND ? AND {own} AND h.share_ppm > 0",
        asked,
    )
    talks = book.rows(
        "SELECT DISTINCT customer_id, at / 86400000 + 719163 FROM interactions"
        " WHERE direction = ? AND at / 86400000 + 719163 BETWEEN ? AND ?",
        (Direction.IN.value, first, last),
    )
    for customer, day in (*postings, *talks):
        found[int(customer or 0)].add(int(day or 0))
    return found
