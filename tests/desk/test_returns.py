"""What a customer costs beyond its activities: offers, expected loss, capital; and what is left."""

from datetime import date, timedelta

from rmdesk.desk import (
    contribution,
    customers,
    details,
    offer_catalogue,
    offering,
    proposals,
    worth,
)
from rmdesk.desk.contribution import Only
from rmdesk.desk.proposals import Answer
from rmdesk.model.account import AccountHolder, AccountRating
from rmdesk.store.book import Book
from rmdesk.terms import AccountStatus, Act, Component, ProposalStatus, ValueView
from rmdesk.tui.sentences import account_share
from tests.conftest import TODAY

YEAR = (date(2025, 11, 1), date(2026, 10, 31))


def borrower(book: Book) -> tuple[int, int]:
    """A customer with a loan, and the loan."""
    customer, account = book.rows(
        "SELECT a.customer_id, a.id FROM accounts a WHERE a.product = 'mortgage' ORDER BY a.id"
    )[0]
    return int(str(customer)), int(str(account))


def test_the_statement_of_a_borrower_adds_up(demo_book: Book) -> None:
    customer, _account = borrower(demo_book)
    report = contribution.value(demo_book, ValueView.COMPONENT, *YEAR, customer)
    by_component = {line.component: line.minor for line in report.lines}
    loss = by_component[Component.EXPECTED_LOSS]
    assert loss < 0 and report.charge < 0
    assert report.tax < 0
    assert report.income + report.costs + report.tax + loss == report.total
    assert report.after_capital == report.total + report.charge
    days = (YEAR[1] - YEAR[0]).days + 1
    mean_capital = report.bound / days
    assert report.raroc_ppm == report.total * 365 * 10**6 // report.bound
    operational = report.income * 0.15 * 12.5 * 0.105
    credit = mean_capital - operational * 365 / days
    assert abs(report.charge + credit * 0.12 * days / 360 + operational * 0.12) < 12
    assert report.cost_income_ppm == -report.costs * 10**6 // (report.income + report.tax)
    assert customers.look(demo_book, customer).charge == report.charge


def depositor(book: Book) -> int:
    """A customer with a current account and neither loan nor limit."""
    return book.number(
        "SELECT min(c.id) FROM customers c JOIN accounts a ON a.customer_id = c.id"
        " WHERE NOT EXISTS (SELECT 1 FROM accounts l JOIN products p ON p.code = l.product"
        " WHERE l.customer_id = c.id AND p.kind IN ('loan', 'card'))"
    )


def test_return_on_capital_is_not_told_where_no_credit_binds_it(demo_book: Book) -> None:
    customer = depositor(demo_book)
    # Whole months come from the rollup, the days of this one are calculated now.
    for first, last in (YEAR, (TODAY.replace(day=1), TODAY)):
        report = contribution.value(demo_book, ValueView.COMPONENT, first, last, customer)
        assert report.total > 0 and report.bound > 0 and report.charge < 0
        assert report.raroc_ppm is None
        lent = borrower(demo_book)[0]
        report = contribution.value(demo_book, ValueView.COMPONENT, first, last, lent)
        assert report.raroc_ppm == report.total * 365 * 10**6 // report.bound
    of_product = [
        contribution.value(demo_book, ValueView.COMPONENT, *YEAR, None, Only(product=product))
        for product in ("business", "mortgage")
    ]
    assert of_product[0].raroc_ppm is None
    assert of_product[1].raroc_ppm is not None


def test_return_on_capital_of_a_loan_in_default_is_told_after_its_loss(demo_book: Book) -> None:
    customer, account = borrower(demo_book)
    with demo_book.deed(Act.EDIT_CUSTOMER) as writing:
        writing.add(AccountRating(account_id=account, day=date(2025, 9, 1), rating="D"))
    whole = date(2026, 9, 1), date(2026, 10, 31)
    for first, last in (whole, (TODAY.replace(day=1), TODAY)):
        only = Only(product="mortgage")
        report = contribution.value(demo_book, ValueView.COMPONENT, first, last, customer, only)
        components = {line.component for line in report.lines}
        assert not components & {Component.LOAN_MARGIN, Component.EXPECTED_LOSS}
        assert report.raroc_ppm is not None and report.raroc_ppm < 0


