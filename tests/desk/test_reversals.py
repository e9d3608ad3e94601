"""Reversals, whole and partial: from which day they count, what they leave of fee and cost.

The branch costs 4.00 a transaction, current accounts earn 1.65 %.
"""

from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from rmdesk.desk import contribution, exporting, importing, opening, undoing
from rmdesk.desk.importing import Order, Report
from rmdesk.store.book import Book
from rmdesk.terms import Component, ValueView
from tests.conftest import TODAY, copied
from tests.plain_prices import drop_costs

SPREAD = Fraction(165, 10_000 * 365)
PERIOD = (date(2026, 3, 1), date(2026, 6, 30))
HEADER = "reference,account,date,amount,kind,channel,reverses\n"
FEE = "R1,A1,2026-03-02,-25,fee,branch,\n"


def take(book: Book, folder: Path, postings: str, header: str = HEADER) -> Report:
    drop_costs(book)
    folder.mkdir(exist_ok=True)
    texts = {
        "customers": "bank_id,name\nP1,Li Na\n",
        "accounts": "number,customer,product,currency\nA1,P1,current,CNY\n",
        "transactions": header + postings,
    }
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return importing.run(book, Order((folder,), skip_bad=True))


def problems(report: Report) -> list[tuple[int, str, str]]:
    return [(p.line, p.value, p.code) for t in report.tables for p in t.problems]


def values(book: Book) -> dict[Component | None, int]:
    """The contribution by component, which has the same total in every view."""
    totals = {contribution.value(book, view, *PERIOD).total for view in ValueView}
    report = contribution.value(book, ValueView.COMPONENT, *PERIOD)
    assert totals == {report.total}
    return {line.component: line.minor for line in report.lines}


def stored(book: Book) -> list[tuple[object, ...]]:
    sql = "SELECT reference, day, booked, minor, kind, channel FROM transactions ORDER BY reference"
    return [tuple(row) for row in book.rows(sql)]


def test_reversal_with_the_value_date_of_its_original_leaves_nothing(
    book: Book, tmp_path: Path
) -> None:
    report = take(book, tmp_path, FEE + "R2,A1,2026-03-02,25,other,,R1\n")
    assert report.written and not problems(report)
    assert values(book) == {}
    (_first, second) = stored(book)
    assert second[4:] == ("fee", "branch")


@pytest.mark.parametrize("days", [0, 1, 38])
def test_reversal_counts_from_its_own_value_date(book: Book, tmp_path: Path, days: int) -> None:
    day = date.fromordinal(date(2026, 3, 2).toordinal() + days)
    take(book, tmp_path, FEE + f"R2,A1,{day},25,other,,R1\n")
    found = values(book)
    assert found.pop(Component.DEPOSIT_MARGIN, 0) == round(-2_500 * days * SPREAD)
    # Within one month fee and cost cancel in it; over two they are in each, and still sum to 0.
    assert sum(found.values()) == 0
    assert undoing.undo(book).rows and not stored(book)


def test_fee_refunded_by_half_is_half_an_income(book: Book, tmp_path: Path) -> None:
    take(book, tmp_path, FEE + "R2,A1,2026-04-09,12.50,other,,R1\n")
    found = values(book)
    assert found[Component.FEES] == 1_250
    # The original was handled at the branch; the refund came in by no channel that costs.
    assert found[Component.TRANSACTION_COST] == -400
    march, april = date(2026, 3, 2), date(2026, 4, 9)
    first, second = ((PERIOD[1] - day).days + 1 for day in (march, april))
    exact = (-2_500 * first + 1_250 * second) * SPREAD
    assert abs(found[Component.DEPOSIT_MARGIN] - exact) <= 1
    assert stored(book)[1][1:] == (april.toordinal(), None, 1_250, "fee", None)


def test_partial_reversal_costs_its_own_handling(book: Book, tmp_path: Path) -> None:
    take(book, tmp_path, FEE + "R2,A1,2026-04-09,12.50,other,atm,R1\n")
    assert values(book)[Component.TRANSACTION_COST] == -400 - 100


