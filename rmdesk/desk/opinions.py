"""What customers think of the bank, aspect by aspect, and what happened in their lives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rmdesk.desk import stored, typed_values
from rmdesk.desk.names import name_of
from rmdesk.errors import BadInput
from rmdesk.store.book import Book
from rmdesk.terms import Act, Aspect, LifeEventKind

LEAST, MOST = 1, 5


@dataclass(frozen=True)
class Noted:
    """The last opinion of each aspect that there is one of, and the life events, latest first."""

    scores: Mapping[Aspect, int]
    events: tuple[tuple[LifeEventKind, date, str], ...]


def look(book: Book, customer_id: int) -> Noted:
    """What was noted of a customer so far."""
    scores = book.rows(
        "SELECT aspect, score, max(day) FROM opinions WHERE customer_id = ? GROUP BY 1",
        (customer_id,),
    )
    events = book.rows(
        "SELECT kind, day, note FROM life_events WHERE customer_id = ? ORDER BY day DESC, id DESC",
        (customer_id,),
    )
    return Noted(
        {Aspect(str(aspect)): stored.number(score) for aspect, score, _day in scores},
        tuple((LifeEventKind(str(k)), stored.day(d), stored.text(n)) for k, d, n in events),
    )


def note(book: Book, customer_id: int, scores: Mapping[Aspect, int]) -> None:
    """Keep opinions as of today; what is as it was before is not kept again. Raises BadInput."""
    from rmdesk.model.customer_view import Opinion

    for aspect, score in scores.items():
        if not LEAST <= score <= MOST:
            raise BadInput(aspect.value, "one_to_five")
    before, today = look(book, customer_id).scores, book.clock.today()
    with book.deed(Act.OPINION, customer_id, name_of(book, customer_id)) as writing:
        for aspect, score in scores.items():
            if before.get(aspect) != score:
                row = Opinion(customer_id=customer_id, aspect=aspect, day=today, score=score)
                writing.add(row)


def happened(book: Book, customer_id: int, kind: LifeEventKind, day: date, note: str = "") -> None:
    """Keep a life event. Raises BadInput for a day to come, and for a note beyond the limits."""
    from rmdesk.model.customer_view import LifeEvent

    if day > book.clock.today():
        raise BadInput("day", "future")
    typed_values.check_day("day", day, book.clock.today())
    text = typed_values.checked_text("note", note)
    with book.deed(Act.LIFE_EVENT, customer_id, name_of(book, customer_id)) as writing:
        writing.add(LifeEvent(customer_id=customer_id, kind=kind, day=day, note=text))
