"""Lists, value, details, palette: what is seen, by keys, on the demo book."""

import re

import pytest

from rmdesk.desk import followups, names, opening, rebuild_checks, store_checks
from rmdesk.terms import SortKey
from rmdesk.tui.screens.value import ValueScreen
from rmdesk.tui.start import Start
from tests.conftest import TODAY
from tests.tui.conftest import Desk


async def test_every_view_of_value_shows_the_same_total(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("zw")
        await driver.press("v")
        screen = driver.app.screen
        assert isinstance(screen, ValueScreen)
        totals = set()
        for key in ("1", "2", "3", "4", "5"):
            await driver.press(key)
            assert screen._report is not None
            totals.add(screen._report.total)
        assert totals == {driver.view.contribution}
        await driver.press("m", "left")
        assert "Sep 2026" in driver.text()
        await driver.press("escape")


async def test_own_dates_for_the_whole_book(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("V", "o", "end")
        await driver.press(*["backspace"] * 10)
        await driver.type("2026-03-10")
        await driver.press("enter")
        assert "Tue 10 Mar 2026 to Sat 31 Oct 2026" in driver.text()
        await driver.press("escape")


async def test_details_lead_to_contacts_and_relations(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("孙氏")
        await driver.press("d")
        assert "Contacts" in driver.text() and "孙强" in driver.text()
        await driver.press("a")
        await driver.type("Anna Kern")
        await driver.press("ctrl+s")
        assert "Anna Kern" in driver.text()
        await driver.press("r")
        await driver.type("P100200")
        await driver.press("ctrl+s")
        assert "张伟" in driver.text()
        await driver.press("escape")


async def test_the_list_sorts_and_archives(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("2", "s")
        assert driver.desk.sort is SortKey.NAME
        first = driver.view.name
        await driver.press("A")
        assert driver.view.name != first
        await driver.press("ctrl+a")
        assert driver.view.name == first
        await driver.press("A", "ctrl+a")
        assert driver.desk.book is not None and driver.desk.book.customers == 60


async def test_the_phone_is_copied_of_the_customer_under_the_cursor(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("2")
        await driver.pilot.press("j", "y")
        await driver.rest()
        assert driver.app.clipboard == driver.view.phones[0]
        await driver.press("Y")
        assert driver.app.clipboard == driver.view.bank_id


async def test_on_a_narrow_terminal_enter_and_escape_go_between_panes(desk: Desk) -> None:
    async with desk(80, 24) as driver:
        await driver.press("2")
        assert (
            not driver.desk.query_one("#panel").display
            or not driver.desk.query_one("#panel").region.width
        )
        await driver.press("enter")
        assert driver.desk.query_one("#panel").region.width == 80
        await driver.press("escape")
        assert driver.desk.query_one("#left").region.width == 80


async def test_tab_goes_from_list_to_log_to_follow_ups(desk: Desk) -> None:
    async with desk() as driver:
        for part in ("log", "follow-ups", "today-list"):
            await driver.press("tab")
            assert driver.app.focused is not None and driver.app.focused.id == part
        await driver.press("tab", "enter")
        assert "entries" in driver.text()
        await driver.press("escape")


async def test_every_command_is_in_the_palette_and_in_the_help(desk: Desk) -> None:
    async with desk(200, 60) as driver:
        await driver.press("question_mark")
        text = driver.text()
        assert "Log an interaction" in text and "f5" in text
        await driver.press("escape", "ctrl+p")
        await driver.type("undo")
        await driver.pilot.pause(0.3)
        await driver.press("enter")
        assert driver.said[-1] == "There is nothing to undo."


async def test_the_command_line_beside_it_is_seen(desk: Desk, start: Start) -> None:
    async with desk() as driver:
        await driver.find("wf")
        driver.desk.pulse()
        await driver.rest()
        other = opening.open_book(start.path, None, start.today)
        customer = names.the_one(other, "王芳")
        followups.add(other, customer, followups.FollowUpDraft("from outside", TODAY))
        other.close()
        driver.desk.pulse()
        await driver.rest()
        await driver.rest()
        assert "from outside" in [line.text for line in driver.view.follow_ups]


async def test_light_and_dark(desk: Desk) -> None:
    async with desk() as driver:

        def ground() -> object:
            style = driver.desk.shown.render_line(1)._segments[-1].style
            assert style is not None
            return style.bgcolor

        before = (driver.app.theme, ground())
        await driver.press("ctrl+t")
        assert driver.app.theme != before[0] and ground() != before[1]
        await driver.press("ctrl+t")
        assert (driver.app.theme, ground()) == before


async def test_the_whole_book_leads_to_its_customers(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("B")
        assert "By tier" in driver.text() and "Business current account" in driver.text()
        await driver.press("2")
        assert "Pareto curve" in driver.text()
        await driver.press("4")
        assert "RAROC" in driver.text() and "Expected loss, the largest" in driver.text()
        await driver.press("6")
        assert "One piece of work" in driver.text() and "visit" in driver.text()
        await driver.press("3")
        assert "cost more than they bring" in driver.text()
        await driver.press("enter")
        assert driver.view.contribution < 0


async def test_lifetime_value_and_what_if(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("2")
        assert "lifetime" in driver.text()
        await driver.press("L")
        assert "Still to come" in driver.text() and "months expected" in driver.text()
        assert "open-ended money" in driver.text() and "80 % range" in driver.text()
        assert "→" not in driver.text()
        await driver.press("w")
        await driver.type("500000")
        await driver.press("ctrl+s")
        assert "→" in driver.text()
        await driver.press("w")
        await driver.type("much")
        await driver.press("ctrl+s")
        assert "What if" in driver.text() and "number" in driver.text()


async def test_the_doctor_looks_the_book_over(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("D")
        assert "3 findings" in driver.text()
        assert "No consent recorded, so no offers: 2 of the customers" in driver.text()
        await driver.press("escape")
        assert driver.app.screen is driver.desk


async def test_the_doctor_says_that_it_compared_a_sample(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (store_checks, rebuild_checks):
        monkeypatch.setattr(module, "SAMPLE", 5)
    async with desk(80, 24) as driver:
        await driver.press("D")
        assert "5 of 60 customers were compared" in driver.text()
        assert "doctor --deep" in " ".join(driver.text().split())


async def test_value_with_everyone_the_customer_is_tied_to(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("张伟")
        await driver.press("v")
        alone = driver.text().splitlines()[1]
        await driver.press("w")
        title, together = driver.text().splitlines()[:2]
        assert "张伟 + " in title and together != alone
        await driver.press("4", "w")
        assert driver.text().splitlines()[1] == alone


async def test_prices_show_their_effect_before_they_are_saved(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("P")
        assert "Rates by product" in driver.text() and "consumer-loan" in driver.text()
        # The business accounts: a current account, whose transfer price counts.
        await driver.press(*"jjjjj", "enter")
        assert re.search(r"│ Product +business +│", driver.text())
        await driver.press("tab", "tab", "end", "ctrl+u")
        await driver.type("2026-01-01")
        await driver.press("ctrl+s")
        assert "(0)" in driver.text() and "again" in driver.text()
        await driver.press("tab", "end", "ctrl+u")
        await driver.type("much")
        await driver.press("ctrl+s")
        assert "is not a number" in driver.text()
        await driver.press("end", "ctrl+u")
        await driver.type("2.9")
        await driver.press("ctrl+s")
        assert "(+" in driver.text()
        await driver.press("ctrl+s")
        assert "2026-01-01" in driver.text() and "calculating" not in driver.text()
        await driver.press("escape", "u")
        assert driver.said[-1] == "Taken back: Changed prices, Rates by product"


async def test_every_table_of_prices_can_be_looked_at(desk: Desk) -> None:
    async with desk(80, 24) as driver:
        await driver.press("P")
        seen = set()
        for _step in range(18):
            seen.add(driver.text().splitlines()[2])
            await driver.press("right")
        assert len(seen) == 18 and "1/18" in driver.text()
        await driver.press("left", "k", "x")
        assert "Take out · Rules for offers" in driver.text()


async def test_the_trend_is_plotted(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("2", "v", "p")
        text = driver.text()
        assert "Trend · " in text and "Nov 2024" in text and "contribution" in text
        assert any("\u2800" < character <= "\u28ff" for character in text)
        await driver.press("escape", "H")
        assert "3 shows a customer" in driver.said[-1]
        await driver.press("3", "H")
        assert "what changed it since" in driver.text()


async def test_an_account_is_shared_and_rated_from_a_day(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("赵敏")
        await driver.press("d", "G", "o")
        await driver.type("2026-06-01")
        await driver.press("tab")
        await driver.type("C3")
        await driver.press("tab", "tab", "tab", "end", "ctrl+u")
        await driver.type("40")
        await driver.press("ctrl+s")
        assert "Other customer is missing" in driver.text()
        await driver.type("张伟")
        await driver.press("ctrl+s")
        assert "40 % of it" in driver.text() and "C3" in driver.text()
        await driver.press("escape", "u")
        assert driver.said[-1].startswith("Taken back: Changed account")


async def test_a_posting_is_linked_to_the_talk_it_came_of(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("张伟")
        await driver.press("v", "a")
        assert "4 shows transactions" in driver.said[-1]
        await driver.press("4", "G", "k", "k", "k", "k", "a")
        assert "Activity behind" in driver.text() and "none of them" not in driver.text()
        await driver.press("ctrl+s", "escape", "u")
        assert driver.said[-1].startswith("Taken back: Linked posting")


async def test_what_mends_a_finding_is_readable_on_a_small_screen(desk: Desk) -> None:
    async with desk(80, 24) as driver:
        await driver.press("D")
        said = " ".join(driver.text().replace("│", " ").split())
        assert "Each holds offers back until it is closed (c)" in said
        assert "Edit the customer (e) and record its day" in said


@pytest.mark.parametrize(("width", "sure"), [(80, False), (120, True)])
async def test_a_campaign_names_its_offers_on_a_small_screen(
    desk: Desk, width: int, sure: bool
) -> None:
    async with desk(width, 24) as driver:
        await driver.press("C")
        assert "Renew the loan with a new plan" in driver.text()
        assert ("likely" in driver.text()) is sure


async def test_the_catalogue_shows_whole_names_on_a_small_screen(desk: Desk) -> None:
    async with desk(80, 24) as driver:
        await driver.press("O")
        assert "Better term rate to keep d" in driver.text()
        assert "kind is" not in driver.text()
