"""What of customers the rules of conduct look at: complaints, guardians, classes of their loans.

As with the facts, one customer and the whole book are asked for by the same statements.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rmdesk.desk import stored
from rmdesk.desk.asset_classes import read_classes
from rmdesk.offers.eligibility import Guardian
from rmdesk.practice.anniversaries import age_on, birthday_at
from rmdesk.store.book import Book, Parameters
from rmdesk.terms import AssetClass, CustomerKind, RelationKind

ADULT_AGE = 18
SENIOR_AGE = 65
_COMPLAINTS = (
    "SELECT customer_id, min(received) FROM complaints"
    " WHERE customer_id {customer} AND closed IS NULL GROUP BY 1"
)


def _both_ways(*kinds: RelationKind) -> str:
    """Return SQL for relations of some kinds from either side: who is it, whose, and as what."""
    told = ", ".join(f"'{kind}'" for kind in kinds)
    inverse = ", ".join(f"'{kind.inverse}'" for kind in kinds)
    return (
        "SELECT customer_id AS who, other_id AS whose, kind FROM relations"
        f" WHERE kind IN ({told}) AND NOT removed AND other_id {{customer}}"
        " UNION SELECT other_id, customer_id, CASE kind"
        + "".join(f" WHEN '{kind.inverse}' THEN '{kind}'" for kind in kinds)
        + f" END FROM relations WHERE kind IN ({inverse}) AND NOT removed"
        " AND customer_id {customer}"
    )


# Guardians by appointment come before parents; nobody under age can be either.
_GUARDIANS = (
    "SELECT r.whose, r.who, c.name, max(r.kind = 'guardian') AS appointed, c.born, c.kind"
    f" FROM ({_both_ways(RelationKind.GUARDIAN, RelationKind.PARENT)}) r"
    " JOIN customers c ON c.id = r.who GROUP BY 1, 2 ORDER BY 1, appointed DESC, c.name, c.id"
)
_GUARANTEES = (
    "SELECT customer_id, other_id FROM relations"
    f" WHERE kind = '{RelationKind.GUARANTOR}' AND NOT removed AND customer_id {{customer}}"
    " UNION SELECT other_id, customer_id FROM relations"
    f" WHERE kind = '{RelationKind.GUARANTEED}' AND NOT removed AND other_id {{customer}}"
)


@dataclass(frozen=True, slots=True)
class Conduct:
    """By customer: since when a complaint is open, guardians, loan classes; who guarantees badly.

    `guardians` are also those of adults; `guarantors` guarantee for somebody whose loan is on
    watch.
    """

    complaints: Mapping[int, date]
    guardians: Mapping[int, tuple[Guardian, ...]]
    classes: Mapping[int, AssetClass]
    guarantors: frozenset[int]


def read_conduct(book: Book, customer_id: int | None, of_age: bool = False) -> Conduct:
    """Return what there is of one customer, or (None) of all.

    Who is `of_age` has no guardians, so that none are looked for.
    """
    today = book.clock.today()
    customer = "IS NOT NULL" if customer_id is None else "= ?1"
    parameters: Parameters = () if customer_id is None else (customer_id,)

    def pairs(sql: str) -> Iterator[tuple[int, int]]:
        for one, other in book.rows(sql.format(customer=customer), parameters):
            yield stored.number(one), stored.number(other)

    guaranteed = list(pairs(_GUARANTEES))
    asked = None if customer_id is None else {customer_id, *(other for _own, other in guaranteed)}
    classes = read_classes(book, asked, today).customers
    return Conduct(
        {owner: date.fromordinal(day) for owner, day in pairs(_COMPLAINTS)},
        {} if of_age else _guardians(book, customer, parameters, today),
        classes,
        frozenset(own for own, other in guaranteed if _on_watch(classes.get(other))),
    )


def _on_watch(asset_class: AssetClass | None) -> bool:
    return asset_class is not None and asset_class.is_watch


def _guardians(
    book: Book, customer: str, parameters: Parameters, today: date
) -> dict[int, tuple[Guardian, ...]]:
    found: defaultdict[int, list[Guardian]] = defaultdict(list)
    rows = book.rows(_GUARDIANS.format(customer=customer), parameters)
    for ward, guardian, name, appointed, born, kind in rows:
        if minor_until(stored.some_day(born), str(kind), today) is not None:
            continue
        person = Guardian(stored.number(guardian), str(name), not appointed)
        found[stored.number(ward)].append(person)
    return {ward: tuple(guardians) for ward, guardians in found.items()}


def list_wards(book: Book) -> frozenset[int]:
    """Return the customers who have a guardian or parent on record, adults among them."""
    return frozenset(_guardians(book, "IS NOT NULL", (), book.clock.today()))


def minor_until(born: date | None, kind: str, today: date) -> date | None:
    """Return the day on which a person under 18 turns 18; None for everybody else."""
    if born is None or kind != CustomerKind.PERSON.value or age_on(born, today) >= ADULT_AGE:
        return None
    return birthday_at(born, ADULT_AGE)


def is_senior(born: date | None, kind: str, today: date) -> bool:
    """Return whether a person is 65 or over."""
    if born is None or kind != CustomerKind.PERSON.value:
        return False
    return age_on(born, today) >= SENIOR_AGE
