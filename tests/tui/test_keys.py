"""Keys and saves under load: nothing that is typed is lost, nothing that is saved either."""

import asyncio

from rmdesk.desk import interactions, opening
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.store.book import Book
from rmdesk.terms import InteractionKind
from rmdesk.tui.start import Start
from tests.conftest import TODAY
from tests.tui.conftest import Desk

SLOW = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000000)"
    " SELECT count(*) FROM n"
)


def slowly(book: Book) -> int:
    return book.number(SLOW)


async def test_keys_typed_during_a_slow_query_are_not_lost(desk: Desk) -> None:
    async with desk() as driver:
        slow = asyncio.create_task(driver.app.bridge.read(slowly))
        await driver.pilot.press("slash", "w")
        assert not slow.done()
        await driver.pilot.press("f", "enter", "i", "H", "i", "ctrl+s")
        await slow
        await driver.rest()
        assert driver.view.name == "王芳"
        assert driver.view.log[0].text == "Hi"


async def test_of_many_moves_during_a_slow_query_the_last_is_drawn(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("2")
        slow = asyncio.create_task(driver.app.bridge.read(slowly))
        await driver.pilot.press(*["j"] * 12)
        await slow
        await driver.rest()
        customer = driver.desk.customer_id
        assert customer == driver.view.id
        assert driver.desk.shown.cursor == 12


async def test_a_save_happens_even_when_who_asked_goes_away(desk: Desk, start: Start) -> None:
    async with desk() as driver:
        await driver.find("wf")
        customer = driver.view.id
        bridge = driver.app.bridge
        slow = asyncio.create_task(bridge.read(slowly))
        saves = [
            asyncio.create_task(
                bridge.write(
                    interactions.log, customer, InteractionDraft(InteractionKind.CALL, f"save {n}")
                )
            )
            for n in range(3)
        ]
        await asyncio.sleep(0)
        for save in saves:
            save.cancel()
        await driver.app.action_quit()
        assert slow.done()
    book = opening.open_book(start.path, None, TODAY)
    assert book.number("SELECT count(*) FROM interactions WHERE text LIKE 'save %'") == 3
    book.close()
