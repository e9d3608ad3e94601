"""What every screen needs of the app: the bridge to the desk, and a way to tell what went wrong."""

from typing import TYPE_CHECKING, Any, cast

from textual.screen import Screen

from rmdesk.errors import DeskError
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


def tell(screen: Screen[Any], error: DeskError) -> None:
    """Show what went wrong and what to do."""
    screen.notify(explain(error), severity="error", markup=False)
