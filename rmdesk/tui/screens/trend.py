"""The trend: two years of contribution month by month as a plot, before and after capital."""

from datetime import date
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta
from textual import work
from textual.color import Color

from rmdesk import currencies
from rmdesk.i18n import _, dates, money
from rmdesk.terms import Component, ValueView
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of
from rmdesk.tui.screens.plot import PlotScreen

if TYPE_CHECKING:
    from rmdesk.desk.contribution import Who
    from rmdesk.desk.value_views import ValueReport

_MONTHS = 24
_LABELS, _LEVELS = 8, 5


class TrendScreen(PlotScreen[None]):
    """A plot of the contribution of a customer, a household or the book."""

    def __init__(self, who: "Who", name: str) -> None:
        super().__init__()
        self._who, self._whose = who, name

    def begin(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        """Read two years and plot them."""
        self.head(_("Trend · {name}").format(name=self._whose), _("calculating …"))
        read = bridge_of(self).read
        today = (await read(verbs.customers.overview)).today
        last = today.replace(day=1) - relativedelta(days=1)
        first = today.replace(day=1) - relativedelta(months=_MONTHS)
        period = (first, last)
        charged = verbs.contribution.Only(Component.CAPITAL_CHARGE)
        value = verbs.contribution.value
        found = await read(value, ValueView.MONTH, *period, self._who)
        charge = await read(value, ValueView.MONTH, *period, self._who, charged)
        total = money.amount(found.total, found.currency)
        span = _("{first} to {last}").format(first=dates.full(first), last=dates.full(last))
        self.head(
            _("Trend · {name}").format(name=self._whose), f"{total} {found.currency} · {span}"
        )
        self._draw(first, found, charge)
        self.be_ready()

    def _draw(self, first: date, found: "ValueReport", charge: "ValueReport") -> None:
        months = [first + relativedelta(months=n) for n in range(_MONTHS)]
        unit = 10 ** currencies.digits(found.currency)
        before = _by_month(found)
        charged = _by_month(charge)
        values = [before.get(m, 0) / unit for m in months]
        after = [(before.get(m, 0) + charged.get(m, 0)) / unit for m in months]
        widget = self.plot
        plot, places = widget.plt, list(range(_MONTHS))
        plot.clear_data()
        variables = self.app.theme_variables
        colors = [Color.parse(variables[n]).rgb for n in ("accent", "rm-capital-charge")]
        if charged:
            plot.plot(places, after, label=_("after capital"), color=colors[1], marker="braille")
        plot.plot(places, values, label=_("contribution"), color=colors[0], marker="braille")
        plot.hline(0)
        step = _MONTHS // _LABELS
        ticks: list[float] = [float(place) for place in places[::step]]
        plot.xticks(ticks, [dates.month(m) for m in months[::step]])
        low, high = min(0.0, *values, *after), max(1.0, *values, *after)
        levels = [low + (high - low) * part / _LEVELS for part in range(_LEVELS + 1)]
        plot.ylim(low, high)
        plot.yticks(levels, [money.short(round(v * unit), found.currency) for v in levels])
        widget.refresh()


def _by_month(report: "ValueReport") -> dict[date, int]:
    return {date.fromisoformat(line.key): line.minor for line in report.lines}
