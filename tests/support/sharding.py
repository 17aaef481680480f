"""What the tests of exports by several workers share: four operations, a fleet of them, and each row once."""

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta

import psutil

from tests.support import hurrying
from tests.support.exporting import JANUARY, rows_of
from tests.support.worlds import tenant
from wolkvox_async import Fleet, Operation, Timeouts
from wolkvox_async.simulator import Campaign, Simulator, World

NAMES = ("sales-co", "sales-mx", "sales-pe", "sales-cl")
YEAR = {"start": JANUARY["start"], "end": JANUARY["start"].replace(year=2026)}
GIVEN = {"type_campaign": "predictive", "campaign_id": "32841", "format": "ndjson", "reread": timedelta()}
SECRETS = {name: f"secret-of-{name}" for name in NAMES}


def operations(simulator):
    return [
        Operation(
            name=name,
            server="0099",
            tokens=[SECRETS[name]],
            licences=20,
            tz="America/Bogota",
            base_url=simulator.base_url,
        )
        for name in NAMES
    ]


@asynccontextmanager
async def serving(latency=0.1, clock=hurrying.steady):
    campaign = Campaign(id="32841", every=86_400.0)
    tenants = tuple(tenant(campaign, name=name, tokens=(SECRETS[name],)) for name in NAMES)
    async with Simulator(World(tenants=tenants), latency=latency, clock=clock) as simulator:
        yield simulator
        assert simulator.ledger.violations == []


def fleet_of(simulator, folder, **options):
    settings = {
        "store": folder / "store.sqlite3",
        "clock": simulator.clock,
        "timeouts": Timeouts(connect=hurrying.CONNECT, silence=30.0, whole=60.0),
    }
    return Fleet(operations(simulator), **(settings | options))


def by_operation(outcome):
    return {
        name: [row for each in outcome.reports if each.operation == name for row in rows_of(each)] for name in NAMES
    }


def assert_each_row_once(simulator, outcome):
    assert [each.operation for each in outcome.reports] == list(NAMES)
    for name, rows in by_operation(outcome).items():
        truth = simulator.truth.count(name, "32841", YEAR["start"], YEAR["end"] - timedelta(days=1))
        assert (len(rows), len({row["conn_id"] for row in rows})) == (truth, truth) == (365, 365)


async def until(true):
    async with asyncio.timeout(60):
        while not true():
            await asyncio.sleep(0.02)


def children():
    """Return the worker processes, not the one that tracks resources."""
    return [
        each
        for each in psutil.Process().children(recursive=True)
        if any("spawn_main" in word for word in each.cmdline())
    ]
