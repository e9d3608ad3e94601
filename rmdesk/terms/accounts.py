"""Products, accounts and what moves on them."""

from enum import IntEnum, StrEnum


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


class AssetClass(StrEnum):
    """What a supervisor's rules make of a loan, the best first; an account may have none.

    The five classes of the Chinese rules on risk classification of 2023, under which the last
    three are in default. They are not a scale of default probabilities: that is the rating's.
    """

    NORMAL = "normal"
    SPECIAL_MENTION = "special_mention"
    SUBSTANDARD = "substandard"
    DOUBTFUL = "doubtful"
    LOSS = "loss"

    @property
    def rank(self) -> int:
        """How bad it is: 0 for the best."""
        return list(AssetClass).index(self)

    @property
    def is_watch(self) -> bool:
        """Whether lending more is out of the question: special mention or worse."""
        return self is not AssetClass.NORMAL

    @property
    def is_default(self) -> bool:
        """Whether it is in default: substandard or worse."""
        return self.rank >= AssetClass.SUBSTANDARD.rank


class Schedule(StrEnum):
    """How a loan is paid back: in equal payments, in equal parts of principal, or at its end."""

    LEVEL = "level"
    STRAIGHT = "straight"
    BULLET = "bullet"


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


class ReversalKind(IntEnum):
    """Whether a transaction reverses another one, and if so all of it."""

    NONE = 0
    WHOLE = 1
    PART = 2
