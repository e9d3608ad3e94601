"""The mask: no name, number, text or amount of the book is on any screen while it is on."""

import re
from collections.abc import Iterator

from textual.widgets import Input

from rmdesk.desk import opening
from rmdesk.i18n import _, money, spoken
from rmdesk.store.book import Book
from rmdesk.tui.screens.desk import DeskScreen
from rmdesk.tui.start import Start
from rmdesk.tui.text import width
from rmdesk.tui.vocabulary import Vocabulary
from tests.conftest import TODAY
from tests.tui.conftest import Desk, Driver
from tests.tui.test_pictures import SCREENS

MORE = {
    "whole log": ("2", "l"),
    "trend": ("2", "v", "p"),
    "transactions": ("2", "v", "4"),
    "customer form": ("2", "e"),
    "follow-up form": ("f",),
    "complete": ("x",),
    "doctor": ("D",),
    "on whom": ("B", "2"),
    "losses": ("B", "3"),
    "changes": ("B", "5"),
    "palette": ("ctrl+p",),
    "undo, a notice": ("2", "A", "u"),
}
# What somebody wrote, or what names somebody.
WRITTEN = {
    "customers": (
        *("name", "other_names", "bank_id", "identity_number", "phones", "emails", "addresses"),
        *("messengers", "employer", "occupation", "legal_representative", "notes"),
    ),
    "contacts": ("name", "phones", "emails", "notes"),
    "accounts": ("number",),
    "interactions": ("text",),
    "follow_ups": ("text",),
    "transactions": ("text", "counterparty", "reference"),
}
AMOUNTS = (
    re.compile(r"\d\.\d\d(?! ?%)\b"),
    re.compile(r"\b\d+(?:\.\d)?(?:k|m|bn)\b"),
    re.compile(r"[+\u2212]\d[\d,]*(?![\d,]*(?:[dwy]\b| pts|\.\d+ ?%))"),
)


def windows(text: str) -> Iterator[str]:
    """The pieces of a text by which it is known: names whole, longer ones by eight characters."""
    text = " ".join(text.split())
    if 2 < len(text) <= 8 or (len(text) == 2 and _is_chinese(text)):
        yield text
    for start in range(len(text) - 2):
        if _is_chinese(text[start : start + 3]):
            yield text[start : start + 3]
        if start + 8 <= len(text):
            yield text[start : start + 8]


def _is_chinese(text: str) -> bool:
    return all(c > "\u2e80" for c in text)


def written(book: Book) -> set[str]:
    found: set[str] = set()
    for table, columns in WRITTEN.items():
        for row in book.rows(f"SELECT {', '.join(columns)} FROM {table}"):
            for value in row:
                for part in re.split(r'[\[\]"{},]+', str(value or "")):
                    found.update(w for w in windows(part) if not w.isspace())
    return found


def shown(driver: Driver) -> str:
    return driver.text().replace(" ● ", " ")


def own_words() -> str:
    """All that the program itself has said so far."""
    return " \n ".join(spoken())


def without_scrollbars(driver: Driver) -> str:
    """What is on the screen; where a part was scrolled to is no matter here."""
    return re.sub("[▁-█](?=[│╯╮\n])", " ", driver.text())


async def back(driver: Driver) -> None:
    """Go back to the desk, with nothing filtered."""
    await driver.press("escape", "escape", "escape", "1")
    assert isinstance(driver.app.screen, DeskScreen)


async def test_no_screen_shows_what_is_masked(desk: Desk, start: Start) -> None:
    book = opening.open_book(start.path, None, TODAY)
    secrets = written(book)
    book.close()
    assert "张伟" in secrets and len(secrets) > 2_000
    told = []
    async with desk(120, 40) as driver:
        plain = without_scrollbars(driver)
        assert any(secret in plain for secret in secrets)
        await driver.press("Z")
        assert "masked" in driver.text() and "Overdue 3" in driver.text()
        for name, keys in {**SCREENS, **MORE}.items():
            await driver.press(*keys)
            text = shown(driver)
            own = own_words()
            told += [(name, s, text) for s in secrets if s in text and s not in own]
            for line in text.splitlines():
                told += [(name, a.pattern, line) for a in AMOUNTS if a.search(line)]
            await back(driver)
        await driver.press("Z")
        assert without_scrollbars(driver) == plain
    assert not told, "\n".join(f"{n}: {s!r} in {line}" for n, s, line in told[:40])


async def test_nothing_moves_when_the_mask_is_put_on(desk: Desk) -> None:
    async with desk(120, 40) as driver:
        await driver.press("2")
        plain = driver.text().splitlines()[1:]
        await driver.press("shift+f1")
        masked = driver.text().splitlines()[1:]
        assert plain != masked
        for before, after in zip(plain, masked, strict=True):
            assert width(before) == width(after)
            assert [width(c) for c in before.split("│")] == [width(c) for c in after.split("│")]


async def test_nothing_is_copied_while_it_is_masked(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("2", "Z", "y", "Y")
        assert driver.app.clipboard == "" and "Nothing is copied" in driver.said[-1]
        await driver.press("d", "j", "y")
        assert driver.app.clipboard == "" and "Nothing is copied" in driver.said[-1]
        await driver.press("escape")
        await driver.press("Z", "y")
        assert driver.app.clipboard == driver.view.phones[0]


async def test_a_field_shows_what_is_typed_and_nothing_else(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("2", "Z", "e")
        name = driver.view.name
        assert driver.app.screen.query(Input).first().value == name and name not in driver.text()
        await driver.type("xyz")
        assert "xyz" in driver.text()
        await driver.press("tab")
        assert "xyz" not in driver.text()
        await driver.press("shift+f1")
        assert "xyz" in driver.text()


async def test_the_mask_is_in_the_palette_and_works_over_other_screens(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("2", "v", "ctrl+p")
        await driver.type("hide names")
        await driver.pilot.pause(0.3)
        await driver.press("enter")
        assert driver.app.masked and "masked" in driver.text()
        assert driver.view.name not in driver.text()
        await driver.press("Z")
        assert not driver.app.masked and driver.view.name in driver.text()


def test_what_was_read_is_hidden_even_where_it_reads_like_the_program() -> None:
    vocabulary = Vocabulary()
    _("Visit"), _("never"), _("{n} customers lost {amount}")
    assert vocabulary.masked(" Visit ") == " Visit "
    assert vocabulary.masked("Visitors") == "•" * 8
    vocabulary.hide(["Visit", "1042", "Visit the branch tomorrow"])
    assert vocabulary.masked("Visit") == "•" * 5
    assert vocabulary.masked("Visit the bra…") == "•" * 14
    assert vocabulary.masked("1042") == "••••" and vocabulary.masked("1043") == "1043"
    assert vocabulary.masked("王芳  never") == "••••  never"
    assert vocabulary.masked("24 Nov") == "24 Nov"
    assert vocabulary.masked("138 0013 8000") == "•" * 13
    money.mark_amounts(True)
    try:
        text = f"7 customers lost {money.amount(-5_00, 'CNY')}"
    finally:
        money.mark_amounts(False)
    assert vocabulary.masked(text) == "7 customers lost •••••"
    assert money.show_amounts(text) == "7 customers lost \u22125.00"


async def test_the_keys_of_a_dialog_can_be_read_while_the_mask_is_on(desk: Desk) -> None:
    async with desk(120, 40) as driver:
        await driver.press("Z", "i")
        assert "ctrl+s save · tab next" in driver.text()
        await driver.press("escape")
