"""The one loop of a call: a permit, an exchange, a decision; again or done.

A caller that is cancelled, or gives up, leaves its exchange running, which releases the permit when it ends.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define, field

from wolkvox_async import events, limits
from wolkvox_async.calls.clocks import Clocks
from wolkvox_async.calls.exchange import Exchange, Reply, discard
from wolkvox_async.calls.making import Maker
from wolkvox_async.calls.sharing import Sharing, identity_of, kept_for
from wolkvox_async.calls.tasks import cancel
from wolkvox_async.calls.time_budget import LoopTimeBudget
from wolkvox_async.calls.transport import Timeouts, Transport
from wolkvox_async.core.call import Call, check
from wolkvox_async.core.reply import Lost
from wolkvox_async.errors import (
    ClientClosed,
    ConfigurationError,
    Maintenance,
    QuotaExhausted,
    ReplyError,
    WaitTooLong,
    WolkvoxError,
)
from wolkvox_async.operation import Operation
from wolkvox_async.process import Home
from wolkvox_async.scheduler import Lane, Lease, Scheduler
from wolkvox_async.secrecy import without_frames

if TYPE_CHECKING:
    from wolkvox_async.calls.rate_limits import RateLimits

__all__ = ["CallExecutor", "Engine"]

E = TypeVar("E", bound=WolkvoxError)


@define(kw_only=True, eq=False)
class Engine:
    """What the callers of all operations share. It serves one event loop at a time."""

    scheduler: Scheduler
    transport: Transport
    emit: events.Sink = field(factory=lambda: events.Sink(events.log))
    """Takes the events of the calls and of the scheduler."""
    max_wait: float = limits.MAX_WAIT_SECONDS
    journal: Path | None = None
    """Where uploads are written down; None: in the user's state directory."""
    clock: Callable[[], float] = time.time
    jitter: Callable[[], float] = random.random
    kept: Mapping[str, float] = field(factory=dict)
    """Seconds for which a reply answers identical calls too, by endpoint or group."""
    time_budget: LoopTimeBudget = field(factory=LoopTimeBudget)
    inclusive: dict[tuple[str, str], bool] = field(factory=dict, init=False, repr=False)
    """Whether date_end is inclusive, by base URL and script or report, as far as replies have shown it."""
    clocks: Clocks = field(factory=Clocks, init=False, repr=False)
    sharing: Sharing = field(factory=Sharing, init=False, repr=False)
    under_way: dict[asyncio.Task[Any], Exchange] = field(factory=dict, init=False, repr=False)
    closed: bool = field(default=False, init=False)
    _closing: asyncio.Event = field(factory=asyncio.Event, init=False, repr=False)
    _home: Home = field(factory=Home, init=False, repr=False)
    _rate_limits: "RateLimits | None" = field(default=None, init=False, repr=False)

    @property
    def rate_limits(self) -> "RateLimits":
        """The queues of what the vendor bounds in time, made for the first message."""
        if self._rate_limits is None:
            from wolkvox_async.calls.rate_limits import RateLimits  # noqa: PLC0415 - only who sends messages needs it

            self._rate_limits = RateLimits()
        return self._rate_limits

    def enter(self) -> None:
        """Make the running loop the engine's own.

        Raises:
            ClientClosed: The client was closed.
            ConfigurationError: Another loop uses the client, or the session that was given cannot be used here.
        """
        if self.closed:
            raise ClientClosed("the client is closed", advice="make a new one, and call it before its block ends")
        used = self._home.used
        if self._home.moved() and used:  # what was under way ended with its loop, or is the parent process's
            self.under_way = {}
            self._rate_limits = None
            self.sharing.close()
            self.sharing = Sharing()
            self._closing = asyncio.Event()
        self.transport.check()

    def start(self, exchange: Exchange) -> asyncio.Task[Any]:
        """Begin an exchange, which goes on whatever becomes of its caller."""
        task = exchange.start()
        self.under_way[task] = exchange
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self.under_way.pop(task, None)

    async def sleep(self, seconds: float) -> None:
        """Wait so long. Raises ClientClosed where the client is closed meanwhile."""
        try:
            async with asyncio.timeout(seconds):
                await self._closing.wait()
        except TimeoutError:
            return
        raise ClientClosed("the client was closed while a call waited to be made again")

    async def aclose(self) -> None:
        """Give exchanges under way a moment to end; the permits of the others are quarantined."""
        if self.closed:
            return
        self.closed = True
        self._closing.set()
        self.scheduler.close()  # first, so that a permit that comes free begins no further call
        if self._home.here():
            if self._rate_limits is not None:
                self._rate_limits.close()
            self.sharing.close()
            await self._end_exchanges()
        await self.transport.aclose()
        await self.scheduler.aclose()

    async def _end_exchanges(self) -> None:
        try:
            if self.under_way:
                await asyncio.wait(set(self.under_way), timeout=limits.CLOSE_SECONDS)
        finally:
            late = dict(self.under_way)
            await cancel(late, lambda task: late[task].close())


