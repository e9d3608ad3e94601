"""What an offer is expected to bring: a formula over measures, reckoned exactly.

`40% * idle_balance * 0.45% + 60`: money in units of the book's currency, shares as fractions (30 %
is 0.3), the rest as it is counted. Known are + - * / brackets, min, max and numbers, also in
percent. A measure that is not known of a customer counts as nothing.
"""

import ast
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, reduce

from rmdesk.offers.measures import BY_NAME, Facts, Measure, Unit, unit
from rmdesk.offers.wrong import Wrong

FIELD = "effects"
_MILLION = 1_000_000
_MOST = 10**15
_PERCENT = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s*%(?!\s*[\w(.])")
_NAME = re.compile(r"[a-z_]+")
_LONGEST = 400
# A number as numerator and denominator (above zero), not reduced: a formula is reduced once.
_Pair = tuple[int, int]
_Reckon = Callable[[Facts], _Pair]
_NOTHING: _Pair = (0, 1)


def _divide(a: _Pair, b: _Pair) -> _Pair:
    if not b[0]:
        return _NOTHING
    return (a[0] * b[1], a[1] * b[0]) if b[0] > 0 else (-a[0] * b[1], -a[1] * b[0])


_OPERATORS: Mapping[type[ast.operator], Callable[[_Pair, _Pair], _Pair]] = {
    ast.Add: lambda a, b: (a[0] * b[1] + b[0] * a[1], a[1] * b[1]),
    ast.Sub: lambda a, b: (a[0] * b[1] - b[0] * a[1], a[1] * b[1]),
    ast.Mult: lambda a, b: (a[0] * b[0], a[1] * b[1]),
    ast.Div: _divide,
}


def _least(parts: Iterable[_Pair]) -> _Pair:
    return reduce(lambda a, b: b if b[0] * a[1] < a[0] * b[1] else a, parts)


def _most(parts: Iterable[_Pair]) -> _Pair:
    return reduce(lambda a, b: b if b[0] * a[1] > a[0] * b[1] else a, parts)


_FUNCTIONS: Mapping[str, Callable[[Iterable[_Pair]], _Pair]] = {"min": _least, "max": _most}


@dataclass(frozen=True)
class Formula:
    """A formula that was read, for a currency with so many digits."""

    text: str
    digits: int

    def exact(self, facts: Facts) -> Fraction:
        """Return the exact value for one customer: an amount in minor units, at most 10¹⁵ of them.

        With no digits it is a plain number, as a share is.
        """
        numerator, denominator = _read(self.text, self.digits)(facts)
        numerator *= 10**self.digits
        if abs(numerator) > _MOST * denominator:
            return Fraction(_MOST if numerator > 0 else -_MOST)
        return Fraction(numerator, denominator)


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
            return lambda facts: _negate(inner(facts))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            apply = _OPERATORS[type(op)]
            first, second = (_reckoner(side, text, digits) for side in (left, right))
            if not _NAME.search(f"{ast.unparse(left)} {ast.unparse(right)}"):
                known = apply(first(Facts()), second(Facts()))
                return lambda _facts: known
            return lambda facts: apply(first(facts), second(facts))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _FUNCTIONS:
            if len(args) < 2:
                raise Wrong(FIELD, "formula", text)
            choose, parts = _FUNCTIONS[name], [_reckoner(a, text, digits) for a in args]
            return lambda facts: choose(part(facts) for part in parts)
    raise Wrong(FIELD, "formula", text)


def _negate(pair: _Pair) -> _Pair:
    return -pair[0], pair[1]


def _constant(node: ast.Constant, text: str) -> _Pair:
    try:
        return Fraction(str(node.value)).as_integer_ratio()
    except (ValueError, OverflowError):
        raise Wrong(FIELD, "formula", text) from None


def _measure(name: str, digits: int) -> _Reckon:
    if name not in BY_NAME or unit(BY_NAME[name]) is Unit.WORDS:
        raise Wrong(FIELD, "no_measure", name)
    measure = BY_NAME[name]
    scale = {Unit.MONEY: 10**digits, Unit.SHARE: _MILLION}.get(unit(measure), 1)
    return lambda facts: (facts.numbers.get(measure, 0), scale)


@lru_cache(maxsize=1024)
def list_measures(text: str) -> tuple[Measure, ...]:
    """Return the measures that a formula names, each once, in their order."""
    names = dict.fromkeys(_NAME.findall(text))
    return tuple(BY_NAME[name] for name in names if name in BY_NAME)
