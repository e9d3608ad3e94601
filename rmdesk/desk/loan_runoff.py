"""How a loan whose payments are posted one by one is still to be paid back."""

from collections.abc import Iterable

from rmdesk.desk.holdings import Holding
from rmdesk.store.maturities import TermRow
from rmdesk.terms import Cause, ProductKind, Schedule
from rmdesk.value.contract import Movement
from rmdesk.value.schedules import Loan, add_months, find_agreed_rate, list_movements
from rmdesk.value.span import months_between


def plan_repayments(holding: Holding, row: TermRow, month: int) -> Iterable[Movement]:
    """Return the payments of principal to come on a loan, from a month on.

    What is owed when the month begins, less what was paid in it since, is paid back by the
    loan's schedule. Where none is stated it is by the instalment of principal, and where that is
    not stated either, in equal parts until the maturity: most loans are paid down, and to count
    one that is as if it were not would promise too much.
    """
    if row.kind != ProductKind.LOAN or row.runs_by_schedule or holding.opening >= 0:
        return []
    paid = sum(posting[2] for posting in holding.postings)
    contract = holding.contract
    due = add_months(row.opened, max(0, months_between(row.opened, month) - (paid == 0)))
    loan = Loan(
        principal=-holding.opening - paid,
        opened=due,
        matures=row.ends,
        instalment=row.instalment,
        rate_ppm=find_agreed_rate(contract.rate_ppm, contract.terms.rates, contract.opened or 0),
        basis=contract.terms.basis,
        schedule=_schedule(row),
    )
    if loan.principal <= 0 or loan.opened >= row.ends:
        return []
    # The first movement is the loan itself, which is in the balance already.
    return [
        (-day, day, minor, Cause.SCHEDULE.value, None, False, row.account_id)
        for day, minor in list_movements(loan)[1:]
    ]


def _schedule(row: TermRow) -> Schedule | None:
    if row.schedule:
        return Schedule(row.schedule)
    return None if row.instalment > 0 else Schedule.STRAIGHT
