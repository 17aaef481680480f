"""A fixture for tests of code that calls Wolkvox: pytest finds it where the package is installed.

It is loaded in every run of pytest, so it imports the simulator only when a test asks for it.
"""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wolkvox_async.simulator import Simulator


@pytest.fixture
def wolkvox_simulator() -> "Iterator[Simulator]":
    """Serve the default world (tenant "demo", campaigns 32841 and 32842, any token) and give the Simulator.

    A test of your own::

        async def test_export(wolkvox_simulator):
            operation = Operation(..., base_url=wolkvox_simulator.base_url)
            ...
            assert wolkvox_simulator.ledger.violations == []

    It serves from a thread, so tests may be async, by whatever plugin, or not. For a world of your own::

        @pytest.fixture
        def simulator():
            tenant = Tenant(name="sales-co", tokens=("token-a",), campaigns=(Campaign(id="1", every=60),))
            with Simulator(World(tenants=(tenant,)), faults=Faults(script=["html"])) as simulator:
                yield simulator
    """
    from wolkvox_async.simulator import Simulator

    with Simulator() as simulator:
        yield simulator
