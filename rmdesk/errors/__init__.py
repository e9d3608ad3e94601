"""What a person can put right.

The first line of each class's docstring is the message, in English, with the figures it is raised
with; `rmdesk.i18n.words.explain` looks it up in the reader's language. Whatever is no `DeskError`
is a bug.
"""

from datetime import datetime

from rmdesk.errors.base import DeskError as DeskError
from rmdesk.errors.files import (
    BackupDamaged as BackupDamaged,
    BackupFolderUnusable as BackupFolderUnusable,
    BackupNewer as BackupNewer,
    DamagedWithBackup as DamagedWithBackup,
    DiskUnreadable as DiskUnreadable,
    NoBackupKey as NoBackupKey,
    NoStoreButBackups as NoStoreButBackups,
    NoSuchBackup as NoSuchBackup,
    NotADemo as NotADemo,
    NotText as NotText,
    OutOfMemory as OutOfMemory,
    OutputLost as OutputLost,
    StoreDamaged as StoreDamaged,
    StoreFull as StoreFull,
    StoreInUse as StoreInUse,
    StoreMoved as StoreMoved,
    StoreNotOpened as StoreNotOpened,
    StoreReadOnly as StoreReadOnly,
    TooLarge as TooLarge,
    WorkInterrupted as WorkInterrupted,
)
from rmdesk.errors.import_files import (
    BadWorkbook as BadWorkbook,
    BrokenLine as BrokenLine,
    EncryptedWorkbook as EncryptedWorkbook,
    FileChanged as FileChanged,
    FilesRefused as FilesRefused,
    FileTooLarge as FileTooLarge,
    NoSuchEncoding as NoSuchEncoding,
    NoSuchSheet as NoSuchSheet,
    NulBytes as NulBytes,
    TooManyCells as TooManyCells,
    UndecodableFile as UndecodableFile,
    UnknownEncoding as UnknownEncoding,
    WorkbookTooLarge as WorkbookTooLarge,
)


class NoStore(DeskError):
    """There is no store at {path}. Make one with: rmdesk init"""


class StoreExists(DeskError):
    """{path} exists already; nothing was changed."""


class NotAStore(DeskError):
    """{path} is not an rmdesk store."""


class NewerStore(DeskError):
    """{path} was written by a newer rmdesk; update rmdesk to open it. Nothing was changed."""


class PassphraseNeeded(DeskError):
    """The store at {path} is encrypted: a passphrase is needed (RMDESK_PASSPHRASE for scripts)."""


class WrongPassphrase(DeskError):
    """That passphrase does not open the store."""


class KeyFileMissing(DeskError):
    """The key file {path} and its copy are missing; put back a backup of it to open the store."""


class PassphrasesDiffer(DeskError):
    """The two passphrases differ; nothing was changed."""


class PassphraseTooShort(DeskError):
    """A passphrase needs at least {least} characters."""


class StoreBusy(DeskError):
    """Another program holds the store; nothing was changed. Try again in a moment."""


class NoTerminal(DeskError):
    """rmdesk needs a terminal to draw on; for scripts there are commands: rmdesk --help"""


class NoSuchCustomer(DeskError):
    """No customer found for “{words}”."""


class ManyCustomers(DeskError):
    """“{words}” fits {count} customers; say which one by its id or bank id."""


class Gone(DeskError):
    """That entry is no longer there; it may have been changed in another window."""


class NothingToUndo(DeskError):
    """There is nothing to undo."""


class ChangedSince(DeskError):
    """This was changed again since; undo would lose the newer change."""


class BadInput(DeskError):
    """{field}: {reason}"""

    def __init__(self, field: str, code: str, **figures: object) -> None:
        super().__init__(field=field, reason=code, **figures)
        self.field = field
        self.code = code


class BadDate(DeskError):
    """“{text}” is no date. Try 3d, 2w, fri, 14:30, or 2026-12-01."""


class DayOutOfRange(BadDate):
    """“{text}” is too far away: days are from {first} to {last}."""


class BadPeriod(DeskError):
    """The period ends before it begins."""


class NoSuchProfile(DeskError):
    """There is no profile named {name}. Known ones: {known}"""


class BadProfile(DeskError):
    """The profile {path} is wrong: {reason}"""


class BadCatalogue(DeskError):
    """{path}: {reason}"""


class NoSuchFile(DeskError):
    """There is no file or folder at {path}."""


class NotAFile(DeskError):
    """{path} is no file."""


class UnreadableFile(DeskError):
    """{path} cannot be read: {reason}"""


class NothingRecognised(DeskError):
    """No file here has the header of a template; rmdesk template DIR writes them."""


class ImportRefused(DeskError):
    """{count} rows were rejected, so nothing was imported; mend them, or use --skip-bad."""


class NotEmpty(DeskError):
    """{path} is not an empty folder."""


