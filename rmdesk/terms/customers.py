"""Who a customer is, where it stands, and what it is to others."""

from enum import StrEnum


class CustomerKind(StrEnum):
    """What a customer is in law."""

    PERSON = "person"
    ORGANISATION = "organisation"


class Sex(StrEnum):
    """As the identity document says it."""

    FEMALE = "female"
    MALE = "male"


class Stage(StrEnum):
    """Where a customer stands in the lifecycle, in the order of the road."""

    TARGET = "target"
    PROSPECT = "prospect"
    CUSTOMER = "customer"
    AFTER_SALES = "after_sales"
    DORMANT = "dormant"
    LOST = "lost"


class ContactChannel(StrEnum):
    """A way to reach a customer that consent may allow or not."""

    PHONE = "phone"
    MESSAGE = "message"
    EMAIL = "email"
    POST = "post"
    VISIT = "visit"


class RiskClass(StrEnum):
    """How much investment risk a customer was assessed to bear, least to most."""

    C1 = "C1"
    C2 = "C2"
    C3 = "C3"
    C4 = "C4"
    C5 = "C5"


class RelationKind(StrEnum):
    """What the first customer is to the second one."""

    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    GUARANTOR = "guarantor"
    GUARANTEED = "guaranteed"
    GROUP_COMPANY = "group_company"
    OWNER = "owner"
    OWNED = "owned"
    AUTHORISED = "authorised"
    PRINCIPAL = "principal"
    INTRODUCER = "introducer"
    INTRODUCED = "introduced"
    PARTNER = "partner"
    GUARDIAN = "guardian"
    WARD = "ward"

    @property
    def inverse(self) -> "RelationKind":
        """The same relation, told from the other side."""
        return _INVERSE.get(self, self)


_PAIRS = (
    (RelationKind.PARENT, RelationKind.CHILD),
    (RelationKind.GUARANTOR, RelationKind.GUARANTEED),
    (RelationKind.OWNER, RelationKind.OWNED),
    (RelationKind.AUTHORISED, RelationKind.PRINCIPAL),
    (RelationKind.INTRODUCER, RelationKind.INTRODUCED),
    (RelationKind.GUARDIAN, RelationKind.WARD),
)
_INVERSE = dict(_PAIRS) | {b: a for a, b in _PAIRS}
