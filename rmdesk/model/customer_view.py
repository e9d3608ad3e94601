"""How a customer sees the bank, and what happened in its life: as it was noted, with the day."""

from datetime import date

from sqlmodel import Field

from rmdesk.model.base import Code, Day, Kept
from rmdesk.terms import Aspect, LifeEventKind


class Opinion(Kept, table=True):
    """What a customer thought of one aspect on a day, 1 (little) to 5 (much)."""

    __tablename__ = "opinions"

    customer_id: int = Field(foreign_key="customers.id", index=True)
    aspect: Aspect = Field(sa_type=Code(Aspect))
    day: date = Field(sa_type=Day)
    score: int
    note: str = ""


class LifeEvent(Kept, table=True):
    """Something that changed what a customer needs."""

    __tablename__ = "life_events"

    customer_id: int = Field(foreign_key="customers.id", index=True)
    kind: LifeEventKind = Field(sa_type=Code(LifeEventKind))
    day: date = Field(sa_type=Day)
    note: str = ""
