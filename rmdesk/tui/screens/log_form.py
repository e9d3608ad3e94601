"""Log an interaction: the text first, then a follow-up, then all that is mostly as it should be."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from enum import StrEnum
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input, Select, TextArea

from rmdesk.desk.views import CustomerView
from rmdesk.errors import BadDate, BadInput
from rmdesk.i18n import _, dates
from rmdesk.i18n.words import named, words
from rmdesk.terms import Direction, InteractionKind, Outcome
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of, start_of
from rmdesk.tui.editor import edited
from rmdesk.tui.screens.dialog import Dialog

E = TypeVar("E", bound=StrEnum)


def choices(codes: Iterable[StrEnum]) -> list[tuple[str, StrEnum]]:
    """Codes as a select shows them."""
    return [(words(code), code) for code in codes]


class LogForm(Dialog[bool]):
    """`i`, the text, and ctrl+s is enough."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+e", "editor", show=False, priority=True)]

    def __init__(self, view: CustomerView) -> None:
        super().__init__(_("Log · {name}").format(name=view.name))
        self._view = view

    def keys(self) -> str:
        return _("ctrl+s save · tab next · ctrl+e editor · esc cancel")

    def rows(self) -> Iterator[Widget]:
        text = TextArea(tab_behavior="focus")
        yield from self.row("text", _("What was said"), text)
        hint = _("3d, fri, 14:30, 2026-12-01; empty for none")
        yield from self.row("due", _("Follow-up on"), Input(placeholder=hint))
        yield from self.row("promise", _("… to do"), Input(placeholder=_("as above")))
        kind = Select(choices(InteractionKind), value=InteractionKind.CALL, allow_blank=False)
        yield from self.row("kind", _("Kind"), kind)
        yield from self.row("minutes", _("Minutes"), Input(placeholder="0"))
        outcome: Select[StrEnum] = Select(choices(Outcome), prompt="–")
        yield from self.row("outcome", _("Outcome"), outcome)
        yield from self.row("at", _("When"), Input(placeholder=_("now; or 14:30, 2026-11-20")))
        yield from self.row("people", _("With whom"), Input(placeholder=_("names; divided by ;")))
        direction = Select(choices(Direction), value=Direction.OUT, allow_blank=False)
        yield from self.row("direction", _("Who began"), direction)
        yield from self._links()

    def _links(self) -> Iterator[Widget]:
        """What it was about: an account, or an open proposal."""
        accounts = [(f"{a.product} {a.number}", a.id) for a in self._view.accounts]
        if accounts:
            field: Select[int] = Select(accounts, prompt="–")
            yield from self.row("account", _("About account"), field)
        open_ones = [(named(p.names), p.id) for p in self._view.offers.open]
        if open_ones:
            offer: Select[int] = Select(open_ones, prompt="–")
            yield from self.row("proposal", _("About offer"), offer)

    async def save(self) -> bool:
        text = self.query_one("#field-text", TextArea).text
        draft = verbs.interactions.InteractionDraft(
            kind=self._selected("kind", InteractionKind) or InteractionKind.CALL,
            text=text,
            direction=self._selected("direction", Direction) or Direction.OUT,
            at=self._at(),
            minutes=self._minutes(),
            people=tuple(p.strip() for p in self._typed("people").split(";") if p.strip()),
            outcome=self._selected("outcome", Outcome),
            account_id=self._linked("account"),
            proposal_id=self._linked("proposal"),
            follow_up=self._follow_up(text),
        )
        logged = await bridge_of(self).write(verbs.interactions.log, self._view.id, draft)
        if draft.follow_up is not None:
            day = dates.full(draft.follow_up.due)
            self.notify(_("Logged; follow-up on {day}. u takes both back.").format(day=day))
        else:
            self.notify(_("Logged. u takes it back."), timeout=3)
        return logged is not None

    def _typed(self, name: str) -> str:
        return self.query_one(f"#field-{name}", Input).value.strip()

    def _selected(self, name: str, kind: type[E]) -> E | None:
        value = self.query_one(f"#field-{name}", Select).value
        return value if isinstance(value, kind) else None

    def _linked(self, name: str) -> int | None:
        found = self.query(f"#field-{name}")
        value = found.first(Select).value if found else None
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def _minutes(self) -> int:
        text = self._typed("minutes") or "0"
        if not text.isdecimal():
            raise BadInput("minutes", "number")
        if len(text) > 9:
            raise BadInput("minutes", "minutes")
        return int(text)

    def _at(self) -> datetime | None:
        """When it was: None for now; a day without a time is noon of that day."""
        from rmdesk.practice import when

        if not (text := self._typed("at")):
            return None
        today = self._view.today
        try:
            found = when.read(text, today, ())
        except BadDate:
            raise BadInput("at", "date") from None
        if found == when.When(today):
            return None
        minutes = 720 if found.minutes is None else found.minutes
        clock = time(minutes // 60, minutes % 60)
        return datetime.combine(found.day, clock).astimezone()

    def _follow_up(self, text: str) -> "verbs.followups.FollowUpDraft | None":
        from rmdesk.practice import when

        typed = self._typed("due")
        if not typed:
            return None
        try:
            found = when.read(typed, self._view.today, start_of(self).settings.working_week)
        except BadDate:
            raise BadInput("due", "date") from None
        promise = self._typed("promise") or text.strip().partition("\n")[0]
        return verbs.followups.FollowUpDraft(promise, found.day, found.minutes)

    def action_editor(self) -> None:
        area = self.query_one("#field-text", TextArea)
        text = edited(self.app, area.text)
        if text is not None:
            area.text = text
