"""How the learner does on data that drifts, beside the running rate and a logistic regression.

    python -m tests.bench.drift

The regression is fitted to the last 3 000 cases only. `true` are the simulation's own chances.
Judged in blocks of 500; after 2008 where later contacts follow that year's.
"""

from collections.abc import Iterator

import numpy as np

from rmdesk.offers.evidence.cases import Cases, Floats
from rmdesk.offers.evidence.replay import replay
from rmdesk.offers.evidence.report import quality
from tests.offers.evidence.drifting import (
    after,
    logistic,
    real,
    resampled,
    season_by_season,
    turning,
)
from tests.offers.evidence.simulated import contacts

UPDATE, BLOCK, LATER = 100, 500, 17_483
Lot = tuple[str, Cases, Floats | None, int]


def lots() -> Iterator[Lot]:
    """The tables, with the true chances where they are known, and where judging begins."""
    past = real()
    yield "2008", past, None, 0
    yield "5 to 24 %", resampled(past, 1, len(past)), None, 0
    yield "by season", season_by_season(past, 1, len(past)), None, 0
    yield "2008, then 5 to 24 %", after(past, resampled(past, 1, LATER)), None, len(past)
    yield "2008, then leaps", after(past, resampled(past, 1, LATER, jumps=True)), None, len(past)
    for name, found in (
        ("turns and rises", turning(1, 20_000)),
        ("rises", turning(1, 20_000, turn=False)),
        ("nothing changes", turning(1, 20_000, turn=False, rising=False)),
    ):
        yield name, found.cases, found.true, 0


def told(name: str, who: str, yes: Floats, given: Floats) -> None:
    """Print a line."""
    found = quality(yes, given, BLOCK)
    figures = (found.auc, found.log_loss, *reversed(found.tops), found.slope, found.ece)
    print(f"{name:22}{who:10}", *(f"{f or 0:8.4f}" for f in figures), flush=True)


def few() -> None:
    """Print how much worse than the running rate it is with few outcomes, over 20 seeds."""
    for strength in (0.0, 0.5):
        for known in (10, 100, 300):
            worse = []
            for seed in range(20):
                cases = contacts(seed, known + 300, strength).cases
                pair = [said[known : 2 * known] for said in replay(cases, known)]
                ours, rate = (
                    quality(cases.yes[known : 2 * known][:100], said[:100], BLOCK).log_loss
                    for said in pair
                )
                worse.append(ours - rate)
            print(f"{known} outcomes, strength {strength}: {np.mean(worse):+.4f}", flush=True)


def main() -> None:
    """Print the table."""
    print(
        f"{'':32}", *(f"{h:>8}" for h in ["AUC", "loss", "top50", "top20", "top10", "slope", "ece"])
    )
    for name, cases, true, first in lots():
        given, base = replay(cases, UPDATE)
        plain = logistic(cases, UPDATE, first=first)
        for who, said in (("rmdesk", given), ("rate", base), ("logistic", plain), ("true", true)):
            if said is not None:
                told(name, who, cases.yes[first:], said[first:])
    few()


if __name__ == "__main__":
    main()
