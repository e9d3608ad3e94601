"""How an offer may be put to a customer: by which channel, to which guardian, with what care."""

from collections.abc import Iterable
from dataclasses import dataclass

from rmdesk.offers.eligibility import Guardian, Standing, lends
from rmdesk.offers.measures import Facts, Measure
from rmdesk.offers.offer import Offer
from rmdesk.terms import Care, ContactChannel, InteractionKind


@dataclass(frozen=True, slots=True)
class Approach:
    """The channels that the customer allows, the best first; the cares; guardians to speak with.

    `guardians` are those of a minor, guardians by appointment before parents; empty for others.
    """

    channels: tuple[ContactChannel, ...] = ()
    cares: tuple[Care, ...] = ()
    guardians: tuple[Guardian, ...] = ()


def list_channels(facts: Facts, standing: Standing) -> tuple[ContactChannel, ...]:
    """Return the channels that a customer allows, the best first."""
    return rank_channels(standing.consent or (), facts.words.get(Measure.REACHED_BY, ()))


def plan_approach(
    offer: Offer, standing: Standing, channels: tuple[ContactChannel, ...]
) -> Approach:
    """Return how an offer may be put to a customer today, by one of some channels."""
    guardians = standing.guardians if standing.minor_until is not None else ()
    return Approach(channels, list_cares(offer, standing), guardians)


def rank_channels(
    allowed: Iterable[ContactChannel], reached_by: Iterable[str]
) -> tuple[ContactChannel, ...]:
    """Return the channels that are allowed, the one by which the customer is reached most first."""
    usual = {InteractionKind(kind).channel for kind in reached_by}
    order = list(ContactChannel)
    return tuple(sorted(allowed, key=lambda channel: (channel not in usual, order.index(channel))))


def list_cares(offer: Offer, standing: Standing) -> tuple[Care, ...]:
    """Return what calls for more care when this offer is put to the customer.

    That a loan which the customer guarantees is on watch is a risk to be shown where credit is
    offered, and no reason to refuse it: nothing is owed by the guarantor yet.
    """
    found = []
    if standing.minor_until is not None:
        found.append(Care.MINOR)
    if standing.senior:
        found.append(Care.SENIOR)
    if standing.guarantor and lends(offer):
        found.append(Care.GUARANTOR)
    return tuple(found)
