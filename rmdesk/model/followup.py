"""Follow-ups: what the manager promised to do, and when."""

from datetime import date, datetime

from sqlmodel import Field

from rmdesk.model.base import Code, Day, Instant, Kept
from rmdesk.terms import FollowUpStatus, Recurrence


class FollowUp(Kept, table=True):
    """A dated reminder for a customer, or for the manager alone (`customer_id` None).

    `due_minutes` is the time of day in minutes since midnight, None for the whole day.
    `first_due` is where a recurrence counts from; `interaction_id` what it came out of.
    """

    __tablename__ = "follow_ups"

    customer_id: int | None = Field(default=None, foreign_key="customers.id", index=True)
    text: str = ""
    due: date = Field(sa_type=Day, index=True)
    due_minutes: int | None = None
    recurrence: Recurrence = Field(default=Recurrence.NONE, sa_type=Code(Recurrence))
    first_due: date = Field(sa_type=Day)
    status: FollowUpStatus = Field(default=FollowUpStatus.OPEN, sa_type=Code(FollowUpStatus))
    done_at: datetime | None = Field(default=None, sa_type=Instant)
    snoozes: int = 0
    interaction_id: int | None = Field(default=None, foreign_key="interactions.id")
