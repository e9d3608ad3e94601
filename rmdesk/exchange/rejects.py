"""Rejected rows as files of the same layout, to be mended and imported again."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from rmdesk.exchange import targets
from rmdesk.exchange.files import Source
from rmdesk.exchange.reading import Problem
from rmdesk.exchange.spreadsheets import neutralise_cell
from rmdesk.safe_files import make_folder


def write_rejects(
    folder: Path, sources: Iterable[Source], problems: Sequence[Problem]
) -> tuple[Path, ...]:
    """Write each source's rejected rows under its own name, with the reasons in a last column.

    The files stand in a new folder of their own inside `folder`, so that none is overwritten;
    they can be imported as they stand, the column of reasons is passed over.
    """
    by_file: dict[str, dict[int, str]] = {}
    for problem in problems:
        reason = f"{problem.column}: {problem.code}" if problem.column else problem.code
        by_file.setdefault(problem.file, {})[problem.line] = reason
    folder = _new_folder(folder)
    target = targets.FolderTarget(folder)
    written = []
    for source in sources:
        reasons = by_file.get(source.name)
        if not reasons:
            continue
        width = len(source.header)
        rows = [
            [*map(neutralise_cell, cells), *[""] * (width - len(cells)), reasons[line]]
            for line, cells, _ in source.records()
            if line in reasons
        ]
        stem = f"{source.path.stem}-{source.sheet}.csv" if source.sheet else source.path.name
        target.write_table(stem, [*source.header, "reason"], rows, source.delimiter or ",")
        written.append(folder / stem)
    return tuple(written)


def _new_folder(folder: Path) -> Path:
    number = 1
    while (inside := folder / f"{number:03d}").exists():
        number += 1
    make_folder(inside)
    return inside
