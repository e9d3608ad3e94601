"""What of a text may be shown while the mask is on: the program's own words, dates and counts.

- amounts are marked where they are written (`i18n.money`), and hidden wherever they come up;
- a piece of text is shown where it is a sentence that went through gettext, or made of one whose
  gaps are filled with what may be shown; a date, a count, a percentage, a key;
- what was read from the book is hidden even where it reads like a word of the program.
"""

import gc
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from rmdesk import currencies
from rmdesk.i18n import _, dates, money, spoken
from rmdesk.tui.text import clean, width

DOT = "•"
# Fields that hold a code of the program's, never what somebody wrote.
_CODES = {"currency", "key", "code", "cause", "detail", "table", "field"}
_STRONG = re.compile(r"( {2,}| · | ── | → |[│╭╮╰╯─┌┐└┘├┤┬┴▌▸○✦§◷±])")
_WEAK = re.compile(r"(, |; |: | \(|\(|\)|–|/| — | \+ |[“”])")
_LEADING = re.compile(r"([^\w“]*\d{1,4}[^\w]+|[^\w]+)(?=\w)")
_COUNT = r"[^\w]*\d{1,3}(?:,\d{3})*|[^\w]*\d{1,4}"
_SHARE = r"[▲▼+\u2212-]? ?\d+(?:\.\d+)? ?%(?: of)?"
_KEY = (
    r"rmdesk|(?:(?:ctrl|shift|alt)\+)?"
    r"(?:f\d{1,2}|[a-zA-Z]|\w-\w|esc|enter|tab|escape|space|del|delete)"
)
_DISTANCE = r"\u2212?\d{1,3}[dwy]"
_TIME = r"\d{4}-\d\d(?:-\d\d)?(?: \d\d:\d\d)?|\d\d:\d\d"
_GAP = re.compile(r"\{\w*\}")
# A fragment of a broken line is the program's when it is as long as this and found in a sentence.
_FRAGMENT = 12
_MEMO = 20_000


