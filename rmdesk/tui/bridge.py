"""Between the screen and the desk: one thread that holds the book, and a queue before it.

Reads may be dropped: a cancelled one that has not begun never runs. Writes are shielded: once
asked for they happen, whatever becomes of the screen that asked, and `close` waits for them.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from rmdesk.desk.opening import Book

# What does not ask whether to go on is not waited for longer than this.
PATIENCE_SECONDS = 20.0

P = ParamSpec("P")
T = TypeVar("T")


class Bridge:
    """Runs desk verbs in the book's own thread. Open it before anything is asked."""

    def __init__(self, hear: Callable[[object], None] = lambda _answer: None) -> None:
        """Tell `hear` every answer before anybody else has it."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="book")
        self._book: Book | None = None
        self._writes: set[asyncio.Future[Any]] = set()
        self._apart_work: set[asyncio.Task[Any]] = set()
        self._hear = hear
        self._closing = False
        self._close_task: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is a book to ask."""
        return self._book is not None

    async def prepare(self, imports: Callable[[], object]) -> None:
        """Import what is heavy, in a thread of its own, while something else is looked at."""
        await asyncio.to_thread(imports)

    async def open(self, opener: Callable[[], "Book"]) -> None:
        """Open the book, in its thread. Raises what the opener raises."""
        self._book = await asyncio.wrap_future(self._thread.submit(opener))

    async def finish_writes(self) -> None:
        """Wait for the writes that were asked for so far."""
        if self._writes:
            await asyncio.wait(set(self._writes))

    async def read(
        self, verb: "Callable[Concatenate[Book, P], T]", *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What a verb gives. Cancelling it before its turn keeps it from running at all."""
        self._go_on()
        job = partial(self._call, lambda book: verb(book, *args, **kwargs))
        answer = await self._submit(job)
        self._hear(answer)
        return answer

    async def write(
        self, verb: "Callable[Concatenate[Book, P], T]", *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do what a verb does; it happens even when whoever awaits it goes away."""
        self._go_on()
        future = self._submit(partial(self._call, lambda book: verb(book, *args, **kwargs)))
        self._writes.add(future)
        future.add_done_callback(self._writes.discard)
        answer = await asyncio.shield(future)
        self._hear(answer)
        return answer

    async def apart(self, verb: "Callable[[Book, Callable[[], bool]], T]") -> T:
        """Do long work on a connection and in a thread of its own: no key waits for it.

        The verb is given the book and a question to ask now and then, whether to go on.
        """
        self._go_on()
        assert self._book is not None
        task = asyncio.create_task(asyncio.to_thread(self._apart, self._book, verb))
        self._apart_work.add(task)
        task.add_done_callback(self._apart_done)
        # Its thread goes on when whoever awaits it goes away; `close` must know of it.
        answer = await asyncio.shield(task)
        self._hear(answer)
        return answer

    def _apart_done(self, task: asyncio.Task[Any]) -> None:
        self._apart_work.discard(task)
        if not task.cancelled():
            task.exception()

    def _apart(self, book: "Book", verb: "Callable[[Book, Callable[[], bool]], T]") -> T:
        twin = book.twin()
        try:
            return verb(twin, lambda: not self._closing)
        finally:
            twin.close()

    def _go_on(self) -> None:
        """End whoever asks where no book is open, or not for long: nobody is there to see it."""
        if self._closing or self._book is None:
            raise asyncio.CancelledError

    def _submit(self, job: Callable[[], T]) -> "asyncio.Future[T]":
        return asyncio.wrap_future(self._thread.submit(job))

    def _call(self, verb: "Callable[[Book], T]") -> T:
        from rmdesk.desk.opening import telling_damage

        assert self._book is not None
        with telling_damage(self._book):
            return verb(self._book)

    async def close(self) -> None:
        """Take no more writes, finish those that were asked for, and let go of the store.

        Long work is asked to stop, and waited for: its connection knows the key as well.
        May be called again while it is under way.
        """
        self._closing = True
        if self._close_task is None:
            self._close_task = asyncio.create_task(self._close())
        await asyncio.shield(self._close_task)

    async def _close(self) -> None:
        await self.finish_writes()
        if self._apart_work:
            await asyncio.wait(set(self._apart_work), timeout=PATIENCE_SECONDS)
        if self._book is not None:
            await asyncio.wrap_future(self._thread.submit(self._book.close))
            self._book = None
        self._thread.shutdown(wait=False)
