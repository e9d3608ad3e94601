"""Default: charged once, then only what changes; off the book once it is written off.

The second computation here goes day by day and knows only what a day's end looks like.
"""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from rmdesk.terms import AssetClass, Component
from rmdesk.value.atoms import opened_cell
from rmdesk.value.cells import Cell, account_cells, rounded
from rmdesk.value.contract import Contract, HeldStep, Posting, RatedStep, owned_by
from rmdesk.value.credit import Credits, find_write_off
from rmdesk.value.default import charge_default, share_out_default
from rmdesk.value.parameters import Ppm
from rmdesk.value.pricing import PriceLists
from rmdesk.value.scale import SCALE
from rmdesk.value.span import Span, months
from rmdesk.value.volumes import account_volumes
from tests.value.test_risk import FIRST, GIVEN, JANUARY, LOAN, loan, of

END = date(2027, 6, 30).toordinal()
WHOLE = months(FIRST, END)
LOST = (RatedStep(FIRST + 10, "loss", ""),)
MILLION = 1_000_000


def cells(
    contract: Contract, opening: int, *postings: Posting, spans: list[Span] | None = None
) -> list[tuple[int, Cell]]:
    prices = PriceLists(GIVEN, spans or WHOLE).of(contract)
    return [(c, cell) for c, _m, cell in account_cells(contract, prices, opening, postings)]


def loss(contract: Contract, opening: int, *postings: Posting) -> Fraction:
    return of(cells(contract, opening, *postings), Component.EXPECTED_LOSS)


def performing(principal: int, days: int) -> Fraction:
    """What a performing loan is expected to lose in a number of days: PD 1.2 %, LGD 45 %."""
    return Fraction(principal * days * 12 * 45, 365 * 100_000)


def test_a_defaulted_loan_is_lost_once_not_once_a_year() -> None:
    expected = performing(20_000_000, 10) + 20_000_000 * Fraction("0.45")
    assert loss(loan(rated=LOST), -20_000_000) == -expected


def test_the_charge_falls_on_the_day_on_which_it_defaults() -> None:
    for day, expected in ((9, performing(1_000_000, 1)), (10, Fraction(450_000)), (11, 0)):
        span = Span(FIRST + day, FIRST + day, FIRST)
        found = cells(loan(rated=LOST), -1_000_000, spans=[span])
        assert of(found, Component.EXPECTED_LOSS) == -expected


@pytest.mark.parametrize("asset_class", AssetClass)
def test_substandard_and_worse_are_in_default(asset_class: AssetClass) -> None:
    rated = (RatedStep(FIRST, "", "", asset_class),)
    found = loss(loan(rated=rated), -1_000_000)
    whole = performing(1_000_000, END - FIRST + 1)
    assert found == -(Fraction(450_000) if asset_class.is_default else whole)


def test_recovery_collateral_and_further_draws_change_what_is_charged() -> None:
    rated = (*LOST, RatedStep(FIRST + 20, "loss", "deposit"), RatedStep(FIRST + 30, "loss", ""))
    day = {n: Posting(n, FIRST + n, m, "transfer") for n, m in ((15, 600_000), (25, -100_000))}
    parts = {
        10: Fraction(450_000),
        15: Fraction(-270_000),
        20: -400_000 * Fraction("0.35"),
        25: 100_000 * Fraction("0.1"),
        30: 500_000 * Fraction("0.35"),
    }
    for days in (10, 15, 20, 25, 30, 31):
        spans = [Span(FIRST, FIRST + days, FIRST)]
        postings = [p for p in day.values() if p.day <= FIRST + days]
        found = cells(loan(rated=rated), -1_000_000, *postings, spans=spans)
        expected = performing(1_000_000, 10) + sum(v for n, v in parts.items() if n <= days)
        assert of(found, Component.EXPECTED_LOSS) == -expected


def test_back_to_performing_releases_what_is_left() -> None:
    rated = (*LOST, RatedStep(FIRST + 100, "normal", "", AssetClass.NORMAL))
    days = 10 + END - (FIRST + 100) + 1
    assert loss(loan(rated=rated), -1_000_000) == -performing(1_000_000, days)


