"""Customers, the people to talk to at an organisation, and how customers are tied together."""

from datetime import date

from sqlmodel import Field

from rmdesk.model.base import Code, Day, Kept, Words
from rmdesk.terms import CustomerKind, RelationKind, RiskClass, Sex, Stage


class Customer(Kept, table=True):
    """A person or an organisation of the book.

    `born` is a person's birthday or an organisation's founding day; `occupation` a person's
    trade or an organisation's industry. `consent` lists the channels that may be used: None was
    never asked, empty means none. `risk_assessed` is the day of the risk assessment, `risk_until`
    the last one on which it holds, where that was stated.
    """

    __tablename__ = "customers"

    kind: CustomerKind = Field(default=CustomerKind.PERSON, sa_type=Code(CustomerKind))
    name: str = Field(default="", index=True)
    other_names: tuple[str, ...] = Field(default=(), sa_type=Words)
    bank_id: str | None = Field(default=None, unique=True)
    identity_number: str = ""
    born: date | None = Field(default=None, sa_type=Day)
    sex: Sex | None = Field(default=None, sa_type=Code(Sex))
    phones: tuple[str, ...] = Field(default=(), sa_type=Words)
    emails: tuple[str, ...] = Field(default=(), sa_type=Words)
    messengers: tuple[str, ...] = Field(default=(), sa_type=Words)
    addresses: tuple[str, ...] = Field(default=(), sa_type=Words)
    occupation: str = ""
    employer: str = ""
    legal_representative: str = ""
    headcount: int | None = None
    tier: str = ""
    stage: Stage = Field(default=Stage.PROSPECT, sa_type=Code(Stage))
    tags: tuple[str, ...] = Field(default=(), sa_type=Words)
    language: str = ""
    source: str = ""
    introducer_id: int | None = Field(default=None, foreign_key="customers.id")
    since: date | None = Field(default=None, sa_type=Day)
    consent: tuple[str, ...] | None = Field(default=None, sa_type=Words)
    risk_class: RiskClass | None = Field(default=None, sa_type=Code(RiskClass))
    risk_until: date | None = Field(default=None, sa_type=Day)
    document_expires: date | None = Field(default=None, sa_type=Day)
    review_due: date | None = Field(default=None, sa_type=Day)
    archived: bool = False
    notes: str = ""
    risk_assessed: date | None = Field(default=None, sa_type=Day)


class Contact(Kept, table=True):
    """A person to talk to at an organisation customer, with the role held there."""

    __tablename__ = "contacts"

    customer_id: int = Field(foreign_key="customers.id", index=True)
    name: str = ""
    role: str = ""
    phones: tuple[str, ...] = Field(default=(), sa_type=Words)
    emails: tuple[str, ...] = Field(default=(), sa_type=Words)
    born: date | None = Field(default=None, sa_type=Day)
    notes: str = ""
    removed: bool = False


class Relation(Kept, table=True):
    """What `customer_id` is to `other_id`; stored once, read from both sides."""

    __tablename__ = "relations"

    customer_id: int = Field(foreign_key="customers.id", index=True)
    other_id: int = Field(foreign_key="customers.id", index=True)
    kind: RelationKind = Field(sa_type=Code(RelationKind))
    note: str = ""
    removed: bool = False


class Tier(Kept, table=True):
    """A class of customers: its order (1 is the highest) and its contact rhythm in days."""

    __tablename__ = "tiers"

    code: str = Field(unique=True)
    name: str = ""
    rank: int = 0
    rhythm_days: int = 0
