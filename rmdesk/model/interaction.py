"""The log: what was said and done with a customer."""

from datetime import datetime

from sqlmodel import Field

from rmdesk.model.base import Code, Instant, Kept, Words
from rmdesk.terms import Direction, InteractionKind, Outcome


class Interaction(Kept, table=True):
    """One call, visit, message or gift; `minutes` is the manager's time spent on it."""

    __tablename__ = "interactions"

    customer_id: int = Field(foreign_key="customers.id", index=True)
    kind: InteractionKind = Field(default=InteractionKind.CALL, sa_type=Code(InteractionKind))
    direction: Direction = Field(default=Direction.OUT, sa_type=Code(Direction))
    at: datetime = Field(sa_type=Instant)
    minutes: int = 0
    people: tuple[str, ...] = Field(default=(), sa_type=Words)
    text: str = ""
    outcome: Outcome | None = Field(default=None, sa_type=Code(Outcome))
    account_id: int | None = Field(default=None, foreign_key="accounts.id")
    proposal_id: int | None = Field(default=None, foreign_key="proposals.id")
