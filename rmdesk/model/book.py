"""The book itself: what holds for all of it."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from rmdesk.model.base import Instant


class BookCard(SQLModel, table=True):
    """The one row that says what this store is.

    `currency` is the book's; only an older store may have none yet. `device` (0 to
    1023) is part of every id given out here, so that two machines never give out the same.
    """

    __tablename__ = "book"

    id: int = Field(default=1, primary_key=True)
    currency: str = ""
    device: int = 0
    demo: bool = False
    created_at: datetime = Field(sa_type=Instant)
