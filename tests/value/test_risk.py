"""Expected loss and capital: the example of VALUE, limits, ratings that change, shared accounts."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given, strategies as st

from rmdesk.terms import Component, InterestMode, ProductKind
from rmdesk.value.atoms import opened_cell
from rmdesk.value.cells import Cell, account_cells, rounded
from rmdesk.value.contract import Contract, HeldStep, Posting, RatedStep, exposure, owned_by
from rmdesk.value.parameters import (
    CapitalStep,
    ExchangeStep,
    Parameters,
    Ppm,
    ProductTerms,
    RateStep,
    RiskStep,
)
from rmdesk.value.pricing import PriceLists
from rmdesk.value.scale import SCALE
from rmdesk.value.span import Span

FIRST = date(2026, 1, 1).toordinal()
JANUARY = Span(FIRST, FIRST + 30, FIRST)
LOAN = ProductTerms(
    "loan",
    ProductKind.LOAN,
    365,
    InterestMode.RATE,
    (RateStep(0, 26_000, 43_500, 0, 1_000_000),),
    risks=(RiskStep(0, "normal", "none", 750_000, 500_000),),
)
GIVEN = Parameters(
    currency="CNY",
    digits={"CNY": 2, "JPY": 0, "KWD": 3},
    products={("loan", ""): LOAN},
    exchange={
        "JPY": (ExchangeStep(0, 48_123_000),),
        "KWD": (ExchangeStep(0, 23_400_000_000), ExchangeStep(FIRST + 10, 23_500_000_000)),
    },
    defaults={
        "normal": (Ppm(0, 12_000),),
        "watch": (Ppm(0, 300_000),),
        "loss": (Ppm(0, 1_000_000),),
    },
    losses={"none": (Ppm(0, 450_000),), "deposit": (Ppm(0, 100_000),)},
    capital=(CapitalStep(0, 105_000, 120_000),),
)
REPAID = Posting(5, FIRST + 7, 2_000_000, "loan_payment")


def cells(contract: Contract, opening: int, *postings: Posting) -> list[tuple[int, Cell]]:
    prices = PriceLists(GIVEN, [JANUARY]).of(contract)
    return [(c, cell) for c, _m, cell in account_cells(contract, prices, opening, postings)]


def of(found: list[tuple[int, Cell]], component: Component, customer: int = 1) -> Fraction:
    return sum(
        (
            Fraction(cell.numerator, SCALE)
            for who, cell in found
            if who == customer and cell.component is component
        ),
        Fraction(0),
    )


def loan(**more: object) -> Contract:
    return Contract(9, LOAN, **({"currency": "CNY", "held": owned_by(1)} | more))  # type: ignore[arg-type]


def test_the_loan_of_the_example() -> None:
    found = cells(loan(), -20_000_000, REPAID)
    days = 20_000_000 * 31 - 2_000_000 * 24
    assert days == 572_000_000
    assert of(found, Component.LOAN_MARGIN) == Fraction(days * 17_500, 365 * 10**6)
    loss = of(found, Component.EXPECTED_LOSS)
    assert loss == -Fraction(days * 12_000 * 450_000, 365 * 10**12)
    assert round(loss, 4) == Fraction("-8462.4658")
    charge = of(found, Component.CAPITAL_CHARGE)
    assert charge == -Fraction(days * 750_000 * 105_000 * 120_000, 365 * 10**18)
    assert round(charge) == -14_809
    bound = next(cell.capital for _c, cell in found if cell.component is Component.CAPITAL_CHARGE)
    assert Fraction(bound, SCALE) == Fraction(days * 750_000 * 105_000, 10**12)


def test_capital_is_bound_even_where_it_need_not_earn_anything() -> None:
    given = replace(GIVEN, capital=(CapitalStep(0, 105_000, 0),), defaults={})
    prices = PriceLists(given, [JANUARY]).of(loan())
    ((_customer, _month, _margin), (*_who, cell)) = account_cells(loan(), prices, -36_500, ())
    assert (cell.component, cell.numerator) == (Component.CAPITAL_CHARGE, 0)
    assert Fraction(cell.capital, SCALE) == Fraction(36_500 * 31 * 750_000 * 105_000, 10**12)


def test_what_could_be_drawn_counts_in_part_and_a_balance_in_credit_not_at_all() -> None:
    assert exposure(-300, 1_000, 500_000) == 300_000_000 + 350_000_000
    assert exposure(-1_200, 1_000, 500_000) == 1_200_000_000
    assert exposure(700, 1_000, 500_000) == 500_000_000
    assert exposure(700, 0, 500_000) == 0


def test_a_limit_counts_from_the_day_it_opened_until_it_closed() -> None:
    contract = loan(limit_minor=1_000_000, opened=FIRST + 10, closed=FIRST + 20)
    loss = of(cells(contract, 0), Component.EXPECTED_LOSS)
    assert loss == -Fraction(500_000 * 10 * 12_000 * 450_000, 365 * 10**12)


def test_a_worse_rating_counts_from_its_day() -> None:
    contract = loan(rated=(RatedStep(FIRST + 30, "watch", ""),))
    loss = of(cells(contract, -36_500_000), Component.EXPECTED_LOSS)
    daily = Fraction(36_500_000 * 450_000, 365 * 10**6)
    assert loss == -daily * (Fraction("0.012") * 30 + Fraction("0.3"))


def test_other_currencies_are_worth_what_they_were_on_the_day() -> None:
    yen = of(cells(loan(currency="JPY"), -365_000), Component.LOAN_MARGIN)
    assert yen == Fraction(365_000 * 31 * 17_500, 365 * 10**6) * Fraction("0.048123") * 100
    dinar = of(cells(loan(currency="KWD"), -365_000), Component.LOAN_MARGIN)
    daily = Fraction(365_000 * 17_500, 365 * 10**6) / 10
    assert dinar == daily * (Fraction("23.4") * 10 + Fraction("23.5") * 21)


def test_a_currency_without_a_rate_is_left_out() -> None:
    assert not cells(loan(currency="USD"), -365_000)


def test_owners_share_and_an_account_moves_on_a_day() -> None:
    held = (
        *owned_by(1),
        HeldStep(FIRST + 10, ((1, 250_000), (2, 750_000))),
        HeldStep(FIRST + 20, ((3, 1_000_000),)),
    )
    found = cells(loan(held=held), -36_500_000)
    a_day = Fraction(36_500_000 * 17_500, 365 * 10**6)
    shares = [of(found, Component.LOAN_MARGIN, who) / a_day for who in (1, 2, 3)]
    assert shares == [Fraction("12.5"), Fraction("7.5"), 11]


movements = st.lists(
    st.builds(
        Posting,
        st.integers(1, 10**6),
        st.integers(FIRST, FIRST + 30),
        st.integers(-(10**8), 10**8),
        st.sampled_from(["transfer", "fee", "interest"]),
    ),
    max_size=8,
    unique_by=lambda p: p.id,
)


@given(movements, st.integers(-(10**8), 10**8), st.sampled_from([0, 5_000_000]))
def test_postings_share_a_cell_out_to_the_minor_unit(
    drawn: list[Posting], opening: int, limit: int
) -> None:
    held = (*owned_by(1), HeldStep(FIRST + 12, ((1, 300_000), (2, 700_000))))
    contract = loan(held=held, limit_minor=limit, rated=(RatedStep(FIRST + 5, "loss", ""),))
    postings = sorted(drawn, key=lambda p: (p.day, p.id))
    prices = PriceLists(GIVEN, [JANUARY]).of(contract)
    brought_in = Posting(0, 0, opening, "opening")
    for customer in (1, 2):
        mine = [cell for who, cell in cells(contract, opening, *postings) if who == customer]
        charge = [cell for cell in mine if cell.component is Component.CAPITAL_CHARGE]
        rest = [cell for cell in mine if cell not in charge]
        for cell, minor in [*rounded(rest), *rounded(charge)]:
            everything = [brought_in, *postings]
            inside = opened_cell(contract, cell.component, customer, minor, everything, prices)
            assert sum(part for _posting, part in inside) == minor
