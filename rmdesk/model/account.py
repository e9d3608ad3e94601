"""Accounts and what moves on them. Amounts in minor units, signed from the customer's side."""

from datetime import date

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from rmdesk.model.base import Code, Day, Kept
from rmdesk.terms import (
    AccountStatus,
    InteractionKind,
    InterestMode,
    ProductKind,
    TransactionChannel,
    TransactionKind,
)


class Account(Kept, table=True):
    """A bank account or contract of a customer.

    `rate_ppm` is the customer's own rate a year in millionths where it differs from the
    product's. A loan with `principal_minor` and `instalment_minor` and no postings is paid down
    by one instalment of principal a month from the day it was opened.
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


class Transaction(Kept, table=True):
    """A posting: credit above zero, debit below, from the customer's side.

    `reference` is the bank's own number, or one made from the posting itself; it is what a
    second import of the same file is recognised by.
    """

    __tablename__ = "transactions"
    __table_args__ = (
        Index("ix_transactions_account_day", "account_id", "day", "kind", "minor"),
        Index("ix_transactions_day", "day"),
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


class Product(Kept, table=True):
    """A product of the bank: what it is, its day basis (360 or 365), where interest comes from.

    `risk` is R1 to R5 for products that carry investment risk, else empty.
    """

    __tablename__ = "products"

    code: str = Field(unique=True)
    name: str = ""
    kind: ProductKind = Field(default=ProductKind.CURRENT, sa_type=Code(ProductKind))
    basis: int = 365
    interest: InterestMode = Field(default=InterestMode.RATE, sa_type=Code(InterestMode))
    risk: str = ""


class ProductRate(Kept, table=True):
    """A product's rates from a day on, in millionths a year; `fee_share_ppm` of each fee."""

    __tablename__ = "product_rates"
    __table_args__ = (UniqueConstraint("product", "valid_from"),)

    product: str = Field(foreign_key="products.code")
    valid_from: date = Field(sa_type=Day)
    ftp_ppm: int | None = None
    rate_ppm: int | None = None
    trailer_ppm: int = 0
    fee_share_ppm: int = 1_000_000


class ProductCost(Kept, table=True):
    """What one posting on a product's accounts costs by its channel, from a day on."""

    __tablename__ = "product_costs"
    __table_args__ = (UniqueConstraint("product", "channel", "valid_from"),)

    product: str = Field(foreign_key="products.code")
    channel: TransactionChannel = Field(sa_type=Code(TransactionChannel))
    valid_from: date = Field(sa_type=Day)
    piece_minor: int = Field(default=0, sa_type=BigInteger)


class ActivityCost(Kept, table=True):
    """What an interaction of a kind costs, apiece and an hour, from a day on."""

    __tablename__ = "activity_costs"
    __table_args__ = (UniqueConstraint("kind", "valid_from"),)

    kind: InteractionKind = Field(sa_type=Code(InteractionKind))
    valid_from: date = Field(sa_type=Day)
    piece_minor: int = Field(default=0, sa_type=BigInteger)
    hour_minor: int = Field(default=0, sa_type=BigInteger)
