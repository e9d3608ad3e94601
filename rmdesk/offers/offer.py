"""An item of the catalogue: what can be offered, to whom, and what it is worth."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property

from rmdesk import limits
from rmdesk.offers import conditions, effects
from rmdesk.offers.conditions import Condition
from rmdesk.offers.effects import Effect, Source, Verb
from rmdesk.offers.measures import BY_NAME, Measure, Unit, unit
from rmdesk.offers.wrong import Wrong
from rmdesk.terms import Aspect, CreditUse, Move, OfferFamily

YEAR_DAYS = 365
_MILLION = 1_000_000
_MOST = 10**15
_WORDS = (
    *("cost", "cost_days", "presenting", "minimum", "chance", "sells", "risk", "credit"),
    *("passes", "excludes"),
)
# The gates that an offer may say that it passes.
PASSES = ("complaint",)
_RISKS = ("", "R1", "R2", "R3", "R4", "R5")
_CODE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
FACTORS = tuple(a.value for a in Aspect if a.is_factor)
LEVELS = tuple(a.value for a in Aspect if a.is_level)


@dataclass(frozen=True)
class WrittenOffer:
    """An offer as it is written, in a catalogue file, in the store and in its form.

    All but the last fields are texts: amounts in units of the book's currency, `when` a condition
    a line, `effects` what it does, a line each, `passes` and `excludes` codes divided by spaces.
    Names, talking points and documents are by language.
    """

    code: str
    family: str = ""
    move: str = ""
    when: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    cost: str = "0"
    cost_days: str = "365"
    presenting: str = "0"
    minimum: str = ""
    chance: str = ""
    sells: str = ""
    risk: str = ""
    credit: str = ""
    passes: str = ""
    trigger: str = ""
    excludes: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    factor: str = ""
    level: str = ""
    retired: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    points: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    documents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Offer:
    """What can be offered, to whom, and what it is worth.

    `names` is by language code; `sells` the product (or kind of product) it is about, `risk` that
    product's class 1 to 5 (0 for none); `credit` says what it does to the customer's debt, `passes`
    which gates do not hold it back; `trigger` is the measure in days that makes it urgent when 14
    or fewer are left. Costs and `minimum_minor`, the least that may be moved or lent, are minor
    units; what a yes costs is spread over `cost_days`. `chance_ppm` is the chance of a yes to begin
    with, None to take the family's. It is not offered to who has accepted one of `excludes`.
    """

    code: str
    names: Mapping[str, str]
    family: OfferFamily
    move: Move
    conditions: tuple[Condition, ...]
    effects: tuple[Effect, ...]
    cost_minor: int
    cost_days: int
    present_minor: int
    minimum_minor: int
    chance_ppm: int | None
    sells: str
    risk: int
    credit: CreditUse
    passes: frozenset[str]
    trigger: Measure | None
    excludes: frozenset[str]
    valid_from: date | None
    valid_to: date | None
    factor: Aspect
    level: Aspect
    points: Mapping[str, tuple[str, ...]]
    documents: Mapping[str, tuple[str, ...]]

    @cached_property
    def sources(self) -> frozenset[Source]:
        """Return whose money it moves: that of the customer's accounts, not what is elsewhere."""
        found = {e.source for e in self.effects if e.verb is Verb.MOVE and e.source is not None}
        return frozenset(found - {Source.OUTSIDE})


