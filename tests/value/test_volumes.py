"""Volumes by side: each day's balance counts as deposited or lent, and the margins add up."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from rmdesk.terms import InterestMode, MoneySide, ProductKind
from rmdesk.value.cells import account_cells
from rmdesk.value.contract import Contract, HeldStep, Movement, owned_by
from rmdesk.value.parameters import Parameters, ProductTerms, RateStep
from rmdesk.value.pricing import PriceLists
from rmdesk.value.scale import MILLION, SCALE
from rmdesk.value.span import months
from rmdesk.value.volumes import SpanVolume, account_volumes

FIRST = date(2026, 1, 1).toordinal()
LAST = date(2026, 3, 15).toordinal()
RAISED = date(2026, 2, 11).toordinal()
FTP, RATE, LATER = 20_000, 3_500, 5_000


def volumes(
    kind: ProductKind, interest: InterestMode, opening: int, moved: list[Movement]
) -> tuple[list[SpanVolume], Fraction]:
    """Customer 1's volumes, and the margin of the cells; half the account is another's."""
    steps = (RateStep(0, FTP, RATE, 7_000, 0), RateStep(RAISED, FTP, LATER, 7_000, 0))
    terms = ProductTerms("p", kind, 365, interest, steps)
    given_all = Parameters("CNY", {"CNY": 2}, {("p", ""): terms})
    held = (*owned_by(2), HeldStep(1, ((1, MILLION // 2), (2, MILLION // 2))))
    contract = Contract(1, terms, "CNY", held)
    prices = PriceLists(given_all, months(FIRST, LAST)).of(contract)
    found = list(account_volumes(contract, prices, opening, moved, frozenset({1})))
    cells = account_cells(contract, prices, opening, moved)
    margin = sum(c.numerator for who, _m, c in cells if who == 1 and c.component is terms.component)
    return found, Fraction(margin, SCALE)


moves = st.lists(
    st.tuples(
        st.integers(FIRST, LAST),
        st.integers(-(10**7), 10**7),
        st.sampled_from(["transfer", "interest"]),
    ),
    max_size=8,
)


@given(
    st.sampled_from([ProductKind.CURRENT, ProductKind.LOAN, ProductKind.WEALTH]),
    st.sampled_from(InterestMode),
    st.integers(-(10**7), 10**7),
    moves,
)
def test_each_day_counts_on_the_side_of_its_balance(
    kind: ProductKind, interest: InterestMode, opening: int, drawn: list[tuple[int, int, str]]
) -> None:
    moved: list[Movement] = [
        (n, day, minor, what, None, False, 1) for n, (day, minor, what) in enumerate(sorted(drawn))
    ]
    found, margin = volumes(kind, interest, opening, moved)
    days: dict[MoneySide, Fraction] = dict.fromkeys(MoneySide, Fraction(0))
    margins = dict.fromkeys(MoneySide, Fraction(0))
    for day in range(FIRST, LAST + 1):
        balance = opening + sum(minor for at, minor, _what in drawn if at <= day)
        side = MoneySide.DEPOSITS if balance >= 0 else MoneySide.LOANS
        spread = FTP - (RATE if day < RAISED else LATER)
        if kind is ProductKind.WEALTH:
            side, spread = MoneySide.INVESTMENTS, 7_000
        elif interest is InterestMode.POSTED:
            spread = FTP
        days[side] += Fraction(balance, 2)
        margins[side] += Fraction(balance * spread, 2 * 365 * MILLION)
        for at, minor, what in drawn:
            if at == day and what == "interest" and interest is InterestMode.POSTED:
                margins[side_of_interest(kind, minor)] -= Fraction(minor, 2)
    for side in MoneySide:
        own = [v for v in found if v.side is side]
        assert sum(Fraction(v.book_days, SCALE) for v in own) == days[side]
        assert sum(Fraction(v.days, MILLION) for v in own) == days[side]
        assert sum(Fraction(v.margin, SCALE) for v in own) == margins[side]
    assert sum(margins.values()) == margin


def side_of_interest(kind: ProductKind, minor: int) -> MoneySide:
    """Interest on a current account is paid on what is deposited, charged on what is lent."""
    if kind is ProductKind.WEALTH:
        return MoneySide.INVESTMENTS
    is_debit = minor < 0 or kind is ProductKind.LOAN
    return MoneySide.LOANS if is_debit else MoneySide.DEPOSITS


@pytest.mark.parametrize("reverses", [False, True])
def test_interest_taken_back_is_of_the_side_that_it_was_of(reverses: bool) -> None:
    taken_back: Movement = (1, FIRST + 5, -1_000, "interest", None, reverses, 1)
    found, _margin = volumes(ProductKind.CURRENT, InterestMode.POSTED, 10**6, [taken_back])
    lent = sum(Fraction(v.margin, SCALE) for v in found if v.side is MoneySide.LOANS)
    assert lent == (0 if reverses else 500)
