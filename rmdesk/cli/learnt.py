"""results and surprises: what became of proposals, and whose day comes."""

import argparse

from rmdesk.cli.output import print_json, print_table, say
from rmdesk.cli.session import opened
from rmdesk.desk import results as desk_results, surprises as desk_surprises
from rmdesk.i18n import _, dates, money
from rmdesk.i18n.words import named, words
from rmdesk.tui.offer_sentences import gross_note
from rmdesk.tui.sentences import gate_text


def results(arguments: argparse.Namespace) -> int:
    """What was proposed and accepted by offer and family, what was expected and earned."""
    with opened(arguments) as book:
        found = desk_results.look(book)
    if arguments.json:
        print_json(found)
        return 0
    if not found.lines:
        say(_("Nothing has been proposed yet."))
        return 0
    rows = [
        (
            f"  {named(line.names)}" if line.offer else words(line.family),
            *(str(n) for n in (line.presented, line.accepted, line.declined + line.lapsed)),
            money.whole(line.expected, found.currency) + ("*" if line.gross else ""),
            "–" if line.earned is None else money.whole(line.earned, found.currency),
        )
        for line in found.lines
    ]
    heads = ("", _("proposed"), _("accepted"), _("declined"), _("expected"), _("earned"))
    print_table(heads, rows, " rrrrr")
    if gross := sum(line.gross for line in found.lines if not line.offer):
        say(gross_note(gross))
    for by in found.channels:
        text = _("by {channel}: {n} proposed, {yes} accepted, {no} declined")
        channel = words(by.channel) if by.channel else _("no recorded channel")
        say(text.format(channel=channel, n=by.presented, yes=by.accepted, no=by.declined))
    for band in found.bands:
        text = _("given {low} to {high}: {yes} of {n} accepted")
        low, high = money.percent(band.low_ppm), money.percent(band.high_ppm)
        say(text.format(low=low, high=high, yes=band.accepted, n=band.count))
    return 0


def surprises(arguments: argparse.Namespace) -> int:
    """The days of the coming weeks, what fits, and what the year's budget has left."""
    with opened(arguments) as book:
        found = desk_surprises.look(book)
    if arguments.json:
        print_json(found)
        return 0
    spent, budget = (money.whole(m, found.currency) for m in (found.spent, found.budget))
    say(_("{spent} of this year's {budget} spent").format(spent=spent, budget=budget))
    rows = []
    for line in found.lines:
        gift = named(line.suggestion.names) if line.suggestion else ""
        if line.block is not None:
            gift = gate_text(line.block)
        years = str(line.years) if line.years else ""
        day = dates.day(line.day, found.today)
        rows.append((day, line.name, words(line.occasion), years, gift))
    print_table((_("day"), _("name"), "", "", _("gift")), rows, "   r")
    return 0
