"""Synchronous clients: the same values as the asynchronous ones, from any thread, in bounded memory."""

import asyncio
from datetime import date

import pytest

from tests.support.worlds import operation_of, tenant
from wolkvox_async import MemoryStore
from wolkvox_async import Wolkvox as AsyncWolkvox
from wolkvox_async.simulator import Campaign, Simulator, World
from wolkvox_async.sync import Wolkvox

QUARTER = {"start": date(2025, 1, 1), "end": date(2025, 4, 1)}


@pytest.fixture
def simulator():
    world = World(tenants=(tenant(Campaign(id="32841", every=3600.0), tokens=("token-alpha", "token-beta")),), seed=3)
    with Simulator(world) as simulator:
        yield simulator


@pytest.fixture
def wolkvox(simulator):
    with Wolkvox(operation_of(simulator), store=MemoryStore()) as wolkvox:
        yield wolkvox


async def asynchronous(simulator, read):
    async with AsyncWolkvox(operation_of(simulator), store=MemoryStore()) as wolkvox:
        return await read(wolkvox)


def test_a_report_has_the_rows_of_the_asynchronous_one_as_a_list_and_as_a_stream(wolkvox, simulator):
    report = wolkvox.reports.cdr_1(**QUARTER)
    expected = asyncio.run(asynchronous(simulator, lambda client: client.reports.cdr_1(**QUARTER)))
    assert report.rows() == expected
    assert list(report) == expected
    assert [row for window in report.windows() for row in window.rows] == expected
    assert [row for batch in report.batches() for row in batch.rows] == expected
    assert report.plan().calls == 3
    assert report.calls == 12
