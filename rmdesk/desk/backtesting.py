"""The backtest: what would have been said of each outcome of the past, and whether it was right."""

from dataclasses import dataclass
from pathlib import Path

from rmdesk.desk import tables_of_contacts
from rmdesk.desk.ended_proposals import ended
from rmdesk.errors import BadOption, OneOutcome, TooFewOutcomes
from rmdesk.offers.evidence import fitting
from rmdesk.offers.evidence.cases import Cases
from rmdesk.offers.evidence.replay import replay
from rmdesk.offers.evidence.report import Band, Quality, bands, coin, quality
from rmdesk.offers.evidence.running_rates import RunningRates
from rmdesk.store.book import Book


@dataclass(frozen=True)
class Backtest:
    """How good the engine was on `rows` cases, `yes` of which were accepted; and what it beats.

    `base` is the running base rate, `random` a coin; `bands` the calibration.
    """

    rows: int
    yes: int
    blocks: int
    engine: Quality
    base: Quality
    random: Quality
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class Course:
    """How it goes: learnt every `update` cases, judged in blocks of `block`, from `first` on."""

    update: int
    block: int
    first: int = 0

    def __post_init__(self) -> None:
        """Raises BadOption."""
        for option, value, least in (
            ("--update", self.update, 1),
            ("--block", self.block, 2),
            ("--from", self.first, 0),
        ):
            if value < least:
                raise BadOption(option=option, least=least)


# A campaign has hundreds of contacts a day, a manager some twenty proposals a month.
OF_FILES, OF_OWN = Course(100, 500), Course(10, 50)


def of_file(path: Path, outcome: str, family: str, course: Course) -> Backtest:
    """The backtest on a table of past contacts. Raises what reading it raises."""
    return of_cases(tables_of_contacts.read(path, outcome, family), course)


def of_book(book: Book, course: Course) -> Backtest:
    """The backtest on the manager's own outcomes. Raises TooFewOutcomes, OneOutcome."""
    past = ended(book)
    cases = fitting.cases_of(past)
    if len(set(cases.yes)) == 1:
        raise OneOutcome
    return of_cases(cases, course, fitting.own_rates(past))


def of_cases(cases: Cases, course: Course, before: RunningRates | None = None) -> Backtest:
    """The backtest on cases in order of time; `before` are the rates before the first one.

    Raises TooFewOutcomes.
    """
    if (left := max(0, len(cases) - course.first)) < 2:
        raise TooFewOutcomes(count=left)
    given, base = replay(cases, course.update, before)
    part = slice(course.first, None)
    yes, given, base = cases.yes[part], given[part], base[part]
    return Backtest(
        len(yes),
        int(yes.sum()),
        -(-len(yes) // course.block),
        quality(yes, given, course.block),
        quality(yes, base, course.block),
        coin(yes),
        tuple(bands(yes, given)),
    )
