"""The first frame: what stands while the book is opened and the desk is imported behind it."""

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from rmdesk.i18n import _


class Opening(Screen[None]):
    """Name, message and the one key that works yet. It is never `ready`: keys wait for the desk."""

    ready = False

    def compose(self) -> ComposeResult:
        yield Static(" rmdesk", id="name", markup=False)
        yield Static(_("Opening the book …"), id="message", markup=False)
        yield Static(" ctrl+q " + _("quit"), id="keys", markup=False)
