"""What the manager does: talks, follow-ups, offers and what became of them."""

from enum import StrEnum

from rmdesk.terms.customers import ContactChannel


class InteractionKind(StrEnum):
    """What the manager did with a customer."""

    CALL = "call"
    VISIT = "visit"
    MEETING = "meeting"
    MESSAGE = "message"
    EMAIL = "email"
    EVENT = "event"
    GIFT = "gift"

    @property
    def channel(self) -> ContactChannel | None:
        """The channel by which the customer was reached; None for a gift."""
        return _CHANNELS.get(self)


_CHANNELS = {
    InteractionKind.CALL: ContactChannel.PHONE,
    InteractionKind.VISIT: ContactChannel.VISIT,
    InteractionKind.MEETING: ContactChannel.VISIT,
    InteractionKind.MESSAGE: ContactChannel.MESSAGE,
    InteractionKind.EMAIL: ContactChannel.EMAIL,
    InteractionKind.EVENT: ContactChannel.VISIT,
}


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


class ExpectedBasis(StrEnum):
    """What the expected value of a proposal is: before what is given up and costs, or after."""

    GROSS = ""
    NET = "net"


class CreditUse(StrEnum):
    """What an offer does to a customer's debt: nothing, more of it, the same again, a workout."""

    NONE = ""
    NEW = "new"
    RENEWAL = "renewal"
    WORKOUT = "workout"
