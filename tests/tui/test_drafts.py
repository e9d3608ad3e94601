"""What is typed into a form and not saved is there again, in every form."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, Static, TextArea

from rmdesk.desk import (
    complaints,
    customers,
    details,
    drafts,
    followups,
    names,
    opinions,
    prices,
    proposals,
)
from rmdesk.desk.complaints import ComplaintDraft
from rmdesk.desk.drafts import DraftKey, Typing
from rmdesk.desk.followups import FollowUpDraft
from rmdesk.desk.proposals import Answer as Answered
from rmdesk.terms import Aspect, LifeEventKind, ProposalStatus, Section
from rmdesk.tui.form_fields import list_fields, read_fields
from rmdesk.tui.screens import dialog
from rmdesk.tui.screens.customer_form import CustomerForm, FieldsForm
from rmdesk.tui.screens.dialog import Dialog
from rmdesk.tui.screens.draft_forms import find_form
from rmdesk.tui.screens.drafts import DraftsScreen
from rmdesk.tui.screens.log_form import LogForm
from rmdesk.tui.screens.offer_file import OfferFile
from rmdesk.tui.widgets.header import Header
from tests.tui.conftest import Desk, Driver, until

TYPED = "half a thought 半"
# A form without a field to type into, or that is about nothing that could be lost.
NOTHING_TYPED = {
    *("Complete", "Locked", "OwnPeriod", "Unlock", "PriceRemoval", "UndoDialog"),
    *("FieldsForm", "_Changing", "Answer", "Damaged"),
    *("Present", "ChannelForm", "ConsentForm"),
}
# Opened by their own screens only, with what these hold.
ELSEWHERE = {"OfferFile", "WhatIf", "LinkForm", "TieForm", "NewParametersDialog"}


async def key_of(driver: Driver, form: str) -> DraftKey:
    """The key of a form of the demo book, with what it is about made where that is needed."""
    bridge = driver.app.bridge
    customer = await bridge.read(names.the_one, "孙氏" if form == "ContactForm" else "张伟")
    if form in ("Move", "FollowUpForm change"):
        number = await bridge.write(
            followups.add, customer, FollowUpDraft("call", date(2026, 12, 1))
        )
        return DraftKey(form.split()[0], customer, number)
    if form == "ContactForm change":
        found = await bridge.read(names.the_one, "孙氏")
        view = await bridge.read(details.look, found)
        return DraftKey("ContactForm", found, view.contacts[0].id)
    if form == "LogForm change":
        log = (await bridge.read(customers.look, customer)).log
        return DraftKey("LogForm", customer, log[0].id)
    if form == "AccountForm":
        view = await bridge.read(details.look, customer)
        return DraftKey(form, customer, view.accounts[0].id)
    if form in ("Accept", "Decline", "Lapse", "Correct"):
        return await _proposal(driver, form, customer)
    if form == "OpinionEdit":
        await bridge.write(opinions.note, customer, {Aspect.SERVICE: 2})
        return DraftKey(form, customer, (await bridge.read(opinions.list_opinions, customer))[0].id)
    if form in ("LifeEventForm change", "ComplaintForm change"):
        return await _noted(driver, form, customer)
    if form.startswith("PriceForm"):
        table = (await bridge.read(prices.tables))[0]
        line = table.lines[0].id if "change" in form else None
        return DraftKey(f"PriceForm {table.name}", None, line)
    if form == "new CustomerForm" or form.startswith("Offer"):
        return DraftKey(form.removeprefix("new "))
    return DraftKey(form, customer)


async def _noted(driver: Driver, form: str, customer: int) -> DraftKey:
    bridge = driver.app.bridge
    if form == "ComplaintForm change":
        draft = ComplaintDraft(date(2026, 11, 2), "Fees")
        number = await bridge.write(complaints.record, customer, draft)
        return DraftKey("ComplaintForm", customer, number)
    kind = LifeEventKind.MARRIAGE
    await bridge.write(opinions.happened, customer, kind, date(2026, 1, 2))
    events = await bridge.read(opinions.list_life_events, customer)
    return DraftKey("LifeEventForm", customer, events[0].id)


async def _proposal(driver: Driver, form: str, customer: int) -> DraftKey:
    bridge = driver.app.bridge
    offers = (await bridge.read(customers.look, customer)).offers
    if not offers.open:
        await bridge.write(proposals.present, customer, offers.suggestions[0].offer)
        offers = (await bridge.read(customers.look, customer)).offers
    number = offers.open[0].id
    if form == "Correct":
        await bridge.write(proposals.decide, number, Answered(ProposalStatus.DECLINED))
    return DraftKey("Answer" if form == "Lapse" else form, customer, number)


FORMS = (
    *("LogForm", "LogForm change", "FollowUpForm", "FollowUpForm change", "Move"),
    *("CustomerForm", "new CustomerForm", "ContactForm", "ContactForm change", "AccountForm"),
    *("Relate", "OpinionForm", "OpinionEdit", "LifeEventForm", "LifeEventForm change"),
    *("Accept", "Decline", "Lapse", "Correct", "OfferForm", "OfferForm deposit-ladder"),
    *("OfferCopy deposit-ladder", "PriceForm", "PriceForm change"),
    *("ComplaintForm", "ComplaintForm change"),
)


def test_every_form_is_tried() -> None:
    tried = {form.removeprefix("new ").partition(" ")[0] for form in FORMS}
    known: set[str] = set()
    todo: list[type[Any]] = [Dialog]
    for kind in todo:
        todo += kind.__subclasses__()
        known.add(kind.__name__)
    assert known - {"Dialog"} <= tried | NOTHING_TYPED | ELSEWHERE


async def shown(driver: Driver, key: DraftKey) -> Dialog[Any]:
    form = await find_form(driver.app.bridge, key)
    assert form is not None and form.draft_key() is not None
    driver.app.push_screen(form)
    await driver.rest()
    assert driver.app.screen is form
    return form


def type_into(form: Dialog[Any]) -> str:
    """Type into the last field of a form that takes text; gives its name."""
    name, field = [
        (name, field)
        for name, field in list_fields(form).items()
        if isinstance(field, Input | TextArea) and not field.disabled
    ][-1]
    text = "4" if isinstance(field, Input) and field.type == "integer" else TYPED
    if isinstance(field, TextArea):
        field.text = text
    else:
        field.value = text
    return name


async def test_a_draft_of_any_form_survives_escape(desk: Desk) -> None:
    # Small, since most of the time goes into drawing what is not looked at here.
    async with desk(80, 12) as driver:
        for name in FORMS:
            key = await key_of(driver, name)
            form = await shown(driver, key)
            before = read_fields(form)
            field = type_into(form)
            typed = read_fields(form)[field]
            assert typed != before[field], name
            await driver.pilot.pause()
            await driver.press("escape")
            assert not isinstance(driver.app.screen, Dialog), name
            form = await shown(driver, key)
            assert read_fields(form) == before | {field: typed}, name
            assert "restored" in str(form.query_one("#draft", Static).render()), name
            await driver.press("ctrl+d")
            assert read_fields(form) == before, name
            await driver.press("escape")
            assert await driver.app.bridge.read(drafts.count_drafts) == 0, name


async def test_empty_lines_are_no_draft(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("i", "enter", "enter", "space", "escape")
        assert "Draft saved" not in driver.text()
        assert await driver.app.bridge.read(drafts.count_drafts) == 0


async def test_a_draft_is_stored_while_one_types_and_goes_with_the_save(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("wf")
        await driver.press("i")
        await driver.type("Asked about fu")
        form = driver.app.screen
        assert isinstance(form, LogForm)
        await until(lambda: bool(form._stored) and form._stored == form.typing(), driver.pilot)
        (draft,) = await driver.app.bridge.read(drafts.list_drafts)
        assert draft.typed == {"text": "Asked about fu"} and draft.customer_name == "王芳"
        await driver.type("nds")
        await driver.press("ctrl+s")
        assert await driver.app.bridge.read(drafts.count_drafts) == 0
        assert driver.view.log[0].text == "Asked about funds"
        await driver.press("i")
        assert "restored" not in driver.text()


async def test_what_is_wrong_stays_a_draft_when_quitting(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("i")
        await driver.type("said")
        await driver.press("tab")
        await driver.type("someday")
        await driver.press("ctrl+s", "ctrl+q")
    async with desk() as driver:
        assert "1 draft" in driver.text()
        await driver.press("i")
        assert "someday" in driver.text() and "ctrl+d discards it" in driver.text()


async def test_a_draft_of_an_edit_keeps_what_somebody_else_changed(desk: Desk) -> None:
    async with desk() as driver:
        await driver.find("wf")
        customer, bridge = driver.view.id, driver.app.bridge
        await driver.press("e")
        await driver.type("X")
        await driver.press("escape")
        from rmdesk.desk import editing

        await bridge.write(editing.edit, customer, {"notes": "from elsewhere"})
        await driver.press("e", "ctrl+s")
        fields = (await bridge.read(details.look, customer)).fields
        assert fields["name"] == "X" and fields["notes"] == "from elsewhere"


async def test_the_kind_of_a_new_customer_changes_and_nothing_typed_is_lost(desk: Desk) -> None:
    async with desk() as driver:
        await driver.press("n")
        form = driver.app.screen
        assert isinstance(form, CustomerForm)
        form.query_one("#field-employer", Input).value = "Harbour"
        await form.fill({"kind": "organisation", "headcount": "12"})
        await driver.press("escape", "n")
        form = driver.app.screen
        assert isinstance(form, FieldsForm)
        assert (form.typed()["kind"], form.typed()["headcount"]) == ("organisation", "12")
        await form.fill({"kind": "person"})


async def test_a_password_is_no_draft(desk: Desk) -> None:
    class Secret(OfferFile):
        CSS_PATH = str(Path(dialog.__file__).with_name("dialog.tcss"))

        def rows(self) -> Any:
            yield from self.row("path", "Passphrase", Input(password=True))

    async def never(_path: object) -> str:
        return ""

    async with desk() as driver:
        driver.app.push_screen(Secret("Secret", never))
        await driver.rest()
        await driver.type("eight horses")
        await driver.press("escape")
        assert await driver.app.bridge.read(drafts.count_drafts) == 0


async def test_a_narrow_header_tells_of_drafts_before_birthdays(desk: Desk) -> None:
    async with desk(90, 24) as driver:
        day = driver.desk.day
        assert day is not None
        driver.desk.query_one(Header).today = replace(day, more={Section.BIRTHDAY: 11})
        await driver.rest()
        assert "birthdays" in driver.text().splitlines()[0]
        customer = await driver.app.bridge.read(names.the_one, "王芳")
        key = DraftKey("LogForm", customer)
        await driver.app.bridge.write(drafts.save_draft, key, Typing({"text": TYPED}, {}))
        await driver.desk.count_drafts().wait()
        await driver.rest()
        header = driver.text().splitlines()[0]
        assert "1 draft" in header and "birthday" not in header


async def test_drafts_are_listed_and_opened_and_thrown_away(desk: Desk) -> None:
    async with desk() as driver:
        bridge = driver.app.bridge
        customer = await bridge.read(names.the_one, "王芳")
        for key in (DraftKey("LogForm", customer), DraftKey("FollowUpForm", customer)):
            await bridge.write(drafts.save_draft, key, Typing({"text": TYPED}, {"text": ""}))
        await driver.press("ctrl+o")
        assert isinstance(driver.app.screen, DraftsScreen)
        assert driver.text().count("half a thought") == 2 and "王芳" in driver.text()
        await driver.press("enter")
        assert isinstance(driver.app.screen, Dialog) and "half a thought" in driver.text()
        await driver.press("escape", "x")
        assert await bridge.read(drafts.count_drafts) == 1
        await driver.press("escape")
        assert "1 draft" in driver.text()


async def test_a_save_and_its_draft_go_together(desk: Desk) -> None:
    """Between the write and the end of its transaction, the draft is gone with it or not at all."""
    async with desk() as driver:
        bridge = driver.app.bridge
        customer = await bridge.read(names.the_one, "王芳")
        key = DraftKey("FollowUpForm", customer)
        await bridge.write(drafts.save_draft, key, Typing({"text": "call"}, {}))
        draft = FollowUpDraft("call", date(2026, 12, 1))

        def fails(book: Any) -> None:
            with book.holding():
                raise RuntimeError

        with pytest.raises(RuntimeError):
            await bridge.write(lambda book: drafts.write_settled(book, key, fails))
        assert await bridge.read(drafts.count_drafts) == 1
        await bridge.write(
            lambda book: drafts.write_settled(book, key, followups.add, customer, draft)
        )
        assert await bridge.read(drafts.count_drafts) == 0
