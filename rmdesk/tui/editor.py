"""A longer text in the manager's own editor.

The file it is edited in is readable by the manager only, in a folder of its own, in memory where
the system has such a place: what the editor puts beside it (swap and backup files) goes with it.
It is overwritten and removed however the editing ends. What a killed run left behind is found at
the next start, and becomes the draft of the form that it was written in.
"""

import json
import os
import shlex
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from rmdesk.i18n import _

_TEXT, _OWNER, _LOCK = "note.txt", "owner.json", "lock"
_PREFIX = "note-"
_BLOCK = 65_536


@dataclass(frozen=True, slots=True)
class EditedField:
    """Which field of which form a text belongs to, and what the form was opened with there."""

    store: str
    form: str
    customer_id: int | None
    subject_id: int | None
    field: str
    opened_with: str


@dataclass(frozen=True, slots=True)
class Leftover:
    """A text that a killed run left behind."""

    folder: Path
    owner: EditedField
    text: str


def edit_text(app: App[Any], text: str, owner: EditedField) -> str | None:
    """Return the text as it comes back from $VISUAL or $EDITOR; None where there is no editor."""
    if os.name == "nt":
        # Textual cannot give the terminal to another program there.
        app.notify(_("The editor could not be used here."), severity="warning")
        return None
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
    if not command or shutil.which(command[0]) is None:
        app.notify(_("Set EDITOR to the editor you like."), severity="warning")
        return None
    try:
        with _private_folder() as (folder, lock):
            _write(folder / _OWNER, json.dumps(asdict(owner)))
            path = folder / _TEXT
            _write(path, text)
            with app.suspend():
                # The editor holds the lock as well: it may outlive a killed rmdesk.
                environment = os.environ | {"TMPDIR": str(folder)}
                subprocess.run(
                    [*command, str(path)], check=False, pass_fds=(lock,), env=environment
                )
            return path.read_text(encoding="utf-8").rstrip("\n")
    except (SuspendNotSupported, OSError, UnicodeDecodeError):
        app.notify(_("The editor could not be used here."), severity="warning")
        return None


def _base_folders() -> Iterator[Path]:
    """Where such folders are made, the best place first: in memory, then wherever there is room."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    for place in (runtime, "/dev/shm", tempfile.gettempdir()):
        if place and os.access(place, os.W_OK | os.X_OK) and Path(place).is_dir():
            yield Path(place) / f"rmdesk-editor-{_user()}"


def _user() -> int:
    """The number of this machine's user; 0 on Windows, where folders of the user are private."""
    return os.getuid() if hasattr(os, "getuid") else 0


def _is_private(folder: Path) -> bool:
    """Whether a folder is the manager's own, and no link to somewhere else."""
    with suppress(OSError):
        found = folder.lstat()
        private = not stat.S_IMODE(found.st_mode) & 0o077
        return stat.S_ISDIR(found.st_mode) and found.st_uid == _user() and private
    return False


@contextmanager
def _private_folder() -> Iterator[tuple[Path, int]]:
    """Make a folder for one text and hold its lock; everything in it is wiped at the end."""
    for base in _base_folders():
        with suppress(OSError):
            base.mkdir(mode=0o700, exist_ok=True)
        if _is_private(base):
            break
    else:
        base = Path(tempfile.mkdtemp(prefix="rmdesk-"))
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base))
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(lock)
            yield folder, lock
        finally:
            os.close(lock)
    finally:
        wipe(folder)


def _lock(descriptor: int) -> None:
    """Hold a file's lock. Raise OSError where another process holds it.

    Windows has no such locks; a file that is open there cannot be taken away.
    """
    with suppress(ImportError):
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _write(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text.encode())


def wipe(folder: Path) -> None:
    """Overwrite every file of a folder, and remove it; as far as that can be done."""
    for path in folder.rglob("*"):
        with suppress(OSError):
            if path.is_file() and not path.is_symlink():
                _overwrite(path)
    shutil.rmtree(folder, ignore_errors=True)


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            left -= file.write(bytes(min(left, _BLOCK)))
        file.flush()
        os.fsync(file.fileno())


def list_leftovers(store: Path) -> list[Leftover]:
    """Return the texts that killed runs left behind for a store.

    What cannot be read, what says nothing, and what belongs to a store that is gone is wiped.
    """
    found: list[Leftover] = []
    if os.name == "nt":
        return found
    for base in _base_folders():
        if not _is_private(base):
            continue
        for folder in sorted(base.glob(f"{_PREFIX}*")):
            if not _is_private(folder) or _is_in_use(folder):
                continue
            leftover = _read(folder)
            if leftover is None or not Path(leftover.owner.store).exists():
                wipe(folder)
            elif leftover.owner.store == str(store):
                found.append(leftover)
    return found


def _is_in_use(folder: Path) -> bool:
    """Whether a running rmdesk, or an editor it started, still holds the folder."""
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        _lock(lock)
    except OSError:
        return True
    finally:
        os.close(lock)
    return False


def _read(folder: Path) -> Leftover | None:
    """A text with its owner; None where there is nothing to keep."""
    try:
        owner = EditedField(**json.loads((folder / _OWNER).read_text(encoding="utf-8")))
        text = (folder / _TEXT).read_text(encoding="utf-8").rstrip("\n")
    except (OSError, ValueError, TypeError):
        return None
    same = text.strip() == owner.opened_with.strip()
    return None if same else Leftover(folder, owner, text)
