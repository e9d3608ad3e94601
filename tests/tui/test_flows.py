"""The manager's work by keys, on the demo book."""

from datetime import date

from rmdesk.desk import followups
from rmdesk.terms import FollowUpStatus, Outcome, ProposalStatus, Section
from rmdesk.tui.screens.customer_form import CustomerForm
from rmdesk.tui.screens.log_form import LogForm
from tests.tui.conftest import Desk, Driver


async def test_the_day_is_there_when_the_desk_opens(desk: Desk) -> None:
    async with desk() as driver:
        text = driver.text()
        assert "Overdue 3" in text and "demo book" in text
        line = driver.desk.today_line
        assert line is not None and line.section is Section.OVERDUE
        assert driver.view.id == line.customer_id


async def test_searching_by_initials_opens_the_customer(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("zw")
        assert driver.view.name == "张伟"
        await driver.press("escape", "escape")
        assert driver.desk.filter == ""


async def test_a_word_said_long_ago_finds_who_was_spoken_to(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("plant tour")
        assert "Plant tour" in " ".join(entry.text for entry in driver.view.log)


async def test_log_with_a_follow_up_and_take_it_back(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("wf")
        entries, promises = len(driver.view.log), len(driver.view.follow_ups)
        await driver.press("i")
        await driver.type("Asked about funds")
        await driver.press("tab")
        await driver.type("+3d")
        await driver.press("ctrl+s")
        view = driver.view
        assert view.log[0].text == "Asked about funds" and len(view.log) == entries + 1
        assert len(view.follow_ups) == promises + 1
        assert "27 Nov 2026" in driver.said[-1]
        await driver.press("u")
        assert (len(driver.view.log), len(driver.view.follow_ups)) == (entries, promises)
        assert driver.said[-1] == "Taken back: Log entry, 王芳"


async def test_an_empty_text_is_refused_and_what_was_typed_stays(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("i", "tab")
        await driver.type("someday")
        await driver.press("ctrl+s")
        assert isinstance(driver.app.screen, LogForm)
        assert "is not a valid date" in driver.text() and "someday" in driver.text()
        await driver.press("escape")


async def test_completing_takes_the_line_out_of_today(desk: Desk) -> None:
    async with desk() as driver:
        line = driver.desk.today_line
        assert line is not None and line.follow_up_id is not None
        await driver.press("x", "enter")
        assert driver.desk.today_line != line
        found = await driver.app.bridge.read(followups.look, line.follow_up_id)
        assert found.status is FollowUpStatus.DONE


async def test_no_answer_logs_the_call_and_moves_the_follow_up(desk: Desk) -> None:
    async with desk() as driver:
        line = driver.desk.today_line
        assert line is not None and line.follow_up_id is not None
        await driver.press("x", "2", "enter")
        found = await driver.app.bridge.read(followups.look, line.follow_up_id)
        assert found.status is FollowUpStatus.OPEN and found.due > desk_today_of(driver)
        view = driver.view
        await driver.find(line.customer_name)
        assert driver.view.log[0].outcome is Outcome.NO_ANSWER
        assert view.today == driver.view.today


def desk_today_of(driver: Driver) -> date:
    assert driver.desk.book is not None
    return driver.desk.book.today


async def test_moving_and_cancelling_a_follow_up(desk: Desk) -> None:
    async with desk() as driver:
        line = driver.desk.today_line
        assert line is not None and line.follow_up_id is not None
        await driver.press("r")
        await driver.type("+1w")
        await driver.press("enter")
        found = await driver.app.bridge.read(followups.look, line.follow_up_id)
        assert str(found.due) == "2026-12-01"
        other = driver.desk.today_line
        assert other is not None and other.follow_up_id is not None
        await driver.press("X")
        found = await driver.app.bridge.read(followups.look, other.follow_up_id)
        assert found.status is FollowUpStatus.CANCELLED


async def test_a_follow_up_of_ones_own(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("F")
        await driver.type("Tidy the desk")
        await driver.press("tab")
        await driver.type("today 17:00")
        await driver.press("ctrl+s")
        assert "17:00 Tidy the desk" in driver.text()


async def test_presenting_and_a_decline_with_its_reason(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("zw")
        offer = driver.view.offers.suggestions[0].offer
        await driver.press("o", "1", "enter")
        await driver.press("escape")
        assert [p.offer for p in driver.view.offers.open] == [offer]
        await driver.press("o", "1", "d", "3")
        await driver.press("escape")
        view = driver.view
        assert not view.offers.open
        assert (view.offers.past[0].offer, view.offers.past[0].status) == (
            offer,
            ProposalStatus.DECLINED,
        )
        assert offer in {w.offer for w in view.offers.waiting}


async def test_accepting_with_a_note(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("wf")
        await driver.press("o", "1", "enter", "a")
        await driver.type("signed today")
        await driver.press("enter", "escape")
        past = driver.view.offers.past[0]
        assert (past.status, past.note) == (ProposalStatus.ACCEPTED, "signed today")


async def test_a_like_customer_is_shown_before_a_second_is_saved(desk: Desk) -> None:
    async with desk() as driver:
        assert driver.desk.book is not None
        count = driver.desk.book.customers
        await driver.press("n")
        await driver.type("zhangwei")
        await driver.press("tab")
        await driver.type("139 1234 5678")
        await driver.press("ctrl+s")
        assert isinstance(driver.app.screen, CustomerForm)
        assert "In the book already?" in driver.text()
        await driver.press("enter")
        assert driver.view.name == "张伟"
        assert driver.desk.book.customers == count


async def test_saving_twice_makes_the_second_one(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("n")
        await driver.type("zhangwei")
        await driver.press("tab")
        await driver.type("139 1234 5678")
        await driver.press("ctrl+s", "ctrl+s")
        assert driver.view.name == "zhangwei"
        assert driver.desk.book is not None and driver.desk.book.customers == 61


async def test_a_wrong_field_is_told_at_the_field(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("wf")
        await driver.press("e", "tab")
        await driver.type(" or call me")
        await driver.press("ctrl+s")
        assert "Phones is not a phone number" in driver.text()
        await driver.press("escape")
        assert "call me" not in str(driver.view.phones)


async def test_editing_and_undo(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("wf")
        await driver.press("e")
        await driver.type("X")
        await driver.press("ctrl+s")
        name = driver.view.name
        assert name != "王芳" and "X" in name
        await driver.press("u")
        assert driver.view.name == "王芳"
