"""The plainest of clients and a world for it, for tests of the simulator by hand."""

import json
from contextlib import asynccontextmanager

import aiohttp

from wolkvox_async.simulator import Campaign, Simulator, Tenant, World

DETAIL = {"api": "detail", "type_campaign": "predictive", "campaign_id": "32841"}
ADD = {"api": "add_record", "type_campaign": "predictive", "campaign_id": "32841", "campaign_status": "stop"}
DAY = {"date_ini": "20250302000000", "date_end": "20250302235959"}
RECORD = {"customer_name": "Ana", "customer_id": "C-1", "tel1": "573001112233"}


def world(*, licences=20, seed=1, **changes):
    settings = {"every": 20.0, "first": "2025-01-01", "last": "2026-01-01"} | changes
    one = Campaign(id="32841", **settings)
    two = Campaign(id="32842", kind="preview", every=61.5, first="2025-01-01", last="2026-01-01")
    tenant = Tenant(name="sales-co", tokens=("token-a", "token-b"), licences=licences, campaigns=(one, two))
    return World(tenants=(tenant, Tenant(name="other-co", tokens=("token-c",))), seed=seed)


class Client:
    """The plainest of clients: what it sends is what stands in the test."""

    def __init__(self, simulator, session):
        self.simulator, self.session = simulator, session

    async def __call__(self, script, query, *, token="token-a", body=None, **headers):
        headers |= {"wolkvox-token": token} if token else {}
        method = "GET" if body is None else "POST"
        url = self.simulator.base_url + script
        async with self.session.request(method, url, params=query, json=body, headers=headers) as response:
            return response.status, await response.read(), response

    async def json(self, *args, **kwargs):
        status, body, _ = await self(*args, **kwargs)
        return status, json.loads(body)

    def kinds(self):
        return [each.kind for each in self.simulator.ledger.violations]


@asynccontextmanager
async def serving():
    """Give what starts a simulator and gives a client of it; both end with the context."""
    async with aiohttp.ClientSession(max_field_size=2**16) as session:
        session._retry_connection = False  # aiohttp asks again by itself where a connection breaks under a GET
        started = []

        async def start(given=None, **settings):
            simulator = Simulator(given or world(), **settings)
            await simulator.start()
            started.append(simulator)
            return Client(simulator, session)

        yield start
        for simulator in started:
            await simulator.close()
