"""What a customer thinks of the bank, and what happened in its life: noted, or put right."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Select, Static

from rmdesk.errors import BadDate, BadInput
from rmdesk.i18n import _, dates
from rmdesk.i18n.words import words
from rmdesk.terms import Aspect, LifeEventKind
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of
from rmdesk.tui.screens.dialog import Dialog
from rmdesk.tui.screens.log_form import choices

if TYPE_CHECKING:
    from rmdesk.desk.opinions import LifeEventLine, OpinionLine


class OpinionForm(Dialog[bool]):
    """Benefits, burdens and satisfaction from 1 (little) to 5 (much); empty is not known."""

    def __init__(self, customer_id: int) -> None:
        super().__init__(_("What the customer thinks, 1 to 5"), customer_id)
        self._customer_id = customer_id

    def rows(self) -> Iterator[Widget]:
        for aspect in Aspect:
            field = Input(max_length=1, type="integer")
            yield from self.row(aspect.value, aspect_label(aspect), field)

    async def prepare(self) -> None:
        noted = await bridge_of(self).read(verbs.opinions.look, self._customer_id)
        await self.fill({aspect.value: str(score) for aspect, score in noted.scores.items()})

    async def save(self) -> bool:
        scores = dict[Aspect, int]()
        for aspect in Aspect:
            text = self.query_one(f"#field-{aspect.value}", Input).value.strip()
            if text:
                scores[aspect] = _score(aspect.value, text)
        known = self.opened_with
        before = {a: int(known[a.value]) for a in Aspect if known[a.value].isdecimal()}
        await self.write(verbs.opinions.note, self._customer_id, scores, before)
        return True


def aspect_label(aspect: Aspect) -> str:
    """What an aspect is called in full."""
    if aspect.is_level:
        return _("Satisfied: {what}").format(what=words(aspect))
    if aspect.is_burden:
        return _("Burden: {what}").format(what=words(aspect))
    return _("Benefit: {what}").format(what=words(aspect))


def _score(field: str, text: str) -> int:
    if not text.isdecimal():
        raise BadInput(field, "one_to_five")
    return int(text)


def _day(text: str) -> date:
    from rmdesk.practice.when import read_iso

    try:
        return read_iso(text.strip())
    except BadDate:
        raise BadInput("day", "date") from None


class OpinionEdit(Dialog[bool]):
    """One opinion as it was noted, put right."""

    def __init__(self, customer_id: int, line: "OpinionLine") -> None:
        super().__init__(aspect_label(line.aspect), customer_id, line.id)
        self._line = line

    def rows(self) -> Iterator[Widget]:
        known = self._line.form_texts
        score = Input(known["score"], max_length=1, type="integer")
        yield from self.row("score", _("From 1 (low) to 5 (high)"), score)
        yield from self.row("day", _("Day"), Input(known["day"]))

    async def save(self) -> bool:
        score = _score("score", self.query_one("#field-score", Input).value.strip())
        day = _day(self.query_one("#field-day", Input).value)
        await self.write(verbs.opinions.edit_opinion, self._line.id, score, day, self.opened_with)
        return True


class LifeEventForm(Dialog[bool]):
    """What happened, and when; with a `line` that one is put right."""

    def __init__(self, customer_id: int, line: "LifeEventLine | None" = None) -> None:
        super().__init__(_("Life event"), customer_id, line.id if line else None)
        self._customer_id, self._line = customer_id, line

    def rows(self) -> Iterator[Widget]:
        known, first = self._line, next(iter(LifeEventKind))
        kind = known.kind if known else first
        field = Select(choices(LifeEventKind), value=kind, allow_blank=False)
        yield from self.row("kind", _("What happened"), field)
        day = Input(known.day.isoformat() if known else "", placeholder="2026-12-01")
        yield from self.row("day", _("Day"), day)
        yield from self.row("note", _("Note"), Input(known.note if known else ""))
        yield Static("", id="known", classes="hint", markup=False)

    async def prepare(self) -> None:
        if self._line is not None:
            return
        read = bridge_of(self).read
        today = (await read(verbs.customers.overview)).today
        self.query_one("#field-day", Input).value = today.isoformat()
        noted = await read(verbs.opinions.look, self._customer_id)
        lines = [
            "  ".join(part for part in (dates.full(day), words(kind), note) if part)
            for kind, day, note in noted.events
        ]
        self.query_one("#known", Static).update(Content("\n".join(lines)))

    async def save(self) -> bool:
        kind = self.query_one("#field-kind", Select).value
        day = _day(self.query_one("#field-day", Input).value)
        note = self.query_one("#field-note", Input).value
        assert isinstance(kind, LifeEventKind)
        if self._line is None:
            await self.write(verbs.opinions.happened, self._customer_id, kind, day, note)
        else:
            verb, before = verbs.opinions.edit_life_event, self.opened_with
            await self.write(verb, self._line.id, kind, day, note, before)
        text = _("Saved: {what}, {day}").format(what=words(kind), day=dates.full(day))
        self.notify(text, timeout=3)
        return True
