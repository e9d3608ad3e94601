"""init, demo, and the desk itself."""

import argparse
import os
import sys
from pathlib import Path

from rmdesk.cli.session import fixed_day, need_terminal, new_passphrase, store_path
from rmdesk.errors import NoStoreButBackups
from rmdesk.i18n import _


def init(arguments: argparse.Namespace) -> int:
    """Make a store."""
    path = store_path(arguments)
    _make(arguments, path, None if arguments.plain else new_passphrase(path), arguments.currency)
    print(_("Made {path}.").format(path=path))
    return 0


def _make(
    arguments: argparse.Namespace, path: Path, passphrase: str | None, currency: str = ""
) -> None:
    from rmdesk.desk.opening import make

    make(path, passphrase, fixed_day(arguments), currency).close()


def desk(arguments: argparse.Namespace) -> int:
    """Open the desk; where there is no store, make one first."""
    need_terminal()
    path = store_path(arguments)
    passphrase = os.environ.get("RMDESK_PASSPHRASE")
    if not path.exists():
        from rmdesk.desk.backing_up import find_newest, read_keeping

        newest = find_newest(path, read_keeping(arguments.settings))
        if newest:
            raise NoStoreButBackups(path=path, name=newest.name)
        print(_("There is no store yet; this makes one at {path}.").format(path=path))
        print(_("Its passphrase cannot be recovered: keep it where you will find it."))
        passphrase = new_passphrase(path)
        _make(arguments, path, passphrase)
    return _run(arguments, path, passphrase)


def demo(arguments: argparse.Namespace) -> int:
    """Open the desk on the demo book, which has a store of its own."""
    need_terminal()
    path = Path(arguments.store).expanduser() if arguments.store else arguments.home.demo
    return _run(arguments, path, None, demo=True)


def _run(
    arguments: argparse.Namespace, path: Path, passphrase: str | None, demo: bool = False
) -> int:
    # At Textual's own 60 frames a second each key would wait up to 16 ms to be drawn.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    from rmdesk.store.vault import is_encrypted
    from rmdesk.tui.app import DeskApp
    from rmdesk.tui.start import Start

    start = Start(
        path=path,
        home=arguments.home,
        settings=arguments.settings,
        today=fixed_day(arguments),
        encrypted=not demo and is_encrypted(path),
        passphrase=passphrase,
        demo=demo,
        fresh=demo and arguments.fresh,
    )
    app = DeskApp(start)
    app.run()
    if app.farewell:
        print(app.farewell, file=sys.stderr)
    return app.return_code or 0
