"""New customers of an import that may be customers of the book, or of the same file, already."""

from collections.abc import Iterator

from rmdesk.desk.import_rules import Choices, Refused, Row, plain_id, plain_words
from rmdesk.exchange.notes import Note
from rmdesk.store import search
from rmdesk.store.book import Book
from rmdesk.store.driver import Value

_FIELDS = ("name", "identity_number", "born", "phones", "emails")
# A number shorter than this is no evidence of anybody.
_SHORTEST = 4


class LikeCustomers:
    """Finds those whose name, and one thing more, are another customer's."""

    def __init__(self, book: Book, choices: Choices) -> None:
        self._book = book
        self._choices = choices
        self._known: dict[tuple[str, str, str], str] | None = None
        self.notes: list[Note] = []

    def check(self, row: Row, file: str, line: int) -> None:
        """Note that a new customer is like a known one. Raises Refused for one identity number."""
        known = self._all()
        keys = list(_keys(row))
        for by, name, text in keys:
            other = known.get((by, name, text))
            if other is None:
                continue
            if by == "identity_number" and name and not self._choices.allow_like:
                raise Refused(by, row[by], "like_identity", known=other)
            figures = {"by": by, "known": other}
            self.notes.append(Note(file, line, "name", str(row["name"]), "like_customer", figures))
            break
        for key in keys:
            known.setdefault(key, str(row.get("bank_id") or row["name"]))

    def _all(self) -> dict[tuple[str, str, str], str]:
        if self._known is None:
            self._known = {}
            rows = self._book.rows(f"SELECT bank_id, id, {', '.join(_FIELDS)} FROM customers")
            for bank_id, number, *values in rows:
                shown = str(bank_id or f"#{number}")
                for key in _keys(dict(zip(_FIELDS, values, strict=True))):
                    self._known.setdefault(key, shown)
        return self._known


def _keys(row: Row) -> Iterator[tuple[str, str, str]]:
    """What a customer is known again by: a field, the plain name (or none), the plain value."""
    name = plain_words(str(row.get("name") or ""))
    identity = plain_id(str(row.get("identity_number") or ""))
    if len(identity) >= _SHORTEST:
        yield "identity_number", name, identity
        yield "identity_number", "", identity
    if not name:
        return
    for phone in _words(row.get("phones")):
        if len(key := search.phone_key(phone)) >= _SHORTEST:
            yield "phones", name, key
    for email in _words(row.get("emails")):
        yield "emails", name, email.casefold()
    if row.get("born") is not None:
        yield "born", name, str(row["born"])


def _words(value: Value) -> list[str]:
    return str(value).split("\n") if value else []
