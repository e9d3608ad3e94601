"""Which commands there are and what they take; each imports what it needs when it runs."""

import argparse
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from typing import Protocol, cast

from rmdesk.cli.options import CUSTOMERS, PERCENT, ROWS, UNITS, Commands, Parser
from rmdesk.cli.running import need_text, run_safely
from rmdesk.core_dumps import forbid_core_dumps

VIEWS = ("component", "product", "month", "transaction", "activity")


class Command(Protocol):
    """What runs one command and gives its exit code."""

    def __call__(self, arguments: argparse.Namespace) -> int:
        """Run."""


def run(argv: Sequence[str]) -> int:
    """Run one command line and return its exit code, as `run_safely` tells them."""
    return run_safely(partial(_run, argv))


def _run(argv: Sequence[str]) -> int:
    need_text(argv)
    arguments = _desk_only(argv) or parser().parse_args(argv)
    forbid_core_dumps()
    module, _, function = str(arguments.run).partition(":")
    try:
        _prepare(arguments)
        command = cast(Command, getattr(import_module(f"rmdesk.cli.{module}"), function))
        return command(arguments)
    finally:
        from rmdesk.cli import passphrases

        passphrases.forget()


def _prepare(arguments: argparse.Namespace) -> None:
    from rmdesk import i18n, paths, settings
    from rmdesk.cli import passphrases

    passphrases.take(arguments)
    arguments.home = paths.home()
    arguments.settings = settings.load(arguments.home.config / "config.toml")
    i18n.use(arguments.settings.language)


def _desk_only(argv: Sequence[str]) -> argparse.Namespace | None:
    """The arguments where no command is given: a parser for each would keep the desk waiting."""
    top = Parser(add_help=False, exit_on_error=False, allow_abbrev=False)
    _desk(top)
    try:
        arguments, rest = top.parse_known_args(argv)
    except argparse.ArgumentError:
        return None
    return None if rest else arguments


def parser() -> Parser:
    """The parser of the whole command line."""
    from rmdesk.cli import conduct, security

    top = Parser(
        prog="rmdesk",
        description="A bank relationship manager's workstation. Alone it opens the desk.",
    )
    _desk(top)
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    _store_commands(commands)
    _import_command(commands)
    _backup_commands(commands)
    _reading_commands(commands)
    _writing_commands(commands)
    _history_commands(commands)
    security.add_commands(commands, _add)
    conduct.add_commands(commands, _add)
    return top


def _desk(top: argparse.ArgumentParser) -> None:
    top.set_defaults(run="opening:desk")
    _shared(top, None)


def _shared(target: argparse.ArgumentParser, default: object) -> None:
    target.add_argument("--store", metavar="FILE", default=default, help="the store to work on")
    target.add_argument(
        "--today", metavar="DATE", default=default, help="the day to take as today (2026-12-01)"
    )
    target.add_argument(
        "--passphrase-fd",
        type=int,
        metavar="N",
        default=default,
        help="read the passphrase from file descriptor N (its first line)",
    )


def _add(
    commands: Commands,
    name: str,
    run: str,
    words: str,
    json: bool = True,
) -> Parser:
    command = commands.add_parser(name, help=words, description=words)
    command.set_defaults(run=run)
    _shared(command, argparse.SUPPRESS)
    if json:
        command.add_argument("--json", action="store_true", help="print JSON, money in minor units")
    return command


def _store_commands(commands: Commands) -> None:
    init = _add(commands, "init", "opening:init", "make a store", json=False)
    init.add_argument("--plain", action="store_true", help="without encryption")
    init.add_argument(
        "--recovery-key",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="print a recovery key (default: on a terminal)",
    )
    init.add_argument(
        "--currency", default="", metavar="CODE", help="the book's currency (default: CNY)"
    )
    demo = _add(commands, "demo", "opening:demo", "open the desk on an invented book", json=False)
    demo.add_argument("--fresh", action="store_true", help="make the demo book again first")
    export = _add(commands, "export", "exporting:run_export", "write the whole book as files")
    export.add_argument("path", metavar="PATH", help="a folder; FILE.zip is encrypted")
    export.add_argument("--plain", action="store_true", help="plain text, without asking")
    template = _add(
        commands, "template", "exporting:run_template", "write the empty templates", json=False
    )
    template.add_argument("folder", metavar="DIR")


