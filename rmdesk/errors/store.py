"""The store: its file, the disk, backups."""

from rmdesk.errors.base import DeskError

__all__ = [
    "BackupDamaged",
    "BackupFolderUnusable",
    "BackupNewer",
    "DamagedWithBackup",
    "DiskUnreadable",
    "NewerStore",
    "NoBackupKey",
    "NoStore",
    "NoStoreButBackups",
    "NoSuchBackup",
    "NotADemo",
    "NotAStore",
    "NotForDemo",
    "OutOfMemory",
    "StoreBusy",
    "StoreDamaged",
    "StoreExists",
    "StoreFull",
    "StoreInUse",
    "StoreMoved",
    "StoreNotOpened",
    "StoreReadOnly",
    "TooLarge",
    "WorkInterrupted",
]


class NoStore(DeskError):
    """There is no store at {path}. Make one with: rmdesk init"""


class StoreExists(DeskError):
    """{path} exists already; nothing was changed."""


class NotAStore(DeskError):
    """{path} is not an rmdesk store."""


class NewerStore(DeskError):
    """{path} was written by a newer rmdesk; update rmdesk to open it. Nothing was changed."""


class StoreBusy(DeskError):
    """Another program holds the store; nothing was changed. Try again in a moment."""


class StoreFull(DeskError):
    """There is no room left on the disk of {folder}; nothing was changed."""


class StoreReadOnly(DeskError):
    """{path} cannot be written: it or its folder is read-only. Nothing was changed."""


class DiskUnreadable(DeskError):
    """The disk failed while {path} was read or written. Check the disk; nothing was changed."""


class StoreNotOpened(DeskError):
    """{path} cannot be opened: check that you may read and write it and its folder."""


class StoreDamaged(DeskError):
    """{path} is damaged and cannot be read as it is. List its backups with: rmdesk backups"""


class DamagedWithBackup(StoreDamaged):
    """{path} is damaged. To go back to its newest good backup: rmdesk restore {name}"""


class StoreMoved(DeskError):
    """{path} was moved, deleted or replaced while open; nothing was saved. Start rmdesk again."""


class WorkInterrupted(DeskError):
    """That was interrupted; nothing was changed."""


class TooLarge(DeskError):
    """That is larger than the store can hold; nothing was changed."""


class OutOfMemory(DeskError):
    """There is not enough memory for that; nothing was changed."""


class NotADemo(DeskError):
    """{path} is not a demo book; nothing was changed. Name another file with --store."""


class NoSuchBackup(DeskError):
    """There is no backup named {name}. List them with: rmdesk backups"""


class NoBackupKey(DeskError):
    """The backup {name} has no key file, and the store's key file does not open it."""


class BackupDamaged(DeskError):
    """The backup {name} is damaged or incomplete; nothing was changed."""


class BackupNewer(DeskError):
    """The backup {name} was written by a newer rmdesk; update rmdesk to restore it."""


class StoreInUse(DeskError):
    """Another program has {path} open; nothing was changed. Close it and try again."""


class BackupFolderUnusable(DeskError):
    """Backups cannot be written to {folder}: {reason}"""


class NoStoreButBackups(DeskError):
    """There is no store at {path}, but there is a backup. To restore it: rmdesk restore {name}"""


class NotForDemo(DeskError):
    """The demo book cannot take an import; make a store of your own with: rmdesk init"""
