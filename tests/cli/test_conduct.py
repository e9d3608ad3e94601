"""propose and complaints on the command line."""

import json
from pathlib import Path

import pytest

from rmdesk.cli.main import run
from rmdesk.desk import opening
from tests.conftest import TODAY, copied
from tests.own_offers import PLAIN, RECOVERY, take_own_offers

Said = pytest.CaptureFixture[str]


@pytest.fixture
def options(demo_store: Path, tmp_path: Path) -> list[str]:
    """On a copy of the demo book that has offers of the test's own."""
    store = copied(demo_store, tmp_path)
    book = opening.open_book(store, None, TODAY)
    take_own_offers(book, tmp_path)
    book.close()
    return ["--store", str(store), "--today", str(TODAY)]


def offered(options: list[str], said: Said, customer: str) -> list[dict[str, object]]:
    assert run([*options, "offers", customer, "--json"]) == 0
    found = json.loads(said.readouterr().out)["suggestions"]
    assert isinstance(found, list)
    return found


def test_an_offer_is_put_by_a_channel_that_is_allowed(options: list[str], capsys: Said) -> None:
    first, *_rest = offered(options, capsys, "张伟")
    approach = first["approach"]
    assert isinstance(approach, dict) and "post" not in approach["channels"]
    code = str(first["offer"])
    assert run([*options, "propose", "张伟", code, "--channel", "post"]) == 1
    assert "did not consent to post" in capsys.readouterr().err
    assert run([*options, "propose", "张伟", code, "--channel", "visit", "--json"]) == 0
    line = json.loads(capsys.readouterr().out)
    assert (line["offer"], line["channel"], line["status"]) == (code, "visit", "presented")
    assert run([*options, "propose", "张伟", code]) == 1
    assert "already presented" in capsys.readouterr().err
    assert run([*options, "results"]) == 0
    assert "by visit: " in capsys.readouterr().out


def test_what_holds_an_offer_back_is_said(options: list[str], capsys: Said) -> None:
    assert run([*options, "offers", "Priya", "--json"]) == 0
    waiting = json.loads(capsys.readouterr().out)["waiting"]
    assert run([*options, "propose", "Priya", waiting[0]["offer"]]) == 1
    assert "consent was never recorded" in capsys.readouterr().err
    assert run([*options, "propose", "Priya", "nothing-like-it"]) == 1
    assert "does not fit this customer now" in capsys.readouterr().err


def test_a_complaint_is_logged_listed_closed_and_removed(options: list[str], capsys: Said) -> None:
    said = [*options, "log", "张伟", "Waited for an hour", "--kind", "visit"]
    assert run([*said, "--outcome", "complaint"]) == 0
    capsys.readouterr()
    assert run([*options, "complaints", "张伟", "--json"]) == 0
    (line,) = json.loads(capsys.readouterr().out)
    assert (line["about"], line["channel"], line["closed"]) == ("Waited for an hour", "visit", None)
    assert [found["offer"] for found in offered(options, capsys, "张伟")] == [RECOVERY]
    number = str(line["id"])
    assert run([*options, "complaints", "--close", number]) == 1
    assert "How it was settled is missing" in capsys.readouterr().err
    assert run([*options, "complaints", "--close", number, "--how", "Apologised"]) == 0
    assert "Apologised" in capsys.readouterr().out
    again = [found["offer"] for found in offered(options, capsys, "张伟")]
    assert PLAIN in again and RECOVERY not in again
    assert run([*options, "complaints", "张伟"]) == 0
    assert "No open complaints." in capsys.readouterr().out
    assert run([*options, "complaints", "张伟", "--all"]) == 0
    assert "Waited for an hour" in capsys.readouterr().out
    assert run([*options, "complaints", "--remove", number]) == 0
    capsys.readouterr()
    assert run([*options, "complaints", "张伟", "--all"]) == 0
    assert "No complaints." in capsys.readouterr().out


def test_a_complaint_that_no_talk_brought_is_recorded(options: list[str], capsys: Said) -> None:
    about = ["--about", "Letter of complaint", "--channel", "post", "--on", "2026-11-20"]
    assert run([*options, "complaints", *about]) == 1
    assert "Say who complained" in capsys.readouterr().err
    assert run([*options, "complaints", "王芳", *about, "--json"]) == 0
    line = json.loads(capsys.readouterr().out)
    assert (line["received"], line["channel"]) == ("2026-11-20", "post")
