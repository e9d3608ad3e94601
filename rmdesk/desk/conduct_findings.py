"""What the doctor finds of consent, assessments, minors and complaints: what holds offers back."""

from collections.abc import Iterator

from rmdesk.desk import stored
from rmdesk.desk.conduct import ADULT_AGE, list_wards, minor_until
from rmdesk.desk.findings import Fault, Finding
from rmdesk.store.book import Book
from rmdesk.terms import CustomerKind

_NOT_ASKED = "SELECT count(*) FROM customers WHERE NOT archived AND consent IS NULL"
_NOT_DATED = (
    "SELECT count(*) FROM customers WHERE NOT archived AND risk_class IS NOT NULL"
    " AND risk_until IS NULL AND risk_assessed IS NULL"
)
_COMPLAINTS = "SELECT count(*), min(received) FROM complaints WHERE closed IS NULL"


def find_conduct(book: Book) -> Iterator[Finding]:
    """Yield what is missing before anything can be offered to some customers."""
    for fault, sql in ((Fault.NOT_ASKED, _NOT_ASKED), (Fault.NOT_DATED, _NOT_DATED)):
        if count := book.number(sql):
            yield Finding(fault, "", count)
    yield from _minors(book)
    open_count, oldest = book.rows(_COMPLAINTS)[0]
    if open_count:
        yield Finding(Fault.COMPLAINTS, "", stored.number(open_count), day=stored.day(oldest))


def _minors(book: Book) -> Iterator[Finding]:
    """Yield the persons under 18 without a guardian or parent on record."""
    today = book.clock.today()
    # Nobody born before this day is under 18; the birthday itself decides.
    first = today.toordinal() - (ADULT_AGE + 1) * 366
    young = [
        (stored.number(customer), str(name))
        for customer, name, born in book.rows(
            "SELECT id, name, born FROM customers WHERE NOT archived AND kind = ? AND born > ?"
            " ORDER BY name, id",
            (CustomerKind.PERSON.value, first),
        )
        if minor_until(stored.day(born), CustomerKind.PERSON, today) is not None
    ]
    wards = list_wards(book) if young else frozenset()
    for customer, name in young:
        if customer not in wards:
            yield Finding(Fault.NO_GUARDIAN, name, customer_id=customer)
