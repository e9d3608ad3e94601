"""An item of the catalogue, read from data."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from rmdesk.offers.conditions import MONEY, WORDS, Condition, Facts, Measure, Op
from rmdesk.terms import Move, OfferFamily

YEAR_DAYS = 365
_PERCENT = 10_000
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Expected:
    """What a yes brings in its first year, in minor units.

    `yearly_minor` as it stands; of a measure of money `share_ppm` × `rate_ppm`; of a measure that
    counts `each_minor` for every one.
    """

    yearly_minor: int = 0
    base: Measure | None = None
    share_ppm: int = _MILLION
    rate_ppm: int = _MILLION
    each_minor: int = 0

    def of(self, facts: Facts) -> int:
        """The amount for one customer."""
        base = facts.numbers.get(self.base, 0) if self.base else 0
        if self.each_minor:
            return self.yearly_minor + base * self.each_minor
        return self.yearly_minor + base * self.share_ppm * self.rate_ppm // _MILLION**2


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be offered, to whom, and what it is worth.

    `names` is by language code; `sells` the product (or kind of product) it is about, `risk` that
    product's class 1 to 5 (0 for none); `credit` marks what adds to the customer's debt; `trigger`
    the measure in days that makes it urgent when 14 or fewer are left. Costs in minor units; what
    a yes costs is spread over `cost_days`.
    """

    code: str
    names: Mapping[str, str]
    family: OfferFamily
    move: Move
    conditions: tuple[Condition, ...]
    expected: Expected
    cost_minor: int
    cost_days: int
    present_minor: int
    sells: str
    risk: int
    credit: bool
    trigger: Measure | None
    factor: str
    level: str


def from_data(data: Mapping[str, object], digits: int) -> Offer:
    """An offer of the catalogue file; `digits` are the currency's decimals.

    Raises ValueError or KeyError with what is wrong.
    """
    names = data["name"]
    if not isinstance(names, Mapping) or "en" not in names:
        raise ValueError("name needs at least an entry en")
    conditions = data.get("when", [])
    if not isinstance(conditions, list):
        raise ValueError("when must be a list")
    return Offer(
        code=str(data["code"]),
        names={str(k): str(v) for k, v in names.items()},
        family=OfferFamily(str(data["family"])),
        move=Move(str(data["move"])),
        conditions=tuple(_condition(c, digits) for c in conditions),
        expected=_expected(data.get("expected", {}), digits),
        cost_minor=_scaled(data.get("cost", 0), 10**digits),
        cost_days=_scaled(data.get("cost_days", YEAR_DAYS), 1),
        present_minor=_scaled(data.get("presenting", 0), 10**digits),
        sells=str(data.get("sells", "")),
        risk=int(str(data.get("risk", "R0"))[1:]),
        credit=bool(data.get("credit", False)),
        trigger=Measure(str(data["trigger"])) if "trigger" in data else None,
        factor=str(data["factor"]),
        level=str(data["level"]),
    )


def _condition(data: object, digits: int) -> Condition:
    if not isinstance(data, list) or len(data) != 3:
        raise ValueError('a condition is ["measure", "op", value]')
    measure, op, value = Measure(str(data[0])), Op(str(data[1])), data[2]
    if measure in WORDS:
        return Condition(measure, op, str(value))
    return Condition(measure, op, _scaled(value, _unit(measure, digits)))


def _unit(measure: Measure, digits: int) -> int:
    if measure in MONEY:
        return int(10**digits)
    return _PERCENT if measure is Measure.CONTRIBUTION_FALL else 1


def _expected(data: object, digits: int) -> Expected:
    if not isinstance(data, Mapping):
        raise ValueError("expected must be a table")
    return Expected(
        yearly_minor=_scaled(data.get("yearly", 0), 10**digits),
        base=Measure(str(data["base"])) if "base" in data else None,
        share_ppm=_scaled(data.get("share", 100), _PERCENT),
        rate_ppm=_scaled(data.get("rate", 100), _PERCENT),
        each_minor=_scaled(data.get("each", 0), 10**digits),
    )


def _scaled(value: object, unit: int) -> int:
    return int(Decimal(str(value)) * unit)
