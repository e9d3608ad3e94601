"""Text in a file that a spreadsheet may open: never a formula there, the same text here again.

A cell that begins with one of `=+-@` is a formula for a spreadsheet program, and a formula can
call other programs. Such a text gets an apostrophe before it; one that has an apostrophe before
such a sign gets one more, so that `restore_text` gives back every text unharmed. The list of signs
is OWASP's ("CSV injection"), full-width forms included, and `|` and `%` of the defusedcsv library.
"""

import re

_SIGNS = "=+\\-@\t\r\n|%＝＋－＠"
_FORMULA = re.compile(f"'*[{_SIGNS}]")
_NEUTRAL = re.compile(f"''*[{_SIGNS}]")
# Of digits alone no formula can be made that does anything.
_NUMBER = re.compile(r"[+-]?[\d.,]+%?")


def neutralise_text(text: str) -> str:
    """Return the text such that a spreadsheet takes it for text."""
    return "'" + text if _FORMULA.match(text) else text


def restore_text(text: str) -> str:
    """Return what `neutralise_text` was given."""
    return text[1:] if _NEUTRAL.match(text) else text


def neutralise_list(text: str, separator: str) -> str:
    """Return a list of texts with each of them neutralised.

    A spreadsheet that takes the separator for the end of a cell begins a cell at each.
    """
    return separator.join(map(neutralise_text, text.split(separator)))


def restore_list(text: str, separator: str) -> str:
    """Return what `neutralise_list` was given, without the space around each text."""
    return separator.join(restore_text(part.strip()) for part in text.split(separator))


def neutralise_cell(text: str) -> str:
    """Return a cell of which it is not known what it holds such that no formula is in it.

    Numbers stay as they are, and so do texts that are neutral already.
    """
    text = restore_text(text)
    return text if _NUMBER.fullmatch(text) else neutralise_text(text)
