"""What happens when something goes wrong on the screen: the desk stays, and one line says so.

Textual ends the program at any exception, and the handler's message pump with it. Here pumps live
on, and it depends on what failed: a screen that could not be drawn or read is left, the desk
itself is ended cleanly where it cannot be drawn, and everything else is told and worked on.
"""

import asyncio
import threading
from collections import deque
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual._context import active_message_pump
from textual.dom import DOMNode
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.worker import NoActiveWorker, Worker, WorkerFailed, get_current_worker

from rmdesk import faults
from rmdesk.errors import DeskError
from rmdesk.i18n import _

if TYPE_CHECKING:
    from rmdesk.tui.app import DeskApp

# What runs by itself tells the same thing once in this time.
QUIET_SECONDS = 60.0
_BACKGROUND = ("pulse", "look", "pages", "shown", "listed", "learn", "catch-up", "settle")
# As often in this time a screen may fail to be drawn, and anything else may fail on it.
_WINDOW_SECONDS = 5.0
_DRAWN_BADLY, _FAILED_AT_ALL = 3, 20
_DRAWING = ("_compositor.py", "_styles_cache.py", "_compositor_refresh", "_refresh_layout")
# Below these nothing is left to go back to: the opening and the desk.
_BASE_SCREENS = 2


class Safety:
    """Decides what an exception costs; one for each app."""

    def __init__(self, app: "DeskApp") -> None:
        self._app = app
        self._told: dict[tuple[str, ...], float] = {}
        self._failures: deque[tuple[float, Screen[object], bool]] = deque(maxlen=100)
        self.count = 0

    def forget(self) -> None:
        """Forget the screens that something failed on."""
        self._failures.clear()

    def handle(self, error: Exception) -> None:
        """Take an exception that nobody else did."""
        worker = _worker() if isinstance(error, WorkerFailed) else None
        cause = error.error if isinstance(error, WorkerFailed) else error
        while isinstance(cause, WorkerFailed):
            cause = cause.error
        screen = self._screen(worker)
        quiet = worker is not None and worker.group in _BACKGROUND
        if isinstance(cause, DeskError):
            self.tell(cause, quiet)
        else:
            self._report(cause, quiet)
        if screen is None or self._is_opening(worker):
            self._end(cause)
        elif quiet:
            return
        elif self._is_lost(screen, cause):
            self._leave(screen, cause)
        elif hasattr(screen, "ready"):
            screen.ready = True

    def tell(self, error: DeskError, quiet: bool = False) -> None:
        """Say what the manager can mend; with `quiet` not again within a minute."""
        from rmdesk.i18n.words import explain

        text = explain(error)
        if not (quiet and self._was_told(text)):
            self._app.notify(text, severity="error", timeout=10)

    def _report(self, cause: BaseException, quiet: bool) -> None:
        """Write a fault down, and say where."""
        self.count += 1
        known = self._was_told(type(cause).__qualname__, *_places(cause))
        path = self._app.start.home.log / faults.FILE if known else self._write(cause)
        if not (quiet and known):
            self._app.notify(fault_line(cause, path), severity="error", timeout=10)

    def _write(self, cause: BaseException) -> object:
        return faults.write(cause, self._app.start.home.log)

    def _was_told(self, *what: str) -> bool:
        now = monotonic()
        before = self._told.get(what)
        if before is not None and now - before < QUIET_SECONDS:
            return True
        self._told[what] = now
        return False

    def _screen(self, worker: "Worker[object] | None") -> "Screen[object] | None":
        """Return the screen that something failed on, the one on top where it was none."""
        try:
            node = worker.node if worker is not None else active_message_pump.get(None)
            if isinstance(node, Screen):
                return node
            if isinstance(node, DOMNode) and node is not self._app:
                return node.screen
            return self._app.screen
        except Exception:
            stack = self._app.screen_stack
            return stack[-1] if stack else None

    def _is_opening(self, worker: "Worker[object] | None") -> bool:
        """Whether it was the opening of the desk that failed: there is nothing to stay at."""
        no_desk = len(self._app.screen_stack) < _BASE_SCREENS
        return no_desk and (worker is None or worker.node is self._app)

    def _is_lost(self, screen: "Screen[object]", cause: BaseException) -> bool:
        """Whether a screen cannot be worked at: never shown whole, or failing again and again."""
        if not screen.is_mounted or not getattr(screen, "was_ready", True):
            return True
        now, drawing = monotonic(), _is_drawing(cause)
        self._failures.append((now, screen, drawing))
        recent = [f for f in self._failures if f[1] is screen and now - f[0] < _WINDOW_SECONDS]
        if sum(1 for f in recent if f[2]) >= _DRAWN_BADLY or len(recent) >= _FAILED_AT_ALL:
            return True
        if drawing and screen.is_current:
            screen.refresh(layout=True)
        return False

    def _leave(self, screen: "Screen[object]", cause: BaseException) -> None:
        stack = self._app.screen_stack
        if screen not in stack or stack.index(screen) >= _BASE_SCREENS:
            self._app.call_later(self._pop, screen)
        else:
            self._end(cause)

    async def _pop(self, screen: "Screen[object]") -> None:
        """Go back to what was there before a screen."""
        app = self._app
        while screen in app.screen_stack[_BASE_SCREENS:]:
            await app.pop_screen()
        app.screen.refresh(layout=True)

    def _end(self, cause: BaseException) -> None:
        from rmdesk.i18n.words import explain

        if isinstance(cause, DeskError):
            self._app.end_by_fault(explain(cause))
        else:
            self._app.end_by_fault(fault_line(cause, self._app.start.home.log / faults.FILE))


def fault_line(cause: BaseException, path: object) -> str:
    """Return the one line that says what happened and where the report is."""
    if path is None:
        text = _("A fault in rmdesk ({kind}). Its report could not be written.")
    else:
        text = _("A fault in rmdesk ({kind}). {path} says where it happened, without any data.")
    return text.format(kind=type(cause).__name__, path=path)


def _worker() -> "Worker[object] | None":
    try:
        return get_current_worker()
    except NoActiveWorker:
        return None


def _places(cause: BaseException) -> list[str]:
    """Return the places in the code that an exception came through, the innermost last."""
    found, trace = list[str](), cause.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(f"{code.co_filename}:{code.co_name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return found


def _is_drawing(cause: BaseException) -> bool:
    return any(name in place for place in _places(cause) for name in _DRAWING)


def keep_pumps_alive() -> None:
    """Let a message pump go on after an exception in a handler; Textual would end it.

    A widget that fails while it is composed or mounted is not taken up at all, as before.
    """
    dispatch = MessagePump._dispatch_message
    if getattr(dispatch, "is_guarded", False):
        return

    async def guarded(pump: MessagePump, message: Message) -> None:
        try:
            await dispatch(pump, message)
        except Exception as error:
            if isinstance(message, events.Compose | events.Mount):
                raise
            pump.app._handle_exception(error)

    guarded.is_guarded = True  # type: ignore[attr-defined]
    MessagePump._dispatch_message = guarded  # type: ignore[assignment,method-assign]


def watch_loop(app: "DeskApp") -> None:
    """Report what fails in the event loop or in a thread, where nobody waits for it."""

    def in_loop(_loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        if isinstance(error := context.get("exception"), Exception):
            app._handle_exception(error)

    def in_thread(found: threading.ExceptHookArgs) -> None:
        if found.exc_value is not None:
            faults.write(found.exc_value, app.start.home.log)

    asyncio.get_running_loop().set_exception_handler(in_loop)
    threading.excepthook = in_thread
