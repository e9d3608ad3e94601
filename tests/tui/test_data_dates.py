"""On the screen, too, figures that came from the bank say of when they are."""

from datetime import timedelta
from pathlib import Path

from rmdesk.desk import importing, opening
from rmdesk.desk.importing import Order
from rmdesk.paths import Home
from rmdesk.tui.start import Start
from tests.conftest import TODAY
from tests.tui.conftest import Desk

EARLIER = TODAY - timedelta(days=12)


def imported(store: Path, folder: Path) -> Start:
    """A store whose one customer has two accounts, imported twelve days ago and yesterday."""
    (folder / "customers.csv").write_text("bank_id,name\nB1,欧阳修文\n", encoding="utf-8")
    (folder / "accounts.csv").write_text(
        "number,customer,product,opened\nA1,B1,current,2025-01-01\nA2,B1,current,2025-01-01\n"
    )
    (folder / "transactions.csv").write_text(
        "reference,account,date,amount\n1,A1,2026-11-05,1000\n2,A2,2026-11-05,50000\n"
    )
    book = opening.open_book(store, None, EARLIER)
    assert importing.run(book, Order((folder,))).written
    book.close()
    (folder / "transactions.csv").write_text(
        "reference,account,date,amount\n3,A1,2026-11-20,7\n", encoding="utf-8"
    )
    book = opening.open_book(store, None, TODAY - timedelta(days=1))
    assert importing.run(book, Order((folder / "transactions.csv",))).written
    book.close()
    home = Home(folder / "data", folder / "config", folder / "log")
    return Start(path=store, home=home, today=TODAY)


async def test_header_panel_and_details_say_of_when_the_data_is(
    desk: Desk, store: Path, tmp_path: Path
) -> None:
    (tmp_path / "files").mkdir()
    begin = imported(store, tmp_path / "files")
    for width, height in ((80, 24), (120, 40), (200, 50)):
        async with desk(width, height, begin) as driver:
            assert "data as of 23 Nov" in driver.text().splitlines()[0]
            await driver.press("2", "enter")
            assert "on data of 12 Nov" in driver.text()
            assert width < 160 or "12 months · as of 12 Nov" in driver.text()
            await driver.press("d")
            lines = [line for line in driver.text().splitlines() if "Current" in line]
            assert "as of 23 Nov" in lines[0]
            assert "as of 12 Nov" in lines[1]
