"""The layouts of what the bank sets: products, rates, costs, prices, risks."""

from rmdesk.exchange.column import Column, Kind, Layout, coded
from rmdesk.terms import InteractionKind, InterestMode, Pricing, ProductKind, TransactionChannel

_FROM = Column("valid_from", Kind.DAY, required=True)

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
        coded("kind", ProductKind),
        Column("basis", Kind.WHOLE),
        coded("interest", InterestMode),
        coded("pricing", Pricing),
        Column("risk"),
    ),
    ("code",),
)
PRODUCT_BASES = Layout(
    "product_bases",
    (
        Column("product", required=True),
        Column("currency", Kind.CURRENCY, required=True),
        Column("basis", Kind.WHOLE, required=True),
    ),
    ("product", "currency"),
)
PRODUCT_RATES = Layout(
    "product_rates",
    (
        Column("product", required=True),
        Column("currency", Kind.CURRENCY),
        _FROM,
        Column("ftp", Kind.RATE, "ftp_ppm"),
        Column("rate", Kind.RATE, "rate_ppm"),
        Column("trailer", Kind.RATE, "trailer_ppm"),
        Column("fee_share", Kind.RATE, "fee_share_ppm"),
    ),
    ("product", "currency", "valid_from"),
)
PRODUCT_COSTS = Layout(
    "product_costs",
    (
        Column("product", required=True),
        coded("channel", TransactionChannel, required=True),
        _FROM,
        Column("piece", Kind.MONEY, "piece_minor"),
    ),
    ("product", "channel", "valid_from"),
)
PRODUCT_TRANCHES = Layout(
    "product_tranches",
    (
        Column("product", required=True),
        _FROM,
        Column("days", Kind.WHOLE, required=True),
        Column("share", Kind.RATE, "share_ppm", required=True),
    ),
    ("product", "valid_from", "days"),
)
PRODUCT_RISKS = Layout(
    "product_risks",
    (
        Column("product", required=True),
        _FROM,
        Column("rating"),
        Column("collateral"),
        Column("weight", Kind.RATE, "weight_ppm", required=True),
        Column("ccf", Kind.RATE, "ccf_ppm"),
        Column("default", Kind.RATE, "default_ppm"),
    ),
    ("product", "valid_from"),
)
ACCOUNT_COSTS = Layout(
    "account_costs",
    (Column("product", required=True), _FROM, Column("month", Kind.MONEY, "month_minor", True)),
    ("product", "valid_from"),
)
ACTIVITY_COSTS = Layout(
    "activity_costs",
    (
        coded("kind", InteractionKind, required=True),
        _FROM,
        Column("piece", Kind.MONEY, "piece_minor"),
        Column("hour", Kind.MONEY, "hour_minor"),
    ),
    ("kind", "valid_from"),
)

CURVE_NODES = Layout(
    "curve_nodes",
    (
        Column("currency", Kind.CURRENCY),
        _FROM,
        Column("days", Kind.WHOLE, required=True),
        Column("rate", Kind.RATE, "rate_ppm", required=True),
    ),
    ("currency", "valid_from", "days"),
)
EXCHANGE_RATES = Layout(
    "exchange_rates",
    (
        Column("currency", Kind.CURRENCY, required=True),
        _FROM,
        Column("rate", Kind.EXCHANGE, "billionths", required=True),
    ),
    ("currency", "valid_from"),
)
RATINGS = Layout(
    "ratings",
    (Column("code", required=True), _FROM, Column("default", Kind.RATE, "default_ppm", True)),
    ("code", "valid_from"),
)
COLLATERALS = Layout(
    "collaterals",
    (Column("code", required=True), _FROM, Column("loss", Kind.RATE, "loss_ppm", True)),
    ("code", "valid_from"),
)
CAPITAL_TERMS = Layout(
    "capital_terms",
    (
        _FROM,
        Column("ratio", Kind.RATE, "ratio_ppm", required=True),
        Column("hurdle", Kind.RATE, "hurdle_ppm", required=True),
        Column("operational", Kind.RATE, "operational_ppm"),
    ),
    ("valid_from",),
)
OVERHEADS = Layout(
    "overheads",
    (
        _FROM,
        Column("income", Kind.RATE, "income_ppm"),
        Column("account_month", Kind.MONEY, "account_minor"),
    ),
    ("valid_from",),
)
TAXES = Layout(
    "taxes",
    (
        _FROM,
        Column("loan_interest", Kind.RATE, "interest_ppm"),
        Column("fees", Kind.RATE, "fees_ppm"),
    ),
    ("valid_from",),
)
DISCOUNT_RATES = Layout(
    "discount_rates",
    (_FROM, Column("discount", Kind.RATE, "discount_ppm", required=True)),
    ("valid_from",),
)

OFFER_RULES = Layout(
    "offer_rules",
    (
        _FROM,
        Column("a_week", Kind.WHOLE, required=True),
        Column("presented_rest", Kind.WHOLE, "presented_rest_days", required=True),
        Column("declined_rest", Kind.WHOLE, "declined_rest_days", required=True),
        Column("at_most", Kind.WHOLE, "at_most_in_rest", required=True),
        Column("surprise_rest", Kind.WHOLE, "surprise_rest_days", required=True),
        Column("surprise_budget", Kind.MONEY, "surprise_minor", required=True),
        Column("festivals"),
    ),
    ("valid_from",),
    ("complaint",),
)

PRICES: tuple[Layout, ...] = (
    TIERS,
    PRODUCTS,
    PRODUCT_BASES,
    PRODUCT_RATES,
    PRODUCT_COSTS,
    PRODUCT_TRANCHES,
    PRODUCT_RISKS,
    ACTIVITY_COSTS,
    CURVE_NODES,
    EXCHANGE_RATES,
    RATINGS,
    COLLATERALS,
    CAPITAL_TERMS,
    ACCOUNT_COSTS,
    OVERHEADS,
    TAXES,
    DISCOUNT_RATES,
    OFFER_RULES,
)
