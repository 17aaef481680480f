"""Single flight: identical reads that are under way are one call, and a reply may be kept for a stated time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from functools import partial

from wolkvox_async.calls.exchange import Reply

__all__ = ["Sharing"]


class _Flight:
    """One call, and how many wait for its reply or are reading it."""

    def __init__(self, task: "asyncio.Task[Reply]") -> None:
        self.task = task
        self.readers = 0

    def leave(self) -> bool:
        """Give up one reader; whether it was the last. The reply is closed, or the call given up, with the last."""
        self.readers -= 1
        if self.readers:
            return False
        if not self.task.done():
            self.task.cancel()
        elif not self.task.cancelled() and self.task.exception() is None:
            self.task.result().close()
        return True


class Sharing:
    """Calls under way, and replies that are kept, by what was asked."""

    def __init__(self) -> None:
        self._flights: dict[Hashable, _Flight] = {}
        self._kept: dict[Hashable, asyncio.TimerHandle] = {}

    @asynccontextmanager
    async def reply(
        self, key: Hashable, make: Callable[[], Awaitable[Reply]], *, keep: Callable[[Reply], float]
    ) -> AsyncIterator[tuple[Reply, bool]]:
        """Within it, the reply to what `key` says, and whether another program's call gave it.

        Args:
            key: What is asked.
            make: Makes the call, where none is under way.
            keep: Seconds for which a reply may answer later questions too.
        """
        flight = self._flights.get(key)
        shared = flight is not None
        if flight is None:
            flight = self._flights[key] = _Flight(asyncio.ensure_future(_made(make)))
            flight.task.add_done_callback(partial(self._arrived, key, flight, keep))
        flight.readers += 1
        try:
            yield await asyncio.shield(flight.task), shared
        finally:
            if flight.leave():
                self._forget(key, flight)

    def _arrived(
        self, key: Hashable, flight: _Flight, keep: Callable[[Reply], float], task: "asyncio.Task[Reply]"
    ) -> None:
        failed = task.cancelled() or task.exception() is not None
        seconds = 0.0 if failed else keep(task.result())
        if not flight.readers and not failed:
            task.result().close()
        if seconds <= 0 or not flight.readers:
            self._forget(key, flight)  # the next program that asks makes a call
            return
        flight.readers += 1
        self._kept[key] = asyncio.get_running_loop().call_later(seconds, self._expire, key, flight)

    def _expire(self, key: Hashable, flight: _Flight) -> None:
        self._kept.pop(key, None)
        self._forget(key, flight)
        flight.leave()

    def _forget(self, key: Hashable, flight: _Flight) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]

    def close(self) -> None:
        """Let go of the replies that are kept."""
        for key, timer in list(self._kept.items()):
            timer.cancel()
            self._expire(key, self._flights[key])


async def _made(make: Callable[[], Awaitable[Reply]]) -> Reply:
    return await make()
