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

from typing import TYPE_CHECKING

from wolkvox_async.lazy import names_on_use

if TYPE_CHECKING:
    from wolkvox_async.simulator.ledger import Ledger, Violation
    from wolkvox_async.simulator.server.faults import Faults
    from wolkvox_async.simulator.server.simulator import Simulator
    from wolkvox_async.simulator.truth import Truth
    from wolkvox_async.simulator.world.switches import Switches
    from wolkvox_async.simulator.world.tenants import Campaign, Tenant, World
else:
    __getattr__, __dir__ = names_on_use(
        __name__,
        {
            "ledger": "Ledger Violation",
            "server.faults": "Faults",
            "server.simulator": "Simulator",
            "truth": "Truth",
            "world.switches": "Switches",
            "world.tenants": "Campaign Tenant World",
        },
    )

__all__ = ["Campaign", "Faults", "Ledger", "Simulator", "Switches", "Tenant", "Truth", "Violation", "World"]
