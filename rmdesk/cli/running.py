"""How a command runs and ends, whatever becomes of it: streams, signals, faults, exit codes."""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType

from rmdesk.errors import DeskError, ManyCustomers, NoTerminal, NotText

# EX_SOFTWARE of sysexits.h: the program itself is at fault.
FAULT = 70
# Windows has no SIGHUP.
_ENDING = tuple(getattr(signal, n) for n in ("SIGTERM", "SIGHUP") if hasattr(signal, n))
_STREAMS = 3


class Ended(BaseException):
    """A signal asked the program to end; what is being written is rolled back on its way out."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def run_safely(command: Callable[[], int]) -> int:
    """Run a command and return its exit code.

    0 done, 1 refused, 2 not to be run so, 70 a fault, 128 and the number of a signal.
    """
    from rmdesk.cli import output

    _open_streams()
    with _ending_on_signals():
        try:
            code = command()
            output.flush()
        except DeskError as error:
            return _refused(error)
        except KeyboardInterrupt:
            return _quiet(128 + signal.SIGINT)
        except Ended as ended:
            return _quiet(128 + ended.number)
        except BrokenPipeError:
            return _quiet(1)
        except Exception as error:
            return _fault(error)
        return code


def need_text(argv: Sequence[str]) -> None:
    """Raise NotText for an argument that is neither text nor the name of a file."""
    for argument in argv:
        try:
            argument.encode()
        except UnicodeEncodeError:
            if not os.path.lexists(argument.rpartition("=")[2]):
                raise NotText(text=argument) from None


def _refused(error: DeskError) -> int:
    from rmdesk.cli.output import print_matches
    from rmdesk.i18n.words import explain

    _complain(explain(error))
    with suppress(OSError, DeskError):
        if isinstance(error, ManyCustomers):
            print_matches(error)
    return _quiet(2 if isinstance(error, NoTerminal) else 1)


def _fault(error: Exception) -> int:
    """Say that the program is at fault, without showing what it was working on."""
    from rmdesk import faults, paths
    from rmdesk.i18n import _

    path = faults.write(error, paths.home().log)
    if path is None:
        text = _("A fault in rmdesk ({kind}). Its report could not be written.")
    else:
        text = _("A fault in rmdesk ({kind}). {path} says where it happened, without any data.")
    _complain(text.format(kind=type(error).__name__, path=path))
    return _quiet(FAULT)


def _complain(text: str) -> None:
    """Say something on standard error, where there is somebody to hear it."""
    from rmdesk.cli.output import say

    with suppress(OSError, DeskError):
        say(f"rmdesk: {text}", file=sys.stderr)


def _quiet(code: int) -> int:
    """Return the code; what cannot be printed any more is given up, so that the end is quiet."""
    from rmdesk.cli.output import flush

    try:
        flush()
    except (OSError, DeskError):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _open_streams() -> None:
    """Keep 0, 1 and 2 from becoming a store's, and print what an encoding lacks as a mark."""
    for number in range(_STREAMS):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


@contextmanager
def _ending_on_signals() -> Iterator[None]:
    """End in order when asked to by a signal; hang-ups that nohup ignores stay ignored."""

    def end(number: int, _frame: FrameType | None) -> None:
        raise Ended(number)

    before = {number: signal.getsignal(number) for number in _ENDING}
    changed = [number for number in _ENDING if before[number] is not signal.SIG_IGN]
    try:
        for number in changed:
            signal.signal(number, end)
    except ValueError:
        # Not the main thread: signals are somebody else's business.
        changed = []
    try:
        yield
    finally:
        for number in changed:
            signal.signal(number, before[number] or signal.SIG_DFL)
