"""The unlock screen: what opens the book, what wrong passphrases cost, what is known before."""

import gc
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input

from rmdesk.desk import opening, security
from rmdesk.store import attempts, vault
from rmdesk.tui.screens.unlock import Unlock
from rmdesk.tui.start import Secret, Start
from tests.conftest import TODAY
from tests.tui.conftest import Desk, Driver, until

PASSPHRASE = "eight horses"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("locked") / "locked.rmdesk"
    opening.make(path, PASSPHRASE, TODAY, "CNY").close()
    return path


@pytest.fixture
def locked(start: Start, made: Path, tmp_path: Path) -> Start:
    shutil.copytree(made.parent, tmp_path / "locked")
    return replace(start, path=tmp_path / "locked" / made.name, encrypted=True)


async def enter(driver: Driver, passphrase: str) -> None:
    driver.app.screen.query_one(Input).value = passphrase
    await driver.press("enter")


def unwrapped(driver: Driver) -> str:
    return " ".join(driver.text().replace("│", " ").split())


async def shown(driver: Driver) -> None:
    await until(lambda: driver.is_shown, driver.pilot)


async def test_wrong_passphrases_count_down_and_the_screen_stays_awake(
    desk: Desk, locked: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1_000_000.0]
    monkeypatch.setattr(attempts, "now", lambda: clock[0])
    async with desk(begin=locked) as driver:
        await driver.rest()
        for _ in range(4):
            clock[0] += 60
            await enter(driver, "not this one")
            assert "does not open the store" in driver.text()
        assert "Next try in 2 seconds." in driver.text()
        # It takes keys meanwhile, keeps what is typed, and does not try it.
        await enter(driver, PASSPHRASE)
        assert driver.app.screen.query_one(Input).value == PASSPHRASE
        assert isinstance(driver.app.screen, Unlock)
        clock[0] += 1
        await until(lambda: "Next try in 1 second." in driver.text(), driver.pilot)
        clock[0] += 1
        await until(lambda: "Next try" not in driver.text(), driver.pilot)
        await driver.press("enter")
        await shown(driver)
    assert not attempts.attempts_path(locked.path).exists()


async def test_starting_again_goes_on_counting(
    desk: Desk, locked: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1_000_000.0]
    monkeypatch.setattr(attempts, "now", lambda: clock[0])
    attempts.attempts_path(locked.path).write_text('{"failed": 7, "at": 999990}')
    async with desk(begin=locked) as driver:
        await until(lambda: "Next try in 6 seconds." in driver.text(), driver.pilot)


async def test_recovery_key_opens_the_desk_and_a_mistyped_one_is_told(
    desk: Desk, locked: Start
) -> None:
    code = security.make_recovery_key(locked.path, PASSPHRASE)
    async with desk(begin=locked) as driver:
        await driver.rest()
        await enter(driver, code[:-1] + ("A" if code[-1] != "A" else "B"))
        assert "mistyped" in driver.text()
        await enter(driver, code)
        await shown(driver)


async def test_missing_key_file_is_told_before_anything_is_typed(desk: Desk, locked: Start) -> None:
    for path_of in (vault.key_path, vault.copy_path):
        path_of(locked.path).unlink()
    async with desk(begin=locked) as driver:
        await until(lambda: "its copy are missing" in unwrapped(driver), driver.pilot)


async def test_copy_of_the_key_file_is_used_with_a_word(desk: Desk, locked: Start) -> None:
    vault.key_path(locked.path).unlink()
    async with desk(begin=locked) as driver:
        await driver.rest()
        await until(lambda: "its copy was used" in " ".join(driver.said), driver.pilot)
        await enter(driver, PASSPHRASE)
        await shown(driver)
    assert vault.key_path(locked.path).exists()


async def test_given_passphrase_is_taken_once_and_not_held(desk: Desk, locked: Start) -> None:
    text = " ".join(PASSPHRASE.split())
    before = sys.getrefcount(text)
    secret = Secret(text)
    assert sys.getrefcount(text) == before + 1
    async with desk(begin=replace(locked, passphrase=secret)) as driver:
        await shown(driver)
        await driver.rest()
        assert secret.take() is None
        gc.collect()
        assert sys.getrefcount(text) == before


async def test_given_passphrase_that_is_wrong_asks_on_the_screen(desk: Desk, locked: Start) -> None:
    async with desk(begin=replace(locked, passphrase=Secret("not this one"))) as driver:
        await until(lambda: "does not open the store" in driver.text(), driver.pilot)
        await driver.rest()
        await enter(driver, PASSPHRASE)
        await shown(driver)


async def test_a_recovery_key_is_spoken_of_only_where_there_is_one(
    desk: Desk, locked: Start
) -> None:
    hint = "The recovery key opens it too."
    async with desk(begin=locked) as driver:
        await driver.rest()
        assert hint not in driver.text()
    code = security.make_recovery_key(locked.path, PASSPHRASE)
    async with desk(begin=locked) as driver:
        await driver.rest()
        assert hint in driver.text()
        await enter(driver, code)
        await shown(driver)
