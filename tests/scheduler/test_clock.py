"""A clock that jumps: an hour back, over a midnight, to another year. No call goes beyond the limits.

What a clock that was set back costs: the lease of a process that was killed before comes back only when the clock has
caught up. Nothing else waits for it, since a call that ends lets go by itself.
"""

import asyncio
from datetime import datetime

import pytest

from tests.support.scheduling import BOGOTA, NOON, Server, all_permits_are_back, operation
from wolkvox_async.errors import QuotaSpent, WaitTooLong
from wolkvox_async.scheduler import Scheduler
from wolkvox_async.scheduler.stores.memory import MemoryStore
from wolkvox_async.scheduler.stores.sqlite import SQLiteStore

pytestmark = pytest.mark.looptime
HOUR = 3600.0


class Clock:
    """The loop's clock, and what it was set to."""

    def __init__(self, at=NOON):
        self.at = at

    def __call__(self):
        return self.at + asyncio.get_running_loop().time()


@pytest.fixture(params=["memory", "sqlite"])
async def store(request, tmp_path):
    made = MemoryStore() if request.param == "memory" else SQLiteStore(tmp_path / "scheduler.sqlite3")
    yield made
    await made.aclose()


def silent(event):
    """Take no note."""


def scheduler(store, clock, **options):
    return Scheduler(store, clock=clock, listener=silent, **options)


@pytest.mark.parametrize("jump", [-HOUR, -1.0, HOUR])
async def test_calls_go_on_two_at_once_whatever_the_clock_does(store, jump):
    clock = Clock()
    made, op, server = scheduler(store, clock), operation(), Server()
    calls = [asyncio.create_task(server.call(made, op, 1)) for _ in range(20)]
    await asyncio.sleep(4.5)
    clock.at += jump
    await asyncio.gather(*calls)
    assert server.peak == 2
    assert asyncio.get_running_loop().time() == pytest.approx(10, abs=0.1)
    assert (await made.usage(op)).used == 20
    await all_permits_are_back(made, op)


async def test_another_process_waits_for_its_permit_and_for_no_ghost_in_line(store):
    clock = Clock()
    ours, theirs = scheduler(store, clock), scheduler(store, clock)
    op = operation()
    held = [await theirs.acquire(op, endpoint="x") for _ in range(2)]
    gone = asyncio.create_task(ours.acquire(op, endpoint="y", max_wait=0.5))
    await asyncio.sleep(0.499)  # it has a place in line
    clock.at -= HOUR
    with pytest.raises(WaitTooLong):
        await gone
    held[0].release()
    lease = await theirs.acquire(op, endpoint="z", max_wait=0.5)
    lease.release()
    held[1].release()
    await all_permits_are_back(ours, op)


async def test_the_permits_of_a_killed_process_come_back_when_the_clock_has_caught_up(store):
    clock = Clock()
    killed, heir, op = scheduler(store, clock, lease=3), scheduler(store, clock, lease=3), operation()
    for _ in range(2):
        await killed.acquire(op, endpoint="x")
    clock.at -= 6
    with pytest.raises(WaitTooLong):
        await heir.acquire(op, endpoint="y", max_wait=8.9)
    leases = [await heir.acquire(op, endpoint="y", max_wait=0.2) for _ in range(2)]
    for lease in leases:
        lease.release()


async def test_the_day_before_is_counted_on_where_it_stood(store):
    clock = Clock(datetime(2026, 3, 2, 23, 59, 50, tzinfo=BOGOTA).timestamp())
    made, op = scheduler(store, clock), operation()
    (await made.acquire(op, endpoint="x", cost=900)).release()
    await asyncio.sleep(20)
    assert (await made.acquire(op, endpoint="x", cost=50)).used == 50
    clock.at -= HOUR
    assert (await made.acquire(op, endpoint="x", cost=50)).used == 950
    with pytest.raises(QuotaSpent):
        await made.acquire(op, endpoint="x", cost=51)
    clock.at += HOUR
    assert (await made.usage(op)).used == 50


async def test_those_who_wait_for_midnight_wait_for_the_one_that_comes(store):
    clock = Clock(datetime(2026, 3, 2, 23, 59, tzinfo=BOGOTA).timestamp())
    made, op = scheduler(store, clock, max_wait=1e6), operation()
    made.queue(op).exhausted(made.queue(op).today())
    waiting = asyncio.create_task(made.acquire(op, endpoint="x"))
    await asyncio.sleep(30)
    clock.at -= HOUR
    lease = await waiting
    assert lease.claim.budget.day == "2026-03-03"
    assert asyncio.get_running_loop().time() == pytest.approx(HOUR + 60, abs=0.1)
    lease.release()


async def test_a_clock_that_was_years_ahead_leaves_a_count_that_works(store):
    clock = Clock(datetime(2031, 1, 1, 12, tzinfo=BOGOTA).timestamp())
    made, op = scheduler(store, clock), operation()
    for _ in range(3):
        (await made.acquire(op, endpoint="x")).release()
        clock.at += 24 * HOUR
    clock.at = NOON
    for used in (1, 2, 3):
        lease = await made.acquire(op, endpoint="x")
        assert lease.used == used
        lease.release()
