"""One operation of the history: each row that it changed, with the old and the new values."""

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from rmdesk.errors import DeskError
from rmdesk.i18n import N_, _, dates, ngettext
from rmdesk.i18n.history import short_state
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of, tell
from rmdesk.tui.history_sentences import field_lines, operation, row_title
from rmdesk.tui.screens.full import FullScreen, Row, Rows
from rmdesk.tui.text import fit, wrapped
from rmdesk.tui.undo import take_back
from rmdesk.tui.widgets.footer import Hint
from rmdesk.tui.widgets.lines import Cell, Lines

if TYPE_CHECKING:
    from rmdesk.desk.history import DeedLine, Place, RowChange

PAGE_SIZE = 100
_LABEL = 26


class OperationScreen(FullScreen[None]):
    """More rows are read when the cursor reaches the end, so that any import can be looked at."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("t", "take_back", show=False)]

    def __init__(self, operation_id: int) -> None:
        super().__init__()
        self._operation_id = operation_id
        self._operation: DeedLine | None = None
        self._links = ""
        self._changes: list[RowChange] = []
        self._rest: Place | None = None
        self._drawn: list[tuple[Row, object]] = []
        self._drawn_for = (0, 0)

    def hints(self) -> list[Hint]:
        return [
            ("t", N_("take this back"), "screen.take_back"),
            ("ctrl+y", N_("redo"), "screen.redo"),
            ("u", N_("undo"), "screen.undo"),
            ("esc", N_("back"), "screen.back"),
        ]

    def begin(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        """Read the operation again, and its changes as far as they were read before."""
        read, number = bridge_of(self).read, self._operation_id
        try:
            found = await read(verbs.history.get_deed, number)
            other = found.takes_back
            related = None if other is None else await read(verbs.history.get_deed, other)
            count = max(PAGE_SIZE, len(self._changes))
            page = await read(verbs.history.list_changes, number, count)
        except DeskError as error:
            tell(self, error)
            self.leave(None)
            return
        self._operation, self._links = found, ""
        if related is not None:
            self._links = _("Takes back “{what}” of {when}").format(
                what=operation(related), when=dates.moment(related.at)
            )
        self._changes, self._rest = list(page.rows), page.rest
        self._drawn_for = (0, 0)
        self._show()

    def _show(self) -> None:
        assert self._operation is not None
        line = self._operation
        rows = ngettext("{n} row", "{n} rows", line.rows).format(n=f"{line.rows:,}")
        state = short_state(line.undone_by, line.takes_back, line.purged)
        parts = (dates.moment(line.at), line.actor, rows, state)
        self.head(operation(line), " · ".join(part for part in parts if part))
        self.query_one(Rows).show("", self._rows)
        self.be_ready()

    def _rows(self, places: int) -> list[tuple[Row, object]]:
        """Draw the rows that came since the last time, or all for another width."""
        drawn_places, count = self._drawn_for
        if drawn_places != places or count > len(self._changes):
            links = wrapped(self._links, places - 2)
            self._drawn = [([Cell(f" {text}", "warn")], -n) for n, text in enumerate(links, 1)]
            count = 0
        for change in self._changes[count:]:
            for row in _drawn(change, places):
                self._drawn.append((row, len(self._drawn) + 1))
        self._drawn_for = (places, len(self._changes))
        if not self._drawn:
            return [([Cell(" " + _("It changed nothing."), "dim")], None)]
        return self._drawn

    @on(Lines.Moved)
    def _moved(self) -> None:
        """Read on where the cursor is on the last line."""
        rows = self.query_one(Rows)
        if self.ready and self._rest is not None and rows.cursor >= rows.length() - 1:
            self.ready = False
            self._load_more()

    @work(group="load", exclusive=True)
    async def _load_more(self) -> None:
        try:
            page = await bridge_of(self).read(
                verbs.history.list_changes, self._operation_id, PAGE_SIZE, self._rest
            )
            self._changes += page.rows
            self._rest = page.rest
        except DeskError as error:
            tell(self, error)
        self._show()

    def action_take_back(self) -> None:
        if self._operation is not None:
            self.ready = False
            self._take_back(self._operation)

    @work(group="undo", exclusive=True)
    async def _take_back(self, line: "DeedLine") -> None:
        await take_back(self, line.id, line.act)


def _drawn(change: "RowChange", places: int) -> list[Row]:
    label = min(_LABEL, places // 3)
    found: list[Row] = [[Cell(f" {fit(row_title(change), places - 2)}", "accent")]]
    for name, text in field_lines(change):
        for number, part in enumerate(wrapped(text, max(10, places - label - 4)) or [""]):
            first = "" if number else name
            found.append([Cell(f"   {fit(first, label)}", "dim"), Cell(part)])
    return found
