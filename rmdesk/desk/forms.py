"""Forms as data: which fields a customer's and a contact's form have, and what may stand in them.

The fields are columns of the exchange layouts, so that a form, a template and an export read and
write one and the same way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rmdesk.errors import BadInput
from rmdesk.exchange import cells, gate
from rmdesk.exchange.column import Column, Kind
from rmdesk.exchange.layout import CONTACTS, CUSTOMERS
from rmdesk.store.driver import Value
from rmdesk.terms import CustomerKind

_PERSON_ONLY = {"sex", "employer"}
_ORGANISATION_ONLY = {"legal_representative", "headcount"}
_NO_FIELD = {"id", "introducer", "archived", "removed", "customer"}


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a form: its name, whether it must be filled, the codes it may hold.

    `words` fields hold several texts divided by semicolons; `long` ones may have lines.
    """

    name: str
    required: bool
    codes: tuple[str, ...]
    words: bool
    day: bool
    long: bool


def _columns(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    return tuple(c for c in columns if c.name not in _NO_FIELD)


# What a new customer is first asked for stands first; the rest follows the template.
_FIRST = ("name", "phones", "kind", "bank_id")
CUSTOMER = tuple(
    sorted(
        _columns(CUSTOMERS.columns),
        key=lambda c: _FIRST.index(c.name) if c.name in _FIRST else len(_FIRST),
    )
)
CONTACT = _columns(CONTACTS.columns)


DAYS = {c.name for c in CUSTOMER if c.kind is Kind.DAY}
CODES = {c.name: c.codes for c in CUSTOMER if c.codes is not None}


def customer_fields(kind: CustomerKind) -> tuple[FieldSpec, ...]:
    """The fields of a customer's form, without those that its kind does not have."""
    without = _ORGANISATION_ONLY if kind is CustomerKind.PERSON else _PERSON_ONLY
    return tuple(_spec(c) for c in CUSTOMER if c.name not in without)


def contact_fields() -> tuple[FieldSpec, ...]:
    """The fields of a contact's form."""
    return tuple(_spec(c) for c in CONTACT)


def _spec(column: Column) -> FieldSpec:
    return FieldSpec(
        name=column.name,
        required=column.required,
        codes=tuple(code.value for code in column.codes or ()),
        words=column.kind is Kind.WORDS,
        day=column.kind is Kind.DAY,
        long=column.name == "notes",
    )


def texts(columns: tuple[Column, ...], row: Mapping[str, Value], digits: int) -> dict[str, str]:
    """What stands in the fields of a row as it is kept."""
    found = {}
    for column in columns:
        value = row[column.target]
        assert not isinstance(value, float)
        text = cells.write(column, value, digits)
        if column.kind is Kind.WORDS:
            none = column.name == "consent" and value == ""
            text = cells.NO_WORDS if none else text.replace(cells.SEPARATOR, "; ")
        found[column.name] = text
    return found


def values(
    columns: tuple[Column, ...], fields: Mapping[str, str], digits: int, today: date
) -> dict[str, Value]:
    """The values to keep for the fields that are given, by the store's columns.

    Raises BadInput with the field and the reason's code.
    """
    found: dict[str, Value] = {}
    for column in columns:
        if column.name in fields:
            found[column.target] = _value(column, fields[column.name].strip(), digits, today)
    return found


def _value(column: Column, text: str, digits: int, today: date) -> Value:
    if not text:
        if column.required:
            raise BadInput(column.name, "missing")
        return _empty(column)
    try:
        value = cells.parser(column, digits)(text)
    except cells.BadCell as error:
        raise BadInput(column.name, str(error.args[0])) from None
    if fault := gate.fault(column, value, digits, today):
        raise BadInput(column.name, fault.code, text=fault.detail)
    return value


def _empty(column: Column) -> Value:
    """What an emptied field holds: nothing, or for texts the empty text."""
    if column.name in ("bank_id", "consent"):
        return None
    return "" if column.kind in (Kind.TEXT, Kind.WORDS) else None
