"""What is drawn of offers: frozen data without sentences. Money in minor units."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rmdesk.offers.acceptance import Chance, Push
from rmdesk.offers.approach import Approach
from rmdesk.offers.conditions import Reason
from rmdesk.offers.eligibility import Block
from rmdesk.terms import Aspect, Care, ContactChannel, Move, OfferFamily, ProposalStatus

ByLanguage = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class ProposalLine:
    """A proposal and what became of it; `names` is the offer's name by language.

    `expected` is what a year of it was expected to bring, `earned` what it brought so far, None
    where that was not asked for or nothing is tied to it. `channel` is how it was put to the
    customer, None where that was not recorded, `cares` what called for more care then, `guardian`
    with whom it was spoken of in place of a minor.
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
    channel: ContactChannel | None = None
    cares: tuple[Care, ...] = ()
    guardian: str = ""


@dataclass(frozen=True)
class SuggestionLine:
    """An offer put forward: why, how likely, worth what.

    `expected` is the first year's, `cost` what presenting and a yes cost. `now` says why now: what
    runs out where it is `urgent`, else how long nothing was proposed (None: never). `approach` is
    how it may be put: by which channels, with what care, and to whom in place of a minor.
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
    approach: Approach = field(default_factory=Approach)


@dataclass(frozen=True)
class WaitingLine:
    """An offer that fits, and why not now."""

    offer: str
    names: Mapping[str, str]
    block: Block


@dataclass(frozen=True)
class OffersView:
    """All about one customer's offers: put forward, presented and open, waiting, the past."""

    suggestions: tuple[SuggestionLine, ...]
    open: tuple[ProposalLine, ...]
    waiting: tuple[WaitingLine, ...]
    past: tuple[ProposalLine, ...]
