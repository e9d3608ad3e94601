"""Value: the contribution of a customer or the book over a period, in five views of one total.

Enter goes from a figure to what is behind it, down to the posting; `c` sets the period against the
one before it, and against the same a year ago.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from dateutil.relativedelta import relativedelta
from textual import on, work
from textual.binding import Binding, BindingType

from rmdesk.desk.value_views import ValueLine, ValueReport
from rmdesk.errors import DeskError
from rmdesk.i18n import N_, _, money
from rmdesk.i18n.words import words
from rmdesk.terms import Component, ValueView
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of, tell
from rmdesk.tui.periods import KINDS, Period, PeriodKind, period_name
from rmdesk.tui.screens.full import FullScreen, Rows
from rmdesk.tui.screens.own_period import OwnPeriod
from rmdesk.tui.screens.value_lines import Drawn, report_rows
from rmdesk.tui.screens.waterfall import comparison_rows
from rmdesk.tui.sentences import counted_to, finding_line
from rmdesk.tui.text import fit
from rmdesk.tui.widgets.footer import Hint
from rmdesk.tui.widgets.lines import Cell, Lines

if TYPE_CHECKING:
    from rmdesk.desk.comparing import Comparison

# By transaction, a whole book is too long to be read; it is there for the command line.
_VIEW_KEYS = {
    "1": ValueView.COMPONENT,
    "2": ValueView.PRODUCT,
    "3": ValueView.MONTH,
    "4": ValueView.TRANSACTION,
    "5": ValueView.ACTIVITY,
}
_COMPARED = (ValueView.COMPONENT, ValueView.PRODUCT)
_AGAINST = ("", "previous", "year")


@dataclass(frozen=True, slots=True)
class Place:
    """Where one is: which view, which part of the contribution, against which period.

    `product` is a code with its name; `against` one of `_AGAINST`.
    """

    view: ValueView
    period: Period
    component: Component | None = None
    product: tuple[str, str] | None = None
    against: str = ""

    def earlier(self) -> tuple[date, date]:
        """The period that this one is set against."""
        if self.against == "year":
            year = relativedelta(years=1)
            return self.period.first - year, self.period.end - year
        before = self.period.before()
        return before.first, before.end


class ValueScreen(FullScreen[None]):
    """Digits choose the view, letters the kind of period, brackets go back and forth in time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"view({view.value!r})", show=False) for key, view in _VIEW_KEYS.items()),
        *(Binding(key, f"period({kind.value!r})", show=False) for key, kind in KINDS.items()),
        Binding("left_square_bracket,left,h", "shift(-1)", show=False),
        Binding("right_square_bracket,right,l", "shift(1)", show=False),
        Binding("o", "own", show=False),
        Binding("c", "compare", show=False),
        Binding("w", "together", show=False),
        Binding("p", "trend", show=False),
        Binding("H", "history", show=False),
        Binding("a", "link", show=False),
    ]

    def __init__(self, customer_id: int | None, name: str) -> None:
        super().__init__()
        self._customer_id = customer_id
        self._name = name
        self._together: tuple[int, ...] = ()
        self._names: tuple[str, ...] = ()
        self._place: Place | None = None
        self._way: list[Place] = []
        self._report: ValueReport | None = None
        self._comparison: Comparison | None = None
        self._restated: frozenset[str] = frozenset()
        self._left_out: tuple[str, ...] = ()

    def hints(self) -> list[Hint]:
        return [
            ("1-5", N_("view"), ""),
            ("enter", N_("behind it"), ""),
            ("c", N_("compare"), "screen.compare"),
            ("p", N_("plot"), "screen.trend"),
            ("H", N_("why changed"), "screen.history"),
            ("a", N_("attribute to …"), "screen.link"),
            ("w", N_("household"), "screen.together"),
            ("m q y t", N_("month … 12 months"), ""),
            ("o", N_("own dates"), "screen.own"),
            ("← →", N_("back, forth"), "screen.shift(-1)"),
            ("esc", N_("back"), "screen.back"),
        ]

    def begin(self) -> None:
        self._first_place()

    @work
    async def _first_place(self) -> None:
        overview = await bridge_of(self).read(verbs.customers.overview)
        period = Period.last(PeriodKind.TWELVE, overview.today)
        self._left_out = await self._what_is_left_out()
        self._go(Place(ValueView.COMPONENT, period))
        self.be_ready()

    def reread(self) -> None:
        if self._place is not None:
            self._go(self._place)

    def _go(self, place: Place) -> None:
        self._place = place
        self.load(place)

    @work(group="load", exclusive=True)
    async def load(self, place: Place) -> None:
        """Reckon what is looked at."""
        try:
            with self.patience(self._title(place)):
                report = await self._read(place)
        except DeskError as error:
            tell(self, error)
            return
        self._report = report
        total = money.amount(report.total, report.currency)
        sub = [f"{total} {report.currency}", period_name(place.period)]
        if note := counted_to(report):
            sub.append(note)
        if self._comparison is not None:
            change = money.change(report.total, self._comparison.before.total)
            sub[0] = f"{sub[0]} {change}".rstrip()
            sub.append(_("against a year ago") if place.against == "year" else _("against before"))
        self.head(self._title(place), " · ".join(sub))
        self.query_one(Rows).show(self._tabs(place), self._rows)

    async def _read(self, place: Place) -> ValueReport:
        """What is looked at; of two periods the later one."""
        read, only = bridge_of(self).read, verbs.contribution.Only(place.component, _code(place))
        period = (place.period.first, place.period.end)
        who = self._together or self._customer_id
        self._comparison = None
        self._restated = await self._months_restated(place)
        if not place.against:
            return await read(verbs.contribution.value, place.view, *period, who, only)
        earlier = place.earlier()
        compare = verbs.comparing.compare
        self._comparison = await read(compare, place.view, period, earlier, who, only)
        return self._comparison.now

    async def _months_restated(self, place: Place) -> frozenset[str]:
        """The months of the customer that were changed after they had been reckoned."""
        if place.view is not ValueView.MONTH or self._customer_id is None:
            return frozenset()
        read = bridge_of(self).read
        found = await read(verbs.restating.months_restated, self._customer_id)
        return frozenset(month.isoformat() for month in found)

    async def _what_is_left_out(self) -> tuple[str, ...]:
        """What a customer's value leaves out; of the whole book the doctor says it."""
        who = self._together or ((self._customer_id,) if self._customer_id is not None else ())
        if not who:
            return ()
        found = await bridge_of(self).read(verbs.doctor.left_out, who)
        return tuple(finding_line(finding, found.currency) for finding in found.findings)

    def _tabs(self, place: Place) -> str:
        """The views by their digits, the one that is shown marked."""
        names = ((key, view, words(view)) for key, view in _VIEW_KEYS.items())
        return "  ".join(
            f"▸{key} {name}" if view is place.view else f" {key} {name}"
            for key, view, name in names
        )

    def _title(self, place: Place) -> str:
        name = " + ".join(self._names) or self._name
        parts = [_("Value · {name}").format(name=name)]
        if place.product is not None:
            parts.append(place.product[1] or _("no product"))
        if place.component is not None:
            parts.append(words(place.component))
        return " · ".join(parts)

    def _rows(self, places: int) -> Drawn:
        if self._comparison is not None:
            return comparison_rows(self._comparison, places)
        assert self._report is not None
        rows = report_rows(self._report, places, self._restated)
        for line in self._left_out:
            rows.append(([Cell(" ! ", "warn"), Cell(fit(line, places - 3), "warn")], None))
        return rows

    def action_view(self, view: str) -> None:
        if self._place is not None:
            chosen = ValueView(view)
            against = self._place.against if chosen in _COMPARED else ""
            self._go(replace(self._place, view=chosen, against=against))

    def action_period(self, kind: str) -> None:
        if self._place is not None:
            self._go(replace(self._place, period=self._place.period.as_kind(PeriodKind(kind))))

    def action_shift(self, step: int) -> None:
        if self._place is not None:
            self._go(replace(self._place, period=self._place.period.shifted(step)))

    def action_own(self) -> None:
        if self._place is not None:
            self.app.push_screen(OwnPeriod(self._place.period), self._own_chosen)

    def _own_chosen(self, period: Period | None) -> None:
        if period is not None and self._place is not None:
            self._go(replace(self._place, period=period))

    def action_trend(self) -> None:
        """Two years month by month, as a plot."""
        from rmdesk.tui.screens.trend import TrendScreen

        if self._place is not None:
            who = self._together or self._customer_id
            self.app.push_screen(TrendScreen(who, " + ".join(self._names) or self._name or ""))

    def action_history(self) -> None:
        """Why a month is not what it was: by month, of the month under the cursor."""
        from rmdesk.tui.screens.restated import RestatedScreen

        line, place = self.query_one(Rows).thing, self._place
        if place is None or self._customer_id is None or place.view is not ValueView.MONTH:
            self.notify(_("3 shows a customer's months; H says why the one chosen changed."))
        elif isinstance(line, ValueLine):
            month = date.fromisoformat(line.key)
            self.app.push_screen(RestatedScreen(self._customer_id, self._name or "", month))

    @work
    async def action_link(self) -> None:
        """Say which activity the posting under the cursor came of."""
        from rmdesk.tui.screens.link_form import LinkForm

        line, place = self.query_one(Rows).thing, self._place
        if (
            place is None
            or place.view is not ValueView.TRANSACTION
            or not isinstance(line, ValueLine)
            or not line.key.isdecimal()
        ):
            self.notify(_("4 shows transactions; a attributes one to an activity."))
            return
        try:
            found = await bridge_of(self).read(verbs.linking.look, int(line.key))
        except DeskError:
            self.notify(
                _("Only a transaction can be attributed to an activity."), severity="warning"
            )
            return
        self.app.push_screen(LinkForm(found), lambda done: self._go(place) if done else None)

    def action_compare(self) -> None:
        """Against the period before, against the same a year ago, and not at all."""
        if (place := self._place) is not None:
            against = _AGAINST[(_AGAINST.index(place.against) + 1) % len(_AGAINST)]
            view = place.view if place.view in _COMPARED else ValueView.COMPONENT
            self._go(replace(place, view=view, against=against))

    @work
    async def action_together(self) -> None:
        """With everyone the customer is tied to, and alone again."""
        if self._customer_id is None or self._place is None:
            return
        read = bridge_of(self).read
        found: tuple[int, ...] = ()
        if not self._together:
            found = await read(verbs.households.members, self._customer_id)
        if len(found) == 1:
            self.notify(_("Nobody belongs to this customer; d and r tie customers together."))
            return
        self._together = found
        self._names = await read(verbs.households.names, found) if found else ()
        self._left_out = await self._what_is_left_out()
        self._go(self._place)

    @on(Lines.Chosen)
    def _chosen(self) -> None:
        line, place = self.query_one(Rows).thing, self._place
        if place is not None and isinstance(line, ValueLine):
            behind = self._behind(line, place)
            if behind is not None:
                self._way.append(place)
                self._go(behind)

    def _behind(self, line: ValueLine, place: Place) -> Place | None:
        """What is behind a line: of a customer the postings, of the book products and months."""
        deepest = ValueView.TRANSACTION if self._customer_id is not None else ValueView.MONTH
        charge = Component.CAPITAL_CHARGE
        if line.component is charge and place.component is not charge:
            return replace(place, view=ValueView.PRODUCT, component=charge, against="")
        match place.view:
            case ValueView.COMPONENT:
                view = deepest if self._customer_id is not None else ValueView.PRODUCT
                return replace(place, view=view, component=line.component, against="")
            case ValueView.PRODUCT:
                product = (line.key, line.label)
                return replace(
                    place, view=deepest, component=line.component, product=product, against=""
                )
            case ValueView.MONTH:
                month = Period.last(PeriodKind.MONTH, date.fromisoformat(line.key))
                return replace(place, view=ValueView.COMPONENT, period=month)
        return None

    def action_back(self) -> None:
        """Step back to where one came from, at last to the desk."""
        if self._way:
            self._go(self._way.pop())
        else:
            self.dismiss(None)


def _code(place: Place) -> str | None:
    return place.product[0] if place.product is not None else None
