"""The desk's verbs, imported when one is first asked for: never before the first frame."""

from importlib import import_module
from typing import TYPE_CHECKING

_READING = ("opening", "customers", "today")

if TYPE_CHECKING:
    from rmdesk.tui.desk_modules import *  # noqa: F403
else:

    def __getattr__(name: str) -> object:
        """Return the desk's module of that name."""
        return import_module(f"rmdesk.desk.{name}")


def import_desk() -> None:
    """Import the desk's screen and what it reads with; to be called in a thread."""
    import_module("rmdesk.tui.screens.desk")
    for name in _READING:
        import_module(f"rmdesk.desk.{name}")


def import_all() -> None:
    """Import all that there is, for writing as well; to be called in a thread."""
    import_desk()
    import_module("rmdesk.tui.desk_modules")
