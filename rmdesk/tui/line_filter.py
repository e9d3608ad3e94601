"""The last gate before the terminal: no line of any widget passes with what steers a terminal.

Whatever makes lines of data cleans them itself; this is for all that Textual draws by its own
(titles in borders, fields, lists to select from, the palette), and for what was forgotten.
"""

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from rmdesk.tui.text import unsteered


class CleanLines(LineFilter):
    """Takes out what steers, and fills up to the width that was measured with it."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments without it; the same list where there is nothing to take out."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [_cleaned(segment) for segment in segments]


def _cleaned(segment: Segment) -> Segment:
    text, style, control = segment
    if control or text.isprintable():
        return segment
    cleaned = unsteered(text)
    return Segment(cleaned + " " * (cell_len(text) - cell_len(cleaned)), style)
