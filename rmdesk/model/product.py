"""What the bank charges, pays and risks: products, prices and unit costs, each from a day on."""

from datetime import date

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from rmdesk.model.base import Code, Day, Kept
from rmdesk.terms import (
    InteractionKind,
    InterestMode,
    Pricing,
    ProductKind,
    TransactionChannel,
)


class Product(Kept, table=True):
    """A product of the bank: what it is, its day basis (360 or 365), where interest comes from.

    With fixed pricing a contract keeps the rates of the day it began. `risk` is R1 to R5 for
    products that carry investment risk, else empty.
    """

    __tablename__ = "products"

    code: str = Field(unique=True)
    name: str = ""
    kind: ProductKind = Field(default=ProductKind.CURRENT, sa_type=Code(ProductKind))
    basis: int = 365
    interest: InterestMode = Field(default=InterestMode.RATE, sa_type=Code(InterestMode))
    pricing: Pricing = Field(default=Pricing.FLOATING, sa_type=Code(Pricing))
    risk: str = ""


class ProductBasis(Kept, table=True):
    """The day basis (360 or 365) of a product in one currency, where that is not its own."""

    __tablename__ = "product_bases"
    __table_args__ = (UniqueConstraint("product", "currency"),)

    product: str = Field(foreign_key="products.code")
    currency: str = ""
    basis: int = 365


class ProductRate(Kept, table=True):
    """A product's rates from a day on, in millionths a year; `fee_share_ppm` of each fee.

    They hold for accounts in `currency`; the empty one is for currencies without rates of their
    own. Without a transfer price (`ftp_ppm`) the curve of the currency gives it.
    """

    __tablename__ = "product_rates"
    __table_args__ = (UniqueConstraint("product", "currency", "valid_from"),)

    product: str = Field(foreign_key="products.code")
    currency: str = ""
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


class ProductTranche(Kept, table=True):
    """A part (millionths) of a product's money without a term, replicated at so many days.

    The rows of one day say together how the whole is replicated from then on.
    """

    __tablename__ = "product_tranches"
    __table_args__ = (UniqueConstraint("product", "valid_from", "days"),)

    product: str = Field(foreign_key="products.code")
    valid_from: date = Field(sa_type=Day)
    days: int
    share_ppm: int


class ProductRisk(Kept, table=True):
    """What a product's exposure bears from a day on; a product without one bears nothing.

    `rating` and `collateral` hold where an account has none of its own; `weight_ppm` is the risk
    weight, `ccf_ppm` the part of an undrawn limit that counts, both in millionths. `default_ppm`
    is the product's own probability of default for accounts without a rating of their own; None
    is that of `rating`.
    """

    __tablename__ = "product_risks"
    __table_args__ = (UniqueConstraint("product", "valid_from"),)

    product: str = Field(foreign_key="products.code")
    valid_from: date = Field(sa_type=Day)
    rating: str = ""
    collateral: str = ""
    weight_ppm: int = 1_000_000
    ccf_ppm: int = 0
    default_ppm: int | None = None


class AccountCost(Kept, table=True):
    """The cost of an account of a product for each month in which it runs, from its day on.

    In minor units of the book's currency; a product without one costs nothing.
    """

    __tablename__ = "account_costs"
    __table_args__ = (UniqueConstraint("product", "valid_from"),)

    product: str = Field(foreign_key="products.code")
    valid_from: date = Field(sa_type=Day)
    month_minor: int = Field(default=0, sa_type=BigInteger)


class ActivityCost(Kept, table=True):
    """What an interaction of a kind costs, apiece and an hour, from a day on."""

    __tablename__ = "activity_costs"
    __table_args__ = (UniqueConstraint("kind", "valid_from"),)

    kind: InteractionKind = Field(sa_type=Code(InteractionKind))
    valid_from: date = Field(sa_type=Day)
    piece_minor: int = Field(default=0, sa_type=BigInteger)
    hour_minor: int = Field(default=0, sa_type=BigInteger)
