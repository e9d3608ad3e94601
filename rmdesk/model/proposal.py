"""Suggestions: what was shown to the manager, what was put to the customer, what became of it."""

from datetime import date, datetime

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from rmdesk.model.base import Code, Day, Instant, Kept, Words
from rmdesk.terms import ContactChannel, DeclineReason, ExpectedBasis, ProposalStatus


class Proposal(Kept, table=True):
    """An offer presented to a customer, with what was expected of it on that day.

    `expected_minor` is what the first year of a yes was worth: by `basis` after what the bank gives
    up (`gives_up_minor` a year, as assumed), expected loss, capital charge and the cost of a yes,
    or before all that, as proposals of older versions have it. `effects` has what it consisted of
    (JSON: amounts, rates and chances as assumed). `chance_ppm` the chance of a yes in
    millionths, `reasons` the reasons as shown then (codes and figures, as JSON). An accepted one
    costs `cost_minor`, spread over `cost_days` from the day of the yes. `score_minor` is what it
    was ranked by, `traits` what was known of the customer then (JSON by measure), from which the
    chances of later ones are learnt. `channel` is how it was put to the customer (None for those
    of before that was asked), `cares` what called for more care then, `guardian_id` with whom it
    was spoken of in place of a minor.
    """

    __tablename__ = "proposals"

    customer_id: int = Field(foreign_key="customers.id", index=True)
    offer: str = Field(index=True)
    status: ProposalStatus = Field(default=ProposalStatus.PRESENTED, sa_type=Code(ProposalStatus))
    presented_at: datetime = Field(sa_type=Instant, index=True)
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    decline_reason: DeclineReason | None = Field(default=None, sa_type=Code(DeclineReason))
    note: str = ""
    rank: int = 0
    expected_minor: int = Field(default=0, sa_type=BigInteger)
    chance_ppm: int = 0
    reasons: str = "[]"
    cost_minor: int = Field(default=0, sa_type=BigInteger)
    cost_days: int = 365
    score_minor: int = Field(default=0, sa_type=BigInteger)
    traits: str = "{}"
    channel: ContactChannel | None = Field(default=None, sa_type=Code(ContactChannel))
    cares: tuple[str, ...] = Field(default=(), sa_type=Words)
    guardian_id: int | None = Field(default=None, foreign_key="customers.id")
    basis: ExpectedBasis = Field(default=ExpectedBasis.GROSS, sa_type=Code(ExpectedBasis))
    gives_up_minor: int = Field(default=0, sa_type=BigInteger)
    effects: str = "[]"


class Showing(Kept, table=True):
    """A suggestion that stood before the manager on a day, with all that was said for it.

    One a customer, offer and day, as it was first shown. `model` names what the chance came from.
    """

    __tablename__ = "showings"
    __table_args__ = (UniqueConstraint("customer_id", "offer", "day"),)

    customer_id: int = Field(foreign_key="customers.id")
    offer: str
    day: date = Field(sa_type=Day)
    rank: int
    score_minor: int = Field(sa_type=BigInteger)
    expected_minor: int = Field(sa_type=BigInteger)
    chance_ppm: int
    reasons: str = "[]"
    model: str = ""
    basis: ExpectedBasis = Field(default=ExpectedBasis.GROSS, sa_type=Code(ExpectedBasis))
