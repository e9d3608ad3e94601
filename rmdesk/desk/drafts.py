"""Drafts: what was typed into a form and not saved yet.

A draft does not change the book: it is not an operation and has no history. There is one for each
form, customer and subject. It holds the fields that differ from what the form was opened with,
each with the text it was opened with, so that what somebody else changed meanwhile is seen.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from rmdesk.desk import stored
from rmdesk.desk.names import name_of
from rmdesk.model.instants import to_milliseconds
from rmdesk.store.book import Book
from rmdesk.store.driver import Row, Value

P = ParamSpec("P")
T = TypeVar("T")
_SELECT = (
    "SELECT d.id, d.form, d.customer_id, d.subject_id, d.updated_at, d.fields,"
    " coalesce(c.name, '') FROM drafts d LEFT JOIN customers c ON c.id = d.customer_id"
)
_WHERE = " WHERE form = ? AND coalesce(customer_id, 0) = ? AND coalesce(subject_id, 0) = ?"


@dataclass(frozen=True, slots=True)
class DraftKey:
    """Which form a draft belongs to: its name, its customer, and what is edited in it."""

    form: str
    customer_id: int | None = None
    subject_id: int | None = None

    @property
    def values(self) -> tuple[Value, ...]:
        """The values that find its row."""
        return self.form, self.customer_id or 0, self.subject_id or 0


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed: `typed` by field, and in `opened_with` what was there before."""

    id: int
    key: DraftKey
    customer_name: str
    saved: datetime
    typed: Mapping[str, str]
    opened_with: Mapping[str, str]

    @property
    def typing(self) -> "Typing":
        """What was typed, as a form compares it with what is stored."""
        return Typing(self.typed, self.opened_with)


@dataclass(frozen=True, slots=True)
class FormStart:
    """What a form is opened with: its customer's name, and the draft that was left, if any."""

    customer_name: str
    draft: Draft | None


@dataclass(frozen=True, slots=True)
class Typing:
    """The fields of a form that differ from what it was opened with, and what that was."""

    typed: Mapping[str, str] = field(default_factory=dict)
    opened_with: Mapping[str, str] = field(default_factory=dict)


def open_form(book: Book, key: DraftKey) -> FormStart:
    """Return what a form is opened with."""
    return FormStart(name_of(book, key.customer_id), find_draft(book, key))


def find_draft(book: Book, key: DraftKey) -> Draft | None:
    """Return the draft of a form, None where there is none."""
    sql = f"{_SELECT} WHERE d.id = (SELECT id FROM drafts{_WHERE})"
    rows = book.rows(sql, key.values)
    return _draft(rows[0]) if rows else None


def list_drafts(book: Book) -> tuple[Draft, ...]:
    """Return all drafts, the latest first."""
    return tuple(_draft(row) for row in book.rows(f"{_SELECT} ORDER BY d.updated_at DESC, d.id"))


def count_drafts(book: Book) -> int:
    """Return the number of drafts that were left."""
    return book.number("SELECT count(*) FROM drafts")


def _draft(row: Row) -> Draft:
    fields = json.loads(str(row[5]))
    return Draft(
        id=stored.number(row[0]),
        key=DraftKey(str(row[1]), stored.some(row[2]), stored.some(row[3])),
        customer_name=str(row[6]),
        saved=stored.moment(row[4]),
        typed={name: typed for name, (typed, _before) in fields.items()},
        opened_with={name: before for name, (_typed, before) in fields.items()},
    )


def save_draft(book: Book, key: DraftKey, typing: Typing) -> None:
    """Store what is typed in a form; where nothing is, delete its draft. Raises StoreBusy."""
    if not typing.typed and find_draft(book, key) is None:
        return
    with book.holding():
        if not typing.typed:
            _delete(book, key)
            return
        now = to_milliseconds(book.clock.now())
        fields = json.dumps(
            {name: (text, typing.opened_with.get(name, "")) for name, text in typing.typed.items()},
            ensure_ascii=False,
        )
        number = book.value(f"SELECT id FROM drafts{_WHERE}", key.values)
        if number is not None:
            sql = "UPDATE drafts SET fields = ?, updated_at = ? WHERE id = ?"
            book.rows(sql, (fields, now, number))
            return
        book.rows(
            "INSERT INTO drafts (id, created_at, updated_at, form, customer_id, subject_id, fields)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (book.ids.next(), now, now, key.form, key.customer_id, key.subject_id, fields),
        )


def add_to_draft(book: Book, key: DraftKey, name: str, text: str, opened_with: str) -> None:
    """Put the text of one field into a form's draft, where there is one, else into a new one."""
    known = find_draft(book, key)
    before = known.typing if known else Typing()
    typing = Typing({**before.typed, name: text}, {name: opened_with, **before.opened_with})
    save_draft(book, key, typing)


def delete_draft(book: Book, key: DraftKey) -> None:
    """Delete the draft of a form, if there is one. Raises StoreBusy."""
    if find_draft(book, key) is not None:
        with book.holding():
            _delete(book, key)


def _delete(book: Book, key: DraftKey) -> None:
    book.rows(f"DELETE FROM drafts{_WHERE}", key.values)


@contextmanager
def _settled(book: Book, key: DraftKey) -> Iterator[None]:
    """Delete the draft of a form in the same transaction as what is written inside."""
    book.before_commit = lambda held: _delete(held, key)
    try:
        yield
    finally:
        book.before_commit = lambda _book: None


def write_settled(
    book: Book,
    key: DraftKey,
    verb: Callable[Concatenate[Book, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Do what a form saves; its draft goes in the same transaction, so neither without the other.

    Raises what the verb raises; then the draft stays.
    """
    with _settled(book, key):
        return verb(book, *args, **kwargs)
