"""Pacing: where the vendor bounds how often something is done, one after the other in due time.

A mobile WhatsApp connector takes one message per 20 seconds; who sends faster may have the number blocked. So each
connector has a leaky bucket of one message and a queue before it. The next message goes 20 s after the *end* of the
one before: a message may have waited for a slot, so the moment it got its turn says little about when it was sent.
Turns come before slots, and nobody waits here while holding one.

The wait is known beforehand, from the length of the queue, and refused with WaitTooLong when it is longer than
max_wait. The day's count is of this process, from when it began.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from math import inf

from aiolimiter import AsyncLimiter
from attrs import define, field, frozen

from wolkvox_async.errors import ClientClosed, QuotaSpent, WaitTooLong
from wolkvox_async.events import Event, Waiting
from wolkvox_async.operation import Operation
from wolkvox_async.scheduler.quota import Day

__all__ = ["Errand", "Pace", "Pacer", "Paces"]


@frozen(kw_only=True)
class Pace:
    """At most one per so many seconds, and so many a day of the operation's calendar; what: of what, in words."""

    what: str
    seconds: float
    a_day: int


@frozen(kw_only=True)
class Errand:
    """Who wants a turn, for events and errors. max_wait: seconds; clock: of the epoch; tell: takes events."""

    operation: Operation
    endpoint: str
    max_wait: float
    clock: Callable[[], float]
    tell: Callable[[Event], None]


@define(eq=False)
class Pacer:
    """The queue of one connector."""

    pace: Pace
    _lock: asyncio.Lock = field(factory=asyncio.Lock, init=False)
    _limiter: AsyncLimiter | None = field(default=None, init=False)
    _ended: float = field(default=-inf, init=False)  # of the loop's clock, when the last one had been sent
    _ahead: int = field(default=0, init=False)  # how many wait or are being sent
    _day: str = field(default="", init=False)
    _sent: int = field(default=0, init=False)
    _waits: set[asyncio.Timeout] = field(factory=set, init=False)
    _closed: bool = field(default=False, init=False)

    def close(self) -> None:
        """End all waits, as the client is closed."""
        self._closed = True
        for wait in self._waits:
            wait.reschedule(asyncio.get_running_loop().time())

    @asynccontextmanager
    async def _patient(self, errand: Errand, deadline: float) -> AsyncIterator[None]:
        """Bound what is waited for in the body by the deadline, and by the end of the client."""
        try:
            async with asyncio.timeout_at(deadline) as wait:
                self._waits.add(wait)
                try:
                    yield
                finally:
                    self._waits.discard(wait)
        except TimeoutError:
            if self._closed:
                raise ClientClosed("the client was closed while a message waited for its turn").at(
                    operation=errand.operation.name, endpoint=errand.endpoint
                ) from None
            raise self._too_long(errand, errand.max_wait) from None

    @asynccontextmanager
    async def turn(self, errand: Errand) -> AsyncIterator[float]:
        """Wait for the turn, and have it for the time of the body; yields what is left of max_wait.

        Raises WaitTooLong (seconds, until) at once where the queue is too long, and QuotaSpent (resets_at) where the
        day's messages are spent and the next day is further off than max_wait.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + errand.max_wait
        self._foresee(errand)
        self._ahead += 1
        try:
            async with self._patient(errand, deadline):
                await self._lock.acquire()
            try:
                await self._due(errand, deadline)
                try:
                    yield max(0.0, deadline - loop.time())
                finally:
                    await self._begin_anew()
            finally:
                self._lock.release()
        finally:
            self._ahead -= 1

    async def _due(self, errand: Errand, deadline: float) -> None:
        """Wait until the last one is long enough ago, and until there is one left of the day's; count it."""
        loop = asyncio.get_running_loop()
        async with self._patient(errand, deadline):
            if self._limiter is not None:
                await self._limiter.acquire()
            if self._used(errand) >= self.pace.a_day:
                await asyncio.sleep(self._tomorrow(errand, deadline - loop.time()))
        self._sent = self._used(errand) + 1

    async def _begin_anew(self) -> None:
        """Have the next one wait from now on: a fresh bucket, full."""
        self._limiter = AsyncLimiter(1, self.pace.seconds)
        await self._limiter.acquire()  # at once, as it is empty
        self._ended = asyncio.get_running_loop().time()

    def _foresee(self, errand: Errand) -> None:
        """Refuse, or tell of, the wait that the queue makes; those ahead take no less."""
        rest = max(0.0, self._ended + self.pace.seconds - asyncio.get_running_loop().time())
        seconds = rest + self._ahead * self.pace.seconds
        if seconds > errand.max_wait:
            raise self._too_long(errand, seconds)
        if seconds:
            self._tell(errand, "pace", seconds)

    def _used(self, errand: Errand) -> int:
        today = Day.at(errand.clock(), errand.operation.tz).name
        if today != self._day:
            self._day, self._sent = today, 0
        return self._sent

    def _tomorrow(self, errand: Errand, patience: float) -> float:
        now, zone = errand.clock(), errand.operation.tz
        seconds = Day.at(now, zone).ends - now
        if seconds > patience:
            resets_at = datetime.fromtimestamp(now + seconds, zone)
            raise QuotaSpent(
                f"{self._sent:,} {self.pace.what} were sent on {self._day}, and the next day is {seconds:.0f} s away",
                advice="go on after .resets_at, or send through another connector",
                seconds=seconds,
                until=resets_at,
                resets_at=resets_at,
                why="pace",
                max_wait=errand.max_wait,
            ).at(operation=errand.operation.name, endpoint=errand.endpoint)
        self._tell(errand, "quota", seconds)
        return seconds

    def _tell(self, errand: Errand, why: str, seconds: float) -> None:
        errand.tell(Waiting(operation=errand.operation.name, endpoint=errand.endpoint, why=why, seconds=seconds))

    def _too_long(self, errand: Errand, seconds: float) -> WaitTooLong:
        return WaitTooLong(
            f"{self._ahead} {self.pace.what} are before this one, which is {seconds:.0f} s or more",
            advice=f"one goes per {self.pace.seconds:g} s: wait longer with max_wait, or use another connector",
            seconds=seconds,
            until=datetime.fromtimestamp(errand.clock() + seconds, errand.operation.tz),
            why="pace",
            max_wait=errand.max_wait,
        ).at(operation=errand.operation.name, endpoint=errand.endpoint)


class Paces:
    """The queues of all connectors, for all clients of one engine."""

    def __init__(self) -> None:
        self._pacers: dict[tuple[Pace, str, str], Pacer] = {}

    def of(self, pace: Pace, operation: Operation, name: str) -> Pacer:
        """Return the queue of one connector of an operation."""
        return self._pacers.setdefault((pace, operation.key, name), Pacer(pace))

    def close(self) -> None:
        """End the waits in all queues."""
        for pacer in self._pacers.values():
            pacer.close()
