"""The only file that knows aiohttp: it sends what core made and tells what came back, as values.

Silence and the whole call are bounded apart, since a large reply may take longer than the server's 60 s of work.
Nothing is raised for what the network or the server does: `Lost` or `Answered` says it, core decides what it means.
So no exception of the HTTP library, which may hold the request's headers, ever reaches a caller.
"""

import asyncio
import mimetypes
import os
import zlib
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import IO, Any, Self

import aiohttp
import yarl
from attrs import frozen

from wolkvox_async import limits
from wolkvox_async.calls.spool import Budget, Inflate, Spool
from wolkvox_async.calls.time_budget import Turns
from wolkvox_async.core.body import Probe
from wolkvox_async.core.call import Part, Request
from wolkvox_async.core.reply import Lost, Seen

__all__ = ["Answered", "Timeouts", "Transport"]

_CHUNK = 64 * 1024
_HEAD = 2048
_SMALL = 4096


@frozen(kw_only=True)
class Timeouts:
    """Seconds: to connect, between two bytes, and for the whole call."""

    connect: float = limits.CONNECT_SECONDS
    silence: float = limits.SILENCE_SECONDS
    whole: float = limits.EXCHANGE_SECONDS


@frozen
class Answered:
    """A whole reply: what there is to see of it, and its body for whoever decodes it.

    rows: the parsed list, where the body is so small that it is cheaper kept than parsed again.
    """

    seen: Seen
    body: Spool
    rows: list[Any] | None = None

    def close(self) -> None:
        self.body.close()


class _Broken(aiohttp.ClientError):
    """A connection failed under a request. Not one of those that aiohttp would quietly send again."""


async def _once(
    request: aiohttp.ClientRequest,
    handler: Callable[[aiohttp.ClientRequest], Awaitable[aiohttp.ClientResponse]],
) -> aiohttp.ClientResponse:
    """Send a request once: aiohttp repeats reads on a stale connection, and nobody would have booked that call."""
    try:
        return await handler(request)
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise _Broken(str(error) or type(error).__name__) from None


class _Files:
    """The files of a form, opened in a thread: whatever becomes of the call, close() leaves none of them open."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open: dict[Path, IO[bytes]] = {}
        self._closed = False

    async def open(self, parts: Sequence[Part]) -> Lost | None:
        """Open the files of the parts; tells of one that cannot be, before anything is sent."""
        paths = [part.content for part in parts if isinstance(part.content, Path)]
        try:
            if paths:
                await asyncio.to_thread(self._open_all, paths)
        except OSError as error:
            return Lost(f"{error.filename} cannot be read: {_reason(error)}", "file", sent=False)
        return None

    def _open_all(self, paths: Iterable[Path]) -> None:
        for path in paths:
            file = path.open("rb")
            with self._lock:
                if not self._closed:
                    self._open[path] = file
                    continue
            file.close()  # meanwhile nobody waits for it any more
            return

    def form(self, parts: Sequence[Part]) -> aiohttp.FormData:
        """Return a form that reads its files while it is sent.

        Names and file names go out in UTF-8, as browsers write them: servers do not decode percent signs there.
        """
        form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
        for part in parts:
            if isinstance(part.content, str):
                form.add_field(part.name, part.content)
            else:
                name = part.content.name
                kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
                form.add_field(part.name, self._open[part.content], filename=name, content_type=kind)
        return form

    def close(self) -> None:
        with self._lock:
            self._closed = True
            for file in self._open.values():
                file.close()


def _apart(document: Any) -> tuple[Any, list[Any] | None]:
    """Take a list of records out of its envelope, so that a reply that waits for its turn holds bytes, not objects."""
    if isinstance(document, list):
        return [], document
    if isinstance(document, dict) and isinstance(rows := document.get("data"), list):
        return {**document, "data": []}, rows
    return document, None


def _reason(error: OSError) -> str:
    """Return the system's word for it; asyncio has its own, with the address."""
    if error.errno is not None and error.errno > 0:
        return os.strerror(error.errno)
    return error.strerror or str(error) or type(error).__name__


