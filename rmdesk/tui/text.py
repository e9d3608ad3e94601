"""Text from data on its way to the terminal: one line, nothing that steers it, cut to a width.

Chinese takes two places a character; widths here are places.
"""

import re
import unicodedata

from rich.cells import cell_len, set_cell_size

_JOINER = "\u200d"
BLOCKS = "▁▂▃▄▅▆▇█"
# A word with the spaces after it, or one character of Chinese with what may not begin a line.
_PIECES = re.compile(r"[^\s\u2e80-\uffef]+\s*|[\u2e80-\uffef][，。、；：？！”）》]*\s*|\s+")


def clean(text: str) -> str:
    """A text on one line, without control characters."""
    if text.isascii() and text.isprintable():
        return text
    spaced = text.replace("\n", " ").replace("\t", " ")
    return "".join(c for c in spaced if c == _JOINER or unicodedata.category(c) not in _STEERING)


_STEERING = ("Cc", "Cf", "Cs", "Zl", "Zp")


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
    for piece in _PIECES.findall(clean(text)):
        if line and cell_len(line + piece.rstrip()) > places:
            lines.append(line.rstrip())
            line = ""
        while cell_len(piece) > places:
            cut = set_cell_size(piece, places).rstrip()
            lines.append(cut)
            piece = piece[len(cut) :]
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines
