"""What an offer does, line by line: what moves where, what is lent, which price changes.

    move AMOUNT from SOURCE to TARGET [at RATE] [leaving SHARE]
    lend AMOUNT as PRODUCT [at RATE]
    reprice AMOUNT of SOURCE by RATE [leaving SHARE]
    fee AMOUNT [on PRODUCT]
    gain AMOUNT

AMOUNT and SHARE are formulas over measures (`rmdesk.offers.formula`). RATE is in percentage points
against the product's list price and carries its sign: `at +0.30%`. A line without a verb is a gain.
What a line is worth is told by `rmdesk.offers.expectation`, never by the line itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rmdesk.offers import formula
from rmdesk.offers.formula import FIELD, Formula
from rmdesk.offers.measures import BY_NAME
from rmdesk.offers.wrong import Wrong

# In place of a product's code: the product that matures.
SAME = "same"
MOST_EFFECTS = 8
_POINT_PPM = 10_000
_MOST_POINTS = 20


class Verb(StrEnum):
    """What a line does."""

    MOVE = "move"
    LEND = "lend"
    REPRICE = "reprice"
    FEE = "fee"
    GAIN = "gain"


class Source(StrEnum):
    """Where money is before a yes.

    `current` is the current account in the book's currency with most on it; `maturing` are term
    deposits that end within 90 days; `loans` and `deposits` the customer's own; `outside` is money
    held elsewhere.
    """

    CURRENT = "current"
    MATURING = "maturing"
    LOANS = "loans"
    DEPOSITS = "deposits"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Effect:
    """One line, as it was read. `rate_ppm` is the difference to the list price, in millionths.

    `target` is a product's code or SAME, empty where the line names none.
    """

    text: str
    verb: Verb
    amount: Formula
    source: Source | None = None
    target: str = ""
    rate_ppm: int = 0
    leaving: Formula | None = None

    @property
    def sizes(self) -> bool:
        """Return whether its amount is what an offer's minimum is about."""
        return self.verb in (Verb.MOVE, Verb.LEND)


_VERBS = {verb.value: verb for verb in Verb}
_SHAPES = {
    Verb.MOVE: re.compile(
        r"(?P<amount>.+?)\s+from\s+(?P<source>\S+)\s+to\s+(?P<target>\S+)"
        r"(?:\s+at\s+(?P<rate>.+?))?(?:\s+leaving\s+(?P<leaving>.+))?"
    ),
    Verb.LEND: re.compile(r"(?P<amount>.+?)\s+as\s+(?P<target>\S+)(?:\s+at\s+(?P<rate>.+?))?"),
    Verb.REPRICE: re.compile(
        r"(?P<amount>.+?)\s+of\s+(?P<source>\S+)\s+by\s+(?P<rate>.+?)"
        r"(?:\s+leaving\s+(?P<leaving>.+))?"
    ),
    Verb.FEE: re.compile(r"(?P<amount>.+?)(?:\s+on\s+(?P<target>\S+))?"),
    Verb.GAIN: re.compile(r"(?P<amount>.+)"),
}
_SOURCES = {
    Verb.MOVE: frozenset(Source),
    Verb.REPRICE: frozenset({Source.CURRENT, Source.LOANS, Source.DEPOSITS}),
}
_PRODUCT = re.compile(r"[\w][\w.-]*")
_RATE = re.compile(r"[+-](?:\d{1,3}(?:\.\d{1,4})?|\.\d{1,4})\s*%?")
# A word that begins a line and is followed by an operand, as only a verb is.
_LIKE_A_VERB = re.compile(r"([a-z_]+)\s+[\w(.]")


def read_all(lines: Sequence[str], digits: int) -> tuple[Effect, ...]:
    """Return the effects of an offer. Raises Wrong where there are none or too many."""
    written = [line for line in lines if line.strip()]
    if not written:
        raise Wrong(FIELD, "missing")
    if len(written) > MOST_EFFECTS:
        raise Wrong(FIELD, "too_many_effects", str(MOST_EFFECTS))
    return tuple(read_effect(line, digits) for line in written)


def read_effect(line: str, digits: int) -> Effect:
    """Return a line as it was read, for a currency with `digits` decimals. Raises Wrong."""
    text = " ".join(line.split())
    verb, rest = _split_verb(text)
    found = _SHAPES[verb].fullmatch(rest)
    if found is None:
        raise Wrong(FIELD, f"shape_{verb.value}", text)
    parts = found.groupdict()
    source = _read_source(verb, parts["source"]) if parts.get("source") else None
    target = _read_product(verb, source, parts["target"]) if parts.get("target") else ""
    leaving = parts.get("leaving")
    return Effect(
        text=text,
        verb=verb,
        amount=formula.read(parts["amount"], digits),
        source=source,
        target=target,
        rate_ppm=_read_rate(parts["rate"]) if parts.get("rate") else 0,
        leaving=formula.read(leaving, 0) if leaving else None,
    )


def _split_verb(text: str) -> tuple[Verb, str]:
    word, _, rest = text.partition(" ")
    if word in _VERBS:
        return _VERBS[word], rest
    if (like := _LIKE_A_VERB.match(text)) and like[1] not in BY_NAME:
        raise Wrong(FIELD, "no_verb", like[1])
    return Verb.GAIN, text


def _read_source(verb: Verb, word: str) -> Source:
    known = sorted(source.value for source in _SOURCES[verb])
    if word not in known:
        raise Wrong(FIELD, "no_source", word)
    return Source(word)


def _read_product(verb: Verb, source: Source | None, word: str) -> str:
    if not _PRODUCT.fullmatch(word):
        raise Wrong(FIELD, "no_product_code", word)
    if word == SAME and verb is not Verb.LEND and source is not Source.MATURING:
        raise Wrong(FIELD, "nothing_matures", word)
    return word


def _read_rate(text: str) -> int:
    if not _RATE.fullmatch(text):
        raise Wrong(FIELD, "no_rate", text)
    points = Decimal(text.rstrip("% "))
    if abs(points) > _MOST_POINTS:
        raise Wrong(FIELD, "no_rate", text)
    return int(points * _POINT_PPM)
