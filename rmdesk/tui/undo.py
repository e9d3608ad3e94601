"""Undo and redo, from any screen: a large one is asked about, and every screen reads again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from textual.screen import Screen

from rmdesk.errors import DeskError
from rmdesk.i18n import _
from rmdesk.i18n.history import operation
from rmdesk.tui import verbs
from rmdesk.tui.asking import app_of, bridge_of, tell

if TYPE_CHECKING:
    from rmdesk.desk.opening import Book
    from rmdesk.desk.undoing import Undoable, Undone


@runtime_checkable
class Rereads(Protocol):
    """A screen that can read again what it shows; `ready` says that it takes keys."""

    ready: bool

    def reread(self) -> None:
        """Read again; the cursor stays where it was."""


@dataclass(frozen=True, slots=True)
class _Reversal:
    """What would be taken back or redone, and the verb that does it.

    `change` is given the id of the operation that the manager was asked about.
    """

    describe: "Callable[[Book], Undoable | None]"
    change: "Callable[[Book, int | None], Undone]"


async def undo_last(screen: Screen[Any]) -> None:
    """Take back the last change, asking first where it is large.

    To be called in a worker of the screen; its keys wait until everything is read again.
    """
    undoing = verbs.undoing
    await _reverse(screen, _Reversal(undoing.describe_next, undoing.undo))


async def redo_last(screen: Screen[Any]) -> None:
    """Redo what the last undo took back, in the same way."""
    undoing = verbs.undoing
    await _reverse(screen, _Reversal(undoing.describe_redo, undoing.redo))


async def take_back(screen: Screen[Any], operation_id: int) -> None:
    """Take back any operation, in the same way; of an undo, what it took back is redone."""

    def describe(book: "Book") -> "Undoable":
        return verbs.undoing.describe(book, operation_id)

    def change(book: "Book", _expected: int | None) -> "Undone":
        return verbs.undoing.take_back(book, operation_id)

    await _reverse(screen, _Reversal(describe, change))


async def _reverse(screen: Screen[Any], reversal: _Reversal) -> None:
    from rmdesk.tui.screens.undo_dialog import UndoDialog

    try:
        coming = await bridge_of(screen).read(reversal.describe)
        name = "" if coming is None else await _name(screen, coming.customer_id)
    except DeskError as error:
        tell(screen, error)
        _set_ready(screen, True)
        return
    if coming is None or coming.rows <= verbs.undoing.ASK_ABOVE:
        await _carry_out(screen, reversal, coming)
        return

    def answered(yes: bool | None) -> None:
        if yes:
            _set_ready(screen, False)
            screen.run_worker(_carry_out(screen, reversal, coming))

    what = operation(coming.act, coming.label)
    screen.app.push_screen(UndoDialog(what, coming.rows, name, coming.redoes), answered)
    _set_ready(screen, True)


async def _carry_out(screen: Screen[Any], reversal: _Reversal, coming: "Undoable | None") -> None:
    expected = None if coming is None else coming.operation_id
    try:
        done = await bridge_of(screen).write(reversal.change, expected)
    except DeskError as error:
        tell(screen, error)
        _set_ready(screen, True)
        return
    redone = coming is not None and coming.redoes
    sentence = _("Redone: {what}") if redone else _("Taken back: {what}")
    screen.notify(sentence.format(what=operation(done.act, done.label)), markup=False)
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
