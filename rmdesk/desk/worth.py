"""The book as a whole: where its contribution comes from, on whom it rests, what changed."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from rmdesk.desk import contribution, parameters, stored, valuing
from rmdesk.desk.value_views import ValueReport
from rmdesk.store import attributions, ranking, standing
from rmdesk.store.book import Book
from rmdesk.store.driver import Row
from rmdesk.terms import AccountStatus, Component, InteractionKind, Stage, ValueView
from rmdesk.value import pareto
from rmdesk.value.share import half_even
from rmdesk.value.span import next_month
from rmdesk.value.work import activity_numerator

AT_MOST = 15
MOST_OF_IT_PPM = 800_000
LARGEST = (1, 5, 10)
# Beyond all interactions, and within what every platform takes for an instant.
_BEGIN, _END = date(1971, 1, 1).toordinal(), date(2999, 1, 1).toordinal()


@dataclass(frozen=True)
class GroupLine:
    """Customers that have something in common, and what they contribute."""

    label: str
    stage: Stage | None
    customers: int
    contribution: int
    previous: int


@dataclass(frozen=True)
class ProductPart:
    """What a product brings. Without a code: work and offers, which belong to no product."""

    code: str
    name: str
    customers: int
    contribution: int


@dataclass(frozen=True)
class LossLine:
    """A customer who costs more than it brings, and what costs most."""

    id: int
    name: str
    contribution: int
    component: Component
    minor: int


@dataclass(frozen=True)
class RiskLine:
    """A customer with an expected loss (below zero), and what it contributes after that.

    `status` is that of an account in arrears or written off, None where there is none.
    """

    id: int
    name: str
    loss: int
    contribution: int
    status: AccountStatus | None


@dataclass(frozen=True)
class ChangeLine:
    """A customer, its contribution, and that of the twelve months before."""

    id: int
    name: str
    contribution: int
    previous: int


@dataclass(frozen=True)
class WorkLine:
    """A kind of activity: how many there were, and what they cost together (below zero).

    `successes` is after how many accounts were opened within 30 days, `brought` what these
    contributed so far.
    """

    kind: InteractionKind
    count: int
    cost: int
    successes: int
    brought: int


@dataclass(frozen=True)
class BookWorth:
    """The book over twelve complete months, both days in.

    `report` has the contribution by component, with capital charge and returns. `curve` has ten
    shares (millionths): what the best tenth of customers brings, the best two tenths, and so on.
    `makes_most` is how many customers bring 80 % of what customers bring; `largest` the shares of
    the largest one, five and ten.
    """

    currency: str
    first: date
    last: date
    customers: int
    contribution: int
    previous: int
    by_tier: tuple[GroupLine, ...]
    by_stage: tuple[GroupLine, ...]
    by_product: tuple[ProductPart, ...]
    curve: tuple[int, ...]
    makes_most: int
    largest: tuple[int, ...]
    loss_makers: int
    loss: int
    losses: tuple[LossLine, ...]
    risks: tuple[RiskLine, ...]
    report: ValueReport
    risers: tuple[ChangeLine, ...]
    fallers: tuple[ChangeLine, ...]
    work: tuple[WorkLine, ...]


def look(book: Book) -> BookWorth:
    """The whole book. Contribution is of the twelve complete months before this one."""
    after = standing.month(book)
    first, last = next_month(after, -12), next_month(after, -1)
    total, previous = ranking.totals(book)
    all_of_them = ranking.contributions(book)
    loss_makers, loss = ranking.count_losses(book)
    return BookWorth(
        currency=book.card().currency,
        first=stored.day(first),
        last=stored.day(after) - timedelta(days=1),
        customers=len(all_of_them),
        contribution=total,
        previous=previous,
        by_tier=tuple(_group(g, None) for g in ranking.groups(book, "tier")),
        by_stage=tuple(_group(g, Stage(g.label)) for g in ranking.groups(book, "stage")),
        by_product=tuple(_product(row) for row in ranking.products(book, first, last)),
        curve=pareto.shares_of_best(all_of_them),
        makes_most=pareto.customers_for(MOST_OF_IT_PPM, all_of_them),
        largest=tuple(pareto.share_of_largest(n, all_of_them) for n in LARGEST),
        loss_makers=loss_makers,
        loss=loss,
        losses=tuple(_loss(row) for row in ranking.losses(book, first, last, AT_MOST)),
        risks=tuple(_risk(row) for row in ranking.expected_losses(book, first, last, AT_MOST)),
        report=contribution.value(
            book, ValueView.COMPONENT, stored.day(first), stored.day(after) - timedelta(days=1)
        ),
        risers=tuple(_change(row) for row in ranking.changes(book, True, AT_MOST)),
        fallers=tuple(_change(row) for row in ranking.changes(book, False, AT_MOST)),
        work=_work(book),
    )


def _work(book: Book) -> tuple[WorkLine, ...]:
    """What each kind of activity costs and brings, the one that brings most apiece first."""
    rates = parameters.activity_rates(book)
    counts: Counter[str] = Counter()
    costs: Counter[str] = Counter()
    steps = sorted({max(rate.valid_from, _BEGIN) for rate in rates} | {_BEGIN})
    for first, after in zip(steps, [*steps[1:], _END], strict=True):
        instants = (valuing.midnight(first), valuing.midnight(after))
        for name, count, minutes in ranking.activities(book, *instants):
            kind, many = str(name), stored.number(count)
            counts[kind] += many
            piece = activity_numerator(rates, kind, first, 0)
            hours = activity_numerator(rates, kind, first, stored.number(minutes)) - piece
            costs[kind] += many * piece + hours
    came = {str(k): (stored.number(n), stored.number(m)) for k, n, m in attributions.by_kind(book)}
    lines = [
        WorkLine(InteractionKind(kind), many, half_even(costs[kind]), *came.get(kind, (0, 0)))
        for kind, many in counts.items()
    ]
    return tuple(sorted(lines, key=lambda line: -(line.cost + line.brought) / line.count))


def _group(group: ranking.Group, stage: Stage | None) -> GroupLine:
    return GroupLine(group.label, stage, group.customers, group.contribution, group.previous)


def _product(row: Row) -> ProductPart:
    code, name, customers, minor = row
    return ProductPart(str(code), str(name), stored.number(customers), stored.number(minor))


def _loss(row: Row) -> LossLine:
    number, name, contribution, component, minor = row
    return LossLine(
        stored.number(number),
        str(name),
        stored.number(contribution),
        Component(str(component)),
        stored.number(minor),
    )


def _risk(row: Row) -> RiskLine:
    number, name, loss, brought, status = row
    return RiskLine(
        stored.number(number),
        str(name),
        stored.number(loss),
        stored.number(brought),
        AccountStatus(str(status)) if status else None,
    )


def _change(row: Row) -> ChangeLine:
    number, name, now, before = row
    return ChangeLine(stored.number(number), str(name), stored.number(now), stored.number(before))
