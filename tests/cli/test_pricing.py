"""prices: new parameters of the catalogue are listed with what they do, taken, and taken back."""

import json
from pathlib import Path

import pytest

from rmdesk.cli.main import run
from rmdesk.desk import deriving, opening
from tests.conftest import TODAY, copied
from tests.plain_prices import drop_costs

Said = pytest.CaptureFixture[str]


@pytest.fixture
def options(demo_store: Path, tmp_path: Path) -> list[str]:
    path = copied(demo_store, tmp_path)
    book = opening.open_book(path, None, TODAY)
    drop_costs(book)
    with book.holding():
        deriving.rebuild_all(book)
    book.close()
    return ["--store", str(path), "--today", str(TODAY)]


def total(options: list[str], said: Said) -> int:
    assert run([*options, "book", "--json"]) == 0
    return int(json.loads(said.readouterr().out)["contribution"])


def test_listing_says_what_they_do_and_changes_nothing(options: list[str], capsys: Said) -> None:
    before = total(options, capsys)
    assert run([*options, "prices"]) == 0
    said = capsys.readouterr().out
    assert (
        "Costs of accounts" in said and "1 Jan 2027" in said and "Had they held all along" in said
    )
    assert run([*options, "prices", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["from"], found["taken"]) == ("2027-01-01", False)
    assert found["effect"]["before"] == before > found["effect"]["now"]
    assert {p["table"] for p in found["parameters"]} >= {"overheads", "taxes", "account_costs"}
    assert total(options, capsys) == before


def test_they_are_taken_from_a_day_and_undo_takes_them_back(
    options: list[str], capsys: Said
) -> None:
    before = total(options, capsys)
    assert run([*options, "prices", "take", "--from", "2026-07-01"]) == 0
    assert "1 Jul 2026" in capsys.readouterr().out
    assert total(options, capsys) < before
    assert run([*options, "prices"]) == 0
    assert "has all parameters" in capsys.readouterr().out
    assert run([*options, "undo", "--yes"]) == 0
    capsys.readouterr()
    assert total(options, capsys) == before


def test_a_day_that_is_none_is_refused(options: list[str], capsys: Said) -> None:
    assert run([*options, "prices", "take", "--from", "soon"]) == 1
    assert "is not a valid date" in capsys.readouterr().err


def test_the_doctor_points_to_it(options: list[str], capsys: Said) -> None:
    run([*options, "doctor"])
    assert "parameters of the shipped catalogue are not in this book" in capsys.readouterr().out
