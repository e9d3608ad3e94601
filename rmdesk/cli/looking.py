"""customers, show, today, doctor."""

import argparse
from dataclasses import replace
from datetime import date
from itertools import groupby

from rmdesk.cli.offering import print_suggestions
from rmdesk.cli.output import print_json, print_table, say
from rmdesk.cli.session import opened
from rmdesk.desk import (
    customers as desk_customers,
    details,
    doctor as desk_doctor,
    names,
    store_checks,
    today as desk_today,
)
from rmdesk.desk.backing_up import read_keeping
from rmdesk.desk.findings import Finding
from rmdesk.desk.today import Horizon
from rmdesk.desk.views import CustomerLine, CustomerView, TodayLine
from rmdesk.i18n import _, dates, money
from rmdesk.i18n.words import words
from rmdesk.terms import SortKey
from rmdesk.tui.sentences import (
    account_line,
    compared_line,
    finding_line,
    follow_up_when,
    log_line,
    today_text,
)


def customers(arguments: argparse.Namespace) -> int:
    """List the customers, all or those that fit some words."""
    with opened(arguments) as book:
        card = desk_customers.overview(book)
        limit = arguments.limit or max(card.customers, 1)
        query = " ".join(arguments.words)
        page = desk_customers.page(book, SortKey(arguments.sort), 0, limit, query)
    if arguments.json:
        print_json({"currency": card.currency, "count": page.count, "customers": page.lines})
        return 0
    header = (_("id"), _("name"), _("tier"), _("stage"), _("12 months"), _("last"), _("next"))
    rows = [_customer_row(line, card.currency, card.today) for line in page.lines]
    print_table(header, rows, "    r")
    return 0


def _customer_row(line: CustomerLine, currency: str, today: date) -> tuple[str, ...]:
    last, due = line.last_contact, line.next_due
    return (
        str(line.id),
        line.name,
        line.tier,
        words(line.stage),
        money.amount(line.contribution, currency),
        dates.day(last, today) if last else "",
        dates.day(due, today) if due else "",
    )


def show(arguments: argparse.Namespace) -> int:
    """Show one customer: value, offers, log, follow-ups, accounts."""
    with opened(arguments) as book:
        number = names.the_one(book, arguments.customer)
        view, more = desk_customers.look(book, number), details.look(book, number)
        today = book.clock.today()
    if arguments.json:
        print_json({"customer": view, "details": more})
        return 0
    head = (view.name, view.tier, words(view.stage), *view.phones, view.bank_id)
    say(" · ".join(part for part in head if part))
    if view.as_of:
        say(_("Data as of {day}").format(day=dates.full(view.as_of)))
    _print_value(view)
    print_suggestions(view.offers, view.currency)
    for title, lines in (
        (_("Accounts"), [account_line(a, today) for a in more.accounts]),
        (_("Follow-ups"), [f"{follow_up_when(f, today)}  {f.text}" for f in view.follow_ups]),
        (_("Log"), [log_line(e, today, view.currency) for e in view.log[:10]]),
    ):
        if lines:
            say(f"\n{title}")
            for line in lines:
                say(f"  {line}")
    return 0


def _print_value(view: CustomerView) -> None:
    total = money.amount(view.contribution, view.currency)
    place = _("{rank} of {count}").format(rank=view.rank, count=view.customers)
    say(
        _("Contribution, 12 months: {total} {currency} ({place})").format(
            total=total, currency=view.currency, place=place
        )
    )
    for share in view.components:
        say(f"  {words(share.component):<12}{money.amount(share.minor, view.currency):>16}")


def today(arguments: argparse.Namespace) -> int:
    """Print what the day asks for."""
    horizon = Horizon(arguments.settings.soon_days, arguments.settings.large_movement_factor)
    with opened(arguments) as book:
        view = desk_today.look(book, horizon)
        imported = desk_customers.overview(book).imported
    if arguments.json:
        print_json(view)
        return 0
    say(dates.full(view.today))
    if imported:
        say(_("Data as of {day}").format(day=dates.full(imported)))
    for section, lines in groupby(view.lines, key=lambda line: line.section):
        say(f"\n{words(section)} ({view.count(section):,})")
        for line in lines:
            say("  " + "  ".join(_today_cells(line, view.today, view.currency)))
        if more := view.more.get(section):
            say("  " + _("… and {n} more").format(n=f"{more:,}"))
    return 0


def _today_cells(line: TodayLine, day: date, currency: str) -> list[str]:
    cells = (dates.day(line.day, day), line.customer_name, today_text(line, currency, day))
    return [cell for cell in cells if cell]


def doctor(arguments: argparse.Namespace) -> int:
    """Print what is missing or contradicts itself; the exit code is 1 where anything is wrong.

    What only holds offers back, such as a consent that was not recorded, is told and not wrong.
    """
    keeping = read_keeping(arguments.settings)
    mended: tuple[Finding, ...] = ()
    deep = arguments.deep or arguments.mend
    with opened(arguments) as book:
        store = store_checks.examine_store(book, deep, keeping)
        if arguments.mend and (mended := store_checks.mend(book, store)):
            store = store_checks.examine_store(book, deep, keeping)
        found = desk_doctor.examine(book)
    found = replace(found, findings=(*store.findings, *found.findings))
    code = 0 if all(finding.fault.is_notice for finding in found.findings) else 1
    if arguments.json:
        print_json(found)
        return code
    for finding in mended:
        say(_("Mended: {what}").format(what=finding_line(finding, found.currency)))
    for finding in found.findings:
        say(finding_line(finding, found.currency))
    if compared := compared_line(store):
        say(compared)
    if not found.findings:
        say(_("Nothing is missing, nothing contradicts itself."))
    return code
