"""Passphrases, key files, recovery keys, keyrings."""

from rmdesk.errors.base import DeskError

__all__ = [
    "AlreadyEncrypted",
    "BadDescriptor",
    "BadKeyParameters",
    "ConversionFailed",
    "ExportPassphraseNeeded",
    "KeyFileDamaged",
    "KeyFileMissing",
    "KeyFileOfAnotherStore",
    "NeedsYes",
    "NewerKeyFile",
    "NoKeyring",
    "NotEncrypted",
    "NotEnoughMemory",
    "PassphraseNeeded",
    "PassphraseTooShort",
    "PassphrasesDiffer",
    "RecoveryKeyMistyped",
    "TryLater",
    "UnknownDerivation",
    "WrongPassphrase",
    "WrongRecoveryKey",
]


class PassphraseNeeded(DeskError):
    """The store at {path} needs a passphrase; without a terminal, give it in RMDESK_PASSPHRASE."""


class WrongPassphrase(DeskError):
    """That passphrase does not open the store."""


class KeyFileMissing(DeskError):
    """The key file {path} and its copy are missing; put back a backup of it to open the store."""


class PassphrasesDiffer(DeskError):
    """The two passphrases differ; nothing was changed."""


class PassphraseTooShort(DeskError):
    """A passphrase needs at least {least} characters."""


class KeyFileDamaged(DeskError):
    """The key file {path} and its copy are damaged; put back a backup of it."""


class KeyFileOfAnotherStore(DeskError):
    """The key file {path} belongs to another store, not to {store}; put back the right one."""


class NewerKeyFile(DeskError):
    """The key file {path} was written by a newer rmdesk (format {format}); update rmdesk."""


class UnknownDerivation(DeskError):
    """The key file {path} names “{kdf}” as its key derivation, which this rmdesk does not know."""


class BadKeyParameters(DeskError):
    """The key file {path} has key settings out of bounds; put back a backup of it."""


class NotEnoughMemory(DeskError):
    """Opening the store takes {mib} MiB of memory for a moment, more than is free now."""


class TryLater(DeskError):
    """Too many wrong passphrases; try again in {seconds} s."""


class RecoveryKeyMistyped(DeskError):
    """That recovery key is mistyped: its last four characters do not match the rest."""


class WrongRecoveryKey(DeskError):
    """That recovery key does not open the store; a newer one may have replaced it."""


class NotEncrypted(DeskError):
    """The store at {path} is not encrypted. Encrypt it with: rmdesk encrypt"""


class AlreadyEncrypted(DeskError):
    """The store at {path} is encrypted already; nothing was changed."""


class ConversionFailed(DeskError):
    """The converted copy of {path} differs from it, so the store was left as it is."""


class NeedsYes(DeskError):
    """This must be confirmed, and there is no terminal to ask on: add --yes."""


class NoKeyring(DeskError):
    """This system's keyring cannot be used ({reason}); the passphrase still opens the store."""


class BadDescriptor(DeskError):
    """No passphrase can be read from file descriptor {number}."""


class ExportPassphraseNeeded(DeskError):
    """{path} is to be encrypted: a passphrase is needed (RMDESK_EXPORT_PASSPHRASE for scripts)."""
