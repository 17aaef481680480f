"""How long a call may take, where the program itself blocks the loop: a reply that has arrived is taken."""

import asyncio
import socket
import threading
import time
from contextlib import ExitStack

import pytest
from attrs import evolve

from tests.support.raw_server import BODY, operation_at, raw_server_in_thread, read_request, reply
from wolkvox_async import CallTimeout, MemoryStore, OutcomeUnknown, Timeouts, Unreachable, Wolkvox, limits

SHORT = Timeouts(connect=5.0, silence=5.0, whole=0.4)


def client(server, timeouts=SHORT):
    return Wolkvox(server.operation, store=MemoryStore(), timeouts=timeouts, max_wait=2.0)


async def call(wolkvox, method):
    return await wolkvox.call(method, "campaign.php", "find_record", json={} if method == "POST" else None)


@pytest.mark.parametrize("timeouts", [SHORT, evolve(SHORT, whole=5.0, silence=0.4)], ids=["whole", "silence"])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("body", [BODY, BODY + b" " * 2_000_000], ids=["small", "large"])
async def test_a_reply_that_came_while_the_loop_was_blocked_is_taken(timeouts, method, body):
    arrived = threading.Event()

    async def handle(reader, writer, number):
        while await read_request(reader) is not None:
            arrived.set()
            await asyncio.sleep(0.1)
            writer.write(reply(body))

    with raw_server_in_thread(handle) as server:
        async with client(server, timeouts) as wolkvox:
            task = asyncio.create_task(call(wolkvox, method))
            while not arrived.is_set():
                await asyncio.sleep(0.001)
            time.sleep(0.8)
            assert (await task).rows == [{"a": "1"}]
            assert server.connections == 1
            assert (await wolkvox.quota()).busy == 0


@pytest.mark.parametrize(("method", "error"), [("GET", CallTimeout), ("POST", OutcomeUnknown)])
async def test_a_server_that_does_not_answer_is_waited_for_no_longer_than_the_loop_was_blocked(
    monkeypatch, method, error
):
    monkeypatch.setattr(limits, "GRACE_SECONDS", 0.2)

    async def handle(reader, writer, number):
        while await read_request(reader) is not None:
            pass

    with raw_server_in_thread(handle) as server:
        async with client(server) as wolkvox:
            task = asyncio.create_task(call(wolkvox, method))
            while not server.connections:
                await asyncio.sleep(0.001)
            time.sleep(0.8)
            with pytest.raises(error):
                await asyncio.wait_for(task, 60)


@pytest.fixture
def unreachable():
    """Return an operation whose server takes no connection, as behind a firewall that drops what comes."""
    with ExitStack() as stack:
        server = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):
            other = stack.enter_context(socket.socket())
            other.setblocking(False)
            other.connect_ex(server.getsockname())
        yield operation_at(f"http://127.0.0.1:{server.getsockname()[1]}")


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_where_the_whole_time_is_shorter_than_that_for_connecting_nothing_was_sent(unreachable, method):
    timeouts = Timeouts(connect=10.0, silence=10.0, whole=0.2)
    async with Wolkvox(unreachable, store=MemoryStore(), timeouts=timeouts) as wolkvox:
        wolkvox._engine.jitter = lambda: 0.0
        with pytest.raises(Unreachable, match="no connection within"):
            await call(wolkvox, method)
        usage = await wolkvox.quota()
    assert (usage.used, usage.busy) == (0, 0)
