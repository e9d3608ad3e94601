"""Account cost, overhead, tax and operational risk, against a second computation day by day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from rmdesk.terms import COSTS, INCOME, Component, InterestMode, ProductKind
from rmdesk.value.atoms import opened_cell
from rmdesk.value.cells import Cell, account_cells, rounded
from rmdesk.value.contract import Contract, HeldStep, Posting, RatedStep, owned_by
from rmdesk.value.parameters import (
    AccountCostStep,
    CapitalStep,
    ExchangeStep,
    OverheadStep,
    Parameters,
    Ppm,
    ProductTerms,
    RateStep,
    RiskStep,
    TaxStep,
)
from rmdesk.value.pricing import PriceLists
from rmdesk.value.scale import SCALE
from rmdesk.value.span import months
from tests.value.costs_by_hand import CHANGES, FIRST, LAST, MILLION, calculate


def terms(
    kind: ProductKind, mode: InterestMode = InterestMode.RATE, basis: int = 360
) -> ProductTerms:
    return ProductTerms(
        "p",
        kind,
        basis,
        mode,
        (RateStep(0, 26_000, 43_500, 7_000, 350_000),),
        risks=(RiskStep(0, "good", "none", 750_000, 0),),
        account_costs=(AccountCostStep(0, 1_501), AccountCostStep(CHANGES, 1_777)),
    )


PARAMETERS = Parameters(
    currency="CNY",
    digits={"CNY": 2, "KWD": 3, "JPY": 0},
    products={},
    exchange={"KWD": (ExchangeStep(0, 23_400_000_001),), "JPY": (ExchangeStep(0, 48_123_457),)},
    defaults={"good": (Ppm(0, 12_000),), "bad": (Ppm(0, 90_000),)},
    losses={"none": (Ppm(0, 450_000),)},
    capital=(CapitalStep(0, 105_000, 120_000, 150_000), CapitalStep(CHANGES, 110_000, 130_000, 1)),
    overheads=(OverheadStep(0, 260_000, 500), OverheadStep(CHANGES, 199_999, 333)),
    taxes=(TaxStep(0, 63_400, 63_500), TaxStep(CHANGES, 1, 999_999)),
)


def value(
    contract: Contract, opening: int, postings: Sequence[Posting], given: Parameters = PARAMETERS
) -> list[tuple[int, int, Cell]]:
    prices = PriceLists(given, months(FIRST, LAST)).of(contract)
    return list(account_cells(contract, prices, opening, postings))


def exact(found: Sequence[tuple[int, int, Cell]]) -> Mapping[Component, Fraction]:
    sums: defaultdict[Component, Fraction] = defaultdict(Fraction)
    for _customer, _month, cell in found:
        sums[cell.component] += Fraction(cell.numerator, SCALE)
    return sums


postings = st.lists(
    st.builds(
        Posting,
        st.integers(1, 10**6),
        st.integers(FIRST, LAST),
        st.integers(-(10**12), 10**12),
        st.sampled_from(["transfer", "fee", "interest"]),
    ),
    max_size=9,
    unique_by=lambda p: p.id,
).map(lambda found: sorted(found, key=lambda p: (p.day, p.id)))
contracts = st.builds(
    lambda kind, mode, basis, currency, opened, closed: Contract(
        9,
        terms(kind, mode, basis),
        currency,
        owned_by(1),
        opened=opened,
        closed=closed,
    ),
    st.sampled_from([ProductKind.CURRENT, ProductKind.LOAN, ProductKind.WEALTH]),
    st.sampled_from(InterestMode),
    st.sampled_from([360, 365]),
    st.sampled_from(["CNY", "KWD", "JPY"]),
    st.one_of(st.none(), st.integers(FIRST - 5, LAST + 5)),
    st.one_of(st.none(), st.integers(FIRST - 5, LAST + 5)),
)
NEW = (Component.ACCOUNT_COST, Component.OVERHEAD, Component.TAX, Component.CAPITAL_CHARGE)


@given(contracts, st.integers(-(10**12), 10**12), postings)
def test_each_cost_is_what_a_day_by_day_sum_gives_to_the_last_fraction(
    contract: Contract, opening: int, moved: list[Posting]
) -> None:
    found, wanted = exact(value(contract, opening, moved)), calculate(contract, opening, moved)
    for component in NEW:
        assert found.get(component, 0) == wanted[component], component


@given(contracts, st.integers(-(10**9), 10**9), postings)
def test_every_cell_opens_to_the_minor_unit(
    contract: Contract, opening: int, moved: list[Posting]
) -> None:
    held = (*owned_by(1), HeldStep(CHANGES + 3, ((1, 333_333), (2, 666_667))))
    contract = replace(contract, held=held)
    spans = months(FIRST, LAST)
    prices = PriceLists(PARAMETERS, spans).of(contract)
    cells: defaultdict[tuple[int, int, bool], list[Cell]] = defaultdict(list)
    for customer, month, cell in account_cells(contract, prices, opening, moved):
        charged = cell.component is Component.CAPITAL_CHARGE
        cells[customer, month, charged].append(cell)
    for (customer, month, _charged), inside in cells.items():
        mine = [price for price in prices if price.month == month]
        everything = [Posting(0, 0, opening, "opening"), *moved]
        everything = [p for p in everything if p.day <= mine[-1].last]
        for cell, minor in rounded(inside):
            parts = opened_cell(contract, cell.component, customer, minor, everything, mine)
            assert sum(part for _posting, part in parts) == minor
            if cell.component is Component.ACCOUNT_COST:
                assert [posting.kind for posting, _part in parts] == ["running"]


def running(opened: int | None = None, closed: int | None = None) -> Fraction:
    contract = Contract(
        9, terms(ProductKind.CURRENT), "CNY", owned_by(1), opened=opened, closed=closed
    )
    return -exact(value(contract, 0, ())).get(Component.ACCOUNT_COST, Fraction(0))


def test_an_account_costs_from_its_opening_day_to_the_day_before_it_closed() -> None:
    march = date(2026, 3, 31).toordinal()
    a_day = Fraction(1_777, 31)
    april = Fraction(1_777 * 9, 30)
    assert running(opened=march + 1) == april
    assert running(opened=march) == a_day + april
    assert running(opened=march - 1) == 2 * a_day + april
    assert running(opened=march, closed=march) == 0
    assert running(opened=march, closed=march + 1) == a_day
    assert running(opened=march, closed=march + 2) == a_day + Fraction(1_777, 30)
    assert running(opened=LAST + 1) == 0 == running(closed=FIRST)


def test_a_whole_month_costs_just_the_amount_whatever_its_days() -> None:
    product = replace(terms(ProductKind.CURRENT), account_costs=(AccountCostStep(0, 1_501),))
    contract = Contract(9, product, "CNY", owned_by(1))
    spans = months(date(2024, 1, 1).toordinal(), date(2024, 12, 31).toordinal())
    given = replace(PARAMETERS, overheads=(), taxes=(), capital=())
    found = account_cells(contract, PriceLists(given, spans).of(contract), 0, ())
    assert [Fraction(cell.numerator, SCALE) for _c, _m, cell in found] == [-1_501] * 12


def test_an_account_whose_product_has_no_cost_costs_nothing() -> None:
    product = replace(terms(ProductKind.CURRENT), account_costs=())
    given = replace(PARAMETERS, overheads=(), taxes=(), capital=())
    assert not value(Contract(9, product, "CNY", owned_by(1)), 0, (), given)


@pytest.mark.parametrize(
    ("kind", "taxed"),
    [
        (ProductKind.LOAN, Fraction(1_000_000 * 43_500 * 63_400, 360 * MILLION**2)),
        (ProductKind.CURRENT, Fraction(0)),
        (ProductKind.TERM_DEPOSIT, Fraction(0)),
        (ProductKind.WEALTH, -Fraction(1_000_000 * 7_000 * 63_500, 360 * MILLION**2)),
    ],
)
def test_the_interest_on_loans_and_trailer_fees_are_taxed_and_deposits_are_not(
    kind: ProductKind, taxed: Fraction
) -> None:
    contract = Contract(9, terms(kind), "CNY", owned_by(1))
    day = PriceLists(PARAMETERS, months(FIRST, FIRST)).of(contract)
    found = {c.component: c for _w, _m, c in account_cells(contract, day, -1_000_000, ())}
    tax = found[Component.TAX].numerator if Component.TAX in found else 0
    assert Fraction(tax, SCALE) == -taxed


def test_a_loan_without_a_transfer_price_pays_no_tax_as_it_earns_nothing_here() -> None:
    product = replace(terms(ProductKind.LOAN), rates=(RateStep(0, None, 43_500, 0, 0),))
    contract = Contract(9, product, "CNY", owned_by(1))
    assert Component.TAX not in exact(value(contract, -1_000_000, ()))


def test_capital_of_a_year_of_income_is_alpha_times_12_5_times_the_ratio_for_a_year() -> None:
    product = replace(terms(ProductKind.CURRENT, basis=365), account_costs=())
    given = replace(PARAMETERS, overheads=(), taxes=(), capital=PARAMETERS.capital[:1])
    contract = Contract(9, product, "CNY", owned_by(1))
    spans = months(date(2025, 1, 1).toordinal(), date(2025, 12, 31).toordinal())
    found = list(account_cells(contract, PriceLists(given, spans).of(contract), -(10**9), ()))
    cells = [cell for _c, _m, cell in found]
    income = sum(Fraction(c.numerator, SCALE) for c in cells if c.component in INCOME)
    charged = [c for c in cells if c.component is Component.CAPITAL_CHARGE]
    operational = income * Fraction(15, 100) * Fraction(25, 2) * Fraction(105, 1000)
    credit = Fraction(10**9 * 75 * 105, 100 * 1000)
    bound = sum(Fraction(c.capital, SCALE) for c in charged)
    assert income > 0 and bound == (operational + credit) * 365
    assert sum(Fraction(c.numerator, SCALE) for c in charged) == -(operational + credit) * Fraction(
        12, 100
    )


def losses(risk: RiskStep, rating: str = "") -> Fraction:
    product = replace(terms(ProductKind.LOAN), risks=(risk,))
    rated = (RatedStep(0, rating, ""),) if rating else ()
    contract = Contract(9, product, "CNY", owned_by(1), rated=rated)
    day = PriceLists(PARAMETERS, months(FIRST, FIRST)).of(contract)
    found = {c.component: c for _w, _m, c in account_cells(contract, day, -360_000_000, ())}
    cell = found.get(Component.EXPECTED_LOSS)
    return -Fraction(cell.numerator, SCALE) if cell else Fraction(0)


def test_a_products_own_default_counts_where_the_account_has_no_rating_of_its_own() -> None:
    own = RiskStep(0, "good", "none", 750_000, 0, 20_000)
    assert losses(replace(own, default_ppm=None)) == 5_400
    assert losses(own) == 9_000
    assert losses(own, "bad") == 40_500
    assert losses(replace(own, default_ppm=0)) == 0


def test_the_components_are_income_costs_tax_loss_and_capital() -> None:
    rest = {Component.TAX, Component.EXPECTED_LOSS, Component.CAPITAL_CHARGE}
    assert {*INCOME, *COSTS} | rest == set(Component)
    assert not set(INCOME) & set(COSTS)
