"""All tables in one place, for the migrations and the history."""

from rmdesk.model.account import (
    Account,
    AccountHolder,
    AccountRating,
    Balance,
    StandingOrder,
    Transaction,
)
from rmdesk.model.base import Kept
from rmdesk.model.book import BookCard
from rmdesk.model.complaint import Complaint
from rmdesk.model.customer import Contact, Customer, Relation, Tier
from rmdesk.model.customer_view import LifeEvent, Opinion
from rmdesk.model.followup import FollowUp
from rmdesk.model.history import Change, Deed
from rmdesk.model.interaction import Interaction
from rmdesk.model.market import (
    CapitalTerm,
    Collateral,
    CurveNode,
    DiscountRate,
    ExchangeRate,
    Overhead,
    Rating,
    Tax,
)
from rmdesk.model.offer import CatalogueOffer, OfferExclusion, OfferRule, OfferText
from rmdesk.model.product import (
    AccountCost,
    ActivityCost,
    Product,
    ProductBasis,
    ProductCost,
    ProductRate,
    ProductRisk,
    ProductTranche,
)
from rmdesk.model.proposal import Proposal, Showing

KEPT: tuple[type[Kept], ...] = (
    Tier,
    Product,
    ProductBasis,
    ProductRate,
    ProductCost,
    ProductTranche,
    ProductRisk,
    ActivityCost,
    CurveNode,
    ExchangeRate,
    Rating,
    Collateral,
    CapitalTerm,
    AccountCost,
    Overhead,
    Tax,
    DiscountRate,
    OfferRule,
    CatalogueOffer,
    OfferText,
    Customer,
    Contact,
    Relation,
    OfferExclusion,
    Opinion,
    LifeEvent,
    Proposal,
    Showing,
    Account,
    AccountHolder,
    AccountRating,
    Interaction,
    Complaint,
    Transaction,
    Balance,
    StandingOrder,
    FollowUp,
)
BY_NAME: dict[str, type[Kept]] = {str(t.__tablename__): t for t in KEPT}

__all__ = ["BY_NAME", "KEPT", "BookCard", "Change", "Deed"]
