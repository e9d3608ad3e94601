"""A large undo, or redo, is asked about first."""

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rmdesk.i18n import _, ngettext
from rmdesk.tui.screens.dialog import Dialog


class UndoDialog(Dialog[bool]):
    """Names what would be taken back (or redone), its customer and number of rows; y does it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("y", "take_back", show=False)]

    def __init__(self, what: str, rows: int, customer_name: str, redoes: bool = False) -> None:
        super().__init__(_("Redo") if redoes else _("Undo"), customer_name=customer_name)
        self._what, self._rows, self._redoes = what, rows, redoes

    def keys(self) -> str:
        return _("y redo · esc back") if self._redoes else _("y take back · esc back")

    def draft_key(self) -> None:
        """Nothing is typed here."""

    def rows(self) -> Iterator[Widget]:
        rows = ngettext("{n} row", "{n} rows", self._rows).format(n=f"{self._rows:,}")
        question = _("Redo “{what}”, {rows}?") if self._redoes else _("Take back “{what}”, {rows}?")
        text = question.format(what=self._what, rows=rows)
        yield Static(Content(text), classes="note", markup=False)

    def action_take_back(self) -> None:
        self.dismiss(True)

    def action_save(self) -> None:
        """Only y takes back."""
