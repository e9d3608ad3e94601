"""Numbers as people and banks write them, and which mark a column's decimals have.

`1,234` is a thousand or a little over one, so one cell does not tell. All cells of a column do:
each that can be read in one way only is evidence.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, StrEnum
from functools import lru_cache

from rmdesk import currencies
from rmdesk.exchange.spreadsheets import restore_text


class BadCell(ValueError):
    """A cell does not hold what its column takes: the reason's code, and figures it needs."""

    def __init__(self, code: str, **figures: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.figures: Mapping[str, str | int] = figures


class SignedAmount(int):
    """An amount written with the sign or the code of a currency: which, and the cell's text.

    Whether that is the currency of the amount's row is known once the row's account is.
    """

    sign: str
    text: str

    def __new__(cls, value: int, sign: str, text: str) -> "SignedAmount":
        """Make an amount."""
        amount = super().__new__(cls, value)
        amount.sign, amount.text = sign, text
        return amount


class Mark(StrEnum):
    """The sign before a number's decimals."""

    POINT = "."
    COMMA = ","


class Reading(Enum):
    """In which ways a number can be read."""

    NONE = 0
    EITHER = 1
    POINT = 2
    COMMA = 3
    AMBIGUOUS = 4


MAX_LENGTH = 60
MAX_VALUE = 1 << 62
_WIDE = {ord("０") + i: str(i) for i in range(10)} | {
    **dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u3000"), " "),
    **dict.fromkeys(map(ord, "\u2212－﹣"), "-"),
    **dict.fromkeys(map(ord, "’＇"), "'"),
    **{ord("，"): ",", ord("．"): ".", ord("＋"): "+", ord("％"): "%"},
    **{ord("（"): "(", ord("）"): ")"},
}
_SIGNED = re.compile(r"(?P<front>[+-]?) ?(?P<body>[0-9][0-9.,' ]*|[.,][0-9]+)(?P<back> ?-?)")
_FAST = re.compile(r"(-?)([0-9]{1,18})(?:\.([0-9]{1,4}))?")
# A group that begins with 0 cannot be the first: 0,125 is a fraction.
_GROUPED = r"[1-9]\d{{0,2}}(?:{0}\d{{3}})+|[1-9]\d{{0,2}}(?: \d{{3}})+|[1-9]\d{{0,2}}(?:'\d{{3}})+"
_INDIAN = r"[1-9]\d?(?:,\d\d)+,\d{3}"
_BY_POINT = re.compile(
    rf"(?P<whole>{_GROUPED.format(',')}|{_INDIAN}|\d*)(?:\.(?P<part>\d*))?", re.ASCII
)
_BY_COMMA = re.compile(rf"(?P<whole>{_GROUPED.format('[.]')}|\d*)(?:,(?P<part>\d*))?", re.ASCII)
_PATTERNS = {Mark.POINT: _BY_POINT, Mark.COMMA: _BY_COMMA}
_SHAPES = str.maketrans("123456789", "999999999")


@dataclass(frozen=True, slots=True)
class Style:
    """How a column's numbers are read: the mark of its decimals, and which signs may surround them.

    `grouped` says whether thousands may be grouped, `percent` whether a % may follow, `whole` that
    there are no decimals, `signs` that a currency's sign or code may; `mixed` says that the column
    contradicts itself, so that what could be read in both ways is refused.
    """

    mark: Mark | None = Mark.POINT
    grouped: bool = True
    percent: bool = False
    whole: bool = False
    signs: bool = False
    mixed: bool = False


@dataclass
class Evidence:
    """What a column's cells say of its decimal mark: how many for each reading, and the first.

    `doubtful` are readings of cells that may be the column's: those of rows that are refused. They
    can contradict its mark, and decide none.
    """

    counts: Counter[Reading] = field(default_factory=Counter)
    examples: dict[Reading, str] = field(default_factory=dict)
    marked: int = 0
    doubtful: set[Reading] = field(default_factory=set)

    def add_doubtful(self, cells: Sequence[str], style: Style) -> None:
        """Take the cells of a refused row into account."""
        shapes = (cell.translate(_SHAPES) for cell in cells if len(cell) <= MAX_LENGTH)
        self.doubtful.update(classify(shape, style) for shape in shapes)

    def add(self, cells: Sequence[str], style: Style) -> None:
        """Take more cells of the column into account."""
        shapes = "\n".join(cells).translate(_SHAPES).split("\n")
        if len(shapes) != len(cells):
            shapes = [cell.translate(_SHAPES) for cell in cells]
        for shape, count in Counter(shapes).items():
            if not shape or len(shape) > MAX_LENGTH:
                continue
            reading = classify(shape, style)
            self.counts[reading] += count
            if reading not in self.examples:
                self.examples[reading] = cells[shapes.index(shape)].strip()
            if reading is not Reading.EITHER or "." in shape or "," in shape:
                self.marked += count

    def decide(self) -> tuple[Mark | None, bool]:
        """Return the mark, None where no cell tells it, and whether the cells contradict it."""
        mark, mixed = self._decide()
        other = {Mark.POINT: Reading.COMMA, Mark.COMMA: Reading.POINT}
        return mark, mixed or (mark is not None and other[mark] in self.doubtful)

    def _decide(self) -> tuple[Mark | None, bool]:
        point, comma = self.counts[Reading.POINT], self.counts[Reading.COMMA]
        if point and comma:
            return (None if point == comma else Mark.POINT if point > comma else Mark.COMMA), True
        if comma:
            return Mark.COMMA, False
        if self.counts[Reading.AMBIGUOUS] and not point:
            return None, False
        return Mark.POINT, False


@lru_cache(maxsize=50_000)
def classify(text: str, style: Style) -> Reading:
    """Return in which ways a number can be read, NONE where it is not a number."""
    try:
        _, body, _ = _split(text, style)
    except BadCell:
        return Reading.NONE
    point, comma = _read_body(body, Mark.POINT, style), _read_body(body, Mark.COMMA, style)
    if point is None and comma is None:
        return Reading.NONE
    if point == comma:
        return Reading.EITHER
    if comma is None:
        return Reading.POINT
    return Reading.COMMA if point is None else Reading.AMBIGUOUS


def parse_number(text: str, places: int, style: Style) -> int:
    """Return a number as a whole one of its `places`th decimal, a SignedAmount where it is one.

    Raises BadCell with `number`, `decimals`, `ambiguous`, `decimal_mark` or `huge`.
    """
    mark = style.mark
    if mark is Mark.POINT and not style.mixed:
        match = _FAST.fullmatch(text)
        if match is not None and len(match[3] or "") <= places:
            value = int(match[2] + (match[3] or "").ljust(places, "0"))
            if value < MAX_VALUE:
                return -value if match[1] else value
    if len(text) > MAX_LENGTH:
        raise BadCell("too_long" if len(text) > 1_000 else "number")
    negative, body, sign = _split(text, style)
    found = _choose(text, body, style)
    value = _scale(*found, places)
    value = -value if negative else value
    return SignedAmount(value, sign, text) if sign else value


def _choose(text: str, body: str, style: Style) -> tuple[str, str]:
    """The digits of a number's whole part and of its decimals."""
    readings = {mark: _read_body(body, mark, style) for mark in Mark}
    point, comma = readings[Mark.POINT], readings[Mark.COMMA]
    if point is None and comma is None:
        fraction = style.whole and classify(body, replace(style, whole=False)) is not Reading.NONE
        raise BadCell("decimals" if fraction else "number")
    if point is not None and point == comma:
        return point
    if point is not None and comma is not None and (style.mark is None or style.mixed):
        smaller, larger = sorted((point, comma), key=lambda reading: int(reading[0] or 0))
        raise BadCell("ambiguous", first=_show(*smaller), second=_show(*larger))
    found = readings[style.mark] if style.mark is not None else None
    if found is None:
        raise BadCell("decimal_mark", mark=style.mark or "?")
    return found


def _show(whole: str, decimals: str) -> str:
    """Return a reading as a person writes it: 20,000 or 20.403."""
    fraction = decimals.rstrip("0")
    return f"{int(whole or 0):,}" + (f".{fraction}" if fraction else "")


def _split(text: str, style: Style) -> tuple[bool, str, str]:
    """Whether a number is negative, its digits with their marks, and its currency's sign."""
    text = restore_text(text.strip())
    if not text.isascii():
        text = text.translate(_WIDE).strip()
    sign = ""
    if style.signs:
        sign, text = _take_sign(text)
    if style.percent:
        text = text.removesuffix("%").rstrip()
    bracketed = text.startswith("(") and text.endswith(")")
    if bracketed:
        text = text[1:-1].strip()
        if style.signs and not sign:
            sign, text = _take_sign(text)
    match = _SIGNED.fullmatch(text)
    if match is None:
        raise BadCell("number")
    signs = (match["front"] == "-") + ("-" in match["back"]) + bracketed
    if signs > 1 or (match["front"] == "+" and signs):
        raise BadCell("number")
    return signs == 1, match["body"].rstrip(), sign


# The currencies that a sign can mean; an ISO code means its own.
SIGNS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys("¥￥", ("CNY", "JPY")),
    **dict.fromkeys(("元", "RMB"), ("CNY",)),
    **{"円": ("JPY",), "€": ("EUR",), "£": ("GBP",)},
}
_SIGN = r"(?P<sign>[¥￥元円€£]|[A-Za-z]{3})"
_SIGN_BEFORE = re.compile(rf"(?P<minus>-?){_SIGN} *(?P<rest>.+)")
_SIGN_BEHIND = re.compile(rf"(?P<rest>.+?) *{_SIGN}")