class Transport:
    """Sends requests over a session of its own or an injected one, which is left open."""

    def __init__(
        self,
        session: aiohttp.ClientSession | None = None,
        *,
        timeouts: Timeouts | None = None,
        budget: Budget | None = None,
        turns: Turns | None = None,
    ) -> None:
        self._session = session
        self._owned = session is None
        self._timeouts = timeouts or Timeouts()
        self._budget = budget or Budget()
        self._turns = turns or Turns()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None or (self._owned and self._session.closed):
            # The scheduler bounds the calls, so the connector need not.
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=30.0),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session

    async def send(self, request: Request, *, full: int, wanted: Callable[[], bool]) -> Answered | Lost:
        """Send a request and read its reply to the last byte.

        A reply that promises `full` records or more is read but not kept, and so is one that is no longer wanted.
        """
        files = _Files()
        try:
            if (missing := await files.open(request.parts)) is not None:
                return missing
            return await self._send(request, files, full=full, wanted=wanted)
        finally:
            files.close()

    async def _send(self, request: Request, files: _Files, *, full: int, wanted: Callable[[], bool]) -> Answered | Lost:
        began = asyncio.get_running_loop().time()

        def lost(why: str, kind: str, *, sent: bool = True) -> Lost:
            return Lost(why, kind, sent, asyncio.get_running_loop().time() - began)

        spool = Spool(self._budget)
        kept = False
        try:
            answer = await self._exchange(request, files, spool, full, wanted)
            kept = isinstance(answer, Answered)
        except aiohttp.ConnectionTimeoutError:
            return lost(f"no connection within {self._timeouts.connect:g} s", "refused", sent=False)
        except aiohttp.ClientConnectorError as error:
            return lost(f"no connection: {_reason(error.os_error)}", "refused", sent=False)
        except TimeoutError:  # aiohttp's own derive from it
            seconds = asyncio.get_running_loop().time() - began
            return lost(f"no complete answer after {seconds:.0f} s", "timeout")
        except aiohttp.ClientPayloadError:
            return lost(f"the body broke off after {spool.size:,} bytes", "cut")
        except zlib.error:
            return lost(f"the compressed body is damaged, {spool.size:,} bytes", "cut")
        except (aiohttp.ClientError, ConnectionError) as error:
            reason = str(error) if isinstance(error, _Broken) else type(error).__name__
            return lost(f"the connection was lost: {reason}", "reset")
        finally:
            if not kept:
                spool.close()
        return answer

    async def _exchange(
        self, request: Request, files: _Files, spool: Spool, full: int, wanted: Callable[[], bool]
    ) -> Answered | Lost:
        timeouts = self._timeouts
        probe, inflate = Probe(), Inflate()
        async with self._open().request(
            request.method,
            yarl.URL(request.url, encoded=True),
            headers=request.headers,
            data=files.form(request.parts) if request.parts else request.body,
            allow_redirects=False,
            auto_decompress=False,
            middlewares=(_once,),
            timeout=aiohttp.ClientTimeout(
                total=timeouts.whole, sock_connect=timeouts.connect, sock_read=timeouts.silence
            ),
        ) as response:
            async for chunk in response.content.iter_chunked(_CHUNK):
                await self._turns.mine()
                for part in inflate.feed(chunk):
                    probe.feed(part)
                if probe.size > limits.REPLY_BYTES:
                    return Lost(f"the body is larger than {limits.REPLY_BYTES // 2**20} MB", "large", sent=True)
                if wanted() and (probe.promised or 0) < full:
                    spool.write(chunk)
        if not inflate.whole:
            return Lost(f"the compressed body broke off after {spool.size:,} bytes", "cut", sent=True)
        whole, envelope = probe.whole(), probe.envelope()
        rows = None
        if request.method == "GET" and response.ok and probe.kept:
            envelope, rows = _apart(envelope)
        seen = Seen(
            status=response.status,
            whole=whole,
            envelope=envelope,
            head=probe.head[:_HEAD],
            size=probe.size,
            promised=probe.promised,
            counted=None if rows is None else len(rows),
        )
        return Answered(seen, spool, rows if probe.size <= _SMALL else None)

    async def aclose(self) -> None:
        """Close the session, if it is ours."""
        if self._owned and self._session is not None:
            await self._session.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
