"""What an offer is expected to bring: a formula over measures, reckoned exactly.

`40% * idle_balance * 0.45% + 60`: money in units of the book's currency, shares as fractions (30 %
is 0.3), the rest as it is counted. Known are + - * / brackets, min, max and numbers, also in
percent. A measure that is not known of a customer counts as nothing.
"""

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from rmdesk.offers.measures import BY_NAME, Facts, Measure, Unit, unit
from rmdesk.offers.wrong import Wrong

FIELD = "effects"
_MILLION = 1_000_000
_MOST = 10**15
_PERCENT = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s*%(?!\s*[\w(.])")
_NAME = re.compile(r"[a-z_]+")
_LONGEST = 400
_OPERATORS: Mapping[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b if b else Fraction(0),
}
_FUNCTIONS: Mapping[str, Callable[..., Fraction]] = {"min": min, "max": max}
_Reckon = Callable[[Facts], Fraction]


@dataclass(frozen=True)
class Formula:
    """A formula that was read, for a currency with so many digits."""

    text: str
    digits: int

    def exact(self, facts: Facts) -> Fraction:
        """Return the exact value for one customer: an amount in minor units, at most 10¹⁵ of them.

        With no digits it is a plain number, as a share is.
        """
        value = _read(self.text, self.digits)(facts) * Fraction(10) ** self.digits
        return max(Fraction(-_MOST), min(Fraction(_MOST), value))


def read(text: str, digits: int) -> Formula:
    """A formula as it is written. Raises Wrong."""
    if not text.strip():
        raise Wrong(FIELD, "missing")
    _read(text, digits)
    return Formula(text, digits)


@lru_cache(maxsize=1024)
def _read(text: str, digits: int) -> _Reckon:
    if len(text) > _LONGEST:
        raise Wrong(FIELD, "formula", text[:40] + "…")
    try:
        tree = ast.parse(_PERCENT.sub(r"(\1 / 100)", text.strip()), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise Wrong(FIELD, "formula", text) from None
    return _reckoner(tree.body, text, digits)


def _reckoner(node: ast.expr, text: str, digits: int) -> _Reckon:
    match node:
        case ast.Constant(value=int() | float()) if not isinstance(node.value, bool):
            number = _constant(node, text)
            return lambda _facts: number
        case ast.Name(id=name):
            return _measure(name, digits)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = _reckoner(operand, text, digits)
            return lambda facts: -inner(facts)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            apply = _OPERATORS[type(op)]
            first, second = (_reckoner(side, text, digits) for side in (left, right))
            return lambda facts: apply(first(facts), second(facts))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _FUNCTIONS:
            if len(args) < 2:
                raise Wrong(FIELD, "formula", text)
            choose, parts = _FUNCTIONS[name], [_reckoner(a, text, digits) for a in args]
            return lambda facts: choose(part(facts) for part in parts)
    raise Wrong(FIELD, "formula", text)


def _constant(node: ast.Constant, text: str) -> Fraction:
    try:
        return Fraction(str(node.value))
    except (ValueError, OverflowError):
        raise Wrong(FIELD, "formula", text) from None


def _measure(name: str, digits: int) -> _Reckon:
    if name not in BY_NAME or unit(BY_NAME[name]) is Unit.WORDS:
        raise Wrong(FIELD, "no_measure", name)
    measure = BY_NAME[name]
    scale = {Unit.MONEY: 10**digits, Unit.SHARE: _MILLION}.get(unit(measure), 1)
    return lambda facts: Fraction(facts.numbers.get(measure, 0), scale)


def list_measures(text: str) -> tuple[Measure, ...]:
    """Return the measures that a formula names, each once, in their order."""
    names = dict.fromkeys(_NAME.findall(text))
    return tuple(BY_NAME[name] for name in names if name in BY_NAME)
