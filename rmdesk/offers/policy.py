"""The rules that the manager sets for all offers: rest, contact, capacity, what gifts may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    """How often customers are spoken to about offers, and what surprises may cost.

    Rests are days. `a_week` is how many proposals the manager can see through; `surprise_minor`
    is what surprises may cost in a calendar year, in minor units. `festivals` are those that gifts
    are given at, as `rmdesk.practice.festivals` calls them.
    """

    presented_rest_days: int = 30
    declined_rest_days: int = 90
    at_most_in_rest: int = 2
    surprise_rest_days: int = 90
    a_week: int = 15
    surprise_minor: int = 2_000_000
    festivals: tuple[str, ...] = ("spring_festival", "mid_autumn")
