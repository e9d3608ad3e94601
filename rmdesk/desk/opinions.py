"""What customers think of the bank, aspect by aspect, and what happened in their lives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rmdesk.desk import stored, typed_values
from rmdesk.desk.merging import list_changed
from rmdesk.desk.names import name_of, set_customer
from rmdesk.errors import BadInput
from rmdesk.store.book import Book
from rmdesk.terms import Act, Aspect, LifeEventKind

if TYPE_CHECKING:
    from rmdesk.model.customer_view import LifeEvent, Opinion
    from rmdesk.store.session import Writing

LEAST, MOST = 1, 5
Texts = Mapping[str, str]


@dataclass(frozen=True)
class Noted:
    """The last opinion of each aspect that there is one of, and the life events, latest first."""

    scores: Mapping[Aspect, int]
    events: tuple[tuple[LifeEventKind, date, str], ...]


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """One opinion as it was noted on a day, 1 (little) to 5 (much)."""

    id: int
    aspect: Aspect
    day: date
    score: int

    @property
    def form_texts(self) -> dict[str, str]:
        """Return the texts of its form, by field."""
        return {"score": str(self.score), "day": self.day.isoformat()}


@dataclass(frozen=True, slots=True)
class LifeEventLine:
    """One life event."""

    id: int
    kind: LifeEventKind
    day: date
    note: str

    @property
    def form_texts(self) -> dict[str, str]:
        """Return the texts of its form, by field."""
        return {"kind": self.kind.value, "day": self.day.isoformat(), "note": self.note}


def look(book: Book, customer_id: int) -> Noted:
    """What was noted of a customer so far."""
    scores = {}
    for line in reversed(list_opinions(book, customer_id)):
        scores[line.aspect] = line.score
    events = tuple((e.kind, e.day, e.note) for e in list_life_events(book, customer_id))
    return Noted({aspect: scores[aspect] for aspect in Aspect if aspect in scores}, events)


def list_opinions(book: Book, customer_id: int) -> tuple[OpinionLine, ...]:
    """Return all opinions of a customer, the latest first."""
    rows = book.rows(
        "SELECT id, aspect, day, score FROM opinions WHERE customer_id = ?"
        " ORDER BY day DESC, id DESC",
        (customer_id,),
    )
    return tuple(
        OpinionLine(stored.number(n), Aspect(str(a)), stored.day(d), stored.number(s))
        for n, a, d, s in rows
    )


def list_life_events(book: Book, customer_id: int) -> tuple[LifeEventLine, ...]:
    """Return all life events of a customer, the latest first."""
    rows = book.rows(
        "SELECT id, kind, day, note FROM life_events WHERE customer_id = ?"
        " ORDER BY day DESC, id DESC",
        (customer_id,),
    )
    return tuple(
        LifeEventLine(stored.number(n), LifeEventKind(str(k)), stored.day(d), stored.text(t))
        for n, k, d, t in rows
    )


def note(
    book: Book,
    customer_id: int,
    scores: Mapping[Aspect, int],
    opened_with: Mapping[Aspect, int] | None = None,
) -> None:
    """Store opinions as of today, where they differ from the last ones.

    `opened_with` is what the form showed. Raises BadInput and ChangedMeanwhile.
    """
    from rmdesk.model.customer_view import Opinion

    for aspect, score in scores.items():
        _check_score(aspect.value, score)
    today = book.clock.today()
    with book.deed(Act.OPINION, customer_id, name_of(book, customer_id)) as writing:
        before = look(book, customer_id).scores
        known = None if opened_with is None else _texts(opened_with)
        changed = list_changed(_texts(scores), known, _texts(before))
        for aspect, score in scores.items():
            if aspect.value in changed and before.get(aspect) != score:
                row = Opinion(customer_id=customer_id, aspect=aspect, day=today, score=score)
                writing.add(row)


def _texts(scores: Mapping[Aspect, int]) -> dict[str, str]:
    return {aspect.value: str(score) for aspect, score in scores.items()}


def _check_score(field: str, score: int) -> None:
    if not LEAST <= score <= MOST:
        raise BadInput(field, "one_to_five")


def happened(book: Book, customer_id: int, kind: LifeEventKind, day: date, note: str = "") -> None:
    """Store a life event. Raises BadInput for a day to come, and for a note beyond the limits."""
    from rmdesk.model.customer_view import LifeEvent

    _check_day(book, day)
    text = typed_values.checked_text("note", note)
    with book.deed(Act.LIFE_EVENT, customer_id, name_of(book, customer_id)) as writing:
        writing.add(LifeEvent(customer_id=customer_id, kind=kind, day=day, note=text))


def _check_day(book: Book, day: date) -> None:
    if day > book.clock.today():
        raise BadInput("day", "future")
    typed_values.check_day("day", day, book.clock.today())


def edit_opinion(
    book: Book, opinion_id: int, score: int, day: date, opened_with: Texts | None = None
) -> None:
    """Correct an opinion; the old score stays in the history.

    Raises BadInput, Gone and ChangedMeanwhile.
    """
    _check_score("score", score)
    _check_day(book, day)
    with book.deed(Act.EDIT_OPINION) as writing:
        row = _opinion(writing, opinion_id)
        now = OpinionLine(row.id, row.aspect, row.day, row.score).form_texts
        typed = {"score": str(score), "day": day.isoformat()}
        changed = list_changed(typed, opened_with, now)
        row.score = score if "score" in changed else row.score
        row.day = day if "day" in changed else row.day


def remove_opinion(book: Book, opinion_id: int) -> None:
    """Delete an opinion; undo brings it back. Raises Gone."""
    with book.deed(Act.REMOVE_OPINION) as writing:
        writing.remove(_opinion(writing, opinion_id))


def _opinion(writing: Writing, opinion_id: int) -> Opinion:
    from rmdesk.model.customer_view import Opinion

    row = writing.get(Opinion, opinion_id)
    set_customer(writing, row.customer_id)
    return row


def edit_life_event(
    book: Book,
    event_id: int,
    kind: LifeEventKind,
    day: date,
    note: str,
    opened_with: Texts | None = None,
) -> None:
    """Correct a life event; the old one stays in the history.

    Raises BadInput for a day to come, Gone and ChangedMeanwhile.
    """
    _check_day(book, day)
    note = typed_values.checked_text("note", note)
    with book.deed(Act.EDIT_LIFE_EVENT) as writing:
        row = _life_event(writing, event_id)
        now = LifeEventLine(row.id, row.kind, row.day, row.note).form_texts
        typed = LifeEventLine(row.id, kind, day, note).form_texts
        changed = list_changed(typed, opened_with, now)
        row.kind = kind if "kind" in changed else row.kind
        row.day = day if "day" in changed else row.day
        row.note = note if "note" in changed else row.note


def remove_life_event(book: Book, event_id: int) -> None:
    """Delete a life event; undo brings it back. Raises Gone."""
    with book.deed(Act.REMOVE_LIFE_EVENT) as writing:
        writing.remove(_life_event(writing, event_id))


def _life_event(writing: Writing, event_id: int) -> LifeEvent:
    from rmdesk.model.customer_view import LifeEvent

    row = writing.get(LifeEvent, event_id)
    set_customer(writing, row.customer_id)
    return row
