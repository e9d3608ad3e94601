"""Accounts and what moves on them. Amounts in minor units, signed from the customer's side."""

from datetime import date

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from rmdesk.model.base import Code, Day, Kept
from rmdesk.terms import (
    AccountStatus,
    TransactionChannel,
    TransactionKind,
)


class Account(Kept, table=True):
    """A bank account or contract of a customer.

    `rate_ppm` is the customer's own rate a year in millionths where it differs from the product's.
    A loan with `principal_minor` and no postings of principal is paid down month by month from the
    day it was opened, as its `schedule` says (a code of `Schedule`); where that is empty, by
    `instalment_minor` of principal a month. `proposal_id` is set where the manager said which
    proposal that brought it.
    """

    __tablename__ = "accounts"

    customer_id: int = Field(foreign_key="customers.id", index=True)
    number: str = Field(unique=True)
    product: str = Field(default="", foreign_key="products.code", index=True)
    currency: str = ""
    opened: date | None = Field(default=None, sa_type=Day)
    closed: date | None = Field(default=None, sa_type=Day)
    matures: date | None = Field(default=None, sa_type=Day, index=True)
    rate_ppm: int | None = None
    limit_minor: int | None = Field(default=None, sa_type=BigInteger)
    principal_minor: int | None = Field(default=None, sa_type=BigInteger)
    instalment_minor: int | None = Field(default=None, sa_type=BigInteger)
    status: AccountStatus = Field(default=AccountStatus.OPEN, sa_type=Code(AccountStatus))
    proposal_id: int | None = Field(default=None, foreign_key="proposals.id")
    schedule: str = ""


class Transaction(Kept, table=True):
    """A posting: credit above zero, debit below, from the customer's side.

    `reference` is the bank's own number, or one made from the posting itself; it is what a
    second import of the same file is recognised by. `day` is from when it counts, `booked` when
    the bank booked it, where that is another day. One may take back another (`reverses_id`), all
    of it or a part.
    """

    __tablename__ = "transactions"
    __table_args__ = (
        # Holds all that value is reckoned from, so that a rebuild reads nothing else.
        Index(
            "ix_transactions_account_day",
            *("account_id", "day", "kind", "minor", "channel", "reverses_id"),
        ),
        Index("ix_transactions_day", "day"),
        Index("ix_transactions_reverses_id", "reverses_id"),
        Index("ix_transactions_interaction_id", "interaction_id"),
        Index("ix_transactions_proposal_id", "proposal_id"),
        UniqueConstraint("account_id", "reference"),
    )

    account_id: int = Field(foreign_key="accounts.id")
    day: date = Field(sa_type=Day)
    minor: int = Field(sa_type=BigInteger)
    kind: TransactionKind = Field(default=TransactionKind.OTHER, sa_type=Code(TransactionKind))
    channel: TransactionChannel | None = Field(default=None, sa_type=Code(TransactionChannel))
    reference: str = ""
    text: str = ""
    counterparty: str = ""
    interaction_id: int | None = Field(default=None, foreign_key="interactions.id")
    booked: date | None = Field(default=None, sa_type=Day)
    reverses_id: int | None = Field(default=None, foreign_key="transactions.id")
    proposal_id: int | None = Field(default=None, foreign_key="proposals.id")


class Balance(Kept, table=True):
    """What the bank says an account held at the end of a day."""

    __tablename__ = "balances"
    __table_args__ = (UniqueConstraint("account_id", "day"),)

    account_id: int = Field(foreign_key="accounts.id")
    day: date = Field(sa_type=Day)
    minor: int = Field(sa_type=BigInteger)


class StandingOrder(Kept, table=True):
    """A payment that the customer has the bank make again and again; `minor` is what is paid."""

    __tablename__ = "standing_orders"

    account_id: int = Field(foreign_key="accounts.id", index=True)
    reference: str = Field(default="", index=True)
    minor: int = Field(sa_type=BigInteger)
    kind: TransactionKind = Field(default=TransactionKind.OTHER, sa_type=Code(TransactionKind))
    counterparty: str = ""


class AccountRating(Kept, table=True):
    """How safe an account is from its day on: codes of a rating, collateral and asset class.

    An empty code of rating or collateral is the product's; an empty class is not classified.
    """

    __tablename__ = "account_ratings"
    __table_args__ = (UniqueConstraint("account_id", "day"),)

    account_id: int = Field(foreign_key="accounts.id")
    day: date = Field(sa_type=Day)
    rating: str = ""
    collateral: str = ""
    asset_class: str = ""


class AccountHolder(Kept, table=True):
    """An owner of an account from a day on, with a share in millionths.

    The rows of one day say who owns it from then on, all together; before the first of them the
    account is its customer's.
    """

    __tablename__ = "account_holders"
    __table_args__ = (UniqueConstraint("account_id", "day", "customer_id"),)

    account_id: int = Field(foreign_key="accounts.id")
    day: date = Field(sa_type=Day)
    customer_id: int = Field(foreign_key="customers.id", index=True)
    share_ppm: int = 1_000_000
