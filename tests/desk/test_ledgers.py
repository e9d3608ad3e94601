"""Random ledgers: every view sums to one total, and what is stored is what a rebuild would make.

With accounts in three currencies, shared and moved ones, loans with limits and ratings, loans that
run by schedule until something is known of them, stated balances, reversals, postings that come
late, offers, prices that change meanwhile, and deeds taken back. Loans default, recover, are paid
back after their maturity or not at all, and are written off; their ratings and what was agreed are
put right or taken out later.
"""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, example, given, settings

from rmdesk.desk import contribution, deriving, opening
from rmdesk.desk.contribution import Only
from rmdesk.terms import AccountStatus, Component, TransactionKind, ValueView
from rmdesk.value.span import months
from tests.conftest import TODAY, copied
from tests.desk.ledger_steps import Ledger, ends, steps

DERIVED = ("rollup", "capital", "adjustments")


def check_sums(ledger: Ledger, first: date, last: date) -> None:
    """Views, customers, months: all sum to the same, of contribution and capital charge."""
    book = ledger.book

    def value(who: object, view: ValueView, only: Only = contribution.ALL) -> tuple[int, int]:
        found = contribution.value(book, view, first, last, who, only)  # type: ignore[arg-type]
        return found.total, found.charge

    totals = {}
    for who in (None, tuple(ledger.people), *ledger.people):
        found = {value(who, view) for view in ValueView}
        assert len(found) == 1
        totals[who] = found.pop()
        charge = Only(Component.CAPITAL_CHARGE)
        by_product = value(who, ValueView.PRODUCT, charge)[0]
        opened = value(who, ValueView.TRANSACTION, charge)[0]
        assert by_product == opened == totals[who][1]
    assert totals[None] == totals[tuple(ledger.people)]
    assert totals[None] == tuple(map(sum, zip(*(totals[p] for p in ledger.people), strict=True)))
    parts = [
        contribution.value(
            book, ValueView.PRODUCT, date.fromordinal(s.first), date.fromordinal(s.last)
        )
        for s in months(first.toordinal(), last.toordinal())
    ]
    assert sum(part.total for part in parts) == totals[None][0]
    assert sum(part.charge for part in parts) == totals[None][1]


PERIOD = [date(2025, 11, 23), date(2025, 12, 8)]
LATE = ("stand", 3, AccountStatus.IN_ARREARS, None)
LOST = ("stand", 1, AccountStatus.WRITTEN_OFF, None)
POSTED = ("post", 1, date(2025, 9, 2), -3_000_000, TransactionKind.TRANSFER, None)


# Shrinking a failure over real stores takes minutes, and says little more than the steps do.
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(steps, ends)
# The first rating row of an account in arrears says since when it is late: it is new, gets another
# day, is taken out, and is taken back.
@example([LATE, ("rate", 3, date(2025, 12, 5), "", "deposit", "")], PERIOD)
@example(
    [
        *(("rate", 3, date(2025, 12, 5), "C2", "", ""), LATE),
        ("rate_again", 0, date(2026, 6, 6), "C2", "", ""),
    ],
    PERIOD,
)
@example([("rate", 3, date(2026, 5, 5), "C2", "", ""), LATE, ("unrate", 0)], PERIOD)
@example([LATE, ("rate", 3, date(2026, 5, 5), "", "", "normal"), ("undo",)], PERIOD)
# The last row in default of a loan that was written off says when that was.
@example([POSTED, LOST, ("rate", 1, date(2026, 9, 9), "", "", "loss")], PERIOD)
@example(
    [
        *(POSTED, LOST, ("rate", 1, date(2026, 9, 9), "D", "", "")),
        ("rate_again", 0, date(2026, 10, 9), "D", "", ""),
    ],
    PERIOD,
)
@example([POSTED, ("rate", 1, date(2026, 9, 9), "D", "", ""), LOST, ("unrate", 0)], PERIOD)
@example([POSTED, LOST, ("rate", 1, date(2026, 9, 9), "", "", "doubtful"), ("undo",)], PERIOD)
# What was agreed holds from the first day.
@example([("agree", 3, "schedule", "bullet")], PERIOD)
@example([("agree", 1, "matures", date(2026, 3, 9))], PERIOD)
@example([("change_costs", 7), ("agree", 1, "principal_minor", 7_000_000)], PERIOD)
def test_everything_adds_up_and_is_what_a_rebuild_makes(
    empty_store: Path, drawn: list[tuple[str, ...]], period: list[date]
) -> None:
    with TemporaryDirectory() as folder:
        book = opening.open_book(copied(empty_store, Path(folder)), None, TODAY)
        ledger = Ledger(book)
        ledger.begin()
        for name, *arguments in drawn:
            getattr(ledger, name)(*arguments)
        check_sums(ledger, *period)
        kept = [book.rows(f"SELECT * FROM {t} ORDER BY 1, 2, 3, 4") for t in DERIVED]
        with book.holding():
            deriving.rebuild_all(book)
        made = [book.rows(f"SELECT * FROM {t} ORDER BY 1, 2, 3, 4") for t in DERIVED]
        assert made == kept
        book.close()
