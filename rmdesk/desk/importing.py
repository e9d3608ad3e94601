"""Import: a bank's extract or the plain templates into the book, whole or not at all."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from rmdesk import currencies
from rmdesk.desk import book_currency, complaints, data_dates, deriving, import_currency, setting_up
from rmdesk.desk.import_rules import Choices, EqualRows
from rmdesk.desk.intake import Intake
from rmdesk.errors import BadProfile, NotForDemo, NothingRecognised, StoreBusy
from rmdesk.exchange import profile as profiles, reading
from rmdesk.exchange.files import Source, sources
from rmdesk.exchange.headers import simplify
from rmdesk.exchange.layout import LAYOUTS
from rmdesk.exchange.notes import Note
from rmdesk.exchange.numbers import Mark
from rmdesk.exchange.reading import Options, Plan, Prepared, Problem
from rmdesk.exchange.rejects import write_rejects
from rmdesk.store.book import Book
from rmdesk.store.session import Writing
from rmdesk.terms import Act

__all__ = [
    "Choices",
    "EqualRows",
    "Mark",
    "Note",
    "Options",
    "Order",
    "Problem",
    "Progress",
    "Report",
    "TableReport",
    "run",
    "simplify",
]

# More than a batch of rows makes.
_OBJECTS_A_LOOK = 500_000


@dataclass(frozen=True)
class Order:
    """What is to be imported, and how.

    `rejects` is the folder for the files of rejected rows; None writes none. `currency` is what
    an empty book is to have; empty leaves it as it is.
    """

    paths: tuple[Path, ...]
    profile: str = ""
    options: Options = field(default_factory=Options)
    encoding: str = ""
    own_profiles: Path = Path()
    skip_bad: bool = False
    dry_run: bool = False
    rejects: Path | None = None
    choices: Choices = field(default_factory=Choices)
    currency: str = ""


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
    """What an import did; with `written` False nothing was stored.

    `refused` are whole files that are refused, before anything is written; `notes` is what is
    told without refusing anything.
    """

    tables: tuple[TableReport, ...]
    written: bool
    reject_files: tuple[Path, ...]
    refused: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def rejected(self) -> int:
        """How many rows, and whole files, were refused in all."""
        return sum(table.rejected for table in self.tables) + len(self.refused)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that is refused, whole files first."""
        return (*self.refused, *(p for table in self.tables for p in table.problems))


class _TakenBack(Exception):
    """Leaves the operation so that nothing of it is stored."""


# Hears the table, how many more rows were read, and how many lines there are in all. An empty
# table says that all rows are read; the figures are then the customers whose value is computed,
# and how many customers there are.
Progress = Callable[[str, int, int], None]


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    """Let the garbage collector look less often: rows are many objects, and none is in a cycle."""
    usual = gc.get_threshold()
    gc.set_threshold(_OBJECTS_A_LOOK, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@_collecting_rarely()
def run(
    book: Book, order: Order, progress: Progress = lambda _table, _rows, _lines: None
) -> Report:
    """Import what the order says.

    Raises NoSuchFile, UnreadableFile, NoSuchProfile, BadProfile, NothingRecognised, StoreBusy,
    what `import_currency.settle` raises, and NotForDemo where a demo book would be changed: it
    is plain, and made again with --fresh.
    """
    profile = None
    if order.profile:
        profile = profiles.load(profiles.find(order.profile, order.own_profiles))
    found, prepared = _prepare(order, profile)
    if prepared.problems:
        return Report((), False, (), tuple(prepared.problems), tuple(prepared.notes))
    if not (plans := prepared.plans):
        raise NothingRecognised
    of_files = book_currency.read_code(profile.currency) if profile and profile.currency else ""
    currency = import_currency.settle(book, order.currency, of_files, plans)
    label = ", ".join(sorted({plan.source.path.name for plan in plans}))
    intake: Intake | None = None
    written = True
    try:
        with book.deed(Act.IMPORT, label=label) as writing:
            if profile:
                _add_products(writing, profile)
            if order.currency or any(plan.layout.table == "accounts" for plan in plans):
                book_currency.put(writing, currency)
            intake = _take(writing, plans, (currency, of_files), order.choices, progress)
            _check_written(book, order, intake)
            data_dates.record_imports(writing, intake.seen_accounts)
            progress("", 0, 0)
    except _TakenBack:
        written = False
    if written:
        # The data is in; whoever opens the book next computes what a busy store prevents now.
        with suppress(StoreBusy):
            deriving.catch_up(book, lambda done, count: progress("", done, count))
    assert intake is not None
    return _report(intake, written, order, found, prepared.notes)


def _check_written(book: Book, order: Order, intake: Intake) -> None:
    """Raise _TakenBack where nothing is to be written, and NotForDemo."""
    tallies = intake.tallies.values()
    if order.dry_run or (any(tally.problems for tally in tallies) and not order.skip_bad):
        raise _TakenBack
    if book.card().demo and any(tally.new or tally.changed for tally in tallies):
        raise NotForDemo


def _prepare(order: Order, profile: profiles.Profile | None) -> tuple[list[Source], Prepared]:
    """Look all files over, before anything is written."""
    encoding = order.encoding or (profile.encoding if profile else "")
    found = sources(order.paths, profile.delimiter if profile else "", encoding)
    options = order.options
    if profile and options.decimal is None:
        options = replace(options, decimal=profile.decimal)
    return found, reading.prepare(found, profile, options)


def _take(
    writing: Writing,
    plans: Sequence[Plan],
    money: tuple[str, str],
    choices: Choices,
    progress: Progress,
) -> Intake:
    """Take in all plans' rows; the intake that is returned knows the result of each.

    `money` are the book's currency and that of accounts which name none, empty for the book's.
    """
    currency, of_files = money
    intake = Intake(writing, currency, choices, plans, of_files)
    lines = sum(plan.source.lines for plan in plans)
    for plan in plans:
        for batch in reading.batches(plan, currencies.digits(currency)):
            intake.take(plan, batch)
            progress(plan.layout.table, len(batch.rows) + len(batch.problems), lines)
    intake.finish()
    complaints.record_imported(writing, intake.complained)
    return intake


def _report(
    intake: Intake,
    written: bool,
    order: Order,
    found: Sequence[Source],
    notes: Sequence[Note],
) -> Report:
    tables = tuple(
        TableReport(layout.table, tally.new, tally.changed, tally.unchanged, tuple(tally.problems))
        for layout in LAYOUTS
        if (tally := intake.tallies.get(layout.table)) is not None
    )
    problems = [problem for table in tables for problem in table.problems]
    files: tuple[Path, ...] = ()
    if problems and order.rejects is not None and not order.dry_run:
        files = write_rejects(order.rejects, found, problems)
    return Report(tables, written, files, notes=(*notes, *intake.notes))


def _add_products(writing: Writing, profile: profiles.Profile) -> None:
    try:
        setting_up.add_products(writing, profile.products)
        setting_up.add_ratings(writing, profile.ratings)
    except (KeyError, ValueError, TypeError, AttributeError, ArithmeticError) as error:
        raise BadProfile(path=profile.path, reason=error) from None
