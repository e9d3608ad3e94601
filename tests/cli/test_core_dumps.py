"""No core dump is left by a process that has a store open."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rmdesk.desk import opening
from tests.conftest import TODAY

PASSPHRASE = "eight horses 八"

# Opens the store as the command line does, tells how it stands, and dies of the signal.
_CHILD = """
import ctypes, os, sys
from pathlib import Path
from rmdesk.cli import main, looking
def die(arguments):
    from rmdesk.cli.session import opened
    with opened(arguments) as book:
        assert book.card().currency == "CNY"
        print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) if sys.platform == "linux" else 0)
        print(Path("/proc/self/limits").read_text() if sys.platform == "linux" else "")
        sys.stdout.flush()
        os.kill(os.getpid(), int(os.environ["SIGNAL"]))
looking.today = die
main.run(["--store", os.environ["STORE"], "today"])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no core dumps")
@pytest.mark.parametrize("killer", [signal.SIGABRT, signal.SIGSEGV])
def test_a_process_that_dies_with_an_open_store_leaves_no_core(
    tmp_path: Path, killer: signal.Signals
) -> None:
    store, folder = tmp_path / "book.rmdesk", tmp_path / "cores"
    folder.mkdir()
    opening.make(store, PASSPHRASE, TODAY, "CNY").close()
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    if hard == 0:
        pytest.skip("this system allows no core dumps to begin with")
    done = subprocess.run(
        [sys.executable, "-c", _CHILD],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "STORE": str(store),
            "SIGNAL": str(int(killer)),
            "RMDESK_PASSPHRASE": PASSPHRASE,
            "RMDESK_HOME": str(tmp_path / "home"),
        },
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (hard, hard)),
    )
    assert done.returncode == -killer, done.stderr
    assert not list(folder.iterdir())
    if sys.platform == "linux":
        dumpable, _, limits = done.stdout.partition("\n")
        assert dumpable == "0"
        (line,) = [line for line in limits.splitlines() if line.startswith("Max core file size")]
        assert line.split()[4:6] == ["0", "0"]
