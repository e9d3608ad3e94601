"""Text from data on its way to the terminal: one line, nothing that steers it, cut to a width.

Chinese takes two places a character; widths here are places.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from rich.cells import cell_len, set_cell_size

BLOCKS = "▁▂▃▄▅▆▇█"
# A word with the spaces after it, or one character of Chinese with what may not begin a line.
_PIECES = r"[^\s\u2e80-\uffef]+\s*|[\u2e80-\uffef][，。、；：？！”）》]*\s*|\s+"

# These are compiled when first needed, as few texts have any of it: `re` remembers them.
# What a terminal obeys or reorders by, and what is no character: C0 and C1, the format characters
# (bidi, soft hyphen, joiners, byte order mark, annotations, tags), and the other line ends.
_STEERING = (
    r"[\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e"
    r"\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"
    r"\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e007f]"
)
_LINE_ENDS = r"\r\n|[\t\n\v\f\r\x85\u2028\u2029]"
_NO_CHARACTER = r"[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
# Emoji and text presentation and skin tones: how wide they make a character differs by terminal.
_LOOKS = r"[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]"
_PLAIN = (
    r"[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u2bff"
    r"\u3000-\u3029\u3030-\u3096\u309b-\u9fff\uac00-\ud7a3\uff00-\uffef]*"
)
_MARKS_EACH = 4
_DIVIDER = " · "
_REPLACEMENT = "\ufffd"


def clean(text: str) -> str:
    """Return a text on one line, without anything that steers a terminal or hides in it.

    - Line ends and tabs (also U+2028, U+2029) become spaces.
    - Control characters (C0, C1) and all format characters go: bidi marks and overrides, soft
      hyphens, U+FEFF, interlinear annotations, the tags block, and joiners, those in emoji too:
      an emoji of several stands as several, as wide in every terminal as it is counted here.
    - Variation selectors for emoji and skin tones go for the same reason; ideographic ones stay.
    - Lone surrogates and noncharacters become U+FFFD; private use stays, since Chinese core
      systems still store rare characters of names there.
    - At most four combining marks stay on a character, and none without one before it.
    """
    if _plain().fullmatch(text):
        return text
    text = re.sub(_LOOKS, "", unsteered(text))
    return text if text.isascii() else "".join(_bounded_marks(text))


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(_PLAIN)


def unsteered(text: str) -> str:
    """Return a text without what steers a terminal, as wide as it was to Textual or narrower.

    It is the last gate before the terminal, behind widgets that have measured their text already;
    whatever makes a line of data uses `clean`.
    """
    if text.isprintable():
        return text
    text = re.sub(_LINE_ENDS, " ", text)
    return re.sub(_NO_CHARACTER, _REPLACEMENT, re.sub(_STEERING, "", text))


def clean_lines(text: str) -> str:
    """Return a text of several lines, each of them clean."""
    return "\n".join(clean(line) for line in re.split(r"\r\n|[\n\r\x85\u2028\u2029]", text))


def _bounded_marks(text: str) -> Iterator[str]:
    marks = _MARKS_EACH
    for character in text:
        if unicodedata.category(character) not in ("Mn", "Me"):
            marks = 0
        elif marks >= _MARKS_EACH:
            continue
        else:
            marks += 1
        yield character


def width(text: str) -> int:
    """How many places a text takes."""
    return cell_len(text)


def fit(text: str, places: int, right: bool = False) -> str:
    """A text cut (with …) or filled to so many places."""
    if places <= 0:
        return ""
    text = clean(text)
    have = cell_len(text)
    if have > places:
        text = set_cell_size(text, places - 1).rstrip() + "…"
        have = cell_len(text)
    gap = " " * (places - have)
    return gap + text if right else text + gap


def fit_parts(text: str, places: int) -> str:
    """Return a text whose parts are divided by " · " without the last ones that have no room.

    A figure cut in two would be another figure. A first part that is too wide alone is cut with …
    """
    parts = clean(text).split(_DIVIDER)
    while len(parts) > 1 and cell_len(_DIVIDER.join(parts)) > places:
        parts.pop()
    return fit(_DIVIDER.join(parts), places).rstrip()


def spark(values: tuple[int, ...], places: int) -> str:
    """A small chart, a block a value, of the last ones that fit; below zero is the lowest."""
    shown = values[-places:]
    top = max((v for v in shown), default=0)
    if top <= 0:
        return " " * places
    steps = len(BLOCKS) - 1
    return "".join(BLOCKS[max(0, v) * steps // top] for v in shown).rjust(places)


def bar(value: int, most: int, places: int) -> str:
    """A horizontal bar: as many eighths of a place as the value is of the most."""
    if most <= 0 or places <= 0:
        return ""
    eighths = abs(value) * places * 8 // most
    whole, rest = divmod(eighths, 8)
    return "█" * whole + ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")[rest] or "▏"


def wrapped(text: str, places: int) -> list[str]:
    """A text broken into lines of so many places; between words, and anywhere in Chinese."""
    lines, line = list[str](), ""
    for piece in re.findall(_PIECES, clean(text)):
        if line and cell_len(line + piece.rstrip()) > places:
            lines.append(line.rstrip())
            line = ""
        while cell_len(piece) > places:
            cut = set_cell_size(piece, places).rstrip()
            lines.append(cut)
            piece = piece[len(cut) :]
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines
