"""Consent, channels, complaints and guardians on the screen."""

from datetime import timedelta
from pathlib import Path

from rmdesk.desk import complaints, customers, editing, names, offering
from rmdesk.desk.complaints import ComplaintDraft
from rmdesk.offers.eligibility import Gate
from rmdesk.store.book import Book
from rmdesk.terms import ContactChannel, RelationKind
from rmdesk.tui.screens.complaint_form import ComplaintForm
from rmdesk.tui.screens.full import Rows
from rmdesk.tui.screens.presenting import Present
from tests.conftest import TODAY
from tests.own_offers import PLAIN, RECOVERY, take_own_offers
from tests.tui.conftest import Desk, Driver


async def put_cursor_on_waiting(driver: Driver, gate: Gate) -> None:
    """Put the cursor on an offer that this gate holds back."""
    rows = driver.app.screen.query_one(Rows)
    for number in range(rows.length()):
        block = getattr(rows.line_thing(number), "block", None)
        if block is not None and block.gate is gate:
            rows.rebuild(number)
            return
    raise AssertionError(driver.text())


async def test_presenting_asks_by_which_channel(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("zw")
        await driver.press("o", "1")
        assert isinstance(driver.app.screen, Present)
        text = driver.text()
        assert "By which channel?" in text and " 1  " in text and " 4  " in text
        assert "post" not in text.split("By which channel?")[1].split("enter")[0]
        await driver.press("escape")
        assert not (await driver.app.bridge.read(offering.look, driver.view.id)).open
        channels = driver.view.offers.suggestions[0].approach.channels
        await driver.press("1", "5")
        assert isinstance(driver.app.screen, Present)
        await driver.press("2", "escape")
        (line,) = driver.view.offers.open
        assert line.channel is channels[1]
        assert driver.said[-1].startswith("Presented: ")


async def test_the_channel_of_an_open_proposal_is_corrected(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("zw")
        await driver.press("o", "1", "enter")
        number = (await driver.app.bridge.read(offering.look, driver.view.id)).open[0].id
        await driver.press("c")
        assert "Channel · " in driver.text()
        await driver.press("enter", "end", "enter", "ctrl+s", "escape")
        (line,) = driver.view.offers.open
        assert (line.id, line.channel) == (number, ContactChannel.VISIT)


async def test_consent_is_recorded_where_the_offer_waits_for_it(desk: Desk) -> None:
    async with desk(120, 50) as driver:
        await driver.find("priya")
        assert not driver.view.offers.suggestions
        await driver.press("o")
        await put_cursor_on_waiting(driver, Gate.NOT_ASKED)
        await driver.press("m", "space", "ctrl+s", "escape")
        assert driver.view.offers.suggestions
        approach = driver.view.offers.suggestions[0].approach
        assert approach.channels == (ContactChannel.PHONE,)
        await driver.press("u")
        assert not driver.view.offers.suggestions


async def test_a_refusal_of_all_channels_is_recorded_too(desk: Desk) -> None:
    async with desk(120, 50) as driver:
        await driver.find("priya")
        await driver.press("o")
        await put_cursor_on_waiting(driver, Gate.NOT_ASKED)
        await driver.press("m", "ctrl+s", "escape")
        assert {w.block.gate for w in driver.view.offers.waiting} == {Gate.NO_CONSENT}


async def test_a_complaint_is_closed_from_today(desk: Desk) -> None:
    async with desk() as driver:
        (line,) = await driver.app.bridge.read(complaints.list_open)
        await driver.press("1")
        assert "Open complaints" in driver.text()
        await driver.app.bridge.read(customers.look, line.customer_id)
        for _step in range(40):
            here = driver.desk.today_line
            if here is not None and here.complaint_id == line.id:
                break
            await driver.press("j")
        await driver.press("c")
        assert isinstance(driver.app.screen, ComplaintForm)
        await driver.type("Apologised")
        await driver.press("ctrl+s")
        assert driver.said[-1] == "Complaint closed. u takes it back."
        closed = await driver.app.bridge.read(complaints.look, line.id)
        assert (closed.closed, closed.closure) == (TODAY, "Apologised")
        assert "Open complaints" not in driver.text()
        await driver.press("u")
        assert "Open complaints" in driver.text()


async def test_a_complaint_is_recorded_seen_corrected_and_removed(
    desk: Desk, tmp_path: Path
) -> None:
    async with desk(120, 50) as driver:
        await driver.app.bridge.write(take_own_offers, tmp_path)
        await driver.find("zw")
        await driver.press("c")
        assert "New complaint" in driver.text()
        await driver.press("ctrl+s")
        assert "About is missing" in driver.text()
        await driver.type("Charged twice")
        await driver.press("ctrl+s")
        assert "complaint open" in driver.text()
        assert [line.offer for line in driver.view.offers.suggestions] == [RECOVERY]
        await driver.press("d")
        assert "Charged twice" in driver.text()
        rows = driver.app.screen.query_one(Rows)
        place = next(n for n in range(rows.length()) if hasattr(rows.line_thing(n), "closure"))
        rows.rebuild(place)
        await driver.press("e")
        await driver.type(" today")
        await driver.press("escape", "delete")
        assert "Charged twice" not in driver.text()
        await driver.press("escape")
        assert PLAIN in [line.offer for line in driver.view.offers.suggestions]


async def test_an_open_complaint_is_seen_to_from_the_offer_that_waits(desk: Desk) -> None:
    async with desk(120, 50) as driver:
        await driver.find("zw")
        draft = ComplaintDraft(TODAY - timedelta(days=3), "Fees")
        await driver.app.bridge.write(complaints.record, driver.view.id, draft)
        await driver.press("ctrl+r", "o")
        await put_cursor_on_waiting(driver, Gate.COMPLAINT)
        await driver.press("m")
        assert isinstance(driver.app.screen, ComplaintForm)
        await driver.type("Refunded")
        await driver.press("ctrl+s", "escape")
        assert driver.view.offers.suggestions


async def test_a_minors_guardian_is_named_and_chosen(desk: Desk) -> None:
    async with desk(120, 50) as driver:
        bridge = driver.app.bridge
        child = await bridge.read(names.the_one, "张小雨")
        mother = await bridge.read(names.the_one, "李娜")
        await bridge.write(editing.relate, mother, child, RelationKind.PARENT)
        await bridge.write(_give_money, child)
        await driver.find("张小雨")
        assert "under 18" in driver.text()
        await driver.press("o")
        assert "speak with 张伟 or 李娜" in driver.text()
        await driver.press("1")
        assert "Spoken with" in driver.text()
        await driver.press("enter", "escape")
        (line,) = driver.view.offers.open
        assert line.guardian == "张伟"


def _give_money(book: Book, customer: int) -> None:
    from tests.desk.test_value import account, post

    post(book, account(book, customer), TODAY - timedelta(days=200), 80_000_000)


async def test_care_for_the_elderly_is_said_where_an_offer_is_presented(desk: Desk) -> None:
    async with desk(120, 50) as driver:
        await driver.find("唐雨")
        assert "65 or over" in driver.text()
        await driver.press("o", "1")
        assert "heightened care" in driver.text()
        await driver.press("enter", "escape")
        read = driver.app.bridge.read
        (line,) = [p for p in await read(offering.proposals, driver.view.id) if not p.decided]
        assert [care.value for care in line.cares] == ["senior"]
