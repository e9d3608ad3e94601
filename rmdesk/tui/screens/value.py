"""Value: the contribution of a customer or the book over a period, in five views of one total."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from rmdesk.desk.views import ValueLine, ValueReport
from rmdesk.errors import BadInput, DeskError
from rmdesk.i18n import N_, _, dates, money
from rmdesk.i18n.words import words
from rmdesk.terms import ValueView
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of, tell
from rmdesk.tui.periods import KINDS, Period, PeriodKind, period_name
from rmdesk.tui.screens.dialog import Dialog
from rmdesk.tui.screens.full import FullScreen, Row, Rows
from rmdesk.tui.sentences import value_label
from rmdesk.tui.text import bar, fit
from rmdesk.tui.widgets.footer import Hint
from rmdesk.tui.widgets.lines import Cell

# By transaction, a whole book is too long to be read; it is there for the command line.
_VIEW_KEYS = {
    "1": ValueView.COMPONENT,
    "2": ValueView.PRODUCT,
    "3": ValueView.MONTH,
    "4": ValueView.TRANSACTION,
    "5": ValueView.ACTIVITY,
}


class ValueScreen(FullScreen[None]):
    """Digits choose the view, letters the kind of period, brackets go back and forth in time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"view({view.value!r})", show=False) for key, view in _VIEW_KEYS.items()),
        *(Binding(key, f"period({kind.value!r})", show=False) for key, kind in KINDS.items()),
        Binding("left_square_bracket,left,h", "shift(-1)", show=False),
        Binding("right_square_bracket,right,l", "shift(1)", show=False),
        Binding("o", "own", show=False),
    ]

    def __init__(self, customer_id: int | None, name: str) -> None:
        super().__init__()
        self._customer_id = customer_id
        self._name = name
        self._view = ValueView.COMPONENT
        self._period: Period | None = None
        self._report: ValueReport | None = None

    def hints(self) -> list[Hint]:
        return [
            ("1-5", N_("view"), ""),
            ("m q y t", N_("month, quarter, year, 12 months"), ""),
            ("o", N_("own dates"), "screen.own"),
            ("← →", N_("back, forth"), "screen.shift(-1)"),
            ("esc", N_("back"), "screen.back"),
        ]

    def body(self) -> Iterator[Widget]:
        yield Rows("lines")

    def on_mount(self) -> None:
        self.set_focus(self.query_one(Rows))
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        """Reckon the period in the view that is chosen."""
        bridge = bridge_of(self)
        if self._period is None:
            overview = await bridge.read(verbs.customers.overview)
            self._period = Period.last(PeriodKind.TWELVE, overview.today)
        period = self._period
        self.be_ready()
        self.head(self._title(), _("reckoning …"))
        try:
            report = await bridge.read(
                verbs.contribution.value, self._view, period.first, period.end, self._customer_id
            )
        except DeskError as error:
            tell(self, error)
            return
        self._report = report
        total = money.amount(report.total, report.currency)
        total_text = _("{total} {currency}").format(total=total, currency=report.currency)
        self.head(self._title(), f"{total_text} · {period_name(period)}")
        self.query_one(Rows).show(self._tabs(), self._rows)

    def _tabs(self) -> str:
        """The views by their digits, the one that is shown marked."""
        names = ((key, view, words(view)) for key, view in _VIEW_KEYS.items())
        return "  ".join(
            f"▸{key} {name}" if view is self._view else f" {key} {name}"
            for key, view, name in names
        )

    def _title(self) -> str:
        return _("Value · {name}").format(name=self._name)

    def _rows(self, places: int) -> list[tuple[Row, object]]:
        report = self._report
        assert report is not None
        most = max((abs(line.minor) for line in report.lines), default=0)
        found = [(_line(line, report, most, places), line) for line in report.lines]
        if not found:
            return [([Cell(" " + _("Nothing in this period."), "dim")], None)]
        total = money.amount(report.total, report.currency)
        last: Row = [
            Cell(" " + fit(_("Total"), places - 32), "bright"),
            Cell(fit(total, 18, right=True), "bright"),
        ]
        return [*found, ([], None), (last, None)]

    def action_view(self, view: str) -> None:
        self._view = ValueView(view)
        self.load()

    def action_period(self, kind: str) -> None:
        if self._period is not None:
            self._period = self._period.as_kind(PeriodKind(kind))
            self.load()

    def action_shift(self, step: int) -> None:
        if self._period is not None:
            self._period = self._period.shifted(step)
            self.load()

    def action_own(self) -> None:
        if self._period is not None:
            self.app.push_screen(OwnPeriod(self._period), self._own_chosen)

    def _own_chosen(self, period: Period | None) -> None:
        if period is not None:
            self._period = period
            self.load()


def _line(line: ValueLine, report: ValueReport, most: int, places: int) -> Row:
    color = line.component.value if line.component else "deposit_margin"
    day = fit(dates.full(line.day), 17) if line.day else ""
    part = ""
    if line.component and report.view is not ValueView.COMPONENT:
        part = fit(words(line.component), 10)
    amount = fit(money.amount(line.minor, report.currency), 18, right=True)
    room = places - 33 - len(day) - len(part)
    return [
        Cell(f" {day}", "dim"),
        Cell(fit(value_label(line, report.view), room)),
        Cell(" " + part, color),
        Cell(amount, "bad" if line.minor < 0 else ""),
        Cell("  " + bar(line.minor, most, 11), color),
    ]


class OwnPeriod(Dialog[Period]):
    """Two dates."""

    def __init__(self, period: Period) -> None:
        super().__init__(_("Own dates"))
        self._period = period

    def keys(self) -> str:
        return _("enter take it · esc cancel")

    def rows(self) -> Iterator[Widget]:
        yield from self.row("first", _("From"), Input(self._period.first.isoformat()))
        yield from self.row("last", _("To"), Input(self._period.end.isoformat()))

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.action_save()

    async def save(self) -> Period:
        first, last = self._day("first"), self._day("last")
        if last < first:
            raise BadInput("last", "period")
        return Period(PeriodKind.OWN, first, last)

    def _day(self, name: str) -> date:
        try:
            return date.fromisoformat(self.query_one(f"#field-{name}", Input).value.strip())
        except ValueError:
            raise BadInput(name, "date") from None
