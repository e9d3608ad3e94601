"""value, lifetime and book: what was earned, what is to come, and the book as a whole."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TextIO

from dateutil.relativedelta import relativedelta

from rmdesk.cli.output import plain, print_csv, print_json, print_table, say
from rmdesk.cli.session import a_day, opened
from rmdesk.desk import comparing, contribution, estimating, households, lifetimes, names, worth
from rmdesk.desk.comparing import Comparison
from rmdesk.desk.doctor import left_out
from rmdesk.desk.lifetimes import Wish
from rmdesk.desk.value_views import ValueLine, ValueReport
from rmdesk.desk.views import LifetimeLine
from rmdesk.i18n import _, dates, money
from rmdesk.i18n.words import words
from rmdesk.terms import ValueView
from rmdesk.tui.lifetime_sentences import lifetime_assumptions, lifetime_parts
from rmdesk.tui.sentences import counted_to, finding_line, returns, value_label, value_part


def value(arguments: argparse.Namespace) -> int:
    """The contribution of a customer or the book over a period, by one view."""
    with opened(arguments) as book:
        first, last = _period(arguments, book.clock.today())
        number = names.the_one(book, arguments.customer) if arguments.customer else None
        who: contribution.Who = number
        if arguments.household and number is not None:
            who = households.members(book, number)
        if arguments.against:
            against = a_day(arguments.against[0]), a_day(arguments.against[1])
            view = ValueView(arguments.by)
            return _compared(comparing.compare(book, view, (first, last), against, who), arguments)
        report = contribution.value(book, ValueView(arguments.by), first, last, who)
        missing = left_out(book, [who] if isinstance(who, int) else who or ())
    for finding in missing.findings:
        say(f"rmdesk: {finding_line(finding, missing.currency)}", file=sys.stderr)
    if arguments.json:
        print_json(_value_data(report))
        return 0
    if arguments.csv:
        _say_counted(report, sys.stderr)
        data = ((*_csv_cells(v), "yes" if v.attributed else "") for v in report.lines)
        print_csv(("key", "label", "component", "day", "value", "attributed"), data)
        return 0
    rows = [
        (
            dates.full(line.day) if line.day else "",
            value_label(line, report.view),
            value_part(line),
            money.amount(line.minor, report.currency),
        )
        for line in report.lines
    ]
    _say_counted(report)
    total = ("", _("Total"), report.currency, money.amount(report.total, report.currency))
    print_table(("", words(report.view), "", _("value")), [*rows, total], "   r")
    _print_returns(report)
    return 0


def _period(arguments: argparse.Namespace, today: date) -> tuple[date, date]:
    """Return the period that is asked for, both days in: by default the twelve whole months.

    `--from` alone is up to today, `--to` alone the twelve months that end there.
    """
    first, last = (a_day(text) if text else None for text in (arguments.first, arguments.last))
    if last is None:
        last = today if first else today.replace(day=1) - timedelta(days=1)
    return first or last + timedelta(days=1) - relativedelta(months=12), last


def _say_counted(report: ValueReport, file: TextIO | None = None) -> None:
    """Say up to which day a period is counted that runs past today."""
    if note := counted_to(report):
        say(f"{dates.full(report.first)} – {dates.full(report.last)}: {note}", file=file)


def _csv_cells(line: ValueLine) -> tuple[object, ...]:
    return line.key, line.label, line.component, line.day, line.minor


def _print_returns(report: ValueReport) -> None:
    """The capital charge, what is left after it, and the ratios, where there are any."""
    if report.charge:
        charge, after = (
            money.amount(minor, report.currency) for minor in (report.charge, report.after_capital)
        )
        text = _("Capital charge {charge}; after capital {after}.")
        say(text.format(charge=charge, after=after))
    if ratios := returns(report.raroc_ppm, report.cost_income_ppm):
        say(ratios)


def _compared(found: Comparison, arguments: argparse.Namespace) -> int:
    """Print one period against another, and why they differ."""
    if arguments.json:
        print_json(found)
        return 0
    if arguments.csv:
        data = ((c.line.key, c.line.component, c.before, c.now) for c in found.lines)
        print_csv(("key", "component", "before", "now"), data)
        return 0
    for report in (found.before, found.now):
        _say_counted(report)
    currency = found.now.currency

    def row(label: str, before: int, now: int) -> tuple[str, ...]:
        amounts = (money.amount(minor, currency) for minor in (before, now))
        return (label, *amounts, money.amount(now - before, currency, sign=True))

    rows = [row(_line_label(c.line, found.now.view), c.before, c.now) for c in found.lines]
    rows.append(row(_("Total"), found.before.total, found.now.total))
    print_table((words(found.now.view), _("before"), _("now"), _("change")), rows, " rrr")
    for reason in found.reasons:
        say(f"{words(reason.cause)}: {money.amount(reason.minor, currency, sign=True)}")
    return 0


def _line_label(line: ValueLine, view: ValueView) -> str:
    label = value_label(line, view)
    if view is not ValueView.COMPONENT and (part := value_part(line)):
        label = f"{label} · {part}"
    return label


def _value_data(report: ValueReport) -> dict[str, object]:
    return {
        "currency": report.currency,
        "from": report.first,
        "to": report.last,
        "counted_to": plain(report.counted_to),
        "by": report.view,
        "total": report.total,
        "capital_charge": report.charge,
        "after_capital": report.after_capital,
        "raroc": _share(report.raroc_ppm),
        "cost_income": _share(report.cost_income_ppm),
        "lines": [
            {
                "label": line.label or line.key,
                "component": line.component,
                "attributed": line.attributed,
                "value": line.minor,
                "key": line.key,
                "day": plain(line.day),
                "cause": line.cause,
            }
            for line in report.lines
        ],
    }


def _share(ppm: int | None) -> float | None:
    return None if ppm is None else ppm / 1_000_000


def book(arguments: argparse.Namespace) -> int:
    """The book as a whole: where its contribution comes from, and on whom it rests."""
    with opened(arguments) as opened_book:
        whole = worth.look(opened_book)
    if arguments.json:
        print_json(whole)
    elif arguments.csv:
        print_csv(("group", "label", "customers", "contribution", "previous"), _groups(whole))
    else:
        _print_book(whole)
    return 0


def _groups(whole: worth.BookWorth) -> Iterable[Sequence[object]]:
    """All groups as lines of one table; amounts in minor units."""
    for name, lines in (("tier", whole.by_tier), ("stage", whole.by_stage)):
        for line in lines:
            yield name, line.label, line.customers, line.contribution, line.previous
    for product in whole.by_product:
        yield "product", product.code, product.customers, product.contribution, None


def _print_book(whole: worth.BookWorth) -> None:
    def amount(minor: int) -> str:
        return money.amount(minor, whole.currency)

    total = f"{amount(whole.contribution)} {whole.currency}"
    change = money.change(whole.contribution, whole.previous)
    say(f"{dates.full(whole.first)} – {dates.full(whole.last)}: {total} {change}".rstrip())
    groups = [
        (words(g.stage) if g.stage else g.label, f"{g.customers:,}", amount(g.contribution))
        for g in (*whole.by_tier, *whole.by_stage)
    ]
    products = [
        (p.name or p.code or _("work and offers"), f"{p.customers:,}", amount(p.contribution))
        for p in whole.by_product
    ]
    print_table(("", _("customers"), _("value")), [*groups, *products], " rr")
    _print_returns(whole.report)
    for risk in whole.risks:
        status = words(risk.status) if risk.status else ""
        say(
            _("{name}: expected loss {amount} {status}")
            .format(name=risk.name, amount=amount(risk.loss), status=status)
            .rstrip()
        )
    say(
        _("{n} of {count} customers bring 80 %; {losers} cost more than they bring.").format(
            n=whole.makes_most, count=whole.customers, losers=whole.loss_makers
        )
    )


def lifetime(arguments: argparse.Namespace) -> int:
    """What a customer is still to bring; of the whole book, everyone's, the most valuable first."""
    with opened(arguments) as opened_book:
        estimating.refresh(opened_book)
        if arguments.customer is None:
            found, currency = lifetimes.all_of_them(opened_book), opened_book.card().currency
            return _lifetimes(found, currency, arguments)
        number = names.the_one(opened_book, arguments.customer)
        wish = Wish(arguments.deposits, arguments.yearly, arguments.retention)
        view = lifetimes.look(opened_book, number, wish)
    if arguments.json:
        print_json(view)
        return 0
    _print_lifetime(view)
    return 0


