"""The catalogue of offers as the manager keeps it, and what is never to be offered to whom."""

from datetime import date

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from rmdesk.model.base import Code, Day, Kept
from rmdesk.terms import CreditUse, Move, OfferFamily


class CatalogueOffer(Kept, table=True):
    """An offer, as it is written: amounts in units of the book's currency.

    Conditions and effects have a line each.
    `version` is that of the catalogue file it came with, 0 for the manager's own.
    """

    __tablename__ = "offers"

    code: str = Field(unique=True)
    family: OfferFamily = Field(sa_type=Code(OfferFamily))
    move: Move = Field(sa_type=Code(Move))
    conditions: str = ""
    effects: str = ""
    cost: str = "0"
    cost_days: str = "365"
    presenting: str = "0"
    minimum: str = ""
    chance: str = ""
    sells: str = ""
    risk: str = ""
    credit: CreditUse = Field(default=CreditUse.NONE, sa_type=Code(CreditUse))
    passes: str = ""
    trigger: str = ""
    excludes: str = ""
    valid_from: date | None = Field(default=None, sa_type=Day)
    valid_to: date | None = Field(default=None, sa_type=Day)
    factor: str = ""
    level: str = ""
    retired: bool = False
    version: int = 0


class OfferText(Kept, table=True):
    """What an offer is called in one language, what to say of it, and what papers it needs.

    Points and documents stand a line each.
    """

    __tablename__ = "offer_texts"
    __table_args__ = (UniqueConstraint("offer", "language"),)

    offer: str = Field(index=True)
    language: str
    name: str
    points: str = ""
    documents: str = ""


class OfferExclusion(Kept, table=True):
    """An offer that a customer is never to be offered."""

    __tablename__ = "offer_exclusions"
    __table_args__ = (UniqueConstraint("customer_id", "offer"),)

    customer_id: int = Field(foreign_key="customers.id", index=True)
    offer: str
    note: str = ""
    removed: bool = False


class OfferRule(Kept, table=True):
    """The manager's rules for all offers from a day on: rests in days, proposals a week, gifts.

    `surprise_minor` is what surprises may cost in a calendar year; `festivals` are codes divided
    by spaces. `complaint_days` is read no more, for a complaint stays open until it is closed; the
    column stays, as the history of older stores has it.
    """

    __tablename__ = "offer_rules"

    valid_from: date = Field(sa_type=Day, unique=True)
    presented_rest_days: int = 30
    declined_rest_days: int = 90
    at_most_in_rest: int = 2
    complaint_days: int = 180
    surprise_rest_days: int = 90
    a_week: int = 15
    surprise_minor: int = Field(default=0, sa_type=BigInteger)
    festivals: str = ""
