"""backup, backups, restore."""

import argparse
import sys
from pathlib import Path

from rmdesk.cli.output import print_json, print_table, say
from rmdesk.cli.session import fixed_day, opened, passphrase, store_path
from rmdesk.desk import backing_up
from rmdesk.desk.backing_up import BackupLine, Reason, read_keeping
from rmdesk.desk.opening import Book
from rmdesk.errors import DeskError, FileExists
from rmdesk.i18n import _, backups, ngettext
from rmdesk.i18n.words import explain


def run_backup(arguments: argparse.Namespace) -> int:
    """Make a backup, and check it."""
    keeping = read_keeping(arguments.settings)
    with opened(arguments) as book:
        if arguments.file:
            made = backing_up.make_at(book, _free(Path(arguments.file).expanduser(), book.path))
        else:
            made = backing_up.make(book, Reason.MANUAL, keeping)
    if arguments.json:
        print_json({"name": made.name, "path": str(made.path), "sha256": made.sha256})
        return 0
    say(_("Backup made and checked: {path}").format(path=made.path))
    return 0


def _free(target: Path, store: Path) -> Path:
    """Return where a backup goes, in a folder under its usual name. Raise FileExists."""
    if target.is_dir():
        target /= store.name
    if target.exists() or target.is_symlink():
        raise FileExists(path=target)
    return target


def run_backups(arguments: argparse.Namespace) -> int:
    """List the backups, the newest first; also where the store does not open."""
    lines = backing_up.list_lines(store_path(arguments), read_keeping(arguments.settings))
    if arguments.json:
        print_json(lines)
        return 0
    if not lines:
        say(_("There are no backups yet."))
        return 0
    header = (_("name"), _("made"), _("why"), _("customers"), _("size"), "")
    print_table(header, [_row(line) for line in lines], "   rr")
    return 0


def _row(line: BackupLine) -> tuple[str, ...]:
    return (
        line.name,
        backups.moment(line.made_at),
        backups.reason(line.reason),
        f"{line.customers:,}",
        f"{line.bytes / 1_000_000:,.1f} MB",
        "" if line.whole else _("damaged"),
    )


def run_restore(arguments: argparse.Namespace) -> int:
    """Put a backup in the store's place; what was there is set aside."""
    path, keeping = store_path(arguments), read_keeping(arguments.settings)
    backup = backing_up.find(path, arguments.name, keeping)
    opens = passphrase(backup, needs_key_file=False)
    done = backing_up.restore(path, arguments.name, opens, keeping, fixed_day(arguments))
    count = done.counts.get("customers", 0)
    text = ngettext("{path} has {n} customer now.", "{path} has {n} customers now.", count)
    say(text.format(path=path, n=f"{count:,}"))
    if done.aside:
        say(_("The store that was there is now {path}.").format(path=done.aside))
    return 0


def back_up_before_import(arguments: argparse.Namespace, book: Book) -> None:
    """Make a backup before an import; where that fails, say so and go on: undo is there too."""
    try:
        backing_up.make(book, Reason.IMPORT, read_keeping(arguments.settings))
    except DeskError as error:
        text = _("No backup before this import: {reason}").format(reason=explain(error))
        say(f"rmdesk: {text}", file=sys.stderr)
