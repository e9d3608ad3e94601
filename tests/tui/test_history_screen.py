"""The history screen: who did what when, old and new; anything is taken back, or refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from rmdesk.desk import editing, history, importing, interactions, names
from rmdesk.desk.importing import Order
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.store.book import Book
from rmdesk.terms import Act, InteractionKind
from rmdesk.tui.screens.details import DetailsScreen
from rmdesk.tui.screens.full import Rows
from rmdesk.tui.screens.history_screen import HistoryScreen
from rmdesk.tui.screens.operation_screen import OperationScreen
from rmdesk.tui.screens.undo_dialog import UndoDialog
from rmdesk.tui.screens.whole_log import WholeLog
from rmdesk.tui.start import Start
from tests.conftest import copied
from tests.tui.conftest import Desk, Driver


def edit(book: Book, name: str, /, **fields: str) -> None:
    editing.edit(book, names.the_one(book, name), fields)


def log(book: Book, name: str, text: str) -> None:
    customer = names.the_one(book, name)
    interactions.log(book, customer, InteractionDraft(InteractionKind.CALL, text))


def notes_of(book: Book, name: str) -> str:
    return str(book.value("SELECT notes FROM customers WHERE name = ?", (name,)))


def acts(book: Book) -> list[Act]:
    return [line.act for line in history.list_operations(book).lines]


def write_postings(folder: Path, count: int) -> Path:
    """An extract with a new customer of `count` transactions."""
    folder.mkdir()
    lines = [f"H1,R{n},2026-03-02,-{n + 1}.00,cash" for n in range(count)]
    tables = {
        "customers": ["bank_id,name", "H9,李雷"],
        "accounts": ["number,customer,product,opened", "H1,H9,current,2025-01-01"],
        "transactions": ["account,reference,date,amount,kind", *lines],
    }
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


async def go_to(driver: Driver, act: Act) -> None:
    """Put the cursor on the newest operation of a kind."""
    rows = driver.app.screen.query_one(Rows)
    things = [thing for _row, thing in rows._all()]
    rows.cursor = next(n for n, thing in enumerate(things) if getattr(thing, "act", None) is act)
    await driver.rest()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_shows_who_did_what_when_with_old_and_new(
    desk: Desk, size: tuple[int, int]
) -> None:
    async with desk(*size) as driver:
        write = driver.app.bridge.write
        await write(edit, "王芳", notes="before")
        await write(edit, "王芳", notes="after")
        await driver.press("U")
        assert isinstance(driver.app.screen, HistoryScreen)
        line = next(text for text in driver.text().splitlines() if "Changed customer" in text)
        assert "2026-11-24" in line and "王芳" in line and " 1 " in line
        assert ("manager" in line) == (size[0] > 100)
        await driver.press("enter")
        assert isinstance(driver.app.screen, OperationScreen)
        text = driver.text()
        assert "Changed customer, 王芳" in text.splitlines()[0] and "manager" in text
        assert "customer 王芳: changed" in text and "before → after" in text and "Notes" in text
        await driver.press("escape", "escape")
        assert driver.app.screen_stack[-1] is driver.desk


async def test_one_in_the_middle_is_taken_back_and_the_cursor_stays(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("wf")
        write = driver.app.bridge.write
        await write(edit, "王芳", notes="here")
        await write(log, "王芳", "A call")
        await driver.press("U")
        await go_to(driver, Act.EDIT_CUSTOMER)
        await driver.press("t")
        assert driver.said[-1] == "Taken back: Changed customer, 王芳"
        rows = driver.app.screen.query_one(Rows)
        assert getattr(rows.thing, "act", None) is Act.EDIT_CUSTOMER
        assert "taken back" in driver.text() and "takes back" in driver.text()
        assert await driver.app.bridge.read(notes_of, "王芳") != "here"
        await driver.press("t")
        assert driver.said[-1] == "This has been taken back already."
        await go_to(driver, Act.UNDO)
        await driver.press("enter")
        assert "Takes back “Changed customer, 王芳” of 2026-" in driver.text()
        await driver.press("t")
        assert driver.said[-1] == "Redone: Changed customer, 王芳"
        assert await driver.app.bridge.read(notes_of, "王芳") == "here"
        await driver.press("escape", "escape", "i", "escape")
        assert driver.view.log[0].text == "A call"


async def test_what_a_later_change_builds_on_is_refused_with_its_name(desk: Desk) -> None:
    async with desk() as driver:
        write = driver.app.bridge.write
        await write(editing.create, {"name": "李雷"})
        await write(log, "李雷", "The first call")
        await driver.press("U")
        await go_to(driver, Act.NEW_CUSTOMER)
        await driver.press("t")
        assert "cannot be taken back: “Log entry, 李雷” of " in driver.said[-1]
        assert isinstance(driver.app.screen, HistoryScreen)
        assert await driver.app.bridge.read(names.the_one, "李雷")
        await go_to(driver, Act.SET_UP)
        await driver.press("t")
        assert "it set up the book" in driver.said[-1]


@pytest.fixture
def own(start: Start, empty_store: Path, tmp_path: Path) -> Start:
    """A book of one's own: the demo book takes no import."""
    return replace(start, path=copied(empty_store, tmp_path))


