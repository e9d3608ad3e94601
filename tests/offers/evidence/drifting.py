"""Contacts whose acceptance drifts, and a plain logistic regression to compare with.

The bank's contacts of 2008 (`shared/data/contacts`) are drawn again so that the rate rises: who
says yes is drawn from those who did, who says no from those who did not, so a trait tells as much
as it did. And simulated ones, of which the true chances are known.
"""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np

from rmdesk.desk import tables_of_contacts
from rmdesk.offers.evidence.cases import Cases, Floats, words_of
from rmdesk.offers.evidence.encoding import Encoding
from rmdesk.offers.evidence.odds import chance
from tests.offers.evidence.simulated import Simulated

SHARED = Path(os.environ.get("RMDESK_SHARED", Path(__file__).parents[4] / "shared")) / "data"
CONTACTS = SHARED / "contacts" / "contacts_2008.csv"
FIRST_RATE, LAST_RATE = 0.05, 0.24


def real() -> Cases:
    """The bank's contacts of 2008 in the order of time."""
    return tables_of_contacts.read(CONTACTS, "y")


def resampled(cases: Cases, seed: int, count: int, jumps: bool = False) -> Cases:
    """`count` of some cases, drawn with replacement, at a rate that rises from 5 to 24 %.

    With `jumps`, it also leaps about, every 700 cases, as campaigns come and go.
    """
    draw = np.random.default_rng(seed)
    rate = np.linspace(FIRST_RATE, LAST_RATE, count)
    if jumps:
        leaps = np.exp(draw.normal(0, 0.6, count // 700 + 1))
        rate = np.clip(rate * leaps[np.arange(count) // 700], 0.02, 0.7)
    yes = draw.random(count) < rate
    places = np.where(
        yes,
        draw.choice(np.flatnonzero(cases.yes == 1), count),
        draw.choice(np.flatnonzero(cases.yes == 0), count),
    )
    return cases.of(places)


def season_by_season(cases: Cases, seed: int, count: int) -> Cases:
    """The same, but each case is drawn from those near its own time: traits change as they did."""
    draw = np.random.default_rng(seed)
    yes = draw.random(count) < np.linspace(FIRST_RATE, LAST_RATE, count)
    places = np.zeros(count, np.int64)
    for said in (True, False):
        pool, mine = np.flatnonzero(cases.yes == said), np.flatnonzero(yes == said)
        time = mine / count * len(cases)
        low = np.searchsorted(pool, time - 2_000)
        high = np.maximum(low + 1, np.searchsorted(pool, time + 2_000))
        drawn = low + (draw.random(len(mine)) * (high - low)).astype(int)
        places[mine] = pool[np.minimum(drawn, len(pool) - 1)]
    return cases.of(places)


def after(first: Cases, then: Cases) -> Cases:
    """Cases of one table, one lot after the other."""
    return replace(
        first,
        numbers=np.concatenate([first.numbers, then.numbers]),
        words=np.concatenate([first.words, then.words]),
        yes=np.concatenate([first.yes, then.yes]),
        groups=np.concatenate([first.groups, then.groups]),
        weight=np.concatenate([first.weight, then.weight]),
    )


def turning(seed: int, count: int, turn: bool = True, rising: bool = True) -> Simulated:
    """Twelve numbers and three categories; what they are worth turns by a right angle."""
    draw = np.random.default_rng(seed)
    numbers, codes = draw.normal(size=(count, 12)), draw.integers(0, 5, size=(count, 3))
    angle = np.linspace(0, np.pi / 2, count)[:, None] if turn else np.zeros((count, 1))
    old, new = (draw.normal(size=12) * 0.35 * (np.arange(12) % 3 != n) for n in (0, 1))
    of_old, of_new = (draw.normal(size=(3, 5)) * 0.35 for _ in range(2))
    odds = ((np.cos(angle) * old + np.sin(angle) * new) * numbers).sum(axis=1)
    for column in range(3):
        level = codes[:, column]
        odds = odds + np.cos(angle[:, 0]) * of_old[column][level]
        odds = odds + np.sin(angle[:, 0]) * of_new[column][level]
    rate = np.linspace(FIRST_RATE, LAST_RATE, count) if rising else np.full(count, 0.2)
    true = chance(odds + np.log(rate / (1 - rate)))
    columns = [words_of([f"l{v}" for v in codes[:, c]]) for c in range(3)]
    cases = Cases(
        tuple(f"n{c}" for c in range(12)),
        numbers,
        ("a", "b", "c"),
        np.stack([column for column, _ in columns], axis=1),
        tuple(levels for _, levels in columns),
        (draw.random(count) < true).astype(np.float64),
        np.zeros(count, np.int64),
        (0,),
        np.ones(count),
    )
    return Simulated(cases, true)


def logistic(cases: Cases, update: int, window: int = 3_000, first: int = 0) -> Floats:
    """A logistic regression (ridge 1) fitted to the last cases only, by Newton's method."""
    given = np.full(len(cases), 0.5)
    for begin in range(0, len(cases), update):
        end = min(len(cases), begin + update)
        if not begin or end <= first:
            continue
        past = cases.rows(max(0, begin - window), begin)
        encoding = Encoding(past)
        straight = ~encoding.quarters()
        known, now = (
            np.c_[np.ones(len(part)), encoding.read(part)[:, straight]]
            for part in (past, cases.rows(begin, end))
        )
        ridge = np.diag(np.r_[1e-6, np.ones(known.shape[1] - 1)])
        rate = (past.yes.sum() + 1) / (len(past) + 2)
        worth = np.r_[np.log(rate / (1 - rate)), np.zeros(known.shape[1] - 1)]
        for _step in range(8):
            likely = chance(known @ worth)
            curve = (known * (likely * (1 - likely))[:, None]).T @ known + ridge
            move = np.linalg.solve(curve, known.T @ (past.yes - likely) - ridge @ worth)
            worth = worth + np.clip(move, -2, 2)
        given[begin:end] = chance(now @ worth)
    return given
