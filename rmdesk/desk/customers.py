"""The customer list and the panel: pages over the standings, and one customer looked at."""

from rmdesk.desk import (
    complaints,
    contribution,
    data_dates,
    deriving,
    details,
    drafts,
    followups,
    interactions,
    offering,
    stored,
)
from rmdesk.desk.views import (
    BookView,
    CustomerLine,
    CustomerView,
    LifetimeLine,
    Page,
    Share,
)
from rmdesk.errors import Gone
from rmdesk.store import lifetimes, rollup, search, standing
from rmdesk.store.book import Book
from rmdesk.store.driver import Row
from rmdesk.terms import Component, CustomerKind, SortKey, Stage
from rmdesk.value.cells import COMPONENT_ORDER
from rmdesk.value.span import next_month

LOG_LINES = 200

_LOOK = (
    "SELECT c.kind, c.name, c.other_names, coalesce(c.bank_id, ''), s.tier, c.stage, c.phones,"
    " c.since, c.archived, c.notes, s.contribution, s.previous, s.trend, s.last_contact"
    " FROM customers c JOIN standings s ON s.customer_id = c.id WHERE c.id = ?"
)


def overview(book: Book) -> BookView:
    """The book as a whole."""
    card = book.card()
    behind = deriving.is_behind(book)
    imported = book.remembered("newest import", lambda: data_dates.find_newest_import(book))
    return BookView(
        today=book.clock.today(),
        currency=card.currency,
        customers=standing.count(book),
        demo=card.demo,
        behind=behind,
        imported=imported,
        drafts=drafts.count_drafts(book),
    )


def page(
    book: Book,
    sort: SortKey,
    first: int,
    count: int,
    query: str = "",
    archived: bool = False,
) -> Page:
    """Lines `first` to `first + count` of the list, of those that fit the query if there is one."""
    found = search.find(book, query) if query else standing.count(book, archived)
    rows = standing.window(book, sort, first, count, bool(query), archived)
    lines = tuple(
        CustomerLine(
            id=row.customer_id,
            name=row.name,
            tier=row.tier,
            stage=Stage(row.stage),
            contribution=row.contribution,
            trend=_trend(row.trend),
            last_contact=stored.some_day(row.last_contact),
            next_due=stored.some_day(row.next_due),
        )
        for row in rows
    )
    return Page(first, found, lines)


def place(
    book: Book, sort: SortKey, customer_id: int, query: str = "", archived: bool = False
) -> int:
    """In which line of the list, from 0, a customer stands."""
    if query:
        search.find(book, query)
    return standing.place(book, sort, customer_id, bool(query), archived)


def look(book: Book, customer_id: int) -> CustomerView:
    """All that the panel shows of a customer. Raises Gone."""
    rows = book.rows(_LOOK, (customer_id,))
    if not rows:
        raise Gone
    row = rows[0]
    return _view(book, customer_id, row, _components(book, customer_id))


def _view(book: Book, customer_id: int, row: Row, components: tuple[Share, ...]) -> CustomerView:
    total = stored.number(row[10])
    return CustomerView(
        today=book.clock.today(),
        id=customer_id,
        kind=CustomerKind(str(row[0])),
        name=str(row[1]),
        other_names=stored.words(row[2]),
        bank_id=str(row[3]),
        tier=str(row[4]),
        stage=Stage(str(row[5])),
        phones=stored.words(row[6]),
        since=stored.some_day(row[7]),
        archived=bool(row[8]),
        notes=str(row[9]),
        contribution=total,
        previous=stored.number(row[11]),
        charge=_charge(book, customer_id),
        this_month=contribution.this_month(book, customer_id),
        trend=_trend(str(row[12])),
        components=components,
        lifetime=_lifetime(book, customer_id),
        rank=standing.rank(book, total),
        customers=standing.count(book),
        currency=book.card().currency,
        last_contact=stored.some_day(row[13]),
        accounts=details.accounts(book, customer_id),
        offers=offering.look(book, customer_id),
        log=interactions.of_customer(book, customer_id, LOG_LINES),
        follow_ups=followups.of_customer(book, customer_id),
        complaints=tuple(
            line for line in complaints.list_of_customer(book, customer_id) if line.is_open
        ),
    )


def _lifetime(book: Book, customer_id: int) -> LifetimeLine | None:
    row = lifetimes.of_customer(book, customer_id)
    return LifetimeLine(row.value_60, row.low, row.high) if row else None


def _components(book: Book, customer_id: int) -> tuple[Share, ...]:
    """The twelve complete months' contribution by component, largest sources in fixed order."""
    this = standing.month(book)
    if not this:
        return ()
    found = rollup.totals(
        book, "component", next_month(this, -12), next_month(this, -1), (customer_id,)
    )
    shares = [Share(Component(total.component), total.minor) for total in found]
    return tuple(sorted(shares, key=lambda s: COMPONENT_ORDER[s.component]))


def _charge(book: Book, customer_id: int) -> int:
    """The capital charge of the twelve complete months."""
    this = standing.month(book)
    if not this:
        return 0
    first, last = next_month(this, -12), next_month(this, -1)
    return rollup.capital(book, first, last, (customer_id,))[0]


def _trend(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(",")) if text else ()