class Vocabulary:
    """Tells what of a text may be shown. `hidden` are texts that were read from the book."""

    def __init__(self) -> None:
        self.hidden: set[str] = set()
        self._known: set[str] = set()
        self._plain: set[str] = set()
        self._templates: list[tuple[str, re.Pattern[str]]] = []
        self._pattern = re.compile("")
        self._memo: dict[str, str] = {}
        self._size = 0

    def forget(self) -> None:
        """Forget what was read from the book."""
        self.hidden.clear()
        self._memo.clear()

    def hide(self, texts: Iterable[str]) -> None:
        """Hide these texts, whatever they read like."""
        before = len(self.hidden)
        self.hidden.update(text for text in map(_bare, texts) if len(text) > 1)
        if len(self.hidden) != before:
            self._memo.clear()

    def masked(self, text: str) -> str:
        """Return the text, as wide as it is, with dots for all that may not be shown."""
        if text.isspace():
            return text
        self._learn()
        found = self._memo.get(text)
        if found is None:
            if len(self._memo) > _MEMO:
                self._memo.clear()
            found = self._memo[text] = self._masked(money.hide_amounts(text, DOT))
        return found

    def _learn(self) -> None:
        """Take in the sentences that were spoken since."""
        if len(spoken()) == self._size:
            return
        said = set(spoken())
        self._size = len(said)
        for text in said - self._known:
            literal = _GAP.split(text)
            if len(literal) == 1:
                # A line of keys is drawn as a whole and looked at by its parts.
                self._plain.update(_bare(part) for part in (text, *_STRONG.split(text)))
            elif sum(c.isalpha() for c in "".join(literal)) >= 2:
                pattern = "(.*?)".join(map(re.escape, literal))
                self._templates.append((max(literal, key=len), re.compile(pattern + r"\Z")))
        self._known = said
        self._templates.sort(key=lambda pair: -len(pair[1].pattern))
        months = "|".join(re.escape(_(name)) for name in dates.MONTHS)
        days = "|".join(re.escape(_(name)) for name in dates.WEEKDAYS)
        day = rf"(?:(?:{days}) )?(?:\d{{1,2}} )?(?:{months})(?: \d{{4}})?|(?:{days})"
        whole = "|".join((_COUNT, _SHARE, _KEY, _DISTANCE, _TIME, day))
        self._pattern = re.compile(whole)
        self._memo.clear()

    def _masked(self, text: str) -> str:
        if self._is_hidden(_bare(text)):
            return dots(text)
        return "".join(self._piece(piece, _STRONG, 0) for piece in _STRONG.split(text))

    def _piece(self, text: str, then: re.Pattern[str], depth: int) -> str:
        bare = _bare(text)
        if not any(c.isalnum() for c in bare) or depth > 5:
            return text if depth <= 5 else dots(text)
        if self._is_hidden(bare):
            return dots(text)
        if self._is_known(bare):
            return text
        if (filled := self._filled(text, depth)) is not None:
            return filled
        if then is _STRONG or len(_WEAK.split(text)) > 1:
            pieces = _WEAK.split(text)
            if len(pieces) > 1:
                return "".join(self._piece(piece, _WEAK, depth + 1) for piece in pieces)
        if (lead := _LEADING.match(text)) and self._is_known(_bare(text[lead.end() :])):
            rest = text[lead.end() :]
            return text[: lead.end()] + self._piece(rest, _WEAK, depth + 1)
        return dots(text)

    def _filled(self, text: str, depth: int) -> str | None:
        """Return a sentence of the program's with its gaps masked, None where it is none."""
        bare = text.strip()
        for literal, pattern in self._templates:
            if literal in bare and (match := pattern.match(bare)):
                parts, at = [], 0
                for number in range(1, (pattern.groups or 0) + 1):
                    start, end = match.span(number)
                    parts += [bare[at:start], self._piece(bare[start:end], _STRONG, depth + 1)]
                    at = end
                lead = len(text) - len(text.lstrip())
                return text[:lead] + "".join(parts) + bare[at:] + text[lead + len(bare) :]
        return None

    def _is_hidden(self, bare: str) -> bool:
        if bare in self.hidden:
            return True
        start = bare.removesuffix("…")
        return start != bare and bool(start) and any(t.startswith(start) for t in self.hidden)

    def _is_known(self, bare: str) -> bool:
        if bare in self._plain or self._pattern.fullmatch(bare) or currencies.exists(bare):
            return True
        start = bare.removesuffix("…").rstrip()
        if start != bare and len(start) > 3:
            return any(text.startswith(start) for text in self._known)
        return len(bare) >= _FRAGMENT and any(_holds(text, bare) for text in self._known)


def _bare(text: str) -> str:
    return clean(text).strip()


def _holds(sentence: str, fragment: str) -> bool:
    """Whether a fragment stands in a sentence, as whole words."""
    return fragment in sentence and bool(
        re.search(rf"(?<!\w){re.escape(fragment)}(?!\w)", sentence)
    )


def dots(text: str) -> str:
    """Dots for all of a text but the spaces around it, as wide as it is."""
    bare = text.strip()
    lead = len(text) - len(text.lstrip())
    return text[:lead] + DOT * width(bare) + text[lead + len(bare) :]


def list_read_texts() -> Iterator[str]:
    """All texts in what was read from the book and is still in memory."""
    frozen = gc.get_freeze_count()
    if frozen:
        gc.unfreeze()
    for thing in gc.get_objects():
        if str(type(thing).__module__).startswith("rmdesk.desk.") and is_dataclass(thing):
            yield from _own_texts(thing)
    if frozen:
        gc.freeze()


def _own_texts(thing: object) -> Iterator[str]:
    if is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            if field.name not in _CODES:
                value = getattr(thing, field.name, None)
                inside = value if isinstance(value, tuple | list | frozenset | set) else (value,)
                yield from (text for text in inside if type(text) is str)


def list_texts(answer: object) -> Iterator[str]:
    """All texts in an answer of the desk's."""
    if type(answer) is str:
        yield answer
    elif isinstance(answer, tuple | list | frozenset | set):
        for part in answer:
            yield from list_texts(part)
    elif isinstance(answer, Mapping):
        for part in answer.values():
            yield from list_texts(part)
    elif is_dataclass(answer) and not isinstance(answer, type):
        for field in fields(answer):
            if field.name not in _CODES:
                yield from list_texts(getattr(answer, field.name, None))
