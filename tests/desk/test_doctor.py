"""The doctor names what is missing or wrong, and nothing in a book that is right."""

from datetime import date

from rmdesk.desk import doctor, editing, interactions, prices
from rmdesk.desk.doctor import Fault, Finding
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.desk.prices import Change
from rmdesk.i18n.faults import FAULTS
from rmdesk.model.account import Account, AccountHolder, AccountRating, Balance, Transaction
from rmdesk.model.base import Kept
from rmdesk.model.product import Product, ProductRate
from rmdesk.store.book import Book
from rmdesk.terms import Act, InteractionKind, ProductKind, RelationKind
from rmdesk.tui.sentences import finding_line
from tests.conftest import TODAY


def keep(book: Book, *rows: Kept) -> None:
    with book.deed(Act.SET_UP) as writing:
        for row in rows:
            writing.add(row)
            writing.flush()


def account(customer: int, number: str, product: str = "current", **more: object) -> Account:
    row = Account(customer_id=customer, number=number, product=product, currency="CNY")
    for name, value in more.items():
        setattr(row, name, value)
    return row


def found(book: Book, fault: Fault) -> Finding:
    (finding,) = (f for f in doctor.examine(book).findings if f.fault is fault)
    return finding


def test_a_book_that_is_right_has_no_findings(demo_book: Book) -> None:
    """The demo book shows what holds offers back; nothing else is wrong in it."""
    held_back = [Fault.NOT_ASKED, Fault.NOT_DATED, Fault.COMPLAINTS]
    assert [f.fault for f in doctor.examine(demo_book).findings] == held_back


def test_a_minor_without_a_guardian_is_named(book: Book, customer: int) -> None:
    def found() -> list[int | None]:
        findings = doctor.examine(book).findings
        return [f.customer_id for f in findings if f.fault is Fault.NO_GUARDIAN]

    assert not found()
    editing.edit(book, customer, {"born": "2012-05-01"})
    assert found() == [customer]
    parent = editing.create(book, {"name": "Anna"})
    editing.relate(book, customer, parent, RelationKind.CHILD)
    assert not found()


def test_consents_and_assessments_that_were_not_recorded_are_counted(
    book: Book, customer: int
) -> None:
    def found() -> dict[Fault, int]:
        faults = (Fault.NOT_ASKED, Fault.NOT_DATED)
        return {f.fault: f.count for f in doctor.examine(book).findings if f.fault in faults}

    assert not found()
    editing.edit(book, customer, {"consent": "", "risk_class": "C3"})
    editing.create(book, {"name": "Anna"})
    assert found() == {Fault.NOT_ASKED: 2, Fault.NOT_DATED: 1}
    editing.edit(book, customer, {"consent": "-", "risk_assessed": "2026-06-01"})
    assert found() == {Fault.NOT_ASKED: 1}


def test_every_finding_has_words() -> None:
    assert set(FAULTS) == {fault.value for fault in Fault}
    for fault in Fault:
        subject = "call" if fault is Fault.NO_COST else "subject"
        assert finding_line(Finding(fault, subject, 3, 500, day=TODAY, other_day=TODAY), "CNY")


def test_a_product_without_rates_says_what_is_left_out(book: Book, customer: int) -> None:
    row = account(customer, "1", "odd")
    keep(book, Product(code="odd", name="Odd", kind=ProductKind.CURRENT), row)
    keep(book, Transaction(account_id=row.id, day=date(2026, 1, 5), minor=70_000, reference="1"))
    finding = found(book, Fault.NO_RATES)
    assert (finding.subject, finding.count, finding.minor) == ("odd", 1, 70_000)
    keep(book, ProductRate(product="odd", valid_from=date(2026, 6, 1), rate_ppm=100))
    assert found(book, Fault.NO_TRANSFER_PRICE).subject == "odd"
    before = found(book, Fault.BEFORE_RATES)
    assert (before.count, before.day) == (1, date(2026, 6, 1))


def test_a_missing_customer_rate_is_none_where_the_account_has_its_own(
    book: Book, customer: int
) -> None:
    keep(
        book,
        Product(code="odd", name="Odd", kind=ProductKind.CURRENT),
        ProductRate(product="odd", valid_from=date(2020, 1, 1), ftp_ppm=20_000),
        account(customer, "1", "odd"),
        account(customer, "2", "odd", rate_ppm=500),
    )
    assert found(book, Fault.NO_CUSTOMER_RATE).count == 1


def price(book: Book, table: str, **texts: str) -> None:
    prices.put(book, Change(table, tuple(texts.items())))


