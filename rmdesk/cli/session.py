"""From the command line to an open book: which store, which day, which passphrase."""

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TextIO
from unicodedata import normalize

from rmdesk.cli import passphrases
from rmdesk.cli.output import say
from rmdesk.errors import (
    BadDescriptor,
    NoKeyring,
    NoTerminal,
    PassphraseNeeded,
    PassphrasesDiffer,
    StoreDamaged,
    TryLater,
)
from rmdesk.i18n import _
from rmdesk.paths import expanded

if TYPE_CHECKING:
    from rmdesk.store.book import Book


def store_path(arguments: argparse.Namespace) -> Path:
    """The store: --store, RMDESK_STORE, or the manager's own."""
    named = arguments.store or os.environ.get("RMDESK_STORE")
    return expanded(named) if named else Path(arguments.home.store)


def fixed_day(arguments: argparse.Namespace) -> date | None:
    """The day given by --today or RMDESK_TODAY; None is the machine's.

    Raises BadDate, DayOutOfRange.
    """
    named = arguments.today or os.environ.get("RMDESK_TODAY")
    return a_day(named) if named else None


def a_day(text: str) -> date:
    """An ISO date. Raises BadDate, DayOutOfRange."""
    from rmdesk.practice.when import read_iso

    return read_iso(text)


def passphrase(
    path: Path, ask_keyring: bool = True, prompt: str = "", needs_key_file: bool = True
) -> str | None:
    """Return what opens an encrypted store, None for a plain one.

    A backup may do without a key file of its own: the store's may open it (`needs_key_file`).
    What was given, what the keyring has where the manager chose it, or what is typed.
    Raises PassphraseNeeded, TryLater and the key file's errors.
    """
    from rmdesk.desk import security
    from rmdesk.desk.opening import is_encrypted

    if not is_encrypted(path):
        return None
    if needs_key_file:
        tell_key_copy(path)
    if text := passphrases.given():
        return text
    if ask_keyring and needs_key_file and (text := from_keyring(path)):
        return text
    if not is_terminal(sys.stdin):
        raise PassphraseNeeded(path=path)
    if wait := security.seconds_to_wait(path):
        raise TryLater(seconds=wait)
    return ask_hidden(prompt or _("Passphrase: "))


def ask_hidden(prompt: str) -> str:
    """Return what is typed without being shown; the end of input is a way to stop.

    Raises BadDescriptor for bytes that are not UTF-8.
    """
    try:
        return getpass.getpass(prompt)
    except EOFError:
        raise KeyboardInterrupt from None
    except UnicodeDecodeError:
        raise BadDescriptor(number=0) from None


def from_keyring(path: Path) -> str | None:
    """Return what the keyring opens the store with; where that fails, say so."""
    from rmdesk.desk import security
    from rmdesk.i18n.words import explain

    try:
        return security.find_in_keyring(path)
    except NoKeyring as error:
        say(f"rmdesk: {explain(error)}", file=sys.stderr)
        return None


def tell_key_copy(path: Path) -> None:
    """Say so where the copy of the key file is used. Raises the key file's errors."""
    from rmdesk.desk import security

    if security.uses_key_copy(path):
        text = _("The key file was missing or damaged; its copy was used and put back.")
        say(f"rmdesk: {text}", file=sys.stderr)


def new_passphrase(path: Path) -> str:
    """Return the passphrase of a store to be made or encrypted: given, or typed twice."""
    given = passphrases.given() or passphrases.given(passphrases.NEW_VARIABLE)
    return given or typed_twice(path, _("A passphrase for the new store: "))


def typed_twice(path: Path, prompt: str) -> str:
    """Return what is typed twice. Raises PassphraseNeeded, PassphrasesDiffer."""
    if not is_terminal(sys.stdin):
        raise PassphraseNeeded(path=path)
    first = ask_hidden(prompt)
    if normalize("NFC", first) != normalize("NFC", ask_hidden(_("Once more: "))):
        raise PassphrasesDiffer
    return first


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal; there is none where it was closed before the start."""
    return stream is not None and not stream.closed and stream.isatty()


def need_terminal() -> None:
    """Raises NoTerminal where there is none to draw on."""
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise NoTerminal


@contextmanager
def opened(arguments: argparse.Namespace) -> "Iterator[Book]":
    """The book that the command line means, with everybody's value as prices have it."""
    from rmdesk.desk.backing_up import read_keeping, with_offer
    from rmdesk.desk.deriving import catch_up
    from rmdesk.desk.opening import open_book, telling_damage

    path, keeping = store_path(arguments), read_keeping(arguments.settings)
    book = open_book(path, passphrase(path), fixed_day(arguments), keeping)
    try:
        with telling_damage(book):
            catch_up(book)
            yield book
    except StoreDamaged as error:
        raise with_offer(error, path, keeping) from None
    finally:
        book.close()
