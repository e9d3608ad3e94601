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
    """The capital that risk-weighted exposure binds, and what it has to earn a year.

    `operational_ppm` is how much of a year's income operational risk asks for at the minimum
    ratio of 8 % (Basel's alpha: 15 %); 12.5 times that are risk-weighted assets.
    """

    __tablename__ = "capital_terms"
    __table_args__ = (UniqueConstraint("valid_from"),)

    valid_from: date = Field(sa_type=Day)
    ratio_ppm: int
    hurdle_ppm: int
    operational_ppm: int = 0


class Overhead(Kept, table=True):
    """What the rest of the bank costs, by driver: a share of income, and an amount an account.

    `income_ppm` is in millionths of margins and fees, `account_minor` for each running account
    and month in minor units of the book's currency.
    """

    __tablename__ = "overheads"
    __table_args__ = (UniqueConstraint("valid_from"),)

    valid_from: date = Field(sa_type=Day)
    income_ppm: int = 0
    account_minor: int = Field(default=0, sa_type=BigInteger)


class Tax(Kept, table=True):
    """The tax on the interest that loans bring and on fees, in millionths of either."""

    __tablename__ = "taxes"
    __table_args__ = (UniqueConstraint("valid_from"),)

    valid_from: date = Field(sa_type=Day)
    interest_ppm: int = 0
    fees_ppm: int = 0


class DiscountRate(Kept, table=True):
    """By how much a year later contribution counts less in lifetime values, in millionths."""

    __tablename__ = "discount_rates"
    __table_args__ = (UniqueConstraint("valid_from"),)

    valid_from: date = Field(sa_type=Day)
    discount_ppm: int
