"""Matched maturity: linear between nodes, kept from the first day, replicated without a term."""

from datetime import date
from fractions import Fraction

import pytest

from rmdesk.terms import InterestMode, Pricing, ProductKind
from rmdesk.value.cells import account_cells
from rmdesk.value.contract import Contract, owned_by
from rmdesk.value.curve import Curve, CurveOfDay, Node, Tranche
from rmdesk.value.parameters import Parameters, ProductTerms, RateStep, TrancheStep
from rmdesk.value.pricing import PriceLists
from rmdesk.value.scale import SCALE
from rmdesk.value.span import Span

FIRST = date(2026, 1, 1).toordinal()
JANUARY = Span(FIRST, FIRST + 30, FIRST)
OLD = CurveOfDay(
    date(2025, 1, 1).toordinal(), (Node(1, 10_000), Node(365, 20_000), Node(1095, 26_000))
)
NEW = CurveOfDay(date(2025, 7, 1).toordinal(), (Node(1, 20_000), Node(365, 30_000)))
CURVE = Curve((OLD, NEW))


@pytest.mark.parametrize(
    ("days", "ppm"),
    [(0, 10_000), (1, 10_000), (365, 20_000), (730, 23_000), (183, 15_000), (5_000, 26_000)],
)
def test_a_rate_is_linear_between_nodes_and_level_beyond_them(days: int, ppm: int) -> None:
    assert OLD.at(days) == ppm


def test_a_contract_takes_the_curve_of_its_first_day() -> None:
    assert CURVE.matched(date(2025, 6, 30).toordinal(), 365) == 20_000
    assert CURVE.matched(date(2025, 7, 1).toordinal(), 365) == 30_000
    assert CURVE.matched(date(2020, 1, 1).toordinal(), 365) == 20_000
    assert Curve(()).matched(FIRST, 365) is None


def test_money_without_a_term_earns_the_mean_of_its_tranches() -> None:
    tranches = (Tranche(1, 400_000), Tranche(365, 600_000))
    # Of the twelve months up to January 2026, five were under the old curve.
    year = Fraction(5 * 20_000 + 7 * 30_000, 12)
    expected = round(Fraction("0.4") * 20_000 + Fraction("0.6") * round(year))
    assert CURVE.replicated(tranches, FIRST) == expected
    assert CURVE.replicated((), FIRST) is None
    assert CURVE.replicated(tranches, date(2024, 1, 1).toordinal()) is None


def product(pricing: Pricing, tranches: tuple[TrancheStep, ...] = ()) -> ProductTerms:
    steps = (RateStep(0, None, 12_000, 0, 0), RateStep(FIRST - 40, None, 9_000, 0, 0))
    return ProductTerms(
        *("p", ProductKind.TERM_DEPOSIT, 365, InterestMode.RATE, steps),
        pricing=pricing,
        tranches=tranches,
    )


def spread(terms: ProductTerms, opened: int | None = None, matures: int | None = None) -> Fraction:
    """What the account earns a year on one unit, in millionths."""
    given = Parameters("CNY", {"CNY": 2}, {("p", ""): terms}, curves={"CNY": CURVE})
    contract = Contract(1, terms, "CNY", owned_by(1), opened=opened, matures=matures)
    prices = PriceLists(given, [JANUARY]).of(contract)
    found = list(account_cells(contract, prices, 365_000_000, ()))
    return sum((Fraction(c.numerator, SCALE) for *_w, c in found), Fraction(0)) / 31


def test_a_term_deposit_keeps_price_and_rate_of_its_first_day() -> None:
    fixed = product(Pricing.FIXED)
    opened = date(2025, 3, 1).toordinal()
    assert spread(fixed, opened=opened, matures=opened + 365) == 20_000 - 12_000
    later = date(2025, 12, 1).toordinal()
    assert spread(fixed, opened=later, matures=later + 365) == 30_000 - 9_000


def test_a_floating_product_takes_the_rate_of_its_replication() -> None:
    tranches = (TrancheStep(0, (Tranche(1, 1_000_000),)),)
    assert spread(product(Pricing.FLOATING, tranches), opened=FIRST - 400) == 20_000 - 9_000


def test_without_a_price_nothing_is_earned() -> None:
    assert spread(product(Pricing.FLOATING)) == 0
