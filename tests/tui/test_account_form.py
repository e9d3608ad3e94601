"""The form of an account: an asset class is chosen, with its day."""

from tests.tui.conftest import Desk


async def test_an_asset_class_is_chosen_from_a_day(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("赵敏")
        await driver.press("d", "G", "o")
        await driver.type("2026-06-01")
        await driver.press("tab", "tab", "tab", "enter", "home", "down", "down", "enter", "ctrl+s")
        assert "special mention" in driver.text()
        await driver.press("escape", "u")
        assert driver.said[-1].startswith("Taken back: Changed account")


async def test_a_loans_schedule_is_chosen_and_needs_no_day(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("徐颖")
        await driver.press("d", "G", "k", "o")
        assert "Schedule" in driver.text()
        assert "level payments" in driver.text()
        await driver.press(*["tab"] * 4, "enter", "home", "down", "down", "enter", "ctrl+s")
        assert "equal parts of principal" in driver.text()
        await driver.press("escape", "u")
        assert driver.said[-1].startswith("Taken back: Changed account")


async def test_the_form_of_a_deposit_has_no_schedule(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("徐颖")
        await driver.press("d", "G", "k", "k", "o")
        assert "Collateral" in driver.text() and "Schedule" not in driver.text()
