"""The value screen: what a period counts, what activities brought; and the book's currency."""

from pathlib import Path

from rmdesk.desk import opening
from rmdesk.tui.start import Start
from tests.conftest import TODAY
from tests.tui.conftest import Desk


async def test_month_that_runs_past_today_says_up_to_which_day_it_is_counted(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("王芳")
        await driver.press("v")
        assert "counted to" not in driver.text()
        await driver.press("m", "right")
        assert "Nov 2026 · counted to Tue 24 Nov 2026" in driver.text()
        await driver.press("c")
        assert "counted to Tue 24 Nov 2026 · against before" in driver.text()
        await driver.press("right")
        assert "Dec 2026 · nothing counted yet" in driver.text()


async def test_activity_shows_its_cost_and_what_is_attributed_apart(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("V", "5")
        lines = driver.text().splitlines()
        attributed = [n for n, line in enumerate(lines) if " attributed " in line]
        assert attributed
        for n in attributed:
            # The line above is of the same activity, and says what it cost.
            assert " activity " in lines[n - 1] and "−" in lines[n - 1]
            assert lines[n - 1].split("activity")[0] == lines[n].split("attributed")[0]


def without_currency(start: Start) -> Start:
    """The demo book, as if nobody had ever said its currency."""
    book = opening.open_book(start.path, None, TODAY)
    book.set_currency("")
    book.close()
    return start


async def test_store_without_a_currency_is_asked_about_when_it_is_opened(
    desk: Desk, start: Start
) -> None:
    async with desk(begin=without_currency(start)) as driver:
        assert "The currency of the book" in driver.text() and "CNY" in driver.text()
        await driver.press("end", "ctrl+u")
        await driver.type("euro")
        await driver.press("ctrl+s")
        assert "is not a currency" in driver.text()
        await driver.press("end", "ctrl+u")
        await driver.type("cny")
        await driver.press("ctrl+s")
        assert "The currency of the book" not in driver.text()
        assert driver.desk.book is not None and driver.desk.book.currency == "CNY"
    assert currency_of(start.path) == "CNY"


async def test_store_without_a_currency_opens_all_the_same_and_asks_again(
    desk: Desk, start: Start
) -> None:
    begin = without_currency(start)
    for _time in range(2):
        async with desk(begin=begin) as driver:
            assert "The currency of the book" in driver.text()
            await driver.press("escape", "2", "v", "escape", "B", "escape")
    assert currency_of(start.path) == ""


async def test_store_with_a_currency_is_not_asked_about(desk: Desk) -> None:
    async with desk() as driver:
        assert "The currency of the book" not in driver.text()


def currency_of(path: Path) -> str:
    book = opening.open_book(path, None, TODAY)
    try:
        return book.card().currency
    finally:
        book.close()