def read(written: WrittenOffer, digits: int) -> Offer:
    """The offer, for a currency with so many digits. Raises Wrong with what is wrong."""
    if not written.code or not set(written.code) <= _CODE:
        raise Wrong("code", "offer_code", written.code)
    if not written.names.get("en"):
        raise Wrong("name", "missing")
    if written.valid_from and written.valid_to and written.valid_to < written.valid_from:
        raise Wrong("valid_to", "period")
    return Offer(
        code=written.code,
        names=written.names,
        family=OfferFamily(_one_of("family", written.family, tuple(OfferFamily))),
        move=Move(_one_of("move", written.move, tuple(Move))),
        conditions=_conditions(written.when, digits),
        effects=effects.read_all(written.effects, digits),
        cost_minor=_amount("cost", written.cost, digits),
        cost_days=_days(written.cost_days),
        present_minor=_amount("presenting", written.presenting, digits),
        minimum_minor=_amount("minimum", written.minimum, digits),
        chance_ppm=_chance(written.chance),
        sells=written.sells,
        risk=_RISKS.index(_one_of("risk", written.risk, _RISKS)),
        credit=CreditUse(_one_of("credit", written.credit, tuple(CreditUse))),
        passes=_passes(written.passes),
        trigger=_trigger(written.trigger),
        excludes=frozenset(written.excludes.split()),
        valid_from=written.valid_from,
        valid_to=written.valid_to,
        factor=Aspect(_one_of("factor", written.factor, FACTORS)),
        level=Aspect(_one_of("level", written.level, LEVELS)),
        points=written.points,
        documents=written.documents,
    )


def check_limits(written: WrittenOffer) -> None:
    """Raise Wrong for a text too long or with control characters, and for days out of range.

    Conditions that nobody can meet together are refused as well. It is asked where an offer comes
    in; what is in the book already is read without it.
    """
    one = ((name, getattr(written, name)) for name in ("code", *_WORDS))
    by_language = (
        (name, text)
        for name, texts in (("points", written.points), ("documents", written.documents))
        for lines in texts.values()
        for text in lines
    )
    names = (("name", text) for pair in written.names.items() for text in pair)
    for name, text in (*one, *names, *by_language, *_lines(written)):
        if fault := limits.text_fault(name, text):
            raise Wrong(name, fault.code, fault.detail)
    for name, day in (("valid_from", written.valid_from), ("valid_to", written.valid_to)):
        if day and (fault := limits.day_fault(name, day.toordinal(), day.toordinal())):
            raise Wrong(name, fault.code, fault.detail)
    if fault := limits.whole_fault("cost_days", _days(written.cost_days)):
        raise Wrong("cost_days", fault.code, fault.detail)
    place = conditions.find_contradiction(_conditions(written.when, 0))
    if place is not None:
        raise Wrong("when", "contradiction", written.when[place])


def _lines(written: WrittenOffer) -> Iterator[tuple[str, str]]:
    yield from (("when", text) for text in written.when)
    yield from (("effects", text) for text in written.effects)


def _passes(text: str) -> frozenset[str]:
    return frozenset(_one_of("passes", word, PASSES) for word in text.split())


def _conditions(when: Sequence[str], digits: int) -> tuple[Condition, ...]:
    if not when:
        raise Wrong("when", "missing")
    return tuple(conditions.read(text, digits) for text in when)


def _one_of(name: str, text: str, known: Sequence[str]) -> str:
    if text not in known:
        raise Wrong(name, "code", text)
    return text


def _decimal(name: str, text: str) -> Decimal:
    try:
        number = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        raise Wrong(name, "number", text) from None
    if not number.is_finite() or number.copy_abs() > _MOST:
        raise Wrong(name, "number", text)
    return number


def _amount(name: str, text: str, digits: int) -> int:
    minor = _decimal(name, text or "0").scaleb(digits)
    if not 0 <= minor < _MOST:
        raise Wrong(name, "negative" if minor < 0 else "number", text)
    return round(minor)


def _days(text: str) -> int:
    number = _decimal("cost_days", text or str(YEAR_DAYS))
    if number < 1 or number != int(number):
        raise Wrong("cost_days", "whole", text)
    return int(number)


def _chance(text: str) -> int | None:
    """A probability: between 0 and 1, or in percent."""
    if not text:
        return None
    number = _decimal("chance", text.rstrip("% ")) / (100 if text.strip().endswith("%") else 1)
    if not 0 < number < 1:
        raise Wrong("chance", "probability", text)
    return int(number * _MILLION)


def _trigger(text: str) -> Measure | None:
    if not text:
        return None
    if text not in BY_NAME or unit(BY_NAME[text]) is not Unit.DAYS:
        raise Wrong("trigger", "no_days", text)
    return BY_NAME[text]
