"""The log of faults: the manager's alone, bounded, and never a fault itself."""

from pathlib import Path

import pytest

from rmdesk import faults


def fail(text: str) -> Exception:
    try:
        raise ValueError(text)
    except ValueError as error:
        return error


def test_the_log_is_the_managers_alone_and_has_no_data(tmp_path: Path) -> None:
    path = faults.write(fail("王芳"), tmp_path / "a" / "log")
    assert path is not None and path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    text = path.read_text(encoding="utf-8")
    assert "builtins.ValueError" in text and "test_faults.py" in text and "王芳" not in text


def test_the_log_does_not_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "MAX_BYTES", 2_000)
    for _fault in range(200):
        faults.write(fail("x"), tmp_path)
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert len(sizes) == 2 and max(sizes) < 3_000


def test_a_log_that_cannot_be_written_is_no_second_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert faults.write(fail("x"), tmp_path / "file") is None
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("mine")
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / faults.FILE).symlink_to(elsewhere)
    assert faults.write(fail("x"), tmp_path / "log") is None
    assert elsewhere.read_text() == "mine"
