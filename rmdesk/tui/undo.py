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
    """A screen that can read again what it shows; `ready` says that it takes keys."""

    ready: bool

    def reread(self) -> None:
        """Read again; the cursor stays where it was."""


async def undo_last(screen: Screen[Any]) -> None:
    """Take back the last change, asking first where it is large.

    To be called in a worker of the screen; its keys wait until everything is read again.
    """
    from rmdesk.tui.screens.undo_dialog import UndoDialog

    try:
        coming = await bridge_of(screen).read(verbs.undoing.describe_next)
        name = "" if coming is None else await _name(screen, coming.customer_id)
    except DeskError as error:
        tell(screen, error)
        _set_ready(screen, True)
        return
    if coming is None or coming.rows <= verbs.undoing.ASK_ABOVE:
        await _take_back(screen, coming.deed_id if coming else None)
        return
    operation_id = coming.deed_id

    def answered(yes: bool | None) -> None:
        if yes:
            _set_ready(screen, False)
            screen.run_worker(_take_back(screen, operation_id))

    screen.app.push_screen(
        UndoDialog(_named(coming.act, coming.label), coming.rows, name), answered
    )
    _set_ready(screen, True)


async def _take_back(screen: Screen[Any], operation_id: int | None) -> None:
    try:
        undone = await bridge_of(screen).write(verbs.undoing.undo, operation_id)
    except DeskError as error:
        tell(screen, error)
        _set_ready(screen, True)
        return
    what = _named(undone.act, undone.label)
    screen.notify(_("Taken back: {what}").format(what=what), markup=False)
    app_of(screen).learn()
    _set_ready(screen, True)
    for shown in screen.app.screen_stack:
        if isinstance(shown, Rereads):
            shown.reread()


async def _name(screen: Screen[Any], customer_id: int | None) -> str:
    return await bridge_of(screen).read(verbs.names.name_of, customer_id)


def _set_ready(screen: Screen[Any], ready: bool) -> None:
    if isinstance(screen, Rereads):
        screen.ready = ready


def _named(act: Act, label: str) -> str:
    """What was done, and to whom or what."""
    label = price_table(label) if act is Act.EDIT_PRICES else label
    return words(act) + (f", {label}" if label else "")
