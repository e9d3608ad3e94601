"""undo, redo, history."""

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from rmdesk.cli.output import print_json, print_table, say
from rmdesk.cli.session import is_terminal, opened
from rmdesk.desk import history as desk_history, names, undoing
from rmdesk.desk.deriving import catch_up
from rmdesk.desk.history import ChangePage, OperationLine
from rmdesk.errors import BadOption, ConfirmationNeeded, NothingToRedo, NothingToUndo
from rmdesk.i18n import _, dates, history as said, ngettext
from rmdesk.i18n.words import words
from rmdesk.terms import Act
from rmdesk.tui.history_sentences import about, field_lines, nothing_listed, row_title
from rmdesk.tui.text import clean

if TYPE_CHECKING:
    from rmdesk.desk.undoing import Undoable, Undone
    from rmdesk.store.book import Book


def undo(arguments: argparse.Namespace) -> int:
    """Take back the last change; asks where it is many rows."""
    with opened(arguments) as book:
        found = undoing.describe_next(book)
        if found is None:
            # Raises what is in the way: nothing at all, or a purge.
            undoing.undo(book)
            raise NothingToUndo
        return _carry_out(book, arguments, found, lambda: undoing.undo(book, found.operation_id))


def redo(arguments: argparse.Namespace) -> int:
    """Bring back what the last undo took back; asks where it is many rows."""
    with opened(arguments) as book:
        found = undoing.describe_redo(book)
        if found is None:
            raise NothingToRedo
        return _carry_out(book, arguments, found, lambda: undoing.redo(book, found.operation_id))


def _carry_out(
    book: "Book",
    arguments: argparse.Namespace,
    found: "Undoable",
    change: "Callable[[], Undone]",
) -> int:
    if not _agreed(found, arguments.yes):
        say(_("Nothing was changed."))
        return 1
    done = change()
    catch_up(book)
    if arguments.json:
        print_json(done)
        return 0
    what = _what(done.act, done.label)
    rows = ngettext("{n} row", "{n} rows", done.rows).format(n=f"{done.rows:,}")
    sentence = _("Redone: {what}") if found.redoes else _("Taken back: {what}")
    say(sentence.format(what=f"{what} ({rows})"))
    return 0


def _agreed(found: "Undoable", yes: bool) -> bool:
    """Ask where it is many rows. Raises ConfirmationNeeded where there is nobody to ask."""
    if yes or found.rows <= undoing.ASK_ABOVE:
        return True
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise ConfirmationNeeded(rows=f"{found.rows:,}")
    question = _("{what} of {when} changed {n} rows. Go on? (y/N) ").format(
        what=_what(found.act, found.label), when=dates.moment(found.at), n=f"{found.rows:,}"
    )
    return input(question).strip().casefold() in ("y", "yes", _("yes"))


def _what(act: Act, label: str) -> str:
    return clean(said.operation(act, label))


def history(arguments: argparse.Namespace) -> int:
    """List what was done, newest first; or what one operation changed; or take one back."""
    if arguments.limit < 1:
        raise BadOption(option="--limit", least=1)
    if arguments.take_back is not None:
        return _take_back(arguments, arguments.take_back)
    if arguments.operation is not None:
        return _details(arguments, arguments.operation)
    with opened(arguments) as book:
        customer = names.the_one(book, arguments.customer) if arguments.customer else None
        page = desk_history.list_operations(book, customer, arguments.limit, arguments.before)
    if arguments.json:
        print_json(page)
        return 0
    header = (_("id"), _("when"), _("by"), _("what"), _("about"), _("rows"), "")
    print_table(header, [_row(line) for line in page.lines], "     r")
    if page.older is not None:
        say(_("Older ones: --before {id}").format(id=page.older))
    return 0


def _row(line: OperationLine) -> tuple[str, ...]:
    return (
        *(str(line.id), dates.moment(line.at), line.actor, words(line.act), about(line)),
        *(f"{line.rows:,}", said.state(line.undone_by, line.takes_back, line.purged)),
    )


def _take_back(arguments: argparse.Namespace, operation_id: int) -> int:
    with opened(arguments) as book:
        found = undoing.describe(book, operation_id)
        return _carry_out(book, arguments, found, lambda: undoing.take_back(book, operation_id))


def _details(arguments: argparse.Namespace, operation_id: int) -> int:
    with opened(arguments) as book:
        line = desk_history.get_operation(book, operation_id)
        page = desk_history.list_changes(book, operation_id, arguments.limit)
    if arguments.json:
        print_json({"operation": line, "changes": page.rows, "rest": page.rest})
        return 0
    cells = (dates.moment(line.at), line.actor, _what(line.act, line.label), line.customer_name)
    state = said.state(line.undone_by, line.takes_back, line.purged)
    say(" · ".join(clean(cell) for cell in (*cells, state) if cell))
    if not page.rows:
        say(nothing_listed(line))
    _print_changes(page)
    return 0


def _print_changes(page: ChangePage) -> None:
    for row in page.rows:
        say(row_title(row))
        for name, text in field_lines(row):
            say(f"  {name}: {text}")
    if page.rest is not None:
        say(_("… and more; --limit N shows them"))
