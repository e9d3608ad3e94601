"""The parts of contribution, and the ways to look at it."""

from enum import StrEnum


class Component(StrEnum):
    """The parts of contribution, in the order in which they are shown."""

    DEPOSIT_MARGIN = "deposit_margin"
    LOAN_MARGIN = "loan_margin"
    ASSET_FEES = "asset_fees"
    FEES = "fees"
    ACTIVITY_COST = "activity_cost"
    TRANSACTION_COST = "transaction_cost"


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
    OTHER = "other"


class ValueView(StrEnum):
    """By what a contribution is broken down."""

    COMPONENT = "component"
    PRODUCT = "product"
    MONTH = "month"
    TRANSACTION = "transaction"
    ACTIVITY = "activity"
