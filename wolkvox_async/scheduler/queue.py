"""One operation's queue: all there is between a caller and the store.

A caller takes a permit if one is free and no other caller waits, else it joins its lane (`permits.py`). Then the store
is asked, in one step: granted; busy, as another process was quicker: back to its own place, and look again shortly; or
spent: wait for the next day if that is within max_wait, else be refused. A caller that is cancelled leaves the queue,
and a permit that it was just given goes on to the next.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from itertools import count
from math import inf
from typing import Any

from attrs import field, frozen

from wolkvox_async import errors, events, limits
from wolkvox_async.core.quota_day import Day
from wolkvox_async.durations import duration_text
from wolkvox_async.operation import Operation, Token
from wolkvox_async.scheduler.lanes import Lane
from wolkvox_async.scheduler.lease import Lease
from wolkvox_async.scheduler.permits import FIRST_LOOK, TICKET_TTL, PermitQueue, TokenPermits, Waiter
from wolkvox_async.scheduler.quota import DayCount, Usage
from wolkvox_async.scheduler.stores import protocol
from wolkvox_async.scheduler.stores.protocol import Budget, Busy, Claim, Spent

__all__ = ["Client", "OperationQueue"]


@frozen
class Client:
    """What the queues of one scheduler share."""

    name: str  # what the store knows the scheduler by
    store: protocol.Store
    clock: Callable[[], float]  # seconds of the epoch
    emit: events.Listener
    lease_seconds: float  # longer than any call
    numbers: "count[int]" = field(factory=count)  # of its leases


class OperationQueue:
    """Waiters, permits, and the day's count as last heard."""

    def __init__(self, operation: Operation, client: Client, *, closed: bool) -> None:
        self.operation = operation
        self.closed = closed
        self._client = client
        self._store = client.store
        self._clock = client.clock
        self._emit = client.emit
        self._tokens = [TokenPermits(token, operation.permits_key(token)) for token in operation.tokens]
        self.permits = PermitQueue(self._tokens * limits.PERMITS_PER_TOKEN, client.clock)
        self._count = self._new_count()

    # A call's way to its lease

    async def acquire(self, endpoint: str, lane: Lane, cost: int, max_wait: float, share: float) -> Lease:
        """Wait for a permit, and return a lease with the call booked."""
        waiter = Waiter(endpoint, lane, cost, max_wait, self._clock(), share)
        try:
            return await self._leased(waiter)
        except BaseException as error:
            self._report_end(waiter)
            if isinstance(error, errors.WolkvoxError):
                error.at(operation=self.operation.name, endpoint=endpoint)
            raise

    async def _leased(self, waiter: Waiter) -> Lease:
        self._check()
        room = self._today().has_room_for(waiter.cost, waiter.share)
        refusal: Busy | Spent | None = None if room else await self._ask_for_room(waiter)
        permit = None if refusal else self.permits.take()
        late = 0  # refusals since its time was up: each permit may be tried once more, as one may be free
        while True:
            if permit is None:
                permit = await self._wait(waiter, refusal)
            decision = await self._claim(permit, waiter)
            if isinstance(decision, Lease):
                if self.closed:  # while the store was asked
                    decision.release(refund=True)
                    self._check()
                return decision
            late += isinstance(decision, Busy) and asyncio.get_running_loop().time() >= waiter.deadline
            if late >= limits.PERMITS_PER_TOKEN * len(self._tokens):
                raise self._too_long(waiter)
            refusal, permit = decision, None

    async def _ask_for_room(self, waiter: Waiter) -> Spent | None:
        """Ask for the day's count, as the last one heard leaves no room: no permit may be worth the wait."""
        count = self._count
        self._note(count, await self._ask(waiter, protocol.ReadUsed(count.budget)))
        if not count.has_room_for(waiter.cost, waiter.share):
            return Spent(count.used)
        self.permits.retry_spent()
        return None

    async def _wait(self, waiter: Waiter, refusal: Busy | Spent | None) -> TokenPermits:
        """Wait for a permit, or for the day to end and then for a permit."""
        self._check()
        now, permits, reset_at = self._clock(), self.permits, None
        if isinstance(refusal, Spent):
            count, reset_at = self._count, self._count.day.ends
            seconds, until = reset_at - now, self._moment(reset_at)
            if seconds > waiter.deadline - asyncio.get_running_loop().time():
                bound = "" if waiter.share >= 1 else f", of which this job takes {100 * waiter.share:g} % at most"
                raise errors.QuotaSpent(
                    f"{count.used} of {count.budget.quota} calls of {count.day.name} are spent{bound}, and the next day"
                    f" is {duration_text(seconds)} away",
                    advice="wait for it with a larger max_wait, or come back then",
                    command_advice="wait for it with a larger --max-wait, or come back then",
                    seconds=seconds,
                    until=until,
                    resets_at=until,
                    max_wait=waiter.max_wait,
                )
            waiter.last_event = ""  # a spent day is worth an event each time
            self._report_wait(waiter, "quota", seconds)
        elif permits.paused:
            self._report_wait(waiter, "maintenance", max(0.0, permits.paused_until - now))
        elif isinstance(refusal, Busy) and refusal.until > now:
            self._report_wait(waiter, "busy", refusal.until - now)
        else:
            self._report_wait(waiter, "permit", None)
        permit = await permits.wait(waiter, reset_at=reset_at)
        if permit is None:
            self._check()
            raise self._too_long(waiter)
        return permit

    async def _claim(self, permit: TokenPermits, waiter: Waiter) -> Lease | Busy | Spent:
        """Ask the store; without a grant the permit goes back, or is away."""
        if permit.revoked:  # since it was handed over
            return Busy(self._clock())
        count, claim = self._today(), self._new_claim(permit, waiter.cost)
        try:
            decision = await self._ask(waiter, claim._replace(budget=claim.budget.within(waiter.share)))
        except BaseException as error:
            self.permits.give_back(permit)
            if isinstance(error, errors.StoreUnavailable):
                self._check()  # a store that was closed was closed with the client
            raise
        if isinstance(decision, Busy):
            self.permits.send_away(permit, decision.until)
            return decision
        self._note(count, decision.used)
        if isinstance(decision, Spent):
            self.permits.give_back(permit)
            return decision
        permit.look_after = FIRST_LOOK
        return self._admit(permit, waiter, claim, count)

    async def _ask(self, waiter: Waiter, question: protocol.Question) -> Any:
        """Ask the store. A slow answer is a wait like any other: an event, and no longer than the caller waits."""

        def slow(seconds: float, held_by: str) -> None:
            self._report_wait(waiter, "store", seconds if seconds < inf else None, held_by)

        left = waiter.deadline - asyncio.get_running_loop().time()
        return await self._store.ask(question, within=max(protocol.SLOW_SECONDS, left), slow=slow)

    def _new_claim(self, permit: TokenPermits, cost: int) -> Claim:
        client, now = self._client, self._clock()
        lease_id, until = f"{client.name}.{next(client.numbers)}", now + client.lease_seconds
        return Claim(permit.key, lease_id, client.name, self._count.budget, cost, now, until, TICKET_TTL)

    def _admit(self, permit: TokenPermits, waiter: Waiter, claim: Claim, count: DayCount) -> Lease:
        name, endpoint, used = self.operation.name, waiter.endpoint, count.used
        if events.heard(self._emit):
            token, waited, waiting = permit.label, claim.now - waiter.asked, self.permits.waiters
            about = events.Admitted(
                operation=name, endpoint=endpoint, token=token, waited=waited, used=used, waiting=waiting
            )
            self._emit(about)
        ends = min(claim.until, count.day.ends)
        return Lease(self.operation, permit, endpoint, claim, used, ends, self._release, self._quarantine)

    # Why there is none

    def _check(self) -> None:
        """Raise where no permit will ever come."""
        if self.closed:
            raise errors.ClientClosed(
                "the client is closed", advice="make a new one, and call it before its block ends"
            )
        if self.permits.all_revoked:
            raise errors.AuthenticationFailed(
                "the server refused every token of the operation", advice="put in tokens that are valid"
            )

    def _too_long(self, waiter: Waiter) -> errors.WaitTooLong:
        now, permits = self._clock(), self.permits
        if permits.paused:
            why, until, what = "maintenance", permits.paused_until, "the server is in maintenance, for longer than"
            advice = "try later, or wait longer with {}"
        else:
            why, until, what = "permit", permits.away_until, "no permit came free in"
            advice = "all permits of the operation's tokens are in use: wait longer with {}, or add a token"
        return errors.WaitTooLong(
            f"{what} {duration_text(waiter.max_wait)}",
            advice=advice.format("max_wait"),
            command_advice=advice.format("--max-wait"),
            seconds=now - waiter.asked,
            until=self._moment(until) if until > now else None,
            why=why,
            max_wait=waiter.max_wait,
        )

    def _report_wait(self, waiter: Waiter, why: str, seconds: float | None, held_by: str = "") -> None:
        if waiter.last_event != why:
            waiter.last_event, name, endpoint = why, self.operation.name, waiter.endpoint
            self._emit(events.Waiting(operation=name, endpoint=endpoint, why=why, seconds=seconds, held_by=held_by))

    def _report_end(self, waiter: Waiter) -> None:
        """Report the end of a wait that brought no lease."""
        if waiter.last_event:
            name, seconds, waiting = self.operation.name, self._clock() - waiter.asked, self.permits.waiters
            self._emit(events.WaitEnded(operation=name, endpoint=waiter.endpoint, seconds=seconds, waiting=waiting))

    # What becomes of a lease

    def _release(self, lease: Lease, refund: bool) -> None:
        self._store.post(protocol.Release(lease.claim, refund))
        if refund and lease.claim.budget == self._count.budget:
            self._count.used = max(0, self._count.used - lease.claim.cost)
            self.permits.retry_spent()
        self.permits.give_back(lease.permit)
        if events.heard(self._emit):
            name, token, seconds = self.operation.name, lease.permit.label, self._clock() - lease.since
            self._emit(events.Released(operation=name, endpoint=lease.endpoint, token=token, seconds=seconds))

    def _quarantine(self, lease: Lease, until: float) -> None:
        name, token, seconds = self.operation.name, lease.permit.label, until - self._clock()
        if seconds <= 0:
            self._release(lease, refund=False)
            return
        self._store.post(protocol.SetExpiry(lease.claim, until))
        self.permits.send_away(lease.permit, until)
        self._emit(events.Quarantined(operation=name, endpoint=lease.endpoint, token=token, seconds=seconds))

    # What the server says of the operation

    def revoke_token(self, token: Token) -> None:
        """Never use the token again: the server refused it."""
        permit = self._permit_of(token)
        permit.revoked = True
        if all(permit.revoked for permit in self._tokens):
            self.permits.all_revoked = True
            self.permits.cancel_waiters()

    def reduce_concurrency(self, token: Token) -> None:
        """Leave the token one permit for a while: the server saw more than two calls, so another program makes some.

        For twice as long as the last time, if that is not long over; the other permit comes back by itself.
        """
        permit, now = self._permit_of(token), self._clock()
        if permit.restore:
            return
        calm = now - permit.reduced_until > permit.reduced_for
        seconds = limits.REDUCED_SECONDS if calm else min(2 * permit.reduced_for, limits.LONGEST_REDUCED_SECONDS)
        permit.reduced_for, permit.reduced_until = seconds, now + seconds
        permit.restore = asyncio.get_running_loop().call_later(seconds, self._restore, permit)
        claim = self._new_claim(permit, cost=0)._replace(lease_id=protocol.REDUCED)  # stands for the other's call
        self._store.post(protocol.SetExpiry(claim, now + seconds))
        self._emit(events.ConcurrencyReduced(operation=self.operation.name, token=permit.label, seconds=seconds))

    def _restore(self, permit: TokenPermits) -> None:
        permit.restore = None
        if not (self.closed or permit.revoked):
            self._emit(events.ConcurrencyRestored(operation=self.operation.name, token=permit.label))
            self.permits.serve()

    def _permit_of(self, token: Token) -> TokenPermits:
        return next(permit for permit in self._tokens if permit.token == token)

    def pause(self, seconds: float) -> None:
        """Let no call go out for this long: the server is in maintenance."""
        if not self.permits.paused:
            self.permits.pause(seconds)
            self._emit(events.Paused(operation=self.operation.name, seconds=seconds))

    def reconcile(self, used: int, budget: Budget) -> None:
        """Take the server's own count of a day where it is larger than ours."""
        self._store.post(protocol.Reconcile(budget, used))
        if budget == self._today().budget:
            self._note(self._count, max(used, self._count.used))

    def exhausted(self, budget: Budget) -> datetime:
        """Count a day as spent: the server said so. Return when it ends."""
        self.reconcile(budget.quota, budget)
        return self._moment(Day.named(budget.day, self.operation.tz, self.operation.reset_hour).ends)

    def close(self) -> None:
        """Refuse those who wait, and grant no lease any more."""
        self.closed = True
        self.permits.cancel_waiters()

    # The day

    def today(self) -> Budget:
        """Return the budget of the day that it is now."""
        return self._today().budget

    async def usage(self, max_wait: float) -> Usage:
        """Return the day's count and the permits in use, as the store knows them."""
        count, waiter = self._today(), Waiter("quota", "interactive", 0, max_wait, self._clock())
        keys = tuple(permit.key for permit in self._tokens)
        questions = protocol.ReadUsed(count.budget), protocol.CountLeases(keys, self._clock())
        try:
            used, busy = await asyncio.gather(*(self._ask(waiter, question) for question in questions))
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

    def _today(self) -> DayCount:
        if not self._count.day.holds(self._clock()):
            self._count = self._new_count()
        return self._count

    def _new_count(self) -> DayCount:
        operation = self.operation
        day = Day.at(self._clock(), operation.tz, operation.reset_hour)
        return DayCount(day, Budget(operation.key, day.name, operation.daily_quota))

    def _note(self, count: DayCount, used: int) -> None:
        count.used = used
        name, quota = self.operation.name, count.budget.quota
        for share in count.passed():
            self._emit(events.QuotaLow(operation=name, used=used, quota=quota, share=share))

    def _moment(self, instant: float) -> datetime:
        return datetime.fromtimestamp(instant, self.operation.tz)
