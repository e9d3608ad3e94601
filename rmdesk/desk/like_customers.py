"""New customers of an import that may be customers of the book, or of the same file, already."""

from collections.abc import Iterator

from rmdesk.desk.import_rules import Choices, Refused, Row, plain_id, plain_words
from rmdesk.exchange.notes import Note
from rmdesk.store import search
from rmdesk.store.book import Book
from rmdesk.store.driver import Value

_FIELDS = ("name", "identity_number", "born", "phones", "emails")
# A shorter number does not identify anybody.
_SHORTEST = 4
# So many are named one by one, all others by their number.
_MOST_NOTES = 200


class LikeCustomers:
    """Finds those whose name, and one thing more, are another customer's."""

    def __init__(self, book: Book, choices: Choices) -> None:
        self._book = book
        self._choices = choices
        self._known: dict[tuple[str, str, str], str] | None = None
        self._notes: list[Note] = []
        self._more = 0

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
            if len(self._notes) < _MOST_NOTES:
                name = str(row["name"])
                self._notes.append(Note(file, line, "name", name, "like_customer", figures))
            else:
                self._more += 1
            break
        for key in keys:
            known.setdefault(key, str(row.get("bank_id") or row["name"]))

    def notes(self) -> list[Note]:
        """Return what is told of new customers that are like known ones."""
        if not self._more:
            return self._notes
        file = self._notes[-1].file
        return [*self._notes, Note(file, 0, "name", "", "more_like", {"count": self._more})]

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
        # With and without the country's code: the last nine digits will do beside the name.
        if len(key := search.phone_key(phone)[-9:]) >= _SHORTEST:
            yield "phones", name, key
    for email in _words(row.get("emails")):
        yield "emails", name, email.casefold()
    if row.get("born") is not None:
        yield "born", name, str(row["born"])


def _words(value: Value) -> list[str]:
    return str(value).split("\n") if value else []
