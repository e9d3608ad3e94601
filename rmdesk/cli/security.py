"""passphrase, recovery-key, encrypt, decrypt, keyring: who can open the store."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from rmdesk.cli import passphrases, session
from rmdesk.cli.options import Commands, Parser
from rmdesk.cli.output import say
from rmdesk.cli.session import is_terminal
from rmdesk.errors import AlreadyEncrypted, NeedsYes, NotEncrypted, PassphraseNeeded
from rmdesk.i18n import _, ngettext


class Add(Protocol):
    """What adds one command to the command line."""

    def __call__(
        self, commands: Commands, name: str, run: str, words: str, json: bool = True
    ) -> Parser:
        """Return the new command's parser."""


def add_commands(commands: Commands, add: Add) -> None:
    """Add the commands of this module."""
    change = add(
        commands, "passphrase", "security:change_passphrase", "change the passphrase", json=False
    )
    change.add_argument("--recover", action="store_true", help="ask for the recovery key instead")
    change.add_argument(
        "--new-passphrase-fd",
        type=int,
        metavar="N",
        help="read the new passphrase from file descriptor N (its first line)",
    )
    words = "make a recovery key and print it"
    add(commands, "recovery-key", "security:make_recovery_key", words, json=False)
    add(commands, "encrypt", "security:encrypt", "encrypt a plain store", json=False)
    words = "store the book without encryption"
    converter = add(commands, "decrypt", "security:decrypt", words, json=False)
    converter.add_argument("--yes", action="store_true", help="do not ask")
    words = "let the system's keyring open the store, or stop that"
    chooser = add(commands, "keyring", "security:keyring", words, json=False)
    chooser.add_argument("do", choices=("store", "forget"))


def change_passphrase(arguments: argparse.Namespace) -> int:
    """Change the passphrase, by the old one or by the recovery key."""
    from rmdesk.desk import security

    path = session.store_path(arguments)
    old = _opens(path, _("Recovery key: ") if arguments.recover else "")
    new = passphrases.given(passphrases.NEW_VARIABLE)
    if new is None:
        new = session.typed_twice(path, _("New passphrase: "))
    others = security.change_passphrase(path, old, new, _backup_folders(arguments))
    say(_("The passphrase was changed."))
    if others:
        text = ngettext(
            "The key file of {count} backup was changed with it.",
            "The key files of {count} backups were changed with it.",
            others,
        )
        say(text.format(count=others))
    say(_("Copies of the key file elsewhere still open with the old passphrase: delete them."))
    return 0


def make_recovery_key(arguments: argparse.Namespace) -> int:
    """Make a recovery key and print it, once."""
    from rmdesk.desk import security

    path = session.store_path(arguments)
    print_recovery_key(security.make_recovery_key(path, _opens(path)))
    return 0


def print_recovery_key(key: str) -> None:
    """Print a recovery key with what to do with it."""
    say(_("Recovery key:"))
    say()
    say(f"  {key}")
    say()
    say(_("It opens the store in place of the passphrase, together with the key file."))
    say(_("Print it or write it down, and keep it away from this machine."))
    say(_("It is not shown again; a new one (rmdesk recovery-key) replaces this one."))


def encrypt(arguments: argparse.Namespace) -> int:
    """Encrypt a plain store."""
    from rmdesk.desk import security

    path = session.store_path(arguments)
    _need(path, encrypted=False)
    done = security.encrypt(path, session.new_passphrase(path), _backup_folders(arguments))
    say(_("{path} is encrypted now, and the plain file was overwritten.").format(path=path))
    say(_("On an SSD, older copies of its blocks can remain readable until they are reused."))
    if done.old_key_file is not None:
        text = _("An earlier key file is now {path}; older encrypted backups need it.")
        say(text.format(path=done.old_key_file))
    if done.remaining:
        say(_("These files still hold the book without encryption; delete what is not needed:"))
        _print_paths(done.remaining)
    say(_("Make a recovery key with: rmdesk recovery-key"))
    return 0


def decrypt(arguments: argparse.Namespace) -> int:
    """Store an encrypted book without encryption, once that was confirmed."""
    from rmdesk.desk import security

    path = session.store_path(arguments)
    _need(path, encrypted=True)
    if not arguments.yes:
        if not is_terminal(sys.stdin):
            raise NeedsYes
        say(_("Everybody who can read {path} will be able to read the book.").format(path=path))
        if input(_("Type yes to store it without encryption: ")).strip() != "yes":
            say(_("Nothing was changed."))
            return 1
    security.decrypt(path, _opens(path))
    say(_("{path} is no longer encrypted.").format(path=path))
    say(_("Its key file stays: encrypted backups need it."))
    return 0


def keyring(arguments: argparse.Namespace) -> int:
    """Let the system's keyring open the store, or stop it from doing so."""
    from rmdesk.desk import security

    path = session.store_path(arguments)
    if arguments.do == "store":
        security.store_in_keyring(path, _opens(path))
        say(_("The keyring now opens the store: whoever can use this account can read the book."))
        return 0
    forgot = security.forget_keyring(path)
    words = _("The keyring no longer opens the store.") if forgot else _("The keyring has no key.")
    say(words)
    return 0


def _backup_folders(arguments: argparse.Namespace) -> list[Path]:
    """Return the folder of backups where it is not beside the store."""
    from rmdesk.desk.backing_up import read_keeping

    folder = read_keeping(arguments.settings).folder
    return [folder] if folder else []


def _opens(path: Path, prompt: str = "") -> str:
    """Return what opens an encrypted store; never from the keyring, which asks nobody."""
    text = session.passphrase(path, ask_keyring=False, prompt=prompt)
    if text is None:
        raise NotEncrypted(path=path)
    if not text:
        raise PassphraseNeeded(path=path)
    return text


def _need(path: Path, encrypted: bool) -> None:
    from rmdesk.desk.opening import is_encrypted

    if is_encrypted(path) is not encrypted:
        raise (NotEncrypted if encrypted else AlreadyEncrypted)(path=path)


def _print_paths(paths: Sequence[Path]) -> None:
    from rmdesk.tui.text import clean

    for path in paths:
        say(f"  {clean(str(path))}")
