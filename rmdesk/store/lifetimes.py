"""Lifetime values as they were last estimated, one line a customer, and with what."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rmdesk.store.book import Book
from rmdesk.store.driver import Row

Parameters = Mapping[str, float]
_COLUMNS = (
    "customer_id, model, segment, own, like_mean, weight, variance, survival,"
    " value_12, value_36, value_60, low, high, here_12, step, level, trend, seen, contracts"
)


@dataclass(frozen=True, slots=True)
class LifetimeRow:
    """A customer's estimate. Margins are minor units a month, values minor units.

    `survival` holds the chance that open-ended money is there after 0, 1, 2 … months; `here_12`
    the chance, in millionths, that the customer is here in a year. `step` to `seen` say how far
    the months wander, and `contracts` is a JSON text of the running ones, empty for none.
    """

    customer_id: int
    model: str
    segment: str
    own: float
    like_mean: float
    weight: float
    variance: float
    survival: tuple[float, ...]
    value_12: int
    value_36: int
    value_60: int
    low: int
    high: int
    here_12: int
    step: float
    level: float
    trend: float
    seen: int
    contracts: str


@dataclass(frozen=True, slots=True)
class Fit:
    """When and with which parameters the estimates were made; days are day numbers."""

    day: int
    month: int
    model: str
    parameters: Parameters


def fit(book: Book) -> Fit | None:
    """The last estimation, None before the first."""
    rows = book.rows("SELECT day, month, model, parameters FROM lifetime_fit")
    if not rows:
        return None
    day, month, model, parameters = rows[0]
    return Fit(int(day or 0), int(month or 0), str(model), json.loads(str(parameters)))


def of_customer(book: Book, customer_id: int) -> LifetimeRow | None:
    """A customer's estimate, None where there is none yet."""
    rows = book.rows(f"SELECT {_COLUMNS} FROM lifetimes WHERE customer_id = ?", (customer_id,))
    return _row(rows[0]) if rows else None


def _row(row: Row) -> LifetimeRow:
    survival = tuple(int(s) / 1_000_000 for s in str(row[7]).split(","))
    values = dict(zip(LifetimeRow.__slots__, row, strict=True)) | {"survival": survival}
    return LifetimeRow(**values)  # type: ignore[arg-type]


def replace(book: Book, made: Fit, rows: Iterable[LifetimeRow]) -> None:
    """Put in new estimates for all customers, whole or not at all."""
    marks = ", ".join("?" * len(LifetimeRow.__slots__))
    with book.holding():
        book.rows("DELETE FROM lifetimes")
        book.connection.executemany(
            f"INSERT INTO lifetimes ({_COLUMNS}) VALUES ({marks})", map(_stored, rows)
        )
        book.rows(
            "INSERT OR REPLACE INTO lifetime_fit VALUES (1, ?, ?, ?, ?)",
            (made.day, made.month, made.model, json.dumps(dict(made.parameters))),
        )


@lru_cache(maxsize=4_096)
def _survival_text(survival: tuple[float, ...]) -> str:
    """Return chances in millionths; most customers share theirs with many others."""
    return ",".join(str(round(s * 1_000_000)) for s in survival)


def _stored(row: LifetimeRow) -> Row:
    survival = _survival_text(row.survival)
    head = (row.customer_id, row.model, row.segment, row.own, row.like_mean)
    rest = (row.weight, row.variance, survival, row.value_12, row.value_36, row.value_60)
    spread = (row.step, row.level, row.trend, row.seen)
    return (*head, *rest, row.low, row.high, row.here_12, *spread, row.contracts)


def all_of_them(book: Book) -> list[Row]:
    """Everyone's, the most valuable first: id, name, value over five years, its interval."""
    return book.rows(
        "SELECT customer_id, c.name, value_60, low, high FROM lifetimes"
        " JOIN customers c ON c.id = customer_id WHERE NOT c.archived"
        " ORDER BY value_60 DESC, customer_id"
    )