def test_the_capital_charge_opens_down_to_the_balance(demo_book: Book) -> None:
    customer, _account = borrower(demo_book)
    whole = contribution.value(demo_book, ValueView.COMPONENT, *YEAR, customer).charge
    only = Only(Component.CAPITAL_CHARGE)
    for view in (ValueView.PRODUCT, ValueView.MONTH, ValueView.TRANSACTION):
        assert contribution.value(demo_book, view, *YEAR, customer, only).total == whole


def test_a_loan_gone_bad_stands_out_in_the_book(demo_book: Book) -> None:
    customer, account = borrower(demo_book)
    with demo_book.deed(Act.EDIT_CUSTOMER) as writing:
        writing.add(AccountRating(account_id=account, day=date(2026, 6, 1), rating="D"))
    demo_book.rows("UPDATE accounts SET status = 'in_arrears' WHERE id = ?", (account,))
    whole = worth.look(demo_book)
    first = whole.risks[0]
    assert (first.id, first.status) == (customer, AccountStatus.IN_ARREARS)
    assert first.loss < -1_000_000
    assert whole.losses[0].component is Component.EXPECTED_LOSS
    components = {line.component: line.minor for line in whole.report.lines}
    assert components[Component.EXPECTED_LOSS] <= first.loss
    assert whole.report.total == whole.contribution


def test_an_accepted_offer_costs_day_by_day_over_its_term(demo_book: Book) -> None:
    priced = {offer.code for offer in offer_catalogue.of_book(demo_book) if offer.cost_minor}
    customer, code = next(
        (number, s.offer)
        for (number,) in demo_book.rows("SELECT id FROM customers ORDER BY id")
        for s in offering.look(demo_book, int(str(number))).suggestions
        if s.offer in priced
    )
    number = int(str(customer))
    before = contribution.value(demo_book, ValueView.COMPONENT, TODAY, TODAY, number).total
    proposal = proposals.present(demo_book, number, code)
    proposals.decide(demo_book, proposal, Answer(ProposalStatus.ACCEPTED))
    report = contribution.value(demo_book, ValueView.COMPONENT, TODAY, TODAY, number)
    cost = next(o.cost_minor for o in offer_catalogue.of_book(demo_book) if o.code == code)
    assert report.total - before == -(cost // 365)
    opened = contribution.value(demo_book, ValueView.TRANSACTION, TODAY, TODAY, number)
    line = next(v for v in opened.lines if v.component is Component.OFFER_COST)
    assert (line.label, line.day, line.minor) == (code, TODAY, -(cost // 365))


def test_a_shared_account_is_listed_with_both_owners(demo_book: Book) -> None:
    customer, account = borrower(demo_book)
    other = demo_book.number("SELECT min(id) FROM customers WHERE id <> ?", (customer,))
    yesterday = TODAY - timedelta(days=1)
    with demo_book.deed(Act.EDIT_CUSTOMER) as writing:
        for who, part in ((customer, 400_000), (other, 600_000)):
            row = AccountHolder(account_id=account, day=yesterday, customer_id=who, share_ppm=part)
            writing.add(row)

    def share(who: int) -> str:
        found = (a for a in details.accounts(demo_book, who) if a.id == account)
        return account_share(next(found))

    assert (share(customer), share(other)) == ("40 % of it", "60 % of it")
    whole = contribution.value(demo_book, ValueView.COMPONENT, *YEAR, other)
    assert Component.EXPECTED_LOSS not in {line.component for line in whole.lines}
    together = contribution.value(demo_book, ValueView.COMPONENT, TODAY, TODAY, (customer, other))
    single = [
        contribution.value(demo_book, ValueView.COMPONENT, TODAY, TODAY, who).total
        for who in (customer, other)
    ]
    assert together.total == sum(single)
