"""No call goes out on a connection that the server may have closed."""

import asyncio
import gc
import socket
import struct
import time

import aiohttp
import pytest

from tests.support.raw_server import raw_server, raw_server_in_thread, read_request, reply, writing
from wolkvox_async import MemoryStore, Wolkvox, limits

UNASKED = {"the end": b"", "a reply that was not asked for": reply(b"{}", status="408 Request Timeout")}


def closing(after, farewell=b""):
    """Return a handler that answers one request, and closes the connection a moment later."""

    async def handle(reader, writer, number):
        await read_request(reader)
        writer.write(reply())
        await writer.drain()
        await asyncio.sleep(after)
        writer.write(farewell)

    return handle


async def call(wolkvox, method):
    return await wolkvox.call(method, "campaign.php", "x", json={} if method == "POST" else None)


@pytest.mark.parametrize("injected", [False, True])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("farewell", UNASKED.values(), ids=UNASKED)
async def test_a_connection_that_was_closed_while_the_loop_was_blocked_is_not_used(method, injected, farewell):
    session = aiohttp.ClientSession() if injected else None
    with raw_server_in_thread(closing(0.05, farewell)) as server:
        async with Wolkvox(server.operation, store=MemoryStore(), session=session) as wolkvox:
            for number in range(3):
                await call(wolkvox, "GET" if number == 0 else method)
                time.sleep(0.15)  # the loop is blocked, and so does not hear of the connection's end
            usage = await wolkvox.quota()
    if session is not None:
        await session.close()
    assert server.connections == 3
    assert (usage.busy, usage.used) == (0, 3)


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_connection_that_was_idle_for_long_is_not_used_though_it_is_open(monkeypatch, method):
    monkeypatch.setattr(limits, "IDLE_SECONDS", 0.05)
    async with (
        raw_server(writing(reply())) as server,
        Wolkvox(server.operation, store=MemoryStore()) as wolkvox,
    ):
        await call(wolkvox, "GET")
        await asyncio.sleep(0.1)
        await call(wolkvox, method)
    assert server.connections == 2


async def test_a_connection_of_a_moment_ago_is_used_again():
    async with (
        raw_server(writing(reply())) as server,
        Wolkvox(server.operation, store=MemoryStore()) as wolkvox,
    ):
        for method in ("GET", "POST", "GET", "GET"):
            await call(wolkvox, method)
    assert server.connections == 1


async def test_a_server_that_speaks_first_is_not_connected_to_again_and_again():
    async def handle(reader, writer, number):
        writer.write(reply())
        await writer.drain()
        await reader.read()

    async with (
        raw_server(handle) as server,
        Wolkvox(server.operation, store=MemoryStore(), max_wait=1) as wolkvox,
    ):
        assert (await call(wolkvox, "GET"))["data"] == [{"a": "1"}]
    assert server.connections == 1


def test_the_time_is_shorter_than_that_of_a_server():
    assert limits.IDLE_SECONDS < 5


async def test_a_connection_that_is_reset_in_a_body_leaves_nothing_for_the_log():
    async def handle(reader, writer, number):
        await read_request(reader)
        writer.write(reply()[:-2] if number == 1 else reply())
        await writer.drain()
        await asyncio.sleep(0.1)
        linger = struct.pack("ii", 1, 0)  # the connection ends with a reset
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        writer.transport.abort()

    logged = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: logged.append(context["message"]))
    async with raw_server(handle) as server, Wolkvox(server.operation, store=MemoryStore()) as wolkvox:
        await call(wolkvox, "GET")
    for _ in range(3):
        gc.collect()
        await asyncio.sleep(0)
    assert server.connections == 2
    assert logged == []
