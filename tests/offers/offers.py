"""An offer, a customer's standing and rates, to change for each test."""

from dataclasses import replace
from datetime import date, timedelta

from rmdesk.offers import offer as reading
from rmdesk.offers.acceptance import Rates, rates
from rmdesk.offers.eligibility import Standing
from rmdesk.offers.measures import Facts, Measure
from rmdesk.offers.offer import Offer, WrittenOffer
from rmdesk.offers.policy import Policy
from rmdesk.terms import ContactChannel, OfferFamily

TODAY = date(2026, 11, 24)
STANDING = Standing(
    today=TODAY,
    consent=frozenset(ContactChannel),
    complaint=None,
    holds=frozenset({"current"}),
    risk_class=3,
    risk_until=TODAY + timedelta(days=100),
    past=(),
    policy=Policy(),
    budget_left=100_000,
)
WRITTEN = WrittenOffer(
    code="idle",
    family="professional_service",
    move="cross_sell",
    when=("idle_balance at_least 500", "holds is_not wealth"),
    effects=("gain 30% * idle_balance * 0.45%",),
    cost="50",
    presenting="135",
    sells="wealth",
    risk="R2",
    factor="product",
    level="material",
    names={"en": "Idle money"},
)
FACTS = Facts({Measure.IDLE_BALANCE: 120_000_000}, {Measure.HOLDS: frozenset({"current"})})


def offer(**changes: object) -> Offer:
    """The offer with some fields written otherwise, in a currency of two digits."""
    return reading.read(replace(WRITTEN, **changes), 2)  # type: ignore[arg-type]


def no_outcomes(*codes: str) -> Rates:
    """The rates of some offers before any outcome."""
    return rates([], dict.fromkeys(codes, OfferFamily.PROFESSIONAL_SERVICE), TODAY)
