"""Keys, one after the other: the next one is handled when the last one has come to rest.

A key is passed from the focused widget up to the app, and what it does (move the focus, open a
dialog) may take a while. Fast typing, or keys sent while the book is being read, would reach what
was there before. So keys wait in line, and a screen says when it is ready for them.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.widget import Widget

PATIENCE_SECONDS = 60.0
QUIT = "ctrl+q"
_STEP_SECONDS = 0.004
_LOOK_SECONDS = 0.05


class KeyLine:
    """The keys that wait. `handle` is what the app does with one.

    `may_wait` says whether there is something that leaving must wait for.
    """

    def __init__(
        self,
        app: App[Any],
        handle: Callable[[events.Key], Awaitable[None]],
        may_wait: Callable[[], bool],
    ) -> None:
        self._app = app
        self._may_wait = may_wait
        self._handle = handle
        self._keys: asyncio.Queue[tuple[int, events.Key]] = asyncio.Queue()
        self._generation = 0
        self._task: asyncio.Task[None] | None = None
        self._busy = False

    def put(self, key: events.Key) -> None:
        """Add a key at the end of the line."""
        self._keys.put_nowait((self._generation, key))
        if self._task is None:
            self._task = asyncio.create_task(self._run())

    @property
    def empty(self) -> bool:
        """Whether no key waits and none is on its way."""
        return self._keys.empty() and not self._busy

    def drop(self) -> None:
        """Let go of all keys that wait, but for the one that quits: nobody sees where they go."""
        self._generation += 1

    def stop(self) -> None:
        """Handle no more keys."""
        if self._task is not None:
            self._task.cancel()

    async def _run(self) -> None:
        while True:
            generation, key = await self._keys.get()
            self._busy = True
            if key.key != QUIT or self._may_wait():
                await self._until_ready()
            if key.key == QUIT or generation == self._generation:
                await self._pass_on(key)
            self._busy = False

    async def _pass_on(self, key: events.Key) -> None:
        # In a function of its own: what held the focus must not be held after that.
        focused: Widget | None = self._app.focused
        try:
            await self._handle(key)
        except Exception as error:
            self._app._handle_exception(error)
        await self._rest(focused)

    async def _until_ready(self) -> None:
        """Wait until the screen on top takes keys; not for ever."""
        waited = 0.0
        while not getattr(self._app.screen, "ready", True) and waited < PATIENCE_SECONDS:
            await asyncio.sleep(_STEP_SECONDS)
            waited += _STEP_SECONDS

    async def _rest(self, focused: Widget | None) -> None:
        """Wait until a key, and what it sent after it, has gone from the widget up to the app."""
        way: list[MessagePump] = [] if focused is None else list(focused.ancestors_with_self)
        pumps = [pump for pump in way if pump is not self._app] or [self._app.screen]
        for pump in (*pumps, self._app, *pumps, self._app, self._app.screen):
            await _passed(pump)


async def _passed(pump: MessagePump) -> None:
    """Wait until all that was sent to a pump so far has been handled, as long as it lives."""
    done = asyncio.Event()
    if not pump.is_running or not pump.call_later(done.set):
        return
    while pump.is_running and not done.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), _LOOK_SECONDS)
