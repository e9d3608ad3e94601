"""Which commands there are and what they take; each imports what it needs when it runs."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from rmdesk.core_dumps import forbid_core_dumps
from rmdesk.errors import DeskError, ManyCustomers, NoTerminal

VIEWS = ("component", "product", "month", "transaction", "activity")


class Command(Protocol):
    """What runs one command and gives its exit code."""

    def __call__(self, arguments: argparse.Namespace) -> int:
        """Run."""


def run(argv: Sequence[str]) -> int:
    """Run one command line; gives its exit code: 0 done, 1 refused, 2 not to be run so."""
    arguments = _desk_only(argv) or parser().parse_args(argv)
    forbid_core_dumps()
    module, _, function = str(arguments.run).partition(":")
    try:
        _prepare(arguments)
        command = cast(Command, getattr(import_module(f"rmdesk.cli.{module}"), function))
        return command(arguments)
    except DeskError as error:
        from rmdesk.i18n.words import explain

        print(f"rmdesk: {explain(error)}", file=sys.stderr)
        if isinstance(error, ManyCustomers):
            from rmdesk.cli.output import print_matches

            print_matches(error)
        return 2 if isinstance(error, NoTerminal) else 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        return _fault(error)


def _fault(error: Exception) -> int:
    """Say that the program is at fault, without showing what it was working on."""
    from rmdesk import faults, paths
    from rmdesk.i18n import _

    path = faults.write(error, paths.home().log)
    text = _("A fault in rmdesk ({kind}). Where it happened is in {path}, without any data.")
    print(f"rmdesk: {text.format(kind=type(error).__name__, path=path)}", file=sys.stderr)
    return 70


def _prepare(arguments: argparse.Namespace) -> None:
    from rmdesk import i18n, paths, settings

    arguments.home = paths.home()
    arguments.settings = settings.load(arguments.home.config / "config.toml")
    i18n.use(arguments.settings.language)


def _desk_only(argv: Sequence[str]) -> argparse.Namespace | None:
    """The arguments where no command is given: a parser for each would keep the desk waiting."""
    top = argparse.ArgumentParser(add_help=False, exit_on_error=False, allow_abbrev=False)
    _desk(top)
    try:
        arguments, rest = top.parse_known_args(argv)
    except argparse.ArgumentError:
        return None
    return None if rest else arguments


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="rmdesk",
        description="A bank relationship manager's workstation. Alone it opens the desk.",
    )
    _desk(top)
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    _store_commands(commands)
    _reading_commands(commands)
    _writing_commands(commands)
    return top


def _desk(top: argparse.ArgumentParser) -> None:
    top.set_defaults(run="opening:desk")
    _shared(top, None)


def _shared(target: argparse.ArgumentParser, default: object) -> None:
    target.add_argument("--store", metavar="FILE", default=default, help="the store to work on")
    target.add_argument(
        "--today", metavar="DATE", default=default, help="the day to reckon from (2026-12-01)"
    )


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: str,
    words: str,
    json: bool = True,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=words, description=words)
    command.set_defaults(run=run)
    _shared(command, argparse.SUPPRESS)
    if json:
        command.add_argument("--json", action="store_true", help="print JSON, money in minor units")
    return command


def _store_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    init = _add(commands, "init", "opening:init", "make a store", json=False)
    init.add_argument("--plain", action="store_true", help="without encryption")
    init.add_argument("--currency", default="", help="what the book is kept in (default: CNY)")
    _add(commands, "demo", "opening:demo", "open the desk on an invented book", json=False)
    take = _add(commands, "import", "exchanging:run_import", "import CSV and XLSX files")
    take.add_argument("paths", nargs="+", metavar="PATH", help="files or folders")
    take.add_argument("--profile", default="", help="a bank's own layout, such as berka")
    take.add_argument("--skip-bad", action="store_true", help="import the rows that are right")
    take.add_argument("--dry-run", action="store_true", help="report only, write nothing")
    take.add_argument(
        "--rejects", default="rejected", metavar="DIR", help="where rejected rows are written"
    )
    export = _add(commands, "export", "exchanging:run_export", "write the whole book as files")
    export.add_argument("folder", metavar="DIR")
    template = _add(
        commands, "template", "exchanging:run_template", "write the empty templates", json=False
    )
    template.add_argument("folder", metavar="DIR")


def _reading_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    customers = _add(commands, "customers", "looking:customers", "list the customers")
    customers.add_argument("words", nargs="*", metavar="WORDS", help="only those that fit")
    customers.add_argument(
        "--sort",
        default="contribution",
        choices=("contribution", "name", "last_contact", "next_follow_up", "tier", "stage"),
    )
    customers.add_argument("--limit", type=int, default=0, help="how many (default: all)")
    show = _add(commands, "show", "looking:show", "show a customer")
    show.add_argument("customer", metavar="CUSTOMER", help="an id, a bank id, or words")
    _add(commands, "doctor", "looking:doctor", "what is missing or wrong in the data")
    _add(commands, "today", "looking:today", "what the day asks for")
    value = _add(commands, "value", "worth:value", "contribution over a period")
    value.add_argument("customer", nargs="?", metavar="CUSTOMER", help="default: the whole book")
    value.add_argument("--from", dest="first", metavar="DATE", help="default: 12 months back")
    value.add_argument("--to", dest="last", metavar="DATE", help="default: last month's end")
    value.add_argument("--by", default="component", choices=VIEWS)
    value.add_argument(
        "--household", action="store_true", help="with everyone the customer is tied to"
    )
    value.add_argument(
        "--against", nargs=2, metavar="DATE", help="compare with the period between these days"
    )
    restated = _add(commands, "restated", "restated:restated", "why past months changed")
    restated.add_argument("customer", metavar="CUSTOMER", help="whose months")
    restated.add_argument("--month", metavar="DATE", help="a day in the month; default: all")
    lifetime = _add(commands, "lifetime", "worth:lifetime", "what customers are still to bring")
    lifetime.add_argument("customer", nargs="?", metavar="CUSTOMER", help="default: the whole book")
    lifetime.add_argument("--deposits", type=int, default=0, help="what if: so much more on them")
    lifetime.add_argument("--yearly", type=int, default=0, help="what if: a product brings so much")
    lifetime.add_argument(
        "--retention", type=int, default=0, help="what if: so many percent fewer leave"
    )
    book = _add(commands, "book", "worth:book", "the book as a whole: tiers, products, losses")
    for command in (value, book):
        command.add_argument("--csv", action="store_true", help="print CSV, money in minor units")
    _offers(commands)


def _offers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    offers = _add(commands, "offers", "offers:run", "what to offer, and why; backtest")
    offers.add_argument(
        "customer",
        nargs="?",
        metavar="CUSTOMER",
        help="default: the best for this week; “backtest” replays past outcomes in time order",
    )
    offers.add_argument("--offer", default="", metavar="CODE", help="all whom this offer fits")
    test = offers.add_argument_group("backtest")
    test.add_argument("--file", metavar="FILE", help="a table of contacts, not the book's own")
    test.add_argument("--outcome", metavar="COLUMN", help="the file's column of yes and no")
    test.add_argument("--family", default="", metavar="COLUMN", help="what was offered")
    test.add_argument("--update", type=int, help="learn after so many (100; own outcomes 10)")
    test.add_argument("--block", type=int, help="judge within so many (500; own outcomes 50)")
    test.add_argument(
        "--from", dest="first", type=int, default=0, metavar="ROW", help="report from this row on"
    )

    catalogue = _add(commands, "catalogue", "catalogue:run", "the offers; export and import")
    catalogue.add_argument(
        "do", nargs="?", default="list", choices=("list", "import", "export", "measures")
    )
    catalogue.add_argument("paths", nargs="*", metavar="FILE")
    _add(commands, "results", "learnt:results", "what became of what was proposed")
    _add(commands, "surprises", "learnt:surprises", "whose day comes, and what would please")


def _writing_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    log = _add(commands, "log", "doing:log", "log an interaction")
    log.add_argument("customer", metavar="CUSTOMER")
    log.add_argument("text", metavar="TEXT")
    log.add_argument(
        "--kind",
        default="call",
        choices=("call", "visit", "meeting", "message", "email", "event", "gift"),
    )
    log.add_argument("--minutes", type=int, default=0)
    log.add_argument("--follow-up", default="", metavar="WHEN", help="3d, fri, 2026-12-01 …")
    follow = _add(commands, "follow", "doing:follow", "set a follow-up")
    follow.add_argument("customer", metavar="CUSTOMER", help="- for your own")
    follow.add_argument("when", metavar="WHEN", help="3d, 2w, fri, 14:30, 2026-12-01 …")
    follow.add_argument("text", metavar="TEXT")
    follow.add_argument(
        "--every",
        default="",
        choices=("daily", "weekdays", "weekly", "monthly", "month_end", "quarterly", "yearly"),
    )
