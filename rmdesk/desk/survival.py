"""How long open-ended money stays: from closures, else from what customers do, else assumed."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rmdesk.store import tenures
from rmdesk.store.book import Book
from rmdesk.store.tenures import Tenure
from rmdesk.terms import SurvivalModel
from rmdesk.value.lifetime import bgbb, sbg
from rmdesk.value.lifetime.bgbb import Activity, BgBb
from rmdesk.value.lifetime.draws import LONGEST
from rmdesk.value.span import month_of, months_between, next_month

ACTIVITY_MONTHS = 24
LEAST_CLOSURES = 30
LEAST_ACTIVE = 30
# A month: where hardly anyone seems to leave, the months seen are too few to tell.
LEAST_DROPOUT = 0.0005
# Without data: a yearly retention of 90 %, believed as much as 20 customers (VALUE section 2).
ASSUMED = sbg.ShiftedBetaGeometric(2.0, 18.0)


@dataclass(frozen=True)
class Survival:
    """The model, its parameters, and each customer's chances after 0, 1, 2 … months.

    Chances are rounded to what is stored, so that whoever looks later finds the same figures.
    """

    model: SurvivalModel
    of: Callable[[Tenure], tuple[float, ...]]
    parameters: Mapping[str, float]


def fit_survival(book: Book, people: Sequence[Tenure], month: int) -> Survival:
    """Return how likely customers' open-ended money stays, as of a month's beginning."""
    if sum(t.left is not None for t in people) >= LEAST_CLOSURES:
        return _from_closures(people, month)
    pasts = _list_activity(book, people, month)
    if sum(past.active > 0 for past in pasts.values()) >= LEAST_ACTIVE:
        model = _fit_activity(pasts)
        if model.dropout >= LEAST_DROPOUT:
            return _from_activity(model, pasts)
    assumed = _rounded(ASSUMED.survival(n / 12) for n in range(LONGEST + 1))
    parameters = {"alpha": ASSUMED.alpha, "beta": ASSUMED.beta}
    return Survival(SurvivalModel.ASSUMED, lambda _tenure: assumed, parameters)


def _rounded(chances: Iterable[float]) -> tuple[float, ...]:
    return tuple(round(chance, 6) for chance in chances)


def _from_closures(people: Sequence[Tenure], month: int) -> Survival:
    left = Counter(max(1, months_between(t.since, t.left)) for t in people if t.left is not None)
    stay = Counter(months_between(t.since, month) for t in people if t.left is None)
    model = sbg.fit_tenures(left, stay)
    curves: dict[int, tuple[float, ...]] = {}

    def survival(tenure: Tenure) -> tuple[float, ...]:
        age = months_between(tenure.since, month)
        if age not in curves:
            curves[age] = _rounded(model.survival_from(age, n) for n in range(LONGEST + 1))
        return curves[age]

    parameters = {"alpha": model.alpha, "beta": model.beta}
    return Survival(SurvivalModel.CLOSURES, survival, parameters)


def _list_activity(book: Book, people: Sequence[Tenure], month: int) -> dict[int, Activity]:
    """Return in how many of the last 24 months each customer acted, after the first one."""
    start = next_month(month, -ACTIVITY_MONTHS)
    active = tenures.active_days(book, start, month - 1)
    found = {}
    for tenure in people:
        first = max(start, next_month(month_of(tenure.since)))
        periods = months_between(first, month)
        if periods < 1:
            continue
        months = {
            months_between(first, day) + 1
            for day in active.get(tenure.customer_id, ())
            if day >= first
        }
        last = max(months, default=0)
        found[tenure.customer_id] = Activity(len(months), last, periods)
    return found


def _fit_activity(pasts: Mapping[int, Activity]) -> BgBb:
    counts = Counter(pasts.values())
    return bgbb.fit([Activity(p.active, p.last, p.periods, n) for p, n in counts.items()])


def _from_activity(model: BgBb, pasts: Mapping[int, Activity]) -> Survival:
    curves = {past: _rounded(model.survival(past, LONGEST)) for past in set(pasts.values())}
    new = _rounded(model.survival(Activity(0, 0, 1), LONGEST))
    parameters = {
        "alpha": model.alpha, "beta": model.beta, "gamma": model.gamma, "delta": model.delta,
    }  # fmt: skip

    def survival(tenure: Tenure) -> tuple[float, ...]:
        past = pasts.get(tenure.customer_id)
        return curves[past] if past else new

    return Survival(SurvivalModel.ACTIVITY, survival, parameters)
