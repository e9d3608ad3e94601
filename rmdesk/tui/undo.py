"""Undo, from whichever screen: a large one is asked about, and every screen reads again."""

from typing import Any, Protocol, runtime_checkable

from textual.screen import Screen

from rmdesk.errors import DeskError
from rmdesk.i18n import _
from rmdesk.i18n.prices import table as price_table
from rmdesk.i18n.words import words
from rmdesk.terms import Act
from rmdesk.tui import verbs
from rmdesk.tui.asking import app_of, bridge_of, tell


@runtime_checkable
class Rereads(Protocol):
    """A screen that can read again what it shows."""

    def reread(self) -> None:
        """Read again; the cursor stays where it was."""


async def undo_last(screen: Screen[Any]) -> bool:
    """Take back the last change, asking first where it is large; whether it was taken back.

    To be called in a worker of the screen.
    """
    from rmdesk.tui.screens.undo_dialog import UndoDialog

    bridge = bridge_of(screen)
    try:
        coming = await bridge.read(verbs.undo_preview.find_next_undo)
        if coming.is_large:
            dialog = UndoDialog(coming, _named(coming.act, coming.label))
            if not await screen.app.push_screen_wait(dialog):
                return False
        undone = await bridge.write(verbs.undo_preview.undo_expected, coming.operation_id)
    except DeskError as error:
        tell(screen, error)
        return False
    what = _named(undone.act, undone.label)
    screen.notify(_("Taken back: {what}").format(what=what), markup=False)
    app_of(screen).learn()
    for shown in screen.app.screen_stack:
        if isinstance(shown, Rereads):
            shown.reread()
    return True


def _named(act: Act, label: str) -> str:
    """What was done, and to whom or what."""
    label = price_table(label) if act is Act.EDIT_PRICES else label
    return words(act) + (f", {label}" if label else "")
