"""Lifetime values are estimated for the whole book at once, in the background, once a month."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from rmdesk.desk import spending, stored
from rmdesk.store import lifetimes, rollup, standing, tenures
from rmdesk.store.book import Book
from rmdesk.store.lifetimes import Fit, LifetimeRow
from rmdesk.store.tenures import Tenure
from rmdesk.terms import SurvivalModel
from rmdesk.value.lifetime import bgbb, credibility, outlook, sbg
from rmdesk.value.lifetime.bgbb import Activity, BgBb
from rmdesk.value.lifetime.credibility import Margin, Segment
from rmdesk.value.lifetime.outlook import LONGEST
from rmdesk.value.span import month_of, next_month

MARGIN_MONTHS = 12
OWN_MONTHS = 2
ACTIVITY_MONTHS = 24
LEAST_CLOSURES = 30
LEAST_ACTIVE = 30
LEAST_ALIKE = 20
# A month: where hardly anyone seems to leave, the months seen are too few to tell.
LEAST_DROPOUT = 0.0005
# Without data: a yearly retention of 90 %, believed as much as 20 customers (VALUE section 2).
ASSUMED = sbg.ShiftedBetaGeometric(2.0, 18.0)

Survival = Callable[[Tenure], Sequence[float]]


def is_stale(book: Book) -> bool:
    """Whether lifetime values were never estimated, or on other data than there is now."""
    made = lifetimes.fit(book)
    stale = book.number("SELECT value FROM derived WHERE name = 'lifetimes_stale'")
    return made is None or made.month != standing.month(book) or bool(stale)


def was_made(book: Book) -> bool:
    """Whether there are estimates at all, were they a month old."""
    return lifetimes.fit(book) is not None


def refresh(book: Book, may_go_on: Callable[[], bool] = lambda: True) -> bool:
    """Estimate all lifetime values anew where they are stale; says whether it did.

    It gives up, and leaves the old ones, as soon as it may not go on.
    """
    if not is_stale(book):
        return False
    month, last_deed = standing.month(book), _last_deed(book)
    people = [t for t in tenures.tenures(book) if t.since < month]
    here = [t for t in people if t.left is None or t.left >= month]
    model, survival, parameters = _survival(book, people, month)
    margins = _margins(book, here, month)
    rows = []
    for tenure in here:
        if not may_go_on():
            return False
        segment, margin = margins[tenure.customer_id]
        rows.append(_row(tenure.customer_id, model, segment, margin, survival(tenure)))
    made = Fit(book.clock.today().toordinal(), month, model.value, parameters)
    lifetimes.replace(book, made, rows)
    spending.estimate(book, month)
    # What was changed meanwhile is not in it: then it stays stale, and is made anew next time.
    if _last_deed(book) == last_deed:
        book.rows("INSERT OR REPLACE INTO derived VALUES ('lifetimes_stale', 0)")
    return True


def _last_deed(book: Book) -> int:
    return book.number("SELECT max(id) FROM deeds")


def _row(
    customer: int, model: SurvivalModel, segment: str, margin: Margin, survival: Sequence[float]
) -> LifetimeRow:
    # Reckoned from what is kept, so that whoever looks later finds the same figures.
    survival = tuple(round(s, 6) for s in survival)
    found = outlook.outlook(margin, survival)
    value_12, value_36, value_60 = found.values
    return LifetimeRow(
        customer_id=customer,
        model=model.value,
        segment=segment,
        own=margin.own,
        like_mean=margin.segment,
        weight=margin.weight,
        variance=margin.variance,
        survival=survival,
        value_12=value_12,
        value_36=value_36,
        value_60=value_60,
        low=found.low,
        high=found.high,
    )


def _survival(
    book: Book, people: Sequence[Tenure], month: int
) -> tuple[SurvivalModel, Survival, Mapping[str, float]]:
    """How likely customers stay: from closures, else from their own activity, else assumed."""
    if sum(t.left is not None for t in people) >= LEAST_CLOSURES:
        return _from_closures(people, month)
    pasts = _activity(book, people, month)
    if sum(past.active > 0 for past in pasts.values()) >= LEAST_ACTIVE:
        model = _activity_model(pasts)
        if model.dropout >= LEAST_DROPOUT:
            return _from_activity(model, pasts)
    assumed = [ASSUMED.survival(n / 12) for n in range(LONGEST + 1)]
    parameters = {"alpha": ASSUMED.alpha, "beta": ASSUMED.beta}
    return SurvivalModel.ASSUMED, lambda _tenure: assumed, parameters


def _months_between(first: int, last: int) -> int:
    one, other = date.fromordinal(first), date.fromordinal(last)
    return (other.year - one.year) * 12 + other.month - one.month


def _from_closures(
    people: Sequence[Tenure], month: int
) -> tuple[SurvivalModel, Survival, Mapping[str, float]]:
    left = Counter(max(1, _months_between(t.since, t.left)) for t in people if t.left is not None)
    stay = Counter(_months_between(t.since, month) for t in people if t.left is None)
    model = sbg.fit_tenures(left, stay)

    def survival(tenure: Tenure) -> Sequence[float]:
        age = _months_between(tenure.since, month)
        return [model.survival_from(age, n) for n in range(LONGEST + 1)]

    return SurvivalModel.CLOSURES, survival, {"alpha": model.alpha, "beta": model.beta}


def _activity(book: Book, people: Sequence[Tenure], month: int) -> dict[int, Activity]:
    """In how many of the last 24 months each customer acted, from the month after the first on."""
    start = next_month(month, -ACTIVITY_MONTHS)
    active = tenures.active_days(book, start, month - 1)
    found = {}
    for tenure in people:
        first = max(start, next_month(month_of(tenure.since)))
        periods = _months_between(first, month)
        if periods < 1:
            continue
        months = {
            _months_between(first, day) + 1
            for day in active.get(tenure.customer_id, ())
            if day >= first
        }
        last = max(months, default=0)
        found[tenure.customer_id] = Activity(len(months), last, periods)
    return found


def _activity_model(pasts: Mapping[int, Activity]) -> BgBb:
    counts = Counter(pasts.values())
    return bgbb.fit([Activity(p.active, p.last, p.periods, n) for p, n in counts.items()])


def _from_activity(
    model: BgBb, pasts: Mapping[int, Activity]
) -> tuple[SurvivalModel, Survival, Mapping[str, float]]:
    curves = {past: model.survival(past, LONGEST) for past in set(pasts.values())}
    new = model.survival(Activity(0, 0, 1), LONGEST)
    parameters = {
        "alpha": model.alpha, "beta": model.beta, "gamma": model.gamma, "delta": model.delta,
    }  # fmt: skip

    def survival(tenure: Tenure) -> Sequence[float]:
        past = pasts.get(tenure.customer_id)
        return curves[past] if past else new

    return SurvivalModel.ACTIVITY, survival, parameters


def _margins(book: Book, people: Sequence[Tenure], month: int) -> dict[int, tuple[str, Margin]]:
    """Each customer's segment and estimated month."""
    months = [next_month(month, step) for step in range(-MARGIN_MONTHS, 0)]
    by_month = rollup.by_month(book, months[0], months[-1])
    whole = {
        t.customer_id: [by_month.get((t.customer_id, m), 0) for m in months]
        for t in people
        if t.since < months[0]
    }
    names = _segments_of(book)
    groups: defaultdict[str, list[list[int]]] = defaultdict(list)
    for customer, values in whole.items():
        for name in _wider(names.get(customer, "")):
            groups[name].append(values)
    segments = {name: credibility.segment(values) for name, values in groups.items()}
    found = {}
    for tenure in people:
        own = [by_month.get((tenure.customer_id, m), 0) for m in months if m > tenure.since]
        name, like = _like(names.get(tenure.customer_id, ""), segments)
        found[tenure.customer_id] = (name, credibility.margin(own[-OWN_MONTHS:], like))
    return found


def _segments_of(book: Book) -> dict[int, str]:
    """Kind and tier of each customer, divided by a space."""
    rows = book.rows("SELECT id, kind, tier FROM customers")
    return {stored.number(i): f"{kind} {tier}".strip() for i, kind, tier in rows}


def _wider(segment: str) -> Iterable[str]:
    """A segment, the kind alone, and the whole book."""
    return dict.fromkeys((segment, segment.partition(" ")[0], ""))


def _like(name: str, segments: Mapping[str, Segment]) -> tuple[str, Segment]:
    """The narrowest segment that has enough customers to compare with, else the whole book."""
    for wider in _wider(name):
        if wider in segments and segments[wider].customers >= LEAST_ALIKE:
            return wider, segments[wider]
    return "", segments.get("", Segment(0, 0.0, 0.0, 0.0))
