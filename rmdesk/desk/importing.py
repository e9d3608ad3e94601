"""Import: a bank's extract or the plain templates into the book, whole or not at all."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rmdesk import currencies
from rmdesk.desk import deriving, setting_up
from rmdesk.desk.intake import Intake, Tally
from rmdesk.errors import BadProfile, NotForDemo, NothingRecognised, StoreBusy, UnknownCurrency
from rmdesk.exchange import profile as profiles
from rmdesk.exchange import reading
from rmdesk.exchange.files import Source, sources
from rmdesk.exchange.layout import LAYOUTS
from rmdesk.exchange.reading import Plan, Problem
from rmdesk.exchange.rejects import write_rejects
from rmdesk.store.book import Book
from rmdesk.store.session import Writing
from rmdesk.terms import Act

DEFAULT_CURRENCY = "CNY"


@dataclass(frozen=True)
class Order:
    """What is to be imported, and how.

    `rejects` is the folder for the files of rejected rows; None writes none.
    """

    paths: tuple[Path, ...]
    profile: str = ""
    own_profiles: Path = Path()
    skip_bad: bool = False
    dry_run: bool = False
    rejects: Path | None = None


@dataclass(frozen=True)
class TableReport:
    """What became of a table's rows."""

    table: str
    new: int
    changed: int
    unchanged: int
    problems: tuple[Problem, ...]

    @property
    def rejected(self) -> int:
        """How many rows were refused."""
        return len(self.problems)


@dataclass(frozen=True)
class Report:
    """What an import did; with `written` False nothing was kept."""

    tables: tuple[TableReport, ...]
    written: bool
    reject_files: tuple[Path, ...]

    @property
    def rejected(self) -> int:
        """How many rows were refused in all."""
        return sum(table.rejected for table in self.tables)


class _TakenBack(Exception):
    """Leaves the deed so that nothing of it is kept."""


# Hears the table, how many rows more were read, and how many lines there are in all. An empty
# table says that all is read, and for how many customers of how many value has been reckoned.
Progress = Callable[[str, int, int], None]


def run(
    book: Book, order: Order, progress: Progress = lambda _table, _rows, _lines: None
) -> Report:
    """Import what the order says.

    Raises NoSuchFile, UnreadableFile, NoSuchProfile, BadProfile, NothingRecognised, StoreBusy,
    and NotForDemo where a demo book would be changed: it is plain, and made again with --fresh.
    """
    profile = None
    if order.profile:
        profile = profiles.load(profiles.find(order.profile, order.own_profiles))
    delimiter, encoding = (profile.delimiter, profile.encoding) if profile else ("", "")
    found = sources(order.paths, delimiter, encoding)
    plans = reading.profile_plans(profile, found) if profile else reading.template_plans(found)
    if not plans:
        raise NothingRecognised
    currency = book.card().currency or _currency(profile, plans)
    label = ", ".join(sorted({plan.source.path.name for plan in plans}))
    tallies: dict[str, Tally] = {}
    written = True
    try:
        with book.deed(Act.IMPORT, label=label) as writing:
            if profile:
                _add_products(writing, profile)
            if any(plan.layout.table == "accounts" for plan in plans):
                book.set_currency(currency)
            tallies = _take(writing, plans, currency, progress)
            refused = any(tally.problems for tally in tallies.values())
            if order.dry_run or (refused and not order.skip_bad):
                raise _TakenBack
            if book.card().demo and any(tally.new or tally.changed for tally in tallies.values()):
                raise NotForDemo
            progress("", 0, 0)
    except _TakenBack:
        written = False
    if written:
        # The data is in; whoever opens the book next reckons what a busy store keeps from it now.
        with suppress(StoreBusy):
            deriving.catch_up(book, lambda done, count: progress("", done, count))
    return _report(tallies, written, order, found)


def _take(
    writing: Writing, plans: Sequence[Plan], currency: str, progress: Progress
) -> dict[str, Tally]:
    """Take all plans' rows into the deed; gives what became of them, by table."""
    intake = Intake(writing, currency)
    lines = sum(plan.source.length() for plan in plans)
    for plan in plans:
        for batch in reading.batches(plan, currencies.digits(currency)):
            intake.take(plan.layout, batch, plan.source.name)
            progress(plan.layout.table, len(batch.rows) + len(batch.problems), lines)
    intake.finish()
    return intake.tallies


def _report(
    tallies: dict[str, Tally], written: bool, order: Order, found: Sequence[Source]
) -> Report:
    tables = tuple(
        TableReport(layout.table, tally.new, tally.changed, tally.unchanged, tuple(tally.problems))
        for layout in LAYOUTS
        if (tally := tallies.get(layout.table)) is not None
    )
    problems = [problem for table in tables for problem in table.problems]
    files: tuple[Path, ...] = ()
    if problems and order.rejects is not None and not order.dry_run:
        files = write_rejects(order.rejects, found, problems)
    return Report(tables, written, files)


def _add_products(writing: Writing, profile: profiles.Profile) -> None:
    try:
        setting_up.add_products(writing, profile.products)
    except (KeyError, ValueError, ArithmeticError) as error:
        raise BadProfile(path=profile.path, reason=error) from None


def _currency(profile: profiles.Profile | None, plans: Sequence[Plan]) -> str:
    """What a new book is kept in, as the profile or the first account says.

    Raises UnknownCurrency.
    """
    currency = profile.currency if profile else ""
    for plan in plans:
        if currency or plan.layout.table != "accounts":
            continue
        places = [i for i, column in enumerate(plan.columns) if column.name == "currency"]
        for batch in reading.batches(plan, 2) if places else ():
            values = (row[places[0]] for row in batch.rows)
            currency = str(next((value for value in values if value), "") or "")
            break
    currency = currency.upper() or DEFAULT_CURRENCY
    if not currencies.exists(currency):
        raise UnknownCurrency(currency=currency)
    return currency
