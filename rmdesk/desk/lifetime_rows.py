"""A stored lifetime value as the arithmetic takes it, and running contracts as they are stored."""

import json

from rmdesk.store.lifetimes import LifetimeRow
from rmdesk.terms import SurvivalModel
from rmdesk.value.lifetime.contracts import Contracts, Renewal
from rmdesk.value.lifetime.credibility import Margin
from rmdesk.value.lifetime.outlook import Prospect
from rmdesk.value.lifetime.wandering import Spread

# Where leaving is only guessed from silence: the money of who left halves within a year. Nobody
# sees it go all at once, as attrition shows in balances that run down (VALUE section 2).
_LINGERS: dict[SurvivalModel, float] = {SurvivalModel.ACTIVITY: 0.5 ** (1 / 12)}


def write_contracts(contracts: Contracts) -> str:
    """Return contracts as JSON; empty for none."""
    if not contracts.count:
        return ""
    renewals = [(r.after, r.monthly, r.chance) for r in contracts.renewals]
    parts = (contracts.margins, contracts.lasts, contracts.until, contracts.count, renewals)
    return json.dumps(parts, separators=(",", ":"))


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
        lingers=get_lingering(SurvivalModel(row.model)),
    )


def get_lingering(model: SurvivalModel) -> float:
    """Return how much of the money of who has left is still there a month later, 0 to 1."""
    return _LINGERS.get(model, 0.0)
