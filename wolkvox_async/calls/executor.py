"""The one loop: a slot, an exchange, a decision; again or done.

A caller that is cancelled, or gives up, leaves its exchange running; the slot is the exchange's to give back.
"""

import asyncio
import random
import time
from collections.abc import Callable
from typing import Any, TypeVar

from attrs import field, frozen

from wolkvox_async import events, limits
from wolkvox_async.calls.exchange import Exchange, Flaw, Reply, discard
from wolkvox_async.calls.rate_limits import Paces
from wolkvox_async.calls.time_budget import Turns
from wolkvox_async.calls.transport import Transport
from wolkvox_async.core import retry
from wolkvox_async.core.call import Call
from wolkvox_async.core.reply import Lost
from wolkvox_async.errors import Maintenance, ReplyError, WolkvoxError
from wolkvox_async.operation import Operation
from wolkvox_async.scheduler import Lane, Scheduler

__all__ = ["Caller", "Engine"]

E = TypeVar("E", bound=WolkvoxError)


@frozen(kw_only=True)
class Engine:
    """What the callers of all operations share."""

    scheduler: Scheduler
    transport: Transport
    max_wait: float = limits.MAX_WAIT_SECONDS
    clock: Callable[[], float] = time.time
    jitter: Callable[[], float] = random.random
    turns: Turns = field(factory=Turns)
    paces: Paces = field(factory=Paces, init=False, repr=False)
    under_way: set[asyncio.Task[Any]] = field(factory=set, init=False, repr=False)

    async def aclose(self) -> None:
        """Give exchanges that nobody waits for a moment to end; the slots of the others are quarantined."""
        if self.under_way:
            _, late = await asyncio.wait(set(self.under_way), timeout=limits.CLOSE_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self.transport.aclose()
        await self.scheduler.aclose()


class Caller:
    """Performs the calls of one operation."""

    def __init__(
        self,
        engine: Engine,
        operation: Operation,
        *,
        strict: bool = False,
        lane: Lane | None = None,
        max_wait: float | None = None,
    ) -> None:
        self.engine = engine
        self.operation = operation
        self.strict = strict
        self.lane: Lane | None = lane  # overrides what each call would choose
        self.max_wait = engine.max_wait if max_wait is None else max_wait

    def tell(self, event: events.Event) -> None:
        self.engine.scheduler.tell(event)

    async def perform(
        self,
        call: Call,
        *,
        lane: Lane,
        full: int | None = None,
        flaw: Flaw | None = None,
        booked: Callable[[int], None] | None = None,
    ) -> Reply:
        """Make a call, again where that can help, and return its reply; every other outcome is an error.

        full, flaw: see Exchange; booked: is told the cost of each attempt.
        """
        paused = 0.0
        attempt = 0
        while True:
            attempt += 1
            outcome = await self._attempt(call, lane, full, flaw, booked)
            if isinstance(outcome, Reply):
                return outcome
            decision = retry.decide(
                reads=call.reads,
                windowed=call.windowed,
                failure=outcome,
                attempt=attempt,
                jitter=self.engine.jitter(),
            )
            if isinstance(decision, retry.Raise):
                decision.error.smaller = decision.smaller
                raise self._placed(decision.error, call)
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
            await asyncio.sleep(decision.after)  # never holding a slot

    async def _attempt(
        self,
        call: Call,
        lane: Lane,
        full: int | None,
        flaw: Flaw | None,
        booked: Callable[[int], None] | None,
    ) -> Reply | Lost | ReplyError:
        engine = self.engine
        chosen: Lane = self.lane or lane
        try:
            slot = await engine.scheduler.acquire(
                self.operation,
                endpoint=call.endpoint,
                lane=chosen,
                cost=call.cost,
                max_wait=self.max_wait,
            )
        except WolkvoxError as error:
            raise self._placed(error, call) from None
        # No await between the grant and the task: from here on the exchange owns the slot.
        exchange = Exchange(engine.scheduler, engine.transport, slot, call, full, flaw)
        task = asyncio.ensure_future(exchange.run())
        engine.under_way.add(task)
        task.add_done_callback(engine.under_way.discard)
        if booked is not None:
            booked(call.cost)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            exchange.unwanted = True
            task.add_done_callback(discard)
            raise

    def _placed(self, error: E, call: Call) -> E:
        return error.at(operation=self.operation.name, endpoint=call.endpoint, window=call.window)
