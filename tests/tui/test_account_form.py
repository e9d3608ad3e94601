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
