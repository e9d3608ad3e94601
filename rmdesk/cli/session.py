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

from rmdesk.errors import NoTerminal, PassphraseNeeded, PassphrasesDiffer
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


def passphrase(path: Path) -> str | None:
    """What opens an encrypted store: RMDESK_PASSPHRASE, or what is typed; None for a plain one."""
    from rmdesk.desk.opening import is_encrypted

    if not is_encrypted(path):
        return None
    if given := os.environ.get("RMDESK_PASSPHRASE"):
        return given
    if not is_terminal(sys.stdin):
        raise PassphraseNeeded(path=path)
    return getpass.getpass(_("Passphrase: "))


def new_passphrase(path: Path) -> str:
    """The passphrase of a new store: RMDESK_PASSPHRASE, or typed twice."""
    if given := os.environ.get("RMDESK_PASSPHRASE"):
        return given
    if not is_terminal(sys.stdin):
        raise PassphraseNeeded(path=path)
    first = getpass.getpass(_("A passphrase for the new store: "))
    if first != getpass.getpass(_("Once more: ")):
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
    from rmdesk.desk.deriving import catch_up
    from rmdesk.desk.opening import open_book

    path = store_path(arguments)
    book = open_book(path, passphrase(path), fixed_day(arguments))
    try:
        catch_up(book)
        yield book
    finally:
        book.close()