@pytest.mark.parametrize(
    ("amounts", "refused"),
    [
        (["24.99"], []),
        (["25"], []),
        (["25.01"], ["over_reversed"]),
        (["12.50", "12.50"], []),
        (["12.50", "12.51"], ["over_reversed"]),
        (["10", "10", "5", "0.01"], ["reversed_twice"]),
        (["25", "25"], ["reversed_twice"]),
        (["-25"], ["not_opposite"]),
        (["0"], ["not_opposite"]),
    ],
)
@pytest.mark.parametrize("at_once", [True, False])
def test_no_more_is_reversed_than_there_was(
    book: Book, tmp_path: Path, amounts: list[str], refused: list[str], at_once: bool
) -> None:
    """In one file and one by one: the last row is refused, by its line and its original."""
    rows = [f"P{n},A1,2026-04-{n + 1:02},{a},other,,R1\n" for n, a in enumerate(amounts)]
    parts = [FEE + "".join(rows)] if at_once else [FEE, *rows]
    for n, part in enumerate(parts):
        report = take(book, tmp_path / f"{n}", part)
    line = len(amounts) + 2 if at_once else 2
    assert problems(report) == [(line, "R1", code) for code in refused]
    assert len(stored(book)) == 1 + len(amounts) - len(refused)


def test_importing_reversals_again_changes_nothing(book: Book, tmp_path: Path) -> None:
    rows = FEE + "R2,A1,2026-04-09,12.50,other,atm,R1\nR3,A1,2026-04-10,12.50,other,,R1\n"
    take(book, tmp_path / "in", rows)
    again = take(book, tmp_path / "in", rows)
    assert [(t.new, t.changed) for t in again.tables] == [(0, 0)] * 3
    exporting.export(book, tmp_path / "out")
    again = importing.run(book, Order((tmp_path / "out" / "transactions.csv",)))
    assert [(t.new, t.changed) for t in again.tables] == [(0, 0)]


def test_reversal_that_an_older_version_moved_stays_where_it_counts(
    book: Book, tmp_path: Path
) -> None:
    """It counts from its original's day, and its own is stored as booked."""
    rows = FEE + "R2,A1,2026-04-09,25,other,,R1\n"
    take(book, tmp_path / "in", rows)
    march, april = date(2026, 3, 2).toordinal(), date(2026, 4, 9).toordinal()
    book.rows("UPDATE transactions SET day = ?, booked = ? WHERE reference = 'R2'", (march, april))
    again = take(book, tmp_path / "in", rows)
    assert [(t.new, t.changed) for t in again.tables] == [(0, 0)] * 3
    moved = take(book, tmp_path / "in", FEE + "R2,A1,2026-04-10,25,other,,R1\n")
    assert [t.changed for t in moved.tables] == [0, 0, 1]
    assert stored(book)[1][1] == april + 1


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(
    st.integers(-100_000, 100_000).filter(bool),
    st.lists(st.tuples(st.integers(1, 60_000), st.integers(0, 80)), max_size=5),
    st.sampled_from(["fee", "transfer", "penalty"]),
)
def test_reversals_sum_to_what_was_not_refused(
    empty_store: Path, original: int, parts: list[tuple[int, int]], kind: str
) -> None:
    with TemporaryDirectory() as folder:
        book = opening.open_book(copied(empty_store, Path(folder)), None, TODAY)
        sign = -1 if original > 0 else 1
        rows = f"R1,A1,2026-03-02,{original / 100:.2f},{kind},branch,\n"
        expected, balance, left, cost = [], [(0, original)], abs(original), -400
        for n, (minor, days) in enumerate(parts):
            day = date.fromordinal(date(2026, 3, 2).toordinal() + days)
            rows += f"P{n},A1,{day},{sign * minor / 100:.2f},other,atm,R1\n"
            if minor > left:
                expected.append((n + 3, "R1", "over_reversed" if left else "reversed_twice"))
                continue
            cost += 400 if minor == abs(original) else -100
            left -= minor
            balance.append((days, sign * minor))
        report = take(book, Path(folder) / "in", rows)
        assert problems(report) == expected
        found = values(book)
        fees = (-left if original > 0 else left) if kind != "transfer" else 0
        margin = sum(m * ((PERIOD[1] - date(2026, 3, 2)).days + 1 - d) for d, m in balance) * SPREAD
        assert abs(sum(found.values()) - (fees + cost + margin)) <= 2
        assert found.get(Component.FEES, 0) == fees
        assert found.get(Component.TRANSACTION_COST, 0) == cost
        book.close()
