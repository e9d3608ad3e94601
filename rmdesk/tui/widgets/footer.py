"""The bottom line: the commands that fit, each with its key; a click does it."""

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from rmdesk.i18n import N_, _
from rmdesk.tui.commands import COMMANDS
from rmdesk.tui.text import width

Hint = tuple[str, str, str]
PALETTE: Hint = ("ctrl+p", N_("commands"), "app.command_palette")


class Footer(Widget):
    """Keys with their words; what does not fit is left out from the end, the last ones stay."""

    DEFAULT_CSS = """
    Footer { dock: bottom; height: 1; background: $panel; color: $rm-dim; }
    """

    masked: reactive[bool] = reactive(False)

    def __init__(self, hints: Sequence[Hint] | None = None) -> None:
        super().__init__()
        # The desk has it in its header.
        self._tells_mask = hints is not None
        own = [(c.key, c.footer, c.action) for c in COMMANDS if c.footer]
        self._hints = list(hints) if hints is not None else [*own, PALETTE]

    def on_mount(self) -> None:
        self.watch(self.app, "masked", self._mask)

    def _mask(self, on: bool) -> None:
        self.masked = on

    def _told(self) -> str:
        return f" {_('masked')} " if self.masked and self._tells_mask else ""

    def _shown(self) -> list[Hint]:
        """What fits: the last two always, the others as far as there is room."""
        room = self.size.width - 1 - width(self._told())
        sizes = [width(key) + width(_(word)) + 3 for key, word, _action in self._hints]
        tail = self._hints[-2:]
        room -= sum(sizes[-2:])
        shown = []
        for hint, size in zip(self._hints[:-2], sizes, strict=False):
            if size > room:
                break
            room -= size
            shown.append(hint)
        return shown + tail

    def render(self) -> Content:
        parts: list[tuple[str, str]] = [(self._told(), "bold reverse")] if self._told() else []
        for key, word, _action in self._shown():
            parts += [(f" {key}", "bold $accent"), (f" {_(word)} ", "$foreground")]
        return Content.assemble(*parts)

    async def on_click(self, event: events.Click) -> None:
        start = width(self._told())
        for key, word, action in self._shown():
            end = start + width(key) + width(_(word)) + 3
            if start <= event.x < end:
                await self.run_action(action)
            start = end
