"""All of a customer's log, each entry with its whole text; an entry can be changed or removed."""

from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from rmdesk.desk.views import CustomerView, LogEntry
from rmdesk.errors import DeskError
from rmdesk.i18n import N_, _, dates, money, ngettext
from rmdesk.i18n.words import words
from rmdesk.terms import Direction
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of, tell
from rmdesk.tui.screens.full import FullScreen, Row, Rows
from rmdesk.tui.text import wrapped
from rmdesk.tui.widgets.footer import Hint
from rmdesk.tui.widgets.lines import Cell, Lines


class WholeLog(FullScreen[bool]):
    """Newest first. Gives whether something was changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", show=False),
        Binding("X,delete", "remove", show=False),
        Binding("i", "log", show=False),
        Binding("h", "history", show=False),
    ]

    def __init__(self, view: CustomerView) -> None:
        super().__init__()
        self._view = view
        self._log = view.log
        self._changed = False

    def hints(self) -> list[Hint]:
        return [
            ("i", N_("log"), "screen.log"),
            ("e/enter", N_("edit"), "screen.edit"),
            ("X", N_("remove"), "screen.remove"),
            ("h", N_("history"), "screen.history"),
            ("u", N_("undo"), "screen.undo"),
            ("esc", N_("back"), "screen.back"),
        ]

    def begin(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        """Read the log again."""
        read, customer = bridge_of(self).read, self._view.id
        try:
            self._view = await read(verbs.customers.look, customer)
            most = verbs.interactions.MAX_LOG_ENTRIES
            self._log = await read(verbs.interactions.of_customer, customer, most)
        except DeskError as error:
            tell(self, error)
            self.leave(True)
            return
        count = ngettext("{n} entry", "{n} entries", len(self._log)).format(n=len(self._log))
        self.head(_("Log · {name}").format(name=self._view.name), count)
        self.query_one(Rows).show("", self._rows)
        self.be_ready()

    def _rows(self, places: int) -> list[tuple[Row, object]]:
        found: list[tuple[Row, object]] = []
        for entry in self._log:
            found.append((self._first(entry), entry))
            found += [([Cell(f"   {line}")], None) for line in _wrapped(entry.text, places - 4)]
            found.append(([], None))
        return found

    @property
    def _entry(self) -> LogEntry | None:
        thing = self.query_one(Rows).thing
        return thing if isinstance(thing, LogEntry) else None

    def action_log(self) -> None:
        from rmdesk.tui.screens.log_form import LogForm

        self.app.push_screen(LogForm(self._view), self._done)

    def action_history(self) -> None:
        from rmdesk.tui.screens.history_screen import HistoryScreen

        self._changed = True
        self.app.push_screen(HistoryScreen(self._view.id, self._view.name))

    @on(Lines.Chosen)
    def _chosen(self) -> None:
        self.action_edit()

    def action_edit(self) -> None:
        if (entry := self._entry) is not None:
            self.ready = False
            self._edit(entry.id)

    @work
    async def _edit(self, interaction_id: int) -> None:
        from rmdesk.tui.screens.log_form import LogForm

        try:
            entry = await bridge_of(self).read(verbs.log_entries.look, interaction_id)
        except DeskError as error:
            tell(self, error)
            self.load()
            return
        finally:
            self.ready = True
        self.app.push_screen(LogForm(self._view, entry), self._done)

    def _done(self, changed: bool | None) -> None:
        if changed:
            self._changed = True
            self.load()

    def action_remove(self) -> None:
        if (entry := self._entry) is not None:
            self.ready = False
            self._remove(entry.id)

    @work
    async def _remove(self, interaction_id: int) -> None:
        try:
            await bridge_of(self).write(verbs.log_entries.remove, interaction_id)
            self.notify(_("Entry removed; u brings it back."))
        except DeskError as error:
            tell(self, error)
        self._changed = True
        self.load()

    def action_back(self) -> None:
        self.dismiss(self._changed)

    def _first(self, entry: LogEntry) -> Row:
        minutes = _("{n} min").format(n=entry.minutes) if entry.minutes else ""
        began = words(entry.direction) if entry.direction is Direction.IN else ""
        outcome = words(entry.outcome) if entry.outcome else ""
        cost = money.amount(entry.cost, self._view.currency)
        brought = money.amount(entry.brought, self._view.currency, sign=True)
        came = _("brought {amount}").format(amount=brought) if entry.brought else ""
        parts = (minutes, began, outcome, *entry.people, cost, came)
        rest = " · ".join(part for part in parts if part)
        return [
            Cell(f" {dates.moment(entry.at)}  ", "dim"),
            Cell(f"{words(entry.kind)}  ", "accent"),
            Cell(rest, "dim"),
        ]


def _wrapped(text: str, places: int) -> list[str]:
    """The paragraphs of a text in lines that fit, empty ones as well."""
    return [line for part in text.split("\n") for line in wrapped(part, max(10, places)) or [""]]
