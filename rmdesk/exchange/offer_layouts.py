"""The templates of the offers: the catalogue, what was shown of it, and what customers think."""

from rmdesk.exchange.column import Column, Kind, Layout, coded
from rmdesk.terms import Aspect, CreditUse, ExpectedBasis, LifeEventKind, Move, OfferFamily

_CUSTOMER = Column("customer", Kind.CUSTOMER, "customer_id", required=True)

CATALOGUE = Layout(
    "offers",
    (
        Column("code", required=True),
        coded("family", OfferFamily, required=True),
        coded("move", Move, required=True),
        Column("conditions"),
        Column("effects", required=True),
        Column("cost"),
        Column("cost_days"),
        Column("presenting"),
        Column("minimum"),
        Column("chance"),
        Column("sells"),
        Column("risk"),
        coded("credit", CreditUse),
        Column("passes"),
        Column("trigger"),
        Column("excludes"),
        Column("valid_from", Kind.DAY),
        Column("valid_to", Kind.DAY),
        Column("factor"),
        Column("level"),
        Column("retired", Kind.FLAG),
        Column("version", Kind.WHOLE),
    ),
    ("code",),
)
TEXTS = Layout(
    "offer_texts",
    (
        Column("offer", required=True),
        Column("language", required=True),
        Column("name", required=True),
        Column("points"),
        Column("documents"),
    ),
    ("offer", "language"),
)
EXCLUSIONS = Layout(
    "offer_exclusions",
    (
        _CUSTOMER,
        Column("offer", required=True),
        Column("note"),
        Column("removed", Kind.FLAG),
    ),
    ("customer_id", "offer"),
)
OPINIONS = Layout(
    "opinions",
    (
        _CUSTOMER,
        coded("aspect", Aspect, required=True),
        Column("date", Kind.DAY, "day", required=True),
        Column("score", Kind.WHOLE, required=True),
        Column("note"),
    ),
    ("customer_id", "aspect", "day"),
)
LIFE_EVENTS = Layout(
    "life_events",
    (
        _CUSTOMER,
        coded("kind", LifeEventKind, required=True),
        Column("date", Kind.DAY, "day", required=True),
        Column("note"),
    ),
    ("customer_id", "kind", "day"),
)
SHOWINGS = Layout(
    "showings",
    (
        _CUSTOMER,
        Column("offer", required=True),
        Column("date", Kind.DAY, "day", required=True),
        Column("rank", Kind.WHOLE),
        Column("score", Kind.MONEY, "score_minor"),
        Column("expected", Kind.MONEY, "expected_minor"),
        Column("chance", Kind.RATE, "chance_ppm"),
        Column("reasons"),
        Column("model"),
        coded("basis", ExpectedBasis),
    ),
    ("customer_id", "offer", "day"),
)
OFFERS = (CATALOGUE, TEXTS)
VIEWS_OF_CUSTOMERS = (EXCLUSIONS, OPINIONS, LIFE_EVENTS)
