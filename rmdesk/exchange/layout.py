"""The plain templates: which columns each table's file has, and what stands in them.

The same layouts read an import, write an export and make the empty templates.
"""

from rmdesk.exchange.column import Column, Kind, Layout, amount, coded
from rmdesk.exchange.offer_layouts import OFFERS, SHOWINGS, VIEWS_OF_CUSTOMERS
from rmdesk.exchange.price_layouts import PRICES
from rmdesk.terms import (
    AccountStatus,
    AssetClass,
    ContactChannel,
    CustomerKind,
    DeclineReason,
    Direction,
    ExpectedBasis,
    FollowUpStatus,
    InteractionKind,
    Outcome,
    ProposalStatus,
    Recurrence,
    RelationKind,
    RiskClass,
    Schedule,
    Sex,
    Stage,
    TransactionChannel,
    TransactionKind,
)

_ID = Column("id", Kind.ID)
_CUSTOMER = Column("customer", Kind.CUSTOMER, "customer_id", required=True)
_ACCOUNT = Column("account", Kind.ACCOUNT, "account_id", required=True)
_PEOPLE = (Column("phones", Kind.WORDS), Column("emails", Kind.WORDS))

CUSTOMERS = Layout(
    "customers",
    (
        _ID,
        Column("bank_id"),
        coded("kind", CustomerKind),
        Column("name", required=True),
        Column("other_names", Kind.WORDS),
        Column("identity_number"),
        Column("born", Kind.DAY),
        coded("sex", Sex),
        *_PEOPLE,
        Column("messengers", Kind.WORDS),
        Column("addresses", Kind.WORDS),
        Column("occupation"),
        Column("employer"),
        Column("legal_representative"),
        Column("headcount", Kind.WHOLE),
        Column("tier"),
        coded("stage", Stage),
        Column("tags", Kind.WORDS),
        Column("language"),
        Column("source"),
        Column("introducer", Kind.CUSTOMER, "introducer_id"),
        Column("since", Kind.DAY),
        Column("consent", Kind.WORDS),
        coded("risk_class", RiskClass),
        Column("risk_assessed", Kind.DAY),
        Column("risk_until", Kind.DAY),
        Column("document_expires", Kind.DAY),
        Column("review_due", Kind.DAY),
        Column("archived", Kind.FLAG),
        Column("notes"),
    ),
    ("bank_id",),
)
CONTACTS = Layout(
    "contacts",
    (
        _ID,
        _CUSTOMER,
        Column("name", required=True),
        Column("role"),
        *_PEOPLE,
        Column("born", Kind.DAY),
        Column("notes"),
        Column("removed", Kind.FLAG),
    ),
    ("customer_id", "name"),
)
RELATIONS = Layout(
    "relations",
    (
        _CUSTOMER,
        Column("other", Kind.CUSTOMER, "other_id", required=True),
        coded("kind", RelationKind, required=True),
        Column("note"),
        Column("removed", Kind.FLAG),
    ),
    ("customer_id", "other_id", "kind"),
)
ACCOUNTS = Layout(
    "accounts",
    (
        Column("number", required=True),
        _CUSTOMER,
        Column("product", required=True),
        Column("currency", Kind.CURRENCY),
        Column("opened", Kind.DAY),
        Column("closed", Kind.DAY),
        Column("matures", Kind.DAY),
        Column("rate", Kind.RATE, "rate_ppm"),
        amount("limit", "limit_minor"),
        amount("principal", "principal_minor"),
        amount("instalment", "instalment_minor"),
        coded("status", AccountStatus),
        Column("proposal", Kind.ID, "proposal_id"),
        coded("schedule", Schedule),
    ),
    ("number",),
)
BALANCES = Layout(
    "balances",
    (
        _ACCOUNT,
        Column("date", Kind.DAY, "day", required=True),
        amount("balance", "minor", required=True),
    ),
    ("account_id", "day"),
)
TRANSACTIONS = Layout(
    "transactions",
    (
        Column("reference"),
        _ACCOUNT,
        Column("date", Kind.DAY, "day", required=True),
        amount("amount", "minor", required=True),
        coded("kind", TransactionKind),
        coded("channel", TransactionChannel),
        Column("text"),
        Column("counterparty"),
        Column("interaction", Kind.ID, "interaction_id"),
        Column("booked", Kind.DAY),
        Column("reverses", Kind.POSTING, "reverses_id"),
        Column("proposal", Kind.ID, "proposal_id"),
    ),
    ("account_id", "reference"),
)
ACCOUNT_HOLDERS = Layout(
    "account_holders",
    (
        _ACCOUNT,
        Column("from", Kind.DAY, "day", required=True),
        Column("customer", Kind.CUSTOMER, "customer_id", required=True),
        Column("share", Kind.RATE, "share_ppm", required=True),
    ),
    ("account_id", "day", "customer_id"),
)
ACCOUNT_RATINGS = Layout(
    "account_ratings",
    (
        _ACCOUNT,
        Column("from", Kind.DAY, "day", required=True),
        Column("rating"),
        Column("collateral"),
        coded("asset_class", AssetClass),
    ),
    ("account_id", "day"),
)
STANDING_ORDERS = Layout(
    "standing_orders",
    (
        Column("reference", required=True),
        _ACCOUNT,
        amount("amount", "minor", required=True),
        coded("kind", TransactionKind),
        Column("counterparty"),
    ),
    ("account_id", "reference"),
)
INTERACTIONS = Layout(
    "interactions",
    (
        _ID,
        _CUSTOMER,
        coded("kind", InteractionKind, required=True),
        coded("direction", Direction),
        Column("at", Kind.MOMENT, required=True),
        Column("minutes", Kind.WHOLE),
        Column("people", Kind.WORDS),
        Column("text"),
        coded("outcome", Outcome),
        Column("account", Kind.ACCOUNT, "account_id"),
        Column("proposal", Kind.ID, "proposal_id"),
    ),
    ("customer_id", "at", "kind"),
)
COMPLAINTS = Layout(
    "complaints",
    (
        _ID,
        _CUSTOMER,
        Column("received", Kind.DAY, required=True),
        coded("channel", ContactChannel),
        Column("about", required=True),
        Column("interaction", Kind.ID, "interaction_id"),
        Column("closed", Kind.DAY),
        Column("closure"),
    ),
    ("customer_id", "received", "about"),
)
FOLLOW_UPS = Layout(
    "follow_ups",
    (
        _ID,
        Column("customer", Kind.CUSTOMER, "customer_id"),
        Column("text", required=True),
        Column("due", Kind.DAY, required=True),
        Column("time", Kind.TIME, "due_minutes"),
        coded("recurrence", Recurrence),
        Column("first_due", Kind.DAY),
        coded("status", FollowUpStatus),
        Column("done_at", Kind.MOMENT),
        Column("snoozes", Kind.WHOLE),
        Column("interaction", Kind.ID, "interaction_id"),
    ),
    ("customer_id", "due", "text"),
)
PROPOSALS = Layout(
    "proposals",
    (
        _ID,
        _CUSTOMER,
        Column("offer", required=True),
        coded("status", ProposalStatus),
        Column("presented_at", Kind.MOMENT, required=True),
        Column("decided_at", Kind.MOMENT),
        coded("decline_reason", DeclineReason),
        Column("note"),
        Column("rank", Kind.WHOLE),
        Column("expected", Kind.MONEY, "expected_minor"),
        Column("chance", Kind.RATE, "chance_ppm"),
        Column("reasons"),
        Column("cost", Kind.MONEY, "cost_minor"),
        Column("cost_days", Kind.WHOLE),
        Column("score", Kind.MONEY, "score_minor"),
        Column("traits"),
        coded("channel", ContactChannel),
        Column("cares", Kind.WORDS),
        Column("guardian", Kind.CUSTOMER, "guardian_id"),
        coded("basis", ExpectedBasis),
        Column("gives_up", Kind.MONEY, "gives_up_minor"),
        Column("effects"),
    ),
    ("customer_id", "offer", "presented_at"),
)

# In the order in which rows may refer to earlier ones.
LAYOUTS: tuple[Layout, ...] = (
    *PRICES,
    *OFFERS,
    CUSTOMERS,
    CONTACTS,
    RELATIONS,
    *VIEWS_OF_CUSTOMERS,
    PROPOSALS,
    SHOWINGS,
    ACCOUNTS,
    ACCOUNT_HOLDERS,
    ACCOUNT_RATINGS,
    INTERACTIONS,
    COMPLAINTS,
    TRANSACTIONS,
    BALANCES,
    STANDING_ORDERS,
    FOLLOW_UPS,
)
BY_TABLE = {layout.table: layout for layout in LAYOUTS}
TEMPLATES = (CUSTOMERS, CONTACTS, ACCOUNTS, BALANCES, TRANSACTIONS, INTERACTIONS)
