"""Lock the screen: by key, after some idle minutes, and after the machine or the program slept.

What was on the screen goes at once. Then open forms save their drafts, the writes that were asked
for are finished, the book is closed and its key overwritten, and every screen, view and cache
that held data is dropped.
"""

import asyncio
import gc
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.cache import FIFOCache, LRUCache
from textual.message_pump import MessagePump

from rmdesk.errors import DeskError
from rmdesk.tui.bridge import Bridge
from rmdesk.tui.screens.opening import Opening
from rmdesk.tui.start import Place

if TYPE_CHECKING:
    from rmdesk.tui.hiding import HidingApp

TICK_SECONDS = 1.0
# More than a busy machine delays a tick by, or a clock is set by.
ASLEEP_SECONDS = 5.0
STOPPED_SECONDS = 30.0
LATE_SECONDS = 3.0
# Everything off the screen and out of the scrollback, and a title that names nobody.
_CLEAR = "\x1b[H\x1b[J\x1b[3J\x1b]2;rmdesk\x07"
_CACHING = ("rich", "textual", "rmdesk", "pypinyin")
# What the app does by itself beside the manager's work.
_BACKGROUND = ("settle", "shown", "learn", "catch-up")
_LRU = type(lru_cache(lambda: None))


@runtime_checkable
class KeepsDraft(Protocol):
    """A screen that can save what was typed in it, to be offered again."""

    async def save_draft(self) -> None:
        """Save what was typed, if anything was."""


@runtime_checkable
class HasPlace(Protocol):
    """A screen that the manager comes back to."""

    def place(self) -> Place:
        """Return where it stands."""


def with_sleep() -> float:
    """Return seconds that go on while the machine sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.time()


class Watch:
    """Tells when to lock. `monotonic` and `with_sleep` are its clocks, in seconds."""

    def __init__(
        self,
        minutes: int,
        monotonic: Callable[[], float] = time.monotonic,
        with_sleep: Callable[[], float] = with_sleep,
    ) -> None:
        """Lock after so many minutes without a sign of life; 0 for never."""
        self.minutes = minutes
        self.monotonic = monotonic
        self.with_sleep = with_sleep
        self.restart()

    def restart(self) -> None:
        """Begin to count now."""
        self._ticked, self._slept = self.monotonic(), self.with_sleep()
        self.touch()

    def touch(self) -> None:
        """Note a sign of life: a key, a click."""
        self._touched = self.monotonic()

    def come_back(self) -> None:
        """Note that somebody was at work elsewhere (in the editor) since the last tick.

        Whether the machine slept meanwhile is told by the next tick.
        """
        now = self.monotonic()
        self._slept += now - self._ticked
        self._ticked = self._touched = now

    def tick(self) -> bool:
        """Return whether it is time to lock: idle for too long, or the machine or program slept."""
        now, slept = self.monotonic(), self.with_sleep()
        passed, passed_asleep = now - self._ticked, slept - self._slept
        self._ticked, self._slept = now, slept
        if passed >= STOPPED_SECONDS or passed_asleep - passed >= ASLEEP_SECONDS:
            return True
        return bool(self.minutes) and now - self._touched >= self.minutes * 60


class Lock:
    """Locks the app, and knows where it goes back to."""

    def __init__(self, app: "HidingApp", minutes: int) -> None:
        self._app = app
        self._times = 0
        self.watch = Watch(minutes)
        self.is_on = False
        self.place: Place | None = None

    def start(self) -> None:
        """Look now and then whether it is time to lock."""
        self.watch.restart()
        self._app.set_interval(TICK_SECONDS, self._tick)

    def _tick(self) -> None:
        if self.watch.tick():
            self.begin()

    def begin(self) -> None:
        """Lock, where a book is open and nothing is locked yet."""
        if self._app.bridge.is_open and not self.is_on:
            self.is_on = True
            self._app.drop_keys()
            self._app.run_worker(self._lock(), group="lock")

    def end(self) -> None:
        """The book is open again."""
        self.is_on = False
        self.watch.restart()

    async def _lock(self) -> None:
        app = self._app
        left_mode, left = app.current_mode, list(app.screen_stack)
        places = [screen.place() for screen in left if isinstance(screen, HasPlace)]
        self.place = places[0] if places else None
        dropped = asyncio.Event()
        await self._cover(dropped)
        for group in _BACKGROUND:
            app.workers.cancel_group(app, group)
        for screen in left:
            if isinstance(screen, KeepsDraft):
                # A form whose draft cannot be saved is no reason to stay open.
                with suppress(DeskError):
                    await screen.save_draft()
        await app.bridge.finish_writes()
        for screen in left:
            # What is read for a screen finds nothing to show it on once that is taken apart.
            app.workers.cancel_node(screen)
        await app.bridge.close()
        del screen, left
        await app.remove_mode(left_mode)
        _drop_watchers(app)
        app.bridge = Bridge(app.masking.hear)
        app.masking.forget()
        app.safety.forget()
        app.start = replace(app.start, passphrase=None, demo=False)
        forget()
        dropped.set()
        # Timers that were cancelled hold what they were for until their time has come.
        app.set_timer(LATE_SECONDS, forget)

    async def _cover(self, dropped: asyncio.Event) -> None:
        """Show the locked screen, and nothing else, in a stack of screens of its own."""
        from rmdesk.tui.screens.locked import Locked

        app = self._app
        self._times += 1
        mode = f"locked-{self._times}"
        app.add_mode(mode, Opening)
        with app.batch_update():
            await app.switch_mode(mode)
            app.clear_notifications()
            await app.push_screen(Locked(dropped), app.unlocked)
        if app._driver is not None:
            app._driver.write(_CLEAR)
        app.screen.refresh(layout=True)


def _drop_watchers(app: "HidingApp") -> None:
    """Let go of removed screens that watched the app: Textual does so at the next change only."""
    watchers: dict[str, list[tuple[MessagePump, object]]] = vars(app).get("__watchers", {})
    for entries in watchers.values():
        entries[:] = [entry for entry in entries if entry[0].is_running]


def forget() -> None:
    """Empty every cache that text was drawn with, and free what is reachable no more.

    Python overwrites no freed memory; what the process gave back is beyond its reach.
    """
    gc.unfreeze()
    for thing in gc.get_objects():
        kind = type(thing)
        if kind is _LRU:
            if str(getattr(thing, "__module__", "")).partition(".")[0] in _CACHING:
                thing.cache_clear()
        elif kind is LRUCache or kind is FIFOCache:
            thing.clear()
    gc.collect()
