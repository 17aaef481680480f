"""Serves the vendor's API on a local port: `http://127.0.0.1:PORT/OPERATION/api/v2/…`.

A program sends there what it sends to the vendor today. The gateway puts in the operation's token, waits for a permit,
and hands the answer back byte for byte with its status. So programs that know nothing of each other keep the limits.
"""

import hmac
import ipaddress
import logging
import time
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from types import TracebackType
from typing import Self

import orjson
from aiohttp import web
from attrs import define, field

from wolkvox_async import __version__, limits
from wolkvox_async.calls.exchange import Reply
from wolkvox_async.calls.relay import RelayExecutor
from wolkvox_async.calls.sharing import Sharing, identity_of, kept_for
from wolkvox_async.core.call import Call
from wolkvox_async.endpoints import GROUPS, find
from wolkvox_async.errors import AuthenticationFailed, ConfigurationError, WolkvoxError
from wolkvox_async.fleet import Fleet, engine_of
from wolkvox_async.gateway.asked import API, OTHER, call_of, shown
from wolkvox_async.gateway.metrics import Metrics
from wolkvox_async.gateway.refusals import refused, refuses_token, response
from wolkvox_async.operation import Token
from wolkvox_async.scheduler import Usage
from wolkvox_async.secrecy import sealed
from wolkvox_async.serving import Server

__all__ = ["Gateway"]

_LOG = logging.getLogger("wolkvox_async.gateway")
_NO_SCRIPT = {"", "api", API.rstrip("/")}  # a path that asks for nothing, which would be a call all the same
_LEFT = 499  # the program went away
_WHOLE = 64 * 1024  # bytes of a body that is sent in one piece


@define(eq=False)
class _Visit:
    """One request of a program, for the log line and the metrics."""

    method: str
    operation: str
    asked: str
    endpoint: str = OTHER
    began: float = field(factory=time.monotonic)
    waited: float = 0.0
    shared: bool = False
    size: int = 0
    left: bool = False  # the program went away while it was answered


