"""The worked example of the design, by the arithmetic alone."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from rmdesk.terms import Component, InteractionKind, InterestMode, ProductKind
from rmdesk.value.atoms import opened_cell
from rmdesk.value.cells import Cell, account_cells, rounded
from rmdesk.value.contract import Contract, Posting, owned_by
from rmdesk.value.parameters import ActivityRate, Parameters, ProductTerms, RateStep
from rmdesk.value.pricing import Price, PriceLists
from rmdesk.value.scale import SCALE
from rmdesk.value.span import Span, cut, months, next_month
from rmdesk.value.work import activity_numerator

FIRST = date(2025, 1, 1).toordinal()
LAST = date(2025, 1, 31).toordinal()
JANUARY = Span(FIRST, LAST, FIRST)
ONE_DAY = Span(FIRST, FIRST, FIRST)
TERMS = ProductTerms(
    "current",
    ProductKind.CURRENT,
    365,
    InterestMode.RATE,
    (RateStep(0, 20_000, 3_500, 0, 1_000_000),),
)
ACCOUNT = Contract(1, TERMS, "CNY", owned_by(1))
POSTINGS = [
    Posting(11, FIRST + 10, 5_000_000, "transfer"),
    Posting(12, FIRST + 14, -2_500, "fee"),
    Posting(13, FIRST + 20, -3_000_000, "cash"),
]
CALL = [ActivityRate(InteractionKind.CALL.value, 0, 800, 0)]


def prices(contract: Contract, *spans: Span) -> list[Price]:
    terms = contract.terms
    given = Parameters("CNY", {"CNY": 2}, {(terms.code, ""): terms})
    return PriceLists(given, spans).of(contract)


def cells(
    contract: Contract, span: Span, opening: int, postings: Sequence[Posting] = ()
) -> list[Cell]:
    found = account_cells(contract, prices(contract, span), opening, postings)
    return [cell for _customer, _month, cell in found]


def month() -> list[tuple[Cell, int]]:
    call = activity_numerator(CALL, "call", FIRST + 8, 0)
    account = cells(ACCOUNT, JANUARY, 10_000_000, POSTINGS)
    return rounded([*account, Cell(99, Component.ACTIVITY_COST, call)])


def test_the_worked_example_by_component() -> None:
    assert {cell.component: minor for cell, minor in month()} == {
        Component.DEPOSIT_MARGIN: 17_267,
        Component.FEES: 2_500,
        Component.ACTIVITY_COST: -800,
    }
    assert sum(minor for _, minor in month()) == 18_967


def test_the_worked_example_by_transaction() -> None:
    opened = [Posting(0, 0, 10_000_000, "opening"), *POSTINGS]
    january = prices(ACCOUNT, JANUARY)
    shares = opened_cell(ACCOUNT, Component.DEPOSIT_MARGIN, 1, 17_267, opened, january)
    assert [minor for _, minor in shares] == [14_014, 4_747, -2, -1_492]


def test_the_exact_margin_is_that_of_the_design() -> None:
    exact = Fraction(cells(ACCOUNT, JANUARY, 10_000_000, POSTINGS)[0].numerator, SCALE)
    assert exact == Fraction(381_957_500 * 16_500, 365 * 1_000_000)


def test_posted_interest_replaces_the_customer_rate() -> None:
    rates = (RateStep(0, 60_000, 5_000, 0, 1_000_000),)
    terms = ProductTerms("posted", ProductKind.CURRENT, 365, InterestMode.POSTED, rates)
    contract = Contract(1, terms, "CNY", owned_by(1))
    (cell,) = cells(contract, ONE_DAY, 36_500_000, [Posting(1, FIRST, 700, "interest")])
    assert Fraction(cell.numerator, SCALE) == Fraction(36_500_700 * 60_000, 365 * 10**6) - 700


def test_a_loan_earns_what_the_customer_pays_above_the_transfer_price() -> None:
    rates = (RateStep(0, 26_000, 36_000, 0, 0),)
    terms = ProductTerms("loan", ProductKind.LOAN, 360, InterestMode.RATE, rates)
    (cell,) = cells(Contract(1, terms, "CNY", owned_by(1)), ONE_DAY, -36_000_000)
    assert cell.component is Component.LOAN_MARGIN
    assert Fraction(cell.numerator, SCALE) == 1_000


def test_an_account_without_rates_earns_nothing() -> None:
    terms = ProductTerms("x", ProductKind.LOAN, 365, InterestMode.RATE, ())
    assert not cells(Contract(1, terms, "CNY", owned_by(1)), JANUARY, -5_000)


def test_a_month_is_cut_where_a_rate_changes() -> None:
    pieces = cut(months(FIRST, LAST), [FIRST + 10])
    assert [(p.first - FIRST, p.last - FIRST, p.month) for p in pieces] == [
        (0, 9, FIRST),
        (10, 30, FIRST),
    ]


def test_months_at_the_edges_are_parts() -> None:
    spans = months(FIRST + 5, next_month(FIRST) + 3)
    assert [(s.days, s.month) for s in spans] == [(26, FIRST), (4, next_month(FIRST))]
