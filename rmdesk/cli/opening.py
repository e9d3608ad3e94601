"""init, demo, and the desk itself."""

import argparse
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rmdesk.cli import passphrases
from rmdesk.cli.output import say
from rmdesk.cli.session import (
    fixed_day,
    from_keyring,
    is_terminal,
    need_terminal,
    new_passphrase,
    store_path,
)
from rmdesk.errors import DeskError, NoStoreButBackups, StoreDamaged, UnknownCurrency
from rmdesk.i18n import _
from rmdesk.paths import expanded

if TYPE_CHECKING:
    from rmdesk.tui.start import Secret


def init(arguments: argparse.Namespace) -> int:
    """Make a store, and a recovery key for it where somebody is there to write it down."""
    path = store_path(arguments)
    passphrase = None if arguments.plain else new_passphrase(path)
    _make(arguments, path, passphrase, arguments.currency or _ask_currency())
    say(_("Made {path}.").format(path=path))
    wanted = arguments.recovery_key
    if passphrase is not None and (is_terminal(sys.stdout) if wanted is None else wanted):
        from rmdesk.cli.security import print_recovery_key
        from rmdesk.desk.security import make_recovery_key

        print_recovery_key(make_recovery_key(path, passphrase))
    return 0


def _make(arguments: argparse.Namespace, path: Path, passphrase: str | None, currency: str) -> None:
    from rmdesk.desk.opening import make

    make(path, passphrase, fixed_day(arguments), currency).close()


def _ask_currency() -> str:
    """Return the currency that somebody at a terminal types; empty is the default."""
    from rmdesk.currencies import DEFAULT
    from rmdesk.desk.book_currency import read_code
    from rmdesk.i18n.words import explain

    while is_terminal(sys.stdin):
        question = _("The currency of the book, as its ISO code [{default}]: ")
        try:
            text = input(question.format(default=DEFAULT)).strip()
            return read_code(text) if text else ""
        except UnknownCurrency as error:
            say(explain(error), file=sys.stderr)
        except EOFError:
            raise KeyboardInterrupt from None
    return ""


def desk(arguments: argparse.Namespace) -> int:
    """Open the desk; where there is no store, make one first."""
    need_terminal()
    path = store_path(arguments)
    return _run(arguments, path, _opens(arguments, path))


def _opens(arguments: argparse.Namespace, path: Path) -> "Secret | None":
    """Return what opens the store without being asked; None asks on the screen.

    A store that is not there yet is made.
    """
    from rmdesk.tui.start import Secret

    text = passphrases.given()
    if not path.exists():
        from rmdesk.desk.backing_up import find_newest, read_keeping

        newest = find_newest(path, read_keeping(arguments.settings))
        if newest:
            raise NoStoreButBackups(path=path, name=newest.name)
        say(_("There is no store yet; this makes one at {path}.").format(path=path))
        say(_("Nobody can open it without its passphrase: keep it where you will find it,"))
        say(_("or make a recovery key later: rmdesk recovery-key"))
        text = new_passphrase(path)
        _make(arguments, path, text, _ask_currency())
    elif text is None and asks_passphrase(path):
        text = _from_keyring(path)
    return Secret(text) if text is not None else None


def asks_passphrase(path: Path) -> bool:
    """Return whether the desk asks for a passphrase; that the store is damaged it says itself.

    Raise NotAStore, StoreNotOpened.
    """
    from rmdesk.store.header import is_encrypted
    from rmdesk.store.place import has_key_file

    try:
        return is_encrypted(path)
    except StoreDamaged:
        return has_key_file(path)


def _from_keyring(path: Path) -> str | None:
    """Return the keyring's code; what is wrong with the key file is told on the screen."""
    with suppress(DeskError):
        return from_keyring(path)
    return None


def demo(arguments: argparse.Namespace) -> int:
    """Open the desk on the demo book, which has a store of its own."""
    need_terminal()
    path = expanded(arguments.store) if arguments.store else arguments.home.demo
    return _run(arguments, path, None, demo=True)


def _run(
    arguments: argparse.Namespace, path: Path, opens: "Secret | None", demo: bool = False
) -> int:
    # The desk runs for the whole day; only the `Secret` has the passphrase, until it is taken.
    passphrases.forget()
    # At Textual's own 60 frames a second each key would wait up to 16 ms to be drawn.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    from rmdesk.tui.app import DeskApp
    from rmdesk.tui.start import Start

    start = Start(
        path=path,
        home=arguments.home,
        settings=arguments.settings,
        today=fixed_day(arguments),
        encrypted=not demo and asks_passphrase(path),
        passphrase=opens,
        demo=demo,
        fresh=demo and arguments.fresh,
    )
    app = DeskApp(start)
    app.run()
    if app.farewell:
        say(app.farewell, file=sys.stderr)
    return app.return_code or 0
