"""Working with offers: catalogue, campaign, surprises, what was learnt, ties, opinions."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import Static

from rmdesk.desk import campaigns, earnings, offer_catalogue, opinions, results, surprises
from rmdesk.i18n.words import words
from rmdesk.offers.eligibility import Gate
from rmdesk.store.book import Book
from rmdesk.terms import Aspect, LifeEventKind
from tests.conftest import TODAY
from tests.own_offers import take_own_offers
from tests.tui.conftest import Desk


async def test_a_campaign_takes_one_after_another(desk: Desk) -> None:
    async with desk() as driver:
        read = driver.app.bridge.read
        first, second, *_rest = (await read(campaigns.look)).lines
        await driver.press("C")
        assert first.name in driver.text() and "15 still fit" in driver.text()
        await driver.press("p", "enter", "p", "enter")
        text = driver.text()
        assert "13 still fit" in text and "13 more this week" in text
        after = await read(campaigns.look)
        here = {(line.customer_id, line.suggestion.offer) for line in after.lines}
        assert after.week_left == 13
        for line in (first, second):
            assert (line.customer_id, line.suggestion.offer) not in here
        await driver.press("s")
        assert "12 still fit" in driver.text()
        await driver.press("enter")
        assert driver.view.id == driver.desk.customer_id


async def test_an_offer_is_previewed_before_it_is_kept(desk: Desk, tmp_path: Path) -> None:
    async with desk() as driver:
        read = driver.app.bridge.read
        await driver.app.bridge.write(take_own_offers, tmp_path)
        first = (await read(offer_catalogue.written))[0]
        found = await read(campaigns.preview, replace(first, code="my-own"))
        count = len(await read(offer_catalogue.of_book))
        assert found.fits > 1 and found.names
        await driver.press("O", "c")
        await driver.press("ctrl+s")
        assert "“” may have only" in driver.text()
        await driver.type("my-own")
        await driver.press("ctrl+s")
        said = f"Fits {found.fits} customers today: {found.names[0]}"
        assert said in driver.text()
        # Where the lines of a sentence end depends on names and figures.
        whole = str(driver.app.screen.query_one("#effect", Static).content)
        assert whole.startswith(said) and whole.endswith("ctrl+s saves it.")
        assert "my-own" not in await read(offer_catalogue.every)
        await driver.press("ctrl+s")
        assert "my-own" in await read(offer_catalogue.every)
        assert f" {count + 1} offers" in driver.text()
        await driver.press("escape", "u")
        assert "Changed catalogue" in driver.said[-1]


async def test_a_wrong_field_of_an_offer_is_named_at_the_field(desk: Desk) -> None:
    async with desk(120, 50) as driver:
        await driver.press("O", "enter", "tab", "tab", "tab", "tab")
        await driver.type("shoes at_least 3 ")
        await driver.press("ctrl+s")
        assert "which is not a measure" in driver.text()


async def test_an_offer_is_retired_and_brought_back(desk: Desk) -> None:
    async with desk() as driver:
        read = driver.app.bridge.read
        before = await read(offer_catalogue.written)
        await driver.press("O", "x")
        assert f" {len(before) - 1} offers, 1 retired" in driver.text()
        offered = {item.code for item in await read(offer_catalogue.of_book)}
        assert {item.code for item in before} - offered == {before[0].code}
        await driver.press("G", "x")
        assert f" {len(before)} offers, 0 retired" in driver.text()
        assert await read(offer_catalogue.written) == before


async def test_a_catalogue_goes_out_and_in_again(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    async with desk() as driver:
        await driver.press("O", "w")
        await driver.type(str(path))
        await driver.press("enter")
        assert path.exists()
        path.write_text(path.read_text("utf-8").replace("cost_days", "cost_day"), "utf-8")
        await driver.press("i")
        await driver.type(str(path))
        await driver.press("enter")
        assert "mine.toml, line" in driver.said[-1] and "not a field of an offer" in driver.said[-1]


async def test_a_surprise_is_given_from_the_calendar(desk: Desk) -> None:
    async with desk() as driver:
        before = (await driver.app.bridge.read(surprises.look)).spent
        await driver.press("S")
        text = driver.text()
        assert "Spring Festival" in text and "turns 39" in text
        assert f"{before // 100:,} of this year" in text
        await driver.press("p", "enter")
        assert driver.said[-1].startswith("Presented: ")
        after = (await driver.app.bridge.read(surprises.look)).spent
        assert after > before and f"{after // 100:,} of this year" in driver.text()


async def test_what_was_learnt_is_shown_and_plotted(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("W")
        text = driver.text()
        assert "professional service" in text and "earned" in text
        await driver.press("p")
        assert "Chances given, and what came" in driver.text()


async def test_what_came_of_a_yes_is_marked(desk: Desk) -> None:
    async with desk() as driver:
        name = await driver.app.bridge.read(_said_yes)
        await driver.find(name)
        view = driver.view
        before = await driver.app.bridge.read(earnings.earned, view.id)
        await driver.press("o", "G")
        for _step in view.offers.past:
            await driver.press("t")
            if "Results of" in driver.text():
                break
            await driver.press("k")
        await driver.press("space", "ctrl+s", "escape")
        assert await driver.app.bridge.read(earnings.earned, view.id) != before


def _said_yes(book: Book) -> str:
    """A customer with an account, who accepted something."""
    return str(
        book.value(
            "SELECT c.name FROM customers c JOIN proposals p ON p.customer_id = c.id"
            " AND p.status = 'accepted' JOIN accounts a ON a.customer_id = c.id LIMIT 1"
        )
    )


async def test_an_opinion_and_a_life_event_are_noted(desk: Desk) -> None:
    async with desk(120, 50) as driver:
        await driver.find("zw")
        await driver.press("o", "p", "4", "tab", "9", "ctrl+s")
        assert "must be 1 to 5" in driver.text()
        await driver.press("backspace", "2", "ctrl+s")
        await driver.press("e", "tab", "ctrl+u")
        await driver.type((TODAY - timedelta(days=3)).isoformat())
        await driver.press("ctrl+s")
        noted = await driver.app.bridge.read(opinions.look, driver.view.id)
        assert noted.scores == {Aspect.PRODUCT: 4, Aspect.SERVICE: 2}
        assert [kind for kind, _day, _note in noted.events] == [LifeEventKind.MARRIAGE]


async def test_what_is_never_to_be_offered_is_said_with_one_key(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("zw")
        offer = driver.view.offers.suggestions[0].offer
        await driver.press("o", "x", "escape")
        waiting = {w.offer: w.block.gate for w in driver.view.offers.waiting}
        assert waiting[offer] is Gate.EXCLUDED


async def test_a_yes_brings_its_follow_up(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("wf")
        before = len(driver.view.follow_ups)
        await driver.press("o", "1", "enter", "a", "enter", "escape")
        assert len(driver.view.follow_ups) == before + 1
        assert any(f.text.startswith("See through: ") for f in driver.view.follow_ups)


@pytest.mark.parametrize("width", [80, 120])
async def test_each_result_has_its_counts_in_their_columns(desk: Desk, width: int) -> None:
    async with desk(width, 30) as driver:
        await driver.press("W")
        found = await driver.app.bridge.read(results.look)
        rows = [line.strip("│ ").split() for line in driver.text().splitlines()]
        assert ["proposed", "accepted", "declined", "open", "expected", "earned"] in rows
        line = next(line for line in found.lines if not line.offer)
        ended = line.declined + line.lapsed
        counts = [str(n) for n in (line.presented, line.accepted, ended, line.open)]
        name = words(line.family).split()
        shown = next(row for row in rows if row[: len(name)] == name)
        assert shown[len(name) : len(name) + 4] == counts
