"""The history: every change of the manager's data, with old and new values."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from rmdesk.model.base import Code, Instant
from rmdesk.terms import Act


class Deed(SQLModel, table=True):
    """One thing done, the unit of undo; `label` is the person or thing it was done to.

    `undone_by` is the operation that took it back, while it is taken back; `takes_back` the one
    that this one took back. `digest` is over its own content, `chain` over that, its changes and
    the chain of the one before (see `rmdesk.store.chain`). `purged` is the purge that blanked it
    or one of its changes.
    """

    __tablename__ = "deeds"

    id: int = Field(primary_key=True, sa_type=BigInteger)
    at: datetime = Field(sa_type=Instant)
    act: Act = Field(sa_type=Code(Act))
    actor: str = ""
    customer_id: int | None = Field(default=None, index=True)
    label: str = ""
    undone_by: int | None = Field(default=None, sa_type=BigInteger)
    takes_back: int | None = Field(default=None, sa_type=BigInteger)
    change_count: int = 0
    row_count: int = 0
    digest: str = ""
    chain: str = ""
    purged: int | None = Field(default=None, sa_type=BigInteger)


class Change(SQLModel, table=True):
    """One row changed by an operation: `old` and `new` are JSON objects of the columns that differ.

    With `last_row_id` it is many rows, `row_id` to `last_row_id`, in one of three forms:
    neither `old` nor `new`: all rows of that range were added, which is exact because ids are
    given out in order while the operation holds the store. `old` with `columns` and `rows`: these
    rows were removed. `new` with `ids`, or with `columns` and `rows`: these rows were added.
    `stamp` is the row's `updated_at` before.
    """

    __tablename__ = "changes"

    id: int = Field(primary_key=True, sa_type=BigInteger)
    deed_id: int = Field(foreign_key="deeds.id", index=True)
    table: str
    row_id: int = Field(sa_type=BigInteger)
    last_row_id: int | None = Field(default=None, sa_type=BigInteger)
    old: str | None = None
    new: str | None = None
    digest: str = ""
    purged: int | None = Field(default=None, sa_type=BigInteger)
    stamp: int | None = Field(default=None, sa_type=BigInteger)
