"""One period against another: lines and reasons sum to the difference, to the cent."""

from datetime import date

import pytest

from rmdesk.desk import comparing, contribution, customers
from rmdesk.desk.contribution import Only
from rmdesk.store.book import Book
from rmdesk.terms import ChangeCause, Component, SortKey, ValueView

NOW = (date(2026, 4, 1), date(2026, 9, 30))
BEFORE = (date(2025, 10, 1), date(2026, 3, 31))


@pytest.mark.parametrize("view", [ValueView.COMPONENT, ValueView.PRODUCT])
@pytest.mark.parametrize("place", [None, 0, 25, 59])
def test_lines_and_reasons_sum_to_the_difference(
    demo_book: Book, view: ValueView, place: int | None
) -> None:
    page = customers.page(demo_book, SortKey.CONTRIBUTION, 0, 60)
    who = page.lines[place].id if place is not None else None
    found = comparing.compare(demo_book, view, NOW, BEFORE, who)
    difference = found.now.total - found.before.total
    assert sum(line.now - line.before for line in found.lines) == difference
    assert sum(reason.minor for reason in found.reasons) == difference
    assert found.now.total == contribution.value(demo_book, view, *NOW, who).total


def test_where_no_rate_changed_rates_explain_nothing(demo_book: Book) -> None:
    deposits = Only(Component.DEPOSIT_MARGIN)
    found = comparing.compare(demo_book, ValueView.COMPONENT, NOW, BEFORE, None, deposits)
    causes = {reason.cause: reason.minor for reason in found.reasons}
    assert causes[ChangeCause.DEPOSIT_RATE] == 0 and causes[ChangeCause.DEPOSIT_VOLUME] > 0
    assert ChangeCause.INVESTMENT_VOLUME not in causes and ChangeCause.FEES not in causes


def test_a_part_of_a_contribution_is_the_same_in_every_view(demo_book: Book) -> None:
    who = customers.page(demo_book, SortKey.CONTRIBUTION, 0, 1).lines[0].id
    for only in (
        Only(Component.DEPOSIT_MARGIN),
        Only(product="business"),
        Only(Component.FEES, "business"),
        Only(product=""),
    ):
        totals = {
            contribution.value(demo_book, view, date(2026, 3, 10), NOW[1], who, only).total
            for view in ValueView
        }
        assert len(totals) == 1, only


def test_all_parts_are_the_whole(demo_book: Book) -> None:
    whole = contribution.value(demo_book, ValueView.PRODUCT, *NOW)
    parts = {(line.key, line.component) for line in whole.lines}
    total = sum(
        contribution.value(demo_book, ValueView.MONTH, *NOW, None, Only(component, key)).total
        for key, component in parts
    )
    assert total == whole.total


@pytest.mark.parametrize("view", ValueView)
def test_reasons_are_the_same_in_every_view(demo_book: Book, view: ValueView) -> None:
    who = customers.page(demo_book, SortKey.CONTRIBUTION, 0, 1).lines[0].id
    by_component = comparing.compare(demo_book, ValueView.COMPONENT, NOW, BEFORE, who)
    assert comparing.compare(demo_book, view, NOW, BEFORE, who).reasons == by_component.reasons


def test_fees_costs_and_losses_are_reasons_of_their_own(demo_book: Book) -> None:
    found = comparing.compare(demo_book, ValueView.COMPONENT, NOW, BEFORE)
    reasons = {reason.cause: reason.minor for reason in found.reasons}
    moved = {c.line.component: c.now - c.before for c in found.lines}
    assert reasons[ChangeCause.FEES] == moved[Component.FEES]
    costs = [Component.ACTIVITY_COST, Component.TRANSACTION_COST]
    costs += [Component.ACCOUNT_COST, Component.OVERHEAD]
    assert reasons[ChangeCause.SERVICE_COST] == sum(moved[component] for component in costs)
    assert reasons[ChangeCause.TAX] == moved[Component.TAX]
    assert reasons.get(ChangeCause.OFFER_COST) == moved.get(Component.OFFER_COST)
    assert reasons[ChangeCause.EXPECTED_LOSS] == moved[Component.EXPECTED_LOSS]
    margins = sum(moved[component] for component in comparing.MARGINS)
    assert margins == sum(
        minor for cause, minor in reasons.items() if cause.value.startswith(SIDES)
    )


SIDES = ("deposit_", "loan_", "investment_", "currency")


def test_every_part_of_a_contribution_has_a_reason() -> None:
    for component in Component:
        assert component in comparing.MARGINS or component in comparing.CAUSES
