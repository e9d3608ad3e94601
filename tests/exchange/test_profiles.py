"""Profiles and other TOML files: what is wrong is said when they are read, within bounds."""

import time
from pathlib import Path

import pytest

from rmdesk import settings
from rmdesk.desk import importing, offer_files
from rmdesk.desk.importing import Order
from rmdesk.errors import (
    BadCatalogue,
    BadLine,
    BadOffer,
    BadProfile,
    BrokenLine,
    DeskError,
    FileTooLarge,
)
from rmdesk.exchange import profile
from rmdesk.i18n.words import explain
from rmdesk.store.book import Book
from rmdesk.toml_files import read_toml

HEAD = '[[file]]\nname = "k.csv"\ntable = "customers"\n[file.fields]\n'


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "mine.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize(
    "text",
    [
        "file = 3",
        "file = [1, 2]",
        "file = []\nfile2 = 1",
        "[file]\nname = 'x'",
        '[[file]]\nname = "k.csv"\ntable = "customers"\nfields = 3',
        '[[file]]\nname = "k.csv"\ntable = "customers"\nfields = ["name"]',
        '[[file]]\nname = 3\ntable = "customers"\n[file.fields]\nname = "n"',
        '[[file]]\nname = "k.csv"\ntable = "nothing"\n[file.fields]\nname = "n"',
        '[[file]]\nname = "k.csv"\ntable = "customers"\nwhere = 3\n[file.fields]\nname = "n"',
        HEAD + "name = 3",
        HEAD + "name = [1]",
        HEAD + 'bank_id = "n"',
        HEAD + 'name = "n"\nsex = { column = "s", map = 3 }',
        HEAD + 'name = "n"\nsex = { column = "s", map = { a = 1.5 } }',
        HEAD + 'name = "n"\nsex = { column = "s", map = { a = ["b"] } }',
        HEAD + 'name = "n"\nborn = { column = "b", date = 3 }',
        HEAD + 'name = "n"\nborn = { column = "b", date = "%Q" }',
        HEAD + 'name = "n"\nborn = { column = "b", date = "%" }',
        HEAD + 'name = "n"\nborn = { column = "b", date = "%H" }',
        HEAD + 'name = "n"\nborn = { column = "b", birth = "age" }',
        HEAD + 'name = "n"\nheadcount = { column = "c", sign = 3 }',
        HEAD + 'name = "n"\nheadcount = { column = "c", sign = { column = "s", minus = "D" } }',
        HEAD + 'name = "n"\nnotes = { column = "n", lookup = "k.csv" }',
        HEAD + 'name = { text = "{0.__class__}", constant = "x" }',
        HEAD + 'name = { text = "{n!r:>99999999}" }',
        HEAD + 'name = { text = "{n:>99999999}" }',
        HEAD + 'name = { text = "{}" }',
        HEAD + 'name = { text = "{n" }',
        HEAD + 'name = { column = "n", power = 2 }',
        HEAD + 'name = "n"\nnames = "n"',
        'delimiter = ";;"\n' + HEAD + 'name = "n"',
        'encoding = "zip"\n' + HEAD + 'name = "n"',
        'encoding = "nonsense"\n' + HEAD + 'name = "n"',
        'decimal = ";"\n' + HEAD + 'name = "n"',
        "currency = 5\n" + HEAD + 'name = "n"',
        "speed = 5\n" + HEAD + 'name = "n"',
        "product = 5\n" + HEAD + 'name = "n"',
        "",
    ],
)
def test_a_wrong_profile_is_refused_when_it_is_read(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadProfile) as refused:
        profile.load(written(tmp_path, text))
    assert "mine.toml" in explain(refused.value)


@pytest.mark.parametrize(
    "products",
    [
        '[[product]]\ncode = "x"',
        '[[product]]\ncode = "x"\nname = "X"\nkind = "gold"',
        '[[product]]\ncode = "x"\nname = "X"\nkind = "loan"\nrates = 3',
        '[[product]]\ncode = "x"\nname = "X"\nkind = "loan"\nrates = [3]',
        '[[product]]\ncode = "x"\nname = "X"\nkind = "loan"\nrates = [{ rate = [1] }]',
        '[[product]]\ncode = "x"\nname = "X"\nkind = "loan"\ntranches = 3',
        '[[product]]\ncode = "x"\nname = "X"\nkind = "loan"\ntranches = [[1]]',
        '[[product]]\ncode = "x"\nname = "X"\nkind = "loan"\nbasis = "many"',
    ],
)
def test_wrong_products_of_a_profile_are_refused(book: Book, tmp_path: Path, products: str) -> None:
    (tmp_path / "k.csv").write_text("n\nA\n", encoding="utf-8")
    written(tmp_path, f'{products}\n{HEAD}name = "n"')
    order = Order((tmp_path / "k.csv",), profile="mine", own_profiles=tmp_path)
    with pytest.raises(BadProfile):
        importing.run(book, order)
    assert not book.number("SELECT count(*) FROM customers")


