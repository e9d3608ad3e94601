"""How current accounts moved over a year: how low they fell, how far they swing, when overdrawn.

An account's balance at the end of each day is run from what it held a year ago. It holds for the
account as a whole; whoever owns a part of it has that part of each figure.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from rmdesk.desk import stored
from rmdesk.desk.facts.asked import Asked

_RUNNING = (
    "WITH moved AS (SELECT account_id, day, minor FROM transactions"
    " WHERE account_id {accounts} AND day > :year_ago AND day <= :today UNION ALL"
    " SELECT account_id, day, minor FROM adjustments"
    " WHERE account_id {accounts} AND day > :year_ago AND day <= :today),"
    " daily AS (SELECT m.account_id, m.day, sum(m.minor) AS minor FROM moved m"
    " CROSS JOIN accounts a ON a.id = m.account_id"
    " JOIN products p ON p.code = a.product AND p.kind = 'current'"
    " WHERE a.closed IS NULL AND a.status <> 'closed'{only} GROUP BY 1, 2),"
    " running AS (SELECT account_id, day, sum(minor) OVER run AS moved,"
    " coalesce(lead(day) OVER run, :today + 1) AS until FROM daily"
    " WINDOW run AS (PARTITION BY account_id ORDER BY day))"
)
_EXTREMES = _RUNNING.replace("{only}", "") + (
    " SELECT account_id, min(moved), max(moved) FROM running GROUP BY 1"
)
_DAYS = _RUNNING.replace("{only}", " AND a.id IN (SELECT value FROM json_each(:overdrawn))") + (
    " SELECT account_id, moved, day, until FROM running"
)


@dataclass(frozen=True, slots=True)
class Swing:
    """A current account over 365 days: its lowest and highest balance at a day's end.

    In minor units of the account; `overdrawn_days` are the days that ended below zero.
    """

    lowest: int
    highest: int
    overdrawn_days: int = 0

    @property
    def width(self) -> int:
        """Return how far the balance swings."""
        return self.highest - self.lowest


def read_swings(asked: Asked, before: Mapping[int, int]) -> dict[int, Swing]:
    """Return how each current account moved; `before` is what accounts held a year ago."""
    found: dict[int, Swing] = {}
    for account, low, high in asked.rows(_EXTREMES):
        number = stored.number(account)
        held, least, most = before.get(number, 0), stored.number(low), stored.number(high)
        # An account that held nothing a year ago is counted from its first movement.
        found[number] = (
            Swing(held + min(0, least), held + max(0, most)) if held else Swing(least, most)
        )
    _add_overdrawn(asked, before, found)
    return found


def _add_overdrawn(asked: Asked, before: Mapping[int, int], found: dict[int, Swing]) -> None:
    """Count the days below zero of the few accounts that fell that low."""
    overdrawn = [number for number, swing in found.items() if swing.lowest < 0]
    if not overdrawn:
        return
    days: dict[int, int] = {}
    seen: set[int] = set()
    year_ago = asked.today.toordinal() - 365
    for account, moved, day, until in asked.rows(_DAYS, {"overdrawn": json.dumps(overdrawn)}):
        number, first = stored.number(account), stored.number(day)
        if number not in seen:
            seen.add(number)
            if before.get(number, 0) < 0:
                # It was overdrawn from the beginning of the year until something moved.
                days[number] = days.get(number, 0) + first - year_ago - 1
        if before.get(number, 0) + stored.number(moved) < 0:
            days[number] = days.get(number, 0) + stored.number(until) - first
    for number, count in days.items():
        found[number] = Swing(found[number].lowest, found[number].highest, count)


def unmoved(balance: int) -> Swing:
    """Return the swing of an account on which nothing moved in a year."""
    return Swing(balance, balance, 365 if balance < 0 else 0)
