"""What is drawn of offers: frozen data without sentences. Money in minor units."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rmdesk.offers.acceptance import Chance, Push
from rmdesk.offers.approach import Approach
from rmdesk.offers.conditions import Reason
from rmdesk.offers.effects import Source, Verb
from rmdesk.offers.eligibility import Block
from rmdesk.offers.measures import Measure
from rmdesk.terms import (
    Aspect,
    Care,
    ContactChannel,
    ExpectedBasis,
    Move,
    OfferFamily,
    ProposalStatus,
)

ByLanguage = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class ProposalLine:
    """A proposal and what became of it; `names` is the offer's name by language.

    `expected` is what a year of it was expected to bring, by `basis` before or after what is given
    up. Of an accepted one `expected_so_far` is what of it falls on the days that count, `earned`
    what it brought in them, None where nothing is tied to it. `channel` is how it was put to the
    customer, None where that was not recorded, `cares` what called for more care then, `guardian`
    the guardian who was spoken to in place of a minor.
    """

    id: int
    offer: str
    names: Mapping[str, str]
    status: ProposalStatus
    presented: date
    decided: date | None
    note: str
    expected: int = 0
    earned: int | None = None
    expected_so_far: int = 0
    basis: ExpectedBasis = ExpectedBasis.NET
    channel: ContactChannel | None = None
    cares: tuple[Care, ...] = ()
    guardian: str = ""


@dataclass(frozen=True)
class Figure:
    """A measure in a formula and what it is for the customer, in the measure's own unit."""

    measure: Measure
    value: int


@dataclass(frozen=True)
class EffectLine:
    """What a line of an offer comes to for a customer; minor units, shares in millionths.

    `formula` gives what is `asked`, with its `figures`; `amount` is what of it is there. A unit of
    it `earns_ppm` a year in place of `gives_up_ppm`, after expected loss and capital charge;
    `leaving_ppm` is the assumed chance that it would leave the bank without a yes. In all, a year
    `brings` one amount, `gives_up` another (below zero), and costs the `account_cost` of a new
    account (below zero).
    Without a `known` product it brings nothing.
    """

    verb: Verb
    source: Source | None
    product: str
    product_name: str
    formula: str
    figures: tuple[Figure, ...]
    asked: int
    amount: int
    earns_ppm: int
    gives_up_ppm: int
    leaving_ppm: int
    brings: int
    gives_up: int
    account_cost: int
    known: bool

    @property
    def total(self) -> int:
        """Return what the line adds to the expected value of a year."""
        return self.brings + self.gives_up + self.account_cost


@dataclass(frozen=True)
class SuggestionLine:
    """An offer put forward: why, how likely, worth what.

    `expected` is the first year's value after a yes, less that without one, less `yes_cost`; the
    `effects` are what it consists of. `cost` is what presenting and a yes cost. `now` says why
    now: what runs out where it is `urgent`, else how long nothing was proposed (None: never).
    `approach` is how it may be put: by which channels, with what care, and to which guardian of a
    minor.
    """

    offer: str
    names: Mapping[str, str]
    family: OfferFamily
    move: Move
    factor: Aspect
    level: Aspect
    reasons: tuple[Reason, ...]
    expected: int
    cost: int
    chance: Chance
    pushes: tuple[Push, ...]
    score: int
    urgent: bool
    now: Reason | None
    points: ByLanguage
    documents: ByLanguage
    effects: tuple[EffectLine, ...] = ()
    yes_cost: int = 0
    approach: Approach = field(default_factory=Approach)


@dataclass(frozen=True)
class WaitingLine:
    """An offer that fits, and why not now; its effects where it is what they come to."""

    offer: str
    names: Mapping[str, str]
    block: Block
    effects: tuple[EffectLine, ...] = ()


@dataclass(frozen=True)
class OffersView:
    """All about one customer's offers: put forward, presented and open, waiting, the past."""

    suggestions: tuple[SuggestionLine, ...]
    open: tuple[ProposalLine, ...]
    waiting: tuple[WaitingLine, ...]
    past: tuple[ProposalLine, ...]
