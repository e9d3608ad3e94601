"""A grammar of import files: each with what was meant by it, written in a way that banks have.

A file may be damaged, but only so that the damage can be seen: a flipped digit cannot.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

Row = dict[str, object]
UNIT = 10_000
_FIRST = date(2020, 1, 1)
_WORDS = (
    "张伟",
    "李娜",
    "Wang Fang",
    "O'Neil",
    "salary",
    "客户经理的老客户",
    "a, b; c",
    "5|6",
    "tab\there",
)
_NO_NUMBER = (
    "1e5",
    "NaN",
    "inf",
    "0x1F",
    "--5",
    "5-5",
    "1 2",
    "1,2345.6",
    "9" * 30,
    "9" * 5000,
    "４４４x",
)
_GROUPS = {".": (",", " ", "'", "\u00a0"), ",": (".", " ", "\u202f", "'")}


@dataclass(frozen=True)
class Numbers:
    """How a column's numbers are written."""

    mark: str
    group: str = ""
    indian: bool = False
    minus: str = "-"
    sign: str = ""
    wide: bool = False

    def write(self, value: int, least: int = 0) -> str:
        """Write a number of ten-thousandths, with at least `least` decimals."""
        whole, part = divmod(abs(value), UNIT)
        decimals = f"{part:04d}".rstrip("0").ljust(least, "0")
        text = self._grouped(str(whole)) + (self.mark + decimals if decimals else "")
        if self.sign:
            text = self.sign + text
        if value < 0:
            text = (
                f"({text})"
                if self.minus == "()"
                else text + "-"
                if self.minus == "5-"
                else self.minus + text
            )
        if self.wide:
            text = "".join(chr(ord(c) + 0xFEE0) if c in "0123456789.,-" else c for c in text)
        return text

    def _grouped(self, digits: str) -> str:
        if not self.group:
            return digits
        head, tail = digits[:-3], digits[-3:]
        step = 2 if self.indian else 3
        parts = []
        while head:
            parts.append(head[-step:])
            head = head[:-step]
        return self.group.join([*reversed(parts), tail]) if parts else tail


@dataclass
class File:
    """An import file, and by their references the rows that were meant; None must be refused."""

    data: bytes
    meant: dict[str, Row | None]
    table: str
    damage: str = ""
    loose: set[str] = field(default_factory=set)


def make_file(random: Random, number: int) -> File:
    """Make a file of the grammar."""
    maker = random.choice((_make_transactions, _make_transactions, _make_customers))
    table, header, rows, meant = maker(random, number)
    order = list(range(len(header)))
    random.shuffle(order)
    delimiter = random.choice(",;\t|")
    cells = [[header[i] for i in order], *([row[i] for i in order] for row in rows)]
    damage = random.choice(("", "", "", *_CELL_DAMAGES))
    if damage:
        _CELL_DAMAGES[damage](random, cells)
    if random.random() < 0.2:
        cells[0] = [
            random.choice((name.upper(), f" {name} ", name.replace("_", " "))) for name in cells[0]
        ]
    quoting = random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    end = random.choice(("\n", "\r\n", "\r"))
    # The writer quotes a cell with a line feed only where that ends its lines.
    text = _join(cells, delimiter, csv.QUOTE_ALL if end == "\r" else quoting, end)
    if not damage and random.random() < 0.4:
        damage = random.choice(list(_TEXT_DAMAGES))
        text = _TEXT_DAMAGES[damage](random, text, delimiter)
    data = _encode(random, text)
    if not damage and random.random() < 0.1:
        damage = random.choice(("nul", "byte"))
        place = random.randrange(len(data))
        data = data[:place] + (b"\0" if damage == "nul" else b"\xff") + data[place:]
    last = cells[0][-1].strip().lower().replace(" ", "_")
    loose = {last} if damage in ("cut", "quote_lost", "quote_added") else set()
    return File(data, meant, table, damage, loose | ({"*"} if damage == "nul" else set()))


