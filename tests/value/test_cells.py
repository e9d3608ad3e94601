"""The worked example of the design, by the arithmetic alone."""

from datetime import date
from fractions import Fraction

from rmdesk.terms import Component, InteractionKind, InterestMode, ProductKind
from rmdesk.value.atoms import Posting, opened_cell
from rmdesk.value.cells import Cell, Holding, SpanSums, account_cells, rounded
from rmdesk.value.parameters import (
    SCALE,
    ActivityRate,
    ProductTerms,
    RateStep,
    activity_numerator,
)
from rmdesk.value.span import Span, cut, months, next_month

FIRST = date(2025, 1, 1).toordinal()
LAST = date(2025, 1, 31).toordinal()
JANUARY = Span(FIRST, LAST, FIRST)
ONE_DAY = [Span(FIRST, FIRST, FIRST)]
TERMS = ProductTerms(
    "current",
    ProductKind.CURRENT,
    365,
    InterestMode.RATE,
    (RateStep(0, 20_000, 3_500, 0, 1_000_000),),
    (),
)
HOLDING = Holding(1, 1, TERMS, 10_000_000)
PRICES = TERMS.prices(None, [JANUARY])
POSTINGS = [
    Posting(0, 0, 10_000_000, "opening", ""),
    Posting(11, FIRST + 10, 5_000_000, "transfer", ""),
    Posting(12, FIRST + 14, -2_500, "fee", ""),
    Posting(13, FIRST + 20, -3_000_000, "cash", ""),
]
SUMS = SpanSums(
    net=1_997_500,
    weighted=5_000_000 * 21 - 2_500 * 17 - 3_000_000 * 11,
    fees=-2_500,
)
CALL = [ActivityRate(InteractionKind.CALL.value, 0, 800, 0)]


def month() -> list[tuple[Cell, int]]:
    cells = [cell for _, cell in account_cells(HOLDING, PRICES, {FIRST: SUMS})]
    call = activity_numerator(CALL, "call", FIRST + 8, 0)
    return rounded([*cells, Cell(99, Component.ACTIVITY_COST, call)])


def test_the_worked_example_by_component() -> None:
    assert {cell.component: minor for cell, minor in month()} == {
        Component.DEPOSIT_MARGIN: 17_267,
        Component.FEES: 2_500,
        Component.ACTIVITY_COST: -800,
    }
    assert sum(minor for _, minor in month()) == 18_967


def test_the_worked_example_by_transaction() -> None:
    shares = opened_cell(TERMS, Component.DEPOSIT_MARGIN, 17_267, POSTINGS, PRICES)
    assert [minor for _, minor in shares] == [14_014, 4_747, -2, -1_492]


def test_the_exact_margin_is_that_of_the_design() -> None:
    cells = [cell for _, cell in account_cells(HOLDING, PRICES, {FIRST: SUMS})]
    exact = Fraction(cells[0].numerator, SCALE)
    assert exact == Fraction(381_957_500 * 16_500, 365 * 1_000_000)


def test_posted_interest_replaces_the_customer_rate() -> None:
    terms = ProductTerms(
        "posted",
        ProductKind.CURRENT,
        365,
        InterestMode.POSTED,
        (RateStep(0, 60_000, 5_000, 0, 1_000_000),),
        (),
    )
    holding = Holding(1, 1, terms, 36_500_000)
    sums = SpanSums(net=700, weighted=700, interest=700)
    (_, cell), *_ = account_cells(holding, terms.prices(None, ONE_DAY), {FIRST: sums})
    assert Fraction(cell.numerator, SCALE) == Fraction(36_500_700 * 60_000, 365 * 10**6) - 700


def test_a_loan_earns_what_the_customer_pays_above_the_transfer_price() -> None:
    terms = ProductTerms(
        "loan", ProductKind.LOAN, 360, InterestMode.RATE, (RateStep(0, 26_000, 36_000, 0, 0),), ()
    )
    holding = Holding(1, 1, terms, -36_000_000)
    (_, cell), *_ = account_cells(holding, terms.prices(None, ONE_DAY), {})
    assert cell.component is Component.LOAN_MARGIN
    assert Fraction(cell.numerator, SCALE) == 1_000


def test_an_account_without_rates_earns_nothing() -> None:
    terms = ProductTerms("x", ProductKind.LOAN, 365, InterestMode.RATE, (), ())
    assert not list(account_cells(Holding(1, 1, terms, -5_000), terms.prices(None, [JANUARY]), {}))


def test_a_month_is_cut_where_a_rate_changes() -> None:
    pieces = cut(months(FIRST, LAST), [FIRST + 10])
    assert [(p.first - FIRST, p.last - FIRST, p.month) for p in pieces] == [
        (0, 9, FIRST),
        (10, 30, FIRST),
    ]


def test_months_at_the_edges_are_parts() -> None:
    spans = months(FIRST + 5, next_month(FIRST) + 3)
    assert [(s.days, s.month) for s in spans] == [(26, FIRST), (4, next_month(FIRST))]
