"""Nothing is imported that only Unix has: what needs it asks for it where it is used."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# What only Unix has, taken away before anything of rmdesk is imported. The desk's terminal driver
# is the one for Linux and macOS; Windows has Textual's own.
WITHOUT = """
import importlib, os, pkgutil, signal, sys
import textual.app, textual.widgets, sqlalchemy, sqlmodel, alembic, scipy.optimize, scipy.special
for name in ("fcntl", "termios", "resource", "pwd", "grp", "tty", "pty"):
    sys.modules[name] = None
for name in ("SIGHUP", "SIGTSTP", "SIGCONT", "SIGSTOP", "SIGKILL"):
    delattr(signal, name)
for name in ("fchmod", "getuid", "geteuid", "O_NOFOLLOW", "O_DIRECTORY", "statvfs", "fork"):
    if hasattr(os, name):
        delattr(os, name)
import rmdesk
for module in pkgutil.walk_packages(rmdesk.__path__, "rmdesk."):
    if module.name not in ("rmdesk.tui.driver", "rmdesk.__main__"):
        importlib.import_module(module.name)
        print(module.name)
"""


def test_everything_is_imported_without_what_only_unix_has() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    assert len(done.stdout.splitlines()) > 300
