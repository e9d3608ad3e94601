"""log and follow."""

import argparse

from rmdesk.cli.output import print_json, say
from rmdesk.cli.session import opened
from rmdesk.desk import followups, interactions, names
from rmdesk.desk.followups import FollowUpDraft
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.i18n import _, dates, money
from rmdesk.practice import when
from rmdesk.terms import InteractionKind, Recurrence


def log(arguments: argparse.Namespace) -> int:
    """Log an interaction, with a follow-up where one is given."""
    with opened(arguments) as book:
        customer = names.the_one(book, arguments.customer)
        follow_up = None
        if arguments.follow_up:
            found = when.read(
                arguments.follow_up, book.clock.today(), arguments.settings.working_week
            )
            follow_up = FollowUpDraft(arguments.text, found.day, found.minutes)
        draft = InteractionDraft(
            kind=InteractionKind(arguments.kind),
            text=arguments.text,
            minutes=arguments.minutes,
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
