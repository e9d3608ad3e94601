"""The history: every change of the manager's data, with old and new values."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from rmdesk.model.base import Code, Instant
from rmdesk.terms import Act


class Deed(SQLModel, table=True):
    """One thing done, the unit of undo; `label` is the person or thing it was done to."""

    __tablename__ = "deeds"

    id: int = Field(primary_key=True, sa_type=BigInteger)
    at: datetime = Field(sa_type=Instant)
    act: Act = Field(sa_type=Code(Act))
    actor: str = ""
    customer_id: int | None = Field(default=None, index=True)
    label: str = ""
    undone_by: int | None = Field(default=None, sa_type=BigInteger)


class Change(SQLModel, table=True):
    """One row changed by a deed: `old` and `new` are JSON objects of the columns that differ.

    A bulk insertion is one Change: rows `row_id` to `last_row_id` of the table came with it,
    which is exact because ids are given out in order while the deed holds the store.
    """

    __tablename__ = "changes"

    id: int = Field(primary_key=True, sa_type=BigInteger)
    deed_id: int = Field(foreign_key="deeds.id", index=True)
    table: str
    row_id: int = Field(sa_type=BigInteger)
    last_row_id: int | None = Field(default=None, sa_type=BigInteger)
    old: str | None = None
    new: str | None = None
