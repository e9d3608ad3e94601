"""log and follow."""

import argparse
from dataclasses import replace

from rmdesk.cli.output import print_json, say
from rmdesk.cli.session import opened
from rmdesk.desk import followups, interactions, log_entries, names
from rmdesk.desk.followups import FollowUpDraft
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.errors import NothingToLog
from rmdesk.i18n import _, dates, money
from rmdesk.i18n.words import words
from rmdesk.practice import when
from rmdesk.terms import InteractionKind, Outcome, Recurrence
from rmdesk.tui.text import clean


def log(arguments: argparse.Namespace) -> int:
    """Log an interaction, with a follow-up where one is given; list, change or remove entries."""
    if arguments.edit is not None:
        return _edit(arguments)
    if arguments.remove is not None:
        return _remove(arguments)
    if not arguments.customer:
        raise NothingToLog
    return _list(arguments) if arguments.text is None else _log(arguments)


def _log(arguments: argparse.Namespace) -> int:
    with opened(arguments) as book:
        customer = names.the_one(book, arguments.customer)
        follow_up = None
        if arguments.follow_up:
            found = when.read(
                arguments.follow_up, book.clock.today(), arguments.settings.working_week
            )
            follow_up = FollowUpDraft(arguments.text, found.day, found.minutes)
        draft = InteractionDraft(
            kind=InteractionKind(arguments.kind or InteractionKind.CALL),
            text=arguments.text,
            minutes=arguments.minutes or 0,
            outcome=Outcome(arguments.outcome) if arguments.outcome else None,
            follow_up=follow_up,
        )
        logged = interactions.log(book, customer, draft)
        name, currency = names.name_of(book, customer), book.card().currency
    if arguments.json:
        print_json(logged)
        return 0
    say(
        _("Logged for {name}; cost {cost}.").format(
            name=name, cost=money.amount(-logged.cost, currency)
        )
    )
    if follow_up is not None:
        say(_("Follow-up on {day}.").format(day=dates.full(follow_up.due)))
    return 0


def _list(arguments: argparse.Namespace) -> int:
    """The whole log of a customer, each entry with its id."""
    with opened(arguments) as book:
        customer = names.the_one(book, arguments.customer)
        entries = interactions.of_customer(book, customer, interactions.MAX_LOG_ENTRIES)
    if arguments.json:
        print_json(entries)
        return 0
    for entry in entries:
        what = f"{dates.moment(entry.at)}  {words(entry.kind)}  {clean(entry.text)}"
        say(f"{entry.id}  {what}")
    return 0


def _edit(arguments: argparse.Namespace) -> int:
    """Change an entry's text, kind, minutes or outcome; the old ones stay in the history."""
    text = arguments.customer if arguments.text is None else arguments.text
    with opened(arguments) as book:
        entry = log_entries.look(book, arguments.edit)
        draft = replace(
            entry.draft,
            text=entry.draft.text if text is None else text,
            kind=InteractionKind(arguments.kind or entry.draft.kind),
            minutes=entry.draft.minutes if arguments.minutes is None else arguments.minutes,
            outcome=Outcome(arguments.outcome) if arguments.outcome else entry.draft.outcome,
        )
        log_entries.edit(book, arguments.edit, draft, log_entries.form_texts(entry.draft))
        changed, name = (
            log_entries.look(book, arguments.edit),
            names.name_of(book, entry.customer_id),
        )
    if arguments.json:
        print_json(changed)
    else:
        say(_("Changed the entry of {name}.").format(name=name))
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    """Remove an entry; undo brings it back."""
    with opened(arguments) as book:
        entry = log_entries.look(book, arguments.remove)
        log_entries.remove(book, arguments.remove)
        name = names.name_of(book, entry.customer_id)
    if arguments.json:
        print_json(entry)
    else:
        say(_("Removed an entry of {name}.").format(name=name))
    return 0


def follow(arguments: argparse.Namespace) -> int:
    """Set a follow-up."""
    with opened(arguments) as book:
        own = arguments.customer == "-"
        customer = None if own else names.the_one(book, arguments.customer)
        found = when.read(arguments.when, book.clock.today(), arguments.settings.working_week)
        draft = FollowUpDraft(arguments.text, found.day, found.minutes, Recurrence(arguments.every))
        number = followups.add(book, customer, draft)
        line = followups.look(book, number)
    if arguments.json:
        print_json(line)
        return 0
    time = f" {dates.clock(line.due_minutes)}" if line.due_minutes is not None else ""
    say(_("Follow-up on {day}: {text}").format(day=dates.full(line.due) + time, text=line.text))
    return 0
