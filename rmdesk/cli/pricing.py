"""prices: what the shipped catalogue has that the book has not, what it does, and taking it."""

import argparse
from collections import Counter

from rmdesk.cli.output import print_json, print_table, say
from rmdesk.cli.session import opened
from rmdesk.desk import deriving, new_parameters
from rmdesk.i18n import _, dates, prices
from rmdesk.tui.sentences import effect_line


def run(arguments: argparse.Namespace) -> int:
    """List the new parameters with what they do, or take them with the day from which they hold."""
    with opened(arguments) as book:
        day = new_parameters.read_day(arguments.first, book.clock.today())
        new, effect = new_parameters.list_new(book), None
        if arguments.do == "take" and new:
            new_parameters.take(book, day)
            deriving.catch_up(book)
        elif new:
            twin = book.twin()
            try:
                effect = new_parameters.compare(twin)
            finally:
                twin.close()
    if arguments.json:
        data = {"from": day, "parameters": new, "taken": arguments.do == "take", "effect": effect}
        print_json(data)
        return 0
    if not new:
        say(_("The book has all parameters of the catalogue."))
        return 0
    if arguments.do == "take":
        text = _("{n} parameters hold from {day}; rmdesk undo takes them back.")
        say(text.format(n=len(new), day=dates.full(day)))
        return 0
    counts = Counter(parameter.table for parameter in new)
    rows = [(prices.table(table), str(count)) for table, count in counts.items()]
    print_table((_("In the catalogue, not in this book"), ""), rows, " r")
    assert effect is not None
    say(_("Had they held all along:") + " " + effect_line(effect))
    text = _("“rmdesk prices take” takes them from {day} on, or --from another day.")
    say(text.format(day=dates.full(day)))
    return 0
