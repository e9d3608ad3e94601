"""The calibration as a plot: what was given, against what came; right is the diagonal."""

from typing import TYPE_CHECKING

from textual.color import Color

from rmdesk.i18n import _
from rmdesk.tui.screens.plot import PlotScreen

if TYPE_CHECKING:
    from rmdesk.desk.results import Results

_MILLION = 1_000_000
_TICKS = (0, 20, 40, 60, 80, 100)


class CalibrationScreen(PlotScreen[None]):
    """One point for each tenth of chance that was given to anybody."""

    def __init__(self, results: "Results") -> None:
        super().__init__()
        self._results = results

    def begin(self) -> None:
        count = sum(band.count for band in self._results.bands)
        sub = _("{n} proposals that ended; on the line the chances were right")
        self.head(_("Chances given, and what came"), sub.format(n=count))
        self._draw()
        self.be_ready()

    def _draw(self) -> None:
        bands = self._results.bands
        widget = self.plot
        plot = widget.plt
        plot.clear_data()
        variables = self.app.theme_variables
        line, points = (Color.parse(variables[n]).rgb for n in ("rm-dim", "accent"))
        plot.plot([0, 100], [0, 100], label=_("right"), color=line, marker="braille")
        plot.scatter(
            [band.given_ppm * 100 / _MILLION for band in bands],
            [band.accepted * 100 / band.count for band in bands],
            label=_("accepted, % by % given"),
            color=points,
            marker="●",
        )
        ticks = [float(tick) for tick in _TICKS]
        names = [f"{tick} %" for tick in _TICKS]
        plot.xlim(0, 100)
        plot.ylim(0, 100)
        plot.xticks(ticks, names)
        plot.yticks(ticks, names)
        widget.refresh()
