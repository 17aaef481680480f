"""A scheduler under virtual time, an operation, and a server that counts what is at it."""

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from wolkvox_async import limits
from wolkvox_async.errors import WaitTooLong
from wolkvox_async.operation import Operation
from wolkvox_async.scheduler import Budget, Claim, Scheduler
from wolkvox_async.scheduler.stores.memory import MemoryStore
from wolkvox_async.scheduler.stores.protocol import ReadUsed

BOGOTA = ZoneInfo("America/Bogota")
NOON = datetime(2026, 3, 2, 12, tzinfo=BOGOTA).timestamp()
MIDNIGHT = datetime(2026, 3, 3, tzinfo=BOGOTA).timestamp()
TODAY = Budget("0a1b2c sales-co", "2026-03-02", 10)
YESTERDAY = Budget("0a1b2c sales-co", "2026-03-01", 10)
TOKEN = "0a1b2c.token"  # its key in a store


def operation(*tokens, licences=1, tz="America/Bogota", name="sales-co", **more):
    return Operation(name=name, server="0099", tokens=tokens or ("token-a",), licences=licences, tz=tz, **more)


def claim(lease_id, *, token=TOKEN, client="p", budget=TODAY, cost=1, now=100.0, seconds=155.0, ticket_ttl=0.05):
    return Claim(token, lease_id, client, budget, cost, now, now + seconds, ticket_ttl)


class Watched(MemoryStore):
    """A store in memory whose answers to claims and counts a test may override, and delay."""

    async def ask(self, question, **options):
        match question:
            case Claim():
                return await self.claim(question)
            case ReadUsed(budget):
                return await self.read_used(budget)
        return await super().ask(question, **options)

    async def claim(self, claim):
        return await super().ask(claim)

    async def read_used(self, budget):
        return await super().ask(ReadUsed(budget))


class Clock:
    """The loop's clock, and what it was set to."""

    def __init__(self, at=NOON):
        self.at = at

    def __call__(self):
        return self.at + asyncio.get_running_loop().time()


def scheduler(store=None, *, base=NOON, **options):
    """Return a scheduler whose clock goes with the loop's, and which keeps its events."""
    events = []
    options = {"listener": events.append, "clock": Clock(base)} | options
    made = Scheduler(store or MemoryStore(), **options)
    made.events = events
    return made


def events_of(made, kind):
    return [event for event in made.events if isinstance(event, kind)]


def ignore(event):
    """Take no note."""


class Server:
    """Counts the calls of each token in flight, and remembers the order in which they came."""

    def __init__(self):
        self.inside = {}
        self.peak = 0
        self.calls = []

    async def call(self, made, op, seconds=1.0, *, name=None, refund=False, **options):
        lease = await made.acquire(op, endpoint="reports.cdr_1", **options)
        try:
            self.inside[lease.token] = self.inside.get(lease.token, 0) + 1
            self.peak = max(self.peak, self.inside[lease.token])
            self.calls.append(name)
            await asyncio.sleep(seconds)
        finally:
            self.inside[lease.token] -= 1
            lease.release(refund=refund)


async def all_permits_are_back(made, op, *, max_wait=0):
    """Both permits of every token can be had at once, and no more: none was lost, and none was made."""
    number = len(op.tokens) * limits.PERMITS_PER_TOKEN
    leases = [await made.acquire(op, endpoint="last", max_wait=max_wait, cost=0) for _ in range(number)]
    with pytest.raises(WaitTooLong):
        await made.acquire(op, endpoint="last", max_wait=0, cost=0)
    for lease in leases:
        lease.release()
