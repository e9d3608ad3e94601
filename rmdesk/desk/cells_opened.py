"""The cells of a customer's months opened: which posting and which activity brought how much."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from rmdesk.desk import stored, valuing
from rmdesk.desk.views import ValueLine
from rmdesk.store import attributions, ledger
from rmdesk.store.book import Book
from rmdesk.terms import Cause, Component
from rmdesk.value.atoms import Posting, opened_cell
from rmdesk.value.cells import COMPONENT_ORDER, Cell
from rmdesk.value.parameters import Price, ProductTerms
from rmdesk.value.span import Span, cut


@dataclass(frozen=True, slots=True)
class Atom:
    """The smallest part: a posting's, an opening balance's or an activity's minor units.

    `posting` is None for an activity, whose id is `source`; otherwise `source` is the account.
    """

    source: int
    component: Component
    posting: Posting | None
    minor: int


@dataclass(frozen=True, slots=True)
class _Account:
    terms: ProductTerms
    postings: list[Posting]
    prices: Sequence[Price]


def opened(book: Book, customers: Collection[int] | None, spans: Sequence[Span]) -> list[Atom]:
    """All atoms of some customers (None: of all) over months that follow each other."""
    cells = valuing.exact_cells(book, customers, spans)
    accounts = _accounts(book, spans)
    atoms: list[Atom] = []
    for _customer, month, parts in valuing.rounded_months(cells):
        for cell, minor in parts:
            if cell.component is Component.ACTIVITY_COST:
                atoms.append(Atom(cell.source, cell.component, None, minor))
            else:
                atoms += _opened(accounts[cell.source], cell, minor, month)
    return atoms


def _opened(account: _Account, cell: Cell, minor: int, month: int) -> list[Atom]:
    prices = [price for price in account.prices if price.month == month]
    before = [p for p in account.postings if p.day <= prices[-1].last]
    shares = opened_cell(account.terms, cell.component, minor, before, prices)
    return [Atom(cell.source, cell.component, posting, share) for posting, share in shares]


def _accounts(book: Book, spans: Sequence[Span]) -> dict[int, _Account]:
    """The accounts in scope, as `exact_cells` has just set it."""
    terms = valuing.product_terms(book)
    pieces = cut(spans, (day for t in terms.values() for day in t.cuts()))
    first, last = pieces[0].first, pieces[-1].last
    openings = ledger.openings(book, first)
    price_lists = valuing.PriceLists(terms, pieces)
    found = {}
    for row in ledger.accounts(book):
        if row.product not in terms:
            continue
        opening = openings.get(row.id, 0)
        postings = [Posting(0, 0, opening, Cause.OPENING, "")] if opening else []
        for line in ledger.postings(book, row.id, first, last):
            number, day, minor = (stored.number(v) for v in line[:3])
            postings.append(Posting(number, day, minor, str(line[3]), str(line[4])))
        found[row.id] = _Account(terms[row.product], postings, price_lists.of(row))
    return found


def by_transaction(book: Book, atoms: Sequence[Atom]) -> list[ValueLine]:
    """A line for each posting and component, for each opening balance, for each activity."""
    sums: dict[tuple[int, int, int, Component], int] = defaultdict(int)
    kinds: dict[tuple[int, int], str] = {}
    for atom in atoms:
        day, number = (atom.posting.day, atom.posting.id) if atom.posting else (-1, 0)
        sums[day, number, atom.source, atom.component] += atom.minor
        if atom.posting:
            kinds[atom.source, number] = atom.posting.kind
    activities, texts, numbers = _interactions(book, atoms), _texts(book, atoms), _numbers(book)
    lines = []
    for (day, number, source, component), minor in sorted(
        sums.items(), key=lambda item: (*item[0][:3], COMPONENT_ORDER[item[0][3]])
    ):
        if day < 0:
            lines.append(activities[source](minor))
            continue
        cause = kinds.get((source, number), "")
        lines.append(
            ValueLine(
                key=str(number) if number > 0 else f"{numbers[source]}:{cause}",
                label=texts.get(number, "") if number > 0 else numbers[source],
                component=component,
                minor=minor,
                day=date.fromordinal(day) if day else None,
                cause=cause,
            )
        )
    return lines


def by_activity(book: Book, atoms: Sequence[Atom]) -> list[ValueLine]:
    """A line for each activity, its cost and what it brought; then the rest by component.

    It brought the postings that were linked to it, and the accounts that came of it.
    """
    linked, accounts = _links(book, atoms), attributions.of_accounts(book)
    own: dict[int, int] = defaultdict(int)
    rest: dict[Component, int] = defaultdict(int)
    for atom in atoms:
        if atom.posting is None:
            own[atom.source] += atom.minor
        elif atom.posting.id in linked:
            own[linked[atom.posting.id]] += atom.minor
        elif atom.source in accounts:
            own[accounts[atom.source]] += atom.minor
        else:
            rest[atom.component] += atom.minor
    activities = _interactions(book, atoms, own)
    lines = [activities[i](minor) for i, minor in sorted(own.items())]
    return lines + [
        ValueLine("", "", component, rest[component])
        for component in sorted(rest, key=lambda c: COMPONENT_ORDER[c])
    ]


class _ActivityLine:
    """Makes the line of one interaction."""

    def __init__(self, number: int, day: date, kind: str, text: str) -> None:
        self._head = (str(number), text)
        self._day, self._kind = day, kind

    def __call__(self, minor: int) -> ValueLine:
        key, label = self._head
        return ValueLine(key, label, Component.ACTIVITY_COST, minor, self._day, self._kind)


def _interactions(
    book: Book, atoms: Sequence[Atom], more: dict[int, int] | None = None
) -> dict[int, _ActivityLine]:
    wanted = {a.source for a in atoms if a.posting is None} | set(more or ())
    found = {}
    for number in wanted:
        at, kind, text = book.rows(
            "SELECT at, kind, text FROM interactions WHERE id = ?", (number,)
        )[0]
        first_line = stored.text(text).partition("\n")[0]
        found[number] = _ActivityLine(number, stored.moment(at).date(), str(kind), first_line)
    return found


def _texts(book: Book, atoms: Sequence[Atom]) -> dict[int, str]:
    wanted = {(a.posting.id,) for a in atoms if a.posting and a.posting.id > 0}
    sql = "SELECT trim(text || ' ' || counterparty) FROM transactions WHERE id = ?"
    return {n[0]: stored.text(book.value(sql, n)) for n in wanted}


def _links(book: Book, atoms: Sequence[Atom]) -> dict[int, int]:
    wanted = {a.posting.id for a in atoms if a.posting and a.posting.id > 0}
    sql = "SELECT interaction_id FROM transactions WHERE id = ? AND interaction_id IS NOT NULL"
    links = {number: book.value(sql, (number,)) for number in wanted}
    return {number: stored.number(found) for number, found in links.items() if found}


def _numbers(book: Book) -> dict[int, str]:
    sql = "SELECT id, number FROM accounts WHERE id IN (SELECT account_id FROM temp.scope)"
    return {stored.number(i): str(n) for i, n in book.rows(sql)}
