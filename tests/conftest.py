"""What the tests share: a client of a small world, and the listener that remembers."""

import itertools
import os
import signal
from contextlib import asynccontextmanager

import pytest
from hypothesis import settings

from tests.support.worlds import operation_of, tenant, ticking
from wolkvox_async import MemoryStore, Wolkvox
from wolkvox_async.simulator import Simulator, World

# A shell makes what it runs in the background deaf to SIGINT, and so would be the processes that tests interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("untimed", deadline=None)  # a busy machine fails no test
settings.load_profile("untimed")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """Have one process more than there are processors: some tests wait for a process of their own, or for its end."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def _states(tmp_path_factory):
    folder = tmp_path_factory.mktemp("states")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def _own_state(monkeypatch, _states):
    """Keep the user's state, dlt's too, out of it: what one test uploads or loads, no other has before."""
    state = next(_states)  # made by who writes there
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    monkeypatch.setenv("DLT_DATA_DIR", str(state / "dlt"))


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