def test_a_defaulted_loan_earns_no_margin_and_a_performing_one_does() -> None:
    for day, earns in ((9, True), (10, False), (11, False)):
        span = Span(FIRST + day, FIRST + day, FIRST)
        found = cells(loan(rated=LOST), -36_500_000, spans=[span])
        assert of(found, Component.LOAN_MARGIN) == (1_750 if earns else 0)


def test_its_capital_is_that_of_what_was_not_charged() -> None:
    for collateral, weight in (("", Fraction("0.55")), ("deposit", Fraction("1.35"))):
        contract = loan(rated=(RatedStep(FIRST, "loss", collateral),))
        charge = of(cells(contract, -1_000_000, spans=[JANUARY]), Component.CAPITAL_CHARGE)
        a_day = 1_000_000 * weight * Fraction("0.105") * Fraction("0.12") / 365
        assert charge == -31 * a_day


@pytest.mark.parametrize(("loss_ppm", "weight"), [(199_999, "1.5"), (200_000, "1"), (200_001, "1")])
def test_a_fifth_charged_is_enough_for_the_lower_weight(loss_ppm: int, weight: str) -> None:
    given = replace(GIVEN, losses={"none": (Ppm(0, loss_ppm),)})
    contract = loan(rated=(RatedStep(FIRST, "loss", ""),))
    found = Credits(given).stand(contract, FIRST).weight_ppm
    assert found == round((MILLION - loss_ppm) * Fraction(weight))


def test_written_off_is_off_the_book_and_what_was_not_charged_is_lost_as_well() -> None:
    contract = loan(rated=LOST, written_off=FIRST + 20)
    closing = Posting(-(FIRST + 20), FIRST + 20, 1_000_000, "closing")
    back = Posting(7, FIRST + 40, 30_000, "transfer")
    for days, expected in ((19, 450_000), (20, 1_000_000), (39, 1_000_000), (40, 970_000)):
        spans = [Span(FIRST, FIRST + days, FIRST)]
        postings = [p for p in (closing, back) if p.day <= FIRST + days]
        found = cells(contract, -1_000_000, *postings, spans=spans)
        assert of(found, Component.EXPECTED_LOSS) == -(performing(1_000_000, 10) + expected)
    later = cells(contract, 0, back._replace(day=FIRST + 50), spans=months(FIRST + 45, END))
    assert [(cell.component, cell.numerator) for _who, cell in later] == [
        (Component.EXPECTED_LOSS, 30_000 * SCALE)
    ]
    # Without an adjustment, the balance that is still stored is off the book as well.
    assert not cells(contract, -1_000_000, spans=months(FIRST + 20 + 1, END))
    prices = PriceLists(GIVEN, WHOLE).of(contract)
    days_on_book = sum(v.days for v in account_volumes(contract, prices, -1_000_000, ()))
    assert days_on_book == -1_000_000 * 20 * MILLION


def test_a_performing_loan_that_is_written_off_is_lost_whole() -> None:
    found = loss(loan(written_off=FIRST + 20), -1_000_000)
    assert found == -(performing(1_000_000, 20) + 1_000_000)


def test_a_loan_is_in_default_when_it_is_unpaid_over_90_days_after_maturity() -> None:
    contract = loan(matures=FIRST + 10)
    for day, expected in ((100, None), (101, Fraction(450_000)), (102, 0)):
        span = Span(FIRST + day, FIRST + day, FIRST)
        found = of(cells(contract, -1_000_000, spans=[span]), Component.EXPECTED_LOSS)
        # From the day after maturity on payments are late: the next worse rating, 30 %.
        late = performing(1_000_000, 1) * 25
        assert found == -(late if expected is None else expected)
    for ended in (replace(contract, is_closed=True), replace(contract, closed=FIRST + 10)):
        whole = performing(1_000_000, END - FIRST + 1)
        assert loss(ended, -1_000_000) == -whole
    said = (RatedStep(FIRST + 101, "normal", "", AssetClass.NORMAL),)
    renewed = replace(contract, rated=said)
    span = Span(FIRST + 101, FIRST + 101, FIRST)
    found = of(cells(renewed, -1_000_000, spans=[span]), Component.EXPECTED_LOSS)
    assert found == -performing(1_000_000, 1)


