"""The value command: which period is meant, what is counted of it, and what activities brought."""

import csv
import io
import json
from pathlib import Path

import pytest

from rmdesk.cli.main import run
from tests.conftest import TODAY, copied

Said = pytest.CaptureFixture[str]


@pytest.fixture
def store(demo_store: Path, tmp_path: Path) -> list[str]:
    return ["--store", str(copied(demo_store, tmp_path))]


def report(said: Said, *arguments: str) -> dict[str, object]:
    assert run([*arguments, "--json"]) == 0
    found = json.loads(said.readouterr().out)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("today", "asked", "first", "last", "counted"),
    [
        ("2026-11-23", [], "2025-11-01", "2026-10-31", None),
        ("2026-11-23", ["--to", "2026-06-30"], "2025-07-01", "2026-06-30", None),
        ("2026-11-23", ["--to", "2026-02-28"], "2025-03-01", "2026-02-28", None),
        ("2026-11-23", ["--to", "2026-06-15"], "2025-06-16", "2026-06-15", None),
        ("2026-11-23", ["--from", "2026-06-15"], "2026-06-15", "2026-11-23", None),
        ("2026-06-20", ["--from", "2026-06-15"], "2026-06-15", "2026-06-20", None),
        ("2026-11-23", ["--to", "2026-11-23"], "2025-11-24", "2026-11-23", None),
        ("2026-11-23", ["--to", "2026-11-24"], "2025-11-25", "2026-11-24", "2026-11-23"),
        ("2026-11-23", ["--to", "2026-12-31"], "2026-01-01", "2026-12-31", "2026-11-23"),
        ("2026-06-20", ["--to", "2026-06-30"], "2025-07-01", "2026-06-30", "2026-06-20"),
    ],
)
def test_period_that_is_half_given_is_completed(
    store: list[str],
    capsys: Said,
    today: str,
    asked: list[str],
    first: str,
    last: str,
    counted: str | None,
) -> None:
    found = report(capsys, *store, "--today", today, "value", *asked)
    assert (found["from"], found["to"], found["counted_to"]) == (first, last, counted)


def test_from_alone_in_the_future_is_refused(store: list[str], capsys: Said) -> None:
    assert run([*store, "--today", str(TODAY), "value", "--from", "2027-01-01"]) == 1
    assert capsys.readouterr().err


def test_period_past_today_is_counted_to_today_and_says_so(store: list[str], capsys: Said) -> None:
    value = [*store, "--today", str(TODAY), "value", "王芳", "--from", "2026-11-01"]
    to_today = report(capsys, *value)
    assert run([*value, "--to", "2026-12-31"]) == 0
    assert "Thu 31 Dec 2026: counted to Tue 24 Nov 2026" in capsys.readouterr().out
    assert report(capsys, *value, "--to", "2026-12-31")["total"] == to_today["total"]
    assert run([*value, "--to", "2026-12-31", "--csv"]) == 0
    said = capsys.readouterr()
    assert "counted to" in said.err and "counted to" not in said.out
    assert run(value) == 0
    assert "counted to" not in capsys.readouterr().out


def test_period_that_has_not_begun_says_that_nothing_is_counted(
    store: list[str], capsys: Said
) -> None:
    period = ["--from", "2026-12-01", "--to", "2026-12-31"]
    assert run([*store, "--today", str(TODAY), "value", *period]) == 0
    assert "nothing counted yet" in capsys.readouterr().out


def test_compared_period_past_today_says_so(store: list[str], capsys: Said) -> None:
    period = ["--from", "2026-11-01", "--to", "2026-11-30"]
    against = ["--against", "2026-10-01", "2026-10-31"]
    assert run([*store, "--today", str(TODAY), "value", *period, *against]) == 0
    said = capsys.readouterr().out
    assert said.count("counted to Tue 24 Nov 2026") == 1 and "Deposits: volume" in said


def test_value_attributed_to_an_activity_is_no_cost_of_it(store: list[str], capsys: Said) -> None:
    by_activity = [*store, "--today", str(TODAY), "value", "--by", "activity"]
    found = report(capsys, *by_activity)
    lines = found["lines"]
    assert isinstance(lines, list)
    attributed = [line for line in lines if line["attributed"]]
    assert attributed and all(line["component"] is None for line in attributed)
    assert all(line["component"] for line in lines if not line["attributed"])
    costs = [line["value"] for line in lines if line["component"] == "activity_cost"]
    assert costs and all(cost < 0 for cost in costs)
    whole = report(capsys, *store, "--today", str(TODAY), "value")
    by_component = whole["lines"]
    assert isinstance(by_component, list)
    parts = {line["component"]: line["value"] for line in by_component}
    assert sum(costs) == parts["activity_cost"]
    assert sum(line["value"] for line in lines) == found["total"] == whole["total"]
    assert run([*by_activity, "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["component"] == "" for row in rows] == [row["attributed"] == "yes" for row in rows]
    assert sum(int(row["value"]) for row in rows) == found["total"]
    assert run(by_activity) == 0
    assert "attributed" in capsys.readouterr().out
