"""Lifetime values are estimated for the whole book at once, in the background, once a month."""

from collections.abc import Callable

from rmdesk.desk import lifetime_rows, parameters, spending
from rmdesk.desk.own_months import Estimated, estimate_months
from rmdesk.desk.running_contracts import read_running
from rmdesk.desk.survival import fit_survival
from rmdesk.store import lifetimes, standing, tenures
from rmdesk.store.book import Book
from rmdesk.store.lifetimes import Fit, LifetimeRow
from rmdesk.terms import SurvivalModel
from rmdesk.value.lifetime import outlook
from rmdesk.value.lifetime.contracts import Contracts
from rmdesk.value.lifetime.outlook import Prospect

_MILLION = 1_000_000
_YEAR = 12
_NO_CONTRACTS = Contracts()


def is_stale(book: Book) -> bool:
    """Whether lifetime values were never estimated, or on other data than there is now."""
    made = lifetimes.fit(book)
    stale = book.number("SELECT value FROM derived WHERE name = 'lifetimes_stale'")
    return made is None or made.month != standing.month(book) or bool(stale)


def was_made(book: Book) -> bool:
    """Whether there are estimates at all, were they a month old."""
    return lifetimes.fit(book) is not None


def refresh(book: Book, may_go_on: Callable[[], bool] = lambda: True) -> bool:
    """Estimate all lifetime values where they are stale; return whether it did.

    It gives up, and leaves the old ones, as soon as it may not go on.
    """
    if not is_stale(book):
        return False
    month, last_deed = standing.month(book), _last_deed(book)
    people = [t for t in tenures.tenures(book) if t.since < month]
    here = [t for t in people if t.left is None or t.left >= month]
    survival = fit_survival(book, people, month)
    running = read_running(book, month, parameters.read(book), may_go_on)
    if not may_go_on():
        return False
    estimated = estimate_months(book, here, month, running.bound)
    discount = parameters.read_discount_ppm(book) / _MILLION
    rows = []
    for tenure in here:
        if not may_go_on():
            return False
        customer = tenure.customer_id
        of = (estimated[customer], running.contracts.get(customer, _NO_CONTRACTS))
        rows.append(_row(customer, survival.model, survival.of(tenure), *of, discount))
    known = {**survival.parameters, "discount": discount}
    made = Fit(book.clock.today().toordinal(), month, survival.model.value, known)
    lifetimes.replace(book, made, rows)
    spending.estimate(book, month)
    # What was changed meanwhile is not in it: then it stays stale, and is made anew next time.
    if _last_deed(book) == last_deed:
        book.rows("INSERT OR REPLACE INTO derived VALUES ('lifetimes_stale', 0)")
    return True


def _last_deed(book: Book) -> int:
    return book.number("SELECT max(id) FROM deeds")


def _row(
    customer: int,
    model: SurvivalModel,
    survival: tuple[float, ...],
    estimated: Estimated,
    contracts: Contracts,
    discount: float,
) -> LifetimeRow:
    margin, spread = estimated.margin, estimated.spread
    lingers = lifetime_rows.get_lingering(model)
    of = Prospect(margin, survival, spread, contracts, lingers)
    (value_12, value_36, value_60), low, high = outlook.summary(of, discount)
    return LifetimeRow(
        customer_id=customer,
        model=model.value,
        segment=estimated.segment,
        own=margin.own,
        like_mean=margin.segment,
        weight=margin.weight,
        variance=margin.variance,
        survival=survival,
        value_12=value_12,
        value_36=value_36,
        value_60=value_60,
        low=low,
        high=high,
        here_12=round(outlook.presence(of)[_YEAR] * _MILLION),
        step=spread.step,
        level=spread.level,
        trend=spread.trend,
        seen=spread.seen,
        contracts=lifetime_rows.write_contracts(contracts),
    )
