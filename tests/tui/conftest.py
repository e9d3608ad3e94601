"""The app over a copy of the demo book, driven as with a keyboard."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from rmdesk.desk.views import CustomerView
from rmdesk.paths import Home
from rmdesk.tui.app import DeskApp
from rmdesk.tui.screens.desk import DeskScreen
from rmdesk.tui.start import Start
from tests.conftest import TODAY, copied

Desk = Callable[..., AbstractAsyncContextManager["Driver"]]


class Driver:
    """Presses keys and waits until everything that they set going has come to rest."""

    def __init__(self, app: DeskApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        # The desk stays after a fault, so a test has to say that it wants one.
        self.expects_faults = False

    @property
    def desk(self) -> DeskScreen:
        screen = self.app.screen_stack[1]
        assert isinstance(screen, DeskScreen)
        return screen

    @property
    def is_shown(self) -> bool:
        """Whether the desk stands, with the day on it."""
        return len(self.app.screen_stack) > 1 and self.desk.book is not None

    @property
    def said(self) -> list[str]:
        """The notices shown so far, the newest last."""
        return [notice.message for notice in self.app._notifications]

    @property
    def view(self) -> CustomerView:
        """The customer that the panel shows."""
        assert self.desk.view is not None
        return self.desk.view

    async def find(self, words: str) -> None:
        """Search, and open the first that fits."""
        await self.press("slash")
        await self.type(words)
        await self.press("enter")

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.rest()

    async def type(self, text: str) -> None:
        for character in text:
            await self.pilot.press(_KEYS.get(character, character))

    async def rest(self) -> None:
        """Wait until the line of keys is empty and nothing is read or written."""
        await until(lambda: self.app.idle, self.pilot)

    def text(self) -> str:
        """What stands on the screen."""
        lines = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in lines)


_KEYS = {" ": "space", "+": "plus", "-": "minus", ";": "semicolon", ":": "colon", "/": "slash"}


async def until(condition: Callable[[], bool], pilot: Pilot[None], rounds: int = 12_000) -> None:
    """Wait for a condition, a round of the loop at a time."""
    calm = 0
    for _ in range(rounds):
        await pilot.pause(0.005)
        calm = calm + 1 if condition() else 0
        if calm >= 2:
            return
    raise AssertionError("it never came to rest")


@pytest.fixture
def start(demo_store: Path, tmp_path: Path) -> Start:
    """How the app is opened: on a copy of the demo book, on the tests' day."""
    home = Home(tmp_path / "data", tmp_path / "config", tmp_path / "log")
    return Start(path=copied(demo_store, tmp_path), home=home, today=TODAY)


@pytest.fixture
def desk(start: Start) -> Desk:
    """Opens the desk at a size; the book is read when it comes back."""

    @asynccontextmanager
    async def opened(
        width: int = 120, height: int = 40, begin: Start = start
    ) -> AsyncIterator[Driver]:
        app = DeskApp(begin)
        async with app.run_test(size=(width, height)) as pilot:
            driver = Driver(app, pilot)
            if not begin.encrypted:
                await until(lambda: driver.is_shown, pilot)
                await driver.rest()
            yield driver
            assert driver.expects_faults or not app.safety.count, driver.said

    return opened
