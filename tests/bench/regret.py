"""How much simulated managers lose by the ranking, against one that knows only family rates.

    python -m tests.bench.regret

Each manager has a catalogue and customers with preferences that are known to the simulation alone.
One customer after another comes, some offers fit, the best of them by chance times contribution is
presented, and the answer is drawn from the preferences. Regret is what the truly best choice was
expected to bring more than the chosen one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from rmdesk.offers.acceptance import Outcomes, rates
from rmdesk.offers.evidence.fitting import Ended, fit
from rmdesk.offers.measures import Facts, Measure
from rmdesk.offers.pooling import PRIOR, pooled
from rmdesk.offers.traits import Evidence
from rmdesk.terms import OfferFamily

SEEDS, ROUNDS, OFFERS, FITTING = 20, 200, 16, 6
LEARNT_EVERY = 5
TODAY = date(2026, 11, 24)
TIERS = ("gold", "silver", "basic")
FAMILIES = {f"o{n}": list(OfferFamily)[n % 4] for n in range(OFFERS)}


@dataclass(frozen=True)
class Meeting:
    """A customer, the offers that fit, what each would bring, and how likely a yes really is."""

    facts: Facts
    traits: dict[str, int | str]
    offers: tuple[str, ...]
    values: tuple[float, ...]
    true: tuple[float, ...]
    luck: float


class Manager:
    """One simulated manager: preferences drawn once."""

    def __init__(self, seed: int) -> None:
        draw = np.random.default_rng(seed)
        self._draw = draw
        family = {f: draw.normal(-1.2, 0.5) for f in OfferFamily}
        self._offer = {o: family[f] + draw.normal(0, 0.7) for o, f in FAMILIES.items()}
        self._tier = {t: draw.normal(0, 0.7) for t in TIERS}
        self._age, self._silent = draw.normal(0, 0.5), draw.normal(0, 0.5)

    def meeting(self) -> Meeting:
        """The next customer."""
        draw = self._draw
        tier, age, silent = TIERS[draw.integers(3)], int(draw.integers(25, 70)), draw.integers(200)
        likes = self._tier[tier] + self._age * (age - 47) / 13 + self._silent * (silent - 100) / 58
        offers = tuple(f"o{n}" for n in draw.choice(OFFERS, FITTING, replace=False))
        values = tuple(float(v) for v in np.exp(draw.normal(0, 0.5, FITTING)))
        true = tuple(float(1 / (1 + np.exp(-(self._offer[o] + likes)))) for o in offers)
        numbers = {Measure.AGE: age, Measure.DAYS_SILENT: int(silent)}
        facts = Facts(numbers, {Measure.TIER: frozenset({tier})})
        traits: dict[str, int | str] = {"tier": tier, "age": age, "days_silent": int(silent)}
        return Meeting(facts, traits, offers, values, true, float(draw.random()))


Chances = Callable[[Meeting, Sequence[Ended]], Sequence[float]]


def by_family(meeting: Meeting, past: Sequence[Ended]) -> Sequence[float]:
    """The pooled rate of each offer's family, and nothing else."""
    book = pooled(float(sum(e.yes for e in past)), float(len(past)), PRIOR)
    return [
        pooled(float(sum(e.yes for e in own)), float(len(own)), book)
        for offer in meeting.offers
        for own in ([e for e in past if e.family is FAMILIES[offer]],)
    ]


class Ranking:
    """The engine: rates at every look, evidence now and then."""

    def __init__(self) -> None:
        self._evidence = Evidence()

    def __call__(self, meeting: Meeting, past: Sequence[Ended]) -> Sequence[float]:
        if len(past) % LEARNT_EVERY == 0:
            self._evidence = fit(past)
        outcomes = [Outcomes(e.offer, e.day, 1, int(e.yes)) for e in past]
        today = TODAY + timedelta(days=len(past))
        found = rates(outcomes, FAMILIES, today, self._evidence)
        return [found.of(offer, meeting.facts).ppm / 1_000_000 for offer in meeting.offers]


def regret(seed: int, chances: Chances) -> list[float]:
    """The regret of each round."""
    manager, past, lost = Manager(seed), list[Ended](), list[float]()
    for day in range(ROUNDS):
        meeting = manager.meeting()
        worth = [p * v for p, v in zip(chances(meeting, past), meeting.values, strict=True)]
        right = [p * v for p, v in zip(meeting.true, meeting.values, strict=True)]
        chosen = int(np.argmax(worth))
        lost.append(max(right) - right[chosen])
        offer = meeting.offers[chosen]
        yes = meeting.luck < meeting.true[chosen]
        when = TODAY + timedelta(days=day)
        past.append(Ended(offer, FAMILIES[offer], when, yes, meeting.traits))
    return lost


def main() -> None:
    """Print the mean regret of the rounds up to each number of outcomes."""
    ours = np.array([regret(seed, Ranking()) for seed in range(SEEDS)])
    theirs = np.array([regret(seed, by_family) for seed in range(SEEDS)])
    print("outcomes  ranking  family rate  ratio  seeds below (all so far)")
    for end in (25, 50, 100, 150, 200):
        a, b = ours[:, :end].sum(axis=1), theirs[:, :end].sum(axis=1)
        last, base = (
            ours[:, max(0, end - 50) : end].mean(),
            theirs[:, max(0, end - 50) : end].mean(),
        )
        print(f"{end:8}  {last:7.4f}  {base:11.4f}  {last / base:5.2f}  {(a < b).sum()} of {SEEDS}")


if __name__ == "__main__":
    main()
