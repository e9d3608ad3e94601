"""What opens the book: passphrase, recovery key, keyring; and whether it is encrypted at all.

Light: it is imported while the passphrase is asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rmdesk.errors import DeskError, NotEncrypted
from rmdesk.store import attempts, header, vault
from rmdesk.store.key_file import Use
from rmdesk.store.vault import KeySource


@dataclass(frozen=True)
class Conversion:
    """A store that became encrypted or plain; `remaining` are plain copies of it on the disk.

    `old_key_file` is where an earlier key file was put, which older backups may need.
    """

    path: Path
    remaining: tuple[Path, ...]
    old_key_file: Path | None


def seconds_to_wait(path: Path) -> int:
    """Return the seconds until a passphrase may be tried again, 0 for at once."""
    return attempts.seconds_to_wait(path)


def uses_key_copy(path: Path) -> bool:
    """Return whether the key file is missing or damaged, and its copy is used instead.

    Raises KeyFileMissing, KeyFileDamaged and what else keeps a key file from being read.
    """
    return vault.find_source(path) is KeySource.COPY


def has_recovery_key(path: Path) -> bool:
    """Return whether a recovery key was made for the store, so far as the key file tells."""
    try:
        return Use.RECOVERY in vault.uses(path)
    except DeskError:
        return False


def change_passphrase(path: Path, old: str, new: str, folders: Sequence[Path] = ()) -> int:
    """Change the passphrase; `old` may be the recovery key, which stays valid.

    Return how many key files of backups, near the store or in `folders`, were changed with it.
    Raises NotEncrypted, PassphraseTooShort, WrongPassphrase, TryLater and the key file's errors.
    """
    _need_encrypted(path)
    return vault.change_passphrase(path, old, new, folders)


def make_recovery_key(path: Path, passphrase: str) -> str:
    """Return a new recovery key; the one before it, if any, ends.

    Raises NotEncrypted, WrongPassphrase, TryLater and the key file's errors.
    """
    _need_encrypted(path)
    return vault.make_code(path, passphrase, Use.RECOVERY)


def store_in_keyring(path: Path, passphrase: str) -> None:
    """Let the system's keyring open the store from now on. Raises NoKeyring and as above."""
    from rmdesk.store import keychain

    _need_encrypted(path)
    # Tried before the key file is changed: no wrap without something that opens it.
    keychain.get(vault.store_id(path))
    code = vault.make_code(path, passphrase, Use.KEYRING)
    try:
        keychain.put(vault.store_id(path), code)
    except BaseException:
        vault.drop_code(path, Use.KEYRING)
        raise


def forget_keyring(path: Path) -> bool:
    """Stop the keyring from opening the store. Return whether it could.

    The key file's wrap is dropped first, so that it holds even where the keyring is not there.
    """
    from rmdesk.store import keychain

    _need_encrypted(path)
    could = vault.drop_code(path, Use.KEYRING)
    if could:
        keychain.drop(vault.store_id(path))
    return could


def find_in_keyring(path: Path) -> str | None:
    """Return what opens the store, from the keyring, where the manager chose that.

    Raises NoKeyring and the key file's errors.
    """
    if Use.KEYRING not in vault.uses(path):
        return None
    from rmdesk.store import keychain

    return keychain.get(vault.store_id(path))


def encrypt(path: Path, passphrase: str, folders: Sequence[Path] = ()) -> Conversion:
    """Encrypt a plain store. Raises AlreadyEncrypted, StoreInUse, ConversionFailed."""
    from rmdesk.store import recrypt

    done = recrypt.encrypt(path, passphrase, folders)
    return Conversion(done.path, done.remaining, done.old_key_file)


def decrypt(path: Path, passphrase: str) -> Conversion:
    """Make an encrypted store plain. Raises NotEncrypted, StoreInUse, ConversionFailed."""
    from rmdesk.store import recrypt

    done = recrypt.decrypt(path, passphrase)
    return Conversion(done.path, done.remaining, done.old_key_file)


def _need_encrypted(path: Path) -> None:
    if not header.is_encrypted(path):
        raise NotEncrypted(path=path)
