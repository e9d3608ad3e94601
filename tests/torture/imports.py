"""Random import files with an oracle: a value that is taken is the one that was meant.

`python -m tests.torture.imports COUNT SEED` runs it alone.
"""

import re
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from rmdesk.desk import importing, opening
from rmdesk.desk.importing import Order
from rmdesk.errors import DeskError
from rmdesk.exchange import reading
from rmdesk.exchange.files import sources
from rmdesk.store.book import Book
from tests.conftest import TODAY
from tests.torture.import_grammar import UNIT, File, Row, make_file

MOST_SECONDS = 10.0
# One file in this number goes all the way into a store.
STORED = 50
ACCOUNTS = "number,customer,product,currency\nA1,P1,current,CNY\nA2,P1,current,EUR\n"
# The signs that no amount of an account has.
FOREIGN = {"A1": ("€",), "A2": ("¥", "CNY ")}


@dataclass
class Outcome:
    """How many files and rows were taken and refused, and each file that failed."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


def run(count: int, seed: int, share: int = STORED) -> Outcome:
    """Read `count` random files, one in `share` of them into a store."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as name, _open_store(Path(name)) as book:
        path = Path(name) / "import.csv"
        for number in range(count):
            file = make_file(Random(f"{seed}/{number}"), number)
            path.write_bytes(file.data)
            outcome.counts["files"] += 1
            start = time.monotonic()
            try:
                wrong = _check_reading(path, file, outcome)
                if not wrong and number % share == 0:
                    outcome.counts["stored"] += 1
                    wrong = _check_storing(book, path, file)
            except Exception:
                wrong = traceback.format_exc(limit=-3)
            if time.monotonic() - start > MOST_SECONDS:
                wrong = "too slow"
            if wrong:
                outcome.failures.append(f"seed {seed}, file {number} ({file.damage}): {wrong}")
    return outcome


@contextmanager
def _open_store(folder: Path) -> Iterator[Book]:
    path = folder / "book.rmdesk"
    opening.make(path, None, TODAY, "CNY").close()
    (folder / "customers.csv").write_text("bank_id,name\nP1,Zhang\n", encoding="utf-8")
    (folder / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    book = opening.open_book(path, None, TODAY)
    importing.run(book, Order((folder / "customers.csv", folder / "accounts.csv")))
    yield book
    book.close()


def _check_reading(path: Path, file: File, outcome: Outcome) -> str:
    """Read a file alone; gives what is not as it was meant."""
    try:
        prepared = reading.prepare(sources([path]), None, reading.Options())
    except DeskError as error:
        outcome.counts[type(error).__name__] += 1
        return ""
    if prepared.problems or not prepared.plans:
        outcome.counts["files refused"] += 1
        return ""
    (plan,) = prepared.plans
    refused = 0
    for batch in reading.batches(plan, 2):
        names = [column.name for column in batch.columns]
        refused += len(batch.problems)
        for values in batch.rows:
            outcome.counts["rows taken"] += 1
            if wrong := _compare(dict(zip(names, values, strict=True)), file):
                return wrong
    outcome.counts["rows refused"] += refused
    if file.damage in ("doubled", "unknown"):
        return "a doubled or unknown column was taken"
    return ""


def _compare(row: Row, file: File) -> str:
    """What of a row that was taken is not as it was meant."""
    key = str(row.get("reference") or row.get("bank_id") or "")
    if key not in file.meant:
        if file.damage == "cut" and file.loose & {"reference", "bank_id"}:
            return ""
        return f"a row that nobody meant: {row}"
    meant = file.meant[key]
    if meant is None:
        return f"a row that should be refused: {row}"
    for name, value in row.items():
        same = value == meant.get(name)
        if not same and name in file.loose:
            continue
        # A quote or a line break more or less in a text cannot be told from one that was meant.
        if not same and file.damage in ("quote_lost", "quote_added", "broken"):
            same = _plain(value) == _plain(meant.get(name))
        if not same:
            return f"{name} is {value!r} and not {meant.get(name)!r}"
    return ""


def _plain(value: object) -> object:
    return re.sub('["\n\r]', "", value) if isinstance(value, str) else value


def _check_storing(book: Book, path: Path, file: File) -> str:
    """Import a file; gives what is stored and was not meant."""
    try:
        report = importing.run(book, Order((path,), skip_bad=True))
    except DeskError:
        return ""
    if not report.written or file.table != "transactions" or file.loose:
        return ""
    for key, minor in book.rows("SELECT reference, minor FROM transactions"):
        meant = file.meant.get(str(key))
        if meant is None:
            continue
        if int(str(meant["amount"])) != int(str(minor)) * (UNIT // 100):
            return f"{key} is stored as {minor} and not {meant['amount']}"
        if meant["sign"] in FOREIGN[str(meant["account"])]:
            return f"{key} is stored though its sign, {meant['sign']}, is another currency's"
    return ""


def main() -> int:
    """Run the files of a seed."""
    count, seed = (int(text) for text in (*sys.argv[1:3], "1000", "1")[:2])
    start = time.monotonic()
    outcome = run(count, seed)
    print(dict(outcome.counts), f"{time.monotonic() - start:.0f} s")
    for failure in outcome.failures[:20]:
        print(failure)
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    sys.exit(main())
