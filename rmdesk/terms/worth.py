"""The parts of contribution, and the ways to look at it."""

from enum import StrEnum


class Component(StrEnum):
    """The parts of contribution, in the order in which they are shown.

    The capital charge is none of them: it is shown apart, below the contribution.
    """

    DEPOSIT_MARGIN = "deposit_margin"
    LOAN_MARGIN = "loan_margin"
    ASSET_FEES = "asset_fees"
    FEES = "fees"
    ACTIVITY_COST = "activity_cost"
    TRANSACTION_COST = "transaction_cost"
    ACCOUNT_COST = "account_cost"
    OFFER_COST = "offer_cost"
    OVERHEAD = "overhead"
    TAX = "tax"
    EXPECTED_LOSS = "expected_loss"
    CAPITAL_CHARGE = "capital_charge"


INCOME = (
    Component.DEPOSIT_MARGIN,
    Component.LOAN_MARGIN,
    Component.ASSET_FEES,
    Component.FEES,
)
# Tax is no cost here: it is taken from the income, as in a bank's own cost-income ratio.
COSTS = (
    Component.ACTIVITY_COST,
    Component.TRANSACTION_COST,
    Component.ACCOUNT_COST,
    Component.OFFER_COST,
    Component.OVERHEAD,
)


class SurvivalModel(StrEnum):
    """What the chance that a customer stays is estimated from."""

    CLOSURES = "closures"
    ACTIVITY = "activity"
    ASSUMED = "assumed"


class ChangeCause(StrEnum):
    """Why a contribution changed from one period to another."""

    VOLUME = "volume"
    RATE = "rate"
    MIX = "mix"
    CURRENCY = "currency"
    OTHER = "other"


class ValueView(StrEnum):
    """By what a contribution is broken down."""

    COMPONENT = "component"
    PRODUCT = "product"
    MONTH = "month"
    TRANSACTION = "transaction"
    ACTIVITY = "activity"
