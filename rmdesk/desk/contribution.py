"""What customers contributed over a period, broken down five ways that sum to one total.

Whole months come from the rollup, parts of a month and what the rollup does not hold yet are
reckoned live. Nothing is counted beyond today.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from rmdesk.desk import cells_opened, parameters, stored, valuing
from rmdesk.desk.value_views import ValueLine, ValueReport
from rmdesk.errors import BadPeriod
from rmdesk.store import rollup
from rmdesk.store.book import Book
from rmdesk.terms import COSTS, INCOME, Component, ValueView
from rmdesk.value.cells import COMPONENT_ORDER, Cell
from rmdesk.value.share import half_even
from rmdesk.value.span import Span, months, next_month


@dataclass(frozen=True)
class Only:
    """Which part of a contribution is looked at; None is all of it.

    The product is a code; the empty one stands for work, which belongs to no product. The
    component of the capital charge is looked at by itself: it is no part of the contribution.
    """

    component: Component | None = None
    product: str | None = None

    @property
    def capital(self) -> bool:
        """Whether it is the capital charge that is looked at."""
        return self.component is Component.CAPITAL_CHARGE

    def has(self, component: Component, product: str) -> bool:
        """Whether a cell of a component and a product is looked at."""
        return self.component in (None, component) and self.product in (None, product)


ALL = Only()
Who = int | Collection[int] | None
Sums = dict[tuple[str, Component], int]


@dataclass
class _Found:
    """Sums by key and component, with the capital charge and the capital (minor × days).

    `is_lent` says that a loan or card binds some of it.
    """

    sums: Sums
    charge: int = 0
    bound: int = 0
    is_lent: bool = False

    def of(self, components: Collection[Component]) -> int:
        """The sum of some components."""
        return sum(minor for (_key, what), minor in self.sums.items() if what in components)

    def has(self, component: Component) -> bool:
        """Whether there is anything of a component."""
        return any(minor for (_key, what), minor in self.sums.items() if what is component)


def value(
    book: Book,
    view: ValueView,
    first: date,
    last: date,
    who: Who = None,
    only: Only = ALL,
) -> ValueReport:
    """The contribution of customers (None: the whole book) or a part of it, both days in.

    Raises BadPeriod when it ends before it begins.
    """
    if last < first:
        raise BadPeriod
    today = book.clock.today()
    end = min(last, today).toordinal()
    spans = months(first.toordinal(), end) if end >= first.toordinal() else []
    customers = customers_of(who)
    if view in (ValueView.TRANSACTION, ValueView.ACTIVITY):
        lines = _opened(book, view, spans, customers, only)
        found = _summed(book, ValueView.COMPONENT, spans, customers, only)
    else:
        found = _summed(book, view, spans, customers, only)
        lines = _lines(book, view, found.sums)
    total = sum(line.minor for line in lines)
    return ValueReport(
        view=view,
        first=first,
        last=last,
        currency=book.card().currency,
        total=total,
        lines=tuple(lines),
        income=found.of(INCOME),
        costs=found.of(COSTS),
        tax=found.of((Component.TAX,)),
        charge=found.charge,
        bound=found.bound,
        has_credit=found.is_lent or found.has(Component.EXPECTED_LOSS),
        counted_to=today if last > today else None,
    )


def customers_of(who: Who) -> Collection[int] | None:
    """The customers that are meant, each once; None is the whole book."""
    if who is None or isinstance(who, int):
        return None if who is None else (who,)
    return tuple(dict.fromkeys(who))


def this_month(book: Book, customer_id: int) -> int:
    """What a customer contributed from the first of this month up to today."""
    today = book.clock.today()
    report = value(book, ValueView.COMPONENT, today.replace(day=1), today, customer_id)
    return report.total


def _summed(
    book: Book, view: ValueView, spans: list[Span], customers: Collection[int] | None, only: Only
) -> _Found:
    through = rollup.through(book)
    whole = [s for s in spans if s.month <= through and s.days == _days_in(s.month)]
    found = _Found(defaultdict(int))
    if whole:
        of_what = (whole[0].month, whole[-1].month, customers, only.product)
        for total in rollup.totals(book, view.value, *of_what, capital=only.capital):
            if only.component in (None, total.component):
                found.sums[str(total.key), Component(total.component)] += total.minor
        if only.component is None:
            found.charge, found.bound = rollup.capital(book, *of_what)
            found.is_lent = bool(found.bound) and rollup.binds_credit(book, *of_what)
    kept = {span.month for span in whole}
    live = [span for span in spans if span.month not in kept]
    if live:
        _add_live(book, view, live, customers, only, found)
    return found


def _add_live(
    book: Book,
    view: ValueView,
    spans: list[Span],
    customers: Collection[int] | None,
    only: Only,
    found: _Found,
) -> None:
    """Add what the rollup does not hold."""
    given = parameters.read(book)
    by_product = view is ValueView.PRODUCT or only.product is not None
    products = _products(book) if by_product else {}
    lending = rollup.list_lending_accounts(book)
    for span in spans:
        cells = valuing.exact_cells(book, customers, [span], given)
        kind = cells.capital if only.capital else cells.contribution
        for _customer, month, parts in valuing.rounded_months(kind):
            for cell, minor in parts:
                if only.has(cell.component, products.get(cell.source, "")):
                    found.sums[_key(view, cell, month, products), cell.component] += minor
        if only.component is None:
            for _customer, _month, parts in valuing.rounded_months(cells.capital):
                for cell, minor in parts:
                    if only.product in (None, products.get(cell.source, "")):
                        found.charge += minor
                        found.bound += half_even(cell.capital)
                        found.is_lent |= cell.capital > 0 and cell.source in lending


def _key(view: ValueView, cell: Cell, month: int, products: dict[int, str]) -> str:
    if view is ValueView.MONTH:
        return str(month)
    if view is ValueView.PRODUCT:
        return products.get(cell.source, "")
    return cell.component.value


def _days_in(month: int) -> int:
    return next_month(month) - month


def _lines(book: Book, view: ValueView, sums: Sums) -> list[ValueLine]:
    if view is ValueView.MONTH:
        by_month: dict[str, int] = defaultdict(int)
        for (key, _), minor in sums.items():
            by_month[key] += minor
        return [
            ValueLine(date.fromordinal(int(month)).isoformat(), "", None, minor)
            for month, minor in sorted(by_month.items(), key=lambda item: int(item[0]))
        ]
    names: dict[str, str] = {}
    if view is ValueView.PRODUCT:
        names = {str(c): str(n) for c, n in book.rows("SELECT code, name FROM products")}
    ordered = sorted(sums.items(), key=lambda item: (item[0][0], COMPONENT_ORDER[item[0][1]]))
    if view is ValueView.COMPONENT:
        ordered.sort(key=lambda item: COMPONENT_ORDER[item[0][1]])
    return [ValueLine(key, names.get(key, ""), c, minor) for (key, c), minor in ordered]


def _products(book: Book) -> dict[int, str]:
    """The product of each account."""
    rows = book.rows("SELECT id, product FROM accounts")
    return {stored.number(number): str(product) for number, product in rows}


def _opened(
    book: Book, view: ValueView, spans: list[Span], customers: Collection[int] | None, only: Only
) -> list[ValueLine]:
    if not spans:
        return []
    products = _products(book) if only.product is not None else {}
    atoms = [
        atom
        for atom in cells_opened.opened(book, customers, spans, only.capital)
        if only.has(atom.component, products.get(atom.source, ""))
    ]
    if view is ValueView.TRANSACTION:
        return cells_opened.by_transaction(book, atoms)
    return cells_opened.by_activity(book, atoms)
