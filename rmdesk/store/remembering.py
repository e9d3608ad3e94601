"""What an open store remembers between two looks, as long as nobody writes to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from rmdesk.store.driver import Connection

if TYPE_CHECKING:
    from rmdesk.store.book import Clock

T = TypeVar("T")


class Remembering:
    """The part of an open store that remembers; a store has its connection and its clock."""

    connection: Connection
    clock: "Clock"

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._remembered: dict[str, tuple[object, Any]] = {}
        self._unseen_changes = 0
        self._seen_version: int | None = None

    def data_version(self) -> int:
        """Return a number that differs once another program has changed the store."""
        row = self.connection.execute("PRAGMA data_version").fetchone()
        assert row is not None and isinstance(row[0], int)
        return row[0]

    def remembered(self, name: str, make: Callable[[], T], of: object = None) -> T:
        """Return what `make` gives, made once as long as nobody writes to the store.

        For what every look needs and few writes change; `name` says what it is. It is made again
        on another day. Where it depends on nothing but `of` and the day, only these matter.
        """
        if of is None:
            seen = self._seen_version
            changes = self.connection.total_changes - self._unseen_changes
            of = (self.data_version() if seen is None else seen, changes)
        key = (of, self.clock.today())
        known = self._remembered.get(name)
        if known is None or known[0] != key:
            known = self._remembered[name] = (key, make())
        found: T = known[1]
        return found

    @contextmanager
    def keep_remembered(self) -> Iterator[None]:
        """Forget nothing because of what is written meanwhile.

        For temporary tables, and for tables on which nothing rests that is remembered.
        """
        before = self.connection.total_changes
        try:
            yield
        finally:
            self._unseen_changes += self.connection.total_changes - before

    @contextmanager
    def look_once(self) -> Iterator[None]:
        """Ask once whether other programs wrote, for all that is remembered in one look."""
        if self._seen_version is not None:
            yield
            return
        self._seen_version = self.data_version()
        try:
            yield
        finally:
            self._seen_version = None

    def forget_remembered(self) -> None:
        """Forget all of it."""
        self._remembered.clear()
