"""How an answer is sent: whole, in blocks with pauses for the loop, or as badly as a fault wants it."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Protocol

from aiohttp import web
from attrs import frozen

from wolkvox_async.simulator.wire import Records, Reply

GZIP_BYTES = 1024  # smaller bodies are not compressed
DRIPS = 20  # pieces, and pauses, of a dripping body
NO_LINGER = struct.pack("ii", 1, 0)


class Visit(Protocol):
    """The request that is answered, and how many bytes it has got."""

    request: web.Request
    sent: int


@frozen(kw_only=True)
class Manner:
    """fault: which one; most: bytes after which a body breaks off; drip: seconds of a dripping body.

    until: the loop's time at which the server gives up; pause: how it sleeps.
    """

    fault: str | None
    gzip: bool
    most: int | None
    drip: float
    until: float
    pause: Callable[[float], Awaitable[None]]


def drop(request: web.Request, *, reset: bool) -> None:
    """End the connection, if it is still there: with a reset, or as if it simply ended."""
    transport = request.transport
    if transport is None:
        return
    connection = transport.get_extra_info("socket")
    if reset and connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
    transport.abort()


async def send(visit: Visit, reply: Reply, manner: Manner) -> web.StreamResponse:
    """Send a reply to its last byte. ConnectionError: the client has gone, or is to be sent away."""
    parts, total = reply.parts(), reply.size
    streamed = isinstance(reply.data, Records)
    if not streamed:
        body = b"".join(parts)
        parts, total = iter((body,)), len(body)
    if manner.fault in ("half", "cut"):
        parts = _first(parts, total // 2)
    if manner.fault == "drip":
        parts = _pieces(parts, total // DRIPS + 1)
    response = web.StreamResponse(status=reply.status, headers=reply.headers)
    response.content_type = reply.content_type
    if manner.gzip and total > GZIP_BYTES and "gzip" in visit.request.headers.get("Accept-Encoding", ""):
        response.enable_compression(web.ContentCoding.gzip)
    elif streamed or manner.fault == "cut":
        response.enable_chunked_encoding()
    else:
        response.content_length = total
    await response.prepare(visit.request)
    await _write(visit, response, parts, manner)
    if manner.fault == "half":
        raise ConnectionAbortedError("fault")
    await response.write_eof()
    return response


async def _write(visit: Visit, response: web.StreamResponse, parts: Iterable[bytes], manner: Manner) -> None:
    loop = asyncio.get_running_loop()
    for part in parts:
        if manner.most is not None and visit.sent + len(part) > manner.most:
            raise ConnectionAbortedError("more bytes than a reply may have")
        if visit.sent and loop.time() > manner.until:
            raise ConnectionAbortedError("more seconds than a call may take")
        await response.write(part)
        visit.sent += len(part)
        if manner.fault == "drip":
            await manner.pause(manner.drip / DRIPS)
        else:
            await asyncio.sleep(0)  # a block was made, which took a millisecond or two


def _first(parts: Iterable[bytes], most: int) -> Iterator[bytes]:
    for part in parts:
        yield part[:most]
        most -= len(part)
        if most <= 0:
            return


def _pieces(parts: Iterable[bytes], size: int) -> Iterator[bytes]:
    for part in parts:
        for start in range(0, len(part), size):
            yield part[start : start + size]
