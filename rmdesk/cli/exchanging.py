"""import."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rmdesk.cli.backups import back_up_before_import
from rmdesk.cli.output import print_json, print_table, say
from rmdesk.cli.session import opened
from rmdesk.desk import importing
from rmdesk.desk.importing import (
    Choices,
    EqualRows,
    Mark,
    Note,
    Options,
    Order,
    Problem,
    Progress,
    Report,
    simplify,
)
from rmdesk.errors import FilesRefused, ImportRefused
from rmdesk.i18n import _
from rmdesk.i18n.imports import explain_note, explain_problem
from rmdesk.i18n.words import explain
from rmdesk.paths import expanded

# Rows that the report shows: in all about, and for one reason in one column.
SHOWN_PROBLEMS, SHOWN_ALIKE = 60, 3
_MARKS = ("decimal_point", "decimal_comma")


def run_import(arguments: argparse.Namespace) -> int:
    """Import files; the exit code is 1 where rows were rejected and nothing was written."""
    order = Order(
        paths=tuple(expanded(path) for path in arguments.paths),
        profile=arguments.profile,
        own_profiles=arguments.home.config / "profiles",
        skip_bad=arguments.skip_bad,
        dry_run=arguments.dry_run,
        options=options_of(arguments),
        encoding=arguments.encoding,
        rejects=expanded(arguments.rejects),
        choices=_choices(arguments),
        currency=arguments.currency,
    )
    with opened(arguments) as book, _progress() as progress:
        if not order.dry_run:
            back_up_before_import(arguments, book)
        report = importing.run(book, order, progress)
    if arguments.json:
        print_json(_data(report))
    else:
        _print(report, order.dry_run)
    for path in report.reject_files:
        say(_("Rejected rows are in {path}").format(path=path), file=sys.stderr)
    if report.rejected and not report.written and not order.dry_run:
        refused = FilesRefused() if report.refused else ImportRefused(count=report.rejected)
        say(f"rmdesk: {explain(refused)}", file=sys.stderr)
        return 1
    return 0


def options_of(arguments: argparse.Namespace) -> Options:
    """Return what a command line says of the files."""
    names = {simplify(name) for name in arguments.ignore_columns.split(",") if name.strip()}
    decimal = Mark(arguments.decimal) if arguments.decimal else None
    sheets = tuple(arguments.sheet)
    return Options(frozenset(names), arguments.ignore_unknown, decimal, sheets)


def _choices(arguments: argparse.Namespace) -> Choices:
    return Choices(
        equal=EqualRows(arguments.equal) if arguments.equal else None,
        allow_like=arguments.allow_like,
        new_codes=arguments.new_tiers,
    )


def _data(report: Report) -> dict[str, object]:
    data: dict[str, object] = {}
    for table in report.tables:
        figures: dict[str, object] = {
            "new": table.new,
            "changed": table.changed,
            "unchanged": table.unchanged,
            "rejected": table.rejected,
        }
        if table.problems:
            figures["problems"] = table.problems
        data[table.table] = figures
    if report.refused:
        data["refused"] = report.refused
    if report.notes:
        data["notes"] = report.notes
    return data


def _print(report: Report, dry_run: bool) -> None:
    rows = [
        (t.table, f"{t.new:,}", f"{t.changed:,}", f"{t.unchanged:,}", f"{t.rejected:,}")
        for t in report.tables
    ]
    header = ("", _("new"), _("changed"), _("unchanged"), _("rejected"))
    if rows:
        print_table(header, rows, " rrrr")
    _print_notes(report.notes)
    _print_problems(report.problems)
    if dry_run:
        say(_("A dry run: nothing was written."))


def _print_notes(notes: Sequence[Note]) -> None:
    """Print what is told; files without rows share a line, and so do the columns of a file.

    An export has many of both, and would fill the screen with them.
    """
    bare = [note.file for note in notes if note.code == "no_rows"]
    marked: dict[tuple[str, str], list[Note]] = {}
    for note in notes:
        if note.code in _MARKS:
            marked.setdefault((note.file, note.code), []).append(note)
        elif note.code != "no_rows":
            told = explain_note(note.code, note.value, note.figures)
            say(f"{_place(note)}: {told}")
    for (file, code), alike in marked.items():
        shown = ", ".join(f"{note.value} ({note.column})" for note in alike)
        say(f"{file}: {explain_note(code, shown, {})}")
    if bare:
        say(f"{', '.join(bare)}: {explain_note('no_rows', '', {})}")


def _print_problems(problems: Sequence[Problem]) -> None:
    """Print the first rows of each reason, and how many more it refuses."""
    groups: dict[tuple[str, str, str], list[Problem]] = {}
    for found in problems:
        groups.setdefault((found.file, found.column, found.code), []).append(found)
    left = len(problems)
    for alike in list(groups.values())[: SHOWN_PROBLEMS // SHOWN_ALIKE]:
        for found in alike[:SHOWN_ALIKE]:
            why = explain_problem(found.code, found.value, found.figures)
            value = f"“{found.value}” " if found.value else ""
            say(f"{_place(found)}: {value}{why}")
        if (more := len(alike) - SHOWN_ALIKE) > 0:
            last = alike[-1].line
            say(_("  … and {n} more for this reason, up to line {line}").format(n=more, line=last))
        left -= len(alike)
    if left:
        say(_("… and {n} more").format(n=left))


def _place(found: Problem | Note) -> str:
    """Where something was found: as much of file, line and column as there is."""
    if found.line and found.column:
        text = _("{file}, line {line}, {column}")
    elif found.line:
        text = _("{file}, line {line}")
    elif found.column:
        text = _("{file}, {column}")
    else:
        return found.file
    return text.format(file=found.file, line=found.line, column=found.column)


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar with rate and time left on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _table, _rows, _lines: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    rate = TextColumn("{task.fields[rate]}")
    columns = (TextColumn("{task.description}"), BarColumn(), rate, TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(_("reading"), total=None, rate="")

        def hear(table: str, rows: int, lines: int) -> None:
            if not table:
                words = _("calculating value")
                bar.update(task, description=words, total=lines or None, completed=rows, rate="")
                return
            bar.update(task, description=table, total=lines, advance=rows)
            speed = bar.tasks[0].speed
            bar.update(task, rate=_("{n} rows/s").format(n=f"{speed:,.0f}") if speed else "")

        yield hear
