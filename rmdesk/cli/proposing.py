"""propose: put an offer to a customer, by a channel that the customer allows."""

import argparse
import sys

from rmdesk.cli.output import print_json, say
from rmdesk.cli.session import is_terminal, opened
from rmdesk.desk import estimating, learning, names, offering, proposals
from rmdesk.errors import BadInput
from rmdesk.i18n import _
from rmdesk.i18n.words import named, words
from rmdesk.offers.approach import Approach
from rmdesk.offers.eligibility import Block, Gate
from rmdesk.store.book import Book
from rmdesk.terms import ContactChannel
from rmdesk.tui.sentences import care_texts, gate_text, put_by


def propose(arguments: argparse.Namespace) -> int:
    """Record that an offer was put to a customer; asks for the channel where none is named."""
    with opened(arguments) as book:
        if not estimating.was_made(book):
            estimating.refresh(book)
        learning.refresh(book)
        customer = names.the_one(book, arguments.customer)
        fitting = offering.fitting(book, customer).suggestions
        found = next((s for s in fitting if s.offer.code == arguments.offer), None)
        if found is None:
            return _refuse(book, customer, arguments.offer)
        if not arguments.json:
            for text in care_texts(found.approach):
                say(f"! {text}")
        guardian = names.the_one(book, arguments.guardian) if arguments.guardian else None
        channel = _channel(arguments, found.approach)
        number = proposals.present(book, customer, arguments.offer, channel, guardian)
        line = next(p for p in offering.proposals(book, customer) if p.id == number)
        name = names.name_of(book, customer)
    if arguments.json:
        print_json(line)
        return 0
    text = _("Presented to {name}: {offer}, {how}.")
    say(text.format(name=name, offer=named(line.names), how=put_by(line)))
    return 0


def _channel(arguments: argparse.Namespace, approach: Approach) -> ContactChannel | None:
    """Return the channel that is named or answered; None for the best one. Raises BadInput."""
    named_channel = arguments.channel
    asks = len(approach.channels) > 1 and not arguments.json
    if not named_channel and asks and is_terminal(sys.stdin) and is_terminal(sys.stdout):
        best, *others = map(words, approach.channels)
        question = _("By which channel? {best}, or {others}: ")
        named_channel = input(question.format(best=best, others=", ".join(others))).strip()
    if not named_channel:
        return None
    for channel in ContactChannel:
        if named_channel.casefold() in (channel.value, words(channel).casefold()):
            return channel
    raise BadInput("channel", "code", text=named_channel)


def _refuse(book: Book, customer: int, code: str) -> int:
    """Say why an offer cannot be put to the customer now."""
    view = offering.look(book, customer)
    blocks = [w.block for w in view.waiting if w.offer == code]
    blocks += [Block(Gate.OPEN_PROPOSAL) for proposal in view.open if proposal.offer == code]
    if not blocks:
        say(_("“{offer}” does not fit this customer now.").format(offer=code), sys.stderr)
    else:
        text = _("Not now, because {why}.")
        say(text.format(why=gate_text(blocks[0])), sys.stderr)
    return 1