def _import_command(commands: Commands) -> None:
    take = _add(commands, "import", "exchanging:run_import", "import CSV and XLSX files")
    take.add_argument("paths", nargs="+", metavar="PATH", help="files or folders")
    take.add_argument("--profile", default="", help="a bank's own layout, such as berka")
    take.add_argument("--skip-bad", action="store_true", help="import the rows that are right")
    take.add_argument("--dry-run", action="store_true", help="report only, write nothing")
    take.add_argument(
        "--decimal",
        choices=(".", ","),
        metavar="MARK",
        help="the decimal mark, . or , where the columns leave it open",
    )
    take.add_argument("--ignore-columns", default="", metavar="A,B", help="columns to ignore")
    take.add_argument("--ignore-unknown", action="store_true", help="ignore unknown columns")
    take.add_argument(
        "--sheet",
        action="append",
        default=[],
        metavar="NAME",
        help="only this sheet, hidden or not",
    )
    take.add_argument(
        "--currency", default="", metavar="CODE", help="the currency of a book without accounts"
    )
    take.add_argument("--encoding", default="", help="of text files, such as gb18030")
    take.add_argument(
        "--rejects", default="rejected", metavar="DIR", help="where rejected rows are written"
    )
    _row_choices(take)


def _row_choices(take: Parser) -> None:
    """Add what is said of rows that could be read in two ways."""
    take.add_argument(
        "--equal",
        choices=("new", "same"),
        help="whether transactions without a reference that equal stored ones are new",
    )
    take.add_argument(
        "--allow-like",
        action="store_true",
        help="accept ids and customers that resemble known ones as new",
    )
    take.add_argument(
        "--new-tiers", action="store_true", help="accept tiers that are not in the catalogue"
    )


def _backup_commands(commands: Commands) -> None:
    backup = _add(commands, "backup", "backups:run_backup", "back the store up, and check the copy")
    backup.add_argument("file", nargs="?", metavar="FILE", help="default: the folder of backups")
    _add(commands, "backups", "backups:run_backups", "list the backups")
    restore = _add(commands, "restore", "backups:run_restore", "go back to a backup", json=False)
    restore.add_argument("name", metavar="NAME_OR_FILE", help="what “rmdesk backups” lists")


def _reading_commands(commands: Commands) -> None:
    customers = _add(commands, "customers", "looking:customers", "list the customers")
    customers.add_argument("words", nargs="*", metavar="WORDS", help="only those that fit")
    customers.add_argument(
        "--sort",
        default="contribution",
        choices=("contribution", "name", "last_contact", "next_follow_up", "tier", "stage"),
    )
    customers.add_argument("--limit", type=CUSTOMERS, default=0, help="how many (default: all)")
    show = _add(commands, "show", "looking:show", "show a customer")
    show.add_argument("customer", metavar="CUSTOMER", help="an id, a bank id, or words")
    doctor = _add(commands, "doctor", "looking:doctor", "what is missing or wrong in the data")
    doctor.add_argument("--deep", action="store_true", help="compare everything; takes longer")
    doctor.add_argument("--mend", action="store_true", help="rebuild what differs from its data")
    _add(commands, "today", "looking:today", "what the day asks for")
    _value_commands(commands)


def _value_commands(commands: Commands) -> None:
    value = _add(commands, "value", "worth:value", "contribution over a period")
    value.add_argument("customer", nargs="?", metavar="CUSTOMER", help="default: the whole book")
    value.add_argument(
        "--from", dest="first", metavar="DATE", help="default: 12 months before --to"
    )
    value.add_argument(
        "--to",
        dest="last",
        metavar="DATE",
        help="default: today with --from, else last month's end",
    )
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
    book = _add(commands, "book", "worth:book", "the book as a whole: tiers, products, losses")
    for command in (value, book):
        command.add_argument("--csv", action="store_true", help="print CSV, money in minor units")
    _lifetime_command(commands)
    prices = _add(
        commands, "prices", "pricing:run", "new parameters of the catalogue, and take them"
    )
    prices.add_argument("do", nargs="?", default="list", choices=("list", "take"))
    prices.add_argument(
        "--from", dest="first", default="", metavar="DATE", help="default: 1 January next year"
    )
    _offers(commands)


