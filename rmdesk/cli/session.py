"""From the command line to an open book: which store, which day, which passphrase."""

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rmdesk import limits
from rmdesk.errors import (
    BadDate,
    BadInput,
    NoTerminal,
    PassphraseNeeded,
    PassphrasesDiffer,
    StoreDamaged,
)
from rmdesk.i18n import _

if TYPE_CHECKING:
    from rmdesk.store.book import Book


def store_path(arguments: argparse.Namespace) -> Path:
    """The store: --store, RMDESK_STORE, or the manager's own."""
    named = arguments.store or os.environ.get("RMDESK_STORE")
    return Path(named).expanduser() if named else Path(arguments.home.store)


def fixed_day(arguments: argparse.Namespace) -> date | None:
    """The day given by --today or RMDESK_TODAY; None is the machine's. Raises BadDate."""
    named = arguments.today or os.environ.get("RMDESK_TODAY")
    return a_day(named) if named else None


def a_day(text: str) -> date:
    """An ISO date from 1900 to 2200. Raises BadDate and BadInput."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadDate(text=text) from None
    if fault := limits.day_fault("date", day.toordinal(), day.toordinal()):
        raise BadInput("date", fault.code, text=fault.detail)
    return day


def passphrase(path: Path) -> str | None:
    """What opens an encrypted store: RMDESK_PASSPHRASE, or what is typed; None for a plain one."""
    from rmdesk.desk.opening import is_encrypted

    if not is_encrypted(path):
        return None
    if given := os.environ.get("RMDESK_PASSPHRASE"):
        return given
    if not sys.stdin.isatty():
        raise PassphraseNeeded(path=path)
    return getpass.getpass(_("Passphrase: "))


def new_passphrase(path: Path) -> str:
    """The passphrase of a new store: RMDESK_PASSPHRASE, or typed twice."""
    if given := os.environ.get("RMDESK_PASSPHRASE"):
        return given
    if not sys.stdin.isatty():
        raise PassphraseNeeded(path=path)
    first = getpass.getpass(_("A passphrase for the new store: "))
    if first != getpass.getpass(_("Once more: ")):
        raise PassphrasesDiffer
    return first


def need_terminal() -> None:
    """Raises NoTerminal where there is none to draw on."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
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
