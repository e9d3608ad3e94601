"""The history in sentences: the same for the screen and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmdesk.i18n import _, history as said
from rmdesk.i18n.words import words
from rmdesk.terms import ChangeKind
from rmdesk.tui.text import clean

if TYPE_CHECKING:
    from rmdesk.desk.history import OperationLine, RowChange

# What the program noted for itself, in a form of its own: nothing that somebody would read.
_NOT_FOR_READING = ("reasons", "traits", "model")


def about(line: OperationLine) -> str:
    """Return what an operation was about: its label, and its customer where that says more."""
    label = said.label_words(line.act, line.label)
    if line.customer_name and line.customer_name != label:
        label = f"{label} · {line.customer_name}" if label else line.customer_name
    return clean(label)


def operation(line: OperationLine) -> str:
    """Return what was done, and to what."""
    return ", ".join(part for part in (words(line.act), about(line)) if part)


def nothing_listed(line: OperationLine) -> str:
    """Return why an operation has no row to show."""
    if line.rows:
        return _("The rows that it added are no longer in the book.")
    return _("It changed no entry.")


def row_title(row: RowChange) -> str:
    """Return which row was changed, and how: “customer 张伟: changed”."""
    name = row.names.subject or str(row.row_id)
    return clean(f"{said.table(row.table)} {name}: {words(row.kind)}")


def field_lines(row: RowChange) -> list[tuple[str, str]]:
    """Return each field of a changed row: what it is called, and its old → new value."""
    lines = []
    links = {link.id: link.name for link in row.names.links}
    for change in row.fields:
        if change.field in _NOT_FOR_READING:
            continue
        old, new = (
            clean(said.value(held, change.field, row.names.currency, links))
            for held in (change.old, change.new)
        )
        text = f"{old} → {new}"
        if row.kind is not ChangeKind.CHANGED:
            text = old if change.new is None else new
        lines.append((said.column(change.field), text))
    return lines
