"""offers: what to offer a customer and why."""

import argparse

from rmdesk.cli.output import print_json
from rmdesk.cli.session import opened
from rmdesk.desk import names, offering
from rmdesk.desk.offer_views import OffersView
from rmdesk.i18n import _, dates, money, reasons
from rmdesk.i18n.words import named
from rmdesk.tui.sentences import how_sure, why

BACKTEST = "backtest"


def print_suggestions(view: OffersView, currency: str) -> None:
    """Print what is put forward, each with its reasons."""
    if view.suggestions:
        print("\n" + _("Suggested"))
    for place, s in enumerate(view.suggestions, 1):
        worth = money.whole(s.expected, currency, sign=True)
        chance = money.percent(s.chance.ppm)
        figures = _("{worth} a year, {chance}").format(worth=worth, chance=chance)
        print(f"  {place} {named(s.names)}  {figures}")
        print("    " + " · ".join([*why(s, currency), how_sure(s)]))


def offers(arguments: argparse.Namespace) -> int:
    """What to offer a customer, what waits and why, and what was offered before."""
    if arguments.customer == BACKTEST:
        from rmdesk.cli import backtest

        return backtest.run(arguments)
    with opened(arguments) as book:
        view = offering.look(book, names.the_one(book, arguments.customer))
        currency = book.card().currency
    if arguments.json:
        print_json(view)
        return 0
    print_suggestions(view, currency)
    for proposal in view.open:
        print(f"  ○ {named(proposal.names)}  {dates.full(proposal.presented)}")
    if view.waiting:
        print("\n" + _("Not now"))
    for waiting in view.waiting:
        gate = reasons.gate(waiting.block.gate, waiting.block.until)
        print(f"  – {named(waiting.names)}: {gate}")
    if not (view.suggestions or view.open or view.waiting):
        print(_("Nothing fits this customer now."))
    return 0
