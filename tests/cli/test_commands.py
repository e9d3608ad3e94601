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
    monkeypatch.setenv("RMDESK_PASSPHRASE", "eight horses")
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
    said = capsys.readouterr().out
    assert "Deposits: volume" in said and "Expected loss" in said


def test_the_doctor_finds_nothing_wrong_in_the_demo_book(options: list[str], capsys: Said) -> None:
    assert run([*options, "doctor"]) == 0
    assert "No consent recorded, so no offers: 2 of the customers" in capsys.readouterr().out
    assert run([*options, "doctor", "--json"]) == 0
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert [f["fault"] for f in findings] == ["not_asked", "not_dated", "complaints"]


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
        (["follow", "wf", "someday", "x"], "is not a valid date"),
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


def contacts(path: Path, rows: int = 600) -> Path:
    """A table of contacts in which the old say yes more often."""
    lines = ["age,job,blank,y"]
    lines += [
        f"{20 + n * 7 % 60},{'ab'[n % 2]},,{'yes' if (n * 7 % 60 > 40) != (n % 5 == 0) else 'no'}"
        for n in range(rows)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_backtest_of_a_file_says_how_good_it_would_have_been(
    capsys: Said, tmp_path: Path
) -> None:
    path = str(contacts(tmp_path / "c.csv"))
    command = ["offers", "backtest", "--file", path, "--outcome", "y", "--from", "200"]
    assert run([*command, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["rows"] == 400
    assert found["auc"] > 0.7 > found["base_auc"]
    assert found["log_loss"] < found["base_log_loss"]
    assert found["top50"] > 0.6 and found["slope"] > 0.5
    assert {"top10", "top20", "ece", "random_auc"} <= set(found)
    assert run([*command, "--family", "job", "--update", "50", "--block", "100"]) == 0
    assert "AUC in blocks" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "more", "said"),
    [
        ("a,y\n1,yes\n2,maybe\n", [], "c.csv, line 3: y is “maybe”"),
        ("a,y\n1,yes\n2\n", [], "c.csv, line 3: 1 cells"),
        ("a,y\n1,yes\n2,yes\n", [], "Every outcome is the same"),
        ("a,y\n1,yes\n", [], "judge by: 1"),
        ("a,b\n1,yes\n2,no\n", [], "has no column y"),
        ("a,a,y\n1,1,yes\n2,2,no\n", [], "two columns named a"),
        ("a,y\n1,yes\n2,no\n", ["--update", "0"], "--update must be at least 1"),
        ("a,y\n1,yes\n2,no\n", ["--from", "5"], "judge by: 0"),
        ("a,y\n1,yes\n2,no\n", ["--family", "shop"], "has no column shop"),
    ],
)
def test_a_table_that_cannot_be_learnt_from_is_refused_in_one_line(
    capsys: Said, tmp_path: Path, text: str, more: list[str], said: str
) -> None:
    path = tmp_path / "c.csv"
    path.write_text(text, encoding="utf-8")
    assert run(["offers", "backtest", "--file", str(path), "--outcome", "y", *more]) == 1
    found = capsys.readouterr().err
    assert said in found
    assert found.count("\n") == 1


def test_many_rare_categories_and_unknown_cells_are_borne(capsys: Said, tmp_path: Path) -> None:
    names = [f"c{n}" for n in range(40)]
    lines = [",".join([*names, "y"])]
    for row in range(1_000):
        cells = ["" if (row + n) % 9 == 0 else f"v{(row * 31 + n * 17) % 997}" for n in range(40)]
        lines.append(",".join([*cells, "1" if row % 3 else "0"]))
    path = tmp_path / "c.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = ["offers", "backtest", "--file", str(path), "--outcome", "y", "--json"]
    assert run(command) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["log_loss"] < found["base_log_loss"] + 0.01


def test_a_backtest_of_the_books_own_outcomes(options: list[str], capsys: Said) -> None:
    assert run([*options, "offers", "backtest", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["rows"] > 60 and 0 < found["yes"] < found["rows"]


def test_offers_for_the_week_and_of_one_kind(options: list[str], capsys: Said) -> None:
    assert run([*options, "offers", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["lines"]) == found["week_left"] == 15
    assert run([*options, "offers", "--offer", "credit-card", "--json"]) == 0
    of_one = json.loads(capsys.readouterr().out)
    assert {line["suggestion"]["offer"] for line in of_one["lines"]} == {"credit-card"}
    assert run([*options, "offers", "--offer", "none-such"]) == 1


def test_the_catalogue_is_listed_exported_and_imported(
    options: list[str], capsys: Said, tmp_path: Path
) -> None:
    path = tmp_path / "offers.toml"
    assert run([*options, "catalogue"]) == 0
    assert "idle-to-fund" in capsys.readouterr().out
    assert run([*options, "catalogue", "export", str(path)]) == 0
    assert run([*options, "catalogue", "import", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out.partition("\n")[2])["changed"] == 0
    path.write_text(path.read_text("utf-8").replace("at_least", "above", 1), "utf-8")
    assert run([*options, "catalogue", "import", str(path)]) == 1
    assert "compares by “above”" in capsys.readouterr().err
    assert run([*options, "catalogue", "import"]) == 1
    capsys.readouterr()
    assert run([*options, "catalogue", "update", "--json"]) == 0
    counts = json.loads(capsys.readouterr().out)
    assert counts["new"] == counts["changed"] == 0 and counts["same"] >= 60


@pytest.mark.parametrize("command", ["results", "surprises"])
def test_results_and_surprises(options: list[str], capsys: Said, command: str) -> None:
    assert run([*options, command]) == 0
    assert len(capsys.readouterr().out.splitlines()) > 5
    assert run([*options, command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["lines"]


def test_log_entries_are_listed_changed_and_removed(options: list[str], capsys: Said) -> None:
    assert run([*options, "log", "王芳", "Wrong words", "--minutes", "5"]) == 0
    capsys.readouterr()
    assert run([*options, "log", "王芳"]) == 0
    number, _space, line = capsys.readouterr().out.partition("\n")[0].partition("  ")
    assert "Wrong words" in line
    assert run([*options, "log", "--edit", number, "Right words", "--json"]) == 0
    changed = data(capsys)
    assert isinstance(changed, dict)
    assert (changed["draft"]["text"], changed["draft"]["minutes"]) == ("Right words", 5)
    assert run([*options, "log", "--edit", number, "--kind", "visit"]) == 0
    assert "Changed the entry of 王芳." in capsys.readouterr().out
    assert run([*options, "log", "王芳"]) == 0
    assert "visit  Right words" in capsys.readouterr().out
    assert run([*options, "log", "--remove", number]) == 0
    assert run([*options, "log", "--remove", number]) == 1
    assert "no longer there" in capsys.readouterr().err
    assert run([*options, "log"]) == 1
    assert "rmdesk log CUSTOMER TEXT" in capsys.readouterr().err


def test_an_import_says_each_reason_for_a_few_rows_only(tmp_path: Path, capsys: Said) -> None:
    store = ["--store", str(tmp_path / "new.rmdesk")]
    assert run(["init", "--plain", *store]) == 0
    people = tmp_path / "customers.csv"
    lines = [f"C{n},Customer {n},32.13.2020" for n in range(40)]
    people.write_text("\n".join(["bank_id,name,born", *lines]) + "\nD1,X,2020-01-01,\n")
    rejects = tmp_path / "a" / "rejects"
    assert run(["import", *store, "--rejects", str(rejects), str(people)]) == 1
    out = capsys.readouterr().out
    assert out.count("is not a valid date") == 3
    assert "and 37 more for this reason, up to line 41" in out
    assert "line 42" in out
    assert {folder.stat().st_mode & 0o777 for folder in (rejects, rejects.parent)} == {0o700}


def test_a_lifetime_value_shows_its_parts_and_assumptions(options: list[str], capsys: Said) -> None:
    assert run([*options, "lifetime", "--json"]) == 0
    names = [line["name"] for line in json.loads(capsys.readouterr().out)]
    for name in names:
        assert run([*options, "lifetime", name, "--json"]) == 0
        view = json.loads(capsys.readouterr().out)
        if view["contracts"] is not None and view["contracts"]["renewal_ppm"]:
            break
    outlook = view["outlook"]
    parts = zip(outlook["contracts"], outlook["renewals"], outlook["open_ended"], strict=True)
    assert [sum(three) for three in parts] == outlook["values"]
    assert run([*options, "lifetime", name]) == 0
    text = capsys.readouterr().out
    for words in ("contracts until", "renewed contracts", "open-ended money", "discounted at 8 %"):
        assert words in text
    assert "Still to come after expected loss" in text
