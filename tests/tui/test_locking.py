"""The lock: what was shown and read is gone, and one comes back to where one was."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from textual.driver import Driver as TerminalDriver

from rmdesk.desk import editing, opening
from rmdesk.errors import DeskError
from rmdesk.settings import Settings
from rmdesk.store.driver import connect
from rmdesk.tui.asking import app_of
from rmdesk.tui.locking import Watch
from rmdesk.tui.screens.locked import Locked
from rmdesk.tui.screens.log_form import LogForm
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


def test_after_locking_no_view_and_no_name_is_in_reach() -> None:
    """A process of its own, since what other tests left in memory would be found."""
    options = ("-p", "no:xdist", "-p", "no:cacheprovider", "-o", "addopts=", "-q")
    file = Path(__file__).with_name("memory_after_lock.py")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(file)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 and "1 passed" in done.stdout, done.stdout


async def test_the_screen_locks_when_the_machine_has_slept(desk: Desk) -> None:
    async with desk() as driver:
        awake, asleep = 1_000.0, 1_000.0
        watch = driver.app.lock.watch
        watch.monotonic, watch.with_sleep = lambda: awake, lambda: awake + asleep
        watch.restart()
        driver.app.lock._tick()
        assert driver.app.bridge.is_open
        asleep += 60
        driver.app.lock._tick()
        await driver.rest()
        assert isinstance(driver.app.screen, Locked)


async def test_the_screen_locks_after_the_minutes_set_unless_a_key_is_pressed(
    desk: Desk, start: Start
) -> None:
    now = 0.0
    begin = replace(start, settings=Settings(lock_minutes=2))
    async with desk(begin=begin) as driver:
        watch = driver.app.lock.watch
        watch.monotonic = watch.with_sleep = lambda: now
        watch.restart()

        async def pass_time(seconds: int) -> None:
            nonlocal now
            for _second in range(0, seconds, 10):
                now += 10
                driver.app.lock._tick()
            await driver.rest()

        await pass_time(110)
        await driver.press("j")
        await pass_time(110)
        assert driver.app.bridge.is_open
        await driver.pilot.click("#today-list")
        await driver.rest()
        await pass_time(110)
        assert driver.app.bridge.is_open
        await pass_time(10)
        assert isinstance(driver.app.screen, Locked) and not driver.app.bridge.is_open


def test_zero_minutes_never_lock_and_an_editor_is_no_idleness() -> None:
    now = 0.0
    never, five = (Watch(n, lambda: now, lambda: now) for n in (0, 5))
    for _step in range(1000):
        now += 20
        assert not never.tick()
        five.come_back()
        assert not five.tick()
    now += 40
    assert never.tick()


async def test_a_plain_store_opens_again_on_enter_and_says_it_is_not_protected(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("j", "j")
        name, customer = driver.view.name, driver.desk.customer_id
        await driver.press("ctrl+p")
        await driver.press("ctrl+l")
        assert "no passphrase" in driver.text() and "Passphrase" not in driver.text()
        assert name not in driver.text()
        await driver.press("ctrl+p", "f5", "x", "Z")
        assert isinstance(driver.app.screen, Locked)
        await driver.press("enter")
        await until(lambda: driver.is_shown and driver.app.idle, driver.pilot)
        assert driver.desk.mode == "today" and driver.desk.customer_id == customer
        await driver.press("i")
        await driver.type("after the lock")
        await driver.press("ctrl+s")
        assert driver.view.log[0].text == "after the lock"


async def test_locking_waits_for_what_was_saved_and_stops_long_work(
    desk: Desk, start: Start
) -> None:
    async with desk() as driver:
        await driver.find("wf")
        await driver.pilot.press("i", *"saved", "ctrl+s", "V", "ctrl+l", "j", "n", "x")
        await driver.rest()
        assert isinstance(driver.app.screen, Locked)
        assert [screen for screen in driver.app.screen_stack if screen.id == "search"] == []
    book = opening.open_book(start.path, None, TODAY)
    assert book.number("SELECT count(*) FROM interactions WHERE text = 'saved'") == 1
    book.close()


async def test_an_open_form_is_asked_for_its_draft(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = []

    async def save_draft(form: LogForm) -> None:
        await app_of(form).bridge.read(lambda book: drafts.append(book.card().currency))

    monkeypatch.setattr(LogForm, "save_draft", save_draft, raising=False)
    async with desk() as driver:
        await driver.press("2", "i")
        await driver.type("half a sentence")
        await driver.press("ctrl+l")
        assert isinstance(driver.app.screen, Locked)
        assert set(drafts) == {"CNY"}


async def test_a_program_that_is_continued_after_a_stop_is_locked(desk: Desk) -> None:
    async with desk() as driver:
        await driver.app._post_message(TerminalDriver.SignalResume())
        await until(lambda: isinstance(driver.app.screen, Locked), driver.pilot)
        await driver.press("ctrl+q")


def test_closing_a_book_overwrites_its_key(encrypted_store: Path) -> None:
    book = opening.open_book(encrypted_store, PASSPHRASE, TODAY)
    twin = book.twin()
    twin.close()
    book.twin().close()
    held = book._connect._key
    assert held is not None
    assert len(held) >= 32 and any(held)
    book.close()
    assert held == bytes(len(held))
    with pytest.raises(DeskError):
        connect(encrypted_store, bytes(held))
