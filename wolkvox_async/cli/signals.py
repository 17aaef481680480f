"""What SIGINT and SIGTERM do: the first ends a command in order, the second at once."""

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any, Self

import click

from wolkvox_async import limits
from wolkvox_async.cli.streams import say

if TYPE_CHECKING:
    import asyncio

__all__ = ["SIGNALLED", "Signals", "agreed", "can_ask", "gracefully", "interrupted"]

SIGNALLED = 128
"""What the signal's number is added to for the exit code: 130 for SIGINT, 143 for SIGTERM."""

_HEARD = (signal.SIGINT, signal.SIGTERM)
_QUIET_SECONDS = 1.0  # from a signal to the line that says what is waited for


def _stopping(number: int | None, seconds: float) -> str:
    """Return the line that says what is waited for, and how a second signal like the first is sent."""
    again = "press Ctrl-C again" if number == signal.SIGINT else "send the signal again"
    return f"wolkvox: stopping; calls under way are waited for, at most {seconds:g} s; {again} to end at once"


def _handle(handlers: Mapping[int, Any]) -> dict[int, Any]:
    """Set the handlers of signals, but for those that are ignored; return the handlers that they had.

    nohup, and `command &` of a script, start a command that ignores some.
    """
    heard = [number for number in handlers if signal.getsignal(number) is not signal.SIG_IGN]
    return {number: signal.signal(number, handlers[number]) for number in heard}


def _at_once(number: int, _frame: FrameType | None) -> None:
    """End the process as the signal itself does, and say so: by the descriptor, as stderr's buffer may be in use."""
    with contextlib.suppress(OSError):
        os.write(2, b"wolkvox: ended at once; permits of calls under way are free again when their time is over\n")
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


class Signals:
    """Cancels the running command at the first SIGINT or SIGTERM."""

    def __init__(self) -> None:
        self.number: int | None = None
        self._cancel: Callable[[], object] | None = None
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        self._before = _handle(dict.fromkeys(_HEARD, self._first))
        return self

    def __exit__(self, *_: object) -> None:
        _handle(self._before)

    def cancels(self, task: "asyncio.Task[Any]") -> None:
        """Name the task that a signal cancels; one that came before cancels it now."""
        import asyncio

        loop = asyncio.get_running_loop()

        def cancel() -> None:
            task.cancel()
            loop.call_later(_QUIET_SECONDS, say, _stopping(self.number, limits.CLOSE_SECONDS))

        self._cancel = lambda: loop.call_soon_threadsafe(cancel)
        if self.number is not None:
            cancel()

    def _first(self, number: int, _frame: FrameType | None) -> None:
        self.number = number
        _handle(dict.fromkeys(_HEARD, _at_once))
        if self._cancel is not None:
            self._cancel()


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
        say(_stopping(caught[0], seconds))
        loop.call_later(seconds, end)

    def end() -> None:
        if task is not None and active:
            task.cancel()

    before = _handle(dict.fromkeys(_HEARD, on_signal))
    try:
        yield caught
    finally:
        active.clear()
        _handle(before)


def can_ask() -> bool:
    """Whether a question can be read and answered at a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def agreed(question: str, *, default: bool = False) -> bool:
    """Ask a question on the terminal; the end of the input is a no.

    No loop runs meanwhile that could cancel anything, so SIGINT and SIGTERM end the command at once.

    Args:
        question: What is asked.
        default: The answer of an empty line.

    Raises:
        KeyboardInterrupt: Ctrl-C was pressed.
    """
    before = _handle({signal.SIGINT: signal.default_int_handler, signal.SIGTERM: signal.SIG_DFL})
    try:
        return click.confirm(question, default=default, err=True)
    except click.Abort as error:
        say("")  # behind the question
        if isinstance(error.__context__, KeyboardInterrupt):
            raise KeyboardInterrupt from None
        return False
    finally:
        _handle(before)


def interrupted() -> None:
    """Leave as a signal does that came before a command had begun."""
    say("wolkvox: stopped", error=True)
    sys.exit(SIGNALLED + signal.SIGINT)