def _lifetime_command(commands: Commands) -> None:
    lifetime = _add(commands, "lifetime", "worth:lifetime", "what customers are still to bring")
    lifetime.add_argument("customer", nargs="?", metavar="CUSTOMER", help="default: the whole book")
    what_if = lifetime.add_argument
    what_if("--deposits", type=UNITS, default=0, help="what if: this much more in deposits")
    what_if("--yearly", type=UNITS, default=0, help="what if: a product brings this much")
    what_if("--retention", type=PERCENT, default=0, help="what if: this percentage fewer leave")


def _offers(commands: Commands) -> None:
    offers = _add(commands, "offers", "offers:run", "what to offer, and why; backtest")
    offers.add_argument(
        "customer",
        nargs="?",
        metavar="CUSTOMER",
        help="default: the best for this week; “backtest” replays past outcomes in time order",
    )
    offers.add_argument("--offer", default="", metavar="CODE", help="the customers it fits")
    test = offers.add_argument_group("backtest")
    test.add_argument("--file", metavar="FILE", help="a table of contacts, not the book's own")
    test.add_argument("--outcome", metavar="COLUMN", help="the file's column of yes and no")
    test.add_argument("--family", default="", metavar="COLUMN", help="what was offered")
    test.add_argument(
        "--update",
        type=ROWS,
        help="learn after this many rows (100; own outcomes 10)",
    )
    test.add_argument(
        "--block",
        type=ROWS,
        help="judge within this many rows (500; own outcomes 50)",
    )
    test.add_argument(
        "--from",
        dest="first",
        type=ROWS,
        default=0,
        metavar="ROW",
        help="report starting at this row",
    )

    about = "the offers; export, import, update to the shipped"
    catalogue = _add(commands, "catalogue", "catalogue:run", about)
    doings = ("list", "import", "export", "measures", "update")
    catalogue.add_argument("do", nargs="?", default="list", choices=doings)
    catalogue.add_argument("paths", nargs="*", metavar="FILE")
    _add(commands, "results", "learnt:results", "what became of what was proposed")
    _add(commands, "surprises", "learnt:surprises", "whose day comes, and what would please")


def _writing_commands(commands: Commands) -> None:
    log = _add(commands, "log", "doing:log", "log an interaction")
    log.add_argument("customer", nargs="?", metavar="CUSTOMER")
    log.add_argument("text", nargs="?", metavar="TEXT", help="without it the log is listed")
    log.add_argument(
        "--kind", choices=("call", "visit", "meeting", "message", "email", "event", "gift")
    )
    log.add_argument(
        "--outcome",
        choices=("reached", "no_answer", "interested", "not_now", "agreed", "complaint"),
    )
    log.add_argument("--minutes", type=ROWS)
    which = log.add_mutually_exclusive_group()
    which.add_argument("--edit", type=int, metavar="ID", help="change an entry: --edit ID TEXT")
    which.add_argument("--remove", type=int, metavar="ID", help="remove an entry")
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


def _history_commands(commands: Commands) -> None:
    for name, what in (("undo", "undo the last change"), ("redo", "redo what was undone last")):
        command = _add(commands, name, f"history:{name}", what)
        command.add_argument("--yes", action="store_true", help="do not ask, however many rows")
    history = _add(commands, "history", "history:history", "what was done, when and by whom")
    history.add_argument("customer", nargs="?", metavar="CUSTOMER", help="only about this customer")
    history.add_argument("--limit", type=int, default=50, help="how many (default: 50)")
    history.add_argument("--before", type=int, metavar="ID", help="only what is older than ID")
    history.add_argument("--operation", type=int, metavar="ID", help="what this operation changed")
    history.add_argument("--take-back", type=int, metavar="ID", help="take this operation back")
    history.add_argument("--yes", action="store_true", help="do not ask, however many rows")
    purge = _add(commands, "purge", "purging:purge", "remove a customer for good")
    purge.add_argument("customer", metavar="CUSTOMER", help="an id, a bank id, or words")
    purge.add_argument("--yes", metavar="NAME", help="the exact name, instead of being asked")
