"""A key is about whom the screen says: cursors stay, titles name, Enter opens and never writes."""

from datetime import date
from typing import Any

from textual.widgets import Input, TextArea

from rmdesk.desk import details, drafts, editing, followups, interactions, names, opening
from rmdesk.desk.followups import FollowUpDraft
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.store.book import Book
from rmdesk.terms import InteractionKind, ProposalStatus
from rmdesk.tui.screens.details import DetailsScreen
from rmdesk.tui.screens.full import FullScreen, Rows
from rmdesk.tui.screens.undo_dialog import UndoDialog
from rmdesk.tui.screens.whole_log import WholeLog
from rmdesk.tui.start import Start
from tests.conftest import TODAY
from tests.tui.conftest import Desk, Driver


def written(driver: Driver) -> int:
    book = driver.app.bridge._book
    assert book is not None
    return book.number("SELECT count(*) FROM deeds")


async def test_escape_after_a_search_keeps_the_cursor_on_the_customer(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("wf")
        customer = driver.view.id
        await driver.press("escape")
        assert driver.desk.filter == "" and driver.desk.shown.length() == 60
        assert driver.desk.customer_id == customer and driver.desk.shown.cursor > 0
        await driver.press("i")
        assert "Log · 王芳" in driver.text()
        await driver.press("escape")


async def test_a_search_that_finds_nobody_leaves_the_cursor_where_it_was(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("2", "j", "j", "j")
        customer = driver.desk.customer_id
        await driver.press("slash")
        await driver.type("nobody is called that")
        await driver.rest()
        assert driver.desk.customer_id is None
        await driver.press("escape")
        assert driver.desk.customer_id == customer


async def test_sort_archive_and_refresh_stay_on_the_customer(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("2", *["j"] * 7)
        customer = driver.desk.customer_id
        await driver.press("s")
        assert driver.desk.customer_id == customer and driver.desk.shown.cursor != 7
        await driver.press("ctrl+a")
        assert driver.desk.customer_id != customer
        await driver.press("ctrl+a")
        assert driver.desk.customer_id == customer
        await driver.press("ctrl+r")
        assert driver.desk.customer_id == customer
        await driver.pilot.resize_terminal(80, 24)
        await driver.rest()
        assert driver.desk.customer_id == customer


async def test_what_another_program_does_moves_no_cursor(desk: Desk, start: Start) -> None:
    async with desk() as driver:
        line = driver.desk.today_line
        assert line is not None and line.follow_up_id is not None
        other = opening.open_book(start.path, None, TODAY)
        followups.complete(other, line.follow_up_id)
        other.close()
        driver.desk.pulse()
        await driver.rest()
        await driver.rest()
        now = driver.desk.today_line
        assert now is not None and now != line and now.customer_id == line.customer_id


async def test_a_resize_keeps_the_cursor_of_a_wrapped_list(desk: Desk) -> None:
    async with desk(120, 40) as driver:
        await driver.find("张伟")
        await driver.press("l", "j", "j", "j")
        rows = driver.app.screen.query_one(Rows)
        entry: Any = rows.thing
        await driver.pilot.resize_terminal(60, 30)
        await driver.rest()
        assert rows.thing is entry


async def test_enter_on_an_offer_opens_it_and_writes_nothing(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("zw")
        before = written(driver)
        await driver.press("o", "enter")
        assert "suggested; its digit on the list presents it" in driver.text()
        assert "张伟" in driver.text().splitlines()[0]
        await driver.press("enter", "escape", "escape")
        assert written(driver) == before and not driver.view.offers.open
        await driver.press("o", "space", "enter", "escape")
        assert len(driver.view.offers.open) == 1


async def test_enter_in_a_form_of_several_fields_goes_on(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("wf")
        before = written(driver)
        for key in ("e", "f"):
            await driver.press(key)
            first = driver.app.screen.focused
            await driver.press("enter")
            assert driver.app.screen.focused not in (first, None)
            await driver.press("escape")
        await driver.press("o", "1", "enter", "d", "tab")
        await driver.type("too dear")
        await driver.press("enter")
        assert written(driver) == before + 1
        await driver.press("2", "escape")
        past = driver.view.offers.past[0]
        assert (past.status, past.note) == (ProposalStatus.DECLINED, "too dear")


async def test_every_screen_and_form_of_a_customer_names_it(desk: Desk) -> None:
    async with desk(80, 24) as driver:
        await driver.find("wf")
        await driver.app.bridge.write(
            followups.add, driver.view.id, FollowUpDraft("call", date(2026, 12, 1))
        )
        await driver.press("ctrl+r")
        for keys in ("i", "f", "x", "r", "R", "e", "o", "v", "L", "d", "l", "dr", "da", "op", "oe"):
            await driver.press(*keys)
            text = driver.text()
            box = [line for line in text.splitlines() if "╭" in line]
            title = text.splitlines()[0]
            if not isinstance(driver.app.screen, FullScreen):
                title = " ".join(box)
            assert "王芳" in title, (keys, text)
            while driver.app.screen is not driver.desk:
                await driver.press("escape")
        await driver.press("n")
        assert "New customer" in driver.text()


async def test_control_characters_of_a_name_reach_no_title(desk: Desk) -> None:
    async with desk() as driver:
        customer = await driver.app.bridge.read(names.the_one, "王芳")

        def spoil(book: Book) -> None:
            with book.holding():
                book.rows("UPDATE customers SET name = ? WHERE id = ?", ("王\x1b[31m‮芳", customer))

        await driver.app.bridge.write(spoil)
        driver.app.push_screen(DetailsScreen(customer))
        await driver.rest()
        await driver.press("r")
        assert "New relation · 王[31m芳" in driver.text()
        assert "\x1b" not in driver.text() and "‮" not in driver.text()


async def test_both_texts_are_shown_and_one_is_chosen(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("wf")
        customer, bridge = driver.view.id, driver.app.bridge
        await driver.press("e")
        form = driver.app.screen
        changed = {"occupation": "theirs", "employer": "theirs", "notes": "theirs alone"}
        await bridge.write(editing.edit, customer, changed)
        for name in ("occupation", "employer"):
            form.query_one(f"#field-{name}", Input).value = "mine"
        await driver.press("ctrl+s")
        assert driver.app.screen is form
        assert "now: theirs — yours: mine · ctrl+k takes theirs" in driver.text()
        assert driver.app.screen.focused is form.query_one("#field-occupation")
        await driver.press("ctrl+k", "ctrl+s")
        assert driver.app.screen is driver.desk
        fields = (await bridge.read(details.look, customer)).fields
        assert [fields[name] for name in changed] == ["theirs", "mine", "theirs alone"]


async def test_the_whole_log_is_edited_and_shortened_and_u_works_there(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("wf")
        customer, bridge = driver.view.id, driver.app.bridge
        await bridge.write(
            interactions.log, customer, InteractionDraft(InteractionKind.VISIT, "Wrong words")
        )
        await driver.press("l")
        screen = driver.app.screen
        assert isinstance(screen, WholeLog) and "Wrong words" in driver.text()
        await driver.press("e")
        driver.app.screen.query_one("#field-text", TextArea).text = "Right words"
        await driver.press("ctrl+s")
        assert "Right words" in driver.text() and "Wrong words" not in driver.text()
        await driver.press("X")
        assert "Right words" not in driver.text()
        await driver.press("u")
        assert "Right words" in driver.text()
        assert driver.said[-1] == "Taken back: Removed log entry, 王芳"
        await driver.press("u")
        assert "Wrong words" in driver.text()
        await driver.press("escape")
        assert driver.view.log[0].text == "Wrong words"


async def test_an_outcome_is_reopened_and_corrected(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("wf")
        await driver.press("o", "1", "enter", "a", "enter")
        rows = driver.app.screen.query_one(Rows)
        proposal: Any = next(t for _row, t in rows._all() if getattr(t, "id", 0))
        number = next(n for n in range(rows.length()) if rows.line_thing(n) is proposal)
        rows.cursor = number
        await driver.press("c")
        assert "Correct · " in driver.text() and "王芳" in driver.text()
        await driver.press("tab", "tab")
        await driver.type("as agreed")
        await driver.press("ctrl+s")
        assert "as agreed" in driver.text()
        await driver.press("r", "escape")
        assert [p.id for p in driver.view.offers.open] == [proposal.id]
        assert not driver.view.offers.past or driver.view.offers.past[0].id != proposal.id


async def test_a_large_undo_is_asked_about_first(desk: Desk) -> None:
    async with desk() as driver:
        customer = await driver.app.bridge.read(names.the_one, "王芳")

        def many(book: Book) -> None:
            from rmdesk.model.customer_view import LifeEvent
            from rmdesk.terms import Act, LifeEventKind

            with book.deed(Act.IMPORT, customer, "friends.csv") as writing:
                for _n in range(21):
                    kind = LifeEventKind.CHILD
                    writing.add(LifeEvent(customer_id=customer, kind=kind, day=TODAY))

        def left(book: Book) -> int:
            return book.number(
                "SELECT count(*) FROM life_events WHERE day = ?", (TODAY.toordinal(),)
            )

        await driver.app.bridge.write(many)
        await driver.press("P", "u")
        assert isinstance(driver.app.screen, UndoDialog)
        assert "Undo · 王芳" in driver.text() and "Import, friends.csv”, 21 rows?" in driver.text()
        await driver.press("enter", "ctrl+s")
        assert isinstance(driver.app.screen, UndoDialog)
        await driver.press("escape")
        assert await driver.app.bridge.read(left) == 21
        await driver.press("u", "y")
        assert await driver.app.bridge.read(left) == 0
        assert driver.said[-1] == "Taken back: Import, friends.csv"
        assert await driver.app.bridge.read(drafts.count_drafts) == 0
