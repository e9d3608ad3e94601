"""Prices are changed from a day on: the effect first, value follows, undo takes it back."""

from datetime import date

import pytest

from rmdesk.desk import contribution, deriving, parameters, prices, undoing, worth
from rmdesk.desk.prices import Change, PriceLine, Removal
from rmdesk.errors import BadInput
from rmdesk.store.book import Book
from rmdesk.terms import ValueView


def rates(ftp: str = "2.5", rate: str = "0.35", day: str = "2026-03-15") -> Change:
    texts = {"product": "current", "valid_from": day, "ftp": ftp, "rate": rate}
    return Change("product_rates", tuple(texts.items()))


def lines(book: Book, table: str) -> tuple[PriceLine, ...]:
    return next(t.lines for t in prices.tables(book) if t.name == table)


def put(book: Book, change: Change | Removal) -> None:
    prices.put(book, change)
    assert deriving.catch_up(book)


def test_the_effect_is_what_then_happens(demo_book: Book) -> None:
    before = worth.look(demo_book).contribution
    twin = demo_book.twin()
    effect = prices.effect(twin, rates())
    twin.close()
    assert effect.before == before < effect.now
    assert worth.look(demo_book).contribution == before
    put(demo_book, rates())
    assert worth.look(demo_book).contribution == effect.now
    assert undoing.undo(demo_book).label == "product_rates"
    assert deriving.is_behind(demo_book)
    deriving.catch_up(demo_book)
    assert worth.look(demo_book).contribution == before


def test_value_is_reckoned_anew_some_customers_at_a_time(demo_book: Book) -> None:
    before, heard = worth.look(demo_book).contribution, []
    prices.put(demo_book, rates())
    assert worth.look(demo_book).contribution == before
    stopped = deriving.catch_up(demo_book, may_go_on=lambda: False)
    assert not stopped and deriving.is_behind(demo_book)
    deriving.catch_up(demo_book, lambda done, count: heard.append((done, count)))
    assert heard[-1][0] == heard[-1][1] > 0
    assert not deriving.is_behind(demo_book) and worth.look(demo_book).contribution > before


def test_rates_of_the_same_day_are_replaced_and_earlier_ones_stay(demo_book: Book) -> None:
    put(demo_book, rates())
    put(demo_book, rates(ftp="3", rate=""))
    mine = [line.texts for line in lines(demo_book, "product_rates") if "current" in line.texts]
    assert [texts[:5] for texts in mine] == [
        ("current", "", "2026-03-15", "3", ""),
        ("current", "", "1900-01-01", "2", "0.35"),
    ]


def test_months_before_the_day_stay_as_they_were(demo_book: Book) -> None:
    february = (date(2026, 2, 1), date(2026, 2, 28))
    before = contribution.value(demo_book, ValueView.COMPONENT, *february)
    put(demo_book, rates())
    assert contribution.value(demo_book, ValueView.COMPONENT, *february) == before


@pytest.mark.parametrize(
    ("table", "texts", "field"),
    [
        ("product_rates", {"product": "odd", "valid_from": "2026-01-01"}, "product"),
        ("product_rates", {"product": "current", "valid_from": "soon"}, "valid_from"),
        ("product_rates", {"product": "current", "valid_from": "2026-01-01", "ftp": "x"}, "ftp"),
        (
            "exchange_rates",
            {"currency": "XXQ", "valid_from": "2026-01-01", "rate": "1"},
            "currency",
        ),
        ("exchange_rates", {"currency": "USD", "valid_from": "2026-01-01", "rate": "0"}, "rate"),
        ("product_bases", {"product": "current", "currency": "USD", "basis": "364"}, "basis"),
        ("ratings", {"code": "", "valid_from": "2026-01-01", "default": "1"}, "code"),
        ("ratings", {"code": "x", "valid_from": "2026-01-01", "default": "101"}, "default"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    book: Book, table: str, texts: dict[str, str], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        prices.put(book, Change(table, tuple(texts.items())))
    assert refused.value.field == field


def test_a_line_can_be_taken_out_and_brought_back(demo_book: Book) -> None:
    before = worth.look(demo_book).contribution
    line = next(x for x in lines(demo_book, "activity_costs") if x.texts[0] == "visit")
    twin = demo_book.twin()
    effect = prices.effect(twin, Removal("activity_costs", line.id))
    twin.close()
    put(demo_book, Removal("activity_costs", line.id))
    assert worth.look(demo_book).contribution == effect.now > before
    undoing.undo(demo_book)
    deriving.catch_up(demo_book)
    assert worth.look(demo_book).contribution == before


def test_the_discount_rate_is_that_of_the_managers_day(book: Book) -> None:
    book.rows("DELETE FROM discount_rates")
    assert parameters.read_discount_ppm(book) == 80_000
    for day, rate in (("2026-11-25", "6"), ("2026-11-24", "7"), ("2026-01-01", "9")):
        prices.put(book, Change("discount_rates", (("valid_from", day), ("discount", rate))))
    assert parameters.read_discount_ppm(book) == 70_000
