"""A longer text in the manager's own editor."""

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from textual.app import App, SuspendNotSupported

from rmdesk.i18n import _


def edited(app: App[None], text: str) -> str | None:
    """The text as it comes back from $VISUAL or $EDITOR; None where there is no editor.

    The file it is edited in is readable by the manager only, and removed afterwards.
    """
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
    if not command or shutil.which(command[0]) is None:
        app.notify(_("Set EDITOR to the editor you like."), severity="warning")
        return None
    folder = Path(tempfile.mkdtemp(prefix="rmdesk-"))
    path = folder / "note.txt"
    try:
        path.write_text(text, encoding="utf-8")
        with app.suspend():
            subprocess.run([*command, str(path)], check=False)
        return path.read_text(encoding="utf-8").rstrip("\n")
    except (SuspendNotSupported, OSError, UnicodeDecodeError):
        app.notify(_("The editor could not be used here."), severity="warning")
        return None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