def test_a_currency_without_rate_or_curve_is_named_with_its_balance(
    book: Book, customer: int
) -> None:
    row = account(customer, "Y", "term-1y", currency="JPY", opened=date(2026, 1, 5))
    keep(book, row)
    keep(book, Transaction(account_id=row.id, day=date(2026, 1, 5), minor=7_000, reference="1"))
    missing = found(book, Fault.NO_EXCHANGE)
    assert (missing.subject, missing.count, missing.minor) == ("JPY", 1, 7_000)
    assert finding_line(missing, "CNY").endswith("1 accounts with 7,000 are left out")
    assert found(book, Fault.NO_CURVE).subject == "JPY"
    assert missing in doctor.left_out(book, [customer]).findings
    assert not doctor.left_out(book, [customer + 1]).findings
    price(book, "exchange_rates", currency="JPY", valid_from="2026-02-01", rate="0.048")
    price(book, "curve_nodes", currency="JPY", valid_from="2026-01-01", days="365", rate="1")
    late = found(book, Fault.BEFORE_EXCHANGE)
    assert (late.subject, late.count, late.day) == ("JPY", 1, date(2026, 2, 1))
    faults = {finding.fault for finding in doctor.examine(book).findings}
    assert faults == {Fault.BEFORE_EXCHANGE}


def test_a_loan_without_risk_and_unknown_ratings_are_named(book: Book, customer: int) -> None:
    row = account(customer, "L", "mortgage")
    keep(book, row)
    keep(book, Transaction(account_id=row.id, day=date(2026, 1, 5), minor=-9_000, reference="1"))
    assert doctor.examine(book).findings == ()
    keep(book, AccountRating(account_id=row.id, day=date(2026, 3, 1), rating="odd"))
    assert found(book, Fault.UNKNOWN_RATING).minor == -9_000
    book.rows("DELETE FROM product_risks")
    assert found(book, Fault.NO_RISK).subject == "mortgage"


def test_an_overdraft_that_bears_no_risk_is_named(book: Book, customer: int) -> None:
    row = account(customer, "C", "current")
    keep(book, row)
    keep(book, Transaction(account_id=row.id, day=date(2026, 1, 5), minor=9_000, reference="1"))
    assert doctor.examine(book).findings == ()
    keep(book, Transaction(account_id=row.id, day=date(2026, 1, 6), minor=-9_000, reference="2"))
    assert doctor.examine(book).findings == ()
    keep(book, Transaction(account_id=row.id, day=date(2026, 1, 7), minor=-1, reference="3"))
    missing = found(book, Fault.NO_RISK)
    assert (missing.subject, missing.count, missing.minor) == ("current", 1, -1)
    assert missing in doctor.left_out(book, [customer]).findings


def test_owners_and_tranches_that_are_no_whole_are_named(book: Book, customer: int) -> None:
    row = account(customer, "S")
    day = date(2026, 3, 1)
    keep(book, row)
    keep(book, AccountHolder(account_id=row.id, day=day, customer_id=customer, share_ppm=600_000))
    price(book, "product_tranches", product="current", valid_from="2026-03-01", days="1", share="9")
    owners, tranches = found(book, Fault.OWNERS), found(book, Fault.TRANCHES)
    assert (owners.subject, owners.day, owners.share_ppm) == ("S", day, 600_000)
    assert (tranches.subject, tranches.day) == ("current", day)


def test_days_that_contradict_each_other_are_named(book: Book, customer: int) -> None:
    opened = date(2026, 5, 1)
    keep(
        book,
        account(customer, "A1", opened=opened, closed=date(2026, 4, 1)),
        account(customer, "A2", opened=opened, matures=date(2026, 4, 2)),
    )
    closed, matures = found(book, Fault.CLOSED_EARLY), found(book, Fault.MATURES_EARLY)
    assert (closed.subject, closed.day, closed.other_day) == ("A1", opened, date(2026, 4, 1))
    assert (matures.subject, matures.customer_id) == ("A2", customer)


def test_balances_beyond_the_postings_are_named(book: Book, customer: int) -> None:
    row = account(customer, "A1")
    keep(book, row)
    keep(
        book,
        Transaction(account_id=row.id, day=date(2026, 3, 1), minor=1_000, reference="1"),
        Balance(account_id=row.id, day=date(2026, 3, 31), minor=1_500),
    )
    assert found(book, Fault.DIFFERENCE).minor == 500


def test_work_without_a_cost_and_unknown_tiers_are_counted(book: Book, customer: int) -> None:
    interactions.log(book, customer, InteractionDraft(InteractionKind.VISIT, "Plant tour"))
    book.rows("DELETE FROM activity_costs WHERE kind = 'visit'")
    book.rows("UPDATE customers SET tier = 'golden'")
    assert found(book, Fault.NO_COST).subject == "visit"
    assert found(book, Fault.UNKNOWN_TIER).subject == "golden"
    book.rows(
        "INSERT INTO accounts (id, created_at, updated_at, customer_id, number, product, currency,"
        " status) VALUES (7, 0, 0, ?, 'X', 'current', 'XXQ', 'open')",
        (customer,),
    )
    assert found(book, Fault.UNKNOWN_CURRENCY).subject == "XXQ"