def test_arrears_without_a_rating_of_their_own_have_the_next_worse_one() -> None:
    late = cells(loan(in_arrears=True), -1_000_000, spans=[JANUARY])
    assert of(late, Component.EXPECTED_LOSS) == -performing(1_000_000, 31) * 25
    dated = loan(in_arrears=True, rated=(RatedStep(FIRST + 11, "", "", AssetClass.NORMAL),))
    found = of(cells(dated, -1_000_000, spans=[JANUARY]), Component.EXPECTED_LOSS)
    assert found == -performing(1_000_000, 11) - performing(1_000_000, 20) * 25
    own = loan(in_arrears=True, rated=(RatedStep(0, "normal", ""),))
    found = of(cells(own, -1_000_000, spans=[JANUARY]), Component.EXPECTED_LOSS)
    assert found == -performing(1_000_000, 31)
    risks = (replace(LOAN.risks[0], rating="watch"),)
    watched = replace(loan(in_arrears=True), terms=replace(LOAN, risks=risks))
    found = of(cells(watched, -1_000_000, spans=[JANUARY]), Component.EXPECTED_LOSS)
    assert found == -performing(1_000_000, 31) * 25


def test_the_day_of_a_write_off() -> None:
    rated = (RatedStep(50, "watch", ""), RatedStep(70, "loss", ""), RatedStep(80, "normal", ""))
    assert find_write_off(rated, GIVEN, 10, 60, 65) == 65
    assert find_write_off(rated, GIVEN, 10, 60, None) == 70
    assert find_write_off(rated, GIVEN, 10, 75, None) == 75
    assert find_write_off((), GIVEN, 10, 75, None) == 75
    assert find_write_off((), GIVEN, 10, None, None) == 9
    by_class = (RatedStep(90, "", "", AssetClass.LOSS),)
    assert find_write_off(by_class, GIVEN, 10, 75, None) == 90


RATE = {"JPY": Fraction("0.048123") * 100}
PD = {"normal": Fraction("0.012"), "watch": Fraction("0.3"), "loss": Fraction(1)}
LGD = {"none": Fraction("0.45"), "deposit": Fraction("0.1")}


@dataclass
class Day:
    """How a contract stands at a day's end, from its plain facts."""

    share_lost: Fraction
    owed: Fraction
    flow: Fraction
    on_book: bool


def end_of(contract: Contract, day: int, opening: int, postings: list[Posting]) -> Day:
    """The second computation: one day's end, everything from the beginning."""
    balance = opening + sum(p.minor for p in postings if p.day <= day)
    rating, collateral, asset_class = "normal", "none", None
    for step in contract.rated:
        if step.valid_from <= day:
            rating, collateral = step.rating or "normal", step.collateral or "none"
            asset_class = step.asset_class
    off = contract.written_off
    if off is not None and day >= off:
        then = opening + sum(p.minor for p in postings if p.day < off)
        back = sum(p.minor for p in postings if off < p.day <= day and p.kind != "interest")
        return Day(Fraction(1), Fraction(max(0, -then) - back), Fraction(0), False)
    drawn = max(0, -balance)
    owed = drawn + Fraction(1, 2) * max(0, contract.limit(day) - drawn)
    worst = asset_class in (AssetClass.SUBSTANDARD, AssetClass.DOUBTFUL, AssetClass.LOSS)
    if worst or rating == "loss":
        return Day(LGD[collateral], owed, Fraction(0), True)
    return Day(Fraction(0), owed, owed * PD[rating] * LGD[collateral] / 365, True)


def by_hand(
    contract: Contract, first: int, last: int, opening: int, postings: list[Posting]
) -> Fraction:
    total = Fraction(0)
    for day in range(first, last + 1):
        before = end_of(contract, day - 1, opening, postings)
        now = end_of(contract, day, opening, postings)
        total += now.owed * now.share_lost - before.owed * before.share_lost + now.flow
    return -total * RATE.get(contract.currency, Fraction(1))


