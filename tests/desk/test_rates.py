"""Rates are changed from a day on: the effect is shown first, value follows, undo takes it back."""

from datetime import date

import pytest

from rmdesk.desk import contribution, rates, undoing, worth
from rmdesk.desk.rates import RateLine
from rmdesk.errors import Gone
from rmdesk.store.book import Book
from rmdesk.terms import ValueView

BETTER = RateLine(date(2026, 3, 15), 25_000, 3_500, 0, 1_000_000)


def test_the_effect_is_what_then_happens(demo_book: Book) -> None:
    before = worth.look(demo_book).contribution
    effect = rates.effect(demo_book, "current", BETTER)
    assert effect.before == before < effect.now
    assert worth.look(demo_book).contribution == before
    rates.change(demo_book, "current", BETTER)
    assert worth.look(demo_book).contribution == effect.now
    undone = undoing.undo(demo_book)
    assert undone.label == "current"
    assert worth.look(demo_book).contribution == before


def test_rates_of_the_same_day_are_replaced_and_earlier_ones_stay(demo_book: Book) -> None:
    rates.change(demo_book, "current", BETTER)
    rates.change(demo_book, "current", RateLine(BETTER.valid_from, 30_000, None, 0, 500_000))
    (product,) = (p for p in rates.products(demo_book) if p.code == "current")
    assert len(product.rates) == 2
    assert (product.rates[0].ftp_ppm, product.rates[0].rate_ppm) == (30_000, None)
    assert product.rates[1].ftp_ppm == 20_000


def test_months_before_the_day_stay_as_they_were(demo_book: Book) -> None:
    february = (date(2026, 2, 1), date(2026, 2, 28))
    before = contribution.value(demo_book, ValueView.COMPONENT, *february)
    rates.change(demo_book, "current", BETTER)
    assert contribution.value(demo_book, ValueView.COMPONENT, *february) == before


def test_products_in_use_come_first(demo_book: Book) -> None:
    counts = [product.accounts for product in rates.products(demo_book)]
    assert all(counts[: sum(n > 0 for n in counts)])


def test_an_unknown_product_is_gone(demo_book: Book) -> None:
    with pytest.raises(Gone):
        rates.effect(demo_book, "odd", BETTER)
