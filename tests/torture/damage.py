"""Damaged files: flipped bits, cuts, zeroed and swapped pages, a garbage log, a damaged key file.

Every opening, reading and examination ends in a DeskError or in the right data, never in a fault,
and never in “wrong passphrase”. A plain file has no checksums: a bit flipped inside a value of it
cannot be told by the file alone, and such runs are counted by themselves.
"""

import random
import shutil
import tempfile
import traceback
from pathlib import Path

from rmdesk.desk import opening
from rmdesk.errors import DeskError, WrongPassphrase
from rmdesk.store import vault
from rmdesk.store.place import beside
from tests.conftest import TODAY
from tests.torture.common import PASSPHRASE, Outcome, copy_store, look_through, make_store, read_all

PAGE = 4_096


def flip_bits(chance: random.Random, path: Path) -> None:
    data = bytearray(path.read_bytes())
    for _number in range(chance.choice((1, 1, 3, 50))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def flip_first_page(chance: random.Random, path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(PAGE)] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def cut(chance: random.Random, path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: chance.choice((0, chance.randrange(100), chance.randrange(len(data))))])


def zero_pages(chance: random.Random, path: Path) -> None:
    data = bytearray(path.read_bytes())
    pages = len(data) // PAGE
    for _number in range(chance.randint(1, 10)):
        place = chance.randrange(pages) * PAGE
        data[place : place + PAGE] = bytes(PAGE)
    path.write_bytes(data)


def swap_pages(chance: random.Random, path: Path) -> None:
    data = bytearray(path.read_bytes())
    one, other = (chance.randrange(len(data) // PAGE) * PAGE for _number in range(2))
    first = bytes(data[one : one + PAGE])
    data[one : one + PAGE] = data[other : other + PAGE]
    data[other : other + PAGE] = first
    path.write_bytes(data)


def write_garbage_log(chance: random.Random, path: Path) -> None:
    for file in beside(path)[: chance.randint(1, 2)]:
        head = b"\x37\x7f\x06\x82\x00\x2d\xe2\x18" if chance.random() < 0.5 else b""
        file.write_bytes(head + chance.randbytes(chance.randrange(1, 40_000)))


def damage_key(chance: random.Random, path: Path) -> None:
    key = vault.key_path(path)
    chance.choice((flip_bits, cut))(chance, key)


KINDS = (flip_bits, flip_first_page, cut, zero_pages, swap_pages, write_garbage_log, damage_key)
_VALUES = frozenset({flip_bits.__name__, flip_first_page.__name__})


def run(count: int, seed: int, people: int = 20) -> Outcome:
    """Damage `count` copies of stores, half of them encrypted, and look at each."""
    chance, outcome = random.Random(seed), Outcome()
    with tempfile.TemporaryDirectory() as folder:
        stores = {}
        for name, passphrase in (("plain", None), ("locked", PASSPHRASE)):
            path = Path(folder) / f"{name}.rmdesk"
            make_store(path, passphrase, people)
            book = opening.open_book(path, passphrase, TODAY)
            stores[path] = read_all(book)
            book.close()
        for number in range(count):
            path = list(stores)[number % 2]
            kind = KINDS[number // 2 % len(KINDS)]
            if kind is damage_key and path.name.startswith("plain"):
                kind = flip_bits
            room = Path(folder) / "room"
            room.mkdir()
            damaged = copy_store(path, room)
            kind(chance, damaged)
            _look(damaged, stores[path], kind.__name__, number, outcome)
            shutil.rmtree(room)
    return outcome


def _look(path: Path, right: object, kind: str, number: int, outcome: Outcome) -> None:
    """Open a damaged store and look through it; note what must not be."""
    encrypted = path.name.startswith("locked")
    what = f"{'encrypted' if encrypted else 'plain'} {kind}"
    outcome.count(what)
    try:
        book = opening.open_book(path, PASSPHRASE if encrypted else None, TODAY)
        try:
            with opening.telling_damage(book):
                look_through(book)
            found = read_all(book)
        finally:
            book.close()
    except WrongPassphrase:
        if kind != damage_key.__name__:
            outcome.failures.append(f"{number} {what}: called a wrong passphrase")
    except DeskError:
        return
    except Exception:
        if not encrypted and kind in _VALUES:
            outcome.count("plain, not to be told")
            return
        outcome.failures.append(f"{number} {what}: {traceback.format_exc()}")
    else:
        if found != right and encrypted:
            outcome.failures.append(f"{number} {what}: wrong data")
        elif found != right:
            outcome.count("plain, not to be told")
