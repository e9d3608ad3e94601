"""What a new book starts with is in units of its own currency."""

from pathlib import Path

import pytest

from rmdesk.desk import new_parameters, opening
from rmdesk.store.book import Book
from tests.conftest import TODAY
from tests.plain_prices import drop_costs


@pytest.fixture
def made(tmp_path: Path, currency: str) -> Book:
    return opening.make(tmp_path / "new.rmdesk", None, TODAY, currency)


def month_cost(book: Book, product: str) -> int:
    return book.number("SELECT month_minor FROM account_costs WHERE product = ?", (product,))


@pytest.mark.parametrize(("currency", "unit"), [("JPY", 1), ("CNY", 100), ("KWD", 1000)])
def test_shipped_prices_are_in_units_of_the_books_currency(made: Book, unit: int) -> None:
    assert month_cost(made, "current") == 4 * unit
    assert month_cost(made, "business") == 40 * unit
    assert made.number("SELECT max(piece_minor) FROM activity_costs") == 150 * unit
    assert made.number("SELECT max(piece_minor) FROM product_costs WHERE product = 'current'") == (
        4 * unit
    )
    made.close()


@pytest.mark.parametrize(("currency", "unit"), [("JPY", 1), ("KWD", 1000)])
def test_new_parameters_are_in_units_of_the_books_currency(made: Book, unit: int) -> None:
    drop_costs(made)
    found = {new.subject: dict(new.values) for new in new_parameters.list_new(made)}
    assert found["current"]["month_minor"] == 4 * unit
    new_parameters.take(made, TODAY)
    assert month_cost(made, "current") == 4 * unit
    made.close()


@pytest.mark.parametrize("currency", ["JPY"])
def test_a_price_finer_than_the_currency_is_rounded(made: Book) -> None:
    sql = "SELECT DISTINCT piece_minor FROM product_costs WHERE product = 'current' ORDER BY 1"
    assert [row[0] for row in made.rows(sql)] == [0, 1, 4]
    made.close()