def _join(cells: list[list[str]], delimiter: str, quoting: int, end: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(cells)  # type: ignore[arg-type]
    return out.getvalue()


def _encode(random: Random, text: str) -> bytes:
    encoding = random.choice(("utf-8", "utf-8-sig", "utf-16", "gb18030"))
    return text.encode(encoding)


def _numbers(random: Random) -> Numbers:
    mark = random.choice(".,")
    group = random.choice(("", *_GROUPS[mark]))
    return Numbers(
        mark,
        group,
        indian=group == "," and random.random() < 0.2,
        minus=random.choice(("-", "5-", "()", "\u2212")),
        sign=random.choice(("", "", "", "¥", "CNY ", "€")),
        wide=random.random() < 0.1,
    )


def _amount(random: Random) -> int:
    size = random.choice((10, 1_000, 100_000, 10_000_000))
    whole = random.randrange(size) * UNIT
    part = random.choice((0, 0, 5_000, random.randrange(100) * 100))
    return (whole + part) * random.choice((1, 1, -1))


Made = tuple[str, list[str], list[list[str]], dict[str, Row | None]]


def _make_transactions(random: Random, number: int) -> Made:
    style = _numbers(random)
    least = random.choice((0, 0, 2))
    header = ["reference", "account", "date", "amount", "text"]
    rows, meant = [], dict[str, Row | None]()
    for place in range(random.randint(1, 12)):
        key = f"R{number}-{place:02}"
        day = _FIRST + timedelta(random.randrange(2_000))
        value, words = _amount(random), random.choice(("", *_WORDS))
        account = random.choice(("A1", "A1", "A2"))
        rows.append([key, account, _day(random, day), style.write(value, least), words])
        meant[key] = {"reference": key, "account": account, "date": day.toordinal()}
        meant[key] |= {"amount": value, "text": words.strip() or None, "sign": style.sign}  # type: ignore[operator]
    place = random.randrange(len(rows))
    chosen = random.random()
    if chosen < 0.15:
        rows[place][3] = random.choice(_NO_NUMBER)
        meant[rows[place][0]] = None
    elif chosen < 0.3 and len(rows) > 2:
        _mix(random, rows, meant, style)
    return "transactions", header, rows, meant


def _mix(
    random: Random, rows: list[list[str]], meant: dict[str, Row | None], style: Numbers
) -> None:
    """Write one row with the other mark; another row shows plainly which mark is meant."""
    first, second = random.sample(rows, 2)
    other = Numbers("," if style.mark == "." else ".")
    for row, how in ((first, style), (second, other)):
        value = random.randrange(1_000_000) * UNIT + 2_500
        row[3] = how.write(value)
        found = meant[row[0]]
        assert found is not None
        found["amount"], found["sign"] = value, how.sign


def _make_customers(random: Random, number: int) -> Made:
    style = Numbers(random.choice(".,"), random.choice(("", "", " ")))
    header = ["bank_id", "name", "born", "headcount", "notes"]
    rows, meant = [], dict[str, Row | None]()
    for place in range(random.randint(1, 12)):
        key = f"P{number}-{place:02}"
        day = _FIRST - timedelta(random.randrange(20_000))
        count = random.randrange(5_000)
        note = random.choice(("", *_WORDS, "one\ntwo", "one, two\nthree; four"))
        name = random.choice(_WORDS[:6])
        rows.append([key, name, _day(random, day), style.write(count * UNIT), note])
        meant[key] = {"bank_id": key, "name": name, "born": day.toordinal()}
        meant[key] |= {"headcount": count, "notes": note.strip() or None}  # type: ignore[operator]
    return "customers", header, rows, meant


def _day(random: Random, day: date) -> str:
    return day.strftime(random.choice(("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d")))


def _surplus(random: Random, cells: list[list[str]]) -> None:
    row = random.choice(cells[1:])
    if len(cells) == 2:
        # With one row only, a file that ends all its rows with a delimiter looks the same.
        row.append("7")
        return
    row.insert(random.randrange(len(row) + 1), random.choice(("", "7", "x")))


def _short(random: Random, cells: list[list[str]]) -> None:
    row = random.choice(cells[1:])
    del row[random.randrange(len(row))]


def _doubled(random: Random, cells: list[list[str]]) -> None:
    place = random.randrange(len(cells[0]))
    for row in cells:
        row.append(row[place])
    cells[0][-1] = random.choice((cells[0][place], cells[0][place].upper(), f"{cells[0][place]} "))


def _unknown(random: Random, cells: list[list[str]]) -> None:
    for row in cells:
        row.append("7")
    cells[0][-1] = random.choice(("phone", "xyz", "", "amount2"))


def _misspelt(random: Random, cells: list[list[str]]) -> None:
    place = random.randrange(len(cells[0]))
    cells[0][place] = cells[0][place][1:]


_CELL_DAMAGES: dict[str, Callable[[Random, list[list[str]]], None]] = {
    "surplus": _surplus,
    "short": _short,
    "doubled": _doubled,
    "unknown": _unknown,
    "misspelt": _misspelt,
}


def _quote_lost(random: Random, text: str, _delimiter: str) -> str:
    places = [i for i, c in enumerate(text) if c == '"']
    if not places:
        return text
    place = random.choice(places)
    return text[:place] + text[place + 1 :]


def _quote_added(random: Random, text: str, delimiter: str) -> str:
    places = [i + 1 for i, c in enumerate(text) if c in delimiter + "\n"]
    place = random.choice(places or [0])
    return text[:place] + '"' + text[place:]


def _broken(random: Random, text: str, _delimiter: str) -> str:
    place = random.randrange(len(text))
    return text[:place] + "\n" + text[place:]


def _cut(random: Random, text: str, _delimiter: str) -> str:
    return text[: random.randrange(1, len(text))]


_TEXT_DAMAGES: dict[str, Callable[[Random, str, str], str]] = {
    "quote_lost": _quote_lost,
    "quote_added": _quote_added,
    "broken": _broken,
    "cut": _cut,
}
