"""The command palette: every command of the table, found by its words."""

from collections.abc import Awaitable, Callable
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from rmdesk.i18n import N_, _
from rmdesk.tui.asking import app_of
from rmdesk.tui.commands import COMMANDS

_APP = ((N_("Quit"), "app.quit"), (N_("Choose a theme"), "app.change_theme"))


class DeskCommands(Provider):
    """The desk's commands and the app's."""

    def _all(self) -> list[tuple[str, Callable[[], Awaitable[bool]], str]]:
        """What there is to do: its words, what does it, its key."""
        rows = [(command.label, command.action, command.key) for command in COMMANDS]
        rows += [(_(name), action, "") for name, action in _APP]
        app = self.app
        return [(words, partial(app.run_action, action), key) for words, action, key in rows]

    async def discover(self) -> Hits:
        for words, run, key in self._all():
            yield DiscoveryHit(words, run, help=key)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        masked = app_of(self.screen).masked
        for words, run, key in self._all():
            score = matcher.match(words)
            if score > 0:
                # The mask does not know a word that is in pieces.
                shown = words if masked else matcher.highlight(words)
                yield Hit(score, shown, run, text=words, help=key)
