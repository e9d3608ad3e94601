"""What an account bears beside its postings: its own cost, overhead, tax, operational risk.

All of it is linear, so that a posting, a day or one more unit has a value of its own:

- account cost: the product's amount a month × the days on which it runs ÷ the month's days;
- overhead: a share of income (margins and fees), and an amount for each account and month;
- tax: a share of the interest that a loan's customer pays, of trailer fees and of fees. Turnover
  tax knows no deduction for funding, so the whole interest is taxed and not the margin; the
  interest on deposits is the customer's, and what treasury pays for them is not taxed;
- operational risk: α of a year's income is the capital asked for at the minimum ratio of 8 %, and
  12.5 × α of it the risk-weighted assets (Basel framework, OPE25); their capital is bound for a
  year, so income I binds I × α × 12.5 × ratio × 365 (minor units × days), whenever it is earned.

Income below zero reduces what depends on it.
"""

from collections.abc import Iterator
from typing import NamedTuple

from rmdesk.terms import Component
from rmdesk.value.parameters import CapitalStep, Parameters, ProductTerms
from rmdesk.value.scale import MILLION, UNSHARED
from rmdesk.value.span import next_month
from rmdesk.value.steps import latest

YEAR_DAYS = 365
# 12.5 times, over 2.
_RISK_WEIGHTED = 25
# Income is held over UNSHARED divided by this, so that all that depends on it is a product.
INCOME_UNIT = 2 * MILLION**3


class Bearing(NamedTuple):
    """What an account bears over a span.

    Over UNSHARED: `account` and `overhead` on each day on which it runs; the tax on one minor
    unit of balance over one day, of interest posted, and of fees posted (all from the customer's
    side, below zero where the customer pays). `margin`, `interest` and `fees` are those of the
    price in units of income, which overhead, capital charge and capital bound take `share`,
    `charge` and `capital` times.
    """

    account: int
    overhead: int
    tax_balance: int
    tax_interest: int
    tax_fees: int
    margin: int
    interest: int
    fees: int
    share: int
    charge: int
    capital: int


def get_bearing(
    given: Parameters, terms: ProductTerms, day: int, month: int, earned: tuple[int, int, int, int]
) -> Bearing | None:
    """Return what an account bears as of a day, None where that is nothing.

    `month` is the first day of the month. `earned` are over UNSHARED: the margin of one minor
    unit of balance over one day, the interest that the customer pays for it, that on one minor
    unit of interest posted, and what a minor unit of fees brings.
    """
    margin, interest, posted, fees = earned
    running = latest(terms.account_costs, day)
    overhead, tax = latest(given.overheads, day), latest(given.taxes, day)
    capital = latest(given.capital, day) or CapitalStep(0, 0, 0)
    month_days = next_month(month) - month
    on_balance = on_posted = 0
    if tax and terms.component is Component.LOAN_MARGIN:
        on_balance = interest * tax.interest_ppm // MILLION
        on_posted = posted * tax.interest_ppm // MILLION
    elif tax and terms.component is Component.ASSET_FEES:
        on_balance = -margin * tax.fees_ppm // MILLION
    weighted = capital.operational_ppm * _RISK_WEIGHTED * capital.ratio_ppm
    bearing = Bearing(
        account=running.month_minor * UNSHARED // month_days if running else 0,
        overhead=overhead.account_minor * UNSHARED // month_days if overhead else 0,
        tax_balance=on_balance,
        tax_interest=on_posted,
        tax_fees=fees * tax.fees_ppm // MILLION if tax else 0,
        margin=margin // INCOME_UNIT,
        interest=posted // INCOME_UNIT,
        fees=fees // INCOME_UNIT,
        share=overhead.income_ppm * (INCOME_UNIT // MILLION) if overhead else 0,
        charge=weighted * capital.hurdle_ppm,
        capital=weighted * YEAR_DAYS * MILLION,
    )
    return bearing if any((*bearing[:5], *bearing[-3:])) else None


def list_changes(given: Parameters, terms: ProductTerms) -> Iterator[int]:
    """Yield the days from which what an account bears changes."""
    for steps in (terms.account_costs, given.overheads, given.taxes):
        yield from (step.valid_from for step in steps)
    if any(step.operational_ppm for step in given.capital):
        yield from (step.valid_from for step in given.capital)


def costs_while_running(given: Parameters, terms: ProductTerms) -> bool:
    """Return whether an account of a product costs anything for the days on which it runs."""
    return any(step.month_minor for step in terms.account_costs) or any(
        step.account_minor for step in given.overheads
    )