steps = st.lists(
    st.builds(
        RatedStep,
        st.integers(FIRST, FIRST + 60),
        st.sampled_from(["", "watch", "loss"]),
        st.sampled_from(["", "deposit"]),
        st.sampled_from([None, AssetClass.NORMAL, AssetClass.SPECIAL_MENTION, AssetClass.LOSS]),
    ),
    max_size=4,
    unique_by=lambda step: step.valid_from,
).map(lambda found: tuple(sorted(found, key=lambda step: step.valid_from)))
movements = st.lists(
    st.builds(
        Posting,
        st.integers(1, 10**6),
        st.integers(FIRST, FIRST + 70),
        st.integers(-(10**8), 10**8),
        st.sampled_from(["transfer", "fee", "interest"]),
    ),
    max_size=6,
    unique_by=lambda p: p.id,
).map(lambda found: sorted(found, key=lambda p: (p.day, p.id)))
contracts = st.builds(
    lambda rated, off, limit, currency: loan(
        rated=rated,
        written_off=off,
        limit_minor=limit,
        currency=currency,
        held=(*owned_by(1), HeldStep(FIRST + 33, ((1, 300_000), (2, 700_000)))),
    ),
    steps,
    st.one_of(st.none(), st.integers(FIRST, FIRST + 70)),
    st.sampled_from([0, 5_000_000]),
    st.sampled_from(["CNY", "JPY"]),
)
cuts = st.tuples(st.integers(0, 70), st.integers(0, 70)).map(sorted)


@given(contracts, movements, st.integers(-(10**8), 10**8), cuts)
def test_any_period_costs_what_its_days_cost(
    contract: Contract, postings: list[Posting], opening: int, period: list[int]
) -> None:
    first, last = FIRST + period[0], FIRST + period[1]
    inside = [p for p in postings if first <= p.day <= last]
    brought = opening + sum(p.minor for p in postings if p.day < first)
    found = cells(contract, brought, *inside, spans=months(first, last))
    whole = sum(of(found, Component.EXPECTED_LOSS, who) for who in (1, 2))
    assert whole == by_hand(contract, first, last, opening, postings)


@given(contracts, movements, st.integers(-(10**8), 10**8))
def test_postings_share_out_what_a_default_costs(
    contract: Contract, postings: list[Posting], opening: int
) -> None:
    spans = months(FIRST, FIRST + 70)
    prices = PriceLists(GIVEN, spans).of(contract)
    brought_in = Posting(0, 0, opening, "opening")
    for customer, month, cell in account_cells(contract, prices, opening, postings):
        ((_cell, minor),) = rounded([cell])
        of_month = [price for price in prices if price.month == month]
        before = [brought_in, *(p for p in postings if p.day <= of_month[-1].last)]
        inside = opened_cell(contract, cell.component, customer, minor, before, of_month)
        assert sum(part for _posting, part in inside) == minor
    for price in prices:
        span = price.charged_span()
        before = [brought_in, *(p for p in postings if p.day <= price.last)]
        within = [p for p in before[1:] if p.day >= price.first]
        brought = sum(p.minor for p in before) - sum(p.minor for p in within)
        charge = charge_default(contract, span, brought, within)
        assert sum(share_out_default(contract, span, before)) == charge


@given(steps, movements, st.integers(-(10**8), 0), st.integers(FIRST + 61, FIRST + 69))
def test_in_the_end_what_was_written_off_is_lost_and_nothing_else(
    rated: tuple[RatedStep, ...], postings: list[Posting], opening: int, off: int
) -> None:
    default = RatedStep(FIRST, "loss", "")
    rest = tuple(replace(s, rating="loss") for s in rated if s.valid_from > FIRST)
    contract = loan(rated=(default, *rest), written_off=off)
    found = loss(contract, opening, *postings)
    owed = max(0, -(opening + sum(p.minor for p in postings if p.day < off)))
    back = sum(p.minor for p in postings if p.day > off and p.kind != "interest")
    assert found == -(owed - back)
