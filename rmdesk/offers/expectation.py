"""What a yes is expected to bring in its first year: value after, less value before, less cost.

    move     A · (a year of the target) − (1 − SHARE) · A · (a year of the source)
    lend     A · (a year of the loan)
    reprice  A · (a year at the new price) − (1 − SHARE) · A · (a year at the present one)
    fee      A · (what a unit of fees brings)
    gain     A, as estimated

A year of something is what one unit of it contributes in the coming twelve months, after expected
loss and capital charge, as whoever prices it tells (`Prices`); what an account costs however much
is on it counts once for each account that is opened. SHARE is the chance that the money would leave
the bank without a yes. All is exact and rounded once.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple, Protocol

from rmdesk.offers.effects import SAME, Effect, Source, Verb
from rmdesk.offers.measures import Facts
from rmdesk.offers.offer import Offer

NOTHING = Fraction(0)
_ONE = Fraction(1)


class Price(NamedTuple):
    """What one minor unit contributes in the coming year, and what the account costs as such.

    Both exact, in minor units; `account` is below zero. `product` is its code, empty where there
    are several or none.
    """

    earns: Fraction
    account: Fraction = NOTHING
    product: str = ""


class Held(NamedTuple):
    """What a source holds in minor units (None: no bound), and what one of them earns a year."""

    minor: Fraction | None
    price: Price


class Prices(Protocol):
    """What things are worth for one customer; None where nobody described the product."""

    def of_new(self, product: str, rate_ppm: int) -> Price | None:
        """Return the price of a new account at the list price plus a difference in millionths."""

    def of_renewed(self, facts: Facts, verb: Verb, rate_ppm: int) -> Price | None:
        """Return the price of renewing what matures; None where nothing does."""

    def of_held(self, facts: Facts, source: Source) -> Held:
        """Return what a source holds and earns."""

    def of_repriced(self, facts: Facts, source: Source, rate_ppm: int) -> Price:
        """Return the price of what a source holds, with its rate moved by some millionths."""

    def of_fee(self, facts: Facts, product: str) -> Fraction | None:
        """Return what a minor unit of fees brings."""


class NoPrices:
    """Prices of a bank that has no products: only gains count."""

    def of_new(self, product: str, rate_ppm: int) -> Price | None:
        """Return None: no product is known."""
        return None

    def of_renewed(self, facts: Facts, verb: Verb, rate_ppm: int) -> Price | None:
        """Return None: nothing matures."""
        return None

    def of_held(self, facts: Facts, source: Source) -> Held:
        """Return a source that is empty."""
        return Held(NOTHING, Price(NOTHING))

    def of_repriced(self, facts: Facts, source: Source, rate_ppm: int) -> Price:
        """Return a price of nothing."""
        return Price(NOTHING)

    def of_fee(self, facts: Facts, product: str) -> Fraction | None:
        """Return None: nobody shares fees."""
        return None


class Part(NamedTuple):
    """One effect on one customer, exactly: amounts in minor units, prices for one of them a year.

    `asked` is the amount of the formula, `amount` what of it is there. `product` is what it goes
    to; `known` says that its price is. `leaving` is the assumed chance that the money leaves.
    """

    effect: Effect
    amount: Fraction
    asked: Fraction
    earns: Fraction = NOTHING
    gives_up: Fraction = NOTHING
    leaving: Fraction = NOTHING
    account: Fraction = NOTHING
    product: str = ""
    known: bool = True

    @property
    def brings(self) -> Fraction:
        """Return what the new side contributes in a year."""
        return self.amount if self.earns is _ONE else self.amount * self.earns

    @property
    def loses(self) -> Fraction:
        """Return what the old side would have contributed, as far as it would have stayed."""
        if not self.gives_up:
            return NOTHING
        return (_ONE - self.leaving) * self.amount * self.gives_up

    @property
    def total(self) -> Fraction:
        """Return what the effect is worth."""
        total = self.brings - self.loses if self.gives_up else self.brings
        return total + self.account if self.account else total


class Expectation(NamedTuple):
    """What a yes of one customer is worth in its first year, part by part; `cost` is the offer's.

    `facts` are what the amounts were made from; `gross_minor` is value after less value before,
    rounded once (half to even), `minor` that less the cost. `is_too_small` says that less would
    be moved or lent than the offer takes.
    """

    parts: tuple[Part, ...]
    facts: Facts
    gross_minor: int
    cost_minor: int
    is_too_small: bool = False

    @property
    def gives_up_minor(self) -> int:
        """Return what the old side would have contributed in the year, as far as it had stayed."""
        return round(sum((part.loses for part in self.parts), NOTHING))

    @property
    def is_known(self) -> bool:
        """Return whether every product has a price."""
        return all(part.known for part in self.parts)

    @property
    def minor(self) -> int:
        """Return what is expected, less the cost of a yes."""
        return self.gross_minor - self.cost_minor


def expect(offer: Offer, facts: Facts, prices: Prices) -> Expectation:
    """Return what a yes to an offer is expected to bring with one customer."""
    left: dict[Source, Fraction] = {}
    opened: set[tuple[str, int]] = set()
    parts = tuple(_price(effect, facts, prices, left, opened) for effect in offer.effects)
    first, *others = (part.total for part in parts)
    gross_minor = round(sum(others, first))
    is_too_small = bool(offer.minimum_minor) and _size(parts) < offer.minimum_minor
    return Expectation(parts, facts, gross_minor, offer.cost_minor, is_too_small)


def _size(parts: Sequence[Part]) -> Fraction:
    """Return the largest amount that is moved or lent."""
    return max((part.amount for part in parts if part.effect.sizes), default=NOTHING)


def _price(
    effect: Effect,
    facts: Facts,
    prices: Prices,
    left: dict[Source, Fraction],
    opened: set[tuple[str, int]],
) -> Part:
    asked = effect.amount.exact(facts)
    if effect.verb is Verb.GAIN:
        return Part(effect, asked, asked, _ONE)
    if effect.verb is Verb.FEE:
        share = prices.of_fee(facts, effect.target)
        return Part(effect, asked, asked, share or NOTHING, known=share is not None)
    asked = max(NOTHING, asked)
    amount, gives_up = asked, NOTHING
    if effect.source is not None:
        held = prices.of_held(facts, effect.source)
        gives_up = held.price.earns
        if held.minor is not None:
            there = left.get(effect.source, max(NOTHING, held.minor))
            amount = min(asked, there)
            left[effect.source] = there - amount
    price = _price_of_target(effect, facts, prices)
    if price is None or not amount:
        known = price is not None or not amount
        return Part(effect, amount, asked, NOTHING, gives_up, _leaving(effect, facts), known=known)
    return Part(
        effect,
        amount,
        asked,
        price.earns,
        gives_up,
        _leaving(effect, facts),
        _cost_of_opening(effect, price, opened),
        price.product,
    )


def _price_of_target(effect: Effect, facts: Facts, prices: Prices) -> Price | None:
    if effect.verb is Verb.REPRICE:
        assert effect.source is not None
        return prices.of_repriced(facts, effect.source, effect.rate_ppm)
    if effect.target == SAME:
        return prices.of_renewed(facts, effect.verb, effect.rate_ppm)
    return prices.of_new(effect.target, effect.rate_ppm)


def _cost_of_opening(effect: Effect, price: Price, opened: set[tuple[str, int]]) -> Fraction:
    """Return what an account costs a year that is opened: once for each product and price."""
    key = effect.target, effect.rate_ppm
    if effect.verb is Verb.REPRICE or key in opened:
        return NOTHING
    opened.add(key)
    return price.account


def _leaving(effect: Effect, facts: Facts) -> Fraction:
    if effect.leaving is None:
        return NOTHING
    return max(NOTHING, min(_ONE, effect.leaving.exact(facts)))
