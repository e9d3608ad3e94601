"""How likely a yes is: an offer's own outcomes, pooled towards its family, the book and a prior.

θ(offer) = (yes + m · θ(family)) ÷ (n + m), the family's likewise over the book's, the book's over
the prior; m = 10. An outcome counts half after 180 days (VALUE section 3).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rmdesk.terms import OfferFamily

PRIOR = 0.25
POOLING = 10.0
HALF_LIFE_DAYS = 180
UNTRIED_BELOW = 5
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one proposal ended: with a yes, or with a no (a lapse is a no)."""

    offer: str
    family: OfferFamily
    yes: bool
    day: date


@dataclass(frozen=True, slots=True)
class Chance:
    """The chance of a yes in millionths, and on how many outcomes of the offer it stands."""

    ppm: int
    outcomes: int
    accepted: int

    @property
    def untried(self) -> bool:
        """Whether there are too few outcomes to speak of."""
        return self.outcomes < UNTRIED_BELOW


@dataclass(slots=True)
class _Sum:
    yes: float = 0.0
    count: float = 0.0
    whole_yes: int = 0
    whole_count: int = 0

    def pooled(self, towards: float) -> float:
        return (self.yes + POOLING * towards) / (self.count + POOLING)


def chances(
    outcomes: Iterable[Outcome], offers: Mapping[str, OfferFamily], today: date
) -> dict[str, Chance]:
    """The chance of each offer, from all outcomes of the book."""
    book = _Sum()
    families = {family: _Sum() for family in OfferFamily}
    single = {offer: _Sum() for offer in offers}
    for outcome in outcomes:
        weight = 0.5 ** (max(0, (today - outcome.day).days) / HALF_LIFE_DAYS)
        for total in (book, families[outcome.family], single.get(outcome.offer)):
            if total is not None:
                total.yes += weight * outcome.yes
                total.count += weight
                total.whole_yes += outcome.yes
                total.whole_count += 1
    of_book = book.pooled(PRIOR)
    of_family = {family: total.pooled(of_book) for family, total in families.items()}
    return {
        offer: Chance(
            round(single[offer].pooled(of_family[family]) * _MILLION),
            single[offer].whole_count,
            single[offer].whole_yes,
        )
        for offer, family in offers.items()
    }
