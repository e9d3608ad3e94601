"""The cells of a customer's months opened: which posting and which activity brought how much."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rmdesk.desk import parameters, stored, valuing
from rmdesk.desk.holdings import Holding, holdings
from rmdesk.desk.value_views import ValueLine
from rmdesk.store import attributions
from rmdesk.store.book import Book
from rmdesk.terms import Cause, Component
from rmdesk.value.atoms import opened_cell
from rmdesk.value.cells import COMPONENT_ORDER, Cell
from rmdesk.value.contract import Contract, Posting
from rmdesk.value.pricing import Price
from rmdesk.value.span import Span


@dataclass(frozen=True, slots=True)
class Atom:
    """The smallest part: a posting's, an opening balance's, an activity's or an offer's.

    `posting` is None for an activity or an offer, whose id is `source`; otherwise `source` is
    the account.
    """

    source: int
    component: Component
    posting: Posting | None
    minor: int


def opened(
    book: Book, customers: Collection[int] | None, spans: Sequence[Span], capital: bool = False
) -> list[Atom]:
    """All atoms of some customers (None: of all) over months that follow each other.

    Those of the contribution, or of the capital charge.
    """
    given = parameters.read(book)
    cells = valuing.exact_cells(book, customers, spans, given)
    held = {h.contract.account_id: h for h in holdings(book, customers, spans, given)}
    atoms: list[Atom] = []
    moved = _Moved()
    months = valuing.rounded_months(cells.capital if capital else cells.contribution)
    for customer, month, parts in months:
        for cell, minor in parts:
            if cell.component in valuing.WORK:
                atoms.append(Atom(cell.source, cell.component, None, minor))
            else:
                opened_in = moved.until(held[cell.source], month)
                atoms += _opened(held[cell.source].contract, cell, customer, minor, *opened_in)
    return atoms


class _Moved:
    """What moved on accounts up to a month's end, made once for all components of the month."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, int], tuple[list[Posting], list[Price]]] = {}

    def until(self, held: Holding, month: int) -> tuple[list[Posting], list[Price]]:
        """Return the postings up to a month's end, by day, and the prices of the month."""
        key = (held.contract.account_id, month)
        if key not in self._made:
            prices = [price for price in held.prices if price.month == month]
            before = [p for p in map(Posting._make, held.postings) if p.day <= prices[-1].last]
            if held.opening or held.contract.limit_minor:
                before.append(Posting(0, 0, held.opening, Cause.OPENING))
            before.sort(key=lambda posting: (posting.day, posting.id))
            self._made[key] = before, prices
        return self._made[key]


def _opened(
    contract: Contract,
    cell: Cell,
    customer: int,
    minor: int,
    before: Sequence[Posting],
    prices: Sequence[Price],
) -> list[Atom]:
    shares = opened_cell(contract, cell.component, customer, minor, before, prices)
    return [Atom(cell.source, cell.component, posting, share) for posting, share in shares]


def by_transaction(book: Book, atoms: Sequence[Atom]) -> list[ValueLine]:
    """A line for each posting and component, for each opening balance, for each activity."""
    sums: dict[tuple[int, int, int, Component], int] = defaultdict(int)
    kinds: dict[tuple[int, int], str] = {}
    for atom in atoms:
        day, number = (atom.posting.day, atom.posting.id) if atom.posting else (-1, 0)
        sums[day, number, atom.source, atom.component] += atom.minor
        if atom.posting:
            kinds[atom.source, number] = atom.posting.kind
    work, texts, numbers = _work(book, atoms), _texts(book, atoms), _numbers(book)
    lines = []
    for (day, number, source, component), minor in sorted(
        sums.items(), key=lambda item: (*item[0][:3], COMPONENT_ORDER[item[0][3]])
    ):
        if day < 0:
            lines.append(work[source](minor))
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

    It brought the postings that were linked to it, the accounts that came of it, and the offer
    it was about, with what that one costs.
    """
    own: dict[int, int] = defaultdict(int)
    rest: dict[Component, int] = defaultdict(int)
    for atom, activity in attributed(book, atoms):
        if activity is None:
            rest[atom.component] += atom.minor
        else:
            own[activity] += atom.minor
    lines = [_activity_line(book, activity)(minor) for activity, minor in sorted(own.items())]
    return lines + [
        ValueLine("", "", component, rest[component])
        for component in sorted(rest, key=lambda c: COMPONENT_ORDER[c])
    ]


def attributed(book: Book, atoms: Sequence[Atom]) -> Iterator[tuple[Atom, int | None]]:
    """Each atom with the activity it belongs to: its own, what it was linked to, what it came of.

    One that was linked by hand belongs there, wherever its account came from.
    """
    linked, accounts = _links(book, atoms), attributions.of_accounts(book)
    proposals = attributions.of_proposals(book)
    for atom in atoms:
        if atom.component is Component.ACTIVITY_COST:
            yield atom, atom.source
        elif atom.posting is None:
            yield atom, proposals.get(atom.source)
        else:
            yield atom, linked.get(atom.posting.id) or accounts.get(atom.source)


_MakeLine = Callable[[int], ValueLine]


def _work(book: Book, atoms: Sequence[Atom]) -> dict[int, _MakeLine]:
    """What makes the line of each activity and of each offer."""
    sources = {(a.source, a.component) for a in atoms if a.posting is None}
    return {
        source: _offer_line(book, source)
        if component is Component.OFFER_COST
        else _activity_line(book, source)
        for source, component in sources
    }


def _activity_line(book: Book, number: int) -> _MakeLine:
    at, kind, text = book.rows("SELECT at, kind, text FROM interactions WHERE id = ?", (number,))[0]
    first_line = stored.text(text).partition("\n")[0]
    day, cause = stored.moment(at).date(), str(kind)
    return lambda minor: ValueLine(
        str(number), first_line, Component.ACTIVITY_COST, minor, day, cause
    )


def _offer_line(book: Book, number: int) -> _MakeLine:
    sql = "SELECT offer, decided_at FROM proposals WHERE id = ?"
    offer, decided = book.rows(sql, (number,))[0]
    day = stored.moment(decided).date()
    return lambda minor: ValueLine(str(number), str(offer), Component.OFFER_COST, minor, day)


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
