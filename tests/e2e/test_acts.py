"""A manager's day in a real terminal, in the number of keys that it may take.

Each act is written as its keys; free text stands in `Text` and is not counted.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rmdesk.desk import demo, opening
from rmdesk.store.book import Book
from tests.conftest import TODAY, copied
from tests.e2e.terminal import CTRL_S, ENTER, ESCAPE, TAB, Terminal

PASSPHRASE = "eight horses 八"
Run = Callable[..., Terminal]


class Text(str):
    """Free text: typed, not counted."""

    __slots__ = ()


def counted(keys: tuple[str, ...]) -> int:
    return sum(not isinstance(key, Text) for key in keys)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    started: list[Terminal] = []

    def begin(*arguments: str, width: int = 120, height: int = 40) -> Terminal:
        terminal = Terminal(*arguments, home=tmp_path / "home", width=width, height=height)
        started.append(terminal)
        return terminal

    yield begin
    for terminal in started:
        terminal.close()


@pytest.fixture
def arguments(demo_store: Path, tmp_path: Path) -> tuple[str, ...]:
    store = copied(demo_store, tmp_path)
    return ("--store", str(store), "--today", TODAY.isoformat())


def opened(arguments: tuple[str, ...], later: int = 0) -> Book:
    return opening.open_book(Path(arguments[1]), None, TODAY)


def test_act_1_unlock_and_see_the_day(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "locked.rmdesk"
    book = opening.make(path, PASSPHRASE, TODAY, "CNY")
    demo.fill(book)
    book.close()
    terminal = run("--store", str(path), "--today", TODAY.isoformat())
    terminal.wait_for("rmdesk is locked")
    terminal.send("wrong one", ENTER)
    terminal.wait_for("does not open the store")
    keys = (Text(PASSPHRASE), ENTER)
    assert counted(keys) + 1 == 2  # with the Enter after the command
    terminal.send(*keys)
    terminal.wait_for(
        "this month so far", "Overdue 3", "Today 6", "Maturing", "Birthdays", "3 overdue"
    )
    assert PASSPHRASE.encode() not in terminal.raw


def test_acts_2_and_3_find_log_and_follow_up(run: Run, arguments: tuple[str, ...]) -> None:
    terminal = run(*arguments)
    act_2 = ("/", "z", "w", ENTER)
    act_3 = ("i", Text("Asked about funds"), TAB, Text("+3d"), CTRL_S)
    assert (counted(act_2), counted(act_3) + len("+3d")) == (4, 6)
    # All at once, before the book is even open: nothing that is typed may be lost.
    terminal.wait_for("rmdesk")
    terminal.send(*act_2, *act_3)
    terminal.wait_for("Logged; follow-up on Fri 27 Nov 2026", "Asked about funds", "3d")
    terminal.send("u")
    terminal.wait_for("Taken back: Log entry")
    terminal.wait_until_gone("Asked about funds")


def test_act_4_no_answer(run: Run, arguments: tuple[str, ...]) -> None:
    terminal = run(*arguments)
    terminal.wait_for("Overdue 3")
    act_4 = ("x", "2", ENTER)
    assert counted(act_4) == 3
    terminal.send(*act_4)
    terminal.wait_for("next try on Wed 25 Nov 2026")
    terminal.wait_for("Overdue 2")


def test_act_6_why_a_contribution_changed(run: Run, arguments: tuple[str, ...]) -> None:
    terminal = run(*arguments)
    terminal.wait_for("Overdue 3")
    terminal.send("/", "h", "a", "r", "b", "o", "u", "r", ENTER)
    terminal.wait_for("Harbour Lights Ltd", "CNY  no.")
    act_6 = ("v", "c", ENTER, ENTER)
    assert counted(act_6) == 4
    terminal.send(*act_6[:2])
    terminal.wait_for("against before", "Deposits: volume", "Deposits: rates")
    # The line that fell most stands first; behind it are its postings.
    terminal.send(act_6[2])
    terminal.wait_for("▸4 Transaction", "deposits", without="against before")
    terminal.send(ESCAPE)
    terminal.wait_for("against before")


def test_act_7_present_now_and_decline_a_week_later(run: Run, arguments: tuple[str, ...]) -> None:
    terminal = run(*arguments)
    terminal.wait_for("rmdesk")
    terminal.send("/", "z", "w", ENTER)
    terminal.wait_for("Renew the term deposit")
    first = ("o", "1", ENTER)
    terminal.send(*first[:2])
    terminal.wait_for("By which channel?")
    terminal.send(first[2])
    terminal.wait_for("Presented, waiting for an answer")
    terminal.send(ESCAPE)
    terminal.close()
    terminal = run(*arguments[:2], "--today", "2026-12-01")
    terminal.wait_for("rmdesk")
    terminal.send("/", "z", "w", ENTER)
    terminal.wait_for("presented 24 Nov")
    later = ("o", "1", "d", "3")
    assert (counted(first), counted(later)) == (3, 4)
    terminal.send(*later)
    terminal.wait_for("declined   Tue 1 Dec 2026")
    book = opened(arguments)
    reason = book.value("SELECT decline_reason FROM proposals ORDER BY id DESC LIMIT 1")
    assert reason == "timing"
    book.close()


def test_act_8_a_like_customer_is_offered_first(run: Run, arguments: tuple[str, ...]) -> None:
    terminal = run(*arguments)
    terminal.wait_for("Overdue 3")
    act_8 = ("n", Text("张伟"), TAB, Text("139 0000 0000"), CTRL_S)
    assert counted(act_8) == 3
    terminal.send(*act_8)
    terminal.wait_for("In the book already?")
    terminal.send(ENTER)
    terminal.wait_for("Customers · 60", "138 0883 4051", without="New customer")
    terminal.send(*act_8)
    terminal.wait_for("In the book already?")
    terminal.send(CTRL_S)
    terminal.wait_for("Customers · 61")


@pytest.mark.parametrize(("width", "height"), [(80, 24), (200, 50)])
def test_it_works_small_and_large(
    run: Run, arguments: tuple[str, ...], width: int, height: int
) -> None:
    terminal = run(*arguments, width=width, height=height)
    terminal.wait_for("Overdue 3")
    terminal.send("/", "w", "f", ENTER)
    terminal.wait_for("Follow-ups · 1", "deposits", "Suggested", "\n i log", "ctrl+p commands")
    terminal.send(ESCAPE)
    if width == 80:
        terminal.wait_until_gone("mortgage discount")
        terminal.send(ESCAPE)
    terminal.wait_for("Sakura Robotics")
