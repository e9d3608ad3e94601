"""The trade's words as codes: stored, sent as data, and never shown as they stand.

What a person reads for a code is in `rmdesk.i18n.words`. Values are stable: they stand in
stores, exports and profiles.
"""

from enum import StrEnum


class CustomerKind(StrEnum):
    """What a customer is in law."""

    PERSON = "person"
    ORGANISATION = "organisation"


class Sex(StrEnum):
    """As the identity document says it."""

    FEMALE = "female"
    MALE = "male"


class Stage(StrEnum):
    """Where a customer stands in the lifecycle, in the order of the road."""

    TARGET = "target"
    PROSPECT = "prospect"
    CUSTOMER = "customer"
    AFTER_SALES = "after_sales"
    DORMANT = "dormant"
    LOST = "lost"


class ContactChannel(StrEnum):
    """A way to reach a customer that consent may allow or not."""

    PHONE = "phone"
    MESSAGE = "message"
    EMAIL = "email"
    POST = "post"
    VISIT = "visit"


class RiskClass(StrEnum):
    """How much investment risk a customer was assessed to bear, least to most."""

    C1 = "C1"
    C2 = "C2"
    C3 = "C3"
    C4 = "C4"
    C5 = "C5"


class RelationKind(StrEnum):
    """What the first customer is to the second one."""

    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    GUARANTOR = "guarantor"
    GUARANTEED = "guaranteed"
    GROUP_COMPANY = "group_company"
    OWNER = "owner"
    OWNED = "owned"
    AUTHORISED = "authorised"
    PRINCIPAL = "principal"
    INTRODUCER = "introducer"
    INTRODUCED = "introduced"
    PARTNER = "partner"

    @property
    def inverse(self) -> "RelationKind":
        """The same relation, told from the other side."""
        return _INVERSE.get(self, self)


_PAIRS = (
    (RelationKind.PARENT, RelationKind.CHILD),
    (RelationKind.GUARANTOR, RelationKind.GUARANTEED),
    (RelationKind.OWNER, RelationKind.OWNED),
    (RelationKind.AUTHORISED, RelationKind.PRINCIPAL),
    (RelationKind.INTRODUCER, RelationKind.INTRODUCED),
)
_INVERSE = dict(_PAIRS) | {b: a for a, b in _PAIRS}


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


class AccountStatus(StrEnum):
    """Whether an account runs, and how."""

    OPEN = "open"
    CLOSED = "closed"
    IN_ARREARS = "in_arrears"
    WRITTEN_OFF = "written_off"


class TransactionKind(StrEnum):
    """What a posting is for. Fees and penalties are the bank's income, interest its cost."""

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
    OTHER = "other"


class Cause(StrEnum):
    """Why a balance moved where no posting says so."""

    OPENING = "opening"
    SNAPSHOT = "snapshot"
    DIFFERENCE = "difference"
    CLOSING = "closing"
    SCHEDULE = "schedule"


FEE_KINDS = (TransactionKind.FEE, TransactionKind.PENALTY)
AUTOMATIC_KINDS = (
    TransactionKind.INTEREST,
    TransactionKind.FEE,
    TransactionKind.PENALTY,
)


class TransactionChannel(StrEnum):
    """How a posting came in; it decides what it costs."""

    BRANCH = "branch"
    ATM = "atm"
    CARD = "card"
    ONLINE = "online"
    MOBILE = "mobile"
    AUTOMATIC = "automatic"


class InteractionKind(StrEnum):
    """What the manager did with a customer."""

    CALL = "call"
    VISIT = "visit"
    MEETING = "meeting"
    MESSAGE = "message"
    EMAIL = "email"
    EVENT = "event"
    GIFT = "gift"


class Direction(StrEnum):
    """Who began an interaction."""

    OUT = "out"
    IN = "in"


class Outcome(StrEnum):
    """How an interaction ended."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    INTERESTED = "interested"
    NOT_NOW = "not_now"
    AGREED = "agreed"
    COMPLAINT = "complaint"


class FollowUpStatus(StrEnum):
    """What became of a follow-up."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class Recurrence(StrEnum):
    """How often a follow-up comes again."""

    NONE = ""
    DAILY = "daily"
    WEEKDAYS = "weekdays"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    MONTH_END = "month_end"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


class ProposalStatus(StrEnum):
    """What became of a suggestion that was presented."""

    PRESENTED = "presented"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"


class DeclineReason(StrEnum):
    """Why a customer said no."""

    NO_NEED = "no_need"
    PRICE = "price"
    TIMING = "timing"
    COMPETITOR = "competitor"
    TRUST = "trust"
    OTHER = "other"


class OfferFamily(StrEnum):
    """The four ways to give more than expected."""

    PROFESSIONAL_SERVICE = "professional_service"
    CREATIVE_SOLUTION = "creative_solution"
    BETTER_PRICE = "better_price"
    SURPRISE = "surprise"


class Move(StrEnum):
    """What an offer does for the relationship."""

    ACQUIRE = "acquire"
    REPEAT = "repeat"
    UPGRADE = "upgrade"
    CROSS_SELL = "cross_sell"
    RETAIN = "retain"
    THANK = "thank"


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


class Section(StrEnum):
    """The sections of Today, most pressing first."""

    OVERDUE = "overdue"
    TODAY = "today"
    MISSED_INSTALMENT = "missed_instalment"
    LARGE_MOVEMENT = "large_movement"
    MATURITY = "maturity"
    INSTALMENT = "instalment"
    BIRTHDAY = "birthday"
    EXPIRY = "expiry"
    OUT_OF_TOUCH = "out_of_touch"
    UPCOMING = "upcoming"


class SortKey(StrEnum):
    """By what the customer list is sorted."""

    CONTRIBUTION = "contribution"
    NAME = "name"
    LAST_CONTACT = "last_contact"
    NEXT_FOLLOW_UP = "next_follow_up"
    TIER = "tier"
    STAGE = "stage"


class Act(StrEnum):
    """One thing done that can be taken back as a whole."""

    LOG = "log"
    FOLLOW_UP = "follow_up"
    EDIT_FOLLOW_UP = "edit_follow_up"
    COMPLETE = "complete"
    NO_ANSWER = "no_answer"
    SNOOZE = "snooze"
    CANCEL = "cancel"
    NEW_CUSTOMER = "new_customer"
    EDIT_CUSTOMER = "edit_customer"
    ARCHIVE = "archive"
    EDIT_RATES = "edit_rates"
    NEW_CONTACT = "new_contact"
    EDIT_CONTACT = "edit_contact"
    REMOVE_CONTACT = "remove_contact"
    NEW_RELATION = "new_relation"
    REMOVE_RELATION = "remove_relation"
    PRESENT = "present"
    ACCEPT = "accept"
    DECLINE = "decline"
    LAPSE = "lapse"
    IMPORT = "import"
    SET_UP = "set_up"
    UNDO = "undo"
