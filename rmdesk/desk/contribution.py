"""What customers contributed over a period, broken down five ways that sum to one total.

Whole months come from the rollup, parts of a month and what the rollup does not hold yet are
reckoned live. Nothing is counted beyond today.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from rmdesk.desk import cells_opened, stored, valuing
from rmdesk.desk.views import ValueLine, ValueReport
from rmdesk.errors import BadPeriod
from rmdesk.store import rollup
from rmdesk.store.book import Book
from rmdesk.terms import Component, ValueView
from rmdesk.value.cells import COMPONENT_ORDER, Cell
from rmdesk.value.span import Span, months, next_month


@dataclass(frozen=True)
class Only:
    """Which part of a contribution is looked at; None is all of it.

    The product is a code; the empty one stands for work, which belongs to no product.
    """

    component: Component | None = None
    product: str | None = None

    def has(self, component: Component, product: str) -> bool:
        """Whether a cell of a component and a product is looked at."""
        return self.component in (None, component) and self.product in (None, product)


ALL = Only()
Who = int | Collection[int] | None
Sums = dict[tuple[str, Component], int]


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
    end = min(last, book.clock.today()).toordinal()
    spans = months(first.toordinal(), end) if end >= first.toordinal() else []
    if view in (ValueView.TRANSACTION, ValueView.ACTIVITY):
        lines = _opened(book, view, spans, customers_of(who), only)
    else:
        lines = _lines(book, view, _summed(book, view, spans, customers_of(who), only))
    total = sum(line.minor for line in lines)
    return ValueReport(view, first, last, book.card().currency, total, tuple(lines))


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
) -> Sums:
    through = rollup.through(book)
    whole = [s for s in spans if s.month <= through and s.days == _days_in(s.month)]
    sums: Sums = defaultdict(int)
    if whole:
        first, last = whole[0].month, whole[-1].month
        for total in rollup.totals(book, view.value, first, last, customers, only.product):
            if only.component in (None, total.component):
                sums[str(total.key), Component(total.component)] += total.minor
    kept = {span.month for span in whole}
    products = _products(book) if view is ValueView.PRODUCT or only.product is not None else {}
    for span in (s for s in spans if s.month not in kept):
        cells = valuing.exact_cells(book, customers, [span])
        for _customer, month, parts in valuing.rounded_months(cells):
            for cell, minor in parts:
                if only.has(cell.component, products.get(cell.source, "")):
                    sums[_key(view, cell, month, products), cell.component] += minor
    return sums


def _key(view: ValueView, cell: Cell, month: int, products: dict[int, str]) -> str:
    if view is ValueView.MONTH:
        return str(month)
    if view is ValueView.PRODUCT:
        return "" if cell.component is Component.ACTIVITY_COST else products.get(cell.source, "")
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
        for atom in cells_opened.opened(book, customers, spans)
        if only.has(atom.component, products.get(atom.source, ""))
    ]
    if view is ValueView.TRANSACTION:
        return cells_opened.by_transaction(book, atoms)
    return cells_opened.by_activity(book, atoms)