class Gateway:
    """The vendor's API on a local port, for programs in any language.

    Args:
        fleet: The operations; each is served under its name.
        operations: Names of those that are served; None: all. An only one is served under `/api/v2/` too.
        host: Address to listen at; one that other machines reach needs a key.
        port: 0 takes a free one; see `address`.
        key: What programs must send as `wolkvox-token` or `Authorization: Bearer …`; None: nothing is asked for.
        max_wait: Seconds that a request waits for a permit or the quota before it gets 503 or 429.
        cache: Seconds for which the reply to a read may answer identical ones, by endpoint (`real_time.agents`) or
            group (`real_time`); nothing is kept unless it is named here.

    Raises:
        ConfigurationError: The address is open to other machines and no key is given, or prometheus-client is missing.
    """

    @sealed
    def __init__(
        self,
        fleet: Fleet,
        *,
        operations: Iterable[str] | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        key: str | None = None,
        max_wait: float = limits.GATEWAY_WAIT_SECONDS,
        cache: Mapping[str, float] | None = None,
    ) -> None:
        if key is None and not _is_loopback(host):
            raise ConfigurationError(f"{host} is open to other machines", advice="set a key, or listen at 127.0.0.1")
        self._fleet = fleet
        self._names = tuple(fleet.operations if operations is None else operations)
        for name in self._names:
            if name not in fleet.failures:
                fleet[name]  # an unknown name is an error now
        self._host = host
        self._port = port
        self._key = None if key is None else Token(key)
        self._max_wait = max_wait
        self._cache = dict(cache or {})
        for name in self._cache:
            if name not in GROUPS:
                find(name)  # a name that would keep nothing is an error now
        self._metrics = Metrics(self._names)
        self._refused: set[str] = set()  # operations whose token the server refused
        self._sharing = Sharing()
        self._executors: dict[str, RelayExecutor] = {}
        self._server: Server | None = None
        self._closing = False

    @property
    def address(self) -> str:
        """Where it listens, as in http://127.0.0.1:8080."""
        if self._server is None:
            raise ConfigurationError("the gateway is not started", advice="async with Gateway(fleet) as gateway")
        return self._server.address

    async def start(self) -> None:
        """Begin to listen. Raises OSError where the port cannot be had."""
        app = web.Application(client_max_size=limits.REPLY_BYTES)
        app.router.add_get("/", self._index)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/_status", self._status)
        app.router.add_get("/metrics", self._serve_metrics)
        app.router.add_route("*", "/{path:.+}", self._serve)
        server = Server(
            app, self._host, self._port, handler_cancellation=True, shutdown_timeout=limits.GATEWAY_CLOSE_SECONDS
        )
        await server.start()
        self._server = server

    async def aclose(self) -> None:
        """Take no new requests, and let those under way end, for a minute at most."""
        self._closing = True
        if self._server is not None:
            await self._server.aclose()
            self._server = None
        self._sharing.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    # Requests

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        operation, path = self._place(request)
        visit = _Visit(request.method, operation or "-", shown(request))
        status = _LEFT
        try:
            answer = await self._answer(request, visit, path if operation else "")
            visit.size = visit.size or _size(answer)
            status = _LEFT if visit.left else answer.status
        except WolkvoxError as error:
            if isinstance(error, AuthenticationFailed):
                self._say_refused(visit.operation)
            self._metrics.errors.labels(visit.operation, visit.endpoint, type(error).__name__).inc()
            answer = refused(error, engine_of(self._fleet).clock)
            visit.size = _size(answer)
            status = answer.status
        finally:
            self._note(visit, status)
        return answer

    def _place(self, request: web.Request) -> tuple[str, str]:
        """Return the operation that is asked, "" for an unknown one, and the path at the vendor's host."""
        path = request.path.lstrip("/")
        name, _, rest = path.partition("/")
        if name in self._names:
            return name, rest
        alone = path.startswith(API) and len(self._names) == 1
        return (self._names[0], path) if alone else ("", path)

    async def _answer(self, request: web.Request, visit: _Visit, path: str) -> web.StreamResponse:
        if (refusal := self._refusal(request)) is not None:
            return refusal
        if path.rstrip("/") in _NO_SCRIPT:
            return _not_found(self._names)
        query = list(request.query.items())
        call = call_of(request.method, path, query, await request.read(), request.headers.get("Content-Type", ""))
        visit.endpoint = call.endpoint
        executor = self._executor(visit.operation)
        if self._closing:
            return response(HTTPStatus.SERVICE_UNAVAILABLE, "the gateway is closing", after=1)
        if call.reads and call.method == "GET":
            key = (visit.operation, call.script, identity_of(query), call.body)
            seconds = kept_for(call.endpoint, self._cache)
            reply, visit.shared = await self._sharing.ask(
                key,
                lambda: self._perform(executor, call, visit),
                lambda reply: seconds if reply.answered.seen.ok else 0.0,
            )
        else:
            reply = await self._perform(executor, call, visit)
        if refuses_token(call, reply):
            self._say_refused(visit.operation)
        try:
            return await self._send(request, visit, reply)
        finally:
            reply.close()

    def _refusal(self, request: web.Request) -> web.Response | None:
        """Return why a program may not ask, None where it may."""
        if self._key is None:
            # A page in a browser of this machine reaches the port too, and would use the tokens.
            if "Origin" in request.headers or not _is_loopback(request.url.host or ""):
                return response(HTTPStatus.FORBIDDEN, "without a key the gateway serves programs of this machine only")
            return None
        given = request.headers.get("wolkvox-token") or request.headers.get("Authorization", "").removeprefix("Bearer ")
        if hmac.compare_digest(given.encode(), self._key.reveal().encode()):
            return None
        return response(HTTPStatus.UNAUTHORIZED, "this gateway asks for its key, as wolkvox-token")

    def _executor(self, operation: str) -> RelayExecutor:
        found = self._executors.get(operation)
        if found is None:
            found = self._executors[operation] = RelayExecutor(
                engine_of(self._fleet), self._fleet[operation].operation, lane="interactive", max_wait=self._max_wait
            )
        return found

    async def _perform(self, executor: RelayExecutor, call: Call, visit: _Visit) -> Reply:
        asked: float | None = time.monotonic()  # None: the call has its permit

        def waited() -> None:
            nonlocal asked
            if asked is not None:
                visit.waited += time.monotonic() - asked
            asked = None

        def booked(_cost: int) -> None:
            waited()
            self._metrics.calls.labels(visit.operation, visit.endpoint).inc()

        def again() -> None:
            nonlocal asked
            asked = time.monotonic()

        try:
            return await executor.perform(call, lane="interactive", booked=booked, again=again)
        finally:
            waited()  # for a permit that did not come
            self._metrics.waits.labels(visit.operation).observe(visit.waited)

    async def _send(self, request: web.Request, visit: _Visit, reply: Reply) -> web.StreamResponse:
        """Hand the reply on: its body is spooled already, so a slow reader holds no permit."""
        answered = reply.answered
        headers = {"Content-Type": answered.content_type or "application/json"}
        usage = await self._usage(visit.operation)
        if usage is not None:
            headers["X-Wolkvox-Quota-Left"] = str(usage.left)
        if answered.seen.size <= _WHOLE:
            body = b"".join(answered.body.chunks())
            return web.Response(status=answered.seen.status, headers=headers, body=body)
        stream = web.StreamResponse(status=answered.seen.status, headers=headers)
        stream.content_length = answered.seen.size
        try:
            await stream.prepare(request)
            for chunk in answered.body.chunks():
                await stream.write(chunk)
                visit.size += len(chunk)
            await stream.write_eof()
        except ConnectionError:  # aiohttp would log it as a fault of this program
            visit.left = True
        return stream

    async def _usage(self, operation: str) -> Usage | None:
        try:
            return await self._fleet[operation].quota()
        except WolkvoxError as error:  # the reply is there; its count is not
            _LOG.warning("the count of %s cannot be read: %s", operation, error)
            return None

    def _say_refused(self, operation: str) -> None:
        """Say once that the server refused an operation's token, and what finds out why."""
        if operation not in self._refused:
            self._refused.add(operation)
            _LOG.error("the server refused the token of %s: see wolkvox doctor", operation)

    def _note(self, visit: _Visit, status: int) -> None:
        """Write a line without token, parameters and data, and count the request."""
        seconds = time.monotonic() - visit.began
        self._metrics.requests.labels(visit.operation, visit.endpoint, str(status)).inc()
        self._metrics.seconds.labels(visit.operation).observe(seconds)
        if visit.shared:
            self._metrics.shared.labels(visit.operation, visit.endpoint).inc()
        _LOG.info(
            "%s %s %s %d, %d bytes, %.3f s, %.3f s of them waiting%s",
            visit.operation,
            visit.method,
            visit.asked if visit.endpoint == OTHER else visit.endpoint,
            status,
            visit.size,
            seconds,
            visit.waited,
            ", shared" if visit.shared else "",
        )

    # About itself

    async def _index(self, request: web.Request) -> web.Response:
        """Say what this is and where things are; who may not ask does not see which operations there are."""
        names = ("OPERATION",) if self._refusal(request) is not None else self._names
        found = {
            "what": "wolkvox gateway: the API of Wolkvox on this port, with its limits kept for all programs",
            "version": __version__,
            "operations": [f"/{name}/{API}" for name in names],
            "example": f"/{names[0]}/{API}information.php?api=skills",
            "key": "none is asked for" if self._key is None else "send it as wolkvox-token",
            "about": {"/_status": "quota and permits", "/metrics": "OpenMetrics", "/healthz": "whether it serves"},
        }
        body = orjson.dumps(found, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        return web.Response(body=body, content_type="application/json")

    async def _healthz(self, _request: web.Request) -> web.Response:
        return web.Response(text="closing" if self._closing else "ok", status=503 if self._closing else 200)

    async def _status(self, request: web.Request) -> web.Response:
        if (refusal := self._refusal(request)) is not None:
            return refusal
        found: dict[str, object] = {}
        for name in self._names:
            try:
                found[name] = (await self._fleet[name].quota()).to_dict()
            except WolkvoxError as error:
                found[name] = {"error": str(error)}
        return web.Response(body=orjson.dumps({"operations": found}), content_type="application/json")

    async def _serve_metrics(self, request: web.Request) -> web.Response:
        if (refusal := self._refusal(request)) is not None:
            return refusal
        usages = {}
        for name in self._names:
            if name not in self._fleet.failures and (usage := await self._usage(name)) is not None:
                usages[name] = usage
        return web.Response(body=self._metrics.text(usages), headers={"Content-Type": self._metrics.content_type})


def _size(answer: web.StreamResponse) -> int:
    """Return the bytes of an answer that is sent in one piece, 0 for another."""
    return len(answer.body) if isinstance(answer, web.Response) and isinstance(answer.body, bytes) else 0


def _not_found(names: Iterable[str]) -> web.Response:
    places = ", ".join(f"/{name}/{API}SCRIPT.php?api=…" for name in names)
    return response(HTTPStatus.NOT_FOUND, f"the path names no operation of this gateway; it begins with one: {places}")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
