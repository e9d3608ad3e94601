"""A fault costs a line on the screen, at most the screen it happened on, never what was typed."""

import asyncio
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from textual import on, work
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input, TextArea

from rmdesk import faults
from rmdesk.errors import StoreBusy
from rmdesk.paths import resource
from rmdesk.store.driver import connect
from rmdesk.tui.app import DeskApp
from rmdesk.tui.screens.customer_form import CustomerForm
from rmdesk.tui.screens.desk import DeskScreen
from rmdesk.tui.screens.dialog import Dialog
from rmdesk.tui.screens.followup_form import FollowUpForm
from rmdesk.tui.screens.full import FullScreen
from rmdesk.tui.screens.log_form import LogForm
from rmdesk.tui.start import Start
from rmdesk.tui.widgets.footer import Hint
from rmdesk.tui.widgets.lines import Cell, Lines
from tests.tui.conftest import Desk

PATIENCE_SECONDS = 20.0
SECRET = "王芳 8000"


class Broken(FullScreen[None]):
    """A screen that fails in the way it is told to."""

    CSS_PATH = str(resource("tui", "screens", "dialog.tcss"))
    BINDINGS = [("b", "fail", ""), ("w", "fail_later", ""), ("c", "fail_below", "")]

    def __init__(self, how: str = "") -> None:
        super().__init__()
        self.how = how

    def hints(self) -> list[Hint]:
        return []

    def compose(self) -> ComposeResult:
        if self.how == "compose":
            raise ValueError(SECRET)
        yield from super().compose()

    def body(self) -> Iterator[Widget]:
        yield Drawn("lines", self.how)

    def main(self) -> Widget:
        return self.query_one("#lines")

    def begin(self) -> None:
        if self.how == "mount":
            raise ValueError(SECRET)
        self.load()

    @work
    async def load(self) -> None:
        if self.how == "load":
            raise ValueError(SECRET)
        self.be_ready()

    def action_fail(self) -> None:
        raise ValueError(SECRET)

    @work
    async def action_fail_later(self) -> None:
        self.ready = False
        raise StoreBusy if self.how == "busy" else ValueError(SECRET)

    def action_fail_below(self) -> None:
        self.post_message(Lines.Chosen(self.query_one(Drawn)))

    @on(Lines.Chosen)
    def _fail(self) -> None:
        raise ValueError(SECRET)


class Drawn(Lines):
    def __init__(self, id: str, how: str) -> None:
        super().__init__(id=id)
        self._how = how

    def length(self) -> int:
        return 3

    def line(self, number: int, width: int) -> list[Cell]:
        if self._how == "draw":
            raise ValueError(SECRET)
        return [Cell("drawn")]


@pytest.mark.parametrize("how", ["compose", "mount", "load", "draw"])
async def test_a_screen_that_cannot_be_shown_is_left(desk: Desk, start: Start, how: str) -> None:
    async with desk() as driver:
        driver.expects_faults = True
        back = asyncio.Event()
        driver.app.screen_change_signal.subscribe(
            driver.desk, lambda now: back.set() if isinstance(now, DeskScreen) else None
        )
        driver.app.call_later(driver.app.push_screen, Broken(how))
        # The pilot's own pause would draw it, and fail with it.
        await asyncio.wait_for(back.wait(), PATIENCE_SECONDS)
        await driver.rest()
        assert str(start.home.log / faults.FILE) in driver.said[-1]
        await driver.press("2", "j")
        assert driver.desk.mode == "customers" and "Customers" in driver.text()
    told = (start.home.log / faults.FILE).read_text(encoding="utf-8")
    assert "ValueError" in told and "test_safety.py" in told and SECRET not in told


@pytest.mark.parametrize("key", ["b", "w", "c"])
async def test_keys_go_on_after_a_fault_in_whatever_they_did(desk: Desk, key: str) -> None:
    async with desk() as driver:
        driver.expects_faults = True
        driver.app.push_screen(Broken())
        await driver.rest()
        for _again in range(3):
            await driver.press(key)
            assert "ValueError" in driver.said[-1]
        assert isinstance(driver.app.screen, Broken)
        await driver.press("j")
        assert driver.app.screen.query_one(Drawn).cursor == 1
        await driver.press("escape", "2")
        assert driver.desk.mode == "customers"


async def test_what_can_be_mended_is_told_from_any_worker_and_is_no_fault(desk: Desk) -> None:
    async with desk() as driver:
        driver.app.push_screen(Broken("busy"))
        await driver.rest()
        await driver.press("w")
        assert driver.said[-1].startswith("Another program holds the store")
        assert isinstance(driver.app.screen, Broken) and driver.app.safety.count == 0


async def test_a_desk_that_cannot_be_drawn_ends_with_a_line(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_lines: Lines, _y: int) -> None:
        raise ValueError(SECRET)

    monkeypatch.setattr(Lines, "render_line", fail)
    app = DeskApp(start)
    await asyncio.wait_for(app.run_async(headless=True, size=(80, 24)), PATIENCE_SECONDS)
    assert app.return_code == 70 and not app.bridge.is_open
    assert "ValueError" in app.farewell and SECRET not in app.farewell


@contextmanager
def spoiled(store: Path, table: str) -> Iterator[None]:
    """Let every new row of a table fail as nothing in the program expects it."""
    for statement in (
        f"CREATE TRIGGER spoiled BEFORE INSERT ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{SECRET}'); END",
        "DROP TRIGGER spoiled",
    ):
        with closing(connect(store, None)) as connection:
            connection.execute(statement)
        if statement.startswith("CREATE"):
            yield


@pytest.mark.parametrize(
    ("key", "form", "table"),
    [
        ("i", LogForm, "interactions"),
        ("f", FollowUpForm, "follow_ups"),
        ("n", CustomerForm, "customers"),
    ],
)
async def test_a_form_that_cannot_be_saved_keeps_its_text(
    desk: Desk, start: Start, key: str, form: type[Dialog[object]], table: str
) -> None:
    async with desk() as driver:
        driver.expects_faults = True
        await driver.press(key)
        await driver.type("a long text")
        if form is FollowUpForm:
            await driver.press("tab")
            await driver.type("3d")
        with spoiled(start.path, table):
            await driver.press("ctrl+s")
        assert isinstance(driver.app.screen, form)
        typed = [w.text for w in driver.app.screen.query(TextArea)]
        typed += [w.value for w in driver.app.screen.query(Input)]
        assert "a long text" in typed and "faults.log" in driver.said[-1]
        await driver.press("ctrl+s")
        assert isinstance(driver.app.screen, DeskScreen)
