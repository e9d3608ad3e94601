"""purge: remove a customer for good."""

import argparse
import sys

from rmdesk.cli.output import print_json, say
from rmdesk.cli.session import is_terminal, opened
from rmdesk.desk import names, purging
from rmdesk.desk.backing_up import read_keeping
from rmdesk.desk.deriving import catch_up
from rmdesk.desk.purging import Purged, PurgePlan
from rmdesk.errors import NameDiffers, PurgeNameNeeded
from rmdesk.i18n import _, history as said, money, ngettext
from rmdesk.tui.text import clean


def purge(arguments: argparse.Namespace) -> int:
    """Remove a customer and everything about it, once its name was typed twice."""
    with opened(arguments) as book:
        customer = names.the_one(book, arguments.customer)
        keeping = read_keeping(arguments.settings)
        plan = purging.describe(book, customer, keeping)
        name = arguments.yes
        if name is None:
            name = _ask(plan)
        done = purging.purge(book, customer, name, keeping)
        catch_up(book)
        currency = book.card().currency
    if arguments.json:
        print_json(done)
        return 0
    _print_done(done, currency)
    return 0


def _ask(plan: PurgePlan) -> str:
    """The name, typed twice. Raises NameDiffers, and PurgeNameNeeded without a terminal."""
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise PurgeNameNeeded
    say(_("This removes {name} for good; it cannot be undone:").format(name=clean(plan.name)))
    for table, count in plan.rows.items():
        say(f"  {count:>7,}  {said.table(table)}")
    _print_rest(plan)
    first = input(_("Type the customer's name to go on: ")).strip()
    if first != plan.name.strip():
        raise NameDiffers
    return input(_("Once more: ")).strip()


def _print_done(done: Purged, currency: str) -> None:
    say(
        _("Purged: {rows} rows; {changes} entries of the history blanked.").format(
            rows=f"{done.plan.count:,}", changes=f"{done.blanked:,}"
        )
    )
    if done.contribution:
        say(
            _("The book's contribution over 12 months changed by {amount}.").format(
                amount=f"{money.amount(done.contribution, currency)} {currency}".strip()
            )
        )
    if not done.rewritten:
        say(_("The file could not be rewritten: another program holds it, or the disk is full."))
        say(_("Until the desk opens it again, what was removed may be left in it."))
    _print_rest(done.plan)


def _print_rest(plan: PurgePlan) -> None:
    """Say what remains."""
    say(_("What remains:"))
    say("  " + _("Totals of the book change; figures noted elsewhere do not."))
    shared, related, mentions = plan.shared_accounts, plan.related, plan.mentions
    for count, text in (
        (
            shared,
            ngettext(
                "{n} joint account goes to its other owner.",
                "{n} joint accounts go to their other owners.",
                shared,
            ),
        ),
        (
            related,
            ngettext(
                "{n} relation of another customer to this one is removed.",
                "{n} relations of other customers to this one are removed.",
                related,
            ),
        ),
        (
            mentions,
            ngettext(
                "{n} text of another customer contains the name; edit it yourself.",
                "{n} texts of other customers contain the name; edit them yourself.",
                mentions,
            ),
        ),
    ):
        if count:
            say("  " + text.format(n=f"{count:,}"))
    say("  " + _("Exports, printouts and backups elsewhere still have the customer."))
    for path in plan.files:
        say("  " + _("{path} may still have the customer; delete it.").format(path=path))
