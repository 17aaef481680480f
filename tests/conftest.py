"""What the tests share: a small world, a client of it, and the listener that remembers."""

import asyncio
import signal
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from wolkvox_async import MemoryStore, Operation, Wolkvox
from wolkvox_async.simulator import Campaign, Simulator, Tenant, World

# A shell makes what it runs in the background deaf to SIGINT, and so would be the processes that tests interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

TOKENS = ("token-alpha", "token-beta")


def tenant(*campaigns, name="sales-co", tokens=TOKENS[:1], licences=20, tz="America/Bogota", **facts):
    campaigns = campaigns or (Campaign(id="32841", every=3600.0), Campaign(id="32842", kind="preview", every=3600.0))
    return Tenant(name=name, tokens=tokens, licences=licences, tz=tz, campaigns=campaigns, **facts)


def operation_of(simulator, name="sales-co", **change):
    served = simulator.world.tenant(name)
    values = {"name": name, "server": "0099", "tokens": served.tokens, "licences": served.licences, "tz": served.tz}
    return Operation(**(values | {"base_url": simulator.base_url} | change))


NOON = datetime(2026, 3, 2, 17, tzinfo=UTC).timestamp()  # in Bogota, far from any midnight


def ticking(at=NOON):
    """Return a clock that goes with the loop's, so that a virtual hour is an hour of the day too."""
    loop = asyncio.get_running_loop()
    began = at - loop.time()
    return lambda: began + loop.time()


@pytest.fixture
def heard():
    """Return the list of events that a client made with `listener=heard.append` told."""
    return []


@pytest.fixture
def serve(heard):
    """Return a context manager: serve(tenant(...), faults=…, **simulator) gives (simulator, client)."""

    @asynccontextmanager
    async def serve(*tenants, client=None, operation=None, **options):
        world = World(tenants=tenants or (tenant(),), seed=3)
        clock = ticking()
        async with Simulator(world, **({"clock": clock} | options)) as simulator:
            settings = {"store": MemoryStore(), "listener": heard.append, "clock": clock} | (client or {})
            name = world.tenants[0].name
            async with Wolkvox(operation_of(simulator, name, **(operation or {})), **settings) as wolkvox:
                yield simulator, wolkvox

    return serve
