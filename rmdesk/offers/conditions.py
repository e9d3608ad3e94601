"""What an offer is tied to: a measure of the customer, compared with a value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Measure(StrEnum):
    """What can be asked of a customer. Money is in minor units, falls in millionths."""

    KIND = "kind"
    STAGE = "stage"
    TIER = "tier"
    TAG = "tag"
    HOLDS = "holds"
    IDLE_BALANCE = "idle_balance"
    CURRENT_BALANCE = "current_balance"
    DEPOSITS = "deposits"
    LOANS = "loans"
    ASSETS = "assets"
    CONTRIBUTION = "contribution"
    CONTRIBUTION_FALL = "contribution_fall"
    SALARY = "salary"
    LARGEST_CREDIT = "largest_credit"
    FEES_PAID = "fees_paid"
    PENALTIES = "penalties"
    BRANCH_VISITS = "branch_visits"
    DAYS_TO_MATURITY = "days_to_maturity"
    LOAN_DAYS_LEFT = "loan_days_left"
    DAYS_TO_BIRTHDAY = "days_to_birthday"
    DAYS_TO_ANNIVERSARY = "days_to_anniversary"
    DAYS_TO_RISK_EXPIRY = "days_to_risk_expiry"
    DAYS_SILENT = "days_silent"
    TENURE = "tenure"
    AGE = "age"
    HEADCOUNT = "headcount"
    INTRODUCED = "introduced"
    ACCEPTED = "accepted"


MONEY = frozenset(
    {
        Measure.IDLE_BALANCE,
        Measure.CURRENT_BALANCE,
        Measure.DEPOSITS,
        Measure.LOANS,
        Measure.ASSETS,
        Measure.CONTRIBUTION,
        Measure.SALARY,
        Measure.LARGEST_CREDIT,
        Measure.FEES_PAID,
    }
)
WORDS = frozenset({Measure.KIND, Measure.STAGE, Measure.TIER, Measure.TAG, Measure.HOLDS})


class Op(StrEnum):
    """How a measure is compared."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    IS = "is"
    IS_NOT = "is_not"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one customer. A number that is not known is left out.

    `words` has for each measure of words what holds: the kind, the stage, all tags, and the
    products and kinds of product held.
    """

    numbers: Mapping[Measure, int] = field(default_factory=dict)
    words: Mapping[Measure, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison. Money in `value` is minor units."""

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
    measure, op, value = condition.measure, condition.op, condition.value
    if measure in WORDS:
        there = value in facts.words.get(measure, frozenset())
        return Reason(measure, op, value) if there == (op is Op.IS) else None
    figure = facts.numbers.get(measure)
    if figure is None or not isinstance(value, int):
        return None
    fits = {
        Op.AT_LEAST: figure >= value,
        Op.AT_MOST: figure <= value,
        Op.IS: figure == value,
        Op.IS_NOT: figure != value,
    }[op]
    return Reason(measure, op, value, figure) if fits else None


def reasons(conditions: tuple[Condition, ...], facts: Facts) -> tuple[Reason, ...] | None:
    """The reasons where every condition holds, else None."""
    found = []
    for condition in conditions:
        reason = holds(condition, facts)
        if reason is None:
            return None
        found.append(reason)
    return tuple(found)
