"""restated: why past months of a customer are not what they were."""

import argparse

from rmdesk.cli.output import print_json, say
from rmdesk.cli.session import a_day, opened
from rmdesk.desk import names, restating
from rmdesk.desk.restating import MonthHistory
from rmdesk.i18n import _, dates, money
from rmdesk.i18n.history import label_words
from rmdesk.i18n.words import cause, words


def restated(arguments: argparse.Namespace) -> int:
    """What changed a customer's months after they had been reckoned: deeds and postings."""
    with opened(arguments) as book:
        customer = names.the_one(book, arguments.customer)
        months = sorted(restating.months_restated(book, customer))
        if arguments.month:
            months = [a_day(arguments.month)]
        found = [restating.history(book, customer, month) for month in months]
    if arguments.json:
        print_json(found)
        return 0
    for history in found:
        _print(history)
    if not found:
        say(_("No month changed after it was first calculated."))
    return 0


def _print(history: MonthHistory) -> None:
    say(dates.month(history.month))
    for change in history.changes:
        label = label_words(change.act, change.label)
        parts = [dates.full(change.at.date()), words(change.act), label]
        if change.before is not None and change.after is not None:
            before, now = (money.amount(m, history.currency) for m in (change.before, change.after))
            parts.append(f"{before} → {now}")
        say("  " + "  ".join(part for part in parts if part))
        for posting in change.postings:
            amount = money.amount(posting.minor, posting.currency, sign=True)
            parts = [dates.full(posting.day), posting.account, cause(posting.kind), amount]
            if posting.booked is not None:
                parts.append(_("(booked {day})").format(day=dates.full(posting.booked)))
            say("    " + "  ".join([*parts, posting.text]))
