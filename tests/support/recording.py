"""A server that answers every request alike, and remembers what arrived."""

import re
from collections.abc import Mapping
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl

from aiohttp import web
from attrs import frozen

from tests.support.replying import Told
from tests.support.walking import ZONE
from wolkvox_async import MemoryStore, Operation, Wolkvox
from wolkvox_async.serving import Server


@frozen
class Arrived:
    """A request as it arrived: the query as text, the body as bytes."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def pairs(self):
        """The query, name by name; whatever is no ASCII was not encoded."""
        assert self.query.isascii()
        return parse_qsl(self.query, keep_blank_values=True, strict_parsing=True) if self.query else []

    @property
    def parts(self):
        """The parts of a form: name, file name and content."""
        mark = re.search(r'boundary="?([^";]+)', self.headers["Content-Type"])[1].encode()
        start, *parts, end = (b"\r\n" + self.body).split(b"\r\n--" + mark)
        assert (start, end.strip()) == (b"", b"--")
        return [self._part(part) for part in parts]

    @staticmethod
    def _part(part):
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        said = re.search(
            r'^Content-Disposition: form-data; name="([^"]*)"(?:; filename="([^"]*)")?', head.decode(), re.MULTILINE
        )
        return said[1], said[2], content


class Recorder:
    """Answers every request alike, and remembers it."""

    def __init__(self):
        self.arrived: list[Arrived] = []
        self.reply = Told(200, b"{}", [])
        self.base_url = ""

    async def serve(self, request):
        body = await request.read()
        path, _, query = request.raw_path.partition("?")
        self.arrived.append(Arrived(request.method, path, query, dict(request.headers), body))
        return web.Response(status=self.reply.status, body=self.reply.text, content_type="application/json")


@asynccontextmanager
async def recording():
    """Serve, and give the recorder."""
    recorder = Recorder()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", recorder.serve)
    async with Server(app) as server:
        recorder.base_url = f"{server.address}/api/v2/"
        yield recorder


def client_of(recorder, **options):
    """Return a client that sends to a recorder; each has its own pace, permits and quota."""
    operation = Operation(
        name="sales-co",
        server="0099",
        tokens=["token-alpha"],
        licences=20,
        tz=str(ZONE),
        base_url=recorder.base_url,
    )
    return Wolkvox(operation, **({"store": MemoryStore(), "strict": True} | options))
