"""Whole parts that add up to a whole, shared out like money (largest remainder)."""

from collections.abc import Sequence
from math import floor


def share_out(parts: Sequence[float], whole: int) -> list[int]:
    """Return each part as a whole number, all of them together `whole`.

    Each part is floored; the missing units go to the largest fractions, of equal ones to the
    first. The parts should add up to within one of `whole`; where they do not, all bear the rest
    alike. Raises ValueError where something is to be shared out over no parts.
    """
    found = [floor(part) for part in parts]
    missing = whole - sum(found)
    if not found:
        if whole:
            raise ValueError(whole)
        return found
    each, some = divmod(missing, len(found))
    by_fraction = sorted(range(len(found)), key=lambda place: found[place] - parts[place])
    for place in by_fraction[:some]:
        found[place] += 1
    return [part + each for part in found]
