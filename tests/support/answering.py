"""A server of a few lines, for what a test wants to say by hand, and a client of it that remembers its events."""

import inspect
import json
from contextlib import asynccontextmanager
from types import SimpleNamespace

from aiohttp import web

from tests.support.worlds import ticking
from wolkvox_async import MemoryStore, Operation, Wolkvox
from wolkvox_async.serving import Server


def found(*rows, **more):
    return {"code": "200", "error": None, "msg": f"{len(rows)} records were found", "data": list(rows)} | more


@asynccontextmanager
async def answering(answer, *, tz="America/Bogota", **options):
    """Serve `answer(seen)`, which gives or awaits a document or a response; yield (client, requests seen, events).

    Of a request is seen: method, path, query, headers, body (bytes), json, and parts of a form (name, filename, type,
    content).
    """
    seen, heard = [], []

    async def handle(request):
        facts = SimpleNamespace(
            method=request.method, path=request.path, query=dict(request.query), headers=dict(request.headers), parts=[]
        )
        if request.content_type == "multipart/form-data":
            async for part in await request.multipart():
                content = bytes(await part.read())
                facts.parts.append((part.name, part.filename, part.headers.get("Content-Type"), content))
            facts.body, facts.json = b"", None
        else:
            facts.body = await request.read()
            facts.json = json.loads(facts.body) if facts.body else None
        seen.append(facts)
        said = answer(facts)
        if inspect.isawaitable(said):
            said = await said
        return said if isinstance(said, web.StreamResponse) else web.json_response(said)

    app = web.Application(client_max_size=2**30)
    app.router.add_route("*", "/{path:.*}", handle)
    async with Server(app) as server:
        operation = Operation(
            name="sales-co",
            server="0099",
            tokens=["token-alpha"],
            licences=20,
            tz=tz,
            base_url=f"{server.address}/api/v2/",
        )
        settings = {"store": MemoryStore(), "listener": heard.append, "clock": ticking()} | options
        async with Wolkvox(operation, **settings) as wolkvox:
            yield wolkvox, seen, heard
