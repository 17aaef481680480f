"""A small world and an operation of it, and a clock that goes with the loop's."""

import asyncio
from datetime import UTC, datetime

from wolkvox_async import Operation
from wolkvox_async.simulator import Campaign, Tenant

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
