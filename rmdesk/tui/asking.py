"""What every screen needs of the app: the bridge to the desk, the clipboard, a word on errors."""

from typing import TYPE_CHECKING, Any, cast

from textual.screen import Screen

from rmdesk.errors import DeskError
from rmdesk.i18n import _
from rmdesk.i18n.words import explain
from rmdesk.tui.bridge import Bridge
from rmdesk.tui.start import Start

if TYPE_CHECKING:
    from rmdesk.tui.app import DeskApp


def bridge_of(screen: Screen[Any]) -> Bridge:
    """The bridge of the app that a screen is in."""
    return cast("DeskApp", screen.app).bridge


def app_of(screen: Screen[Any]) -> "DeskApp":
    """The app that a screen is in."""
    return cast("DeskApp", screen.app)


def start_of(screen: Screen[Any]) -> Start:
    """What the app was opened with."""
    return cast("DeskApp", screen.app).start


def copy_text(screen: Screen[Any], text: str) -> None:
    """Hand a text to the terminal's clipboard (OSC 52), which works over ssh, and say so."""
    if not text:
        screen.notify(_("There is nothing to copy."), severity="warning")
        return
    app = app_of(screen)
    app.copy_to_clipboard(text)
    if not app.masked:
        screen.notify(_("Copied {text}").format(text=text), markup=False, timeout=3)


def tell(screen: Screen[Any], error: DeskError) -> None:
    """Show what went wrong and what to do."""
    screen.notify(explain(error), severity="error", markup=False)
