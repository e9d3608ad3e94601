"""The command line: tables for people, data for programs, one line for what goes wrong."""

import csv
import io
import json
from pathlib import Path

import pytest

from rmdesk.cli.main import run
from tests.conftest import TODAY, copied

Said = pytest.CaptureFixture[str]


@pytest.fixture
def options(demo_store: Path, tmp_path: Path) -> list[str]:
    return ["--store", str(copied(demo_store, tmp_path)), "--today", str(TODAY)]


def data(said: Said) -> object:
    return json.loads(said.readouterr().out)


def test_init_makes_a_store_once(tmp_path: Path, capsys: Said) -> None:
    store = ["--store", str(tmp_path / "new.rmdesk")]
    assert run([*store, "init", "--plain", "--currency", "eur"]) == 0
    assert run(["init", "--plain", *store]) == 1
    assert "exists already" in capsys.readouterr().err
    assert run([*store, "customers", "--json"]) == 0
    assert data(capsys) == {"currency": "EUR", "count": 0, "customers": []}


def test_a_passphrase_comes_from_the_environment(
    tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RMDESK_STORE", str(tmp_path / "locked.rmdesk"))
    monkeypatch.setenv("RMDESK_PASSPHRASE", "eight horses")
    assert run(["init"]) == 0
    assert run(["today"]) == 0
    monkeypatch.setenv("RMDESK_PASSPHRASE", "nine horses")
    assert run(["today"]) == 1
    assert "does not open the store" in capsys.readouterr().err


@pytest.mark.parametrize("view", ["component", "product", "month", "transaction", "activity"])
def test_value_as_data_has_the_same_total_in_every_view(
    options: list[str], capsys: Said, view: str
) -> None:
    period = ["--from", "2026-03-10", "--to", "2026-06-05", "--json"]
    for customer in ([], ["王芳"]):
        assert run([*options, "value", *customer, *period]) == 0
        total = json.loads(capsys.readouterr().out)["total"]
        assert run([*options, "value", *customer, *period, "--by", view]) == 0
        report = json.loads(capsys.readouterr().out)
        assert (report["currency"], report["from"]) == ("CNY", "2026-03-10")
        assert report["total"] == total == sum(line["value"] for line in report["lines"])
        assert all({"label", "component", "value"} <= set(line) for line in report["lines"])


def test_the_book_as_table_data_and_csv_says_the_same(options: list[str], capsys: Said) -> None:
    assert run([*options, "book", "--json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert run([*options, "book", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    for group in ("tier", "stage", "product"):
        total = sum(int(row["contribution"]) for row in rows if row["group"] == group)
        assert total == whole["contribution"]
    assert run([*options, "book"]) == 0
    assert "customers bring 80 %" in capsys.readouterr().out


def test_lifetime_values_of_one_and_of_all(options: list[str], capsys: Said) -> None:
    assert run([*options, "lifetime", "--json"]) == 0
    everyone = json.loads(capsys.readouterr().out)
    assert run([*options, "lifetime", "王芳", "--json"]) == 0
    one = json.loads(capsys.readouterr().out)
    assert one["outlook"]["values"][2] in [line["lifetime"]["minor"] for line in everyone]
    assert run([*options, "lifetime", "王芳", "--deposits", "100000", "--json"]) == 0
    more = json.loads(capsys.readouterr().out)
    assert more["outlook"]["values"][2] > one["outlook"]["values"][2]


def test_a_period_against_another(options: list[str], capsys: Said) -> None:
    against = ["--against", "2025-10-01", "2026-03-31"]
    period = [*options, "value", "--from", "2026-04-01", "--to", "2026-09-30", *against]
    assert run([*period, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    difference = found["now"]["total"] - found["before"]["total"]
    assert sum(reason["minor"] for reason in found["reasons"]) == difference
    assert run(period) == 0
    assert "more or less volume" in capsys.readouterr().out


def test_the_doctor_finds_nothing_in_the_demo_book(options: list[str], capsys: Said) -> None:
    assert run([*options, "doctor"]) == 0
    assert "Nothing is missing" in capsys.readouterr().out
    assert run([*options, "doctor", "--json"]) == 0
    assert data(capsys) == {"currency": "CNY", "findings": []}


def test_value_as_csv_sums_to_the_total(options: list[str], capsys: Said) -> None:
    assert run([*options, "value", "王芳", "--by", "transaction", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert run([*options, "value", "王芳", "--json"]) == 0
    assert sum(int(row["value"]) for row in rows) == json.loads(capsys.readouterr().out)["total"]


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["customers"], "蓝鹭软件股份有限公司"),
        (["customers", "wf"], "王芳"),
        (["show", "P100237"], "Contribution, 12 months"),
        (["today"], "Overdue (3)"),
        (["offers", "zw"], "Deposit ladder at maturity"),
        (["value"], "Total"),
    ],
)
def test_tables_for_people(
    options: list[str], capsys: Said, arguments: list[str], shown: str
) -> None:
    assert run([*options, *arguments]) == 0
    assert shown in capsys.readouterr().out
    assert run([*options, *arguments, "--json"]) == 0
    assert data(capsys)


def test_log_and_follow(options: list[str], capsys: Said) -> None:
    assert run([*options, "log", "wf", "Asked about gold", "--follow-up", "3d"]) == 0
    assert "Follow-up on Fri 27 Nov 2026" in capsys.readouterr().out
    assert run([*options, "follow", "-", "fri 9:30", "Team meeting", "--every", "weekly"]) == 0
    assert run([*options, "today"]) == 0
    text = capsys.readouterr().out
    assert "Asked about gold" in text and "09:30 Team meeting" in text


def test_words_that_fit_several_list_them(options: list[str], capsys: Said) -> None:
    assert run([*options, "show", "liu"]) == 1
    said = capsys.readouterr()
    assert "fits 3 customers" in said.err
    assert "刘洋" in said.out and "Grace Liu" in said.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "nobody"], "No customer found"),
        (["log", "wf", "  "], "Text is missing"),
        (["follow", "wf", "someday", "x"], "is no date"),
        (["value", "--from", "2026-02-01", "--to", "2026-01-01"], "ends before it begins"),
        (["import", "nowhere.csv"], "no file or folder"),
        (["import", ".", "--profile", "nobody"], "berka"),
        (["--store", "nowhere.rmdesk", "today"], "rmdesk init"),
    ],
)
def test_what_goes_wrong_is_said_in_one_line(
    options: list[str], capsys: Said, arguments: list[str], said: str
) -> None:
    assert run([*options, *arguments]) == 1
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1


def test_export_template_and_import(options: list[str], tmp_path: Path, capsys: Said) -> None:
    assert run([*options, "export", str(tmp_path / "out")]) == 0
    assert run([*options, "template", str(tmp_path / "templates")]) == 0
    capsys.readouterr()
    assert run([*options, "import", str(tmp_path / "out"), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["customers"] == {"new": 0, "changed": 0, "unchanged": 60, "rejected": 0}
