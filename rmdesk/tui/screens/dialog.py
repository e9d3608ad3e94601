"""What all dialogs are: a box over the desk, with fields in rows, errors at the field, one save.

A dialog saves by itself and goes away when that is done; when something is wrong it stays, with
everything that was typed. What was typed and not saved is stored as a draft a moment later, and
at once when the dialog is left; the same form offers it again. Ctrl+s saves. Enter goes to the
next field, unless the lower border says that it does something else.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar, Concatenate, Generic, ParamSpec, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Label, Select, SelectionList, Static, TextArea

from rmdesk.errors import BadInput, ChangedMeanwhile, DeskError
from rmdesk.i18n import _, dates
from rmdesk.i18n.words import explain
from rmdesk.tui import form_fields, verbs
from rmdesk.tui.asking import app_of, bridge_of, tell
from rmdesk.tui.commands import BY_ID
from rmdesk.tui.text import fit

if TYPE_CHECKING:
    from rmdesk.desk.drafts import Draft, DraftKey, Typing
    from rmdesk.desk.opening import Book

T = TypeVar("T")
P = ParamSpec("P")
R = TypeVar("R")
# From the first key on that is not stored yet, however long one goes on typing.
AUTOSAVE_SECONDS = 0.4
_WIDTH, _EDGES = 78, 6


class Dialog(ModalScreen[T | None], Generic[T]):
    """The base; None as its result means that nothing was done.

    `ready` says that it takes keys. `opened_with` holds what stood in each field at first.
    """

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss_dialog", show=False),
        Binding("ctrl+s", "save", show=False, priority=True),
        Binding("ctrl+d", "discard_draft", show=False, priority=True),
        Binding("ctrl+k", "take_theirs", show=False, priority=True),
        Binding(BY_ID["mask"].key, "app.mask", show=False),
    ]

    def __init__(
        self,
        title: str,
        customer_id: int | None = None,
        subject_id: int | None = None,
        customer_name: str = "",
    ) -> None:
        """`customer_id` is the customer it is about, `subject_id` the entry to change."""
        super().__init__()
        self.ready = self.was_ready = False
        self.customer_id = customer_id
        self.subject_id = subject_id
        self.opened_with: dict[str, str] = {}
        self._title = title
        self._customer_name = customer_name
        self._found: dict[str, str] = {}
        self._drafting = False
        self._stored: Typing | None = None
        self._discarded: Mapping[str, str] | None = None
        self._has_draft = False
        self._warned = False
        self._theirs: dict[str, str] = {}
        self._timer: Timer | None = None
        self._saving = asyncio.Lock()

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False) as box:
            box.border_subtitle = Content(self.keys())
            yield Static("", id="draft", classes="draft", markup=False)
            yield from self.rows()
        self._show_title(box)

    def _show_title(self, box: Widget) -> None:
        """What it is, and of which customer."""
        text = " · ".join(part for part in (self._title, self._customer_name) if part)
        places = min(_WIDTH, self.app.size.width) - _EDGES
        box.border_title = Content(fit(text, places).rstrip())

    @work
    async def on_mount(self) -> None:
        """Take keys once what is needed is there."""
        try:
            await self.prepare()
            self._found = form_fields.read_fields(self)
            self.opened_with = dict(self._found)
            await self._look_for_draft()
        except DeskError as error:
            tell(self, error)
            self.dismiss(None)
        finally:
            self.call_after_refresh(self._be_ready)

    def _be_ready(self) -> None:
        self.ready = self.was_ready = True

    async def prepare(self) -> None:
        """Read what the fields need; keys wait until it is done."""

    def keys(self) -> str:
        """What stands in the lower border."""
        return _("ctrl+s save · esc back")

    def rows(self) -> Iterator[Widget]:
        """The fields."""
        raise NotImplementedError

    def row(self, name: str, label: str, field: Widget) -> Iterator[Widget]:
        """A labelled field with a place for its error. The field's id is its name."""
        field.id = f"field-{name}"
        app_of(self).masking.guard(field)
        yield Container(Label(label, classes="label", markup=False), field, classes="row")
        yield Static("", id=f"error-{name}", classes="error -field", markup=False)

    def draft_key(self) -> "DraftKey | None":
        """Return what its draft is stored under; None where nothing is to be stored."""
        return verbs.drafts.DraftKey(type(self).__name__, self.customer_id, self.subject_id)

    async def fill(self, texts: Mapping[str, str]) -> None:
        """Put texts into the fields."""
        form_fields.fill_fields(self, texts)

    async def _look_for_draft(self) -> None:
        """Name the customer, and put in what was typed here and not saved."""
        bridge = bridge_of(self)
        key = self.draft_key() if bridge.is_open else None
        if key is None:
            return
        start = await bridge.read(verbs.drafts.open_form, key)
        if start.customer_name:
            self._customer_name = start.customer_name
            self._show_title(self.query_one(".dialog"))
        self._drafting = True
        if start.draft is not None:
            await self._restore(start.draft)

    async def _restore(self, draft: "Draft") -> None:
        await self.fill(draft.typed)
        for name, text in form_fields.read_fields(self).items():
            if name in draft.typed and text != self._found.get(name, ""):
                self.opened_with[name] = draft.opened_with[name]
        self._stored = draft.typing
        self._has_draft = bool(self.typing().typed)
        if isinstance(self.focused, Input):
            # As where one comes into a field: what is typed next takes the place of its text.
            self.focused.action_select_all()
        if self._has_draft:
            at = dates.moment(draft.saved)
            self._say("draft", _("Draft of {at} restored · ctrl+d discards it").format(at=at))
        else:
            await self.save_draft()

    def typing(self) -> "Typing":
        """Return the fields that differ, spaces around them aside, from what they opened with."""
        now, before = form_fields.read_fields(self), self.opened_with
        typed = {name: t for name, t in now.items() if t.strip() != before.get(name, "").strip()}
        before = {name: before.get(name, "") for name in typed}
        return verbs.drafts.Typing(typed, before)

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Select.Changed)
    @on(SelectionList.SelectedChanged)
    def _was_changed(self) -> None:
        if self.ready and self._drafting and self._timer is None:
            self._timer = self.set_timer(AUTOSAVE_SECONDS, self._autosave)

    @work(group="draft")
    async def _autosave(self) -> None:
        try:
            await self.save_draft()
        except DeskError:
            self._was_changed()

    async def save_draft(self) -> None:
        """Store what is typed as a draft; return once it is written. Raises StoreBusy."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        async with self._saving:
            key = self.draft_key() if self._drafting else None
            if key is None:
                return
            typing = self.typing()
            if typing == (self._stored or verbs.drafts.Typing()):
                return
            await bridge_of(self).write(verbs.drafts.save_draft, key, typing)
            self._stored = typing

    async def write(
        self, verb: "Callable[Concatenate[Book, P], R]", *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Do what a verb does; the draft goes in the same transaction."""
        key, bridge = self.draft_key() if self._drafting else None, bridge_of(self)
        if key is None:
            return await bridge.write(verb, *args, **kwargs)

        def settled(book: "Book") -> R:
            return verbs.drafts.write_settled(book, key, verb, *args, **kwargs)

        result = await bridge.write(settled)
        self._drafting = False
        return result

    @property
    def keeps_draft(self) -> bool:
        """Whether something that was typed here is stored as a draft."""
        return self._drafting and self._stored is not None and bool(self._stored.typed)

    def action_dismiss_dialog(self) -> None:
        self.ready = False
        self._leave()

    @work(group="leave", exclusive=True)
    async def _leave(self) -> None:
        try:
            await self.save_draft()
        except DeskError as error:
            if not self._warned:
                # The next escape leaves without a draft.
                self._warned = self.ready = True
                tell(self, error)
                return
        if self.keeps_draft:
            self.notify(_("Draft saved; the form offers it again."), timeout=3)
        self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "discard_draft":
            return self._has_draft
        if action == "take_theirs":
            return self._focused_name in self._theirs
        return True

    @property
    def _focused_name(self) -> str:
        """The name of the field that keys go to."""
        fields = form_fields.list_fields(self).items()
        return next((name for name, widget in fields if widget is self.focused), "")

    def action_discard_draft(self) -> None:
        self.ready = False
        self._discard()

    @work(group="draft")
    async def _discard(self) -> None:
        """Put back what stood there before the draft; or the draft, where that was done."""
        if self._discarded is None:
            self._discarded = self.typing().typed
            await self.fill(dict.fromkeys(self._discarded, "") | self._found)
            self.opened_with = dict(self._found)
            self._say("draft", _("Draft discarded · ctrl+d brings it back"))
        else:
            await self.fill(self._discarded)
            self._discarded = None
            self._say("draft", _("Draft restored · ctrl+d discards it"))
        self.ready = True
        self._was_changed()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.entered()

    def entered(self) -> None:
        """Enter in a field of one line: go to the next one."""
        self.focus_next()

    def action_save(self) -> None:
        self.ready = False
        self._save()

    @work(group="save", exclusive=True)
    async def _save(self) -> None:
        for old in self.query(".error.-shown"):
            old.remove_class("-shown")
        self._theirs.clear()
        try:
            async with self._saving:
                result = await self.save()
        except ChangedMeanwhile as error:
            self._show_theirs(error)
        except BadInput as error:
            self._show_error(error)
        except DeskError as error:
            tell(self, error)
        else:
            if result is not None:
                await self._settle()
                self.dismiss(result)
        finally:
            self.ready = True
            self._was_changed()

    async def save(self) -> T | None:
        """Do it; None keeps the dialog open. Raises BadInput for a field."""
        raise NotImplementedError

    async def _settle(self) -> None:
        """Delete the draft of what was typed and has done its work without a write."""
        key = self.draft_key() if self.keeps_draft else None
        self._drafting = False
        if key is not None:
            await bridge_of(self).write(verbs.drafts.delete_draft, key)

    def _show_error(self, error: BadInput) -> None:
        found = self.query(f"#error-{error.field}")
        if not found:
            tell(self, error)
            return
        self._say(f"error-{error.field}", explain(error))
        self.set_focus(self.query_one(f"#field-{error.field}"))

    def _say(self, place_id: str, text: str) -> None:
        place = self.query_one(f"#{place_id}", Static)
        place.update(Content(text))
        place.add_class("-shown")

    def _show_theirs(self, error: ChangedMeanwhile) -> None:
        """Show both texts of what somebody else changed meanwhile; saving again takes these."""
        known = form_fields.list_fields(self)
        for name, (now, yours) in error.fields.items():
            self.opened_with[name] = self._found[name] = now
            if name in known:
                self._theirs[name] = now
                self._say(f"error-{name}", form_fields.describe_both(now, yours))
        if not self._theirs:
            tell(self, error)
            return
        self.set_focus(known[next(iter(self._theirs))])

    def action_take_theirs(self) -> None:
        name = self._focused_name
        form_fields.fill_field(form_fields.list_fields(self)[name], self._theirs.pop(name))
        self.query_one(f"#error-{name}").remove_class("-shown")
