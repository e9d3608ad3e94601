"""Wide characters over the edges of what lies below."""

import pytest
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from rmdesk.tui import compositor
from rmdesk.tui.compositor import WholeCompositor

NAME = "测试空白公司有限"


class Panes(App[None]):
    """Panes side by side, and a notice of wide characters over their edges."""

    CSS = """
    Screen { layers: default above; }
    Horizontal { height: 3; }
    Horizontal Static { width: 1fr; }
    #notice { layer: above; width: 16; height: 1; }
    """

    def __init__(self, x: int) -> None:
        compositor.install()
        super().__init__()
        self._x = x

    def compose(self) -> ComposeResult:
        with Horizontal():
            for _pane in range(3):
                yield Static("一二三四五六七八九十" * 3, markup=False)
        notice = Static(NAME, id="notice", markup=False)
        notice.styles.offset = (self._x, 1)
        yield notice


@pytest.mark.parametrize("width", [40, 41, 47])
async def test_what_lies_on_top_is_not_cut_by_the_edges_below(width: int) -> None:
    for x in range(0, 20):
        app = Panes(x)
        async with app.run_test(size=(width, 6)):
            assert isinstance(app.screen._compositor, WholeCompositor)
            strips = app.screen._compositor.render_strips()
            assert {strip.cell_length for strip in strips} == {width}
            assert any(NAME in strip.text for strip in strips), (width, x)
            app.query_one("#notice").refresh()
            update = app.screen._compositor.render_partial_update()
            assert update is None or NAME in update.render_segments(app.console)
