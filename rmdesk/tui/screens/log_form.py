"""Log an interaction: the text first, then a follow-up, then all that is mostly as it should be."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input, Select, TextArea

from rmdesk.desk.views import CustomerView
from rmdesk.errors import BadDate, BadInput, DeskError
from rmdesk.i18n import _, dates
from rmdesk.i18n.words import named, words
from rmdesk.terms import Direction, InteractionKind, Outcome
from rmdesk.tui import verbs
from rmdesk.tui.asking import start_of
from rmdesk.tui.editor import EditedField, edit_text
from rmdesk.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from rmdesk.desk.log_entries import StoredEntry

E = TypeVar("E", bound=StrEnum)


def choices(codes: Iterable[StrEnum]) -> list[tuple[str, StrEnum]]:
    """Codes as a select shows them."""
    return [(words(code), code) for code in codes]


class LogForm(Dialog[bool]):
    """`i`, the text, and ctrl+s is enough."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+e", "editor", show=False, priority=True)]

    def __init__(self, view: CustomerView, entry: "StoredEntry | None" = None) -> None:
        """`entry` is the entry that is to be changed; None for a new one."""
        title = _("Log") if entry is None else _("Change log entry")
        super().__init__(title, view.id, entry.id if entry else None, view.name)
        self._view = view
        self._entry = entry

    def keys(self) -> str:
        return _("ctrl+s save · tab next · ctrl+e editor · esc back")

    def rows(self) -> Iterator[Widget]:
        text = TextArea(tab_behavior="focus")
        yield from self.row("text", _("What was said"), text)
        if self._entry is None:
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
        known = self._entry.draft if self._entry else None
        accounts = [(f"{a.product} {a.number}", a.id) for a in self._view.accounts]
        _add_linked(accounts, known.account_id if known else None)
        if accounts:
            field: Select[int] = Select(accounts, prompt="–")
            yield from self.row("account", _("About account"), field)
        proposals = [(named(p.names), p.id) for p in self._view.offers.open]
        _add_linked(proposals, known.proposal_id if known else None)
        if proposals:
            offer: Select[int] = Select(proposals, prompt="–")
            yield from self.row("proposal", _("About offer"), offer)

    async def prepare(self) -> None:
        if self._entry is not None:
            await self.fill(verbs.log_entries.form_texts(self._entry.draft))

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
        if self._entry is not None:
            before = self.opened_with
            await self.write(verbs.log_entries.edit, self._entry.id, draft, before)
            self.notify(_("Saved. u takes it back."), timeout=3)
            return True
        logged = await self.write(verbs.interactions.log, self._view.id, draft)
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

        if self._entry is not None or not (typed := self._typed("due")):
            return None
        try:
            found = when.read(typed, self._view.today, start_of(self).settings.working_week)
        except BadDate:
            raise BadInput("due", "date") from None
        promise = self._typed("promise") or text.strip().partition("\n")[0]
        return verbs.followups.FollowUpDraft(promise, found.day, found.minutes)

    def action_editor(self) -> None:
        self.ready = False
        self._edit()

    @work(group="editor", exclusive=True)
    async def _edit(self) -> None:
        """Write the text in the manager's editor; what is there so far is stored first."""
        area, key = self.query_one("#field-text", TextArea), self.draft_key()
        assert key is not None
        with suppress(DeskError):
            await self.save_draft()
        owner = EditedField(
            store=str(start_of(self).path),
            form=key.form,
            customer_id=key.customer_id,
            subject_id=key.subject_id,
            field="text",
            opened_with=self.opened_with.get("text", ""),
        )
        text = edit_text(self.app, area.text, owner)
        self.ready = True
        if text is not None:
            area.text = text


def _add_linked(options: list[tuple[str, int]], linked: int | None) -> None:
    """Offer what an entry is linked to, where it is not among what is offered."""
    if linked is not None and all(number != linked for _text, number in options):
        options.append((_("as before"), linked))
