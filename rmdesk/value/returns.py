"""Contribution against the capital it needs, and costs against income (VALUE section 1)."""

YEAR_DAYS = 365
_MILLION = 1_000_000


def raroc_ppm(contribution: int, bound: int) -> int | None:
    """Contribution a year for each unit of capital, in millionths (RAROC).

    `bound` is the capital in minor units × days, so that its mean over the period is what the
    contribution is set against. None where no capital is bound.
    """
    return contribution * YEAR_DAYS * _MILLION // bound if bound > 0 else None


def cost_income_ppm(costs: int, income: int) -> int | None:
    """Return how much of the income goes into costs (below zero), in millionths.

    Income is after turnover tax, as in a bank's own statement. None without income.
    """
    return -costs * _MILLION // income if income > 0 else None
