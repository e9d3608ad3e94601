"""What must hold of a row as it will be in the book, each rule a refusal with its column."""

from collections.abc import Callable, Mapping
from datetime import date

from rmdesk import currencies
from rmdesk.desk import offer_rows
from rmdesk.desk.amount_sums import exchange_fault
from rmdesk.desk.import_rules import Refused, Row, refused_by
from rmdesk.offers.wrong import Wrong
from rmdesk.practice.festivals import CODES as FESTIVALS
from rmdesk.store.book import Book
from rmdesk.store.driver import Value
from rmdesk.terms import Care

# Rows of these are a customer's; with an id of their own they stay this customer's.
_OF_CUSTOMER = {"contacts", "interactions", "follow_ups", "proposals", "complaints"}


def check_row(book: Book, table: str, row: Row, existing: Row | None) -> None:
    """Raise Refused where a row cannot be; an empty cell keeps what is there."""
    if table in _OF_CUSTOMER and existing:
        old, new = existing["customer_id"], row.get("customer_id")
        if new is not None and old is not None and old != new:
            raise Refused("id", existing["id"], "other_customer")
    if (rule := _RULES.get(table)) is not None:
        whole: Row = dict(existing or {}) | {n: v for n, v in row.items() if v is not None}
        rule(book, whole, existing)


def _account(_book: Book, row: Row, existing: Row | None) -> None:
    for name, code in (("closed", "closed_early"), ("matures", "matures_early")):
        day, opened = row.get(name), row.get("opened")
        if isinstance(day, int) and isinstance(opened, int) and day < opened:
            raise Refused(name, _iso(day), code, known=_iso(opened))
    if existing and row["currency"] != existing["currency"]:
        known = str(existing["currency"])
        raise Refused("currency", row["currency"], "other_currency", known=known)


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _relation(_book: Book, row: Row, _existing: Row | None) -> None:
    if row["customer_id"] == row["other_id"]:
        raise Refused("other", None, "itself")


def _offer(table: str) -> Callable[[Book, Row, Row | None], None]:
    def check(book: Book, row: Row, _existing: Row | None) -> None:
        try:
            offer_rows.check(table, row, currencies.digits(book.card().currency or "CNY"))
        except Wrong as wrong:
            raise Refused(wrong.field, wrong.text, wrong.code) from None

    return check


def _past(book: Book, row: Row, _existing: Row | None) -> None:
    day = row["day"]
    assert isinstance(day, int)
    if day > book.clock.today().toordinal():
        raise Refused("date", None, "future")


def _opinion(book: Book, row: Row, existing: Row | None) -> None:
    _past(book, row, existing)
    _offer("opinions")(book, row, existing)


def _exchange(book: Book, row: Row, _existing: Row | None) -> None:
    billionths = row["billionths"]
    assert isinstance(billionths, int)
    if fault := exchange_fault(book, row["currency"], billionths):
        raise refused_by("rate", None, fault)


def _rules(_book: Book, row: Row, _existing: Row | None) -> None:
    if not set(str(row.get("festivals") or "").split()) <= set(FESTIVALS):
        raise Refused("festivals", row["festivals"], "festival", known=" ".join(FESTIVALS))


def _period(first: str, last: str) -> Callable[[Book, Row, Row | None], None]:
    def check(_book: Book, row: Row, _existing: Row | None) -> None:
        begin, end = row.get(first), row.get(last)
        if isinstance(begin, int) and isinstance(end, int) and end < begin:
            raise Refused(last, None, "period")

    return check


def _proposal(book: Book, row: Row, existing: Row | None) -> None:
    _period("presented_at", "decided_at")(book, row, existing)
    cares = str(row.get("cares") or "")
    if not set(cares.split("\n") if cares else ()) <= set(Care):
        raise Refused("cares", cares.replace("\n", ";"), "code", known=", ".join(Care))


def _complaint(book: Book, row: Row, existing: Row | None) -> None:
    _period("received", "closed")(book, row, existing)
    closed = row.get("closed")
    if isinstance(closed, int) and closed > book.clock.today().toordinal():
        raise Refused("closed", _iso(closed), "future")


_WITH_CURRENCY = {"accounts", "product_rates", "curve_nodes"}
_RULES: Mapping[str, Callable[[Book, Row, Row | None], None]] = {
    "accounts": _account,
    "relations": _relation,
    "offers": _offer("offers"),
    "opinions": _opinion,
    "life_events": _past,
    "exchange_rates": _exchange,
    "offer_rules": _rules,
    "proposals": _proposal,
    "complaints": _complaint,
}


def needs_key(table: str) -> bool:
    """Return whether `complete_key` may add something to a table's rows."""
    return table in _WITH_CURRENCY


def complete_key(table: str, row: Row, book_currency: str, account_currency: Value) -> None:
    """Give a row the currency that it does not name."""
    if table == "accounts":
        row["currency"] = row.get("currency") or account_currency or book_currency
    elif table in _WITH_CURRENCY:
        row["currency"] = row.get("currency") or ""
