"""The lifetime models against the published figures of their data sets."""

import csv
import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from rmdesk.value.lifetime import bgbb, bgnbd, gammagamma, sbg
from rmdesk.value.lifetime.bgbb import Activity
from rmdesk.value.lifetime.bgnbd import BgNbd, Purchases

SHARED = Path(os.environ.get("RMDESK_SHARED", Path(__file__).parents[4] / "shared")) / "data"
CDNOW = SHARED / "cdnow" / "CDNOW_sample.txt"
DONATIONS = SHARED / "donations" / "donations.csv"
END, WEEK = date(1997, 9, 30), 7.0
needs_cdnow = pytest.mark.skipif(not CDNOW.exists(), reason="the CDNOW sample is not here")
needs_donations = pytest.mark.skipif(not DONATIONS.exists(), reason="the donors are not here")


def days_of_customers() -> dict[str, dict[date, float]]:
    """What each customer spent by day; several purchases of one day are one."""
    found: dict[str, dict[date, float]] = defaultdict(lambda: defaultdict(float))
    for line in CDNOW.read_text(encoding="utf-8").splitlines():
        _master, customer, day, _quantity, dollars = line.split()
        found[customer][date(int(day[:4]), int(day[4:6]), int(day[6:]))] += float(dollars)
    return found


class Cdnow:
    """The calibration weeks, and how many purchases came in the 39 weeks after them."""

    def __init__(self) -> None:
        self.repeats: list[float] = []
        self.last: list[float] = []
        self.known: list[float] = []
        self.later: list[int] = []
        self.means: list[float] = []
        for by_day in days_of_customers().values():
            days = sorted(by_day)
            inside = [d for d in days if d <= END]
            self.repeats.append(len(inside) - 1)
            self.last.append((inside[-1] - inside[0]).days / WEEK)
            self.known.append((END - inside[0]).days / WEEK)
            self.later.append(len(days) - len(inside))
            spent = [by_day[d] for d in inside[1:]]
            self.means.append(sum(spent) / len(spent) if spent else 0.0)
        self.model = bgnbd.fit(Purchases(self.repeats, self.last, self.known))


@pytest.fixture(scope="module")
def cdnow() -> Cdnow:
    return Cdnow()


@needs_cdnow
def test_bg_nbd_on_cdnow(cdnow: Cdnow) -> None:
    assert (len(cdnow.repeats), sum(cdnow.repeats)) == (2_357, 2_457)
    model = cdnow.model
    assert model.log_likelihood == pytest.approx(-9_582.4292, abs=1e-3)
    assert model.r == pytest.approx(0.2426, abs=1e-4)
    assert model.alpha == pytest.approx(4.4136, abs=2e-3)
    assert model.a == pytest.approx(0.7929, abs=1e-3)
    assert model.b == pytest.approx(2.4259, abs=5e-3)


@needs_cdnow
def test_one_customer_of_cdnow(cdnow: Cdnow) -> None:
    assert cdnow.model.expected(39, 2, 30.43, 38.86) == pytest.approx(1.226, abs=1e-3)
    assert cdnow.model.alive(2, 30.43, 38.86) == pytest.approx(0.7266, abs=1e-4)


@needs_cdnow
@pytest.mark.parametrize(
    ("weeks", "purchases"),
    [(0.1429, 0.0078), (1, 0.0532), (3, 0.1506), (31.857, 1.0405), (32, 1.0437), (78, 1.8580)],
)
def test_a_new_customer_of_cdnow(cdnow: Cdnow, weeks: float, purchases: float) -> None:
    assert cdnow.model.expected_of_new(weeks) == pytest.approx(purchases, abs=1e-4)


@needs_cdnow
def test_the_held_out_weeks_of_cdnow(cdnow: Cdnow) -> None:
    pasts = list(zip(cdnow.repeats, cdnow.last, cdnow.known, strict=True))
    expected = [cdnow.model.expected(39, *past) for past in pasts]
    assert sum(expected) == pytest.approx(1_653.4, abs=0.1)
    assert sum(cdnow.later) == 1_882
    groups: dict[int, list[float]] = defaultdict(list)
    for (repeats, *_rest), value in zip(pasts, expected, strict=True):
        groups[min(7, int(repeats))].append(value)
    means = [round(sum(groups[n]) / len(groups[n]), 3) for n in range(8)]
    assert means == [0.225, 0.523, 1.044, 1.520, 2.164, 2.654, 3.504, 6.157]
    assert auc(expected, [later > 0 for later in cdnow.later]) == pytest.approx(0.7725, abs=5e-4)


