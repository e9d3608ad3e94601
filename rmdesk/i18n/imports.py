"""What a person reads of an import: why rows and files are refused, and what is only told."""

from collections.abc import Mapping

from rmdesk.i18n import _, import_files as files, import_rows as rows
from rmdesk.i18n.words import problem

PROBLEMS = rows.PROBLEMS | files.PROBLEMS
NOTES = rows.NOTES | files.NOTES


def explain_problem(code: str, text: str, figures: Mapping[str, object]) -> str:
    """Return why a row or a file is refused, in the reader's language."""
    if "known" in figures and f"{code}_known" in PROBLEMS:
        code += "_known"
    if code in PROBLEMS:
        return _(PROBLEMS[code]).format(**{"text": text, **figures})
    return problem(code, str(figures.get("known", text)))


def explain_note(code: str, text: str, figures: Mapping[str, object]) -> str:
    """Return what a note tells, in the reader's language."""
    return _(NOTES[code]).format(**{"text": text, **figures}) if code in NOTES else code
