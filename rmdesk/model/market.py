"""What holds for all products: transfer prices, exchange rates, risks and capital, by day."""

from datetime import date

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from rmdesk.model.base import Day, Kept


class CurveNode(Kept, table=True):
    """The transfer price of a currency for money bound so many days, in millionths a year.

    The nodes of one day are the whole curve from then on. The empty currency is the book's.
    """

    __tablename__ = "curve_nodes"
    __table_args__ = (UniqueConstraint("currency", "valid_from", "days"),)

    currency: str = ""
    valid_from: date = Field(sa_type=Day)
    days: int
    rate_ppm: int


class ExchangeRate(Kept, table=True):
    """What one unit of a currency is worth from a day on, in billionths of the book's unit.

    Billionths, because a unit of some currencies is worth a few thousandths of another's.
    """

    __tablename__ = "exchange_rates"
    __table_args__ = (UniqueConstraint("currency", "valid_from"),)

    currency: str
    valid_from: date = Field(sa_type=Day)
    billionths: int = Field(sa_type=BigInteger)


class Rating(Kept, table=True):
    """How likely a debtor of a rating is to default within a year, in millionths (PD)."""

    __tablename__ = "ratings"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    code: str
    valid_from: date = Field(sa_type=Day)
    default_ppm: int


class Collateral(Kept, table=True):
    """How much of the exposure is lost in a default with a collateral, in millionths (LGD)."""

    __tablename__ = "collaterals"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    code: str
    valid_from: date = Field(sa_type=Day)
    loss_ppm: int


class CapitalTerm(Kept, table=True):
    """The capital that risk-weighted exposure binds, and what it has to earn a year."""

    __tablename__ = "capital_terms"
    __table_args__ = (UniqueConstraint("valid_from"),)

    valid_from: date = Field(sa_type=Day)
    ratio_ppm: int
    hurdle_ppm: int
