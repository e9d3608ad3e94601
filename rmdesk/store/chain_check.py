"""Check the chain of the history: what was altered, dropped or inserted behind its back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from rmdesk.model.instants import from_milliseconds
from rmdesk.store import chain, purge_seal
from rmdesk.store.book import Book
from rmdesk.store.chain import ChangeRow, Digests, OperationRow
from rmdesk.terms import Damage

_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class ChainDamage:
    """What was done to the history: to which operation, of when, and to how many of its changes.

    `operation_id` and `at` are of the operation that was altered or inserted, or after which others
    were dropped: 0 and None where the first ones were. `changes` counts its changes that were
    altered, dropped or inserted; 0 where it was the operation itself.
    """

    damage: Damage
    operation_id: int
    at: datetime | None = None
    changes: int = 0


@dataclass(frozen=True, slots=True)
class _Link:
    """An operation as it is stored, and what contradicts its own digests."""

    operation: OperationRow
    digest: str
    chain: str
    changes: str
    own: tuple[ChainDamage, ...]

    def after(self, previous: str) -> str:
        """The chain that it would have after another one."""
        return chain.link(previous, self.digest, self.changes)

    def damaged(self, damage: Damage, changes: int = 0) -> ChainDamage:
        """What was done to it."""
        return ChainDamage(damage, self.operation.id, _moment(self.operation.at), changes)


def verify_chain(book: Book) -> Iterator[ChainDamage]:
    """Yield what was done to the history behind the program's back, in the order of its operations.

    It reads the whole history, a part of it at a time.
    """
    walk = _Walk(book)
    for link in _links(book):
        yield from walk.step(link)
    yield from walk.end()
    for purge_id, at in purge_seal.broken(book):
        yield ChainDamage(Damage.ALTERED, purge_id, _moment(at))


class _Walk:
    """Goes along the chain; an operation that does not fit is judged by the one after it."""

    def __init__(self, book: Book) -> None:
        self._head = chain.read_head(book.connection)
        self._missing = self._head.operations > book.number("SELECT count(*) FROM deeds")
        self._orphans = _orphans(book)
        self._chain = chain.START
        self._last: _Link | None = None
        self._doubtful: _Link | None = None
        self._past_head = False

    def step(self, link: _Link) -> Iterator[ChainDamage]:
        """Take the next operation."""
        if self._doubtful is not None:
            yield from self._judge(self._doubtful, link)
        if link.chain == link.after(self._chain):
            yield from link.own
            yield from self._accept(link, link.chain)
        else:
            self._doubtful = link

    def _judge(self, doubtful: _Link, following: _Link) -> Iterator[ChainDamage]:
        """Say what an operation that does not fit is, by what fits after it."""
        self._doubtful = None
        if following.chain == following.after(self._chain):
            yield doubtful.damaged(Damage.INSERTED)
            return
        computed = doubtful.after(self._chain)
        yield from doubtful.own or (self._unexplained(doubtful),)
        fits = following.chain == following.after(computed)
        yield from self._accept(doubtful, computed if fits else doubtful.chain)

    def _unexplained(self, link: _Link) -> ChainDamage:
        """An operation that agrees with its digests and does not follow the one before it."""
        first = self._last.operation.id if self._last else 0
        for orphan in [o for o in self._orphans if first < o < link.operation.id]:
            del self._orphans[orphan]
            return ChainDamage(Damage.DROPPED, orphan)
        if not self._missing:
            return link.damaged(Damage.ALTERED)
        return self._dropped()

    def _dropped(self) -> ChainDamage:
        return self._last.damaged(Damage.DROPPED) if self._last else ChainDamage(Damage.DROPPED, 0)

    def _accept(self, link: _Link, linked: str) -> Iterator[ChainDamage]:
        if self._past_head:
            yield link.damaged(Damage.INSERTED)
        self._past_head = self._past_head or linked == self._head.chain
        self._chain, self._last = linked, link

    def end(self) -> Iterator[ChainDamage]:
        """Compare the end with where the chain should end."""
        doubtful = self._doubtful
        if doubtful is not None and self._chain == self._head.chain:
            yield doubtful.damaged(Damage.INSERTED)
        elif doubtful is not None:
            yield from doubtful.own or (self._unexplained(doubtful),)
            computed = doubtful.after(self._chain)
            fits = computed == self._head.chain
            yield from self._accept(doubtful, computed if fits else doubtful.chain)
        if self._chain != self._head.chain and not self._past_head:
            last = self._last.damaged(Damage.ALTERED) if self._last else None
            yield self._dropped() if self._missing or last is None else last
        for orphan, count in self._orphans.items():
            yield ChainDamage(Damage.INSERTED, orphan, None, count)


def _links(book: Book) -> Iterator[_Link]:
    after = -(1 << 62)
    sql = (
        f"SELECT {chain.OPERATION_COLUMNS}, digest, chain, purged FROM deeds WHERE id > ?"
        " ORDER BY id LIMIT ?"
    )
    while page := book.rows(sql, (after, _PAGE)):
        for row in page:
            *content, digest, linked, purged = row
            operation = OperationRow(*content)  # type: ignore[arg-type]
            yield _link(book, operation, str(digest), str(linked), purged is not None)
        after = int(page[-1][0] or 0)


def _link(book: Book, operation: OperationRow, digest: str, linked: str, purged: bool) -> _Link:
    digests, count, altered = _changes(book, operation.id)
    bare = _Link(operation, digest, linked, digests.whole(), ())
    intact = chain.digest_of(operation) == digest or (purged and not operation.label)
    own = []
    # One that was inserted has no digest of its own either.
    altered -= min(altered, max(0, count - operation.change_count)) if intact else 0
    if altered:
        own.append(bare.damaged(Damage.ALTERED, altered))
    if not intact:
        own.append(bare.damaged(Damage.ALTERED))
    elif count < operation.change_count:
        own.append(bare.damaged(Damage.DROPPED, operation.change_count - count))
    elif count > operation.change_count:
        own.append(bare.damaged(Damage.INSERTED, count - operation.change_count))
    return _Link(operation, digest, linked, bare.changes, tuple(own))


def _changes(book: Book, operation_id: int) -> tuple[Digests, int, int]:
    """An operation's digests, how many changes it has, and how many are not what was digested."""
    digests, count, altered, after = Digests(), 0, 0, -(1 << 62)
    sql = (
        f"SELECT {chain.CHANGE_COLUMNS}, digest, purged FROM changes"
        " WHERE deed_id = ? AND id > ? ORDER BY id LIMIT ?"
    )
    while page := book.rows(sql, (operation_id, after, _PAGE)):
        for row in page:
            *content, digest, purged = row
            change = ChangeRow(*content)  # type: ignore[arg-type]
            digests.add(str(digest))
            if purged is None:
                altered += chain.digest_of(change) != digest
            else:
                altered += change.old is not None or change.new is not None
        count, after = count + len(page), int(page[-1][0] or 0)
    return digests, count, altered


def _orphans(book: Book) -> dict[int, int]:
    """Changes without their operation: how many, by the operation's id."""
    rows = book.rows(
        "SELECT deed_id, count(*) FROM changes WHERE NOT EXISTS"
        " (SELECT 1 FROM deeds WHERE deeds.id = changes.deed_id) GROUP BY 1"
    )
    return {int(operation or 0): int(count or 0) for operation, count in rows}


def _moment(milliseconds: int) -> datetime | None:
    try:
        return from_milliseconds(milliseconds).astimezone()
    except (OverflowError, OSError, ValueError, TypeError):
        return None
