"""The calendar of surprises: whose day comes, what fits, what the year's budget has left."""

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from rmdesk.i18n import N_, _, dates, money, ngettext, reasons
from rmdesk.i18n.words import named, words
from rmdesk.terms import Occasion
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of
from rmdesk.tui.screens.full import FullScreen, Row, Rows
from rmdesk.tui.screens.presenting import present
from rmdesk.tui.sentences import gate_text
from rmdesk.tui.text import fit
from rmdesk.tui.widgets.footer import Hint
from rmdesk.tui.widgets.lines import Cell, Lines

if TYPE_CHECKING:
    from rmdesk.desk.surprises import Calendar, GiftLine


class SurprisesScreen(FullScreen[int]):
    """The coming weeks, day by day; p keeps that the gift is given. Gives whom to go to."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("p,space", "present", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self._calendar: Calendar | None = None

    def hints(self) -> list[Hint]:
        return [
            ("p", N_("present it"), "screen.present"),
            ("enter", N_("go to the customer"), ""),
            ("esc", N_("back"), "screen.back"),
        ]

    def begin(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        """Look at the whole book, beside whatever else is done."""
        with self.patience(_("Surprises")):
            self._calendar = await bridge_of(self).apart(
                lambda book, _go_on: verbs.surprises.look(book)
            )
        found = self._calendar
        budget, spent = (money.whole(m, found.currency) for m in (found.budget, found.spent))
        parts = [_("{spent} of this year's {budget} spent").format(spent=spent, budget=budget)]
        parts += [
            f"{reasons.festival(festival.code)} {dates.full(festival.day)}"
            for festival in found.festivals
        ]
        self.head(_("Surprises"), " · ".join(parts))
        self.query_one(Rows).show("", self._rows)
        self.be_ready()

    def _rows(self, places: int) -> list[tuple[Row, object]]:
        found = self._calendar
        assert found is not None
        if not found.lines:
            return [([Cell(" " + _("No day of anybody comes soon."), "dim")], None)]
        return [(_line(line, places, found), line) for line in found.lines]

    @property
    def _gift(self) -> "GiftLine | None":
        thing = self.query_one(Rows).thing
        lines = self._calendar.lines if self._calendar else ()
        return next((line for line in lines if line is thing), None)

    def action_present(self) -> None:
        line = self._gift
        if line is not None and line.suggestion is not None:
            present(self, line.customer_id, line.suggestion, line.name, self._presented)

    def _presented(self, presented: bool) -> None:
        if presented:
            self.load()

    @on(Lines.Chosen)
    def _go_to(self) -> None:
        if (line := self._gift) is not None:
            self.dismiss(line.customer_id)


def _line(line: "GiftLine", places: int, calendar: "Calendar") -> Row:
    name = max(10, min(24, places // 5))
    if line.suggestion is not None:
        cost = money.whole(line.suggestion.cost, calendar.currency)
        what = _("{gift}, {cost}").format(gift=named(line.suggestion.names), cost=cost)
        style = "good"
    elif line.block is not None:
        what, style = gate_text(line.block), "dim"
    else:
        what, style = _("nothing of the catalogue fits yet"), "dim"
    last = ""
    if line.last and line.last_day:
        last = _("last: {gift}, {day}").format(
            gift=named(line.last), day=dates.day(line.last_day, calendar.today)
        )
    return [
        Cell(f" {fit(dates.day(line.day, calendar.today), 11)} ", "accent"),
        Cell(f"{fit(line.name, name)} ", "bright"),
        Cell(f"{fit(_occasion(line, calendar), 24)} "),
        Cell(f"{fit(what, max(12, min(44, places - name - 44)))}  ", style),
        Cell(last, "dim"),
    ]


def _occasion(line: "GiftLine", calendar: "Calendar") -> str:
    match line.occasion:
        case Occasion.BIRTHDAY:
            return ngettext("turns {n}", "turns {n}", line.years).format(n=line.years)
        case Occasion.FOUNDING:
            text = ngettext("founded {n} year ago", "founded {n} years ago", line.years)
            return text.format(n=line.years)
        case Occasion.ANNIVERSARY:
            text = ngettext("{n} year with us", "{n} years with us", line.years)
            return text.format(n=line.years)
        case Occasion.FESTIVAL:
            return reasons.festival(calendar.festivals[0].code)
    return words(line.occasion)