def _print_lifetime(view: lifetimes.LifetimeView) -> None:
    def amount(minor: int) -> str:
        return money.whole(minor, view.currency)

    say(f"{view.name} · " + _("estimated {day}").format(day=dates.full(view.estimated)))
    say(_("Still to come after expected loss and cost of capital"))
    outlook = view.outlook
    labels = (_("in one year"), _("in three years"), _("in five years"))
    lines = zip(labels, outlook.values, outlook.lows, outlook.highs, strict=True)
    rows = [(label, *(amount(minor) for minor in minors)) for label, *minors in lines]
    head = ("", view.currency, _("80 % range, from"), _("to"))
    print_table(head, rows, " rrr")
    parts = [(label, amount(minor), remark) for label, minor, remark in lifetime_parts(view)]
    print_table((_("Of five years"), view.currency, ""), parts, " r ")
    for sentence in lifetime_assumptions(view):
        say(sentence)


def _amounts(line: LifetimeLine) -> tuple[int, int, int]:
    return line.minor, line.low, line.high


def _lifetimes(
    found: Sequence[lifetimes.LifetimeOf], currency: str, arguments: argparse.Namespace
) -> int:
    if arguments.json:
        print_json(found)
        return 0
    rows = [
        (of.name, *(money.whole(minor, currency) for minor in _amounts(of.lifetime)))
        for of in found
    ]
    print_table(("", _("in five years"), _("at least"), _("at most")), rows, " rrr")
    return 0
