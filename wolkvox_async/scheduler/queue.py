"""One operation's queue: all there is between a caller and the store.

A caller takes a permit if one is free and no other caller waits, else it joins its lane (`permits.py`). Then the store
is asked, in one step: granted; busy, as another process was quicker: back to its own place, and look again shortly; or
spent: wait for the next day if that is within max_wait, else be refused. A caller that is cancelled leaves the queue,
and a permit that it was just given goes on to the next.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import count
from math import inf
from typing import Any

from attrs import field, frozen

from wolkvox_async import limits
from wolkvox_async.errors import StoreUnavailable, WolkvoxError
from wolkvox_async.events import (
    Admitted,
    ConcurrencyReduced,
    ConcurrencyRestored,
    Event,
    Paused,
    Quarantined,
    QuotaLow,
    Released,
    WaitEnded,
    Waiting,
)
from wolkvox_async.operation import Operation, Token
from wolkvox_async.scheduler import refusals
from wolkvox_async.scheduler.lanes import Lane
from wolkvox_async.scheduler.lease import Lease
from wolkvox_async.scheduler.permits import FIRST_LOOK, TICKET_TTL, PermitQueue, TokenPermits, Waiter
from wolkvox_async.scheduler.quota import Day, DayCount, Usage
from wolkvox_async.scheduler.stores.protocol import (
    REDUCED,
    Budget,
    Busy,
    Claim,
    CountLeases,
    Question,
    ReadUsed,
    Reconcile,
    Release,
    SetExpiry,
    Spent,
    Store,
)

__all__ = ["Client", "OperationQueue"]

_SLOW_STORE = 0.5  # seconds after which it is reported that a call waits for the store's answer


@frozen
class Client:
    """What the queues of one scheduler share."""

    name: str  # what the store knows the scheduler by
    store: Store
    clock: Callable[[], float]  # seconds of the epoch
    emit: Callable[[Event], None]
    lease_seconds: float  # longer than any call
    numbers: "count[int]" = field(factory=count)  # of its leases

    def lease_id(self) -> str:
        """Return an id that no other lease has."""
        return f"{self.name}.{next(self.numbers)}"


class OperationQueue:
    """Waiters, permits, and the day's count as last heard."""

    def __init__(self, operation: Operation, client: Client) -> None:
        self.operation = operation
        self.closed = False
        self._client = client
        self._store = client.store
        self._clock = client.clock
        self._tokens = [
            TokenPermits(token, operation.permits_key(token), token.digest[:6]) for token in operation.tokens
        ]
        self.permits = PermitQueue(self._tokens * limits.PERMITS_PER_TOKEN, client.clock)
        self._count = self._count_of(Day.at(client.clock(), operation.tz, operation.reset_hour))

    # A call's way to its lease

    async def acquire(self, endpoint: str, lane: Lane, cost: int, max_wait: float, share: float = 1.0) -> Lease:
        """Wait for a permit, and return a lease with the call booked."""
        waiter = self._waiter(endpoint, lane, cost, max_wait, share)
        try:
            return await self._leased(waiter)
        except BaseException:
            self._report_end(waiter)
            raise

    def _waiter(self, endpoint: str, lane: Lane, cost: int, max_wait: float, share: float = 1.0) -> Waiter:
        deadline = asyncio.get_running_loop().time() + max_wait
        return Waiter(endpoint, lane, cost, max_wait, self._clock(), deadline, share)

    async def _leased(self, waiter: Waiter) -> Lease:
        self._check(waiter)
        refusal: Busy | Spent | None = None
        if not self._today().has_room_for(waiter.cost, waiter.share):
            refusal = await self._ask_for_room(waiter)
        permit = None if refusal else self.permits.take()
        late = 0  # refusals since its time was up: each permit may be tried once more, as one may be free
        while True:
            if permit is None:
                permit = await self._wait(waiter, refusal)
            decision = await self._claim(permit, waiter)
            if isinstance(decision, Lease):
                if self.closed:  # while the store was asked
                    await decision.release(refund=True)
                    self._check(waiter)
                return decision
            late += isinstance(decision, Busy) and asyncio.get_running_loop().time() >= waiter.deadline
            if late >= limits.PERMITS_PER_TOKEN * len(self._tokens):
                raise self._too_long(waiter)
            refusal, permit = decision, None

    async def _ask_for_room(self, waiter: Waiter) -> Spent | None:
        """Ask for the day's count, as the last one heard leaves no room: no permit may be worth the wait."""
        count = self._count
        self._note(count, await self._ask(waiter, ReadUsed(count.budget)))
        if not count.has_room_for(waiter.cost, waiter.share):
            return Spent(count.used)
        self.permits.retry_spent()
        return None

    async def _wait(self, waiter: Waiter, refusal: Busy | Spent | None) -> TokenPermits:
        """Wait for a permit, or for the day to end and then for a permit."""
        self._check(waiter)
        now, permits, reset_at = self._clock(), self.permits, None
        if isinstance(refusal, Spent):
            reset_at = self._count.day.ends
            if reset_at - now > waiter.deadline - asyncio.get_running_loop().time():
                error = refusals.spent(
                    self._count, reset_at - now, self._moment(reset_at), waiter.max_wait, waiter.share
                )
                raise self._placed(error, waiter)
            waiter.last_event = ""  # a spent day is worth an event each time
            self._report_wait(waiter, "quota", reset_at - now)
        elif permits.paused:
            self._report_wait(waiter, "maintenance", max(0.0, permits.paused_until - now))
        elif isinstance(refusal, Busy) and refusal.until > now:
            self._report_wait(waiter, "busy", refusal.until - now)
        else:
            self._report_wait(waiter, "permit", None)
        permit = await permits.wait(waiter, reset_at=reset_at)
        if permit is None:
            self._check(waiter)
            raise self._placed(self._too_long(waiter), waiter)
        return permit

    async def _claim(self, permit: TokenPermits, waiter: Waiter) -> Lease | Busy | Spent:
        """Ask the store; without a grant the permit goes back, or is away."""
        if permit.revoked:  # since it was handed over
            return Busy(self._clock())
        count, claim = self._today(), self._new_claim(permit, waiter.cost)
        try:
            decision = await self._ask(waiter, claim._replace(budget=claim.budget.within(waiter.share)))
        except StoreUnavailable:
            self.permits.give_back(permit)
            self._check(waiter)  # a store that was closed was closed with the client
            raise
        except BaseException:
            self.permits.give_back(permit)
            raise
        if isinstance(decision, Busy):
            self.permits.send_away(permit, decision.until)
            return decision
        self._note(count, decision.used)
        if isinstance(decision, Spent):
            self.permits.give_back(permit)
            return decision
        permit.look_after = FIRST_LOOK
        return self._admit(permit, waiter, claim, decision.used)

    async def _ask(self, waiter: Waiter, question: Question) -> Any:
        """Ask the store. A slow answer is a wait like any other: an event, and no longer than the caller waits."""
        loop = asyncio.get_running_loop()
        within = max(_SLOW_STORE, waiter.deadline - loop.time())
        left = min(within, self._store.patience) - _SLOW_STORE
        slow = loop.call_later(_SLOW_STORE, self._report_slow_store, waiter, left)
        try:
            return await self._store.ask(question, within=within)
        finally:
            slow.cancel()

    def _new_claim(self, permit: TokenPermits, cost: int) -> Claim:
        client, now = self._client, self._clock()
        return Claim(
            token=permit.key,
            lease_id=client.lease_id(),
            client=client.name,
            budget=self._count.budget,
            cost=cost,
            now=now,
            until=now + client.lease_seconds,
            ticket_ttl=TICKET_TTL,
        )

    def _admit(self, permit: TokenPermits, waiter: Waiter, claim: Claim, used: int) -> Lease:
        name, waited = self.operation.name, claim.now - waiter.asked
        self._emit(
            Admitted(
                operation=name,
                endpoint=waiter.endpoint,
                token=permit.label,
                waited=waited,
                used=used,
                waiting=self.permits.waiters,
            )
        )
        return Lease(
            self.operation,
            permit.token,
            waiter.endpoint,
            claim,
            used,
            begin_before=min(claim.until, self._day_of(claim.budget).ends),
            release=partial(self._release, permit),
            quarantine=partial(self._quarantine, permit),
            reduce=partial(self._reduce, permit),
        )

    def _check(self, waiter: Waiter) -> None:
        """Raise where no permit will ever come."""
        if self.closed:
            raise self._placed(refusals.closed(), waiter)
        if all(token.revoked for token in self._tokens):
            raise self._placed(refusals.no_token(), waiter)

    def _too_long(self, waiter: Waiter) -> WolkvoxError:
        now, permits = self._clock(), self.permits
        waited = now - waiter.asked
        if permits.paused:
            return refusals.maintenance(waited, self._moment(permits.paused_until), waiter.max_wait)
        until = self._moment(permits.away_until) if permits.away_until > now else None
        return refusals.no_permit(waited, until, waiter.max_wait)

    def _placed(self, error: WolkvoxError, waiter: Waiter) -> WolkvoxError:
        return error.at(operation=self.operation.name, endpoint=waiter.endpoint)

    def _report_wait(self, waiter: Waiter, why: str, seconds: float | None, held_by: str = "") -> None:
        if waiter.last_event != why:
            waiter.last_event, name = why, self.operation.name
            self._emit(Waiting(operation=name, endpoint=waiter.endpoint, why=why, seconds=seconds, held_by=held_by))

    def _report_slow_store(self, waiter: Waiter, left: float) -> None:
        self._report_wait(waiter, "store", left if left < inf else None, held_by=self._store.held_by())

    def _report_end(self, waiter: Waiter) -> None:
        """Report the end of a wait that brought no lease."""
        if waiter.last_event:
            seconds, name = self._clock() - waiter.asked, self.operation.name
            waiting = self.permits.waiters
            self._emit(WaitEnded(operation=name, endpoint=waiter.endpoint, seconds=seconds, waiting=waiting))

    # What becomes of a lease

    async def _release(self, permit: TokenPermits, lease: Lease, refund: bool) -> None:
        tried = self._store.post(Release(lease.claim, refund=refund))
        if refund and lease.budget == self._count.budget:
            self._count.used = max(0, self._count.used - lease.claim.cost)
            self.permits.retry_spent()
        self.permits.give_back(permit)
        name, seconds = self.operation.name, self._clock() - lease.since
        self._emit(Released(operation=name, endpoint=lease.endpoint, token=permit.label, seconds=seconds))
        await tried

    async def _quarantine(self, permit: TokenPermits, lease: Lease, until: float) -> None:
        seconds = until - self._clock()
        if seconds <= 0:
            await self._release(permit, lease, refund=False)
            return
        tried = self._store.post(SetExpiry(lease.claim, until))
        self.permits.send_away(permit, until)
        name = self.operation.name
        self._emit(Quarantined(operation=name, endpoint=lease.endpoint, token=permit.label, seconds=seconds))
        await tried

    async def _reduce(self, permit: TokenPermits) -> None:
        """Leave the token one permit; for twice as long as the last time, if that is not long over."""
        if permit.restore:
            return
        now = self._clock()
        calm = now - permit.reduced_until > permit.reduced_for
        seconds = limits.REDUCED_SECONDS if calm else min(2 * permit.reduced_for, limits.LONGEST_REDUCED_SECONDS)
        permit.reduced_for, permit.reduced_until = seconds, now + seconds
        permit.restore = asyncio.get_running_loop().call_later(seconds, self._restored, permit)
        claim = self._new_claim(permit, cost=0)._replace(lease_id=REDUCED)  # it stands for the other program's call
        tried = self._store.post(SetExpiry(claim, now + seconds))
        self._emit(ConcurrencyReduced(operation=self.operation.name, token=permit.label, seconds=seconds))
        await tried

    def _restored(self, permit: TokenPermits) -> None:
        permit.restore = None
        self._emit(ConcurrencyRestored(operation=self.operation.name, token=permit.label))
        self.permits.serve()

    # What the server says of the operation

    def revoke_token(self, token: Token) -> None:
        """Never use the token again: the server refused it."""
        for permit in self._tokens:
            if permit.token == token:
                permit.revoked = True
                if permit.restore:
                    permit.restore.cancel()
        if all(permit.revoked for permit in self._tokens):
            self.permits.cancel_waiters()

    def pause(self, seconds: float) -> None:
        """Let no call go out for this long: the server is in maintenance."""
        if not self.permits.paused:
            self.permits.pause(seconds)
            self._emit(Paused(operation=self.operation.name, seconds=seconds))

    async def reconcile(self, used: int, budget: Budget | None = None) -> None:
        """Take the server's own count of a day, today if none is given, where it is larger than ours."""
        budget = budget or self.today()
        tried = self._store.post(Reconcile(budget, used))
        count = self._today()
        if budget == count.budget:
            self._note(count, max(used, count.used))
        await tried

    async def exhausted(self, budget: Budget | None = None) -> datetime:
        """Count a day as spent, today if none is given: the server said so. Return when it ends."""
        budget = budget or self.today()
        await self.reconcile(budget.quota, budget)
        return self._moment(self._day_of(budget).ends)

    # The day

    def today(self) -> Budget:
        """Return the budget of the day that it is now."""
        return self._today().budget

    def _day_of(self, budget: Budget) -> Day:
        return Day.named(budget.day, self.operation.tz, self.operation.reset_hour)

    async def usage(self, max_wait: float) -> Usage:
        """Return the day's count and the permits in use, as the store knows them."""
        count, waiter = self._today(), self._waiter("quota", "interactive", 0, max_wait)
        tokens = tuple(permit.key for permit in self._tokens)
        try:
            used, busy = await asyncio.gather(
                self._ask(waiter, ReadUsed(count.budget)), self._ask(waiter, CountLeases(tokens, self._clock()))
            )
        finally:
            self._report_end(waiter)
        self._note(count, used)
        return Usage(
            permits=limits.PERMITS_PER_TOKEN * len(self._tokens),
            busy=busy,
            used=used,
            quota=count.budget.quota,
            left=max(0, count.budget.quota - used),
            day=count.day.name,
            resets_at=self._moment(count.day.ends),
        )

    def close(self) -> None:
        """Refuse those who wait, and grant no lease any more."""
        self.closed = True
        self.permits.cancel_waiters()
        for permit in self._tokens:
            if permit.restore:
                permit.restore.cancel()

    def _emit(self, event: Event) -> None:
        self._client.emit(event)

    def _today(self) -> DayCount:
        now = self._clock()
        if not self._count.day.holds(now):
            self._count = self._count_of(Day.at(now, self.operation.tz, self.operation.reset_hour))
        return self._count

    def _count_of(self, day: Day) -> DayCount:
        return DayCount(day, Budget(self.operation.key, day.name, self.operation.daily_quota))

    def _note(self, count: DayCount, used: int) -> None:
        count.used = used
        for share in count.passed():
            self._emit(QuotaLow(operation=self.operation.name, used=used, quota=count.budget.quota, share=share))

    def _moment(self, instant: float) -> datetime:
        return datetime.fromtimestamp(instant, self.operation.tz)
