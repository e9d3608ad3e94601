"""The demo book: invented customers with two years behind them, the same on every run.

Everything is drawn from one seed and placed around the day on which it is made, so that each
screen has something to show. It stays as it is left; `--fresh` makes it again.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from rmdesk.desk import catalogue, demo_accounts, demo_occasions, demo_work, opening, stored
from rmdesk.model.customer import Contact, Customer, Relation
from rmdesk.paths import resource
from rmdesk.store import book as store, making
from rmdesk.store.book import Book
from rmdesk.store.session import Writing
from rmdesk.terms import Act, CustomerKind, RelationKind, RiskClass, Sex, Stage

SEED = 20_140_523
# Persons who allow other channels than most: none at all, only some, or never asked.
_CONSENTS: dict[int, tuple[str, ...] | None] = {
    3: ("message", "email"),
    6: ("phone", "visit"),
    20: (),
    24: ("phone", "visit"),
    26: ("email", "post"),
    33: None,
}
# Days until the identity documents of some persons expire; one has expired.
_DOCUMENTS = {4: 12, 13: -9, 18: 12}
CURRENCY = "CNY"


@dataclass(frozen=True)
class Made:
    """An invented customer, with its monthly income or turnover in units."""

    row: Customer
    income: int


def open_demo(path: Path, today: date | None = None, fresh: bool = False) -> Book:
    """Open the demo book at the path; make it where there is none, and again where `fresh`.

    Raise NotADemo for whatever else is there, which stays as it is, byte for byte.
    """
    if not (path.exists() or path.is_symlink()):
        return opening.make(path, None, today, CURRENCY, demo=True, fill=fill)
    store.require_demo(path)
    if fresh:
        with making.at_another_name(path) as made:
            opening.make(made, None, today, CURRENCY, demo=True, fill=fill).close()
            making.replace(made, path)
    return opening.open_book(path, None, today)


def fill(book: Book) -> None:
    """Put the invented customers and all about them into an empty book."""
    data = catalogue.read_file(resource("db", "demo", "book.toml"))
    chance = random.Random(SEED)
    day = book.clock.today()
    with book.deed(Act.SET_UP) as writing:
        persons = _lists(data["persons"])
        made = [_person(chance, day, n, line) for n, line in enumerate(persons)]
        organisations = _lists(data["organisations"])
        made += [_organisation(chance, day, n, line) for n, line in enumerate(organisations)]
        named = {entry.row.name: entry.row for entry in made}
        demo_occasions.tag(named, data)
        for entry in made:
            writing.add(entry.row)
        writing.flush()
        _tie(writing, made, data)
        _contacts(writing, chance, day, made, data)
        demo_occasions.add_dollar(writing)
        accounts = demo_accounts.Accounts(writing, chance, day)
        for place, entry in enumerate(made):
            accounts.of(entry.row, entry.income, place)
        accounts.write()
        demo_work.fill(writing, chance, [entry.row for entry in made], data)
        demo_occasions.add_life_events(writing, named, day, data)


def _lists(value: object) -> list[list[str]]:
    assert isinstance(value, list)
    return [[str(cell) for cell in line] for line in value]


def _person(chance: random.Random, today: date, place: int, line: Sequence[str]) -> Made:
    name, latin, sex, age, income, occupation, employer = line
    born = today - timedelta(days=int(age) * 365 + chance.randrange(20, 340))
    if place % 9 == 1:
        born = _same_day(today + timedelta(days=place // 9 * 2), int(age))
    rich = int(income) > 30_000
    steps = ((45_000, "diamond"), (30_000, "gold"), (10_000, "silver"), (0, "basic"))
    tier = next(code for least, code in steps if int(income) > least)
    stage = (Stage.CUSTOMER, Stage.AFTER_SALES, Stage.CUSTOMER, Stage.AFTER_SALES, Stage.CUSTOMER)
    assessed = today - timedelta(days=max(1, 385 - place * 17 % 400)) if place % 4 else None
    row = Customer(
        kind=CustomerKind.PERSON,
        name=name,
        other_names=(latin,) if latin else (),
        bank_id=f"P{100_200 + place * 37}",
        identity_number=f"3301{born:%Y%m%d}{place * 7 + 100:03d}X",
        born=born,
        sex=Sex(sex),
        phones=(f"138 {chance.randrange(10_000):04d} {chance.randrange(10_000):04d}",),
        emails=(f"{(latin or name).lower().replace(' ', '.').replace(chr(39), '')}@example.com",)
        if place % 2
        else (),
        occupation=occupation,
        employer=employer,
        tier=tier,
        stage=stage[place % 5] if place != 37 else Stage.PROSPECT,
        tags=("vip",) if rich else ("children",) if 28 <= int(age) <= 48 else (),
        language="zh" if not name.isascii() else "en",
        source="branch" if place % 3 else "introduction",
        since=_same_day(today + timedelta(days=place * 29 % 365), 1 + place % 12),
        consent=_CONSENTS.get(place, ("phone", "message", "email", "visit")),
        risk_class=list(RiskClass)[place % 5] if place % 4 else None,
        risk_assessed=assessed if place != 21 else None,
        risk_until=assessed + timedelta(days=365) if assessed and place not in (15, 21) else None,
        document_expires=today + timedelta(days=_DOCUMENTS[place]) if place in _DOCUMENTS else None,
        notes="Prefers to be called after six." if place % 7 == 0 else "",
    )
    return Made(row, int(income))


def _organisation(chance: random.Random, today: date, place: int, line: Sequence[str]) -> Made:
    name, latin, industry, headcount, representative, turnover = line
    founded = _same_day(today + timedelta(days=place * 41 % 365), 6 + place * 3 % 28)
    if place in (2, 9):
        founded = _same_day(today + timedelta(days=place), 20)
    row = Customer(
        kind=CustomerKind.ORGANISATION,
        name=name,
        other_names=(latin,) if latin else (),
        bank_id=f"C{500_100 + place * 53}",
        identity_number=f"9133{place * 7_919 + 10_000_000:014d}",
        born=founded,
        phones=(f"0571 8{chance.randrange(1_000_000):06d}",),
        occupation=industry,
        legal_representative=representative,
        headcount=int(headcount),
        tier="corporate",
        stage=Stage.TARGET if place == 21 else (Stage.CUSTOMER, Stage.AFTER_SALES)[place % 2],
        tags=("payroll",) if place % 4 == 0 else (),
        language="zh" if not name.isascii() else "en",
        source="introduction" if place % 3 == 0 else "branch",
        since=_same_day(today + timedelta(days=place * 23 % 365), 1 + place % 9),
        consent=("phone", "email", "visit") if place != 19 else None,
        review_due=today + timedelta(days=18) if place in (1, 8) else None,
    )
    return Made(row, int(turnover))


def _same_day(day: date, years: int) -> date:
    """The same day of the year, so many years earlier."""
    return (day - timedelta(days=(day.month, day.day) == (2, 29))).replace(year=day.year - years)


def _tie(writing: Writing, made: Sequence[Made], data: catalogue.Data) -> None:
    ids = {entry.row.name: entry.row for entry in made}
    for name, kind in (
        ("owners", RelationKind.OWNER),
        ("spouses", RelationKind.SPOUSE),
        ("parents", RelationKind.PARENT),
        ("guarantors", RelationKind.GUARANTOR),
    ):
        for one, other in _lists(data[name]):
            writing.add(Relation(customer_id=ids[one].id, other_id=ids[other].id, kind=kind))
    for one, other in _lists(data["introductions"]):
        ids[other].introducer_id = ids[one].id
    writing.flush()


def _contacts(
    writing: Writing, chance: random.Random, today: date, made: Sequence[Made], data: catalogue.Data
) -> None:
    names, roles = _lists(data["contact_names"]), stored.texts(data["roles"])
    organisations = [e.row for e in made if e.row.kind is CustomerKind.ORGANISATION]
    for place, row in enumerate(organisations):
        for step in range(1 + place % 2):
            name, _latin = names[(place * 2 + step) % len(names)]
            writing.add(
                Contact(
                    customer_id=row.id,
                    name=name,
                    role=roles[(place + step) % len(roles)],
                    phones=(f"139 {chance.randrange(10_000):04d} {chance.randrange(10_000):04d}",),
                    born=_same_day(today + timedelta(days=3), 41) if place == 5 else None,
                )
            )
