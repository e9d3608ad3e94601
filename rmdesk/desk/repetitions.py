"""Transactions without a reference: which are stored already, and which are only equal to those.

A file repeats what is stored of an account when it holds all that is stored without a reference
between its first and its last day there. Then equal rows are the stored ones, as many of them as
are stored, and further ones are new. A file that holds only some of what is stored repeats
nothing, and an equal row in it could be either: the manager says which.
"""

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from rmdesk.desk.import_rules import Choices, EqualRows, Refused, Row
from rmdesk.exchange.files import Source
from rmdesk.exchange.notes import Note
from rmdesk.store.book import Book
from rmdesk.store.driver import Value

_MADE = re.compile(r"~(\d+)\.([0-9a-f]{8})\.(-?\d+)\.(\d+)")
# Account, day, checksum of what is written, minor units: rows that agree in these are equal.
Key = tuple[int, int, str, int]


@dataclass
class _Equal:
    """What is stored under one key: places in the references, with kind and channel."""

    left: list[tuple[int, Value, Value]] = field(default_factory=list)
    next_place: int = 0


@dataclass
class _File:
    """What is stored of a file's accounts in its days, and of which the file repeats all."""

    stored: defaultdict[Key, _Equal] = field(default_factory=lambda: defaultdict(_Equal))
    # How many rows that nothing stored is equal to the file has had so far, by their key.
    new: dict[Key, int] = field(default_factory=dict)
    repeated: dict[int, bool] = field(default_factory=dict)


class Repetitions:
    """Gives transactions without a reference one of their own, a file at a time."""

    def __init__(self, book: Book, choices: Choices) -> None:
        self._book = book
        self._equal = choices.equal
        self._files: dict[Source, _File] = {}
        self._source: Source | None = None
        self._file = _File()
        self._known: dict[str, list[int]] = {}

    def settle(
        self, row: Row, source: Source, line: int, reread: Callable[[], Iterable[Row]]
    ) -> None:
        """Give a row the reference of the stored one that it is, or a new one.

        `reread` gives the rows of the whole file that name a known account. Raises Refused.
        """
        if source is not self._source:
            # Looking a source up costs more than all the rest, so it is done once a file.
            if source not in self._files:
                self._files[source] = self._study(reread)
            self._source, self._file = source, self._files[source]
        file, key = self._file, _key(row)
        stored = file.stored.get(key)
        if stored is None:
            # Most rows are of this kind: one number is all that is held of them.
            place = file.new.get(key, 0)
            file.new[key] = place + 1
        elif stored.left and self._equal is not EqualRows.NEW:
            place = _take(stored.left, row)
            if not (self._equal is EqualRows.SAME or file.repeated.get(key[0], False)):
                raise Refused("amount", None, "equal_row")
            told = self._known.setdefault(source.name, [line, 0])
            told[1] += 1
        else:
            place = stored.next_place
            stored.next_place += 1
        row["reference"] = f"~{key[1]}.{key[2]}.{key[3]}.{place}"

    def notes(self) -> list[Note]:
        """Return how many rows of each file were taken for stored ones."""
        return [
            Note(file, line, "", "", "equal_taken", {"count": count})
            for file, (line, count) in self._known.items()
        ]

    def _study(self, reread: Callable[[], Iterable[Row]]) -> _File:
        """Find what is stored of a file's accounts, and of which the file repeats it all."""
        file = _File()
        sql = (
            "SELECT DISTINCT account_id FROM transactions"
            " WHERE reference >= '~' AND reference < '\x7f'"
        )
        accounts = {int(row[0] or 0) for row in self._book.rows(sql)}
        if not accounts:
            return file
        there: Counter[Key] = Counter()
        days: dict[int, tuple[int, int]] = {}
        for row in reread():
            account, day = row["account_id"], row["day"]
            assert isinstance(account, int) and isinstance(day, int)
            if account in accounts and not row.get("reference"):
                first, last = days.get(account, (day, day))
                days[account] = min(first, day), max(last, day)
                there[_key(row)] += 1
        for account, (first, last) in days.items():
            self._load(file, account, first, last)
            file.repeated[account] = True
        for key, stored in file.stored.items():
            if len(stored.left) > there[key]:
                file.repeated[key[0]] = False
        return file

    def _load(self, file: _File, account: int, first: int, last: int) -> None:
        """Load what is stored of an account without a reference, from one day to another."""
        rows = self._book.rows(
            "SELECT reference, kind, channel FROM transactions"
            " WHERE account_id = ? AND reference >= '~' AND reference < '\x7f' ORDER BY id",
            (account,),
        )
        for reference, kind, channel in rows:
            if not (match := _MADE.fullmatch(str(reference))):
                continue
            day, place = int(match[1]), int(match[4])
            if first <= day <= last:
                stored = file.stored[account, day, match[2], int(match[3])]
                stored.left.append((place, kind, channel))
                stored.next_place = max(stored.next_place, place + 1)


def _key(row: Row) -> Key:
    account, day, minor = row["account_id"], row["day"], row["minor"]
    assert isinstance(account, int) and isinstance(day, int) and isinstance(minor, int)
    text, counterparty = row.get("text"), row.get("counterparty")
    return account, day, _checksum(f"{text or ''}|{counterparty or ''}"), minor


@lru_cache(maxsize=1_000)
def _checksum(text: str) -> str:
    return f"{zlib.crc32(text.encode()):08x}"


def _take(left: list[tuple[int, Value, Value]], row: Row) -> int:
    """Take the stored row with the same kind and channel, else the first that is left."""
    wanted = (row.get("kind") or "other", row.get("channel"))
    fitting = (n for n, (_place, *found) in enumerate(left) if tuple(found) == wanted)
    return left.pop(next(fitting, 0))[0]
