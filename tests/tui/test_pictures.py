"""The main screens as they stand, at three sizes, compared with what was looked at and approved.

RMDESK_APPROVE=1 writes what is shown now; look at the difference before it is committed.
"""

import os
import re
from pathlib import Path

import pytest

from tests.tui.conftest import Desk, Driver

APPROVED = Path(__file__).parent / "approved"
SIZES = ((80, 24), (120, 40), (200, 50))
SCREENS = {
    "today": (),
    "customers": ("2", "j"),
    "customer": ("slash", "z", "w", "enter"),
    "offers": ("2", "o"),
    "value": ("2", "v", "3"),
    "statement": ("2", "j", "v"),
    "risk": ("B", "4"),
    "compared": ("2", "v", "c"),
    "book": ("B",),
    "lifetime": ("2", "L"),
    "prices": ("P",),
    "details": ("2", "d"),
    "log": ("2", "i"),
    "campaign": ("C",),
    "surprises": ("S",),
    "results": ("W",),
    "catalogue": ("O",),
    "offer": ("O", "enter", "ctrl+s"),
    "history": ("2", "A", "u", "U"),
    "operation": ("2", "A", "u", "U", "j", "enter"),
    "help": ("question_mark",),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
async def test_the_screens_look_as_they_were_approved(desk: Desk, size: tuple[int, int]) -> None:
    different = []
    async with desk(*size) as driver:
        for name, keys in SCREENS.items():
            await driver.press(*keys)
            if "U" in keys:
                # What is done in the test itself was done just now.
                driver.app.clear_notifications()
                await driver.rest()
            lines = [line.rstrip() for line in driver.text().splitlines()]
            await go_back(driver)
            text = "\n".join(lines) + "\n"
            if "U" in keys:
                text = re.sub(r"\b\d\d:\d\d\b", "hh:mm", text)
            path = APPROVED / f"{name}-{size[0]}x{size[1]}.txt"
            if os.environ.get("RMDESK_APPROVE"):
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                different.append(f"{path.name}:\n{text}")
    assert not different, "\n".join(different)


async def go_back(driver: Driver) -> None:
    """Leave the desk as it was opened: Today, and both lists at their first line."""
    while driver.app.screen is not driver.desk:
        await driver.press("escape")
    await driver.press("escape", "2", "escape", "home", "1", "home")
