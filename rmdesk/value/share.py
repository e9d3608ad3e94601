"""From exact to shown: one rounding of the whole, then parts that add up to it.

The whole is rounded half to even; each part is floored and the missing units go to the largest
fractions, ties to the part that comes first. (Largest remainder, or Hamilton's method.)
"""

from collections.abc import Sequence

from rmdesk.value.scale import SCALE


def half_even(numerator: int, scale: int = SCALE) -> int:
    """The whole number nearest to numerator ÷ scale, the even one when two are as near."""
    whole, rest = divmod(numerator, scale)
    if (twice := rest + rest) > scale or (twice == scale and whole % 2):
        whole += 1
    return whole


def apportion(numerators: Sequence[int], whole: int | None = None, scale: int = SCALE) -> list[int]:
    """Whole numbers for exact parts (each over `scale`) that sum to `whole`.

    `whole` is the rounded sum of the parts unless it is given; given, it must be within one of
    their sum, as a cell's share of its month always is.
    """
    parts, fractions = [], []
    for numerator in numerators:
        part, fraction = divmod(numerator, scale)
        parts.append(part)
        fractions.append(fraction)
    floored = sum(parts)
    if whole is None:
        # The floors are whole already, so only the fractions are to be rounded.
        missing, rest = divmod(sum(fractions), scale)
        if (twice := rest + rest) > scale or (twice == scale and (floored + missing) % 2):
            missing += 1
    else:
        missing = whole - floored
    if missing == 1:
        parts[fractions.index(max(fractions))] += 1
    elif missing:
        by_fraction = sorted(range(len(parts)), key=fractions.__getitem__, reverse=True)
        for i in by_fraction[:missing]:
            parts[i] += 1
    return parts
