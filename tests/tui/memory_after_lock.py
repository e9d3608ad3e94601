"""What memory still holds after a lock; run by itself, in a process of its own."""

import gc
from collections.abc import Iterator
from enum import Enum

from rmdesk.desk import contribution
from rmdesk.tui import verbs
from rmdesk.tui.screens.locked import Locked
from rmdesk.tui.start import Start
from tests.tui.conftest import Desk, until
from tests.tui.test_locking import BACKWARDS, encrypted, encrypted_store, unlock

__all__ = ["encrypted", "encrypted_store"]


def reachable_strings() -> Iterator[str]:
    """Every string that anything holds which Python's collector knows of."""
    waiting = gc.get_objects()
    while waiting:
        for inside in gc.get_referents(waiting.pop()):
            if type(inside) is str:
                yield inside
            elif type(inside) in (tuple, dict) and not gc.is_tracked(inside):
                waiting.append(inside)


def is_of_the_desk(thing: object) -> bool:
    """Whether something was read from the book; codes and default arguments are no such thing."""
    module = str(type(thing).__module__)
    at_home = module.startswith(("rmdesk.desk.", "rmdesk.store.book", "rmdesk.tui.screens.desk"))
    return at_home and not isinstance(thing, Enum | contribution.Only | type)


async def test_after_locking_no_view_and_no_name_is_in_reach(desk: Desk, encrypted: Start) -> None:
    # Modules have constants of such types; they are no data.
    verbs.import_all()
    gc.collect()
    earlier = {id(thing) for thing in gc.get_objects() if is_of_the_desk(thing)}
    async with desk(begin=encrypted) as driver:
        await unlock(driver)
        await driver.find("Capitano")
        await driver.press("tab", "l", "escape", "d", "escape", "v", "escape", "e")
        assert sum(BACKWARDS[::-1] in text for text in reachable_strings())
        await driver.press("ctrl+l")
        assert isinstance(driver.app.screen, Locked)

        def is_gone() -> bool:
            gc.collect()
            found = [thing for thing in gc.get_objects() if is_of_the_desk(thing)]
            return {id(thing) for thing in found} <= earlier and not any(
                BACKWARDS[::-1] in text for text in reachable_strings()
            )

        await until(is_gone, driver.pilot, rounds=200)
