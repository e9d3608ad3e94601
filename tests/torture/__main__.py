"""All tortures, each as often as the promise says: `python -m tests.torture [SEED] [PART]`.

PART is a divisor of the numbers of runs, for a shorter look. Every run is known by the seed, so
that what fails can be run again. The exit code is 1 where anything failed.
"""

import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial

from tests.torture import damage, full_disk, imports, kills, sequences
from tests.torture.common import derive_quickly

PROCESSES = 2


@dataclass(frozen=True)
class Result:
    """What one torture came to: runs in all and by kind, and what failed."""

    name: str
    runs: int
    kinds: dict[str, int]
    failures: list[str]
    skipped: str = ""


def run_kills(count: int, seed: int) -> Result:
    """Kill processes under load; every acknowledged write must be there."""
    found = kills.run(count, seed)
    return Result("kills", found.total, found.runs, found.failures, found.skipped)


def run_full_disk(count: int, seed: int) -> Result:
    """Write until a small disk is full."""
    found = full_disk.run(count, seed)
    return Result("full disk", found.total, found.runs, found.failures, found.skipped)


def run_damage(count: int, seed: int) -> Result:
    """Open damaged files."""
    found = damage.run(count, seed)
    return Result("damaged files", found.total, found.runs, found.failures, found.skipped)


def run_imports(count: int, seed: int) -> Result:
    """Import random files."""
    found = imports.run(count, seed)
    return Result("import files", found.counts["files"], dict(found.counts), found.failures)


def run_sequences(count: int, seed: int) -> Result:
    """Do, undo and redo at random; the first difference ends it."""
    try:
        found = sequences.run(count, seed)
    except Exception as error:
        notes = " ".join(getattr(error, "__notes__", ()))
        return Result("sequences", count, {}, [f"{type(error).__name__}: {error} {notes}"])
    kinds = {"steps": found.steps, "undone": found.undone, "redone": found.redone}
    return Result("sequences", found.sequences, kinds, [])


TORTURES: tuple[tuple[Callable[[int, int], Result], int], ...] = (
    (run_kills, 300),
    (run_sequences, 500),
    (run_imports, 20_000),
    (run_damage, 200),
    (run_full_disk, 50),
)


def timed(torture: Callable[[int, int], Result], count: int, seed: int) -> tuple[Result, float]:
    """Run one torture and say how long it took."""
    derive_quickly()
    start = time.monotonic()
    return torture(count, seed), time.monotonic() - start


def main() -> int:
    """Run all tortures and print what each came to."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    part = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    failed = False
    with ProcessPoolExecutor(PROCESSES) as pool:
        begun = [
            pool.submit(partial(timed, torture, max(1, count // part), seed))
            for torture, count in TORTURES
        ]
        for done in as_completed(begun):
            result, seconds = done.result()
            kinds = ", ".join(f"{kind} {count:,}" for kind, count in sorted(result.kinds.items()))
            state = result.skipped or f"{len(result.failures)} failed"
            print(f"{result.name}: {result.runs:,} runs, {state}, {seconds:.0f} s ({kinds})")
            for line in result.failures:
                print(f"  {line}")
            sys.stdout.flush()
            failed = failed or bool(result.failures)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