def test_a_profile_may_say_the_decimal_mark_and_texts_are_only_filled_in(
    book: Book, tmp_path: Path
) -> None:
    text = 'decimal = ","\n' + HEAD + 'name = { text = "{v} {n.x}" }\nheadcount = "c"'
    written(tmp_path, text)
    (tmp_path / "k.csv").write_text("v;n.x;c\n{0};{v};1.234\n", encoding="utf-8")
    order = Order((tmp_path / "k.csv",), profile="mine", own_profiles=tmp_path)
    assert importing.run(book, order).written
    assert book.rows("SELECT name, headcount FROM customers") == [("{0} {v}", 1_234)]


def test_a_profiles_column_that_is_missing_or_doubled_is_named(book: Book, tmp_path: Path) -> None:
    written(tmp_path, HEAD + 'name = "n"')
    order = Order((tmp_path / "k.csv",), profile="mine", own_profiles=tmp_path)
    for header in ("m;o", "n;n"):
        (tmp_path / "k.csv").write_text(f"{header}\na;b\n", encoding="utf-8")
        with pytest.raises(BadProfile, match=r"k\.csv.* n$"):
            importing.run(book, order)


BOMBS = [
    b"a = " + b"[" * 100_000,
    b"a = " + b"{b=" * 50_000,
    b"[" + b"a." * 100_000 + b"b]",
    b".".join([b"a"] * 100_000) + b" = 1",
    b"a = " + b"9" * 5_000,
    b"a = 0x" + b"f" * 100_000,
    b"a = '" + b"x" * 200_000 + b"'",
    b"a = '\xff'",
    b"a = " + b"[" * 20 + b"]" * 20,
    b"a = 1979-13-01",
    b"a = 1\na = 2",
    b"\0",
]


@pytest.mark.parametrize("data", BOMBS, ids=range(len(BOMBS)))
def test_a_toml_bomb_is_refused_in_words_and_at_once(tmp_path: Path, data: bytes) -> None:
    path = written(tmp_path, data)
    start = time.monotonic()
    for read in (read_toml, settings.load, lambda p: offer_files.read([p], 2)):
        with pytest.raises(BadCatalogue) as refused:
            read(path)
        assert len(explain(refused.value)) < 400
    with pytest.raises(BadProfile):
        profile.load(path)
    assert time.monotonic() - start < 5


def test_toml_files_are_bounded_and_plain(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    with path.open("wb") as file:
        file.truncate(5 << 20)
    with pytest.raises(FileTooLarge):
        read_toml(path)
    for other in (Path("/dev/zero"), tmp_path, tmp_path / "none.toml"):
        with pytest.raises(DeskError):
            read_toml(other)


@pytest.mark.parametrize(
    "text",
    [
        "working_week = ['x']",
        "working_week = []",
        "working_week = [7]",
        "soon_days = -1",
        "soon_days = 999999999",
        "large_movement_factor = 0",
        "theme = 3",
        "soon_days = true",
    ],
)
def test_wrong_settings_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadCatalogue):
        settings.load(written(tmp_path, text))


def test_a_catalogue_with_wrong_entries_is_refused(tmp_path: Path) -> None:
    for text in ("offer = 3", "offer = [3]", "[[offer]]\ncode = 3", "version = 'x'", "zzz = 1"):
        with pytest.raises((BadCatalogue, BadOffer)):
            offer_files.read([written(tmp_path, text)], 2)


@pytest.mark.parametrize(
    ("line", "error"), [('2,"x', BrokenLine), ("2", BadLine), ("2,x,y", BadLine)]
)
def test_a_broken_line_of_a_file_that_is_looked_into_refuses_the_import(
    book: Book, tmp_path: Path, line: str, error: type[DeskError]
) -> None:
    rule = 'name = "n"\nnotes = { column = "note", lookup = "l.csv", key = "n" }'
    written(tmp_path, HEAD + rule)
    (tmp_path / "k.csv").write_text("n\n1\n2\n", encoding="utf-8")
    (tmp_path / "l.csv").write_text(f"n,note\n1,a\n{line}\n", encoding="utf-8")
    paths = (tmp_path / "k.csv", tmp_path / "l.csv")
    order = Order(paths, profile="mine", own_profiles=tmp_path, skip_bad=True)
    with pytest.raises(error) as refused:
        importing.run(book, order)
    assert "line 3" in explain(refused.value)
