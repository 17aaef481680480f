"""Runs a command to its end: exit codes, signals, and streams that may be closed.

SIGINT and SIGTERM cancel the command: it gives back what it holds, prints what it did and leaves with 130 or 143. A
second signal ends the process at once, and leaves what it held to lapse.
"""

import os
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, Self

import click

from wolkvox_async import limits
from wolkvox_async.errors import (
    AuthenticationFailed,
    ConfigurationError,
    FolderLocked,
    PartialFailure,
    QuotaExhausted,
    StoreUnavailable,
    UploadLocked,
    WolkvoxError,
)

if TYPE_CHECKING:
    import asyncio

__all__ = [
    "AUTHENTICATION",
    "DONE",
    "EXIT_CODES",
    "FAILED",
    "PARTIAL",
    "USAGE",
    "exit_code",
    "gracefully",
    "interrupted",
    "reader_gone",
    "ready_streams",
    "run",
    "say",
]

DONE, FAILED, USAGE, PARTIAL, QUOTA, AUTHENTICATION, STORE, LOCKED = range(8)
_HEARD = (signal.SIGINT, signal.SIGTERM)
_QUIET_SECONDS = 1.0  # from a signal to the line that says what is waited for
_STOPPING = "calls under way are waited for, at most {:g} s; press Ctrl-C again to end at once"
_SIGNALLED = 128  # and the signal's number: 130 for SIGINT, 143 for SIGTERM

EXIT_CODES = (
    "0 done, 1 failed, 2 usage, 3 partial, 4 quota spent, 5 authentication, 6 the store that counts calls cannot be "
    "used, 7 another process writes to the directory or sends the upload, 130 stopped by Ctrl-C, 143 stopped by "
    "SIGTERM."
)


def exit_code(error: BaseException) -> int:
    """Return the exit code for an error."""
    match error:
        case PartialFailure():
            return PARTIAL
        case QuotaExhausted():
            return QUOTA
        case AuthenticationFailed():
            return AUTHENTICATION
        case FolderLocked() | UploadLocked():
            return LOCKED
        case StoreUnavailable():
            return STORE
        case ConfigurationError():
            return USAGE
        case _:
            return FAILED


def say(text: str) -> None:
    """Print a line for people, on stderr; work goes on where the reader of it went away.

    What a server said may be in it, so nothing is printed that a terminal would obey.
    """
    shown = "".join(mark if mark.isprintable() or mark in "\n\t" else " " for mark in text)
    try:
        click.echo(shown, err=True)
    except OSError:
        sys.stderr = _nowhere()


def _nowhere(mode: str = "w") -> Any:
    return Path(os.devnull).open(mode, encoding="utf-8")


class _Signals:
    """Cancels the running command at the first SIGINT or SIGTERM."""

    def __init__(self) -> None:
        self.number: int | None = None
        self._cancel: Callable[[], object] | None = None
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        for number in _HEARD:
            if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup and `command &` of a script have it
                self._before[number] = signal.signal(number, self._first)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def cancels(self, task: "asyncio.Task[Any]") -> None:
        """Name the task that a signal cancels; one that came before cancels it now."""
        import asyncio

        loop = asyncio.get_running_loop()

        def cancel() -> None:
            task.cancel()
            loop.call_later(_QUIET_SECONDS, say, f"wolkvox: stopping; {_STOPPING.format(limits.CLOSE_SECONDS)}")

        self._cancel = lambda: loop.call_soon_threadsafe(cancel)
        if self.number is not None:
            cancel()

    def _first(self, number: int, _frame: FrameType | None) -> None:
        self.number = number
        for each in self._before:
            signal.signal(each, signal.SIG_DFL)
        if self._cancel is not None:
            self._cancel()


def run(main: Coroutine[Any, Any, int | None]) -> None:
    """Run a command to its end and leave with its exit code; an error of ours is one line."""
    import asyncio  # here and below: half of what `wolkvox --help` would take

    with _Signals() as signals:
        code: int | None = None
        try:
            code = asyncio.run(_signalled(main, signals))
        except WolkvoxError as error:
            say(f"wolkvox: {' '.join(str(error).split())}")
            code = exit_code(error)
        except asyncio.CancelledError:
            if signals.number is None:
                raise
        if signals.number is not None:
            by = "" if signals.number == signal.SIGINT else f" by {signal.Signals(signals.number).name}"
            say(f"wolkvox: stopped{by}")
            code = _SIGNALLED + signals.number
    sys.exit(code or DONE)


async def _signalled(main: Coroutine[Any, Any, int | None], signals: _Signals) -> int | None:
    import asyncio

    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - for the type checker: a coroutine that runs is in a task
    signals.cancels(task)
    return await main


@contextmanager
def gracefully(stop: Callable[[], object], seconds: float) -> Iterator[list[int]]:
    """Within it, a first SIGINT or SIGTERM calls `stop`; a second one, or too long a wait, cancels the task.

    Args:
        stop: Asks for the end.
        seconds: How long the end may take.

    Yields:
        The signals that came.
    """
    import asyncio

    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    caught: list[int] = []
    active = [True]

    def on_signal(number: int, _frame: FrameType | None) -> None:
        caught.append(number)
        loop.call_soon_threadsafe(end if len(caught) > 1 else finish)

    def finish() -> None:
        stop()
        say(f"wolkvox: stopping; {_STOPPING.format(seconds)}")
        loop.call_later(seconds, end)

    def end() -> None:
        if task is not None and active:
            task.cancel()

    heard = [each for each in _HEARD if signal.getsignal(each) is not signal.SIG_IGN]
    before = {number: signal.signal(number, on_signal) for number in heard}
    try:
        yield caught
    finally:
        active.clear()
        for number, handler in before.items():
            signal.signal(number, handler)


def interrupted() -> None:
    """Leave as a signal does that came before a command had begun."""
    say("wolkvox: stopped")
    sys.exit(_SIGNALLED + signal.SIGINT)


# Streams


def ready_streams() -> None:
    """Open what is closed, and write UTF-8 wherever no terminal shows it.

    A service may start a program without some of the three: the next file that is opened would take their place, and
    what is printed would go into it.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    sys.stdin = sys.stdin or _nowhere("r")
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, _nowhere())
        elif isinstance(stream, TextIOWrapper):
            # a terminal that cannot show an accent shows a question mark
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def reader_gone() -> None:
    """Leave quietly where the reader of a pipe went away, as head does."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(DONE)
