"""The Berka extract: whole, known again, and its value as an independent sum gives it."""

import csv
import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from dateutil.relativedelta import relativedelta

from rmdesk.desk import contribution, importing, opening, worth
from rmdesk.desk.importing import Order
from rmdesk.store.book import Book
from rmdesk.terms import AccountStatus, Component, ValueView
from tests.conftest import TODAY, copied
from tests.plain_prices import drop_costs

BERKA = Path(
    os.environ.get("RMDESK_BERKA", Path(__file__).parents[3] / "shared" / "data" / "berka")
)
pytestmark = pytest.mark.skipif(not BERKA.exists(), reason="the Berka extract is not here")
YEAR = (date(1993, 1, 1), date(1993, 12, 31))


def rows(name: str) -> Iterator[dict[str, str]]:
    with (BERKA / name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file, delimiter=";")


def day(text: str) -> date:
    return date(1900 + int(text[:2]), int(text[2:4]), int(text[4:6]))


def independent(with_loans: bool = True) -> dict[str, dict[int, Fraction]]:
    """Contribution of 1993 by client and month: day by day, without the program's arithmetic."""
    owner = {r["account_id"]: r["client_id"] for r in rows("disp.asc") if r["type"] == "OWNER"}
    moves: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    found: dict[str, dict[int, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for row in rows("trans.asc"):
        if (when := day(row["date"])) > YEAR[1]:
            continue
        minor = int(Decimal(row["amount"]) * 100) * (1 if row["type"] == "PRIJEM" else -1)
        moves[row["account_id"]][when] += minor
        if row["k_symbol"] in ("UROK", "SLUZBY", "SANKC. UROK"):
            found[owner[row["account_id"]]][when.month] -= minor
    for account, by_day in moves.items():
        balance = 0
        for number in range(YEAR[0].toordinal(), YEAR[1].toordinal() + 1):
            today = date.fromordinal(number)
            balance += by_day.get(today, 0)
            found[owner[account]][today.month] += Fraction(balance * 6, 100 * 365)
    for row in rows("loan.asc") if with_loans else ():
        for number, owed in owed_by_day(row):
            # Grade C2; no loan was in default yet: none had matured, and all ran to the extract.
            loss = Fraction(owed) * Fraction("0.05")
            month = date.fromordinal(number).month
            found[owner[row["account_id"]]][month] -= loss * Fraction("0.45") / 365
    return found


def owed_by_day(loan: dict[str, str]) -> Iterator[tuple[int, int]]:
    """The days of 1993 on which something of a loan is owed, and how much."""
    start, owed = day(loan["date"]), int(Decimal(loan["amount"]) * 100)
    end = start + relativedelta(months=int(loan["duration"]))
    for number in range(start.toordinal(), YEAR[1].toordinal() + 1):
        paid = relativedelta(date.fromordinal(number), start)
        months = paid.years * 12 + paid.months
        left = owed - months * int(Decimal(loan["payments"]) * 100)
        if left > 0 and date.fromordinal(number) < end:
            yield number, left


@pytest.fixture(scope="module")
def berka(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    path = copied(empty_store, tmp_path_factory.mktemp("berka"))
    book = opening.open_book(path, None, TODAY)
    book.set_currency("")
    drop_costs(book)
    report = importing.run(book, Order((BERKA,), profile="berka"))
    assert {t.table: (t.new, t.rejected) for t in report.tables} == {
        "customers": (5_369, 0),
        "relations": (869, 0),
        "accounts": (6_074, 0),
        "account_ratings": (76, 0),
        "transactions": (49_102, 0),
        "standing_orders": (6_471, 0),
    }
    yield book
    book.close()


def test_a_second_import_finds_everything_unchanged(berka: Book) -> None:
    report = importing.run(berka, Order((BERKA,), profile="berka"))
    assert all((t.new, t.changed, t.rejected) == (0, 0, 0) for t in report.tables)
    assert [t.unchanged for t in report.tables if t.table == "transactions"] == [49_102]


def test_the_book_of_1993_agrees_with_an_independent_sum(berka: Book) -> None:
    exact = independent()
    total = sum(round(value) for months in exact.values() for value in months.values())
    for view in (ValueView.COMPONENT, ValueView.PRODUCT, ValueView.MONTH):
        assert contribution.value(berka, view, *YEAR).total == total
    without = independent(with_loans=False)
    assert sum(round(v) for months in without.values() for v in months.values()) == 27_631_224


def test_loans_gone_bad_stand_out_in_the_book(berka: Book, tmp_path: Path) -> None:
    berka.rows("VACUUM INTO ?", (str(tmp_path / "berka.rmdesk"),))
    book = opening.open_book(tmp_path / "berka.rmdesk", None, date(1999, 2, 1))
    owner = {r["account_id"]: r["client_id"] for r in rows("disp.asc") if r["type"] == "OWNER"}
    lost = {
        owner[row["account_id"]]: owed_at_the_end(row) * Fraction("0.45")
        for row in rows("loan.asc")
        if row["status"] == "D"
    }
    whole = worth.look(book)
    worst = sorted(lost, key=lambda client: -lost[client])[:5]
    numbers = {
        berka.number("SELECT id FROM customers WHERE bank_id = ?", (client,)): lost[client]
        for client in worst
    }
    found = {line.id: line for line in whole.risks}
    for number, charge in numbers.items():
        # Beside the charge there is what was expected of them in the months before.
        assert charge < -found[number].loss < charge * Fraction("1.15")
        assert found[number].status is AccountStatus.IN_ARREARS
    assert {line.component for line in whole.losses[:3]} == {Component.EXPECTED_LOSS}
    book.close()


def owed_at_the_end(loan: dict[str, str]) -> Fraction:
    """What of a loan is owed on the last day of the extract, in minor units."""
    paid = relativedelta(date(1998, 12, 30), day(loan["date"]))
    months = paid.years * 12 + paid.months
    return Fraction(
        int(Decimal(loan["amount"]) * 100) - months * int(float(loan["payments"]) * 100)
    )


def test_single_customers_agree_in_every_view(berka: Book) -> None:
    exact = independent()
    busiest = sorted(exact, key=lambda client: -round(sum(exact[client].values())))
    for client in (*busiest[:3], busiest[len(busiest) // 2], busiest[-1]):
        number = berka.number("SELECT id FROM customers WHERE bank_id = ?", (client,))
        total = sum(round(value) for value in exact[client].values())
        for view in ValueView:
            assert contribution.value(berka, view, *YEAR, number).total == total


def test_birth_numbers_become_birthdays_and_sex(berka: Book) -> None:
    born, sex, home = berka.rows("SELECT born, sex, addresses FROM customers WHERE bank_id = '1'")[
        0
    ]
    assert (date.fromordinal(int(str(born))), sex) == (date(1970, 12, 13), "female")
    assert str(home).startswith("Pisek")


def test_a_disponent_is_a_relation_to_the_owner(berka: Book) -> None:
    disponents = sum(row["type"] == "DISPONENT" for row in rows("disp.asc"))
    kinds = berka.rows("SELECT kind, count(*) FROM relations GROUP BY 1")
    assert kinds == [("authorised", disponents)]


def test_loans_are_paid_down_by_their_payments_as_long_as_they_are_paid(berka: Book) -> None:
    for status, unpaid in (("A", 0), ("B", 1)):
        loan = next(row for row in rows("loan.asc") if row["status"] == status)
        number = f"loan-{loan['loan_id']}"
        account = berka.number("SELECT id FROM accounts WHERE number = ?", (number,))
        steps = berka.rows(
            "SELECT day, minor FROM adjustments WHERE account_id = ? ORDER BY day", (account,)
        )
        part = int(Decimal(loan["payments"]) * 100)
        assert steps[0] == (day(loan["date"]).toordinal(), -int(loan["amount"]) * 100)
        assert {int(str(minor)) for _, minor in steps[1:]} == {part}
        # The last payment of a loan that ended unpaid never came.
        assert len(steps) == 1 + int(loan["duration"]) - unpaid
        schedule = berka.value("SELECT schedule FROM accounts WHERE id = ?", (account,))
        assert schedule == "straight"
