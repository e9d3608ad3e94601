"""Undo, redo, history and purge on the command line."""

import json
from pathlib import Path

import pytest

from rmdesk.cli.main import run
from rmdesk.desk import editing, importing, opening
from rmdesk.desk.importing import Order
from rmdesk.store.book import Book
from tests.conftest import TODAY
from tests.desk.test_undoing import extract
from tests.e2e.terminal import ENTER, Terminal

Said = pytest.CaptureFixture[str]


@pytest.fixture
def options(store: Path, book: Book, customer: int, tmp_path: Path) -> list[str]:
    """A book with a customer, edited once, and an import of more than 20 rows."""
    editing.edit(book, customer, {"notes": "here"})
    importing.run(book, Order((extract(tmp_path / "in", people=3, postings=6),)))
    return ["--store", str(store), "--today", str(TODAY)]


def test_undo_asks_above_twenty_rows(options: list[str], book: Book, capsys: Said) -> None:
    assert run([*options, "undo"]) == 1
    assert "27 rows" in capsys.readouterr().err
    assert book.number("SELECT count(*) FROM transactions") == 21
    assert run([*options, "undo", "--yes"]) == 0
    assert "Import" in capsys.readouterr().out
    assert run([*options, "undo"]) == 0
    assert book.rows("SELECT name, notes FROM customers") == [("张伟", "")]
    assert run([*options, "redo"]) == 0
    assert run([*options, "redo"]) == 1
    assert run([*options, "redo", "--yes", "--json"]) == 0
    assert book.number("SELECT count(*) FROM transactions") == 21
    assert run([*options, "redo"]) == 1
    assert "nothing to redo" in capsys.readouterr().err


def test_the_history_is_listed_and_an_operation_taken_back(
    options: list[str], book: Book, capsys: Said
) -> None:
    assert run([*options, "history", "张伟", "--json"]) == 0
    lines = json.loads(capsys.readouterr().out)["lines"]
    assert [line["act"] for line in lines] == ["edit_customer", "new_customer"]
    edit = str(lines[0]["id"])
    assert run([*options, "history", "--operation", edit]) == 0
    assert "Notes: – → here" in capsys.readouterr().out
    assert run([*options, "history", "--take-back", edit]) == 0
    assert book.value("SELECT notes FROM customers WHERE bank_id IS NULL") == ""
    assert run([*options, "history", "--take-back", edit]) == 1
    assert "taken back already" in capsys.readouterr().err
    assert run([*options, "history", "--limit", "2"]) == 0
    out = capsys.readouterr().out
    assert f"takes back {edit}" in out and "Import" in out and "--before" in out
    assert run([*options, "history", "--limit", "0"]) == 1
    operation = str(book.number("SELECT id FROM deeds WHERE act = 'import'"))
    assert run([*options, "history", "--operation", operation, "--limit", "3", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["changes"]) == 3 and found["rest"]


def test_an_operation_whose_rows_are_gone_says_so(
    options: list[str], book: Book, tmp_path: Path, capsys: Said
) -> None:
    number = book.value("SELECT number FROM accounts LIMIT 1")
    (tmp_path / "transactions.csv").write_text(
        f"account,reference,date,amount,kind\n{number},NEW1,2026-10-05,12.00,cash\n"
    )
    importing.run(book, Order((tmp_path / "transactions.csv",)))
    operation = str(book.number("SELECT max(id) FROM deeds WHERE act = 'import'"))
    shows = [*options, "history", "--operation", operation]
    assert run(shows) == 0 and "transaction" in capsys.readouterr().out
    assert run([*options, "undo"]) == 0 and run(shows) == 0
    assert "no longer in the book" in capsys.readouterr().out


def test_a_purge_without_a_terminal_needs_the_exact_name(
    options: list[str], book: Book, capsys: Said
) -> None:
    assert run([*options, "purge", "张伟"]) == 1
    assert run([*options, "purge", "张伟", "--yes", "张"]) == 1
    assert "nothing was purged" in capsys.readouterr().err
    assert run([*options, "purge", "张伟", "--yes", "张伟"]) == 0
    assert "What remains" in capsys.readouterr().out
    assert not book.number("SELECT count(*) FROM customers WHERE name = '张伟'")
    assert run([*options, "undo", "--yes"]) == 1
    assert "cannot be undone" in capsys.readouterr().err


def test_what_was_done_to_the_history_is_told_by_the_doctor(
    options: list[str], store: Path, capsys: Said
) -> None:
    book = opening.open_book(store, None, TODAY)
    book.rows("UPDATE deeds SET label = 'x' WHERE act = 'edit_customer'")
    book.close()
    assert run([*options, "doctor"]) == 1
    assert "was altered outside rmdesk" in capsys.readouterr().out


def test_the_terminal_asks_before_many_rows_and_twice_before_a_purge(
    options: list[str], book: Book, tmp_path: Path
) -> None:
    undo = Terminal(*options, "undo", home=tmp_path / "home")
    undo.wait_for("27 rows. Go on?")
    undo.send("n", ENTER)
    undo.wait_for("Nothing was changed.")
    undo.close()
    assert book.number("SELECT count(*) FROM transactions") == 21
    purge = Terminal(*options, "purge", "张伟", home=tmp_path / "home")
    purge.wait_for("cannot be undone", "What remains", "Type the customer's name")
    purge.send("张伟", ENTER)
    purge.wait_for("Once more")
    purge.send("张伟", ENTER)
    purge.wait_for("Purged:")
    purge.close()
    assert not book.number("SELECT count(*) FROM customers WHERE name = '张伟'")
