"""export and template."""

import argparse
import sys
from pathlib import Path

from rmdesk.cli import passphrases
from rmdesk.cli.output import print_json, print_table, say
from rmdesk.cli.session import is_terminal, opened, typed_twice
from rmdesk.desk import exporting
from rmdesk.errors import ExportPassphraseNeeded
from rmdesk.exchange import targets
from rmdesk.i18n import _
from rmdesk.paths import expanded


def run_export(arguments: argparse.Namespace) -> int:
    """Write the whole book into a folder, or into an encrypted archive where one is named."""
    path = expanded(arguments.path)
    encrypted = path.suffix.lower() == targets.ARCHIVE_SUFFIX
    if not encrypted and not _may_leave(path, arguments.plain):
        say(_("Nothing was written."), file=sys.stderr)
        return 1
    with opened(arguments) as book:
        passphrase = _archive_passphrase(path) if encrypted else None
        written = exporting.export(book, path, passphrase)
    if arguments.json:
        print_json(written)
        return 0
    print_table(("", _("rows")), [(name, f"{rows:,}") for name, rows in written.items()], " r")
    say(_("Written to {path}.").format(path=path))
    return 0


def _may_leave(path: Path, plain: bool) -> bool:
    """Say that plain text leaves the store; on a terminal ask whether it may."""
    if plain:
        return True
    say(
        _(
            "This writes all customers as plain text to {path}: whoever can read the files can read"
            " the book. A name that ends in .zip writes an encrypted archive instead."
        ).format(path=path),
        file=sys.stderr,
    )
    if not is_terminal(sys.stdin):
        return True
    answer = input(_("Write plain text? Type yes: "))
    return answer.strip().casefold() in ("yes", _("yes"))


def _archive_passphrase(path: Path) -> str:
    """Return the archive's passphrase: given, or typed twice. Raises ExportPassphraseNeeded."""
    if given := passphrases.given(passphrases.EXPORT_VARIABLE):
        return given
    if not is_terminal(sys.stdin):
        raise ExportPassphraseNeeded(path=path)
    return typed_twice(path, _("A passphrase for the archive: "))


def run_template(arguments: argparse.Namespace) -> int:
    """Write the empty templates into a folder."""
    for path in exporting.templates(expanded(arguments.folder)):
        say(path)
    return 0
