"""Real processes over one store, killed at random and replaced, against a real server's count of what is in flight.

The server goes on with a call whose client died, as the vendor's does, so only the leases keep its slot. It runs ten
seconds a store; WOLKVOX_KILLING_SECONDS=60 makes it a minute.
"""

import asyncio
import os
import random
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.killing import LICENCES, operation_at, silent, store_at
from tests.support.redis_server import running
from tests.support.worlds import tenant
from wolkvox_async.errors import WaitTooLong
from wolkvox_async.scheduler import Scheduler
from wolkvox_async.simulator import Simulator, World

SECONDS = float(os.environ.get("WOLKVOX_KILLING_SECONDS", "10"))
WORKERS = 8
LEASE = 5.0  # a hundred times a call, so that a machine that stalls for seconds breaks nothing
TOKENS = ("token-alpha", "token-beta", "token-gamma")
ZONE = "UTC" if 1 <= datetime.now(UTC).hour < 22 else "Asia/Tokyo"  # far from its midnight, whatever the time

pytestmark = pytest.mark.timeout(120 + 2 * SECONDS)


@pytest.fixture(params=["sqlite", "redis"])
def where(request, tmp_path):
    if request.param == "sqlite":
        yield str(tmp_path / "s.sqlite3")
        return
    with running(tmp_path) as server:
        yield server.url


class Workers:
    """Eight processes, each of which may be killed and replaced."""

    def __init__(self, *arguments):
        self._arguments = [sys.executable, str(Path(__file__).parents[1] / "support" / "killing.py"), *arguments]
        self._environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        self.killed = 0
        self._processes = [self._start() for _ in range(WORKERS)]

    def _start(self):
        return subprocess.Popen(self._arguments, env=self._environment)

    def kill_one(self):
        at = random.randrange(WORKERS)
        self._end(self._processes[at])
        self._processes[at] = self._start()

    def kill_all(self):
        for process in self._processes:
            self._end(process)

    def _end(self, process):
        assert process.poll() is None, "a worker ended by itself"
        process.kill()
        process.wait()
        self.killed += 1

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in self._processes:
            process.kill()
            process.wait()


def counted(simulator):
    return simulator.ledger.calls("sales-co")


async def test_whoever_is_killed_no_token_has_three_calls_and_every_slot_comes_back(where):
    world = World(tenants=(tenant(tokens=TOKENS, licences=LICENCES, tz=ZONE),), seed=3)
    async with Simulator(world, latency=0.05) as simulator:
        with Workers(where, simulator.base_url, ZONE, str(LEASE), *TOKENS) as workers:
            while counted(simulator) < 20:  # the test's own time limit ends it
                await asyncio.sleep(0.05)
            ends = time.monotonic() + SECONDS
            while time.monotonic() < ends:
                await asyncio.sleep(random.uniform(0.2, 1.2))
                workers.kill_one()
            workers.kill_all()
            # What the killed had sent is still under way at the server. All their slots are had again within the
            # lease; the rest of the patience is for a busy machine.
            await all_slots(where, operation_at(simulator.base_url, ZONE, TOKENS))
        booked = await spent(where, operation_at(simulator.base_url, ZONE, TOKENS))
        assert simulator.ledger.violations == []
        assert {simulator.ledger.peak(token) for token in TOKENS} == {2}
        assert workers.killed > WORKERS
        # Each call was booked before it was sent; a killed one may have been booked and not sent, four at most a kill.
        assert counted(simulator) <= booked <= counted(simulator) + 4 * workers.killed


async def all_slots(where, operation):
    made = Scheduler(store_at(where), listener=silent, lease=LEASE)
    slots = [await made.acquire(operation, endpoint="x", cost=0, max_wait=4 * LEASE) for _ in range(2 * len(TOKENS))]
    with pytest.raises(WaitTooLong):
        await made.acquire(operation, endpoint="x", cost=0, max_wait=0)
    for slot in slots:
        await slot.release()
    await made.aclose()


async def spent(where, operation):
    made = Scheduler(store_at(where), listener=silent)
    usage = await made.usage(operation)
    await made.aclose()
    assert usage.busy == 0
    return usage.used
