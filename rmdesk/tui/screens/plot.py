"""Screens that are one plot; plotext is imported here and nowhere else."""

from collections.abc import Iterator
from typing import TypeVar

from textual.widget import Widget
from textual_plotext import PlotextPlot

from rmdesk.i18n import N_
from rmdesk.tui.screens.full import FullScreen
from rmdesk.tui.widgets.footer import Hint

T = TypeVar("T")


class PlotScreen(FullScreen[T]):
    """The base: the plot takes what title and keys leave."""

    def hints(self) -> list[Hint]:
        return [("esc", N_("back"), "screen.back")]

    def body(self) -> Iterator[Widget]:
        plot = PlotextPlot(id="plot", classes="box")
        plot.can_focus = True
        yield plot

    def main(self) -> Widget:
        return self.plot

    @property
    def plot(self) -> PlotextPlot:
        """What is drawn on."""
        return self.query_one("#plot", PlotextPlot)
