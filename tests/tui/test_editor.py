"""The manager's own editor: nobody else reads what is in it, and nothing of it is left."""

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from rmdesk.desk import drafts, names
from rmdesk.tui import editor
from rmdesk.tui.screens.log_form import LogForm
from rmdesk.tui.start import Start
from tests.tui.conftest import Desk, until

SECRET = "nobody needs to know 秘密"


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which editing happens."""
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


def write_editor(folder: Path, body: str) -> str:
    """An editor that does what is written; gives the command."""
    path = folder / "editor.py"
    head = "import json, os, sys, pathlib\npath = pathlib.Path(sys.argv[1])\n"
    path.write_text(head + body, encoding="utf-8")
    return f"{sys.executable} {path}"


def left(memory: Path) -> list[Path]:
    return [path for path in memory.rglob("*") if path.name.startswith("note") or path.is_file()]


@pytest.mark.parametrize("ends", ["", "raise SystemExit(3)", "os.remove(path)"])
async def test_what_is_edited_is_private_and_wiped(
    desk: Desk, memory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    seen = tmp_path / "seen.json"
    body = (
        "path.with_name('.note.txt.swp').write_bytes(b'swap')\n"
        "path.with_name('note.txt~').write_bytes(b'backup')\n"
        "modes = [oct(os.stat(p).st_mode & 0o777) for p in (path, path.parent)]\n"
        f"pathlib.Path({str(seen)!r}).write_text(json.dumps([str(path), *modes]))\n"
        f"path.write_text('{SECRET}\\n', encoding='utf-8')\n{ends}"
    )
    monkeypatch.setenv("EDITOR", write_editor(tmp_path, body))
    monkeypatch.delenv("VISUAL", raising=False)
    async with desk() as driver:
        # The pilot has no terminal to give away.
        monkeypatch.setattr(type(driver.app._driver), "can_suspend", property(lambda _d: True))
        monkeypatch.setattr(type(driver.app._driver), "suspend_application_mode", lambda _d: None)
        monkeypatch.setattr(type(driver.app._driver), "resume_application_mode", lambda _d: None)
        await driver.press("i")
        await driver.press("ctrl+e")
        path, mode, folder_mode = json.loads(seen.read_text())
        assert path.startswith(str(memory)) and (mode, folder_mode) == ("0o600", "0o700")
        assert left(memory) == []
        if "remove" not in ends:
            assert SECRET in driver.text()


def owner_of(start: Start, customer: int) -> dict[str, object]:
    return {
        "store": str(start.path),
        "form": "LogForm",
        "customer_id": customer,
        "subject_id": None,
        "field": "text",
        "opened_with": "",
    }


def leave_behind(memory: Path, owner: dict[str, object], text: str) -> Path:
    """What a run leaves that was killed while the editor was open."""
    base = memory / f"rmdesk-editor-{os.getuid()}"
    folder = base / "note-left"
    folder.mkdir(mode=0o700, parents=True)
    base.chmod(stat.S_IRWXU)
    (folder / "owner.json").write_text(json.dumps(owner), encoding="utf-8")
    (folder / "note.txt").write_text(text, encoding="utf-8")
    (folder / "lock").touch()
    return folder


async def test_what_a_killed_run_left_in_the_editor_is_offered(
    desk: Desk, start: Start, memory: Path
) -> None:
    async with desk() as driver:
        customer = await driver.app.bridge.read(names.the_one, "王芳")
        folder = leave_behind(memory, owner_of(start, customer), SECRET)
        driver.app._take_leftovers()
        await until(lambda: not folder.exists(), driver.pilot)
        (draft,) = await driver.app.bridge.read(drafts.list_drafts)
        assert draft.typed == {"text": SECRET} and draft.customer_name == "王芳"
        await driver.find("wf")
        await driver.press("i")
        assert isinstance(driver.app.screen, LogForm) and SECRET in driver.text()


def test_leftovers_of_others_and_of_running_editors_are_let_be(start: Start, memory: Path) -> None:
    import fcntl

    folder = leave_behind(memory, owner_of(start, 1), SECRET)
    with (folder / "lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert editor.list_leftovers(start.path) == [] and folder.exists()
    assert [found.text for found in editor.list_leftovers(start.path)] == [SECRET]
    other = start.path.with_name("other.rmdesk")
    other.touch()
    assert editor.list_leftovers(other) == [] and folder.exists()
    start.path.unlink()
    assert editor.list_leftovers(other) == [] and not folder.exists()


def test_a_wiped_file_holds_nothing_any_more(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "note.txt"
    path.write_text(SECRET, encoding="utf-8")
    kept = tmp_path / "kept"
    os.link(path, kept)
    editor.wipe(folder)
    assert not folder.exists() and set(kept.read_bytes()) == {0}
