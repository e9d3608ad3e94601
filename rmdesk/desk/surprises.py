"""The calendar of surprises: whose day comes, what would please, what the budget has left."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rmdesk.desk import facts, gates, learning, offer_catalogue, offering, policies, stored
from rmdesk.desk.offer_views import SuggestionLine
from rmdesk.offers import ranking
from rmdesk.offers.eligibility import Block
from rmdesk.offers.measures import Facts, Measure
from rmdesk.practice import festivals
from rmdesk.practice.anniversaries import age_on, next_anniversary
from rmdesk.practice.festivals import Festival
from rmdesk.store.book import Book
from rmdesk.terms import CustomerKind, OfferFamily

AHEAD_DAYS = 45


class Occasion(StrEnum):
    """What a day is to a customer."""

    BIRTHDAY = "birthday"
    FOUNDING = "founding"
    ANNIVERSARY = "anniversary"
    FESTIVAL = "festival"
    OTHER = "other"


@dataclass(frozen=True)
class GiftLine:
    """A day of a customer: which, how many years, what would fit or why not, what was given last.

    `suggestion` is what fits best now, `block` why what would fit must wait; neither where nothing
    in the catalogue fits yet.
    """

    day: date
    occasion: Occasion
    years: int
    customer_id: int
    name: str
    suggestion: SuggestionLine | None
    block: Block | None
    last: Mapping[str, str]
    last_day: date | None


@dataclass(frozen=True)
class Calendar:
    """The coming days, the festivals among them, and the budget in minor units."""

    today: date
    currency: str
    lines: tuple[GiftLine, ...]
    festivals: tuple[Festival, ...]
    budget: int
    spent: int


def look(book: Book) -> Calendar:
    """The calendar of the coming weeks."""
    policy, today = policies.of_book(book), book.clock.today()
    everybody = facts.of_all(book, policy.festivals)
    standings = gates.of_all(book, everybody, policy)
    rates, names = learning.rates(book), offer_catalogue.every(book)
    gifts = [o for o in offer_catalogue.of_book(book) if o.family is OfferFamily.SURPRISE]
    last, lines = _last_gifts(book), list[GiftLine]()
    for customer, name, days in _people(book, today):
        if customer not in everybody:
            continue
        known = everybody[customer]
        fitting, waiting = ranking.fits(gifts, known, standings[customer], rates)
        days = days or _other_days(known, today, bool(fitting), policy.festivals)
        code, given = last.get(customer, ("", None))
        for day, occasion, years in days:
            lines.append(
                GiftLine(
                    *(day, occasion, years, customer, name),
                    offering.line(fitting[0]) if fitting else None,
                    waiting[0].block if waiting and not fitting else None,
                    names[code].names if code in names else {},
                    given,
                )
            )
    coming = festivals.coming(today, policy.festivals)
    return Calendar(
        today,
        book.card().currency,
        tuple(sorted(lines, key=lambda line: (line.day, line.name))),
        tuple(coming),
        policy.surprise_minor,
        gates.spent_on_surprises(book),
    )


_Day = tuple[date, Occasion, int]


def _people(book: Book, today: date) -> Iterator[tuple[int, str, list[_Day]]]:
    """Each customer's name and own days within the coming weeks."""
    rows = book.rows("SELECT id, name, kind, born, since FROM customers WHERE NOT archived")
    for number, name, kind, born, since in rows:
        firm = kind == CustomerKind.ORGANISATION.value
        days = []
        for begun, occasion in (
            (born, Occasion.FOUNDING if firm else Occasion.BIRTHDAY),
            (since, Occasion.ANNIVERSARY),
        ):
            if begun is None:
                continue
            first = stored.day(begun)
            day = next_anniversary(first, today)
            if (day - today).days <= AHEAD_DAYS and (years := age_on(first, day)):
                days.append((day, occasion, years))
        yield stored.number(number), str(name), days


def _other_days(known: Facts, today: date, fits: bool, codes: tuple[str, ...]) -> list[_Day]:
    """Where a gift fits on no day of the customer's own: the festival, or simply today."""
    if not fits:
        return []
    left = known.numbers.get(Measure.DAYS_TO_FESTIVAL)
    if codes and left is not None and left <= AHEAD_DAYS:
        festival = festivals.next_festival(today, codes)
        assert festival is not None
        return [(festival.day, Occasion.FESTIVAL, 0)]
    return [(today, Occasion.OTHER, 0)]


def _last_gifts(book: Book) -> dict[int, tuple[str, date]]:
    """What each customer was given last, and when."""
    rows = book.rows(
        "SELECT p.customer_id, p.offer, max(p.presented_at) FROM proposals p"
        " JOIN offers o ON o.code = p.offer AND o.family = ?"
        " WHERE p.status IN ('presented', 'accepted') GROUP BY 1",
        (OfferFamily.SURPRISE.value,),
    )
    return {
        stored.number(customer): (str(code), stored.moment(at).date())
        for customer, code, at in rows
    }
