"""Keys and saves under load: nothing that is typed is lost, nothing that is saved either."""

import asyncio
import threading

from rmdesk.desk import interactions, opening
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.store.book import Book
from rmdesk.terms import InteractionKind
from rmdesk.tui.start import Start
from tests.conftest import TODAY
from tests.tui.conftest import Desk


class Held:
    """A query that takes as long as the test likes."""

    def __init__(self) -> None:
        self._over = threading.Event()

    def query(self, _book: Book) -> bool:
        return self._over.wait(timeout=60)

    def end(self) -> None:
        self._over.set()


async def test_keys_typed_during_a_slow_query_are_not_lost(desk: Desk) -> None:
    async with desk() as driver:
        held = Held()
        slow = asyncio.create_task(driver.app.bridge.read(held.query))
        await driver.pilot.press("slash", "w", "f", "enter", "i", "H", "i", "ctrl+s")
        held.end()
        assert await slow
        await driver.rest()
        assert driver.view.name == "王芳"
        assert driver.view.log[0].text == "Hi"


async def test_of_many_moves_during_a_slow_query_the_last_is_drawn(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("2")
        held = Held()
        slow = asyncio.create_task(driver.app.bridge.read(held.query))
        await driver.pilot.press(*["j"] * 12)
        held.end()
        assert await slow
        await driver.rest()
        customer = driver.desk.customer_id
        assert customer == driver.view.id
        assert driver.desk.shown.cursor == 12


async def test_a_save_happens_even_when_who_asked_goes_away(desk: Desk, start: Start) -> None:
    async with desk() as driver:
        await driver.find("wf")
        customer = driver.view.id
        bridge = driver.app.bridge
        held = Held()
        slow = asyncio.create_task(bridge.read(held.query))
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
        held.end()
        await driver.app.action_quit()
        assert slow.done()
    book = opening.open_book(start.path, None, TODAY)
    assert book.number("SELECT count(*) FROM interactions WHERE text LIKE 'save %'") == 3
    book.close()