def _take_sign(text: str) -> tuple[str, str]:
    """The sign or code of the currency before or behind a number, and the number without it."""
    if text[:1] in "0123456789" and text[-1:] in "0123456789":
        return "", text
    match = _SIGN_BEFORE.fullmatch(text) or _SIGN_BEHIND.fullmatch(text)
    if match is None:
        return "", text
    sign = match["sign"].upper()
    if sign not in SIGNS and not currencies.exists(sign):
        return "", text
    return sign, match.groupdict().get("minus", "") + match["rest"]


def _read_body(body: str, mark: Mark, style: Style) -> tuple[str, str] | None:
    """The digits before and behind the mark, decimals without ending zeros; None if none fit."""
    match = _PATTERNS[mark].fullmatch(body)
    if match is None or not (match["whole"] or match["part"]):
        return None
    whole = re.sub("[^0-9]", "", match["whole"])
    if not style.grouped and whole != match["whole"]:
        return None
    part = (match["part"] or "").rstrip("0")
    return None if style.whole and part else (whole.lstrip("0") or "0", part)


def _scale(whole: str, part: str, places: int) -> int:
    if len(part) > places:
        raise BadCell("decimals")
    value = int(whole + part.ljust(places, "0"))
    if value >= MAX_VALUE:
        raise BadCell("huge")
    return value


def is_card_number(text: str) -> bool:
    """Return whether a number looks like that of a payment card: 13 to 19 digits, by Luhn."""
    digits = text.replace(" ", "").replace("-", "")
    if not (13 <= len(digits) <= 19 and digits.isascii() and digits.isdigit()):
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
