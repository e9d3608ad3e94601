"""Matched maturity: linear between nodes, kept from the first day, replicated without a term."""

from datetime import date
from fractions import Fraction

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, strategies as st

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
    parameters = Parameters("CNY", {"CNY": 2}, {("p", ""): terms}, curves={"CNY": CURVE})
    contract = Contract(1, terms, "CNY", owned_by(1), opened=opened, matures=matures)
    prices = PriceLists(parameters, [JANUARY]).of(contract)
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


FEBRUARY = Span(FIRST + 31, FIRST + 58, FIRST + 31)
OVERNIGHT = (TrancheStep(0, (Tranche(1, 1_000_000),)),)


@pytest.mark.parametrize(("day", "ppm"), [(9, 20_000), (10, 25_000), (11, 25_000)])
def test_overnight_tranche_takes_the_curve_of_the_day(day: int, ppm: int) -> None:
    raised = CurveOfDay(date(2026, 1, 10).toordinal(), (Node(1, 25_000), Node(365, 90_000)))
    curve = Curve((OLD, NEW, raised))
    overnight, year = Tranche(1, 1_000_000), Tranche(365, 1_000_000)
    assert curve.replicated((overnight,), FIRST + day - 1) == ppm
    # The longer one is renewed on the first of a month.
    assert curve.replicated((year,), FIRST + day - 1) == curve.replicated((year,), FIRST)


def test_days_before_the_first_curve_of_a_book_take_that_of_their_month() -> None:
    first = CurveOfDay(date(2026, 1, 10).toordinal(), (Node(1, 25_000),))
    curve, overnight = Curve((first,)), (Tranche(1, 1_000_000),)
    assert curve.replicated(overnight, FIRST) == curve.replicated(overnight, FIRST + 9) == 25_000
    assert curve.replicated(overnight, FIRST - 1) is None


STEPS = st.dictionaries(
    st.integers(FIRST - 400, FIRST + 60),
    st.tuples(st.integers(-5_000, 60_000), st.integers(-5_000, 60_000)),
    min_size=1,
    max_size=12,
)


@given(
    STEPS,
    st.integers(0, 1_000_000),
    st.one_of(st.none(), st.integers(FIRST - 5, FIRST + 60)),
    st.lists(st.tuples(st.integers(0, 58), st.integers(-(10**9), 10**9)), max_size=6),
)
def test_replicated_margin_is_the_sum_of_its_days(
    steps: dict[int, tuple[int, int]],
    share: int,
    remixed: int | None,
    moves: list[tuple[int, int]],
) -> None:
    """Each day's balance at that day's rates, where the rates are looked up day by day."""
    curve = Curve(
        tuple(CurveOfDay(d, (Node(1, a), Node(365, b))) for d, (a, b) in sorted(steps.items()))
    )
    mixes = [TrancheStep(0, (Tranche(1, share), Tranche(365, 1_000_000 - share)))]
    if remixed is not None:
        mixes.append(TrancheStep(remixed, (Tranche(1, 1_000_000 - share), Tranche(365, share))))
    terms = product(Pricing.FLOATING, tuple(mixes))
    parameters = Parameters("CNY", {"CNY": 2}, {("p", ""): terms}, curves={"CNY": curve})
    contract = Contract(1, terms, "CNY", owned_by(1), opened=FIRST - 400)
    prices = PriceLists(parameters, [JANUARY, FEBRUARY]).of(contract)
    moved = [
        (n, FIRST + d, m, "transfer", None, False, 1) for n, (d, m) in enumerate(sorted(moves))
    ]
    found = account_cells(contract, prices, 365_000_000, moved)
    margin = sum((Fraction(cell.numerator, SCALE) for *_w, cell in found), Fraction(0))

    expected = Fraction(0)
    for day in range(FIRST, FIRST + 59):
        part = share if remixed is None or day < remixed else 1_000_000 - share
        if (ftp := rate_of_day(steps, day, part)) is not None:
            balance = 365_000_000 + sum(m for d, m in moves if FIRST + d <= day)
            expected += Fraction(balance * (ftp - 9_000), 365_000_000)
    assert margin == expected


def rate_of_day(steps: dict[int, tuple[int, int]], day: int, overnight: int) -> int | None:
    """A transfer price of one overnight and one yearly tranche, looked up for one day."""

    def on(when: int) -> tuple[int, int] | None:
        return next((steps[d] for d in sorted(steps, reverse=True) if d <= when), None)

    month = date.fromordinal(day).replace(day=1)
    after = (month + relativedelta(months=1)).toordinal()
    in_month = [steps[d] for d in sorted(steps) if month.toordinal() <= d < after]
    firsts = [(month - relativedelta(months=back)).toordinal() for back in range(12)]
    known = [rates[1] for first in firsts if (rates := on(first))]
    if not known and not in_month:
        return None
    long = round(Fraction(sum(known), len(known))) if known else in_month[-1][1]
    short = (on(day) or in_month[0])[0]
    return round(Fraction(short * overnight + long * (1_000_000 - overnight), 1_000_000))
