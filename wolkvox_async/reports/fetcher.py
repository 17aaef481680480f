"""Asks for the windows of a range, several at once, and hands their replies on in order.

Windows are cut as late as possible, when a permit can be used, so that each is as long as the density learned so far
allows. One that overflows goes back to what is open and is cut again. While nothing is known of the density only two
calls are spent on finding out; after that, as many run as the operation has permits. Replies wait in their spools for
their turn, a few windows ahead of the consumer and no more.
"""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

from wolkvox_async.calls.exchange import Reply, discard
from wolkvox_async.calls.tasks import cancel
from wolkvox_async.core.window_splitting import Cursor, Density
from wolkvox_async.core.windows import Window

__all__ = ["Fetch", "TooExpensive", "Truncated"]

_PROBES = 2


class Truncated:
    """As many rows as one reply holds; promised is what the server says there are."""

    __slots__ = __match_args__ = ("promised",)

    def __init__(self, promised: int) -> None:
        self.promised = promised


class TooExpensive:
    """Too slow or too large for one call."""

    __slots__ = ()


Ask = Callable[[Window, Density], Awaitable[Reply | Truncated | TooExpensive]]


class Fetch:
    """The replies of a range, in order. `next()` gives one after the other and None at the end."""

    def __init__(self, ask: Ask, cursor: Cursor, density: Density, width: int) -> None:
        self._ask = ask
        self._cursor = cursor
        self._density = density
        self._width = width
        self._tasks: dict[asyncio.Task[Reply | Truncated | TooExpensive], Window] = {}
        self._ready: dict[Window, Reply | BaseException] = {}
        self._failed = False
        self._landed = asyncio.Event()

    def _next_open(self) -> Window | None:
        return self._cursor.open[0] if self._cursor.open else None

    def _may_launch(self) -> bool:
        opening = self._next_open()
        if opening is None or self._failed:
            return False
        width = self._width if self._density.known else min(self._width, _PROBES)
        if len(self._tasks) >= width:
            return False
        ahead = len(self._tasks) + len(self._ready)
        first = all(opening.start < other.start for other in (*self._tasks.values(), *self._ready))
        return first or ahead < 2 * self._width

    def _launch(self) -> None:
        while self._may_launch():
            window, self._cursor = self._cursor.take(self._density.span())
            task = asyncio.ensure_future(self._ask(window, self._density))
            self._tasks[task] = window
            task.add_done_callback(self._land)

    def _land(self, task: "asyncio.Task[Reply | Truncated | TooExpensive]") -> None:
        window = self._tasks.pop(task, None)
        if window is None:  # closed meanwhile
            discard(task)
            return
        error = asyncio.CancelledError() if task.cancelled() else task.exception()
        if error is not None:
            self._ready[window] = error
            self._failed = True  # what is under way may end, nothing new begins
        else:
            match task.result():
                case Truncated(promised):
                    self._density = self._density.overflow(window, promised)
                    self._cursor = self._cursor.give_back(window)
                case TooExpensive():
                    self._density = self._density.shorten(window)
                    self._cursor = self._cursor.give_back(window)
                case reply:
                    self._density = self._density.learn(window, reply.rows)
                    self._ready[window] = reply
        self._launch()
        self._landed.set()

    async def next(self) -> tuple[Window, Reply] | None:
        """Return the next window and its reply, in order; None after the last. Raises what the call raised."""
        while True:
            self._launch()
            window = min(self._ready, default=None)
            opening = self._next_open()
            if window is not None and all(
                window.start < other.start for other in (*self._tasks.values(), *((opening,) if opening else ()))
            ):
                reply = self._ready.pop(window)
                if isinstance(reply, BaseException):
                    raise reply
                self._launch()
                return window, reply
            if not self._tasks:
                if window is None and opening is None:
                    return None
                # A failure ahead of what is open: nothing more will come.
                raise next(reply for reply in self._ready.values() if isinstance(reply, BaseException))
            self._landed.clear()
            await self._landed.wait()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        tasks = list(self._tasks)
        self._tasks.clear()
        for reply in self._ready.values():
            if isinstance(reply, Reply):
                reply.close()
        self._ready.clear()
        await cancel(tasks)
