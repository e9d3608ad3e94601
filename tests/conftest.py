"""What tests share: a real store on disk, on a fixed day."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rmdesk.desk import demo, editing, estimating, learning, opening
from rmdesk.store import derivation
from rmdesk.store.book import Book

TODAY = date(2026, 11, 24)
# Every channel; without a recorded consent nothing is offered.
CONSENT = "phone; message; email; post; visit"


@pytest.fixture(autouse=True, scope="session")
def cheap_derivation() -> Iterator[None]:
    """No test waits half a second for each passphrase; programs of their own do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(derivation, "calibrate", lambda: derivation.Derivation(2, 64, 1))
        yield


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes the manager's own folders."""
    home = tmp_path / "home"
    monkeypatch.setenv("RMDESK_HOME", str(home))
    names = ("RMDESK_STORE", "RMDESK_PASSPHRASE", "RMDESK_NEW_PASSPHRASE", "RMDESK_TODAY")
    for name in names:
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new plain store, made once; tests work on copies."""
    path = tmp_path_factory.mktemp("empty") / "book.rmdesk"
    opening.make(path, None, TODAY, "CNY").close()
    return path


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo book, made once; tests work on copies."""
    path = tmp_path_factory.mktemp("demo") / "demo.rmdesk"
    book = demo.open_demo(path, TODAY)
    estimating.refresh(book)
    learning.refresh(book)
    book.close()
    return path


def copied(store: Path, folder: Path) -> Path:
    """A copy of a store that a test may change."""
    return Path(shutil.copy2(store, folder / "book.rmdesk"))


@pytest.fixture
def store(empty_store: Path, tmp_path: Path) -> Path:
    """The path of an empty book of the test's own."""
    return copied(empty_store, tmp_path)


@pytest.fixture
def book(store: Path) -> Iterator[Book]:
    """An empty book, open."""
    opened = opening.open_book(store, None, TODAY)
    yield opened
    opened.close()


@pytest.fixture
def demo_book(demo_store: Path, tmp_path: Path) -> Iterator[Book]:
    """The demo book, open."""
    opened = opening.open_book(copied(demo_store, tmp_path), None, TODAY)
    yield opened
    opened.close()


@pytest.fixture
def customer(book: Book) -> int:
    """A customer of the empty book."""
    return editing.create(
        book, {"name": "张伟", "phones": "138 0013 8000", "tier": "gold", "consent": CONSENT}
    )
