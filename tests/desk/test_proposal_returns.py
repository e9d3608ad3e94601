"""What was expected of a yes and what it earned are of one kind, and over the same days."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from rmdesk.desk import deriving, editing, offer_catalogue, offering, proposals, results
from rmdesk.desk.proposal_returns import read_returns
from rmdesk.desk.proposals import Answer
from rmdesk.store.book import Book, Clock
from rmdesk.terms import ExpectedBasis, ProposalStatus
from tests.conftest import TODAY
from tests.desk.test_value import account, post
from tests.offers.offers import WRITTEN
from tests.plain_prices import drop_costs

BEGINS = TODAY
LATER = date(2027, 8, 5)


@pytest.fixture
def rich(book: Book, customer: int) -> int:
    """A customer with a million on the current account."""
    drop_costs(book)
    post(book, account(book, customer), BEGINS - timedelta(days=300), 100_000_000)
    editing.edit(book, customer, {"risk_class": "C3", "risk_until": "2027-12-01"})
    return customer


def accepted(book: Book, customer: int, line: str, sells: str) -> int:
    """An offer of the manager's own that was presented and accepted today."""
    risk = "" if line.startswith("lend") else "R2"
    item = replace(WRITTEN, effects=(line,), presenting="0", cost="0", sells=sells, risk=risk)
    offer_catalogue.save(book, item, new=True)
    number = proposals.present(book, customer, item.code)
    proposals.decide(book, number, Answer(ProposalStatus.ACCEPTED))
    return number


def later(book: Book, day: date) -> None:
    book.clock = Clock(day)
    deriving.turn_month(book)


def test_what_came_as_assumed_earned_what_was_expected(book: Book, rich: int) -> None:
    number = accepted(
        book,
        rich,
        "move 400000 from current to bond-fund leaving 80%",
        "bond-fund",
    )
    fund = account(book, rich, "bond-fund", opened=BEGINS)
    post(book, fund, BEGINS, 40_000_000)
    later(book, LATER)
    found = read_returns(book)[number]
    # To the end of July, the last complete month.
    assert (found.days, found.until) == (250, date(2027, 7, 31))
    assert found.expected == round(40_000_000 * (4_500 - 3_300) * 250 / 365_000_000)
    assert found.earned is not None
    # Each of nine months is rounded once.
    assert abs(found.earned - found.expected) <= 9
    gross = book.number("SELECT sum(minor) FROM rollup WHERE account_id = ?", (fund,))
    assert gross - found.earned == round(40_000_000 * 3_300 * 250 / 365_000_000)


def test_a_loan_earns_after_expected_loss_and_capital_as_it_was_expected(
    book: Book, rich: int
) -> None:
    number = accepted(book, rich, "lend 100000 as consumer-loan", "consumer-loan")
    loan = account(book, rich, "consumer-loan", opened=BEGINS)
    post(book, loan, BEGINS, -10_000_000)
    later(book, LATER)
    found = read_returns(book)[number]
    assert found.earned is not None and found.expected > 0
    assert abs(found.earned - found.expected) <= 16
    contribution = book.number("SELECT sum(minor) FROM rollup WHERE account_id = ?", (loan,))
    charge = book.number("SELECT sum(charge) FROM capital WHERE account_id = ?", (loan,))
    assert charge < 0 and found.earned == contribution + charge


def test_the_cost_of_a_yes_counts_as_far_as_it_has_fallen_due(book: Book, rich: int) -> None:
    item = replace(WRITTEN, effects=("gain 1000",), presenting="0", cost="100", cost_days="100")
    offer_catalogue.save(book, item, new=True)
    number = proposals.present(book, rich, item.code)
    proposals.decide(book, number, Answer(ProposalStatus.ACCEPTED))
    later(book, date(2027, 1, 5))
    found = read_returns(book)[number]
    assert (found.days, found.earned) == (38, None)
    assert found.expected == round(100_000 * 38 / 365) - 3_800


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2026, 11, 30), 0),
        (date(2026, 12, 1), 7),
        (date(2027, 10, 31), 311),
        (date(2027, 11, 1), 342),
        (date(2029, 1, 1), 342),
    ],
)
def test_no_more_than_the_first_year_counts_in_complete_months(
    book: Book, rich: int, today: date, days: int
) -> None:
    number = accepted(book, rich, "move 400000 from outside to bond-fund", "bond-fund")
    fund = account(book, rich, "bond-fund", opened=BEGINS)
    post(book, fund, BEGINS, 40_000_000)
    later(book, today)
    found = read_returns(book)[number]
    assert found.days == days
    assert found.earned is not None and abs(found.earned - found.expected) <= 12
    assert read_returns(book, rich) == read_returns(book)


def test_a_year_with_a_leap_day_counts_as_a_year(book: Book, rich: int) -> None:
    book.clock = Clock(date(2027, 3, 1))
    number = accepted(book, rich, "move 400000 from outside to bond-fund", "bond-fund")
    expected = book.number("SELECT expected_minor FROM proposals WHERE id = ?", (number,))
    later(book, date(2028, 4, 1))
    found = read_returns(book)[number]
    assert (found.days, found.expected) == (365, expected)


def test_what_is_assumed_is_stored_with_the_proposal(book: Book, rich: int) -> None:
    line = "move 400000 from current to bond-fund leaving 80%"
    number = accepted(book, rich, line, "bond-fund")
    sql = "SELECT basis, gives_up_minor, effects FROM proposals WHERE id = ?"
    basis, gives_up, effects = book.rows(sql, (number,))[0]
    assert (basis, gives_up) == ("net", 132_000)
    assert json.loads(str(effects)) == [
        {
            "effect": line,
            "product": "bond-fund",
            "amount": 40_000_000,
            "earns_ppm": 4_500,
            "gives_up_ppm": 16_500,
            "leaving_ppm": 800_000,
            "account_minor": 0,
        }
    ]


def test_a_proposal_of_an_older_version_keeps_its_figures_and_is_marked(
    book: Book, rich: int
) -> None:
    number = accepted(book, rich, "move 400000 from outside to bond-fund", "bond-fund")
    book.rows(
        "UPDATE proposals SET basis = '', expected_minor = 36500, gives_up_minor = 99999"
        " WHERE id = ?",
        (number,),
    )
    fund = account(book, rich, "bond-fund", opened=BEGINS)
    post(book, fund, BEGINS, 40_000_000)
    later(book, LATER)
    found = read_returns(book)[number]
    earned = book.number("SELECT sum(minor) FROM rollup WHERE account_id = ?", (fund,))
    assert (found.basis, found.expected) == (ExpectedBasis.GROSS, 25_000)
    assert found.earned == earned
    assert [line.gross for line in results.look(book).lines] == [1, 1]
    (line,) = offering.look(book, rich).past
    assert (line.basis, line.expected_so_far) == (ExpectedBasis.GROSS, 25_000)
