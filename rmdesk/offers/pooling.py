"""Pooling: few outcomes lean on those of more, an offer on its family, a family on the book.

θ(offer) = (yes + m · θ(family)) ÷ (n + m), the family's likewise over the book's, the book's over
a prior; m = 10 (VALUE section 3).
"""

from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from rmdesk.offers.evidence.cases import Floats

PRIOR = 0.25
POOLING = 10.0


def reach(count: float) -> float:
    """Return how far the book's level reaches an offer with a start of its own: 0 to 1.

    An offer nobody was offered stays at its start, whatever became of the others.
    """
    return count / (count + POOLING)


@overload
def pooled(yes: float, count: float, towards: float, strength: float = POOLING) -> float: ...
@overload
def pooled(
    yes: "Floats", count: "Floats", towards: "Floats", strength: float = POOLING
) -> "Floats": ...
def pooled(
    yes: "float | Floats",
    count: "float | Floats",
    towards: "float | Floats",
    strength: float = POOLING,
) -> "float | Floats":
    """A rate of so many yes of so many, drawn towards another as by `strength` outcomes."""
    return (yes + strength * towards) / (count + strength)
