"""What an offer is tied to: a measure of the customer, compared with a value."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from math import inf

from rmdesk.offers.measures import BY_NAME, ONE_WORD, Facts, Measure, Unit, unit
from rmdesk.offers.wrong import Wrong

_PERCENT = 10_000
_MOST = 10**12


class Op(StrEnum):
    """How a measure is compared."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    IS = "is"
    IS_NOT = "is_not"


_OPS = {op.value: op for op in Op}


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison. Money in `value` is minor units, shares are millionths."""

    measure: Measure
    op: Op
    value: int | str


@dataclass(frozen=True, slots=True)
class Reason:
    """A condition that holds, with the figure found."""

    measure: Measure
    op: Op
    value: int | str
    figure: int | None = None


def holds(condition: Condition, facts: Facts) -> Reason | None:
    """The reason that a condition gives, None where it does not hold or nothing is known."""
    return _reason(condition, facts) if is_met(condition, facts) else None


def is_met(condition: Condition, facts: Facts) -> bool:
    """Return whether a condition holds; one on what is not known of a customer does not."""
    op, value = condition.op, condition.value
    if isinstance(value, str):
        return (value in facts.words.get(condition.measure, ())) == (op is Op.IS)
    figure = facts.numbers.get(condition.measure)
    if figure is None:
        return False
    if op is Op.AT_LEAST:
        return figure >= value
    if op is Op.AT_MOST:
        return figure <= value
    return (figure == value) == (op is Op.IS)


def _reason(condition: Condition, facts: Facts) -> Reason:
    measure, value = condition.measure, condition.value
    if isinstance(value, str):
        figure = facts.shares.get(value) if measure is Measure.MISSES else None
    else:
        figure = facts.numbers[measure]
    return Reason(measure, condition.op, value, figure)


def reasons(conditions: tuple[Condition, ...], facts: Facts) -> tuple[Reason, ...] | None:
    """The reasons where every condition holds, else None."""
    for condition in conditions:
        if not is_met(condition, facts):
            return None
    return tuple(_reason(condition, facts) for condition in conditions)


def find_contradiction(conditions: Sequence[Condition]) -> int | None:
    """Return the place of the first condition that nobody meets together with those before it.

    Bounds that exclude each other are found, and a word that is asked for and ruled out, or two
    words asked for of a measure that has one only.
    """
    for place, condition in enumerate(conditions):
        if any(_excludes(condition, before) for before in conditions[:place]):
            return place
    return None


def _excludes(one: Condition, other: Condition) -> bool:
    if one.measure is not other.measure:
        return False
    if isinstance(one.value, str) or isinstance(other.value, str):
        if one.op is other.op is Op.IS:
            return one.value != other.value and one.measure in ONE_WORD
        return one.value == other.value and one.op is not other.op
    one_low, one_high = _bounds(one.op, one.value)
    low, high = _bounds(other.op, other.value)
    if Op.IS_NOT in (one.op, other.op):
        return one.value == other.value and Op.IS in (one.op, other.op)
    return max(one_low, low) > min(one_high, high)


def _bounds(op: Op, value: int) -> tuple[float, float]:
    if op is Op.AT_LEAST:
        return value, inf
    if op is Op.AT_MOST:
        return -inf, value
    return value, value


def read(text: str, digits: int) -> Condition:
    """A condition as it is written: `idle_balance at_least 50000`, `holds is_not wealth`.

    Money is in units of a currency with so many digits, shares in percent. Raises Wrong.
    """
    name, _, rest = text.strip().partition(" ")
    how, _, value = rest.strip().partition(" ")
    value = value.strip()
    if name not in BY_NAME:
        raise Wrong("when", "no_measure", name)
    if how not in _OPS:
        raise Wrong("when", "no_comparison", how or text)
    measure, op = BY_NAME[name], _OPS[how]
    if unit(measure) is Unit.WORDS:
        if op not in (Op.IS, Op.IS_NOT) or not value:
            raise Wrong("when", "words_compared", text)
        return Condition(measure, op, value)
    return Condition(measure, op, _number(value, text, measure, digits))


def _number(value: str, text: str, measure: Measure, digits: int) -> int:
    try:
        number = Decimal(value.replace(",", "").rstrip("% "))
    except InvalidOperation:
        raise Wrong("when", "no_number", text) from None
    if not number.is_finite() or number.copy_abs() > _MOST:
        raise Wrong("when", "no_number", text)
    return round(number * scale(measure, digits))


def scale(measure: Measure, digits: int) -> int:
    """How many of the units that facts are in make one of those that people write."""
    if unit(measure) is Unit.MONEY:
        return int(10**digits)
    return _PERCENT if unit(measure) is Unit.SHARE else 1
