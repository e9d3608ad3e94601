"""The operating system's keyring, where the manager chose it: package `keyring`, an extra.

It is given a random code that opens a wrap of its own in the key file, never the passphrase.
"""

from types import ModuleType

from rmdesk.errors import NoKeyring

SERVICE = "rmdesk"


def put(store_id: str, code: str) -> None:
    """Store a code. Raises NoKeyring."""
    keyring = _module()
    try:
        keyring.set_password(SERVICE, store_id, code)
    except Exception as error:  # Each backend raises what it likes.
        raise _unusable(error) from None


def get(store_id: str) -> str | None:
    """Return the stored code, None where there is none. Raises NoKeyring."""
    keyring = _module()
    try:
        found = keyring.get_password(SERVICE, store_id)
    except Exception as error:
        raise _unusable(error) from None
    return str(found) if found else None


def drop(store_id: str) -> None:
    """Remove the stored code, if there is one. Raises NoKeyring."""
    keyring = _module()
    try:
        if keyring.get_password(SERVICE, store_id) is not None:
            keyring.delete_password(SERVICE, store_id)
    except Exception as error:
        raise _unusable(error) from None


def _module() -> ModuleType:
    try:
        import keyring
    except ImportError:
        raise NoKeyring(reason="pip install 'rmdesk[keyring]'") from None
    return keyring


def _unusable(error: Exception) -> NoKeyring:
    """Return the error with the kind of the backend's own: its text could hold anything."""
    return NoKeyring(reason=type(error).__name__)
