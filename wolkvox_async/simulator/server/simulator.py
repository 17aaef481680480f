"""The server: sockets, limits, faults, and a ledger of what its clients did.

Each call goes the same way: is there a token, whose is it, is there quota and a permit left, what does the
route say. The rest is how the answer is sent. A handler goes on when its client has gone, as the real
server presumably does, and until it ends the call is in flight.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from posixpath import normpath
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from attrs import define

from wolkvox_async.serving import Server
from wolkvox_async.simulator import facts
from wolkvox_async.simulator.handlers import information
from wolkvox_async.simulator.handlers.call import Call
from wolkvox_async.simulator.handlers.routes import Route, routes
from wolkvox_async.simulator.ledger import Ledger, Served, Violation, digest
from wolkvox_async.simulator.rows.sources import Blocks
from wolkvox_async.simulator.server import incoming, inquiry, sending
from wolkvox_async.simulator.server.faults import BEFORE, Faults, instead, spoiled
from wolkvox_async.simulator.truth import Truth
from wolkvox_async.simulator.wire import Reply, bad_request, page, refusal
from wolkvox_async.simulator.world.series import wall
from wolkvox_async.simulator.world.switches import Switches
from wolkvox_async.simulator.world.tenants import Tenant, World

_log = logging.getLogger("wolkvox_async.simulator")
UPLOAD_BYTES = 256 * 2**20  # what the server reads at most
CLOSING_SECONDS = 0.5
LOGGED = 10  # lines at most of what is wrong with a call

Latency = float | Callable[[web.Request], float]


@define(eq=False)
class Visit:
    """One request while it is served, for the ledger's line on it."""

    request: web.Request
    started: float  # by the simulator's clock
    arrived: float  # by the loop's
    tenant: Tenant | None = None
    token: str = ""
    fault: str | None = None
    status: int = 0
    sent: int = 0

    @property
    def script(self) -> str:
        """Path of the script that is asked."""
        found = self.request.match_info
        # Web servers resolve dots in a path before they look for a file.
        return normpath(found["script"].lstrip("/") if "script" in found else f"/{found['root']}")

    @property
    def query(self) -> dict[str, str]:
        """The parameters of the address; of one that is given twice the last counts, as PHP has it."""
        return dict(self.request.query.items())

    @property
    def api(self) -> str:
        """Value of the api parameter."""
        return self.query.get("api", "")

    @property
    def route(self) -> Route | None:
        """The endpoint that is asked; None where there is no such."""
        return routes().get((self.script, self.api, self.request.method))