async def test_a_customer_s_history_holds_its_import_and_is_paged(
    desk: Desk, own: Start, tmp_path: Path
) -> None:
    folder = write_postings(tmp_path / "in", 150)
    async with desk(80, 24, own) as driver:
        bridge = driver.app.bridge
        await bridge.write(editing.create, {"name": "王芳"})
        await bridge.write(importing.run, Order((folder,)))
        await bridge.write(edit, "李雷", notes="x")
        await bridge.write(edit, "王芳", notes="y")
        await driver.press("U", "c")
        assert "History · 王芳" in driver.text() and "李雷" not in driver.text()
        await driver.press("c", "j", "c")
        text = driver.text()
        assert "History · 李雷" in text and "Import" in text and "王芳" not in text
        await go_to(driver, Act.IMPORT)
        await driver.press("c")
        line = driver.app.screen.query_one(Rows).thing
        assert getattr(line, "act", None) is Act.IMPORT and "王芳" in driver.text()
        await driver.press("c")
        assert "does not concern a single customer" in driver.said[-1]
        await driver.press("enter")
        rows = driver.app.screen.query_one(Rows)
        seen = rows.length()
        await driver.press("G")
        assert rows.length() > seen and "H1" in driver.text() and "\u2212" in driver.text()


async def test_an_import_is_asked_about_taken_back_and_redone(
    desk: Desk, own: Start, tmp_path: Path
) -> None:
    folder = write_postings(tmp_path / "in", 30)
    async with desk(80, 24, own) as driver:
        bridge = driver.app.bridge
        await bridge.write(importing.run, Order((folder,)))
        await driver.press("U")
        await go_to(driver, Act.IMPORT)
        await driver.press("t")
        assert isinstance(driver.app.screen, UndoDialog) and "rows?" in driver.text()
        await driver.press("escape")
        assert await bridge.read(names.matches, "李雷")
        await driver.press("t", "y")
        assert driver.said[-1].startswith("Taken back: Import")
        assert not await bridge.read(names.matches, "李雷")
        await driver.press("ctrl+y")
        assert "Redo “Import" in driver.text()
        await driver.press("y")
        assert await bridge.read(names.matches, "李雷")


async def test_redo_works_after_undo_and_not_after_something_new(desk: Desk) -> None:
    async with desk() as driver:
        bridge = driver.app.bridge
        await driver.press("ctrl+y")
        assert driver.said[-1] == "There is nothing to redo."
        await bridge.write(edit, "王芳", notes="here")
        await driver.press("u", "f11")
        assert driver.said[-1] == "Redone: Changed customer, 王芳"
        assert await bridge.read(notes_of, "王芳") == "here"
        await driver.press("2", "d", "u", "ctrl+y")
        assert await bridge.read(notes_of, "王芳") == "here"
        await driver.press("u", "escape")
        await bridge.write(log, "王芳", "Something new")
        await driver.press("ctrl+y")
        assert driver.said[-1] == "There is nothing to redo."
        assert await bridge.read(notes_of, "王芳") != "here"


async def test_it_opens_from_a_customer_and_comes_back_there(desk: Desk) -> None:
    async with desk(80, 24) as driver:
        await driver.find("wf")
        await driver.app.bridge.write(log, "王芳", "A wrong entry")
        for key, kind in (("d", DetailsScreen), ("l", WholeLog)):
            await driver.press(key, "h")
            assert "History · 王芳" in driver.text() and "Log entry" in driver.text()
            await driver.press("escape")
            assert isinstance(driver.app.screen, kind)
            assert "h history" in driver.text()
            await driver.press("escape")
        await driver.press("l", "h", "t", "escape")
        assert "A wrong entry" not in driver.text()


async def test_a_screen_of_a_customer_that_is_taken_back_is_left(desk: Desk) -> None:
    async with desk() as driver:
        await driver.app.bridge.write(editing.create, {"name": "李雷"})
        await driver.press("ctrl+r")
        await driver.find("李雷")
        await driver.press("d", "h", "t")
        assert isinstance(driver.app.screen, HistoryScreen)
        assert "History · 李雷" in driver.text()
        await driver.press("escape")
        assert driver.app.screen_stack[-1] is driver.desk


async def test_a_long_history_is_read_page_by_page(desk: Desk) -> None:
    def edit_often(book: Book) -> None:
        for number in range(130):
            edit(book, "王芳", notes=str(number))

    async with desk(80, 24) as driver:
        await driver.app.bridge.write(edit_often)
        await driver.press("U")
        rows = driver.app.screen.query_one(Rows)
        assert rows.length() == 101 and "the newest 100" in driver.text()
        await driver.press("G")
        assert rows.length() == 133 and "132 operations" in driver.text()
        assert rows.cursor == 100
