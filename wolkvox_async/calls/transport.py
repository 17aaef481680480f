"""Sends what core made, and returns what came back as values: `Answered`, or `Lost` and why.

Silence and the whole call are bounded apart, since a large reply may take longer than the server's 60 s of work.
Nothing is raised for what the network or the server does. So no exception of the HTTP library, whose frames hold the
request's headers, ever reaches a caller.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from types import TracebackType
from typing import Self
from weakref import WeakMethod

import aiohttp
import yarl
from attrs import evolve, frozen

from wolkvox_async import limits
from wolkvox_async.calls.form import Files
from wolkvox_async.calls.making import Maker, Making
from wolkvox_async.calls.proxy import Route
from wolkvox_async.calls.reasons import Dropped, TooLate, lost_before, lost_under_way
from wolkvox_async.calls.receiving import Answered, Receiving
from wolkvox_async.calls.session import Sessions, hearing, may_send
from wolkvox_async.calls.spool import MemoryBudget
from wolkvox_async.calls.time_budget import LoopTimeBudget
from wolkvox_async.core.call import Request
from wolkvox_async.core.reply import Lost
from wolkvox_async.deadline import within
from wolkvox_async.errors import ConfigurationError

__all__ = ["Timeouts", "Transport"]

_Handler = Callable[[aiohttp.ClientRequest], Awaitable[aiohttp.ClientResponse]]
_CHUNK = 64 * 1024
_TO_CONNECT = 0.9  # at most, of the whole time
_TURNS = 3  # of the loop, in which it reads what has arrived and acts on it


def _seconds(name: str, given: float) -> float:
    """Return a length of time. Raises ConfigurationError where it is not a number above 0."""
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 < given < float("inf"):
        raise ConfigurationError(f"{name} is {given!r}", advice="give seconds, more than 0")
    return float(given)


@frozen(kw_only=True)
class Timeouts:
    """How long a call may take.

    Args:
        connect: Seconds until the connection stands.
        silence: Seconds between two bytes of the reply.
        whole: Seconds from the request to the reply's last byte.
    """

    connect: float = limits.CONNECT_SECONDS
    silence: float = limits.SILENCE_SECONDS
    whole: float = limits.EXCHANGE_SECONDS

    def __attrs_post_init__(self) -> None:
        for name in ("connect", "silence", "whole"):
            _seconds(name, getattr(self, name))

    @property
    def lease(self) -> float:
        """Seconds that a lease must last: longer than any call, and than the server's work on one sent late."""
        return max(self.whole, self.connect + limits.CALL_SECONDS) + limits.GRACE_SECONDS

    def within(self, given: "float | Timeouts") -> "Timeouts":
        """Return the timeouts of some calls of a client that has these.

        Args:
            given: Seconds of the whole call, or timeouts.

        Raises:
            ConfigurationError: They cannot be right, or a call could outlast the leases that the client takes.
        """
        if isinstance(given, Timeouts):
            found = given
        else:
            whole = _seconds("timeout", given)
            found = Timeouts(connect=min(self.connect, whole), silence=min(self.silence, whole), whole=whole)
        if found.lease > self.lease:
            raise ConfigurationError(
                f"timeout is {found.whole:g} s, and the client holds a permit for {self.lease:g} s at most",
                advice="make the client with timeouts=Timeouts(whole=…)",
            )
        return found

    @property
    def begin(self) -> float:
        """Seconds from its grant within which a call must be sent, for the server to be done before the lease ends."""
        return self.lease - limits.CALL_SECONDS - limits.GRACE_SECONDS


def _always() -> bool:
    return True


async def _once(request: aiohttp.ClientRequest, handler: _Handler) -> aiohttp.ClientResponse:
    """Send a request once: aiohttp repeats reads on a stale connection, which would be a call that is not booked."""
    try:
        return await handler(request)
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise Dropped(error) from None