class Simulator:
    """A Wolkvox API at 127.0.0.1, to try clients against.

    `async with` serves on the running loop; a plain `with` from a thread, for tests that are not async.

    Args:
        world: The tenants; one called "demo" that takes any token, if none is given.
        faults: Which replies go wrong.
        switches: How the server behaves where that is unknown of the real one.
        latency: Seconds of work per call, or a function of the request.
        clock: The time of day, in seconds since 1970.
        host: The address to listen at.
        port: The port; 0 takes a free one.
    """

    def __init__(
        self,
        world: World | None = None,
        *,
        faults: Faults | None = None,
        switches: Switches | None = None,
        latency: Latency = 0.0,
        clock: Callable[[], float] = time.time,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.world = world or World.default()
        self.faults = faults or Faults()
        self.switches = switches or Switches()
        self.latency = latency
        self.clock = clock
        self.host, self.port = host, port
        self.ledger = Ledger()
        self.truth = Truth(self.world, clock)
        self._blocks = Blocks()
        self._numbered = 0
        self._unknown: set[str] = set()  # digests of tokens that were refused
        self._closing = asyncio.Event()
        self._server: Server | None = None
        self._thread: _Thread | None = None

    @property
    def base_url(self) -> str:
        """The address that takes the place of https://wv0099.wolkvox.com/api/v2/."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/api/v2/"

    # Coming and going

    async def start(self) -> None:
        """Begin to serve. OSError: the port is taken."""
        self._closing = asyncio.Event()
        routes()  # the first call is not to wait for the catalogue
        app = web.Application(client_max_size=UPLOAD_BYTES)
        app.router.add_route("*", "/api/v2/{script:.*}", self._serve)
        app.router.add_route("*", "/api/{elsewhere:.*}", _not_found)
        app.router.add_route("*", "/{root:.*[.]php}", self._serve)  # a script that stands beside the API
        app.add_routes(inquiry.routes(self.ledger, self.truth))
        options: dict[str, Any] = {"handler_cancellation": False, "shutdown_timeout": CLOSING_SECONDS}
        if self.switches.idle_seconds is not None:
            options["keepalive_timeout"] = self.switches.idle_seconds
        server = Server(app, self.host, self.port, **options)
        await server.start()
        self.port = server.port
        self._server = server

    async def close(self) -> None:
        """Stop serving; calls that are still going on are dropped."""
        self._closing.set()
        if self._server is not None:
            await self._server.aclose()
            self._server = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def __enter__(self) -> Self:
        self._thread = _Thread(self)
        self._thread.begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread is not None:
            self._thread.end()
            self._thread = None

    # One call

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        visit = Visit(request, self.clock(), asyncio.get_running_loop().time())
        if self.faults.concerns(visit.api):
            self._numbered += 1
            visit.fault = self.faults.of(self._numbered)
            self.ledger.faults.update([visit.fault] if visit.fault else [])
        try:
            return await self._attend(visit)
        except ConnectionError as why:  # the client has gone, or is sent away
            visit.status = 0
            sending.drop(request, reset=isinstance(why, ConnectionResetError))
            return web.Response()  # aiohttp wants one; the connection is closed, so it goes nowhere
        finally:
            self._enter(visit)

    async def _attend(self, visit: Visit) -> web.StreamResponse:
        """Know the token and count the call; it is in flight while the rest goes on."""
        if visit.fault == "refuse":
            raise ConnectionAbortedError("fault")
        text = visit.request.headers.get("wolkvox-token", "")
        tenant = self.world.tenant_of(text)
        visit.tenant, visit.token = tenant, digest(text) if text else ""
        if tenant is None:
            self._say_unknown(visit)
            said = (403, facts.FORBIDDEN, facts.BAD_TOKEN) if text else (401, facts.UNAUTHORIZED, facts.NO_TOKEN)
            return await self._send(visit, refusal(*said))
        route = visit.route
        cost = 1 if route is None else route.cost
        self.ledger.begin(tenant, visit.token, wall(self.clock(), tenant.zone).date(), cost)
        try:
            return await self._answer(visit, tenant)
        finally:
            self.ledger.end(visit.token)

    async def _answer(self, visit: Visit, tenant: Tenant) -> web.StreamResponse:
        refused = self._refused(visit, tenant)
        if refused is not None:
            self._record(visit, refused)
            await self._wait_for_midnight(visit, tenant)
            return await self._send(visit, refused)
        if visit.fault == "reset":
            raise ConnectionResetError("fault")
        if (visit.request.content_length or 0) > self.switches.request_bytes:
            return await self._send(visit, page(413, "Request Entity Too Large"))
        body, form = await incoming.body(visit.request)
        seconds = self.latency(visit.request) if callable(self.latency) else self.latency
        await self._pause(min(seconds, self.switches.call_seconds))
        if seconds > self.switches.call_seconds:
            return await self._too_slow(visit)
        return await self._finish(visit, tenant, body, form)

    async def _finish(self, visit: Visit, tenant: Tenant, body: Any, form: incoming.Form) -> web.StreamResponse:
        """Carry a call out, and answer it as its fault wants it."""
        fault = visit.fault
        reply = None if fault in BEFORE else self._carry_out(visit, tenant, body, form)
        if reply is not None:
            self._record(visit, reply)
        await self._wait_for_midnight(visit, tenant)
        if fault in ("hang", "hang-after"):
            await self._pause(self.faults.hang_seconds)
        if fault in ("hang", "hang-after", "reset-after"):
            raise ConnectionResetError("fault")
        answer = instead(fault) or (spoiled(fault, reply) if reply is not None else None)
        if answer is None:
            raise ConnectionResetError("fault")
        return await self._send(visit, answer)

    async def _wait_for_midnight(self, visit: Visit, tenant: Tenant) -> None:
        """Keep an answer back until the operation's day has changed, where its fault wants it."""
        if visit.fault == "midnight":
            now = wall(self.clock(), tenant.zone)
            midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time())
            await self._pause(min((midnight - now).total_seconds() + 1, self.faults.hang_seconds))

    def _refused(self, visit: Visit, tenant: Tenant) -> Reply | None:
        now = wall(self.clock(), tenant.zone)
        limit = information.quota(self.truth.state(tenant).licences, now, self.switches)
        route = visit.route
        costs = route is None or route.cost > 0
        if costs and self.ledger.calls(tenant.name, now.date()) > limit:
            return refusal(403, facts.FORBIDDEN, facts.QUOTA_SPENT, ("quota", f"more than {limit} calls a day"))
        flying = self.ledger.flying(visit.token)
        if flying > facts.CALLS_AT_ONCE:
            broke = ("simultaneous", f"{flying} calls at once")
            return refusal(403, facts.FORBIDDEN, facts.THIRD_CALL, broke)
        return None

    def _carry_out(self, visit: Visit, tenant: Tenant, body: Any, form: incoming.Form) -> Reply:
        route = visit.route
        if route is None:
            return bad_request(facts.UNKNOWN_API, "unknown script, api or method")
        return route.answer(
            lambda entry: Call(
                tenant=tenant,
                token=visit.token,
                query=visit.query,
                body=body,
                form=form,
                entry=entry,
                truth=self.truth,
                ledger=self.ledger,
                switches=self.switches,
                blocks=self._blocks,
            )
        )

    async def _too_slow(self, visit: Visit) -> web.StreamResponse:
        if self.switches.slow == "drop":
            raise ConnectionAbortedError("more than the seconds a call may take")
        return await self._send(visit, page(504, "Gateway Time-out"))

    async def _send(self, visit: Visit, reply: Reply) -> web.StreamResponse:
        if reply.size > self.switches.reply_bytes and self.switches.oversize == "error":
            reply = page(500, "Internal Server Error")
        visit.status = reply.status
        manner = sending.Manner(
            fault=visit.fault,
            gzip=self.switches.gzip,
            most=None if self.switches.oversize == "serve" else self.switches.reply_bytes,
            drip=self.faults.drip_seconds,
            until=visit.arrived + self.switches.call_seconds,
            pause=self._pause,
        )
        return await sending.send(visit, reply, manner)

    async def _pause(self, seconds: float) -> None:
        """Work for these seconds. ConnectionAbortedError: the simulator closes meanwhile."""
        if seconds > 0:
            try:
                await asyncio.wait_for(self._closing.wait(), seconds)
            except TimeoutError:
                return
            raise ConnectionAbortedError("the simulator closes")

    # The ledger

    def _record(self, visit: Visit, reply: Reply) -> None:
        """Enter the limits that were not kept, whether or not the answer that says so arrives."""
        tenant = visit.tenant.name if visit.tenant else ""
        self.ledger.violations.extend(
            Violation(kind=kind, tenant=tenant, token=visit.token, detail=detail, at=self.clock())
            for kind, detail in reply.broke
        )
        lines = [f"{kind}: {detail}" for kind, detail in reply.broke[:LOGGED]]
        lines += [f"and {len(reply.broke) - LOGGED} more"] if len(reply.broke) > LOGGED else []
        for each in lines:
            line = " ".join(filter(None, (tenant, visit.request.method, visit.script, visit.api))) + f": {each}"
            _log.info("%s", line if line.isprintable() else ascii(line))

    def _say_unknown(self, visit: Visit) -> None:
        """Log that a token is not taken, or that there is none, for each token once."""
        if visit.token in self._unknown:
            return
        self._unknown.add(visit.token)
        if visit.token:
            _log.info("403: no operation has the token that came, digest %s; said once", visit.token)
        else:
            _log.info("401: a call came without the header wolkvox-token; said once")

    def _enter(self, visit: Visit) -> None:
        request = visit.request
        self.ledger.bytes_sent += visit.sent
        self.ledger.requests.append(
            Served(
                method=request.method,
                script=visit.script,
                api=visit.api,
                query=visit.query,
                status=visit.status,
                tenant=visit.tenant.name if visit.tenant else "",
                token=visit.token,
                started=visit.started,
                ended=self.clock(),
                sent=visit.sent,
                fault=visit.fault,
            )
        )


async def _not_found(_: web.Request) -> web.Response:
    """Answer for an address beside the API, such as one without its `v2`, as a web server does."""
    reply = page(404, "Not Found")
    return web.Response(status=reply.status, body=reply.raw, content_type=reply.content_type)


class _Thread:
    """A simulator on a loop of its own, for those who have none."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = threading.Event()
        self._done: asyncio.Event | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="wolkvox-simulator", daemon=True)

    def begin(self) -> None:
        self._thread.start()
        self._ready.wait()
        if self._error is not None:
            self._thread.join()
            raise self._error

    def end(self) -> None:
        if self._loop is not None and self._done is not None:
            self._loop.call_soon_threadsafe(self._done.set)
        self._thread.join()

    def _run(self) -> None:
        try:
            asyncio.run(self._live())
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits for the start
            self._error = error
        finally:
            self._ready.set()

    async def _live(self) -> None:
        self._loop, self._done = asyncio.get_running_loop(), asyncio.Event()
        async with self._simulator:
            self._ready.set()
            await self._done.wait()
