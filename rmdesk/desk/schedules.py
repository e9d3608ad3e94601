"""Loans that run by a schedule: what falls due on them, and what that moves."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from rmdesk.desk import parameters
from rmdesk.desk.holdings import find_ratings, find_write_off_day
from rmdesk.store import adjustments
from rmdesk.store.adjustments import ScheduledLoan, Step
from rmdesk.store.book import Book
from rmdesk.terms import AccountStatus, Schedule
from rmdesk.value.contract import RatedStep
from rmdesk.value.credit import says_default
from rmdesk.value.parameters import Parameters
from rmdesk.value.schedules import (
    Loan,
    Payment,
    find_agreed_rate,
    list_movements,
    plan_payments,
)

_BASIS = 365


class Agreements:
    """What was agreed on loans, with the rate and the basis of their products."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @cached_property
    def given(self) -> Parameters:
        """The bank's parameters, read where they are needed."""
        return parameters.read(self._book)

    def loan(self, row: ScheduledLoan) -> Loan:
        """Return a loan as it was agreed."""
        rate_ppm, basis = self._terms(row) if row.schedule else (0, _BASIS)
        return Loan(
            principal=row.principal,
            opened=row.opened,
            matures=row.matures,
            instalment=row.instalment,
            rate_ppm=rate_ppm,
            basis=basis,
            schedule=Schedule(row.schedule) if row.schedule else None,
            closed=row.closed,
        )

    def _terms(self, row: ScheduledLoan) -> tuple[int, int]:
        """The rate of the day on which it was opened, and the basis."""
        terms = self.given.terms(row.product, row.currency)
        if terms is None:
            return find_agreed_rate(row.rate_ppm, (), row.opened), _BASIS
        return find_agreed_rate(row.rate_ppm, terms.rates, row.opened), terms.basis

    def payments(self, row: ScheduledLoan) -> list[Payment]:
        """Return what falls due on a loan, in order of the days."""
        return plan_payments(self.loan(row))


def adjust(book: Book) -> dict[int, int]:
    """Rebuild the adjustments of the accounts in scope, as `store.adjustments.adjust` says."""
    return adjustments.adjust(book, _plan)


def adjust_loans(book: Book, customers: Iterable[int]) -> None:
    """Rebuild the adjustments of loans, for whose schedules the bank's rates may be others now."""
    if adjustments.scope_loans(book, customers):
        adjust(book)


def _plan(book: Book) -> Iterator[Step]:
    rows = adjustments.list_scheduled(book)
    if not rows:
        return
    agreements, rated = Agreements(book), find_ratings(book)
    for row in rows:
        spans = list(_unpaid(agreements, row, rated.get(row.id, ())))
        for day, minor in list_movements(agreements.loan(row), spans):
            yield row.id, day, minor


def _unpaid(
    agreements: Agreements, row: ScheduledLoan, rated: tuple[RatedStep, ...]
) -> Iterator[tuple[int, int | None]]:
    """The spans of days in which a loan is in default or written off: first day, day after."""
    for place, step in enumerate(rated):
        after = rated[place + 1].valid_from if place + 1 < len(rated) else None
        if says_default(step, agreements.given):
            yield step.valid_from, after
    if row.status == AccountStatus.WRITTEN_OFF:
        yield find_write_off_day(row, rated, agreements.given) or 0, None
