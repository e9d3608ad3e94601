"""The log: what was said and done with a customer, and what follows from it."""

from dataclasses import dataclass
from datetime import datetime

from rmdesk.desk import complaints, followups, linking, parameters, stored, typed_values
from rmdesk.desk.followups import FollowUpDraft
from rmdesk.desk.names import name_of
from rmdesk.desk.views import LogEntry
from rmdesk.errors import BadInput, Gone
from rmdesk.store.book import Book
from rmdesk.terms import Act, Direction, InteractionKind, Outcome
from rmdesk.value.share import half_even
from rmdesk.value.work import activity_numerator

# Of a customer's log, no more are listed.
MAX_LOG_ENTRIES = 5_000


@dataclass(frozen=True, slots=True)
class InteractionDraft:
    """What is to be logged; `at` None is now. A follow-up in it is stored in the same operation.

    So is the record of a complaint, where that is the outcome.
    """

    kind: InteractionKind
    text: str
    direction: Direction = Direction.OUT
    at: datetime | None = None
    minutes: int = 0
    people: tuple[str, ...] = ()
    outcome: Outcome | None = None
    account_id: int | None = None
    proposal_id: int | None = None
    follow_up: FollowUpDraft | None = None


@dataclass(frozen=True, slots=True)
class Logged:
    """What was kept, and what the interaction cost (below zero)."""

    interaction_id: int
    follow_up_id: int | None
    cost: int


def log(book: Book, customer_id: int, draft: InteractionDraft) -> Logged:
    """Keep an interaction, and its follow-up where there is one. Raises BadInput and Gone."""
    from rmdesk.model.interaction import Interaction

    text, people = check(book, draft)
    if not (name := name_of(book, customer_id)):
        raise Gone
    with book.deed(Act.LOG, customer_id, name) as writing:
        row = writing.add(
            Interaction(
                customer_id=customer_id,
                kind=draft.kind,
                direction=draft.direction,
                at=draft.at or writing.now,
                minutes=draft.minutes,
                people=people,
                text=text,
                outcome=draft.outcome,
                account_id=draft.account_id,
                proposal_id=draft.proposal_id,
            )
        )
        if draft.outcome is Outcome.COMPLAINT:
            complaints.record_of_entry(writing, row)
        follow_up_id = None
        if draft.follow_up is not None:
            writing.flush()
            follow_up_id = followups.put(writing, customer_id, draft.follow_up, row.id).id
        at, interaction_id = row.at, row.id
    day = at.astimezone().date().toordinal()
    rates = parameters.activity_rates(book)
    cost = half_even(activity_numerator(rates, draft.kind.value, day, draft.minutes))
    return Logged(interaction_id, follow_up_id, cost)


def check(book: Book, draft: InteractionDraft) -> tuple[str, tuple[str, ...]]:
    """Return text and people without the space around them. Raises BadInput."""
    text = typed_values.checked_text("text", draft.text, required=True)
    people = typed_values.checked_words("people", draft.people)
    typed_values.check_minutes(draft.minutes)
    if draft.at is not None and draft.at > book.clock.now():
        raise BadInput("at", "future")
    if draft.at is not None:
        typed_values.check_day("at", draft.at.date(), draft.at.date())
    return text, people


def of_customer(book: Book, customer_id: int, at_most: int) -> tuple[LogEntry, ...]:
    """A customer's log, the latest first."""
    rates = parameters.activity_rates(book)
    brought = linking.brought(book, customer_id)
    rows = book.rows(
        "SELECT id, at, kind, direction, minutes, people, text, outcome FROM interactions"
        " WHERE customer_id = ? ORDER BY at DESC, id DESC LIMIT ?",
        (customer_id, at_most),
    )
    entries = []
    for number, at, kind, direction, minutes, people, text, outcome in rows:
        moment = stored.moment(at)
        spent = stored.number(minutes)
        numerator = activity_numerator(rates, str(kind), moment.date().toordinal(), spent)
        entries.append(
            LogEntry(
                id=stored.number(number),
                at=moment,
                kind=InteractionKind(str(kind)),
                direction=Direction(str(direction)),
                minutes=spent,
                people=stored.words(people),
                text=str(text),
                outcome=Outcome(str(outcome)) if outcome else None,
                cost=half_even(numerator),
                brought=brought.get(stored.number(number), 0),
            )
        )
    return tuple(entries)
