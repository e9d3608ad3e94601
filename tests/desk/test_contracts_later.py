"""What contracts are said to bring is what the rollup has when the months have come."""

from datetime import date
from pathlib import Path

from rmdesk.desk import estimating, opening, parameters
from rmdesk.desk.running_contracts import read_running
from rmdesk.store import ledger, maturities, rollup
from rmdesk.value.span import next_month
from tests.conftest import copied

THEN, LATER = date(2026, 6, 15), date(2026, 11, 24)


def test_contracts_bring_what_the_rollup_has_later(demo_store: Path, tmp_path: Path) -> None:
    store = copied(demo_store, tmp_path)
    book = opening.open_book(store, None, THEN)
    estimating.refresh(book)
    month = THEN.replace(day=1).toordinal()
    running = read_running(book, month, parameters.read(book))
    ends = {row.account_id: row.ends for row in maturities.list_terms(book, month, month)}
    book.close()
    book = opening.open_book(store, None, LATER)
    contracts = [account for account, end in ends.items() if end > month]
    ledger.scope_accounts(book, contracts)
    last = next_month(month, 4)
    came = rollup.by_month_after_capital(book, month, last, in_scope=True)
    compared = 0
    for customer, found in running.contracts.items():
        for place in range(min(5, found.lasts - 1)):
            brought = came.get((customer, next_month(month, place)), 0)
            # The rollup shares a customer's one rounding out over its accounts and components.
            assert abs(brought - found.margins[place]) <= 8 * found.count
            compared += brought != 0
    book.close()
    assert compared > 60
