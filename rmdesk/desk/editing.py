"""Customers, contacts and relations: make, change, archive, each as one deed.

Fields come as the texts of a form (`forms`) and are checked one by one; a field that is not
given stays as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import inspect

from rmdesk import currencies
from rmdesk.desk import details, forms, stored
from rmdesk.desk.import_rules import plain_words
from rmdesk.desk.merging import list_changed
from rmdesk.desk.names import name_of, set_customer
from rmdesk.errors import BadInput, Gone
from rmdesk.model.base import Code, Day, Kept, Words
from rmdesk.model.customer import Contact, Customer, Relation
from rmdesk.store import search
from rmdesk.store.book import Book
from rmdesk.store.driver import Value
from rmdesk.store.history import DIALECT, stored_row
from rmdesk.terms import Act, RelationKind

Fields = Mapping[str, str]
_ALIKE_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Alike:
    """A customer of the book that may be the one about to be made; `by` says by which field."""

    id: int
    name: str
    phones: tuple[str, ...]
    bank_id: str
    by: str


def alike(book: Book, fields: Fields) -> tuple[Alike, ...]:
    """Customers with the same phone, number, e-mail, or (nearly) the same name, at most five."""
    found: dict[int, Alike] = {}
    name = fields.get("name", "").strip()
    own = {
        "phones": [search.phone_key(p) for p in fields.get("phones", "").split(";")],
        "identity_number": [fields.get("identity_number", "").strip().casefold()],
        "bank_id": [fields.get("bank_id", "").strip().casefold()],
        "emails": [e.strip().casefold() for e in fields.get("emails", "").split(";")],
        "name": search.name_keys(name)[:2] if name else [],
    }
    for by, keys in own.items():
        for key in keys:
            if len(key) >= (2 if by == "name" else 4):
                for customer in _with_key(book, key):
                    if customer not in found:
                        found[customer] = _alike(book, customer, by)
    return tuple(found.values())[:_ALIKE_AT_MOST]


def _with_key(book: Book, key: str) -> list[int]:
    if not search.find(book, key):
        return []
    sql = "SELECT customer_id FROM temp.found WHERE relevance = 0 LIMIT ?"
    return [stored.number(r[0]) for r in book.rows(sql, (_ALIKE_AT_MOST,))]


def _alike(book: Book, customer_id: int, by: str) -> Alike:
    sql = "SELECT name, phones, coalesce(bank_id, '') FROM customers WHERE id = ?"
    name, phones, bank_id = book.rows(sql, (customer_id,))[0]
    return Alike(customer_id, str(name), stored.words(phones), str(bank_id), by)


def create(book: Book, fields: Fields) -> int:
    """Keep a new customer; gives its id. Raises BadInput."""
    values = _customer_values(book, fields, None)
    if not values.get("name"):
        raise BadInput("name", "missing")
    with book.deed(Act.NEW_CUSTOMER, label=str(values["name"])) as writing:
        row = Customer(since=book.clock.today())
        _set(row, values)
        writing.add(row)
        writing.customer_id = row.id
        return row.id


def edit(book: Book, customer_id: int, fields: Fields, opened_with: Fields | None = None) -> None:
    """Change what the fields say of a customer, where they differ from what they said before.

    `opened_with` is what the form was opened with; None changes all that are given. Raises
    BadInput, Gone, and ChangedMeanwhile with both texts of each field in question.
    """
    with book.deed(Act.EDIT_CUSTOMER, customer_id, name_of(book, customer_id)) as writing:
        now = details.look(book, customer_id).fields
        changed = list_changed(fields, opened_with, now)
        values = _customer_values(book, changed, customer_id)
        _set(writing.get(Customer, customer_id), values)


def archive(book: Book, customer_id: int, archived: bool) -> None:
    """Take a customer out of the list, or back into it. Raises Gone."""
    with book.deed(Act.ARCHIVE, customer_id, name_of(book, customer_id)) as writing:
        writing.get(Customer, customer_id).archived = archived


def _customer_values(book: Book, fields: Fields, customer_id: int | None) -> dict[str, Value]:
    digits = currencies.digits(book.card().currency)
    values = forms.values(forms.CUSTOMER, fields, digits, book.clock.today())
    if bank_id := values.get("bank_id"):
        owner = book.value("SELECT id FROM customers WHERE bank_id = ?", (bank_id,))
        if owner is not None and owner != customer_id:
            raise BadInput("bank_id", "taken")
    if tier := str(values.get("tier") or ""):
        values["tier"] = _tier(book, tier)
    return values


def _tier(book: Book, text: str) -> str:
    """A tier's code, however it was spelt. Raises BadInput."""
    codes = [str(row[0]) for row in book.rows("SELECT code FROM tiers")]
    found = (code for code in codes if plain_words(code) == plain_words(text))
    if (code := text if text in codes else next(found, None)) is None:
        raise BadInput("tier", "tier")
    return code


def save_contact(
    book: Book,
    customer_id: int,
    contact_id: int | None,
    fields: Fields,
    opened_with: Fields | None = None,
) -> int:
    """Keep a new contact, or change one; gives its id.

    `opened_with` as for a customer. Raises BadInput, Gone and ChangedMeanwhile.
    """
    act = Act.NEW_CONTACT if contact_id is None else Act.EDIT_CONTACT
    with book.deed(act, customer_id, name_of(book, customer_id)) as writing:
        if contact_id is None:
            row, changed = writing.add(Contact(customer_id=customer_id)), dict(fields)
        else:
            row = writing.get(Contact, contact_id)
            if row.removed:
                raise Gone
            now = forms.texts(forms.CONTACT, stored_row(row), 2)
            changed = list_changed(fields, opened_with, now)
        _set(row, forms.values(forms.CONTACT, changed, 2, book.clock.today()))
        return row.id


def remove_contact(book: Book, contact_id: int) -> None:
    """Mark a contact as no longer there. Raises Gone."""
    with book.deed(Act.REMOVE_CONTACT) as writing:
        row = writing.get(Contact, contact_id)
        row.removed = True
        writing.customer_id, writing.label = row.customer_id, row.name


def relate(book: Book, customer_id: int, other_id: int, kind: RelationKind) -> int:
    """Keep that a customer is (as `kind` says) to another one. Raises BadInput."""
    if customer_id == other_id:
        raise BadInput("other", "itself")
    with book.deed(Act.NEW_RELATION, customer_id, name_of(book, customer_id)) as writing:
        row = writing.add(Relation(customer_id=customer_id, other_id=other_id, kind=kind))
        return row.id


def remove_relation(book: Book, relation_id: int) -> None:
    """Mark a relation as no longer there. Raises Gone."""
    with book.deed(Act.REMOVE_RELATION) as writing:
        row = writing.get(Relation, relation_id)
        row.removed = True
        set_customer(writing, row.customer_id)


def _set(row: Kept, values: Mapping[str, Value]) -> None:
    """Set stored values on a row, as what they are."""
    columns = inspect(type(row)).columns
    for name, value in values.items():
        kind = columns[name].type
        if value is None and not columns[name].nullable:
            continue
        if isinstance(kind, Day | Words | Code):
            setattr(row, name, kind.process_result_value(value, DIALECT))
        else:
            setattr(row, name, value)
