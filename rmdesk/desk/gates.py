"""What of customers the gates look at: consent, conduct, suitability, what came before.

As with the facts, one customer and the whole book are asked for by the same statements.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TypedDict

from rmdesk.desk import offer_catalogue, stored, valuing
from rmdesk.desk.conduct import ADULT_AGE, SENIOR_AGE, Conduct, read_conduct
from rmdesk.offers.eligibility import Guardian, Past, Standing
from rmdesk.offers.measures import Facts, Measure
from rmdesk.offers.policy import Policy
from rmdesk.practice.anniversaries import birthday_at, last_birth_of
from rmdesk.practice.suitability import last_valid_day
from rmdesk.store.book import Book, Parameters
from rmdesk.store.driver import Row
from rmdesk.terms import AssetClass, ContactChannel, CustomerKind, OfferFamily, ProposalStatus

_CUSTOMERS = (
    "SELECT id, kind, born, consent, risk_class, risk_assessed, risk_until, document_expires"
    " FROM customers WHERE id {customer}"
)
_PAST = (
    "SELECT p.customer_id, p.offer, p.status, p.presented_at, p.decided_at,"
    f" o.family IS '{OfferFamily.SURPRISE}' FROM proposals p"
    " LEFT JOIN offers o ON o.code = p.offer WHERE p.customer_id {customer}"
    " ORDER BY p.presented_at DESC, p.id DESC"
)
_EXCLUDED = (
    "SELECT customer_id, offer FROM offer_exclusions WHERE customer_id {customer} AND NOT removed"
)


def of_customer(book: Book, customer_id: int, facts: Facts, policy: Policy) -> Standing:
    """What the gates look at of one customer."""
    return _standings(book, {customer_id: facts}, policy, customer_id)[customer_id]


def of_all(book: Book, facts: Mapping[int, Facts], policy: Policy) -> dict[int, Standing]:
    """What the gates look at of all customers whose facts are known."""
    return _standings(book, facts, policy, None)


def _standings(
    book: Book, facts: Mapping[int, Facts], policy: Policy, one: int | None
) -> dict[int, Standing]:
    today = book.clock.today()
    customer = "IS NOT NULL" if one is None else "= ?"
    parameters: Parameters = () if one is None else (one,)

    def rows(sql: str) -> list[Row]:
        return book.rows(sql.format(customer=customer), parameters)

    ages, people = Ages.on(today), rows(_CUSTOMERS)
    of_age = one is not None and not any(_is_minor(row, ages) for row in people)
    conduct, past = read_conduct(book, one, of_age), _past(rows(_PAST))
    excluded: defaultdict[int, set[str]] = defaultdict(set)
    for number, code in rows(_EXCLUDED):
        excluded[stored.number(number)].add(str(code))
    left = budget_left(book, policy)
    found = {}
    for row in people:
        owner = stored.number(row[0])
        if owner not in facts:
            continue
        found[owner] = Standing(
            **_of_row(row, ages),
            **_of_conduct(conduct, owner),
            today=today,
            holds=facts[owner].words.get(Measure.HOLDS, frozenset()),
            past=past.get(owner, ()),
            policy=policy,
            excluded=frozenset(excluded.get(owner, ())),
            budget_left=left,
        )
    return found


def _past(rows: Iterable[Row]) -> dict[int, list[Past]]:
    past: defaultdict[int, list[Past]] = defaultdict(list)
    for customer, code, status, presented, decided, surprise in rows:
        past[stored.number(customer)].append(
            Past(
                str(code),
                ProposalStatus(str(status)),
                stored.moment(presented).date(),
                None if decided is None else stored.moment(decided).date(),
                bool(surprise),
            )
        )
    return past


_KNOWN = frozenset(channel.value for channel in ContactChannel)


@dataclass(frozen=True, slots=True)
class Ages:
    """The day numbers of the latest birth of who is of age, and of who is 65 or over."""

    adult: int
    senior: int

    @classmethod
    def on(cls, today: date) -> "Ages":
        """Return them for a day."""
        return cls(
            last_birth_of(ADULT_AGE, today).toordinal(),
            last_birth_of(SENIOR_AGE, today).toordinal(),
        )


class _OfRow(TypedDict):
    consent: frozenset[ContactChannel] | None
    risk_class: int
    risk_until: date | None
    document_until: date | None
    minor_until: date | None
    senior: bool


class _OfConduct(TypedDict):
    complaint: date | None
    asset_class: AssetClass | None
    guarantor: bool
    guardians: tuple[Guardian, ...]


def _of_row(row: Row, ages: Ages) -> _OfRow:
    """What a customer's own row says to the gates."""
    born, consent, risk_class, assessed, until, document = row[2:]
    return {
        "consent": None if consent is None else _channels(str(consent)),
        "risk_class": int(str(risk_class)[1:]) if risk_class else 0,
        "risk_until": last_valid_day(stored.some_day(assessed), stored.some_day(until)),
        "document_until": stored.some_day(document),
        "minor_until": birthday_at(stored.day(born), ADULT_AGE) if _is_minor(row, ages) else None,
        "senior": _has_age(row) and stored.number(born) <= ages.senior,
    }


def _is_minor(row: Row, ages: Ages) -> bool:
    """Return whether a customer is a person who is not of age."""
    return _has_age(row) and stored.number(row[2]) > ages.adult


def _has_age(row: Row) -> bool:
    return row[2] is not None and row[1] == CustomerKind.PERSON.value


@cache
def _channels(text: str) -> frozenset[ContactChannel]:
    return frozenset(map(ContactChannel, _KNOWN.intersection(stored.words(text))))


def _of_conduct(conduct: Conduct, owner: int) -> _OfConduct:
    return {
        "complaint": conduct.complaints.get(owner),
        "asset_class": conduct.classes.get(owner),
        "guarantor": owner in conduct.guarantors,
        "guardians": conduct.guardians.get(owner, ()),
    }


def budget_left(book: Book, policy: Policy) -> int:
    """What surprises may still cost this calendar year, in minor units; never below zero."""
    return max(0, policy.surprise_minor - spent_on_surprises(book))


def spent_on_surprises(book: Book) -> int:
    """What the surprises presented this calendar year cost, or will if they are accepted."""
    return book.remembered("spent on surprises", lambda: _spent_on_surprises(book))


def _spent_on_surprises(book: Book) -> int:
    today = book.clock.today()
    first = valuing.midnight(date(today.year, 1, 1).toordinal())
    offers = offer_catalogue.every(book)
    rows = book.rows(
        "SELECT offer, count(*) FROM proposals WHERE presented_at >= ?"
        " AND status IN ('presented', 'accepted') GROUP BY 1",
        (first,),
    )
    return sum(
        (offers[code].cost_minor + offers[code].present_minor) * stored.number(count)
        for code, count in ((str(code), count) for code, count in rows)
        if code in offers and offers[code].family is OfferFamily.SURPRISE
    )


def presented_this_week(book: Book) -> int:
    """How many proposals were presented since Monday."""
    today = book.clock.today()
    monday = valuing.midnight(today.toordinal() - today.weekday())
    return book.number("SELECT count(*) FROM proposals WHERE presented_at >= ?", (monday,))
