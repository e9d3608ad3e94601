"""What all dialogs are: a box over the desk, with fields in rows, errors at the field, one save.

A dialog saves by itself and goes away when that is done; when something is wrong it stays, with
everything that was typed.
"""

from collections.abc import Iterator
from typing import ClassVar, Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Label, Static

from rmdesk.errors import BadInput, DeskError
from rmdesk.i18n import _
from rmdesk.i18n.words import explain
from rmdesk.tui.asking import app_of, tell
from rmdesk.tui.commands import BY_ID
from rmdesk.tui.text import clean

T = TypeVar("T")


class Dialog(ModalScreen[T | None], Generic[T]):
    """The base; None as its result means that nothing was done.

    `ready` says that it takes keys.
    """

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss_dialog", show=False),
        Binding("ctrl+s", "save", show=False, priority=True),
        Binding(BY_ID["mask"].key, "app.mask", show=False),
    ]

    def __init__(self, title: str) -> None:
        super().__init__()
        self.ready = False
        self.was_ready = False
        self._title = title

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False) as box:
            box.border_title = Content(clean(self._title))
            box.border_subtitle = Content(self.keys())
            yield from self.rows()

    @work
    async def on_mount(self) -> None:
        """Take keys once what is needed is there."""
        try:
            await self.prepare()
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
        return _("ctrl+s save · esc cancel")

    def rows(self) -> Iterator[Widget]:
        """The fields."""
        raise NotImplementedError

    def row(self, name: str, label: str, field: Widget) -> Iterator[Widget]:
        """A labelled field with a place for its error. The field's id is its name."""
        field.id = f"field-{name}"
        app_of(self).masking.guard(field)
        yield Container(Label(label, classes="label", markup=False), field, classes="row")
        yield Static("", id=f"error-{name}", classes="error", markup=False)

    def action_dismiss_dialog(self) -> None:
        self.dismiss(None)

    def action_save(self) -> None:
        self.ready = False
        self._save()

    @work(group="save", exclusive=True)
    async def _save(self) -> None:
        for old in self.query(".error.-shown"):
            old.remove_class("-shown")
        try:
            result = await self.save()
        except BadInput as error:
            self._show_error(error)
        except DeskError as error:
            tell(self, error)
        else:
            if result is not None:
                self.dismiss(result)
        finally:
            self.ready = True

    async def save(self) -> T | None:
        """Do it; None keeps the dialog open. Raises BadInput for a field."""
        raise NotImplementedError

    def _show_error(self, error: BadInput) -> None:
        found = self.query(f"#error-{error.field}")
        if not found:
            tell(self, error)
            return
        place = found.first(Static)
        place.update(Content(explain(error)))
        place.add_class("-shown")
        self.set_focus(self.query_one(f"#field-{error.field}"))
