"""Codes that a bank's file writes in its own way: matched to the known ones, and told.

`Gold`, ` gold` and full-width letters mean the known `gold`; `glod` is refused with a suggestion.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from rmdesk.desk.import_rules import Choices, Refused, Row, plain_words
from rmdesk.exchange.notes import Note
from rmdesk.store.book import Book

_NEAR = 0.75
# The most known codes that a sentence names.
_MOST_NAMED = 20
_PRODUCTS = "SELECT code FROM products"
# Where the known codes of a column are, by table and column.
_KNOWN = {
    ("accounts", "product"): _PRODUCTS,
    **{
        (f"product_{name}", "product"): _PRODUCTS
        for name in ("bases", "rates", "costs", "tranches", "risks")
    },
    ("customers", "tier"): "SELECT code FROM tiers UNION SELECT tier FROM customers",
    ("customers", "language"): "SELECT DISTINCT language FROM customers",
    ("customers", "source"): "SELECT DISTINCT source FROM customers",
    ("customers", "tags"): "SELECT DISTINCT tags FROM customers",
    ("account_ratings", "rating"): "SELECT code FROM ratings",
    ("account_ratings", "collateral"): "SELECT code FROM collaterals",
    **{
        (name, "code"): f"SELECT code FROM {name}"
        for name in ("products", "tiers", "ratings", "collaterals")
    },
}
# What must be known already; other columns take new words.
_MUST = {"product": "unknown_product", "rating": "unknown_rating", "collateral": "unknown_rating"}


class KnownCodes:
    """The codes of the book and of what an import brought so far, by table and column."""

    def __init__(self, book: Book, choices: Choices) -> None:
        self._book = book
        self._choices = choices
        self._known: dict[tuple[str, str], dict[str, str]] = {}
        self._written: dict[tuple[str, str, str], str | Refused] = {}
        self._told: dict[tuple[str, str, str], list[int | str]] = {}

    def settle(self, table: str, row: Row, file: str, line: int) -> None:
        """Write a row's codes as the book does. Raises Refused for what is not known."""
        for name in _COLUMNS.get(table, ()):
            text = row.get(name)
            if not text:
                continue
            words = [self._settle(table, name, w, file, line) for w in str(text).split("\n")]
            row[name] = "\n".join(dict.fromkeys(words))

    def _settle(self, table: str, name: str, text: str, file: str, line: int) -> str:
        known = self._known_of(table, name)
        if not plain_words(text):
            # A word of signs only is like no other.
            return text
        if known.get(plain_words(text)) == text:
            return text
        key = (table, name, text)
        if key not in self._written:
            self._written[key] = self._find(known, name, text)
        found = self._written[key]
        if isinstance(found, Refused):
            raise Refused(found.column, found.value, found.code, **found.figures)
        if found != text:
            told = self._told.setdefault((file, name, text), [line, 0, found])
            told[1] = int(told[1]) + 1
        else:
            known.setdefault(plain_words(text), text)
        return found

    def _find(self, known: dict[str, str], name: str, text: str) -> str | Refused:
        if (found := known.get(plain_words(text))) is not None:
            return found
        if name not in ("tier", *_MUST):
            return text
        near = get_close_matches(plain_words(text), known, 1, _NEAR)
        if near:
            return Refused(name, text, "near_code", known=known[near[0]])
        if name in _MUST:
            return Refused(name, text, _MUST[name], known=_list(known))
        if self._choices.new_codes:
            return text
        return Refused(name, text, "unknown_tier", known=_list(known))

    def _known_of(self, table: str, name: str) -> dict[str, str]:
        if (table, name) not in self._known:
            rows = self._book.rows(_KNOWN[table, name])
            texts = (word for row in rows for word in str(row[0] or "").split("\n") if word)
            self._known[table, name] = _by_words(texts)
        return self._known[table, name]

    def remember(self, table: str) -> None:
        """Let what rows of a table brought be known to the tables that use its codes."""
        if table in ("products", "tiers", "ratings", "collaterals"):
            self._known.clear()
            self._written.clear()

    def notes(self) -> list[Note]:
        """Return what was written otherwise than in the files: once for each file and spelling."""
        return [
            Note(file, int(line), name, text, "code_taken", {"count": int(count), "known": known})
            for (file, name, text), (line, count, known) in self._told.items()
        ]


def has_codes(table: str) -> bool:
    """Return whether rows of a table hold codes that are matched to the known ones."""
    return table in _COLUMNS


def _list(known: Mapping[str, str]) -> str:
    """The known codes as a sentence names them; of many the first."""
    codes = sorted(known.values())
    return ", ".join(codes[:_MOST_NAMED]) + (" …" if len(codes) > _MOST_NAMED else "")


def _by_words(texts: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(plain_words(text), text)
    return found


_COLUMNS: dict[str, tuple[str, ...]] = {
    table: tuple(name for other, name in _KNOWN if other == table) for table, _name in _KNOWN
}
