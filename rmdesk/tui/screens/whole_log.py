"""All of a customer's log, each entry with its whole text."""

from collections.abc import Sequence
from textwrap import wrap

from rmdesk.desk.views import CustomerView, LogEntry
from rmdesk.i18n import N_, _, dates, money
from rmdesk.i18n.words import words
from rmdesk.terms import Direction
from rmdesk.tui.screens.full import FullScreen, Row, Rows
from rmdesk.tui.text import clean, width
from rmdesk.tui.widgets.footer import Hint
from rmdesk.tui.widgets.lines import Cell


class WholeLog(FullScreen[None]):
    """Newest first."""

    def __init__(self, view: CustomerView) -> None:
        super().__init__()
        self._view = view

    def hints(self) -> list[Hint]:
        return [("↑↓", N_("move"), ""), ("esc", N_("back"), "screen.back")]

    def begin(self) -> None:
        count = _("{n} entries").format(n=len(self._view.log))
        self.head(self._view.name, count)
        self.query_one(Rows).show("", self._rows)
        self.be_ready()

    def _rows(self, places: int) -> list[tuple[Row, object]]:
        found: list[tuple[Row, object]] = []
        for entry in self._view.log:
            found.append((self._first(entry), entry))
            found += [([Cell(f"   {line}")], None) for line in _wrapped(entry.text, places - 4)]
            found.append(([], None))
        return found

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


def _wrapped(text: str, places: int) -> Sequence[str]:
    """The text in lines that fit; Chinese is cut where the line is full."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        paragraph = clean(paragraph)
        if width(paragraph) == len(paragraph):
            lines += wrap(paragraph, max(10, places)) or [""]
            continue
        line = ""
        for character in paragraph:
            if width(line + character) > places:
                lines.append(line)
                line = ""
            line += character
        lines.append(line)
    return lines