class UnknownCurrency(DeskError):
    """{currency} is no currency code (ISO 4217, such as CNY)."""


class NotForDemo(DeskError):
    """The demo book takes no import; make a store of your own with: rmdesk init"""


class NoSuchColumn(DeskError):
    """{path} has no column {name}. It has: {known}"""


class DoubleColumn(DeskError):
    """{path} has two columns named {name}."""


class BadLine(DeskError):
    """{path}, line {line}: {count} cells, where the header has {wanted}."""


class BadOutcome(DeskError):
    """{path}, line {line}: {name} is “{text}”; an outcome is yes or no, true or false, 1 or 0."""


class OneOutcome(DeskError):
    """Every outcome is the same; nothing can be learnt from that."""


class TooFewOutcomes(DeskError):
    """Too few outcomes to judge by: {count}, where there must be at least 2."""


class TooManyMeasures(DeskError):
    """{path} has {count} columns to learn from; at most {most} are taken."""


class BadOption(DeskError):
    """{option} must be at least {least}."""


class NoOutcomeColumn(DeskError):
    """Say which column of the file is the outcome: --outcome COLUMN"""


class BadOffer(DeskError):
    """{path}, line {line}: offer {code}, {field} {reason}"""


class TwoVersions(DeskError):
    """The catalogue is there in two versions, {first} and {second} ({path})."""


class OlderCatalogue(DeskError):
    """The catalogue is version {version}; the book has offers of version {have}."""


class FileExists(DeskError):
    """{path} exists already; nothing was written."""


class NoFileNamed(DeskError):
    """Say which file."""


class KeyFileDamaged(DeskError):
    """The key file {path} is damaged, and so is its copy; put back a backup of it."""


class KeyFileOfAnotherStore(DeskError):
    """The key file {path} is not this store's ({store}); put back the right one."""


class NewerKeyFile(DeskError):
    """The key file {path} was written by a newer rmdesk (format {format}); update rmdesk."""


class UnknownDerivation(DeskError):
    """The key file {path} names “{kdf}” as its key derivation, which this rmdesk does not know."""


class BadKeyParameters(DeskError):
    """The key file {path} asks for an absurd key derivation; put back a backup of it."""


class NotEnoughMemory(DeskError):
    """Opening the store takes {mib} MiB of memory for a moment, and that much is not free."""


class TryLater(DeskError):
    """Too many wrong passphrases; the next try is possible in {seconds} s."""


class RecoveryKeyMistyped(DeskError):
    """There is a typing mistake in that recovery key: its last four characters do not fit."""


class WrongRecoveryKey(DeskError):
    """That recovery key does not open the store; a newer one may have replaced it."""


class NotEncrypted(DeskError):
    """The store at {path} is not encrypted. Encrypt it with: rmdesk encrypt"""


class AlreadyEncrypted(DeskError):
    """The store at {path} is encrypted already; nothing was changed."""


class ConversionFailed(DeskError):
    """The converted copy of {path} is not equal to it, so the store was left as it is."""


class NeedsYes(DeskError):
    """This asks first, and there is no terminal to ask on: --yes confirms it."""


class NoKeyring(DeskError):
    """This system's keyring cannot be used ({reason}); the passphrase still opens the store."""


class BadDescriptor(DeskError):
    """No passphrase can be read from file descriptor {number}."""


class NothingToRedo(DeskError):
    """There is nothing to redo."""


class BuiltOn(DeskError):
    """This cannot be taken back: “{what}” of {when} builds on it. Take that back first."""

    def __init__(self, deed_id: int, at: datetime, act: str, label: str) -> None:
        super().__init__(
            what=f"{act}, {label}" if label else act, when=at.isoformat(" ", "minutes")
        )
        self.deed_id = deed_id
        self.at = at
        self.act = act
        self.label = label


class AlreadyTakenBack(DeskError):
    """This has been taken back already."""


class CannotTakeBack(DeskError):
    """This cannot be taken back: it set up the book, or changed no entry."""


class PurgeIsFinal(DeskError):
    """A purge cannot be undone. Older changes can be taken back one by one in the history."""


class PurgedSince(DeskError):
    """This cannot be taken back: entries of it were purged since."""


class NameDiffers(DeskError):
    """The name typed is not the customer's name; nothing was purged."""


class Unwritable(DeskError):
    """{path} cannot be written: {reason}"""


class ExportPassphraseNeeded(DeskError):
    """{path} is to be encrypted: a passphrase is needed (RMDESK_EXPORT_PASSPHRASE for scripts)."""


class NotPlainFile(DeskError):
    """{path} is a device, a pipe or a socket; only plain files are read."""


class ConfirmationNeeded(DeskError):
    """This is {rows} rows; nothing was changed. Add --yes to go on without being asked."""


class PurgeNameNeeded(DeskError):
    """Nothing was purged. Without a terminal, give the customer's exact name: --yes NAME"""
