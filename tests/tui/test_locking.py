"""The lock: what was shown and read is gone, and one comes back to where one was."""

import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual.driver import Driver as TerminalDriver

from rmdesk.desk import demo, editing, opening
from rmdesk.settings import Settings
from rmdesk.store.driver import connect
from rmdesk.tui.locking import Watch
from rmdesk.tui.screens.locked import Locked
from rmdesk.tui.start import Start
from tests.conftest import TODAY
from tests.tui.conftest import Desk, Driver, until

PASSPHRASE = "eight horses 八"
# Spelt backwards here: a test module's own constants would be found in memory.
BACKWARDS = "onatipaC asseV"


@pytest.fixture(scope="module")
def encrypted_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encrypted store with three customers."""
    path = tmp_path_factory.mktemp("encrypted") / "book.rmdesk"
    book = opening.make(path, PASSPHRASE, TODAY, "CNY")
    for name in (BACKWARDS[::-1], "王芳", "Ines Otto"):
        editing.create(book, {"name": name, "phones": "138 0013 8000", "tier": "gold"})
    book.close()
    return path


@pytest.fixture
def encrypted(encrypted_store: Path, start: Start) -> Start:
    return replace(start, path=encrypted_store, encrypted=True)


async def unlock(driver: Driver, passphrase: str = PASSPHRASE) -> None:
    await driver.rest()
    await driver.type(passphrase)
    await driver.press("enter")
    await until(lambda: driver.is_shown and driver.app.idle, driver.pilot)


async def test_locking_shows_nothing_and_unlocking_comes_back_to_the_customer(
    desk: Desk, encrypted: Start
) -> None:
    async with desk(begin=encrypted) as driver:
        await unlock(driver)
        await driver.find("Otto")
        assert driver.view.name == "Ines Otto"
        customer = driver.view.id
        await driver.press("ctrl+l")
        assert isinstance(driver.app.screen, Locked) and not driver.app.bridge.is_open
        text = driver.text()
        assert "rmdesk is locked" in text and "Passphrase" in text
        for secret in ("Otto", "王芳", "138", "gold", "book.rmdesk"):
            assert secret not in text
        await driver.type("wrong passphrase")
        await driver.press("enter")
        assert isinstance(driver.app.screen, Locked)
        await unlock(driver)
        assert driver.desk.mode == "customers" and driver.view.id == customer


def reachable_strings() -> Iterator[str]:
    for thing in gc.get_objects():
        for inside in gc.get_referents(thing):
            if type(inside) is str:
                yield inside


async def test_after_locking_no_view_and_no_name_is_in_reach(desk: Desk, encrypted: Start) -> None:
    async with desk(begin=encrypted) as driver:
        await unlock(driver)
        await driver.find("Capitano")
        await driver.press("tab", "l", "escape", "d", "escape", "v", "escape", "y", "e")
        assert sum(BACKWARDS[::-1] in text for text in reachable_strings())
        await driver.press("ctrl+l")
        assert isinstance(driver.app.screen, Locked)
        gc.collect()
        views = [
            type(thing)
            for thing in gc.get_objects()
            if type(thing).__module__.startswith("rmdesk.desk.") and not isinstance(thing, type)
        ]
        assert not views
        assert not [text for text in reachable_strings() if BACKWARDS[::-1] in text]
