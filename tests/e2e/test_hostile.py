"""Whatever is in the data, no command of the desk or the command line passes it to the terminal."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from rmdesk.cli.main import run
from rmdesk.tui.commands import COMMANDS
from rmdesk.tui.text import width as cells
from tests.conftest import TODAY, copied
from tests.e2e.terminal import CTRL_P, CTRL_Q, Terminal
from tests.hostile import FORBIDDEN, PAYLOAD, spoil

# Six on an idle machine.
ALL_SCREENS_SECONDS = 90.0
ESCAPE_KEY = "\x1b[27u"
_KEYS = {"slash": "/", "question_mark": "?"}


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    started: list[Terminal] = []
    yield started
    for terminal in started:
        terminal.close()


@pytest.fixture
def store(demo_store: Path, tmp_path: Path) -> Path:
    path = copied(demo_store, tmp_path)
    spoil(path)
    return path


def pressed(keys: str) -> str:
    key = keys.partition(",")[0]
    return chr(ord(key[-1]) - 96) if key.startswith("ctrl+") else _KEYS.get(key, key)


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40)])
def test_no_screen_passes_on_what_data_says_to_the_terminal(
    store: Path, tmp_path: Path, terminals: list[Terminal], width: int, height: int
) -> None:
    home = tmp_path / "home"
    arguments = ("--store", str(store), "--today", str(TODAY))
    terminal = Terminal(*arguments, home=home, width=width, height=height)
    terminals.append(terminal)
    terminal.wait_for("Overdue 3")
    terminal.send("2")
    terminal.wait_for("after-sales" if width < 100 else "Follow-ups")
    terminal.wait_until(lambda: len(edges(terminal.text())) <= 1, "panes side by side")
    for command in COMMANDS:
        if command.id != "lock":
            terminal.send(pressed(command.keys), ESCAPE_KEY)
    terminal.send(CTRL_P, "owned", ESCAPE_KEY, CTRL_Q)
    assert terminal.wait_for_end(ALL_SCREENS_SECONDS) == 0
    raw = terminal.raw.decode()
    assert not [text for text in FORBIDDEN if text in raw]
    assert "owned" in raw and not (home / "log").exists()


def edges(text: str) -> set[int]:
    """Return the columns at which two panes meet; there is one where no text moves the edge."""
    return {cells(line.partition("││")[0]) for line in text.splitlines() if "││" in line}


@pytest.mark.parametrize(
    "arguments",
    [
        ("customers",),
        ("customers", "--json"),
        ("show", "C500259"),
        ("show", "C500259", "--json"),
        ("show", "owned"),
        ("show", PAYLOAD.replace("\x00", "")),
        ("today",),
        ("value", "C500259", "--by", "transaction", "--csv"),
        ("value", "C500259", "--by", "transaction"),
        ("value", "C500259", "--by", "activity", "--json"),
        ("lifetime",),
        ("book",),
        ("offers",),
        ("offers", "C500259"),
        ("results",),
        ("surprises",),
        ("doctor",),
        ("log", "C500259", "a call"),
        ("follow", "C500259", "3d", PAYLOAD.replace("\x00", "")),
        ("import", "/nowhere/" + PAYLOAD.replace("\x00", "")),
        ("value", "--from", PAYLOAD.replace("\x00", "")),
        (PAYLOAD.replace("\x00", ""),),
    ],
    ids=lambda arguments: ascii(" ".join(arguments))[:30],
)
def test_no_command_prints_what_steers_the_terminal(
    store: Path, capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    try:
        code = run(["--store", str(store), "--today", str(TODAY), *arguments])
    except SystemExit as ended:
        code = int(ended.code or 0)
    shown = capfd.readouterr()
    assert code in (0, 1, 2) and (shown.out or shown.err)
    for text in (shown.out, shown.err):
        assert not [steering for steering in FORBIDDEN if steering in text]
        assert "\x1b" not in text and "\r" not in text
    if "--json" in arguments:
        assert PAYLOAD.partition("\r")[0] in strings(json.loads(shown.out))


def strings(data: object) -> str:
    """Return all texts in some JSON, one after the other."""
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        return "".join(strings(part) for part in data)
    return data if isinstance(data, str) else ""
