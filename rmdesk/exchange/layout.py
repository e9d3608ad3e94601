"""The plain templates: which columns each table's file has, and what stands in them.

The same layouts read an import, write an export and make the empty templates.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from rmdesk.terms import (
    AccountStatus,
    CustomerKind,
    DeclineReason,
    Direction,
    FollowUpStatus,
    InteractionKind,
    InterestMode,
    Outcome,
    ProductKind,
    ProposalStatus,
    Recurrence,
    RelationKind,
    RiskClass,
    Sex,
    Stage,
    TransactionChannel,
    TransactionKind,
)


class Kind(Enum):
    """What stands in a column."""

    TEXT = auto()
    WORDS = auto()
    DAY = auto()
    MOMENT = auto()
    TIME = auto()
    MONEY = auto()
    RATE = auto()
    WHOLE = auto()
    FLAG = auto()
    CODE = auto()
    CUSTOMER = auto()
    ACCOUNT = auto()
    ID = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: its header, what stands in it, and the store's column for it."""

    name: str
    kind: Kind = Kind.TEXT
    stored: str = ""
    required: bool = False
    codes: type[StrEnum] | None = None

    @property
    def target(self) -> str:
        """The store's column."""
        return self.stored or self.name


@dataclass(frozen=True, slots=True)
class Layout:
    """A table's file. A row is the same as one kept already when the `key` columns agree.

    Keys and `given` are the store's columns; with an `id` in the row, that decides alone.
    """

    table: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    def column(self, name: str) -> Column | None:
        """The column with this header."""
        return next((c for c in self.columns if c.name == name), None)

    @property
    def has_id(self) -> bool:
        """Whether rows may carry rmdesk's own id."""
        return self.columns[0].kind is Kind.ID


def _code(name: str, codes: type[StrEnum], stored: str = "", required: bool = False) -> Column:
    return Column(name, Kind.CODE, stored, required, codes)


_ID = Column("id", Kind.ID)
_CUSTOMER = Column("customer", Kind.CUSTOMER, "customer_id", required=True)
_ACCOUNT = Column("account", Kind.ACCOUNT, "account_id", required=True)
_PEOPLE = (Column("phones", Kind.WORDS), Column("emails", Kind.WORDS))

