"""The HTTP session: one for each event loop and process, and no connection that the server may have closed.

A server closes idle connections (Apache after 5 s), and a client whose loop was busy hears of it late. A write on such
a connection ends as "outcome unknown" although the server saw nothing. So a connection is used again only within
IDLE_SECONDS, and only if nothing, not even its end, has arrived on it since.
"""

import asyncio
import selectors
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.request import getproxies
from weakref import WeakMethod, WeakSet

import aiohttp

from wolkvox_async import limits
from wolkvox_async.calls.proxy import Route
from wolkvox_async.calls.reasons import TooLate
from wolkvox_async.calls.time_budget import LoopTimeBudget
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.process import Home

__all__ = ["Sessions", "hearing", "may_send"]

may_send: ContextVar[WeakMethod[Callable[[], bool]] | None] = ContextVar("may_send", default=None)
"""Is asked when the connection stands, right before a request's first byte: to connect may take long.

It is held weakly: timers of the connection keep its context, and with it a request's body, for minutes.
"""

_Selector = getattr(selectors, "PollSelector", selectors.SelectSelector)  # neither takes a descriptor of its own

# A session must not be used after a fork, nor even closed there: that would end the parent's connections.
_inherited: list[aiohttp.ClientSession] = []


class _Connector(aiohttp.TCPConnector):
    """Hands out no connection on which something has arrived since its last reply: most likely its end.

    Raises TooLate where the request must not be sent any more.
    """

    def __init__(self, time_budget: LoopTimeBudget, **options: Any) -> None:
        super().__init__(**options)
        self._time_budget = time_budget
        self._known: WeakSet[Any] = WeakSet()  # protocols that were handed out before

    async def connect(self, *arguments: Any, **options: Any) -> Any:
        connection = await self._usable(*arguments, **options)
        try:
            await self._time_budget.wait()  # many may stand in one turn of the loop
        except BaseException:
            connection.release()
            raise
        held = may_send.get()
        may = None if held is None else held()
        if may is not None and not may():
            connection.release()
            raise TooLate
        return connection

    async def _usable(self, *arguments: Any, **options: Any) -> Any:
        while True:
            connection = await super().connect(*arguments, **options)
            if connection.protocol not in self._known:
                self._known.add(connection.protocol)
                return connection
            if not _readable(connection.transport):
                return connection
            connection.close()

    def leave(self) -> None:
        """Forget all connections; nothing is awaited, as the loop that they belong to does not run any more."""
        self._close()


def _readable(transport: asyncio.Transport | None) -> bool:
    """Whether the loop has not yet read all that has arrived."""
    socket = None if transport is None else transport.get_extra_info("socket")
    if socket is None or socket.fileno() < 0:
        return True
    with _Selector() as selector:
        selector.register(socket.fileno(), selectors.EVENT_READ)
        return bool(selector.select(0))


class Sessions:
    """Gives the session of the running loop: the injected one, which is never closed here, or one of its own."""

    def __init__(
        self,
        injected: aiohttp.ClientSession | None,
        route: Route | None = None,
        time_budget: LoopTimeBudget | None = None,
    ) -> None:
        self.injected = injected is not None
        self._session = injected
        self._route = route or Route()
        self._time_budget = time_budget or LoopTimeBudget()
        self._home = Home()

    def current(self) -> aiohttp.ClientSession:
        """Return the session.

        Raises:
            ConfigurationError: The session that was injected is closed, or of another loop or process.
        """
        session, home = self._session, self._home
        if session is not None and self.injected:
            _check(session, home)
        elif session is None or session.closed or not home.here():
            self._leave()
            session = self._session = _new(self._route, self._time_budget)
        home.moved()
        return session

    async def aclose(self) -> None:
        """Close the session, unless it was injected or belongs to another loop or process."""
        session = self._session
        if session is None or self.injected:
            return
        if self._home.here():
            self._session = None
            await session.close()
        else:
            self._leave()

    def _leave(self) -> None:
        """Let go of a session that cannot be closed here: its loop or process is another."""
        session, self._session = self._session, None
        if session is None or session.closed:
            return
        if self._home.forked:
            _inherited.append(session)
        elif isinstance(connector := session.connector, _Connector):
            session.detach()
            connector.leave()


def _check(session: aiohttp.ClientSession, home: Home) -> None:
    if session.closed:
        raise ConfigurationError("the session that was given is closed", advice="keep it open, or give none")
    if home.used and not home.here():
        raise ConfigurationError(
            f"the session that was given belongs to another {'process' if home.forked else 'event loop'}",
            advice="make the session and the client where they are used, or give none",
        )


def _new(route: Route, time_budget: LoopTimeBudget) -> aiohttp.ClientSession:
    # The scheduler bounds the calls, so the connector need not. Proxies are looked up for each call, in a thread, so
    # only where the environment names one.
    return aiohttp.ClientSession(
        connector=_Connector(time_budget, limit=0, keepalive_timeout=limits.IDLE_SECONDS, ssl=route.context or True),
        cookie_jar=aiohttp.DummyCookieJar(),
        proxy=route.proxy,
        trust_env=route.proxy is None and not getproxies().keys().isdisjoint({"http", "https", "all"}),
    )


@contextmanager
def hearing(response: aiohttp.ClientResponse) -> Iterator[None]:
    """Let the reader of the body hear of the connection's end.

    Where aiohttp's parser gives up in the middle of a body, it closes the connection and leaves the reader waiting.
    """
    connection, content = response.connection, response.content
    protocol = None if connection is None else connection.protocol
    closed = None if protocol is None else protocol.closed

    def report(_: "asyncio.Future[None]") -> None:
        if protocol is not None and not content.is_eof() and content.exception() is None:
            content.set_exception(protocol.exception() or aiohttp.ClientPayloadError("the connection was closed"))

    if closed is not None:
        closed.remove_done_callback(_note)  # of an earlier reply on this connection
        closed.add_done_callback(_note)
        closed.add_done_callback(report)
    try:
        yield
    finally:
        if closed is not None:
            closed.remove_done_callback(report)


def _note(closed: "asyncio.Future[None]") -> None:
    """Take the error with which a connection ended, whenever that is: else asyncio logs that it was not retrieved."""
    if not closed.cancelled():
        closed.exception()
