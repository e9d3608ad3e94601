"""What an account bears, calculated a second time: day by day, in fractions, plainly."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from rmdesk.terms import Component, InterestMode, ProductKind
from rmdesk.value.contract import Contract, Posting

FIRST, LAST = date(2026, 1, 15).toordinal(), date(2026, 4, 9).toordinal()
CHANGES = date(2026, 2, 11).toordinal()
MILLION = 10**6
WORTH = {
    "CNY": Fraction(1),
    "KWD": Fraction(23_400_000_001, 10**10),
    "JPY": Fraction(48_123_457 * 100, 10**9),
}
Sums = dict[Component, Fraction]


def calculate(
    contract: Contract, opening: int, postings: Sequence[Posting]
) -> Mapping[Component, Fraction]:
    """Return account cost, overhead, tax and capital charge of the whole period."""
    sums: Sums = defaultdict(Fraction)
    balance = opening
    for day in range(FIRST, LAST + 1):
        of_day = [p for p in postings if p.day == day]
        balance += sum(p.minor for p in of_day)
        _add_day(contract, day, balance, of_day, sums)
        begins, closed = contract.opened or 0, contract.closed or LAST + 1
        if begins <= day < closed:
            today = date.fromordinal(day)
            long = monthrange(today.year, today.month)[1]
            sums[Component.ACCOUNT_COST] -= Fraction(1_777 if day >= CHANGES else 1_501, long)
            sums[Component.OVERHEAD] -= Fraction(333 if day >= CHANGES else 500, long)
    return sums


def _add_day(
    contract: Contract, day: int, balance: int, postings: Sequence[Posting], sums: Sums
) -> None:
    kind, posted = contract.terms.kind, contract.terms.interest is InterestMode.POSTED
    worth, later = WORTH[contract.currency], day >= CHANGES
    interest = -sum(p.minor for p in postings if p.kind == "interest") * worth if posted else 0
    fees = -sum(p.minor for p in postings if p.kind == "fee") * worth * Fraction(35, 100)
    yearly = worth * balance / contract.terms.basis
    rate = Fraction(0 if posted else 43_500, MILLION)
    margin = yearly * (Fraction(26_000, MILLION) - rate) + interest
    on_interest, on_fees = (1, 999_999) if later else (63_400, 63_500)
    taxed = fees * on_fees
    if kind is ProductKind.LOAN:
        taxed += (interest if posted else -yearly * rate) * on_interest
    elif kind is ProductKind.WEALTH:
        trailer = yearly * Fraction(7_000, MILLION)
        margin = trailer + interest
        taxed += trailer * on_fees
    sums[Component.TAX] -= taxed / MILLION
    sums[Component.OVERHEAD] -= (margin + fees) * (199_999 if later else 260_000) / MILLION
    ratio, hurdle, alpha = (110_000, 130_000, 1) if later else (105_000, 120_000, 150_000)
    bound = (margin + fees) * Fraction(25, 2) * alpha * ratio / MILLION**2
    drawn = max(0, -balance) * worth * 750_000 * ratio / MILLION**2 / contract.terms.basis
    sums[Component.CAPITAL_CHARGE] -= (bound + drawn) * hurdle / MILLION
