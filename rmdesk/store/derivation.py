"""From a passphrase to a wrapping key: Argon2id, as slow as half a second on this machine.

A key file says how it wants to be derived; what it may ask is bounded here, before anything is
derived.
"""

import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from rmdesk.errors import BadKeyParameters, NotEnoughMemory, PassphraseTooShort

MIN_CHARACTERS = 8
TARGET_SECONDS = 0.5
MIN_PASSES = 3
MIN_MEMORY_KIB = 65_536
MAX_CALIBRATED_KIB = 1_048_576

# What a key file may ask: 2 GiB at most, and no more work than 16 passes over 1 GiB.
_MAX_MEMORY_KIB = 2 * 1_048_576
_MAX_PASSES = 256
_MAX_LANES = 16
_MAX_WORK_KIB = 16 * 1_048_576
_MIN_KIB_A_LANE = 8


@dataclass(frozen=True)
class Derivation:
    """Argon2id's parameters: passes, memory in KiB, lanes."""

    passes: int = MIN_PASSES
    memory_kib: int = MIN_MEMORY_KIB
    lanes: int = 4


def check_bounds(how: Derivation, path: Path) -> None:
    """Raise BadKeyParameters where a key file's parameters are beyond what any store may ask."""
    possible = (
        1 <= how.passes <= _MAX_PASSES
        and 1 <= how.lanes <= _MAX_LANES
        and _MIN_KIB_A_LANE * how.lanes <= how.memory_kib <= _MAX_MEMORY_KIB
        and how.passes * how.memory_kib <= _MAX_WORK_KIB
    )
    if not possible:
        raise BadKeyParameters(path=path)


def normalize(passphrase: str) -> str:
    """Return the passphrase in NFC: one that is typed composed opens what was made decomposed."""
    return unicodedata.normalize("NFC", passphrase)


def check_length(passphrase: str) -> None:
    """Raise PassphraseTooShort below 8 characters, counted in NFC."""
    if len(normalize(passphrase)) < MIN_CHARACTERS:
        raise PassphraseTooShort(least=MIN_CHARACTERS)


def derive(passphrase: str, salt: bytes, how: Derivation) -> bytes:
    """Return 32 bytes from a passphrase, which is taken as it is.

    The parameters are to be checked before. Raises NotEnoughMemory.
    """
    from argon2.exceptions import HashingError
    from argon2.low_level import Type, hash_secret_raw

    try:
        return hash_secret_raw(
            # A lone surrogate comes from bytes that are not UTF-8; it must not end the program.
            passphrase.encode("utf-8", "surrogatepass"),
            salt,
            time_cost=how.passes,
            memory_cost=how.memory_kib,
            parallelism=how.lanes,
            hash_len=32,
            type=Type.ID,
        )
    except (HashingError, MemoryError):
        raise NotEnoughMemory(mib=how.memory_kib // 1024) from None


def calibrate() -> Derivation:
    """Return parameters that take about half a second here, never below the floors.

    Memory is raised first, up to 1 GiB and an eighth of the machine's; then the passes.
    """
    lanes = max(1, min(4, os.cpu_count() or 1))
    most = min(MAX_CALIBRATED_KIB, max(MIN_MEMORY_KIB, _physical_kib() // 8))
    how = Derivation(MIN_PASSES, MIN_MEMORY_KIB, lanes)
    seconds = _measure(how)
    while seconds < TARGET_SECONDS * 0.7 and how.memory_kib * 2 <= most:
        larger = Derivation(how.passes, how.memory_kib * 2, lanes)
        try:
            measured = _measure(larger)
        except NotEnoughMemory:
            break
        how, seconds = larger, measured
    passes = int(how.passes * TARGET_SECONDS / max(seconds, 0.001))
    passes = min(passes, _MAX_PASSES, _MAX_WORK_KIB // how.memory_kib)
    return Derivation(max(MIN_PASSES, passes), how.memory_kib, lanes)


def _measure(how: Derivation) -> float:
    started = perf_counter()
    derive("measured", bytes(16), how)
    return perf_counter() - started


def _physical_kib() -> int:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1024
    except (AttributeError, ValueError, OSError):
        return 8 * MIN_MEMORY_KIB
