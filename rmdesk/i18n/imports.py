"""What a person reads of an import: why rows and files are refused, and what is only told."""

from collections.abc import Mapping

from rmdesk.i18n import _, import_files as files, import_rows as rows, ngettext
from rmdesk.i18n.words import problem

PROBLEMS = rows.PROBLEMS | files.PROBLEMS
NOTES = rows.NOTES | files.NOTES
_ONE = rows.ONE | files.ONE_NOTE | files.ONE_PROBLEM


def explain_problem(code: str, text: str, figures: Mapping[str, object]) -> str:
    """Return why a row or a file is refused, in the reader's language."""
    if "known" in figures and f"{code}_known" in PROBLEMS:
        code += "_known"
    if code in PROBLEMS:
        return _counted(code, PROBLEMS[code], figures).format(**{"text": text, **figures})
    return problem(code, str(figures.get("known", text)))


def explain_note(code: str, text: str, figures: Mapping[str, object]) -> str:
    """Return what a note tells, in the reader's language."""
    if code not in NOTES:
        return code
    return _counted(code, NOTES[code], figures).format(**{"text": text, **figures})


def _counted(code: str, sentence: str, figures: Mapping[str, object]) -> str:
    """Return the sentence for as many as the figures count."""
    count = figures.get("count")
    if code in _ONE and isinstance(count, int):
        return ngettext(_ONE[code], sentence, count)
    return _(sentence)
