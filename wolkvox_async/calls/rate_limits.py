"""Rate limits: where the vendor bounds how often something is done, one after the other in due time.

A mobile WhatsApp connector takes one message per 20 seconds; who sends faster may have the number blocked. So each
connector has a leaky bucket of one message and a queue before it. The next message goes 20 s after the *end* of the
one before: a message may have waited for a permit, so the moment it left the queue says little about when it was sent.
The queue comes before the permit: no permit is held while a message waits here.

The wait is known beforehand, from the length of the queue, and refused with WaitTooLong when it is longer than
max_wait. The day's count is of this process, from when it began.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from math import inf
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from wolkvox_async.core.quota_day import Day
from wolkvox_async.durations import duration_text
from wolkvox_async.errors import ClientClosed, QuotaSpent, WaitTooLong
from wolkvox_async.events import Event, Waiting
from wolkvox_async.operation import Operation

if TYPE_CHECKING:
    from aiolimiter import AsyncLimiter

__all__ = ["RateLimit", "RateLimitQueue", "RateLimits", "Sender"]


@frozen(kw_only=True)
class RateLimit:
    """At most one in `seconds`, and `a_day` in a day of the operation's calendar; what: of what, in words."""

    what: str
    seconds: float
    a_day: int


@frozen(kw_only=True)
class Sender:
    """Who waits in the queue, for events and errors. max_wait: seconds; clock: of the epoch; tell: takes events."""

    operation: Operation
    endpoint: str
    max_wait: float
    clock: Callable[[], float]
    tell: Callable[[Event], None]


@define(eq=False)
class RateLimitQueue:
    """The queue of one connector."""

    limit: RateLimit
    _lock: asyncio.Lock = field(factory=asyncio.Lock, init=False)
    _limiter: "AsyncLimiter | None" = field(default=None, init=False)
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
    async def _patient(self, sender: Sender, deadline: float) -> AsyncIterator[None]:
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
                raise ClientClosed("the client was closed while a message waited to be sent").at(
                    operation=sender.operation.name, endpoint=sender.endpoint
                ) from None
            raise self._too_long(sender, sender.max_wait) from None

    @asynccontextmanager
    async def turn(self, sender: Sender) -> AsyncIterator[float]:
        """Wait until this one is due, and keep the others waiting during the body; yields what is left of max_wait.

        Raises WaitTooLong (seconds, until) at once where the queue is too long, and QuotaSpent (resets_at) where the
        day's messages are spent and the next day is further off than max_wait.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + sender.max_wait
        self._foresee(sender)
        self._ahead += 1
        try:
            async with self._patient(sender, deadline):
                await self._lock.acquire()
            try:
                await self._due(sender, deadline)
                try:
                    yield max(0.0, deadline - loop.time())
                finally:
                    await self._restart()
            finally:
                self._lock.release()
        finally:
            self._ahead -= 1

    async def _due(self, sender: Sender, deadline: float) -> None:
        """Wait until the last one is long enough ago, and until there is one left of the day's; count it."""
        loop = asyncio.get_running_loop()
        async with self._patient(sender, deadline):
            if self._limiter is not None:
                await self._limiter.acquire()
            if self._used(sender) >= self.limit.a_day:
                await asyncio.sleep(self._tomorrow(sender, deadline - loop.time()))
        self._sent = self._used(sender) + 1

    async def _restart(self) -> None:
        """Let the next one wait from now on: a new bucket, full."""
        from aiolimiter import AsyncLimiter  # noqa: PLC0415 - only who sends messages needs it

        self._limiter = AsyncLimiter(1, self.limit.seconds)
        await self._limiter.acquire()  # at once, as it is empty
        self._ended = asyncio.get_running_loop().time()

    def _foresee(self, sender: Sender) -> None:
        """Refuse, or report, the wait that the queue makes; those ahead take no less."""
        rest = max(0.0, self._ended + self.limit.seconds - asyncio.get_running_loop().time())
        seconds = rest + self._ahead * self.limit.seconds
        if seconds > sender.max_wait:
            raise self._too_long(sender, seconds)
        if seconds:
            self._tell(sender, "pace", seconds)

    def _used(self, sender: Sender) -> int:
        today = Day.at(sender.clock(), sender.operation.tz).name
        if today != self._day:
            self._day, self._sent = today, 0
        return self._sent

    def _tomorrow(self, sender: Sender, patience: float) -> float:
        now, zone = sender.clock(), sender.operation.tz
        seconds = Day.at(now, zone).ends - now
        if seconds > patience:
            resets_at = datetime.fromtimestamp(now + seconds, zone)
            raise QuotaSpent(
                f"{self._sent:,} {self.limit.what} were sent on {self._day}, and the next day is "
                f"{duration_text(seconds)} away",
                advice="go on after .resets_at, or send through another connector",
                seconds=seconds,
                until=resets_at,
                resets_at=resets_at,
                why="pace",
                max_wait=sender.max_wait,
            ).at(operation=sender.operation.name, endpoint=sender.endpoint)
        self._tell(sender, "quota", seconds)
        return seconds

    def _tell(self, sender: Sender, why: str, seconds: float) -> None:
        sender.tell(Waiting(operation=sender.operation.name, endpoint=sender.endpoint, why=why, seconds=seconds))

    def _too_long(self, sender: Sender, seconds: float) -> WaitTooLong:
        return WaitTooLong(
            f"{self._ahead} {self.limit.what} are before this one, which is {duration_text(seconds)} or more",
            advice=f"one goes per {duration_text(self.limit.seconds)}: wait longer with max_wait, or use another "
            "connector",
            seconds=seconds,
            until=datetime.fromtimestamp(sender.clock() + seconds, sender.operation.tz),
            why="pace",
            max_wait=sender.max_wait,
        ).at(operation=sender.operation.name, endpoint=sender.endpoint)


class RateLimits:
    """The queues of all connectors, for all clients of one engine."""

    def __init__(self) -> None:
        self._queues: dict[tuple[RateLimit, str, str], RateLimitQueue] = {}

    def of(self, limit: RateLimit, operation: Operation, name: str) -> RateLimitQueue:
        """Return the queue of one connector of an operation."""
        return self._queues.setdefault((limit, operation.key, name), RateLimitQueue(limit))

    def close(self) -> None:
        """End the waits in all queues."""
        for queue in self._queues.values():
            queue.close()