def auc(scores: list[float], positive: list[bool]) -> float:
    """The chance that one who bought is ranked before one who did not; ties count half."""
    by_score: dict[float, list[int]] = defaultdict(lambda: [0, 0])
    for score, is_positive in zip(scores, positive, strict=True):
        by_score[score][is_positive] += 1
    below = won = 0.0
    for score in sorted(by_score):
        no, yes = by_score[score]
        won += yes * (below + no / 2)
        below += no
    return won / (below * sum(positive))


@needs_cdnow
def test_gamma_gamma_on_cdnow(cdnow: Cdnow) -> None:
    pairs = [(x, m) for x, m in zip(cdnow.repeats, cdnow.means, strict=True) if x]
    assert len(pairs) == 946
    model = gammagamma.fit([x for x, _ in pairs], [m for _, m in pairs])
    assert model.log_likelihood == pytest.approx(-4_055.9177, abs=2e-3)
    assert model.p == pytest.approx(6.2496, abs=5e-3)
    assert model.q == pytest.approx(3.7442, abs=5e-3)
    assert model.v == pytest.approx(15.4435, abs=3e-2)
    assert model.expected(2, 22.35) == pytest.approx(24.66, abs=1e-2)
    assert model.expected(0, 0) == pytest.approx(35.17, abs=2e-2)


def donors() -> Iterator[Activity]:
    with DONATIONS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield Activity(
                int(row["frequency"]), int(row["recency"]), int(row["periods"]), int(row["weights"])
            )


@needs_donations
def test_bg_bb_on_the_donors() -> None:
    pasts = list(donors())
    assert (len(pasts), sum(past.customers for past in pasts)) == (22, 11_104)
    model = bgbb.fit(pasts)
    assert model.log_likelihood == pytest.approx(-33_225.58, abs=1e-2)
    assert model.alpha == pytest.approx(1.2035, abs=1e-3)
    assert model.beta == pytest.approx(0.7497, abs=1e-3)
    assert model.gamma == pytest.approx(0.6567, abs=1e-3)
    assert model.delta == pytest.approx(2.7834, abs=5e-3)
    assert model.alive(Activity(6, 6, 6)) > model.alive(Activity(3, 3, 6)) > 0
    assert model.alive(Activity(6, 6, 6), 12) < model.alive(Activity(6, 6, 6))


REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241]
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]


@pytest.mark.parametrize(
    ("survivors", "alpha", "beta", "log_likelihood"),
    [(REGULAR, 0.7041, 1.1820, -1_680.265), (HIGH_END, 0.6681, 3.8061, -1_611.158)],
    ids=["regular", "high end"],
)
def test_sbg_on_seven_years_of_subscribers(
    survivors: list[int], alpha: float, beta: float, log_likelihood: float
) -> None:
    leavers = [before - after for before, after in pairwise(survivors)]
    model = sbg.fit(leavers, survivors[-1])
    assert model.log_likelihood == pytest.approx(log_likelihood, abs=1e-2)
    assert model.alpha == pytest.approx(alpha, abs=1e-3)
    assert model.beta == pytest.approx(beta, abs=2e-3)


def test_sbg_projects_the_high_end_years_that_came() -> None:
    leavers = [before - after for before, after in pairwise(HIGH_END)]
    model = sbg.fit(leavers, HIGH_END[-1])
    came = (46.8, 44.5, 42.7, 40.9, 39.4)
    for year, share in enumerate(came, 8):
        assert 100 * model.survival(year) == pytest.approx(share, abs=1.65)
    assert [model.retention(n) for n in (1, 2, 7)] == sorted(model.retention(n) for n in (1, 2, 7))


@pytest.mark.parametrize("period", [1, 3])
def test_the_residual_value_is_the_sum_of_what_is_still_to_come(period: int) -> None:
    model = sbg.ShiftedBetaGeometric(0.7041, 1.1820)
    coming = (model.survival_from(period - 1, n) / 1.1 ** (n - 1) for n in range(1, 2_000))
    assert model.residual_value(1_000, period, 0.10) == pytest.approx(1_000 * sum(coming))


def test_a_retention_that_never_changes_has_its_simple_value() -> None:
    model = sbg.ShiftedBetaGeometric(100_000, 900_000)
    assert model.residual_value(1_000, 1, 0.10) == pytest.approx(900 / (1 - 0.9 / 1.1), rel=1e-3)


def test_who_never_came_back_is_alive_by_this_model() -> None:
    assert BgNbd(1, 1, 1, 1, 0).alive(0, 0, 30) == 1.0
