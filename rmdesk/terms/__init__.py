"""The trade's words as codes: stored, sent as data, and never shown as they stand.

What a person reads for a code is in `rmdesk.i18n.words`. Values are stable: they stand in
stores, exports and profiles.
"""

from rmdesk.terms.accounts import (
    AUTOMATIC_KINDS,
    FEE_KINDS,
    AccountStatus,
    AssetClass,
    Cause,
    InterestMode,
    Pricing,
    ProductKind,
    Schedule,
    TransactionChannel,
    TransactionKind,
)
from rmdesk.terms.customers import (
    ContactChannel,
    CustomerKind,
    RelationKind,
    RiskClass,
    Sex,
    Stage,
)
from rmdesk.terms.desk import (
    Act,
    ChangeKind,
    Damage,
    Section,
    SortKey,
)
from rmdesk.terms.offers import Aspect, Care, LifeEventKind, Occasion
from rmdesk.terms.work import (
    CreditUse,
    DeclineReason,
    Direction,
    ExpectedBasis,
    FollowUpStatus,
    InteractionKind,
    Move,
    OfferFamily,
    Outcome,
    ProposalStatus,
    Recurrence,
)
from rmdesk.terms.worth import (
    COSTS,
    INCOME,
    ChangeCause,
    Component,
    SurvivalModel,
    ValueView,
)

__all__ = [
    "AUTOMATIC_KINDS",
    "COSTS",
    "FEE_KINDS",
    "INCOME",
    "AccountStatus",
    "Act",
    "Aspect",
    "AssetClass",
    "Care",
    "Cause",
    "ChangeCause",
    "ChangeKind",
    "Component",
    "ContactChannel",
    "CreditUse",
    "CustomerKind",
    "Damage",
    "DeclineReason",
    "Direction",
    "ExpectedBasis",
    "FollowUpStatus",
    "InteractionKind",
    "InterestMode",
    "LifeEventKind",
    "Move",
    "Occasion",
    "OfferFamily",
    "Outcome",
    "Pricing",
    "ProductKind",
    "ProposalStatus",
    "Recurrence",
    "RelationKind",
    "RiskClass",
    "Schedule",
    "Section",
    "Sex",
    "SortKey",
    "Stage",
    "SurvivalModel",
    "TransactionChannel",
    "TransactionKind",
    "ValueView",
]
