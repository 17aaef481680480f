"""Real processes over one store, ended and stopped at random, against a real server's count of what is in flight.

The server goes on with a call whose client died, as the vendor's does, so only the leases keep its permit. It runs five
seconds a store; WOLKVOX_KILLING_SECONDS=60 makes it a minute.
"""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.killing import operation_at, silent, store_at
from tests.support.redis_server import running
from tests.support.worlds import tenant
from wolkvox_async import limits
from wolkvox_async.errors import WaitTooLong
from wolkvox_async.scheduler import Scheduler
from wolkvox_async.simulator import Simulator, World

SECONDS = float(os.environ.get("WOLKVOX_KILLING_SECONDS", "5"))
LICENCES = max(1, round(SECONDS / 15))  # so few that the day is spent in the end, if the machine is quick
WORKERS = 8
AT_ONCE = 4  # calls of a worker
LONGEST = limits.CALL_SECONDS + limits.GRACE_SECONDS + 5.0  # a quarantine, and the clocks' and the machine's delay
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
    """Processes, each of which may be ended and replaced, or stopped for a while."""

    def __init__(self, number, *arguments):
        self._arguments = [sys.executable, str(Path(__file__).parents[1] / "support" / "killing.py"), *arguments]
        self._environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        self.killed = self.interrupted = self.stopped = 0
        self._ending = []
        self._processes = [self._start() for _ in range(number)]

    def _start(self):
        return subprocess.Popen(self._arguments, env=self._environment)

    async def disturb_one(self):
        at = random.randrange(len(self._processes))
        process = self._processes[at]
        assert process.poll() is None, "a worker ended by itself"
        number = random.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGSTOP])
        process.send_signal(number)
        if number == signal.SIGSTOP:
            self.stopped += 1
            await asyncio.sleep(random.choice([0.1, 1.0, LEASE + 1]))
            process.send_signal(signal.SIGCONT)
            return
        if number == signal.SIGINT:  # it may begin no call any more, and waits for those under way
            self.interrupted += 1
            self._ending.append(process)
        else:
            self.killed += 1
            process.wait()
        self._processes[at] = self._start()

    async def kill_all(self):
        """Kill all but those that are interrupted: they wait for the server, which runs in this loop."""
        for process in self._processes:
            process.kill()
            process.wait()
            self.killed += 1
        for process in self._ending:
            await asyncio.to_thread(process.wait, 30)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in [*self._processes, *self._ending]:
            process.kill()
            process.wait()


def counted(simulator):
    return simulator.ledger.calls("sales-co")


async def test_whatever_is_done_to_processes_no_token_has_three_calls_and_every_permit_comes_back(where):
    world = World(tenants=(tenant(tokens=TOKENS, licences=LICENCES, tz=ZONE),), seed=3)
    async with Simulator(world, latency=0.05) as simulator:
        arguments = (where, simulator.base_url, ZONE, str(LICENCES), str(LEASE), *TOKENS)
        operation = operation_at(simulator.base_url, ZONE, LICENCES, TOKENS)
        with Workers(WORKERS, *arguments) as workers:
            while counted(simulator) < 20:  # the test's own time limit ends it
                await asyncio.sleep(0.05)
            ends = time.monotonic() + SECONDS
            while time.monotonic() < ends:
                await asyncio.sleep(random.uniform(0.2, 1.2))
                await workers.disturb_one()
            await workers.kill_all()
            # What the killed had sent is still under way at the server. All their permits are had again within the
            # lease, but where a busy machine took seconds for a call of an interrupted one: that is in quarantine.
            await all_permits(where, operation)
        booked = await spent(where, operation)
        assert simulator.ledger.violations == []
        assert {simulator.ledger.peak(token) for token in TOKENS} == {2}
        # Each call was booked before it was sent; a killed one may have been booked and not sent.
        assert counted(simulator) <= booked <= min(operation.daily_quota, counted(simulator) + AT_ONCE * workers.killed)


async def test_a_killed_process_costs_no_call_but_those_it_had_in_flight(where):
    world = World(tenants=(tenant(tokens=TOKENS[:1], licences=1, tz=ZONE),), seed=3)
    async with Simulator(world, latency=lambda _: 0.01 if counted(simulator) < 30 else 3.0) as simulator:
        arguments = (where, simulator.base_url, ZONE, "1", str(LEASE), TOKENS[0])
        with Workers(1, *arguments) as workers:
            while counted(simulator) < 31 or simulator.ledger.in_flight(TOKENS[0]) < 2:
                await asyncio.sleep(0.02)
            await workers.kill_all()
        booked = await spent(where, operation_at(simulator.base_url, ZONE, 1, TOKENS[:1]), busy=2)
        assert booked == counted(simulator)


async def all_permits(where, operation):
    made = Scheduler(store_at(where), listener=silent, lease=LEASE)
    number = 2 * len(operation.tokens)
    leases = [await made.acquire(operation, endpoint="x", cost=0, max_wait=LONGEST) for _ in range(number)]
    with pytest.raises(WaitTooLong):
        await made.acquire(operation, endpoint="x", cost=0, max_wait=0)
    for lease in leases:
        lease.release()
    await made.aclose()


async def spent(where, operation, *, busy=0):
    made = Scheduler(store_at(where), listener=silent)
    usage = await made.usage(operation)
    await made.aclose()
    assert usage.busy == busy
    return usage.used