CUSTOMERS = Layout(
    "customers",
    (
        _ID,
        Column("bank_id"),
        _code("kind", CustomerKind),
        Column("name", required=True),
        Column("other_names", Kind.WORDS),
        Column("identity_number"),
        Column("born", Kind.DAY),
        _code("sex", Sex),
        *_PEOPLE,
        Column("messengers", Kind.WORDS),
        Column("addresses", Kind.WORDS),
        Column("occupation"),
        Column("employer"),
        Column("legal_representative"),
        Column("headcount", Kind.WHOLE),
        Column("tier"),
        _code("stage", Stage),
        Column("tags", Kind.WORDS),
        Column("language"),
        Column("source"),
        Column("introducer", Kind.CUSTOMER, "introducer_id"),
        Column("since", Kind.DAY),
        Column("consent", Kind.WORDS),
        _code("risk_class", RiskClass),
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
        _code("kind", RelationKind, required=True),
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
        Column("currency"),
        Column("opened", Kind.DAY),
        Column("closed", Kind.DAY),
        Column("matures", Kind.DAY),
        Column("rate", Kind.RATE, "rate_ppm"),
        Column("limit", Kind.MONEY, "limit_minor"),
        Column("principal", Kind.MONEY, "principal_minor"),
        Column("instalment", Kind.MONEY, "instalment_minor"),
        _code("status", AccountStatus),
    ),
    ("number",),
)
BALANCES = Layout(
    "balances",
    (
        _ACCOUNT,
        Column("date", Kind.DAY, "day", required=True),
        Column("balance", Kind.MONEY, "minor", required=True),
    ),
    ("account_id", "day"),
)
TRANSACTIONS = Layout(
    "transactions",
    (
        Column("reference"),
        _ACCOUNT,
        Column("date", Kind.DAY, "day", required=True),
        Column("amount", Kind.MONEY, "minor", required=True),
        _code("kind", TransactionKind),
        _code("channel", TransactionChannel),
        Column("text"),
        Column("counterparty"),
        Column("interaction", Kind.ID, "interaction_id"),
    ),
    ("account_id", "reference"),
)
STANDING_ORDERS = Layout(
    "standing_orders",
    (
        Column("reference", required=True),
        _ACCOUNT,
        Column("amount", Kind.MONEY, "minor", required=True),
        _code("kind", TransactionKind),
        Column("counterparty"),
    ),
    ("account_id", "reference"),
)
INTERACTIONS = Layout(
    "interactions",
    (
        _ID,
        _CUSTOMER,
        _code("kind", InteractionKind, required=True),
        _code("direction", Direction),
        Column("at", Kind.MOMENT, required=True),
        Column("minutes", Kind.WHOLE),
        Column("people", Kind.WORDS),
        Column("text"),
        _code("outcome", Outcome),
        Column("account", Kind.ACCOUNT, "account_id"),
        Column("proposal", Kind.ID, "proposal_id"),
    ),
    ("customer_id", "at", "kind"),
)
FOLLOW_UPS = Layout(
    "follow_ups",
    (
        _ID,
        Column("customer", Kind.CUSTOMER, "customer_id"),
        Column("text", required=True),
        Column("due", Kind.DAY, required=True),
        Column("time", Kind.TIME, "due_minutes"),
        _code("recurrence", Recurrence),
        Column("first_due", Kind.DAY),
        _code("status", FollowUpStatus),
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
        _code("status", ProposalStatus),
        Column("presented_at", Kind.MOMENT, required=True),
        Column("decided_at", Kind.MOMENT),
        _code("decline_reason", DeclineReason),
        Column("note"),
        Column("rank", Kind.WHOLE),
        Column("expected", Kind.MONEY, "expected_minor"),
        Column("chance", Kind.RATE, "chance_ppm"),
        Column("reasons"),
    ),
    ("customer_id", "offer", "presented_at"),
)
TIERS = Layout(
    "tiers",
    (
        Column("code", required=True),
        Column("name"),
        Column("rank", Kind.WHOLE),
        Column("rhythm_days", Kind.WHOLE),
    ),
    ("code",),
)
PRODUCTS = Layout(
    "products",
    (
        Column("code", required=True),
        Column("name"),
        _code("kind", ProductKind),
        Column("basis", Kind.WHOLE),
        _code("interest", InterestMode),
        Column("risk"),
    ),
    ("code",),
)
PRODUCT_RATES = Layout(
    "product_rates",
    (
        Column("product", required=True),
        Column("valid_from", Kind.DAY, required=True),
        Column("ftp", Kind.RATE, "ftp_ppm"),
        Column("rate", Kind.RATE, "rate_ppm"),
        Column("trailer", Kind.RATE, "trailer_ppm"),
        Column("fee_share", Kind.RATE, "fee_share_ppm"),
    ),
    ("product", "valid_from"),
)
PRODUCT_COSTS = Layout(
    "product_costs",
    (
        Column("product", required=True),
        _code("channel", TransactionChannel, required=True),
        Column("valid_from", Kind.DAY, required=True),
        Column("piece", Kind.MONEY, "piece_minor"),
    ),
    ("product", "channel", "valid_from"),
)
ACTIVITY_COSTS = Layout(
    "activity_costs",
    (
        _code("kind", InteractionKind, required=True),
        Column("valid_from", Kind.DAY, required=True),
        Column("piece", Kind.MONEY, "piece_minor"),
        Column("hour", Kind.MONEY, "hour_minor"),
    ),
    ("kind", "valid_from"),
)

# In the order in which rows may refer to earlier ones.
LAYOUTS: tuple[Layout, ...] = (
    TIERS,
    PRODUCTS,
    PRODUCT_RATES,
    PRODUCT_COSTS,
    ACTIVITY_COSTS,
    CUSTOMERS,
    CONTACTS,
    RELATIONS,
    ACCOUNTS,
    PROPOSALS,
    INTERACTIONS,
    TRANSACTIONS,
    BALANCES,
    STANDING_ORDERS,
    FOLLOW_UPS,
)
BY_TABLE = {layout.table: layout for layout in LAYOUTS}
TEMPLATES = (CUSTOMERS, CONTACTS, ACCOUNTS, BALANCES, TRANSACTIONS, INTERACTIONS)
