"""The calendar of surprises: whose day comes, what would please, what the budget has left."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rmdesk.desk import gates, learning, offer_catalogue, offering, policies, stored
from rmdesk.desk.offer_prices import read_prices
from rmdesk.desk.offer_views import SuggestionLine
from rmdesk.offers import ranking
from rmdesk.offers.eligibility import Block
from rmdesk.offers.measures import Facts, Measure
from rmdesk.practice import festivals
from rmdesk.practice.anniversaries import age_on, next_anniversary
from rmdesk.practice.festivals import Festival
from rmdesk.store.book import Book
from rmdesk.terms import CustomerKind, Occasion, OfferFamily

AHEAD_DAYS = 45


# By which measure a gift is tied to the occasion; one that is tied to none fits any day.
_TRIGGERS = {
    Occasion.BIRTHDAY: Measure.DAYS_TO_BIRTHDAY,
    Occasion.FOUNDING: Measure.DAYS_TO_FOUNDING,
    Occasion.ANNIVERSARY: Measure.DAYS_TO_ANNIVERSARY,
    Occasion.FESTIVAL: Measure.DAYS_TO_FESTIVAL,
    Occasion.OTHER: None,
}


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
    rates, names = learning.rates(book), offer_catalogue.every(book)
    prices = read_prices(book)
    gifts = [o for o in offer_catalogue.of_book(book) if o.family is OfferFamily.SURPRISE]
    last, lines = _last_gifts(book), list[GiftLine]()
    people = _people(book, today)
    for customer, known, standing in offering.everybody(book):
        name, days = people[customer]
        fitting, waiting = ranking.fits(gifts, known, standing, rates, prices)
        code, given = last.get(customer, ("", None))
        for day, occasion, years in (*days, *_other_days(known, today, fitting)):
            fits = [s for s in fitting if s.offer.trigger is _TRIGGERS[occasion]]
            waits = [w for w in waiting if w.offer.trigger is _TRIGGERS[occasion]]
            lines.append(
                GiftLine(
                    *(day, occasion, years, customer, name),
                    offering.line(book, fits[0]) if fits else None,
                    waits[0].block if waits and not fits else None,
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


def _people(book: Book, today: date) -> dict[int, tuple[str, list[_Day]]]:
    """Each customer's name and own days within the coming weeks."""
    found = {}
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
        found[stored.number(number)] = (str(name), days)
    return found


def _other_days(known: Facts, today: date, fitting: Sequence[ranking.Suggestion]) -> Iterator[_Day]:
    """The festival, where a gift for it fits; today, where one fits that needs no day."""
    triggers = {suggestion.offer.trigger for suggestion in fitting}
    left = known.numbers.get(Measure.DAYS_TO_FESTIVAL)
    if left is not None and Measure.DAYS_TO_FESTIVAL in triggers:
        yield today + timedelta(days=left), Occasion.FESTIVAL, 0
    if None in triggers:
        yield today, Occasion.OTHER, 0


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
