"""A simulator of the Wolkvox API: a real server with a world of its own, every limit, and faults on demand.

In a test::

    tenant = Tenant(name="sales-co", tokens=("token-a",), campaigns=(Campaign(id="32841", every=20.0),))
    faults = Faults(every=5, kinds=("html", "reset"))
    async with Simulator(World(tenants=(tenant,)), faults=faults) as simulator:
        ...  # a client at simulator.base_url
        assert simulator.ledger.violations == []

It serves every endpoint of the catalogue, from the vendor's published facts, and shares no code with the client that
decides anything. `simulator.truth` knows what a client should end up with: `truth.rows("sales-co", "reports.agent_3",
start, end)` gives what a report has in a range of any length.

The names are looked up on first use, so that the pytest plugin costs nothing where it is not used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wolkvox_async.simulator.ledger import Ledger, Violation
    from wolkvox_async.simulator.server.faults import Faults
    from wolkvox_async.simulator.server.simulator import Simulator
    from wolkvox_async.simulator.truth import Truth
    from wolkvox_async.simulator.world.switches import Switches
    from wolkvox_async.simulator.world.tenants import Campaign, Tenant, World

__all__ = ["Campaign", "Faults", "Ledger", "Simulator", "Switches", "Tenant", "Truth", "Violation", "World"]

_HOMES = {
    "Campaign": "world.tenants",
    "Faults": "server.faults",
    "Ledger": "ledger",
    "Simulator": "server.simulator",
    "Switches": "world.switches",
    "Tenant": "world.tenants",
    "Truth": "truth",
    "Violation": "ledger",
    "World": "world.tenants",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
