"""How often what came lay within the 80 % interval of lifetime values, on replayed history.

    python -m tests.bench.coverage [BERKA FOLDER]

The book is opened as of a past day, lifetime values are estimated from the months before it, and
compared with what the following months brought, discounted alike. Nothing later is known then:
accounts have the status of that day. The demo book is drawn from its seed, and the Berka extract
is what it is, so the table is the same on every run.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rmdesk.desk import demo, estimating, importing, lifetime_rows, opening
from rmdesk.desk.importing import Order
from rmdesk.store import lifetimes, rollup, standing
from rmdesk.store.book import Book
from rmdesk.value.lifetime import outlook
from rmdesk.value.lifetime.draws import get_sums
from rmdesk.value.span import next_month

TODAY = date(2026, 11, 24)
DEMO_DAYS = (date(2025, 5, 24), date(2025, 8, 24), date(2025, 11, 24), date(2026, 5, 24))
# The extract's transactions end in March 1994; its first month alone is of accounts just opened.
BERKA_DAYS = (date(1993, 4, 1), date(1993, 7, 1), date(1993, 10, 1))
BERKA_END = date(1994, 4, 1).toordinal()


@dataclass(frozen=True)
class Covered:
    """How many customers' sums came within, below and above their interval."""

    day: date
    months: int
    inside: int
    below: int
    above: int

    @property
    def share(self) -> float:
        """The share that lay within."""
        return self.inside / (self.inside + self.below + self.above)


def replay(store: Path, day: date, end: int, horizons: Sequence[int] = (6, 12)) -> list[Covered]:
    """Return how the estimates of a past day fared; `end` is the first month that is not known."""
    with tempfile.TemporaryDirectory() as folder:
        book = opening.open_book(Path(shutil.copy2(store, folder)), None, day)
        book.rows(
            "UPDATE accounts SET status = 'open' WHERE closed IS NULL OR closed > ?",
            (day.toordinal(),),
        )
        book.rows("INSERT OR REPLACE INTO derived VALUES ('lifetimes_stale', 1)")
        estimating.refresh(book)
        first = standing.month(book)
        known = [h for h in horizons if next_month(first, h) <= end]
        found = [_compare(book, day, first, months) for months in known]
        book.close()
    return found


def _compare(book: Book, day: date, first: int, months: int) -> Covered:
    came = rollup.by_month_after_capital(book, first, next_month(first, months) - 1)
    made = lifetimes.fit(book)
    assert made is not None
    discount = made.parameters["discount"]
    weights = get_sums(discount).discounts
    below = above = inside = 0
    for (customer,) in book.rows("SELECT customer_id FROM lifetimes"):
        row = lifetimes.of_customer(book, int(str(customer)))
        assert row is not None
        expected = outlook.outlook(lifetime_rows.read_prospect(row), discount, (months,))
        brought = sum(
            came.get((row.customer_id, next_month(first, n)), 0) * weights[n] for n in range(months)
        )
        below += brought < expected.low - 1
        above += brought > expected.high + 1
        inside += expected.low - 1 <= brought <= expected.high + 1
    return Covered(day, months, inside, below, above)


def make_berka(folder: Path, extract: Path) -> Path:
    """Return a new store with the Berka extract in it."""
    path = folder / "berka.rmdesk"
    book = opening.make(path, None, date(1998, 12, 31), "CZK")
    book.set_currency("")
    importing.run(book, Order((extract,), profile="berka"))
    book.close()
    return path


def replay_demo(store: Path) -> Iterator[Covered]:
    """Yield how the estimates fared on the demo book of `TODAY`."""
    for day in DEMO_DAYS:
        yield from replay(store, day, TODAY.replace(day=1).toordinal())


def replay_berka(store: Path) -> Iterator[Covered]:
    """Yield how the estimates fared on the Berka extract."""
    for day in BERKA_DAYS:
        yield from replay(store, day, BERKA_END)


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.rmdesk"
        demo.open_demo(path, TODAY).close()
        _print("demo", replay_demo(path))
        if len(sys.argv) > 1:
            _print("Berka", replay_berka(make_berka(Path(folder), Path(sys.argv[1]))))


def _print(name: str, lines: Iterator[Covered]) -> None:
    for c in lines:
        customers = c.inside + c.below + c.above
        print(
            f"{name:6}{c.day}  {c.months:2} months  {customers:4} customers"
            f"  within {c.share:.3f}  below {c.below / customers:.3f}"
            f"  above {c.above / customers:.3f}"
        )


if __name__ == "__main__":
    main()
