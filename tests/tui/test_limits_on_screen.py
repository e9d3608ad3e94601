"""What the limits refuse is refused in the real forms as well, in words, and nothing is lost."""

from textual.widgets import Input, Static, TextArea

from rmdesk.tui.screens.account_form import AccountForm
from rmdesk.tui.screens.customer_form import CustomerForm
from rmdesk.tui.screens.log_form import LogForm
from tests.tui.conftest import Desk, Driver

CUSTOMER = (
    ("phones", "call me", "is not a phone number"),
    ("born", "2026-11-25", "lies in the future"),
    ("born", "1066-10-14", "is not between 1900 and 2200"),
    ("document_expires", "9999-12-31", "is not between 1900 and 2200"),
    ("occupation", "x" * 201, "is longer than 200 characters"),
    ("source", "abc\u202egnp.exe", "reverse the direction of writing"),
    ("employer", "a\x07b", "contains control characters"),
    ("phones", ";".join(f"138{n:08d}" for n in range(60)), "has more than 50 entries"),
)


async def refused(driver: Driver, field: str, text: str, why: str) -> None:
    """Paste a text into a field of the form, try to save it, and read why not."""
    form = driver.app.screen
    box = form.query_one(f"#field-{field}", Input)
    before = box.value
    box.value = text
    await driver.press("ctrl+s")
    assert driver.app.screen is form and box.value == text
    error = form.query_one(f"#error-{field}", Static)
    assert error.display and why in str(error.content)
    box.value = before


async def test_a_customers_form_refuses_what_an_import_refuses(desk: Desk) -> None:
    async with desk(120, 60) as driver:
        await driver.find("wf")
        await driver.press("e")
        assert isinstance(driver.app.screen, CustomerForm)
        for field, text, why in CUSTOMER:
            await refused(driver, field, text, why)
        await driver.press("escape")


async def test_the_log_form_refuses_a_day_of_talk_and_control_characters(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("wf")
        entries = len(driver.view.log)
        await driver.press("i")
        form = driver.app.screen
        assert isinstance(form, LogForm)
        form.query_one("#field-text", TextArea).text = "Talked"
        await refused(driver, "minutes", "9" * 5_000, "must be between 0 and 1440")
        form.query_one("#field-text", TextArea).text = "\x1b]0;x\x07"
        await driver.press("ctrl+s")
        assert driver.app.screen is form and "contains control characters" in driver.text()
        await driver.press("escape")
        assert len(driver.view.log) == entries


async def test_a_share_that_is_no_number_is_refused(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("赵敏")
        await driver.press("d", "G", "o")
        assert isinstance(driver.app.screen, AccountForm)
        await driver.type("2026-06-01")
        for share in ("nan", "1e999999999", "-1"):
            await refused(driver, "share", share, "must be in the range 0 … 100 %")
        await driver.press("escape")


async def test_an_absurd_price_is_refused_before_it_is_saved(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("P")
        await driver.press("j", "j", "enter", "tab", "tab", "tab", "end", "ctrl+u")
        await driver.type("2000")
        await driver.press("ctrl+s")
        assert "must be in the range -100 … 1000 %" in driver.text()
        await driver.press("escape")
