"""Products, accounts and what moves on them."""

from enum import StrEnum


class ProductKind(StrEnum):
    """What a product is, and with it which component its margin belongs to."""

    CURRENT = "current"
    TERM_DEPOSIT = "term_deposit"
    LOAN = "loan"
    CARD = "card"
    WEALTH = "wealth"
    INSURANCE = "insurance"


class InterestMode(StrEnum):
    """Where an account's interest comes from: its rate, or the interest postings."""

    RATE = "rate"
    POSTED = "posted"


class Pricing(StrEnum):
    """Whether a contract keeps the rates of the day it began, or follows its product's."""

    FIXED = "fixed"
    FLOATING = "floating"


class AccountStatus(StrEnum):
    """Whether an account runs, and how."""

    OPEN = "open"
    CLOSED = "closed"
    IN_ARREARS = "in_arrears"
    WRITTEN_OFF = "written_off"


class TransactionKind(StrEnum):
    """What a posting is for.

    Fees and penalties are the bank's income, interest is its cost; tax only passes through.
    """

    CASH = "cash"
    TRANSFER = "transfer"
    CARD = "card"
    SALARY = "salary"
    PENSION = "pension"
    HOUSEHOLD = "household"
    INSURANCE = "insurance"
    LOAN_PAYMENT = "loan_payment"
    INVESTMENT = "investment"
    INTEREST = "interest"
    FEE = "fee"
    PENALTY = "penalty"
    TAX = "tax"
    OTHER = "other"


class Cause(StrEnum):
    """Why a balance moved where no posting says so; `running` is the account itself."""

    OPENING = "opening"
    SNAPSHOT = "snapshot"
    DIFFERENCE = "difference"
    CLOSING = "closing"
    SCHEDULE = "schedule"
    RUNNING = "running"


FEE_KINDS = (TransactionKind.FEE, TransactionKind.PENALTY)
AUTOMATIC_KINDS = (
    TransactionKind.INTEREST,
    TransactionKind.FEE,
    TransactionKind.PENALTY,
    TransactionKind.TAX,
)


class TransactionChannel(StrEnum):
    """How a posting came in; it decides what it costs."""

    BRANCH = "branch"
    ATM = "atm"
    CARD = "card"
    ONLINE = "online"
    MOBILE = "mobile"
    AUTOMATIC = "automatic"
