"""The prices screen announces what the catalogue has and the book has not, shows it, takes it."""

from datetime import date

from rmdesk.desk import deriving, opening
from rmdesk.tui.start import Start
from tests.conftest import TODAY
from tests.plain_prices import make_older
from tests.tui.conftest import Desk

NEXT_YEAR = date(2027, 1, 1).toordinal()


def store_older(start: Start) -> None:
    book = opening.open_book(start.path, None, TODAY)
    make_older(book)
    with book.holding():
        deriving.rebuild_all(book)
    book.close()


def days(start: Start) -> list[object]:
    book = opening.open_book(start.path, None, TODAY)
    found: list[object] = [row[0] for row in book.rows("SELECT valid_from FROM overheads")]
    book.close()
    return found


async def test_new_parameters_are_announced_shown_and_taken_and_undo_brings_them_back(
    desk: Desk, start: Start
) -> None:
    store_older(start)
    async with desk() as driver:
        await driver.press("P")
        assert "new parameters: t shows what they do" in driver.text()
        await driver.press("t")
        text = driver.text()
        assert "17  Costs of accounts" in text and "1  Overhead" in text and "2027-01-01" in text
        await driver.press("ctrl+s")
        text = driver.text()
        assert "Had they held all along" in text and "(−" in text and "Capital charge −" in text
        await driver.press("ctrl+s")
        assert "new parameters" not in driver.text()
        assert days(start) == [NEXT_YEAR]
        await driver.press("u")
        assert "New parameters of the catalogue" in driver.text() and "rows?" in driver.text()
        await driver.press("y")
        assert driver.said[-1] == "Taken back: Changed prices, New parameters of the catalogue"
        assert "new parameters: t" in driver.text()


async def test_another_day_is_shown_again_before_they_are_taken_from_it(
    desk: Desk, start: Start
) -> None:
    store_older(start)
    async with desk() as driver:
        await driver.press("P", "t", "end", "ctrl+u")
        await driver.type("soon")
        await driver.press("ctrl+s")
        assert "is not a valid date" in driver.text()
        await driver.press("end", "ctrl+u")
        await driver.type("2026-12-01")
        await driver.press("ctrl+s")
        assert "ctrl+s takes them" in driver.text() and days(start) == []
        await driver.press("ctrl+s")
        assert days(start) == [date(2026, 12, 1).toordinal()]


async def test_a_book_that_has_them_all_offers_none(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("P", "t")
        assert "new parameter" not in driver.text() and "Rates by product" in driver.text()
