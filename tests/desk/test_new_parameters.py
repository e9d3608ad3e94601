"""What the catalogue has and a book has not changes nothing before it is taken, with its day."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from rmdesk.desk import deriving, doctor, new_parameters, prices, undoing, worth
from rmdesk.desk.findings import Fault
from rmdesk.errors import BadInput
from rmdesk.store.book import Book
from rmdesk.terms import Component
from tests.conftest import TODAY
from tests.plain_prices import EARLIER_PRODUCTS, drop_costs, make_older

NEXT_YEAR = date(2027, 1, 1)
NEW = {Component.ACCOUNT_COST, Component.OVERHEAD, Component.TAX}


@pytest.fixture
def older(demo_book: Book) -> Book:
    """A book as one from before the new parameters is after its migration."""
    make_older(demo_book)
    with demo_book.holding():
        deriving.rebuild_all(demo_book)
    return demo_book


def components(book: Book) -> dict[Component, int]:
    lines = worth.look(book).report.lines
    return {line.component: line.minor for line in lines if line.component}


def compare(book: Book) -> prices.Effect:
    twin = book.twin()
    found = new_parameters.compare(twin)
    twin.close()
    return found


def take(book: Book, day: date) -> int:
    count = new_parameters.take(book, day)
    assert deriving.catch_up(book)
    return count


@pytest.mark.parametrize("made", ["book", "demo_book"])
def test_a_new_book_has_all_of_them(made: str, request: pytest.FixtureRequest) -> None:
    new: Book = request.getfixturevalue(made)
    assert new_parameters.list_new(new) == ()
    assert Fault.NEW_PARAMETERS not in {f.fault for f in doctor.examine(new).findings}


def test_an_older_book_has_no_new_costs_and_the_doctor_announces_them(older: Book) -> None:
    assert (
        not {Component.ACCOUNT_COST, Component.OVERHEAD, Component.TAX} & components(older).keys()
    )
    new = new_parameters.list_new(older)
    counts = Counter(parameter.table for parameter in new)
    costing = {p.subject for p in new if p.table == "account_costs"}
    assert costing == set(EARLIER_PRODUCTS) and counts["account_costs"] == 17
    assert (counts["overheads"], counts["taxes"], counts["capital_terms"]) == (1, 1, 1)
    assert counts["product_risks"] == 2 and not counts["ratings"]
    (found,) = (f for f in doctor.examine(older).findings if f.fault is Fault.NEW_PARAMETERS)
    assert found.count == len(new)


def test_the_effect_is_that_of_a_book_that_always_had_them(demo_book: Book) -> None:
    always = worth.look(demo_book)
    drop_costs(demo_book)
    with demo_book.holding():
        deriving.rebuild_all(demo_book)
    before = worth.look(demo_book)
    effect = compare(demo_book)
    assert (effect.before, effect.charge_before) == (before.contribution, before.report.charge)
    assert (effect.now, effect.charge_now) == (always.contribution, always.report.charge)
    assert effect.now < effect.before and worth.look(demo_book) == before


def test_taken_from_next_year_on_nothing_changes_before(older: Book) -> None:
    before = worth.look(older)
    assert take(older, NEXT_YEAR) > 20
    assert worth.look(older) == before
    assert new_parameters.list_new(older) == ()


def test_taken_from_a_past_day_they_count_from_that_day_and_undo_takes_them_back(
    older: Book,
) -> None:
    before = worth.look(older)
    take(older, date(2026, 7, 1))
    after = worth.look(older)
    assert after.contribution < before.contribution
    assert after.report.charge < before.report.charge
    months = {
        int(str(row[0]))
        for row in older.rows("SELECT DISTINCT month FROM rollup WHERE component = 'account_cost'")
    }
    assert min(months) == date(2026, 7, 1).toordinal()
    assert undoing.undo(older).label == new_parameters.LABEL
    deriving.catch_up(older)
    assert worth.look(older) == before
    assert len(new_parameters.list_new(older)) > 20


def test_what_the_book_has_of_its_own_stays(older: Book) -> None:
    older.rows("UPDATE capital_terms SET ratio_ppm = 130000, hurdle_ppm = 90000")
    share = (("valid_from", "2026-01-01"), ("income", "5"))
    prices.put(older, prices.Change("overheads", share))
    month = (("product", "current"), ("valid_from", "2026-02-01"), ("month", "9"))
    prices.put(older, prices.Change("account_costs", month))
    new = {(p.table, p.subject) for p in new_parameters.list_new(older)}
    assert ("overheads", "") not in new and ("account_costs", "current") not in new
    assert ("account_costs", "salary") in new
    take(older, NEXT_YEAR)
    terms = older.rows(
        "SELECT valid_from, ratio_ppm, hurdle_ppm, operational_ppm FROM capital_terms"
    )
    assert terms == [
        (date(1900, 1, 1).toordinal(), 130_000, 90_000, 0),
        (NEXT_YEAR.toordinal(), 130_000, 90_000, 150_000),
    ]
    assert older.rows("SELECT month_minor FROM account_costs WHERE product = 'current'") == [(900,)]


def test_rows_that_are_in_force_later_get_the_new_column_too(older: Book) -> None:
    for day in ("2027-01-01", "2027-06-01"):
        texts = (("valid_from", day), ("ratio", "11"), ("hurdle", "12"))
        prices.put(older, prices.Change("capital_terms", texts))
    take(older, NEXT_YEAR)
    sql = "SELECT ratio_ppm, operational_ppm FROM capital_terms ORDER BY valid_from"
    assert older.rows(sql) == [(105_000, 0), (110_000, 150_000), (110_000, 150_000)]


def test_a_product_that_the_book_does_not_know_is_left_out(older: Book) -> None:
    older.rows("DELETE FROM product_risks WHERE product = 'trade-finance'")
    for table in ("product_rates", "product_costs"):
        older.rows(f"DELETE FROM {table} WHERE product = 'trade-finance'")
    older.rows("DELETE FROM products WHERE code = 'trade-finance'")
    assert "trade-finance" not in {p.subject for p in new_parameters.list_new(older)}


@pytest.mark.parametrize(
    ("text", "day"),
    [("", NEXT_YEAR), (" 2026-12-01 ", date(2026, 12, 1)), ("1900-01-01", date(1900, 1, 1))],
)
def test_the_day_is_what_was_typed_or_the_first_of_next_year(text: str, day: date) -> None:
    assert new_parameters.read_day(text, TODAY) == day


@pytest.mark.parametrize("text", ["soon", "2026-13-01", "1899-12-31", "2201-01-01"])
def test_a_day_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        new_parameters.read_day(text, TODAY)
    assert refused.value.field == "valid_from"


def test_an_export_brings_the_new_tables_back(book: Book, tmp_path: Path) -> None:
    from rmdesk.desk import exporting, importing, opening
    from rmdesk.desk.importing import Order

    exporting.export(book, tmp_path / "out")
    other = opening.make(tmp_path / "other.rmdesk", None, TODAY, "CNY")
    drop_costs(other)
    other.rows("DELETE FROM discount_rates")
    assert importing.run(other, Order((tmp_path / "out",))).written
    for table in ("account_costs", "overheads", "taxes", "discount_rates"):
        ours, theirs = (
            {row[3:] for row in b.rows(f"SELECT * FROM {table}")} for b in (book, other)
        )
        assert ours == theirs and ours
    sql = "SELECT product, default_ppm FROM product_risks ORDER BY 1"
    assert book.rows(sql) == other.rows(sql)
    assert other.value("SELECT operational_ppm FROM capital_terms") == 150_000
    other.close()
