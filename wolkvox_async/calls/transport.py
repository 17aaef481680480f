"""Sends what core made, and returns what came back as values: `Answered`, or `Lost` and why.

Silence and the whole call are bounded apart, since a large reply may take longer than the server's 60 s of work.
Nothing is raised for what the network or the server does. So no exception of the HTTP library, whose frames hold the
request's headers, ever reaches a caller.
"""

import asyncio
import zlib
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self
from weakref import WeakMethod

import aiohttp
import yarl
from attrs import evolve, frozen

from wolkvox_async import limits
from wolkvox_async.calls.form import Files
from wolkvox_async.calls.proxy import Route
from wolkvox_async.calls.reasons import Dropped, TooLate, lost_before, lost_under_way
from wolkvox_async.calls.session import Sessions, hearing, may_send
from wolkvox_async.calls.spool import Inflate, MemoryBudget, Spool
from wolkvox_async.calls.time_budget import LoopTimeBudget
from wolkvox_async.core.body import Probe
from wolkvox_async.core.call import Request
from wolkvox_async.core.parsing import Elements
from wolkvox_async.core.reply import Lost, Seen, outlined
from wolkvox_async.deadline import within
from wolkvox_async.errors import ConfigurationError, DiskUnavailable

__all__ = ["Answered", "Timeouts", "Transport"]

_Handler = Callable[[aiohttp.ClientRequest], Awaitable[aiohttp.ClientResponse]]
_CHUNK = 64 * 1024
_HEAD = 2048
_SMALL = 4096
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


@frozen
class Answered:
    """A whole reply: what there is to see of it, and its body for whoever decodes it.

    outlined: whether `seen` says what the body holds; else that takes reading it through (`outline`).
    stored: whether all of the body was kept; rows: the parsed list, where the body is so small that it is cheaper kept
    than parsed again.
    date, content_type: headers of the reply; waited: seconds from sending until the head of the reply was there.
    """

    seen: Seen
    body: Spool
    outlined: bool
    stored: bool
    rows: Elements | None = None
    date: str = ""
    content_type: str = ""
    waited: float = 0.0

    def close(self) -> None:
        """Close the body."""
        self.body.close()


def _always() -> bool:
    return True


class _Receiving:
    """Takes the body of a reply, to its last byte even where it cannot be used: the server works as long as that."""

    def __init__(
        self,
        status: int,
        budget: MemoryBudget,
        time_budget: LoopTimeBudget,
        key: str | None,
        wanted: Callable[[], bool],
    ) -> None:
        self._status = status
        self._time_budget = time_budget
        self._wanted = wanted
        self._stored = True
        self._probe = Probe(key if 200 <= status < 300 else None)  # noqa: PLR2004
        self._inflate = Inflate()
        self.received = 0
        self._defect: Lost | None = None
        self.spool = Spool(budget)

    async def feed(self, chunk: bytes) -> Lost | None:
        """Take the next bytes. Returns why no more of them are to be read."""
        await self._time_budget.wait()
        self.received += len(chunk)
        if self.received > limits.REPLY_BYTES:
            return self._too_large()
        if self._defect is None:
            self._take(chunk)
        return None

    def _take(self, chunk: bytes) -> None:
        try:
            for part in self._inflate.feed(chunk):
                self._probe.feed(part)
                if self._probe.size > limits.REPLY_BYTES:
                    self._defect = self._too_large()
                    return
            self._stored = self._stored and self._wanted()
            if self._stored:
                self.spool.write(chunk)
        except zlib.error:
            self._defect = self._damaged("is damaged")
        except DiskUnavailable as error:
            self._defect = Lost(error.what, "disk", sent=True, folder=error.folder)

    def _too_large(self) -> Lost:
        return Lost(f"the body is larger than {limits.REPLY_BYTES // 2**20} MB", "large", sent=True)

    def _damaged(self, what: str) -> Lost:
        return Lost(f"the compressed body {what}, {self.received:,} bytes", "cut", sent=True, size=self.received)

    def end(self) -> Answered | Lost:
        """Return the reply; its last byte has come."""
        if self._defect is None and not self._inflate.whole:
            self._defect = self._damaged("broke off")
        if self._defect is not None:
            return evolve(self._defect, ended=True)
        return self._answered()

    def _answered(self) -> Answered:
        probe = self._probe
        outline = probe.outline()
        seen = outlined(
            Seen(status=self._status, envelope=None, head=probe.head[:_HEAD], size=probe.size, closed=probe.closed()),
            outline,
        )
        rows = None if outline is None or probe.size > _SMALL else outline.rows
        return Answered(seen, self.spool, outlined=outline is not None, stored=self._stored, rows=rows)


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
        receive: Callable[[int], _Receiving],
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
        self._receiving: _Receiving | None = None

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
                self._receiving.spool.close()
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
        ) as response:
            waited = asyncio.get_running_loop().time() - self._began
            self._receiving = self._receive(response.status)
            with hearing(response):
                async for chunk in response.content.iter_chunked(_CHUNK):
                    if (lost := await self._receiving.feed(chunk)) is not None:
                        return lost
        outcome, headers = self._receiving.end(), response.headers
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
    ) -> None:
        self._sessions = Sessions(session, route)
        self.timeouts = timeouts or Timeouts()
        self._budget = budget or MemoryBudget()
        self._time_budget = time_budget or LoopTimeBudget()

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
    ) -> Answered | Lost:
        """Send a request and read its reply to the last byte.

        Args:
            request: What goes over the wire.
            key: Where the reply has its list of records, None where it is one document.
            wanted: Says whether the reply is still wanted. If not, it is read but not kept.
            begin: Is called before the first byte is sent. Where it returns False, nothing is sent.
            timeouts: How long the call may take; None: as long as all.
        """
        files = Files()
        try:
            if (missing := await files.open(request.parts)) is not None:
                return missing

            def receive(status: int) -> _Receiving:
                return _Receiving(status, self._budget, self._time_budget, key, wanted)

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
