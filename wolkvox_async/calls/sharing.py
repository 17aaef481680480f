"""Single flight: identical reads that are under way are one call, and a reply may be kept for a stated time."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping
from copy import copy
from functools import partial

from attrs import evolve

from wolkvox_async.calls.exchange import Reply
from wolkvox_async.errors import WolkvoxError

__all__ = ["Sharing", "identity_of", "kept_for"]


def identity_of(query: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the same value for queries that mean the same: of a name that is given twice, the last one counts."""
    return tuple(sorted(dict(query).items()))


def kept_for(endpoint: str, kept: Mapping[str, float]) -> float:
    """Return the seconds for which a reply of an endpoint is kept: its own, or its group's, else 0."""
    return kept.get(endpoint) or kept.get(endpoint.partition(".")[0], 0.0)


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
    """Calls under way, and replies that are kept, by what was asked. It serves one event loop."""

    def __init__(self) -> None:
        self._flights: dict[Hashable, _Flight] = {}
        self._kept: dict[Hashable, asyncio.TimerHandle] = {}

    async def ask(
        self,
        key: Hashable,
        make: Callable[[], Awaitable[Reply]],
        keep: Callable[[Reply], float] = lambda _reply: 0.0,
    ) -> tuple[Reply, bool]:
        """Return the reply to what `key` says, and whether another asker's call gave it; each asker closes its own.

        An asker that is cancelled leaves the others their call; with the last one it is given up. An error is raised to
        each asker.

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
            reply = await asyncio.shield(flight.task)
        except BaseException as error:
            self._leave(key, flight)
            if isinstance(error, WolkvoxError):  # which each asker gives its own place
                raise copy(error) from error.__cause__
            current = asyncio.current_task()
            if flight.task.cancelled() and current is not None and not current.cancelling():
                return await make(), False  # not this asker was cancelled: the call was, from outside
            raise
        return self._for_one(key, flight, reply, shared=shared), shared

    def _for_one(self, key: Hashable, flight: _Flight, reply: Reply, *, shared: bool) -> Reply:
        """Return a reply as one asker's own: its records are read once more, and it is closed with the last."""
        left = False

        def close() -> None:
            nonlocal left
            if not left:
                left = True
                self._leave(key, flight)

        answered = evolve(reply.answered, rows=None, made=None) if shared else reply.answered
        return Reply(answered, reply.found, reply.asked, close)

    def _leave(self, key: Hashable, flight: _Flight) -> None:
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
            self._forget(key, flight)  # who asks next makes a call
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