class _Sending:
    """One request and its reply."""

    def __init__(
        self,
        sessions: Sessions,
        timeouts: Timeouts,
        request: Request,
        files: Files,
        begin: Callable[[], bool],
        receive: Callable[[int], Receiving],
    ) -> None:
        self._sessions = sessions
        self._timeouts = timeouts
        # Ends before the whole time does: who could not connect knows that nothing was sent.
        self._connect_seconds = min(timeouts.connect, _TO_CONNECT * timeouts.whole)
        self._request = request
        self._files = files
        self._begin = begin
        self._receive = receive
        self._begun = False
        self._began = 0.0
        self._receiving: Receiving | None = None

    async def run(self) -> Answered | Lost:
        """Return the reply, or why there is none. Only a cancellation is raised."""
        clock = asyncio.get_running_loop().time
        began = clock()
        kept = False
        try:
            async with within(self._timeouts.whole):
                outcome = await self._exchange()
            kept = isinstance(outcome, Answered)
        except Exception as error:  # noqa: BLE001 - each of them becomes a value, which has its reason
            outcome = self._lost(error, clock() - began)
        finally:
            if self._receiving is not None and not kept:
                self._receiving.close()
        return evolve(outcome, seconds=clock() - began) if isinstance(outcome, Lost) else outcome

    def _start(self) -> bool:
        """Whether the request may be sent now."""
        self._begun = self._begin()
        self._began = asyncio.get_running_loop().time()
        return self._begun

    async def _exchange(self) -> Answered | Lost:
        request, timeouts = self._request, self._timeouts

        async def guarded(request: aiohttp.ClientRequest, handler: _Handler) -> aiohttp.ClientResponse:
            """Send nothing that has waited for too long, and nothing on a connection whose end is not read yet."""
            if self._sessions.injected:  # its connector does not look
                for _ in range(_TURNS):
                    await asyncio.sleep(0)
                if not self._start():
                    raise TooLate
                return await handler(request)
            asks = may_send.set(WeakMethod(self._start))
            try:
                return await handler(request)
            finally:
                may_send.reset(asks)

        async with self._sessions.current().request(
            request.method,
            yarl.URL(request.url, encoded=True),
            headers=request.headers,
            data=self._files.form(request.parts) if request.parts else request.body,
            allow_redirects=False,
            auto_decompress=False,
            middlewares=(guarded, _once),
            max_line_size=limits.HEADER_BYTES,
            max_field_size=limits.HEADER_BYTES,
            max_headers=limits.HEADERS,
            timeout=aiohttp.ClientTimeout(connect=self._connect_seconds, sock_read=timeouts.silence),
            read_bufsize=_CHUNK,
        ) as response:
            waited = asyncio.get_running_loop().time() - self._began
            self._receiving = self._receive(response.status)
            with hearing(response):
                async for chunk in response.content.iter_any():
                    if (lost := await self._receiving.feed(chunk)) is not None:
                        return lost
        outcome, headers = await self._receiving.end(), response.headers
        if isinstance(outcome, Lost):
            return outcome
        return evolve(
            outcome, date=headers.get("Date", ""), content_type=headers.get("Content-Type", ""), waited=waited
        )

    def _lost(self, error: Exception, seconds: float) -> Lost:
        """Return why there is no usable reply, in words without the token."""
        received = None if self._receiving is None else self._receiving.received
        lost = lost_before(error, self._connect_seconds) or lost_under_way(
            error, seconds=seconds, received=received, begun=self._begun
        )
        secret = self._request.secret
        return evolve(lost, why=lost.why.replace(secret.reveal(), repr(secret))) if secret else lost


class Transport:
    """Sends requests over a session of its own or an injected one, which is left open."""

    def __init__(
        self,
        session: aiohttp.ClientSession | None = None,
        *,
        route: Route | None = None,
        timeouts: Timeouts | None = None,
        budget: MemoryBudget | None = None,
        time_budget: LoopTimeBudget | None = None,
        made_budget: MemoryBudget | None = None,
    ) -> None:
        self._time_budget = time_budget or LoopTimeBudget()
        self._sessions = Sessions(session, route, self._time_budget)
        self.timeouts = timeouts or Timeouts()
        self._budget = budget or MemoryBudget()
        self._made_budget = made_budget or MemoryBudget(limits.MADE_BYTES)

    def check(self) -> None:
        """Raise ConfigurationError where no request could be sent here, as the session that was given is closed."""
        self._sessions.current()

    @property
    def time_budget(self) -> LoopTimeBudget:
        """The loop's time that bodies share."""
        return self._time_budget

    async def send(
        self,
        request: Request,
        *,
        key: str | None = "data",
        wanted: Callable[[], bool],
        begin: Callable[[], bool] = _always,
        timeouts: Timeouts | None = None,
        make: Callable[[], Maker] | None = None,
    ) -> Answered | Lost:
        """Send a request and read its reply to the last byte.

        Args:
            request: What goes over the wire.
            key: Where the reply has its list of records, None where it is one document.
            wanted: Says whether the reply is still wanted. If not, it is read but not kept.
            begin: Is called before the first byte is sent. Where it returns False, nothing is sent.
            timeouts: How long the call may take; None: as long as all.
            make: Returns what makes something of the records while they come; None: they are stored alone.
        """
        files = Files()
        try:
            await self._time_budget.wait()  # many may begin together, and each takes half a millisecond
            if (missing := await files.open(request.parts)) is not None:
                return missing

            making = None if make is None or key is None else partial(Making.begin, key, make, self._made_budget)

            def receive(status: int) -> Receiving:
                return Receiving(status, self._budget, self._time_budget, key, wanted, making)

            return await _Sending(self._sessions, timeouts or self.timeouts, request, files, begin, receive).run()
        finally:
            files.close()

    async def aclose(self) -> None:
        """Close the session, if it is ours."""
        await self._sessions.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
