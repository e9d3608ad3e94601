"""The history: what was done, when and by whom, newest first; any of it can be taken back."""

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from rmdesk.errors import DeskError
from rmdesk.i18n import N_, _, dates, ngettext
from rmdesk.i18n.history import short_state
from rmdesk.i18n.words import words
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of, tell
from rmdesk.tui.history_sentences import about
from rmdesk.tui.screens.full import FullScreen, Row, Rows
from rmdesk.tui.text import fit
from rmdesk.tui.undo import take_back
from rmdesk.tui.widgets.footer import Hint
from rmdesk.tui.widgets.lines import Cell, Lines

if TYPE_CHECKING:
    from rmdesk.desk.history import OperationLine

PAGE_SIZE = 100
# How far back an operation is looked for when the filter goes and the cursor is to stay on it.
MAX_STAY = 5_000
_WHEN, _WHAT, _ROWS, _STATE, _BY = 16, 19, 9, 10, 10
_WIDE = 96
MANAGER = "manager"


class HistoryScreen(FullScreen[None]):
    """Of all customers, or of one; an older page is read when the cursor reaches the end."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "take_back", show=False),
        Binding("c", "filter", show=False),
    ]

    def __init__(self, customer_id: int | None = None, name: str = "") -> None:
        super().__init__()
        self._customer_id, self._whose = customer_id, name
        self._lines: list[OperationLine] = []
        self._older: int | None = None

    def hints(self) -> list[Hint]:
        return [
            ("enter", N_("old and new"), ""),
            ("t", N_("take this back"), "screen.take_back"),
            ("c", N_("by customer"), "screen.filter"),
            ("ctrl+y", N_("redo"), "screen.redo"),
            ("esc", N_("back"), "screen.back"),
        ]

    def begin(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        """Read the newest operations again, as far as they were read before."""
        line = self._line
        await self._read_to(line.id if line else None, max(PAGE_SIZE, len(self._lines)))

    async def _read_to(self, operation_id: int | None, count: int) -> None:
        """Read the newest, and on to an operation that the cursor is to stay on."""
        try:
            await self._read_page(None, count)
            while (
                operation_id is not None
                and self._older is not None
                and self._older > operation_id
                and len(self._lines) < MAX_STAY
            ):
                await self._read_page(self._older)
        except DeskError as error:
            tell(self, error)
        self._show()

    async def _read_page(self, before: int | None, count: int = PAGE_SIZE) -> None:
        page = await bridge_of(self).read(
            verbs.history.list_operations, self._customer_id, count, before
        )
        self._lines = [*(self._lines if before else ()), *page.lines]
        self._older = page.older

    def _show(self) -> None:
        title = _("History")
        if self._customer_id is not None:
            title = _("History · {name}").format(name=self._whose)
        count = len(self._lines)
        said = ngettext("{n} operation", "{n} operations", count).format(n=f"{count:,}")
        if self._older is not None:
            said = _("the newest {n}; older ones follow at the end").format(n=f"{count:,}")
        self.head(title, said)
        self.query_one(Rows).show("", self._rows)
        self.be_ready()

    def _rows(self, places: int) -> list[tuple[Row, object]]:
        if not self._lines:
            return [([Cell(" " + _("Nothing has been done yet."), "dim")], None)]
        return [
            (_columns(places), None),
            *((_row(line, places), line) for line in self._lines),
        ]

    @property
    def _line(self) -> "OperationLine | None":
        thing = self.query_one(Rows).thing
        return next((line for line in self._lines if line is thing), None)

    @on(Lines.Moved)
    def _moved(self) -> None:
        """Read on where the cursor is on the last line."""
        if self.ready and self._older is not None and self._is_at_end:
            self.ready = False
            self._load_more()

    @property
    def _is_at_end(self) -> bool:
        rows = self.query_one(Rows)
        return rows.cursor >= rows.length() - 1

    @work(group="load", exclusive=True)
    async def _load_more(self) -> None:
        try:
            await self._read_page(self._older)
        except DeskError as error:
            tell(self, error)
        self._show()

    @on(Lines.Chosen)
    def _chosen(self) -> None:
        from rmdesk.tui.screens.operation_screen import OperationScreen

        if (line := self._line) is not None:
            self.app.push_screen(OperationScreen(line.id))

    def action_take_back(self) -> None:
        if (line := self._line) is not None:
            self.ready = False
            self._take_back(line)

    @work(group="undo", exclusive=True)
    async def _take_back(self, line: "OperationLine") -> None:
        await take_back(self, line.id)

    def action_filter(self) -> None:
        """Show only what touched the customer of this line, or everything again."""
        line = self._line
        if self._customer_id is not None:
            self._customer_id, self._whose = None, ""
        elif line is None or line.customer_id is None:
            self.notify(_("This does not concern a single customer."), severity="warning")
            return
        else:
            self._customer_id, self._whose = line.customer_id, line.customer_name or line.label
        self.ready = False
        self._filter(line.id if line else None)

    @work(group="load", exclusive=True)
    async def _filter(self, operation_id: int | None) -> None:
        await self._read_to(operation_id, PAGE_SIZE)


def _columns(places: int) -> Row:
    by = f"{fit(_('by'), _BY)} " if places >= _WIDE else ""
    text = (
        f" {fit(_('when'), _WHEN)} {by}{fit(_('what'), _WHAT)} {fit(_('about'), _about(places))}"
        f"{fit(_('rows'), _ROWS, right=True)} {fit(_('state'), _STATE)}"
    )
    return [Cell(text, "dim")]


def _about(places: int) -> int:
    by = _BY + 1 if places >= _WIDE else 0
    return max(8, places - (_WHEN + _WHAT + _ROWS + _STATE + by + 5))


def _row(line: "OperationLine", places: int) -> Row:
    said, actor = about(line), line.actor
    if places < _WIDE and actor != MANAGER:
        said = f"{actor}: {said}"
    who = [Cell(f"{fit(actor, _BY)} ", "dim")] if places >= _WIDE else []
    state = short_state(line.undone_by, line.takes_back, line.purged)
    return [
        Cell(f" {fit(dates.moment(line.at), _WHEN)} ", "dim"),
        *who,
        Cell(f"{fit(words(line.act), _WHAT)} ", "dim" if line.undone_by else "accent"),
        Cell(fit(said, _about(places)), "dim" if line.undone_by else "bright"),
        Cell(fit(f"{line.rows:,}", _ROWS, right=True)),
        Cell(f" {fit(state, _STATE)}", "warn"),
    ]
