"""A stored lifetime value as the arithmetic takes it, and running contracts as they are stored."""

import json
from dataclasses import astuple

from rmdesk.store.lifetimes import LifetimeRow
from rmdesk.value.lifetime.contracts import Contracts, Renewal
from rmdesk.value.lifetime.credibility import Margin
from rmdesk.value.lifetime.outlook import Prospect
from rmdesk.value.lifetime.wandering import Spread


def write_contracts(contracts: Contracts) -> str:
    """Return contracts as JSON; empty for none."""
    return json.dumps(astuple(contracts), separators=(",", ":")) if contracts.count else ""


def read_contracts(text: str) -> Contracts:
    """Return contracts from the JSON that `write_contracts` made."""
    if not text:
        return Contracts()
    margins, lasts, until, count, renewals = json.loads(text)
    return Contracts(
        tuple(margins), lasts, until, count, tuple(Renewal(*renewal) for renewal in renewals)
    )


def read_prospect(row: LifetimeRow) -> Prospect:
    """Return what a stored lifetime value was calculated from."""
    return Prospect(
        margin=Margin(row.own, row.like_mean, row.weight, row.variance),
        survival=row.survival,
        spread=Spread(row.step, row.level, row.trend, row.seen),
        contracts=read_contracts(row.contracts),
    )
