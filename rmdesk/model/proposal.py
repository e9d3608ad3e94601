"""Proposals: suggestions that were put to a customer, and what became of them."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field

from rmdesk.model.base import Code, Instant, Kept
from rmdesk.terms import DeclineReason, ProposalStatus


class Proposal(Kept, table=True):
    """An offer presented to a customer, with what was expected of it on that day.

    `expected_minor` is the contribution of the first year, `chance_ppm` the chance of a yes in
    millionths, `reasons` the reasons as shown then (codes and figures, as JSON). An accepted one
    costs `cost_minor`, spread over `cost_days` from the day of the yes.
    """

    __tablename__ = "proposals"

    customer_id: int = Field(foreign_key="customers.id", index=True)
    offer: str = Field(index=True)
    status: ProposalStatus = Field(default=ProposalStatus.PRESENTED, sa_type=Code(ProposalStatus))
    presented_at: datetime = Field(sa_type=Instant)
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    decline_reason: DeclineReason | None = Field(default=None, sa_type=Code(DeclineReason))
    note: str = ""
    rank: int = 0
    expected_minor: int = Field(default=0, sa_type=BigInteger)
    chance_ppm: int = 0
    reasons: str = "[]"
    cost_minor: int = Field(default=0, sa_type=BigInteger)
    cost_days: int = 365
