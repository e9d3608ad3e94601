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
# Tax is not a cost here: it is taken from the income, as in a bank's own cost-income ratio.
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


class MoneySide(StrEnum):
    """Which side of the bank money is on: owed to customers, owed by them, or only managed."""

    DEPOSITS = "deposits"
    LOANS = "loans"
    INVESTMENTS = "investments"


class ChangeCause(StrEnum):
    """Why a contribution changed from one period to another, in the order that is shown.

    Volume, rate and mix are of one side of the bank each: deposits never make up for loans.
    """

    DEPOSIT_VOLUME = "deposit_volume"
    DEPOSIT_RATE = "deposit_rate"
    DEPOSIT_MIX = "deposit_mix"
    LOAN_VOLUME = "loan_volume"
    LOAN_RATE = "loan_rate"
    LOAN_MIX = "loan_mix"
    INVESTMENT_VOLUME = "investment_volume"
    INVESTMENT_RATE = "investment_rate"
    INVESTMENT_MIX = "investment_mix"
    CURRENCY = "currency"
    FEES = "fees"
    SERVICE_COST = "service_cost"
    OFFER_COST = "offer_cost"
    TAX = "tax"
    EXPECTED_LOSS = "expected_loss"
    CAPITAL = "capital"


class ValueView(StrEnum):
    """By what a contribution is broken down."""

    COMPONENT = "component"
    PRODUCT = "product"
    MONTH = "month"
    TRANSACTION = "transaction"
    ACTIVITY = "activity"
