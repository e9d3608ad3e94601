"""From the bytes of a terminal to events: what is no text is ignored, what is pasted is no key.

Textual 8.2 takes an escape character within a paste for the beginning of a key, so that what
follows it in the clipboard is obeyed. Here a paste is taken out of the stream before keys are
looked for, and cleaned.
"""

from codecs import getincrementaldecoder
from collections.abc import Iterator

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

from rmdesk.tui.text import unsteered

PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
MAX_PASTED_CHARACTERS = 1_000_000
# So many times nothing was heard: the end of a paste will not come any more.
PATIENCE = 10


class Keyboard:
    """Turns what was read into events."""

    def __init__(self, debug: bool = False) -> None:
        self._debug = debug
        self._parser = XTermParser(debug)
        self._decode = getincrementaldecoder("utf-8")("ignore").decode
        # What may be the beginning of a mark, and waits for the rest of it.
        self._held = ""
        self._pasted: str | None = None
        self._silences = 0

    def heard(self, data: bytes | None) -> Iterator[Message]:
        """Yield the events of some bytes; None where nothing came for a while."""
        if data is None:
            yield from self._silence()
        else:
            self._silences = 0
            text, self._held = self._held + self._decode(data), ""
            yield from self._sorted(text)
        yield from self._parsed(None)

    def _silence(self) -> Iterator[Message]:
        self._silences += 1
        if self._pasted is not None:
            if self._silences >= PATIENCE:
                yield from self._end_paste()
        elif self._held:
            held, self._held = self._held, ""
            yield from self._parsed(held)

    def _sorted(self, text: str) -> Iterator[Message]:
        """Divide what came into what was typed and what was pasted."""
        while text:
            if self._pasted is None:
                typed, mark, text = text.partition(PASTE_BEGINS)
                if not mark:
                    typed, self._held = _without_beginning(typed, PASTE_BEGINS)
                yield from self._parsed(typed)
                self._pasted = "" if mark else None
            else:
                pasted, mark, text = text.partition(PASTE_ENDS)
                if not mark:
                    pasted, self._held = _without_beginning(pasted, PASTE_ENDS)
                room = MAX_PASTED_CHARACTERS - len(self._pasted)
                self._pasted += pasted[:room]
                if mark:
                    yield from self._end_paste()

    def _end_paste(self) -> Iterator[Message]:
        pasted, self._pasted, self._held = (self._pasted or "") + self._held, None, ""
        lines = pasted.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        text = "\n".join("\t".join(unsteered(part) for part in line.split("\t")) for line in lines)
        if text:
            yield events.Paste(text)

    def _parsed(self, text: str | None) -> Iterator[Message]:
        """Yield the events of what was typed; for None what the parser has waited long enough for.

        A sequence that looks like a terminal's answer and is not can end the parser: the next one
        goes on behind it, which is why it is fed a character at a time.
        """
        for character in (None,) if text is None else text:
            parser = self._parser
            try:
                found = list(parser.tick() if character is None else parser.feed(character))
            except Exception:
                self._parser = XTermParser(self._debug)
                continue
            # A window without a place for anything is none to draw on.
            yield from (e for e in found if not isinstance(e, events.Resize) or e.size)


def _without_beginning(text: str, mark: str) -> tuple[str, str]:
    """Divide a text before what may be the beginning of a mark; escape alone is a key."""
    for length in range(len(mark) - 1, 1, -1):
        if text.endswith(mark[:length]):
            return text[:-length], text[-length:]
    return text, ""
