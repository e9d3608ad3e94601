"""What a year brings is said with its formula and figures, and adds up to what is expected."""

import json
import re
from datetime import timedelta

import pytest

from rmdesk.desk import editing, offer_catalogue, offering, stored
from rmdesk.desk.offer_views import EffectLine, Figure, WaitingLine
from rmdesk.offers.effects import Source, Verb
from rmdesk.offers.eligibility import UNPROFITABLE, Block, Gate
from rmdesk.offers.measures import Measure
from rmdesk.store.book import Book
from rmdesk.terms import OfferFamily
from rmdesk.tui.offer_sentences import (
    SOURCES,
    effect_texts,
    formula_said,
    list_effects,
    why_waiting,
    worth_said,
)
from tests.conftest import TODAY
from tests.desk.test_value import account, post
from tests.offers.offers import WRITTEN
from tests.plain_prices import drop_costs

MOVE = EffectLine(
    Verb.MOVE,
    Source.CURRENT,
    "bond-fund",
    "Bond fund",
    "40% * idle_balance",
    (Figure(Measure.IDLE_BALANCE, 20_000_000),),
    asked=8_000_000,
    amount=8_000_000,
    earns_ppm=4_500,
    gives_up_ppm=16_500,
    leaving_ppm=0,
    brings=36_000,
    gives_up=-132_000,
    account_cost=0,
    known=True,
)


@pytest.fixture
def rich(book: Book, customer: int) -> int:
    """A customer with 200 000 that has not moved for months; accounts cost nothing."""
    drop_costs(book)
    for item in offer_catalogue.written(book):
        offer_catalogue.retire(book, item.code)
    post(book, account(book, customer), TODAY - timedelta(days=300), 20_000_000)
    editing.edit(book, customer, {"risk_class": "C3", "risk_until": "2027-06-01"})
    return customer


def keep(book: Book, *lines: str, **more: str) -> None:
    from dataclasses import replace

    item = replace(WRITTEN, effects=lines, cost="0", presenting="0")
    offer_catalogue.save(book, replace(item, **more), new=True)  # type: ignore[arg-type]


def test_a_move_says_its_amount_and_both_prices() -> None:
    assert list(effect_texts([MOVE], "CNY")) == [
        "−960.00  40 % × 200,000 = 80,000 from the current account to Bond fund, earning 0.450 %"
        " instead of 1.650 %"
    ]


def test_formulas_have_the_customers_figures_in_their_units() -> None:
    figures = (
        Figure(Measure.LIFETIME, 5_000_000),
        Figure(Measure.LEAVING, 123_000),
        Figure(Measure.HEADCOUNT, 1_200),
    )
    said = formula_said("lifetime * leaving * 10% - headcount / 2", figures, "CNY")
    assert said == "50,000 × 12.3 % × 10 % − 1,200 ÷ 2"
    assert formula_said("min(2000000, headcount * 1234.5)", figures, "CNY") == (
        "min(2,000,000, 1,200 × 1,234.5)"
    )


def test_every_source_has_words_and_every_unprofitable_gate_its_amount() -> None:
    assert set(SOURCES) == set(Source)
    lines = {
        gate: why_waiting(WaitingLine("x", {}, Block(gate, minor=-95_995)), "CNY")
        for gate in UNPROFITABLE
        if gate is not Gate.NO_PRICES
    }
    assert lines[Gate.LOSES] == "a yes would cost the bank 959.95 a year"
    assert all("959.95" in text for text in lines.values())


def test_an_offer_that_would_cost_the_bank_is_not_put_forward_and_says_so(
    book: Book, rich: int
) -> None:
    keep(book, "move 40% * idle_balance from current to bond-fund")
    view = offering.look(book, rich)
    assert not view.suggestions
    (waiting,) = view.waiting
    assert waiting.block == Block(Gate.LOSES, minor=-96_000)
    assert why_waiting(waiting, "CNY") == "a yes would cost the bank 960.00 a year"
    assert waiting.effects[0].total == -96_000


def test_what_is_smaller_than_the_offers_minimum_says_so(book: Book, rich: int) -> None:
    keep(book, "move idle_balance from current to bond-fund leaving 100%", minimum="200001")
    (waiting,) = offering.look(book, rich).waiting
    assert waiting.block == Block(Gate.BELOW_MINIMUM, minor=20_000_100)


def test_an_offer_of_a_product_without_prices_is_not_put_forward(book: Book, rich: int) -> None:
    keep(book, "gain 1000", "move 500 from outside to no-such-product")
    (waiting,) = offering.look(book, rich).waiting
    assert waiting.block.gate is Gate.NO_PRICES


def test_what_a_year_brings_adds_up_to_what_is_expected(book: Book, rich: int) -> None:
    keep(
        book,
        "move 1234.56 from current to bond-fund leaving 90%",
        "move 33.33 from outside to money-fund",
        "fee 99.99",
        "gain idle_balance / 7",
        cost="12.34",
    )
    (line,) = offering.look(book, rich).suggestions
    assert sum(effect.total for effect in line.effects) - line.yes_cost == line.expected
    said = list_effects(line, "CNY")
    assert len(said) == 6
    assert "90 % of it assumed to leave without a yes" in said[0]
    assert said[1].endswith("33 from outside the bank to Money market fund, earning 0.250 % a year")
    assert said[2] == "+99.99  100 of fees, of which the bank keeps 100 %"
    assert said[3] == "+28,571.43  200,000 ÷ 7 = 28,571, an estimate; 200.0k idle for 90 days"
    assert said[4] == "−12.34  cost of a yes"
    assert said[5].endswith("in the first year")


def test_a_loan_says_that_it_is_taken_to_be_drawn_all_year(book: Book, rich: int) -> None:
    keep(book, "lend 50000 as consumer-loan at -0.10%", sells="", risk="", credit="new")
    (line,) = offering.look(book, rich).suggestions
    assert "50,000 lent as Consumer loan, drawn all year, earning" in list_effects(line, "CNY")[0]
    assert json.dumps(line.effects[0].verb) == '"lend"'


def test_what_proposing_is_worth_follows_from_the_figures_shown(demo_book: Book) -> None:
    said = re.compile(r"\+([\d,]+) to propose: (?:([\d.]+) % × )?([\d,.]+)(?: − ([\d,]+) )?")
    lines = [
        line
        for (customer,) in demo_book.rows("SELECT id FROM customers ORDER BY id")
        for line in offering.look(demo_book, stored.number(customer)).suggestions
    ]
    assert {line.urgent for line in lines} == {True, False}
    assert any(line.family is OfferFamily.SURPRISE for line in lines)
    for line in lines:
        text = worth_said(line, "CNY")
        found = said.match(text)
        assert found is not None, text
        score, chance, expected, presenting = (
            float((part or "0").replace(",", "")) for part in found.groups()
        )
        share = chance / 100 if found[2] else 1
        more = 1.25 if "a quarter more" in text else 1
        # The chance is shown to a tenth of a percent, other figures to a unit.
        assert abs((share * expected - presenting) * more - score) <= expected * 0.000_7 + 2, text
