"""The calibration as a plot: what was given, against what came; right is the diagonal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.color import Color
from textual.widget import Widget
from textual_plotext import PlotextPlot

from rmdesk.i18n import N_, _
from rmdesk.tui.screens.full import FullScreen
from rmdesk.tui.widgets.footer import Hint

if TYPE_CHECKING:
    from rmdesk.desk.results import Results

_MILLION = 1_000_000
_TICKS = (0, 20, 40, 60, 80, 100)


class CalibrationScreen(FullScreen[None]):
    """One point for each tenth of chance that was given to anybody."""

    def __init__(self, results: "Results") -> None:
        super().__init__()
        self._results = results

    def hints(self) -> list[Hint]:
        return [("esc", N_("back"), "screen.back")]

    def body(self) -> Iterator[Widget]:
        plot = PlotextPlot(id="plot", classes="box")
        plot.can_focus = True
        yield plot

    def main(self) -> Widget:
        return self.query_one("#plot")

    def begin(self) -> None:
        count = sum(band.count for band in self._results.bands)
        sub = _("{n} proposals that ended; on the line the chances were right")
        self.head(_("Chances given, and what came"), sub.format(n=count))
        self._draw()
        self.be_ready()

    def _draw(self) -> None:
        bands = self._results.bands
        widget = self.query_one("#plot", PlotextPlot)
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
