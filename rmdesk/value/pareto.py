"""How unevenly contribution is spread over a book."""

from collections.abc import Sequence

MILLION = 1_000_000


def customers_for(share_ppm: int, contributions: Sequence[int]) -> int:
    """How many customers, the best first, bring this share of all that customers bring.

    Losses are left out of the whole: they would make the best customers bring more than all.
    """
    earning = sorted((c for c in contributions if c > 0), reverse=True)
    wanted, brought = sum(earning) * share_ppm, 0
    for count, contribution in enumerate(earning, 1):
        brought += contribution
        if brought * MILLION >= wanted:
            return count
    return 0


def shares_of_best(contributions: Sequence[int], steps: int = 10) -> tuple[int, ...]:
    """The Pareto curve: what share (millionths) the best 1/steps, 2/steps … of all bring.

    The last point is the whole with its losses, so the curve may rise above it before.
    """
    ordered = sorted(contributions, reverse=True)
    whole = sum(ordered)
    if whole <= 0:
        return (0,) * steps
    points, brought, taken = [], 0, 0
    for step in range(1, steps + 1):
        until = len(ordered) * step // steps
        brought += sum(ordered[taken:until])
        taken = until
        points.append(brought * MILLION // whole)
    return tuple(points)


def share_of_largest(count: int, contributions: Sequence[int]) -> int:
    """What share (millionths) of the whole the largest customers bring; 0 where there is none."""
    whole = sum(contributions)
    if whole <= 0:
        return 0
    return sum(sorted(contributions, reverse=True)[:count]) * MILLION // whole
