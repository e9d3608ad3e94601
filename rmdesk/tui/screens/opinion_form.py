"""What a customer thinks of the bank, and what happened in its life."""

from collections.abc import Iterator

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


class OpinionForm(Dialog[bool]):
    """Benefits, burdens and satisfaction from 1 (little) to 5 (much); empty is not known."""

    def __init__(self, customer_id: int) -> None:
        super().__init__(_("What the customer thinks, 1 to 5"))
        self._customer_id = customer_id

    def rows(self) -> Iterator[Widget]:
        for aspect in Aspect:
            yield from self.row(aspect.value, _aspect(aspect), Input(max_length=1, type="integer"))

    async def prepare(self) -> None:
        noted = await bridge_of(self).read(verbs.opinions.look, self._customer_id)
        for aspect, score in noted.scores.items():
            self.query_one(f"#field-{aspect.value}", Input).value = str(score)

    async def save(self) -> bool:
        scores = dict[Aspect, int]()
        for aspect in Aspect:
            text = self.query_one(f"#field-{aspect.value}", Input).value.strip()
            if text and not text.isdecimal():
                raise BadInput(aspect.value, "one_to_five")
            if text:
                scores[aspect] = int(text)
        await bridge_of(self).write(verbs.opinions.note, self._customer_id, scores)
        return True


def _aspect(aspect: Aspect) -> str:
    if aspect.is_level:
        return _("Satisfied: {what}").format(what=words(aspect))
    if aspect.is_burden:
        return _("Burden: {what}").format(what=words(aspect))
    return _("Benefit: {what}").format(what=words(aspect))


class LifeEventForm(Dialog[bool]):
    """What happened, and when."""

    def __init__(self, customer_id: int) -> None:
        super().__init__(_("Life event"))
        self._customer_id = customer_id

    def rows(self) -> Iterator[Widget]:
        first = next(iter(LifeEventKind))
        field = Select(choices(LifeEventKind), value=first, allow_blank=False)
        yield from self.row("kind", _("What happened"), field)
        yield from self.row("day", _("Day"), Input(placeholder="2026-12-01"))
        yield from self.row("note", _("Note"), Input())
        yield Static("", id="known", classes="hint", markup=False)

    async def prepare(self) -> None:
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
        from rmdesk.practice.when import read_iso

        kind = self.query_one("#field-kind", Select).value
        try:
            day = read_iso(self.query_one("#field-day", Input).value)
        except BadDate:
            raise BadInput("day", "date") from None
        note = self.query_one("#field-note", Input).value
        assert isinstance(kind, LifeEventKind)
        await bridge_of(self).write(verbs.opinions.happened, self._customer_id, kind, day, note)
        self.notify(_("Kept: {what}, {day}").format(what=words(kind), day=dates.full(day)))
        return True
