"""When may a call go? When a token has a free permit and the day has a call left, and it is the caller's turn.

Both are settled before anything is sent, by one step of the store (`stores/protocol.py`), which processes share. Before
that step stands one queue an operation (`queue.py`). docs/explanation/permits.md is the theory.
"""

import asyncio
import secrets
import time
from collections.abc import Callable
from contextlib import suppress

from attrs import evolve

from wolkvox_async import events, limits
from wolkvox_async.errors import ConfigurationError, StoreUnavailable
from wolkvox_async.events import Listener
from wolkvox_async.operation import Operation
from wolkvox_async.process import Home
from wolkvox_async.scheduler.lanes import Lane
from wolkvox_async.scheduler.lease import Lease
from wolkvox_async.scheduler.queue import Client, OperationQueue
from wolkvox_async.scheduler.quota import Usage
from wolkvox_async.scheduler.stores.protocol import ReadUsed, Store

__all__ = ["Scheduler"]


class Scheduler:
    """A queue for each operation, over one store.

    Args:
        store: Where permits and quota are counted.
        clock: Seconds of the epoch.
        listener: Takes events, and must not raise; `events.Sink` makes one of any.
        max_wait: Seconds that a caller waits at most, if it does not say.
        lease: Seconds after which the permit of a process that died is free again; longer than any call may take.
        unique: Makes a name that no other scheduler has.
    """

    def __init__(
        self,
        store: Store,
        *,
        clock: Callable[[], float] = time.time,
        listener: Listener = events.log,
        max_wait: float = limits.MAX_WAIT_SECONDS,
        lease: float = limits.LEASE_SECONDS,
        unique: Callable[[], str] = lambda: secrets.token_hex(8),
    ) -> None:
        self.store = store
        self.clock = clock
        self._max_wait = max_wait
        self._unique = unique
        self._closed = False
        self._home = Home()
        self._queues: dict[Operation, OperationQueue] = {}
        self._client = Client(unique(), store, clock, listener, lease)

    async def acquire(
        self,
        operation: Operation,
        *,
        endpoint: str,
        lane: Lane = "interactive",
        cost: int = 1,
        max_wait: float | None = None,
        share: float = 1.0,
    ) -> Lease:
        """Wait for a permit of any token of the operation, book the call, and return the lease.

        Args:
            operation: Whose permit.
            endpoint: What is called, for events and errors.
            lane: interactive or bulk.
            cost: Calls that it takes of the day.
            max_wait: Seconds; None: the scheduler's own.
            share: Of the day's calls, from 0 to 1, beyond which this one is not made, whoever made the others.

        Raises:
            WaitTooLong: No permit came within max_wait seconds.
            QuotaSpent: The day is known to be spent, and the next one is further off than that.
            AuthenticationFailed: The server refused every token.
            StoreUnavailable: The store cannot be used.
        """
        if lane not in ("interactive", "bulk") or cost < 0:
            error = ConfigurationError(f"no call has lane={lane!r} and cost={cost!r}")
            raise error.at(operation=operation.name, endpoint=endpoint)
        patience = self._max_wait if max_wait is None else max_wait
        return await self.queue(operation).acquire(endpoint, lane, cost, patience, share)

    async def usage(self, operation: Operation, *, max_wait: float | None = None) -> Usage:
        """Return the day's count and the permits in use, as the store knows them."""
        return await self.queue(operation).usage(self._max_wait if max_wait is None else max_wait)

    def queue(self, operation: Operation) -> OperationQueue:
        """Return the operation's queue, which hears what the server says of it."""
        if self._home.moved():  # a fork, or another loop: what was leased there is known to the store
            self._queues, self._client = {}, evolve(self._client, name=self._unique())
        queue = self._queues.get(operation)
        if queue is None:
            queue = self._queues[operation] = OperationQueue(operation, self._client, closed=self._closed)
        return queue

    def close(self) -> None:
        """Refuse those who wait, and grant no lease any more. What was leased can still be given back."""
        self._closed = True
        for queue in self._queues.values():
            queue.close()

    async def aclose(self) -> None:
        """Grant no lease any more, and close the store."""
        self.close()
        await asyncio.sleep(0)  # who was granted a lease in this turn gives it back
        await self.store.aclose()

    async def drain(self, lease: Lease) -> None:
        """Wait until the store has taken what became of a lease: a loop that ends waits only for tasks it cancels."""
        with suppress(StoreUnavailable):
            await self.store.ask(ReadUsed(lease.claim.budget), within=1.0)
