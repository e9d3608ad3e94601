"""offers: what to offer a customer and why."""

import argparse

from rmdesk.cli.output import print_json, print_table, say
from rmdesk.cli.session import opened
from rmdesk.desk import campaigns, estimating, learning, names, offering, proposals
from rmdesk.desk.offer_views import OffersView
from rmdesk.i18n import _, dates, money
from rmdesk.i18n.words import named
from rmdesk.tui.offer_sentences import list_effects, why_waiting
from rmdesk.tui.sentences import (
    care_texts,
    channel_text,
    how_sure,
    likely,
    pushes,
    put_by,
    why,
    why_now,
)


def print_suggestions(view: OffersView, currency: str) -> None:
    """Print what is put forward, each with its reasons."""
    if view.suggestions:
        say("\n" + _("Suggested"))
    for place, s in enumerate(view.suggestions, 1):
        worth = money.whole(s.expected, currency, sign=True)
        figures = _("{worth} a year, {likely}").format(worth=worth, likely=likely(s))
        say(f"  {place} {named(s.names)}  {figures}")
        brings = list_effects(s, currency)
        for text in (
            *(" · ".join(why(s, currency)), why_now(s, currency)),
            *brings,
            *(how_sure(s), pushes(s)),
        ):
            say(f"    {text}")
        for text in care_texts(s.approach):
            say(f"    ! {text}")
        say("    " + _("allowed: {channels}").format(channels=channel_text(s.approach)))


def run(arguments: argparse.Namespace) -> int:
    """What to offer a customer, what waits and why, and what was offered before.

    Without a customer, whom to make which proposal this week; or whom one offer fits.
    """
    with opened(arguments) as book:
        if not estimating.was_made(book):
            estimating.refresh(book)
        learning.refresh(book)
        currency = book.card().currency
        if arguments.customer is None:
            found = campaigns.look(book, arguments.offer)
            shown = [(line.customer_id, line.suggestion) for line in found.lines]
            proposals.log_listed(book, shown)
            return _campaign(found, arguments)
        number = names.the_one(book, arguments.customer)
        view = offering.look(book, number)
        proposals.log_shown(book, number, view.suggestions)
    if arguments.json:
        print_json(view)
        return 0
    _print_all(view, currency)
    return 0


def _campaign(found: campaigns.CampaignView, arguments: argparse.Namespace) -> int:
    """Print whom to speak to, the best first."""
    if arguments.json:
        print_json(found)
        return 0
    rows = [
        (
            line.name,
            named(line.suggestion.names),
            money.whole(line.suggestion.expected, found.currency, sign=True),
            likely(line.suggestion),
            " · ".join(why(line.suggestion, found.currency)),
        )
        for line in found.lines
    ]
    if rows:
        print_table((_("name"), _("offer"), _("a year"), "", _("why")), rows, "  r")
    else:
        say(_("Nothing fits anybody now."))
    say(_("Time for {n} more proposals this week.").format(n=found.week_left))
    return 0


def _print_all(view: OffersView, currency: str) -> None:
    print_suggestions(view, currency)
    for proposal in view.open:
        parts = (named(proposal.names), dates.full(proposal.presented), put_by(proposal))
        say("  ○ " + "  ".join(part for part in parts if part))
    if view.waiting:
        say("\n" + _("Not now"))
    for waiting in view.waiting:
        say(f"  – {named(waiting.names)}: {why_waiting(waiting, currency)}")
    if not (view.suggestions or view.open or view.waiting):
        say(_("Nothing fits this customer now."))
