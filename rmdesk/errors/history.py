"""Undo, redo, the history, what others changed meanwhile."""

from collections.abc import Mapping
from datetime import datetime

from rmdesk.errors.base import DeskError

__all__ = [
    "AlreadyTakenBack",
    "BuiltOn",
    "CannotTakeBack",
    "ChangedMeanwhile",
    "ChangedSince",
    "ConfirmationNeeded",
    "Gone",
    "NameDiffers",
    "NothingToRedo",
    "NothingToUndo",
    "PurgeIsFinal",
    "PurgeNameNeeded",
    "PurgedSince",
]


class Gone(DeskError):
    """That entry is no longer there; it may have been changed in another window."""


class NothingToUndo(DeskError):
    """There is nothing to undo."""


class ChangedSince(DeskError):
    """This was changed again since; undo would lose the newer change."""


class NothingToRedo(DeskError):
    """There is nothing to redo."""


class BuiltOn(DeskError):
    """This cannot be taken back: “{what}” of {when} builds on it. Take that back first."""

    def __init__(self, operation_id: int, at: datetime, act: str, label: str) -> None:
        super().__init__(
            what=f"{act}, {label}" if label else act, when=at.isoformat(" ", "minutes")
        )
        self.operation_id = operation_id
        self.at = at
        self.act = act
        self.label = label


class AlreadyTakenBack(DeskError):
    """This has been taken back already."""


class CannotTakeBack(DeskError):
    """This cannot be taken back: it set up the book, or changed nothing."""


class PurgeIsFinal(DeskError):
    """A purge cannot be undone. Older changes can be taken back one by one in the history."""


class PurgedSince(DeskError):
    """This cannot be taken back: some of its entries have been purged since."""


class NameDiffers(DeskError):
    """The name typed is not the customer's name; nothing was purged."""


class ConfirmationNeeded(DeskError):
    """This would change {rows} rows; nothing was changed. Add --yes to confirm."""


class PurgeNameNeeded(DeskError):
    """Nothing was purged. Without a terminal, give the customer's exact name: --yes NAME"""


class ChangedMeanwhile(DeskError):
    """This was changed elsewhere in the meantime: {names}. Nothing was saved."""

    def __init__(self, fields: Mapping[str, tuple[str, str]]) -> None:
        """`fields` holds by name what is there now, and what was to be saved."""
        super().__init__(names=", ".join(fields))
        self.fields = fields
