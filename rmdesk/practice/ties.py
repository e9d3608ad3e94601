"""Who belongs together: one household, one group of companies."""

from collections.abc import Iterable

from rmdesk.terms import RelationKind

# A guarantee or an introduction ties two customers without making one economic unit of them.
TOGETHER = frozenset(
    {
        RelationKind.SPOUSE,
        RelationKind.PARENT,
        RelationKind.CHILD,
        RelationKind.SIBLING,
        RelationKind.GROUP_COMPANY,
        RelationKind.OWNER,
        RelationKind.OWNED,
        RelationKind.AUTHORISED,
        RelationKind.PRINCIPAL,
    }
)
AT_MOST = 200


def together(customer: int, ties: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """A customer and all it is tied to, over however many ties, each once, itself first."""
    neighbours: dict[int, set[int]] = {}
    for one, other in ties:
        neighbours.setdefault(one, set()).add(other)
        neighbours.setdefault(other, set()).add(one)
    found = [customer]
    for member in found:
        found += sorted(neighbours.get(member, set()) - set(found))
        if len(found) >= AT_MOST:
            break
    return tuple(found[:AT_MOST])
