"""The desk's verbs, imported when one is first asked for: never before the first frame."""

from importlib import import_module
from typing import TYPE_CHECKING

_NAMES = (
    *("accounts", "backing_up", "campaigns", "comparing", "contribution", "customers", "demo"),
    *("deriving", "details", "doctor", "drafts", "earnings", "editing", "estimating"),
    *("followups", "forms", "history", "households", "interactions", "learning", "lifetimes"),
    *("linking", "log_entries", "names", "offer_catalogue", "offering", "opening", "opinions"),
    *("outcomes", "prices", "proposals", "restating", "results", "security", "store_checks"),
    *("surprises", "today", "undoing", "worth"),
)

_READING = ("opening", "customers", "today")

if TYPE_CHECKING:
    from rmdesk.desk import (
        accounts,
        backing_up,
        campaigns,
        comparing,
        contribution,
        customers,
        demo,
        deriving,
        details,
        doctor,
        drafts,
        earnings,
        editing,
        estimating,
        followups,
        forms,
        history,
        households,
        interactions,
        learning,
        lifetimes,
        linking,
        log_entries,
        names,
        offer_catalogue,
        offering,
        opening,
        opinions,
        outcomes,
        prices,
        proposals,
        restating,
        results,
        security,
        store_checks,
        surprises,
        today,
        undoing,
        worth,
    )

    __all__ = [
        "accounts",
        "backing_up",
        "campaigns",
        "comparing",
        "contribution",
        "customers",
        "demo",
        "deriving",
        "details",
        "doctor",
        "drafts",
        "earnings",
        "editing",
        "estimating",
        "followups",
        "forms",
        "history",
        "households",
        "interactions",
        "learning",
        "lifetimes",
        "linking",
        "log_entries",
        "names",
        "offer_catalogue",
        "offering",
        "opening",
        "opinions",
        "outcomes",
        "prices",
        "proposals",
        "restating",
        "results",
        "security",
        "store_checks",
        "surprises",
        "today",
        "undoing",
        "worth",
    ]
else:

    def __getattr__(name: str) -> object:
        """The desk's module of that name."""
        return import_module(f"rmdesk.desk.{name}")


def import_desk() -> None:
    """Import the desk's screen and what it reads with; to be called in a thread."""
    import_module("rmdesk.tui.screens.desk")
    for name in _READING:
        import_module(f"rmdesk.desk.{name}")


def import_all() -> None:
    """Import all that there is, for writing as well; to be called in a thread."""
    import_desk()
    for name in _NAMES:
        import_module(f"rmdesk.desk.{name}")
