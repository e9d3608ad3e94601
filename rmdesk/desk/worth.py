"""The book as a whole: where its contribution comes from, on whom it rests, what changed."""

from dataclasses import dataclass
from datetime import date, timedelta

from rmdesk.desk import stored
from rmdesk.store import ranking, standing
from rmdesk.store.book import Book
from rmdesk.store.driver import Row
from rmdesk.terms import Component, Stage
from rmdesk.value import pareto
from rmdesk.value.span import next_month

AT_MOST = 15
MOST_OF_IT_PPM = 800_000
LARGEST = (1, 5, 10)


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
class ChangeLine:
    """A customer, its contribution, and that of the twelve months before."""

    id: int
    name: str
    contribution: int
    previous: int


@dataclass(frozen=True)
class BookWorth:
    """The book over twelve complete months, both days in.

    `curve` has ten shares (millionths): what the best tenth of customers brings, the best two
    tenths, and so on. `makes_most` is how many customers bring 80 % of what customers bring;
    `largest` the shares of the largest one, five and ten.
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
    risers: tuple[ChangeLine, ...]
    fallers: tuple[ChangeLine, ...]


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
        risers=tuple(_change(row) for row in ranking.changes(book, True, AT_MOST)),
        fallers=tuple(_change(row) for row in ranking.changes(book, False, AT_MOST)),
    )


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


def _change(row: Row) -> ChangeLine:
    number, name, now, before = row
    return ChangeLine(stored.number(number), str(name), stored.number(now), stored.number(before))
