"""A small operation on a clock that tests turn, and calls by name whose arguments go where the catalogue has them."""

import io
import json
from contextlib import asynccontextmanager

import aiohttp

from tests.support.calling import url_of
from wolkvox_async.catalogue import entries
from wolkvox_async.simulator import Campaign, Simulator, Tenant, World

NOON = 1_772_470_800.0  # 2026-03-02 12:00:00 in Bogota
ENTRIES = {entry.full_name: entry for entry in entries()}


class CallExecutor:
    """Makes calls by their full name; arguments go where the catalogue has them."""

    def __init__(self, simulator, session):
        self.simulator, self.session = simulator, session

    async def reply(self, name, sent=None, /, parts=(), **given):
        entry = ENTRIES[name]
        names = {each.wire for each in entry.parameters if each.where == "query"}
        query = {key: value for key, value in given.items() if key in names} | ({"api": entry.api} if entry.api else {})
        body = {key: value for key, value in given.items() if key not in names}
        content = {"json": body if sent is None else sent}
        if entry.body == "multipart":
            form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
            for key, value in body.items():
                form.add_field(key, value)
            for part, filename, size in parts:
                form.add_field(part, io.BytesIO(b"x" * size), filename=filename)
            content = {"data": form}
        elif not entry.body:
            content = {}
        headers = {"wolkvox-token": "token-alpha"}
        url = url_of(self.simulator, entry)
        async with self.session.request(entry.method, url, params=query, headers=headers, **content) as response:
            return response.status, json.loads(await response.read())

    async def __call__(self, name, sent=None, /, parts=(), **given):
        """Make a call that works, and return its data."""
        status, reply = await self.reply(name, sent, parts=parts, **given)
        assert status == ENTRIES[name].reply.status, reply
        return reply.get("data")

    async def said(self, name, sent=None, /, parts=(), **given):
        status, reply = await self.reply(name, sent, parts=parts, **given)
        return status, reply["msg"]

    @property
    def state(self):
        return self.simulator.truth.state("sales-co")

    @property
    def kinds(self):
        return [each.kind for each in self.simulator.ledger.violations]


class Clock:
    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now


def world(*more, **tenant):
    campaigns = (
        Campaign(id="32841", every=3600.0, first="2026-03-01", customers=20),
        Campaign(id="32842", kind="preview", every=3600.0, first="2026-03-01"),
        *more,
    )
    return World(tenants=(Tenant(name="sales-co", tokens=("token-alpha",), campaigns=campaigns, **tenant),))


@asynccontextmanager
async def serve(given=None, **options):
    """Serve a world, and give a caller of it."""
    async with (
        Simulator(given or world(), **({"clock": Clock()} | options)) as simulator,
        aiohttp.ClientSession() as session,
    ):
        yield CallExecutor(simulator, session)
