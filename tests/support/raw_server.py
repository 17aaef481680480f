"""A server that writes bytes, for what no HTTP library would write, and an operation whose calls go to it."""

import asyncio
import threading
from contextlib import asynccontextmanager, contextmanager
from types import SimpleNamespace

from wolkvox_async import Operation
from wolkvox_async.serving import stop_accepting

BODY = b'{"code": "200", "error": null, "msg": "1 records were found", "data": [{"a": "1"}]}'
SECRET = "token-that-must-not-show-0123456789"


def reply(body=BODY, *headers, length=None, status="200 OK"):
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def operation_at(address, *, tokens=(SECRET,), **facts):
    settings = {"name": "sales-co", "server": "0099", "tokens": tokens, "licences": 20, "tz": "America/Bogota"}
    return Operation(**(settings | {"base_url": f"{address}/api/v2/"} | facts))


async def read_request(reader):
    """Return the head and the body of the next request on a connection; None at its end."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
    body = await reader.readexactly(int(fields.get(b"content-length", 0)))
    return head, body


@asynccontextmanager
async def raw_server(handle, **options):
    """Serve handle(reader, writer, number) for each connection, counted from 1, until it returns.

    Yields address, operation (whose calls go there), connections (how many there were) and requests (their heads, of
    those that `answer` served).
    """
    facts = SimpleNamespace(connections=0, requests=[])
    tasks = set()

    async def connected(reader, writer):
        tasks.add(asyncio.current_task())
        facts.connections += 1
        try:
            await handle(reader, writer, facts.connections)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client has gone, or the test is over
        finally:
            tasks.discard(asyncio.current_task())
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, **options)
    scheme = "https" if "ssl" in options else "http"
    facts.address = f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    facts.operation = operation_at(facts.address)
    try:
        yield facts
    finally:
        await stop_accepting(server)
        for task in set(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def writing(*parts, then=None):
    """Return a handler that reads a request and writes the parts, each in a packet of its own, for each request."""

    async def handle(reader, writer, number):
        while await read_request(reader) is not None:
            for part in parts:
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(0.02)
            if then is not None:
                await then(writer)

    return handle


@contextmanager
def raw_server_in_thread(handle):
    """Serve as raw_server does, in a thread with a loop of its own, so that the test may block its loop."""
    started, box = threading.Event(), []

    async def main():
        stop = asyncio.Event()
        async with raw_server(handle) as facts:
            box.extend((facts, asyncio.get_running_loop(), stop))
            started.set()
            await stop.wait()

    thread = threading.Thread(target=asyncio.run, args=(main(),), daemon=True)
    thread.start()
    assert started.wait(10)
    facts, loop, stop = box
    try:
        yield facts
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
