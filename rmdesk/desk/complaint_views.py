"""What is drawn of complaints: frozen data without sentences."""

from dataclasses import dataclass
from datetime import date

from rmdesk.terms import ContactChannel


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    """A complaint, with whose it is; open while `closed` is None, `closure` says how it ended.

    `interaction_id` is the log entry that it was recorded with.
    """

    id: int
    customer_id: int
    customer_name: str
    received: date
    channel: ContactChannel | None
    about: str
    interaction_id: int | None
    closed: date | None
    closure: str

    @property
    def is_open(self) -> bool:
        """Return whether it still bars offers."""
        return self.closed is None