class CallExecutor:
    """Performs the calls of one operation."""

    exchange: type[Exchange] = Exchange

    def __init__(
        self,
        engine: Engine,
        operation: Operation,
        *,
        strict: bool = False,
        strict_counts: bool = True,
        lane: Lane | None = None,
        max_wait: float | None = None,
        attempts: int | None = None,
        timeouts: Timeouts | None = None,
        quota_share: float = 1.0,
        share_calls: bool = False,
    ) -> None:
        self.engine = engine
        self.operation = operation
        self.strict = strict
        self.strict_counts = strict_counts
        self.lane: Lane | None = lane  # overrides what each call would choose
        self.max_wait = engine.max_wait if max_wait is None else max_wait
        self.timeouts = timeouts  # None: those of the transport
        self.attempts = attempts  # None: as many as core.retry has
        self.share_calls = share_calls  # whether identical reads that are under way are one call
        self.quota_share = quota_share  # of the day's calls, beyond which none is made

    def having(
        self,
        *,
        strict: bool | None = None,
        strict_counts: bool | None = None,
        lane: Lane | None = None,
        max_wait: float | None = None,
        attempts: int | None = None,
        timeouts: Timeouts | None = None,
        quota_share: float | None = None,
        share_calls: bool | None = None,
    ) -> Self:
        """Return an executor of the same operation with other choices; None: as before."""
        changes = {name: value for name, value in locals().items() if name != "self" and value is not None}
        twin = copy(self)
        twin.__dict__.update(changes)
        return twin

    def enter(self, endpoint: str | None = None) -> None:
        """Make the running loop the client's own; see Engine.enter."""
        try:
            self.engine.enter()
        except WolkvoxError as error:
            raise without_frames(error).at(operation=self.operation.name, endpoint=endpoint) from None

    def now(self) -> float:
        """Return the time by the server's clock, seconds of the epoch."""
        return self.engine.clock() + self.engine.clocks.ahead(self.operation)

    def tell(self, event: events.Event) -> None:
        """Hand an event to the listener."""
        self.engine.emit(event)

    async def perform(
        self,
        call: Call,
        *,
        lane: Lane,
        booked: Callable[[int], Awaitable[None] | None] | None = None,
        again: Callable[[], None] | None = None,
        maker: Callable[[], Maker] | None = None,
    ) -> Reply:
        """Make a call, again where that can help, and return its reply; every other outcome is an error.

        Where calls are shared, a read that is under way already, asked for in the same way, is not made once more.

        booked: is given the cost of each attempt, before its first byte is sent, and may return what is to be awaited
        before that; where it raises, nothing is sent;
        again: is called where an attempt ended without effect, before the next one;
        maker: returns what makes something of the records while they come.
        """

        def make() -> Coroutine[Any, Any, Reply]:
            return self._make(call, lane=lane, booked=booked, again=again, maker=maker)

        if not self.share_calls or not call.reads or call.method != "GET":
            return await make()
        seconds = kept_for(call.endpoint, self.engine.kept)
        self.enter(call.endpoint)
        how = (self.lane or lane, self.strict_counts, self.max_wait, self.attempts, self.timeouts, self.quota_share)
        what = (self.operation.key, call.script, identity_of(call.query), call.body)
        reply, _ = await self.engine.sharing.ask((what, how), make, lambda _reply: seconds)
        return reply

    async def _make(
        self,
        call: Call,
        *,
        lane: Lane,
        booked: Callable[[int], Awaitable[None] | None] | None,
        again: Callable[[], None] | None,
        maker: Callable[[], Maker] | None,
    ) -> Reply:
        await self.engine.time_budget.wait()  # many calls may begin together
        try:
            check(call)
        except ConfigurationError as error:
            raise self._placed(error, call) from None
        paused = 0.0
        attempt = 0
        failure: WolkvoxError | None = None
        while True:
            attempt += 1
            outcome = await self._attempt(call, lane, booked, failure, maker)
            if isinstance(outcome, Reply):
                return outcome
            from wolkvox_async.core import retry  # noqa: PLC0415 - most calls succeed

            decision = retry.decide(
                reads=call.reads,
                windowed=call.windowed,
                failure=outcome,
                attempt=attempt,
                jitter=self.engine.jitter(),
                attempts=self.attempts,
            )
            if isinstance(decision, retry.Raise):
                decision.error.smaller = decision.smaller
                raise self._placed(decision.error, call)
            failure = decision.error
            if again is not None:
                again()
            paused += decision.after
            if isinstance(decision.error, Maintenance) and paused > self.max_wait:
                raise self._placed(decision.error, call)
            self.tell(
                events.Retrying(
                    operation=self.operation.name,
                    endpoint=call.endpoint,
                    attempt=attempt,
                    seconds=decision.after,
                    error=decision.error.what,
                )
            )
            await self._sleep(decision.after, call)  # never holding a permit

    async def _attempt(
        self,
        call: Call,
        lane: Lane,
        booked: Callable[[int], Awaitable[None] | None] | None,
        failure: WolkvoxError | None,
        maker: Callable[[], Maker] | None,
    ) -> Reply | Lost | ReplyError:
        """Make a call once. failure: why it is made again."""
        engine = self.engine
        chosen: Lane = self.lane or lane
        try:
            engine.enter()
            lease = await engine.scheduler.acquire(
                self.operation,
                endpoint=call.endpoint,
                lane=chosen,
                cost=call.cost,
                max_wait=self.max_wait,
                share=self.quota_share,
            )
        except WolkvoxError as error:
            raise self._placed(_not_repeated(failure, error), call) from None
        if booked is not None:
            try:
                if (writing := booked(call.cost)) is not None:
                    await writing
                    engine.enter()  # it may have been closed meanwhile
            except BaseException:
                lease.release(refund=True)
                await engine.scheduler.drain(lease)
                raise
        # No await between the grant and the task: from here on the exchange owns the lease.
        exchange = self._exchange(lease, call, maker)
        task = engine.start(exchange)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            current = asyncio.current_task()
            sent = not exchange.give_up()
            if not sent:
                await engine.scheduler.drain(lease)
            if task.cancelled() and current is not None and not current.cancelling():
                # Not the caller: someone has cancelled all tasks of the loop but this one.
                return Lost("the call was cancelled from outside", "closed", sent=sent)
            exchange.unwanted = True
            task.add_done_callback(discard)
            raise

    def _exchange(self, lease: Lease, call: Call, maker: Callable[[], Maker] | None) -> Exchange:
        engine = self.engine
        return self.exchange(
            engine.scheduler,
            engine.transport,
            engine.emit,
            engine.clocks,
            lease,
            call,
            strict_counts=self.strict_counts,
            timeouts=self.timeouts,
            make=maker,
        )

    async def _sleep(self, seconds: float, call: Call) -> None:
        try:
            await self.engine.sleep(seconds)
        except ClientClosed as error:
            raise self._placed(error, call) from None

    def _placed(self, error: E, call: Call) -> E:
        return without_frames(error).at(operation=self.operation.name, endpoint=call.endpoint, window=call.window)


def _not_repeated(failure: WolkvoxError | None, error: WolkvoxError) -> WolkvoxError:
    """Return what a call ends with that failed and could not be made again: the failure, where that is only a wait."""
    if failure is None or not isinstance(error, WaitTooLong) or isinstance(error, QuotaExhausted):
        return error
    failure.then = f"it was not made again, as {error.detail}"
    return failure
