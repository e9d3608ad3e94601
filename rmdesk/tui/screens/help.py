"""All commands with their keys, and how things are typed."""

from rmdesk.i18n import N_, _
from rmdesk.tui.commands import groups
from rmdesk.tui.screens.full import FullScreen, Row, Rows
from rmdesk.tui.text import fit
from rmdesk.tui.widgets.footer import Hint
from rmdesk.tui.widgets.lines import Cell

_MOVING = (
    ("↑ ↓ j k", N_("one line")),
    ("pgup pgdn", N_("one page")),
    ("home end g G", N_("first and last")),
    ("enter", N_("open the customer (on a narrow terminal), the log, a follow-up")),
    ("tab", N_("list, log, follow-ups")),
    ("esc", N_("step back")),
    ("ctrl+p", N_("command palette")),
    ("ctrl+q", N_("quit; what was saved is kept")),
)
_TYPING = (
    ("3d 2w 1m 1y", N_("in so many days, weeks, months, years; a free day moves on")),
    ("5wd", N_("in so many working days")),
    ("fri, 14:30", N_("the next Friday; a time of day")),
    ("12-01", N_("the next first of December")),
    ("2026-12-01 14:30", N_("just this day, at this time")),
    ("/zw  /张  /8000", N_("search by initials, by a part of a name, by the end of a number")),
    ("/#vip", N_("search by tag")),
)


class HelpScreen(FullScreen[None]):
    """`?`, and `?` or escape again to leave."""

    BINDINGS = [("question_mark", "back", "")]

    def hints(self) -> list[Hint]:
        return [("↑↓", N_("move"), ""), ("esc", N_("back"), "screen.back")]

    def begin(self) -> None:
        self.head(_("Keys"), _("Everything is in the command palette as well: ctrl+p"))
        self.query_one(Rows).show("", self._rows)
        self.be_ready()

    def _rows(self, places: int) -> list[tuple[Row, object]]:
        found: list[tuple[Row, object]] = []
        for name, commands in groups():
            found.append(([Cell(f" {name}", "heading")], None))
            for command in commands:
                others = command.keys.split(",")[1:]
                keys = [
                    Cell(f"  {fit(command.key, 8)}", "bright"),
                    Cell(fit(" ".join(others), 12), "dim"),
                ]
                found.append(([*keys, Cell(command.label)], command))
        for title, lines in ((_("Moving"), _MOVING), (_("Typing"), _TYPING)):
            found.append(([Cell(f" {title}", "heading")], None))
            for key, text in lines:
                found.append(([Cell(f"  {fit(key, 20)}", "bright"), Cell(_(text))], key))
        return found
