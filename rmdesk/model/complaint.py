"""Complaints: what a customer complained of, and how that was settled."""

from datetime import date

from sqlmodel import Field

from rmdesk.model.base import Code, Day, Kept
from rmdesk.terms import ContactChannel


class Complaint(Kept, table=True):
    """A complaint, open until it has a day on which it was `closed`; `closure` says how.

    `channel` is the way by which it was received, None where that was not recorded;
    `interaction_id` the log entry that it was recorded with.
    """

    __tablename__ = "complaints"

    customer_id: int = Field(foreign_key="customers.id", index=True)
    received: date = Field(sa_type=Day)
    channel: ContactChannel | None = Field(default=None, sa_type=Code(ContactChannel))
    about: str = ""
    interaction_id: int | None = Field(default=None, foreign_key="interactions.id", index=True)
    closed: date | None = Field(default=None, sa_type=Day)
    closure: str = ""
