"""A damaged or moved store on the desk: said in words, nothing typed is lost, nothing by itself."""

import gc
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from rmdesk.cli.opening import asks_passphrase
from rmdesk.desk import backing_up, demo, editing, opening
from rmdesk.desk.backing_up import Keeping, Reason
from rmdesk.tui.app import DeskApp
from rmdesk.tui.start import Secret, Start
from tests.conftest import TODAY
from tests.tui.conftest import Desk, Driver, until

PASSPHRASE = "eight horses 八"


def damaged(path: Path, passphrase: str | None) -> bytes:
    """A store with a backup of one customer, damaged after a second one came."""
    book = opening.make(path, passphrase, TODAY, "CNY")
    editing.create(book, {"name": "张伟"})
    backing_up.make(book, Reason.DAILY, Keeping())
    editing.create(book, {"name": "王芳"})
    book.close()
    data = bytearray(path.read_bytes())
    data[4096 : 4096 * 30] = bytes(4096 * 29)
    path.write_bytes(data)
    return bytes(data)


async def test_a_damaged_store_offers_its_backup_and_enter_does_nothing(
    start: Start, tmp_path: Path
) -> None:
    path = tmp_path / "own.rmdesk"
    before = damaged(path, None)
    app = DeskApp(replace(start, path=path))
    async with app.run_test(size=(120, 40)) as pilot:
        driver = Driver(app, pilot)
        await until(lambda: "1 customer" in driver.text(), pilot)
        await driver.press("enter", "ctrl+s", "escape")
        assert path.read_bytes() == before and "The store is damaged" in driver.text()
        await pilot.press("r")
        await until(lambda: driver.is_shown, pilot)
        await driver.rest()
        await driver.press("tab")
        assert driver.desk.book is not None and driver.desk.book.customers == 1
    (aside,) = tmp_path.glob("own.rmdesk.aside-*")
    assert aside.read_bytes() == before


@pytest.mark.parametrize("emptied", [False, True])
async def test_a_damaged_encrypted_store_is_offered_its_backup_after_the_passphrase(
    start: Start, tmp_path: Path, emptied: bool
) -> None:
    path = tmp_path / "own.rmdesk"
    damaged(path, PASSPHRASE)
    if emptied:
        path.write_bytes(b"")
    app = DeskApp(replace(start, path=path, encrypted=asks_passphrase(path)))
    async with app.run_test(size=(120, 40)) as pilot:
        driver = Driver(app, pilot)
        await until(lambda: "rmdesk is locked" in driver.text(), pilot)
        await driver.type("eight horses ")
        await pilot.press("八", "enter")
        await until(lambda: "1 customer" in driver.text(), pilot)
        await pilot.press("r")
        await until(lambda: driver.is_shown, pilot)


async def test_a_damaged_store_is_not_open_and_its_passphrase_held_by_its_secret_alone(
    start: Start, tmp_path: Path
) -> None:
    path, text = tmp_path / "own.rmdesk", " ".join(PASSPHRASE.split())
    damaged(path, PASSPHRASE)
    before = sys.getrefcount(text)
    app = DeskApp(replace(start, path=path, encrypted=True, passphrase=Secret(text)))
    async with app.run_test(size=(120, 40)) as pilot:
        driver = Driver(app, pilot)
        await until(lambda: "1 customer" in driver.text(), pilot)
        assert str(path) not in [os.path.realpath(f) for f in Path("/proc/self/fd").iterdir()]
        gc.collect()
        assert sys.getrefcount(text) == before + 1
        (copy,) = path.with_name("own.rmdesk.backups").glob("*.rmdesk")
        copy.rename(tmp_path / "elsewhere")
        await driver.press("r")
        assert "no backup named" in " ".join([driver.text(), *driver.said])
        (tmp_path / "elsewhere").rename(copy)
        await pilot.press("r")
        await until(lambda: driver.is_shown, pilot)
        await driver.rest()
        gc.collect()
        assert sys.getrefcount(text) == before


async def test_a_store_that_was_moved_takes_no_save_and_the_form_stays(
    desk: Desk, start: Start
) -> None:
    async with desk() as driver:
        await driver.find("王芳")
        await driver.press("i")
        await driver.type("what was said")
        start.path.rename(start.path.with_name("elsewhere.rmdesk"))
        await driver.press("ctrl+s")
        assert any("moved" in text for text in driver.said)
        assert "what was said" in driver.text()
        await driver.press("escape")
        assert driver.view.name == "王芳"


def test_the_demo_needs_no_daily_backup(tmp_path: Path) -> None:
    book = demo.open_demo(tmp_path / "demo.rmdesk", TODAY)
    assert backing_up.make_daily(book, Keeping()) is None
    book.close()
