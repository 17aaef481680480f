"""A lease is longer than any call, and no call goes out under one that is about to end."""

import asyncio
import sqlite3
import time
from contextlib import closing

import aiohttp
import pytest

from tests.support.raw_server import operation_at, raw_server, read_request, reply, writing
from tests.support.scheduling import Watched
from wolkvox_async import ClientClosed, MemoryStore, OutcomeUnknown, SQLiteStore, Timeouts, Wolkvox, limits
from wolkvox_async.calls.executor import CallExecutor
from wolkvox_async.core.call import Call
from wolkvox_async.engine import make_engine
from wolkvox_async.events import Admitted, Quarantined


class Recording(Watched):
    """Notes for how many seconds each lease was claimed."""

    def __init__(self):
        super().__init__()
        self.leases = []

    async def claim(self, claim):
        self.leases.append(claim.until - claim.now)
        return await super().claim(claim)


@pytest.mark.parametrize(
    "timeouts", [None, Timeouts(whole=400), Timeouts(whole=5), Timeouts(connect=120), Timeouts(connect=1, whole=61)]
)
async def test_a_lease_outlasts_the_longest_call_that_the_timeouts_allow(timeouts):
    store = Recording()
    async with (
        raw_server(writing(reply())) as server,
        Wolkvox(server.operation, store=store, timeouts=timeouts) as wolkvox,
    ):
        await wolkvox.call("GET", "campaign.php", "x")
    inforce = timeouts or Timeouts()
    (lease,) = store.leases
    assert lease == pytest.approx(inforce.lease)
    assert lease > inforce.whole
    # A call is sent within inforce.begin seconds of its grant; the server is done with it before the lease ends.
    assert inforce.begin >= inforce.connect
    assert inforce.begin + limits.CALL_SECONDS < lease


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("asleep", [100.0, 10_000.0])
async def test_a_call_that_slept_between_its_grant_and_its_first_byte_claims_again(method, asleep):
    """The machine slept, or the loop was blocked, for as long as that."""
    ahead, admitted = 0.0, []

    def listen(event):
        nonlocal ahead
        if isinstance(event, Admitted):
            admitted.append(event)
            if len(admitted) < 3:
                ahead += asleep

    async with (
        raw_server(writing(reply())) as server,
        Wolkvox(server.operation, store=MemoryStore(), listener=listen, clock=lambda: time.time() + ahead) as wolkvox,
    ):
        body = {} if method == "POST" else None
        assert (await wolkvox.call(method, "campaign.php", "x", json=body))["data"] == [{"a": "1"}]
        usage = await wolkvox.quota()
    assert len(admitted) == 3
    assert server.connections == 1
    assert usage.busy == 0


async def test_a_call_that_waited_a_moment_is_sent():
    ahead, admitted = 0.0, []

    def listen(event):
        nonlocal ahead
        if isinstance(event, Admitted):
            admitted.append(event)
            ahead += Timeouts().begin - 5

    async with (
        raw_server(writing(reply())) as server,
        Wolkvox(server.operation, store=MemoryStore(), listener=listen, clock=lambda: time.time() + ahead) as wolkvox,
    ):
        await wolkvox.call("GET", "campaign.php", "x")
    assert len(admitted) == 1


@pytest.fixture
def connecting(monkeypatch):
    """Return a clock, and let it go on by `connecting.seconds` while a connection is made."""
    connect = aiohttp.TCPConnector.connect

    class Clock:
        ahead, seconds = 0.0, []

        def __call__(self):
            return time.time() + self.ahead

    async def slow(self, *arguments, **options):
        connection = await connect(self, *arguments, **options)
        if clock.seconds:
            clock.ahead += clock.seconds.pop()
        return connection

    clock = Clock()
    monkeypatch.setattr(aiohttp.TCPConnector, "connect", slow)
    return clock


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_call_that_slept_while_it_connected_claims_again(connecting, method):
    connecting.seconds, admitted = [100.0, 10_000.0], []
    async with (
        raw_server(writing(reply())) as server,
        Wolkvox(server.operation, store=MemoryStore(), listener=admitted.append, clock=connecting) as wolkvox,
    ):
        body = {} if method == "POST" else None
        assert (await wolkvox.call(method, "campaign.php", "x", json=body)).rows == [{"a": "1"}]
        usage = await wolkvox.quota()
    assert len([event for event in admitted if isinstance(event, Admitted)]) == 3
    assert server.connections == 1
    assert (usage.used, usage.busy) == (1, 0)


async def test_a_permit_is_quarantined_from_when_the_call_was_sent(connecting):
    connecting.seconds, happened = [12.0], []

    async def drop(reader, writer, number):
        await read_request(reader)

    async with (
        raw_server(drop) as server,
        Wolkvox(server.operation, store=MemoryStore(), listener=happened.append, clock=connecting) as wolkvox,
    ):
        with pytest.raises(OutcomeUnknown):
            await wolkvox.call("POST", "campaign.php", "x", json={})
    (quarantined,) = (event for event in happened if isinstance(event, Quarantined))
    assert quarantined.seconds == pytest.approx(limits.CALL_SECONDS + limits.GRACE_SECONDS, abs=2)


async def test_a_call_that_is_cut_off_while_it_connects_costs_nothing(monkeypatch):
    async def never(self, *arguments, **options):
        await asyncio.Event().wait()

    monkeypatch.setattr(aiohttp.TCPConnector, "connect", never)
    monkeypatch.setattr(limits, "CLOSE_SECONDS", 0.05)
    store = MemoryStore()
    async with raw_server(writing(reply())) as server:
        async with Wolkvox(server.operation, store=store) as wolkvox:
            task = asyncio.create_task(wolkvox.call("POST", "campaign.php", "x", json={}))
            await asyncio.sleep(0.05)
        with pytest.raises(ClientClosed):
            await task
        async with Wolkvox(server.operation, store=store) as wolkvox:
            usage = await wolkvox.quota()
    assert (usage.used, usage.busy) == (0, 0)


async def test_a_lease_is_released_where_all_tasks_are_cancelled_before_the_call_begins():
    """Cancelled while it is written down that the call goes out; then the loop is ended, as asyncio.run does it."""
    begun, engine, operation = asyncio.Event(), make_engine(store=MemoryStore()), operation_at("http://127.0.0.1:9")

    async def written(_cost):
        begun.set()
        await asyncio.Event().wait()

    call = Call(endpoint="x", method="POST", script="campaign.php", query=(("api", "x"),))
    task = asyncio.create_task(CallExecutor(engine, operation).perform(call, lane="interactive", booked=written))
    await begun.wait()
    assert (await engine.scheduler.usage(operation)).busy == 1
    task.cancel()
    await asyncio.sleep(0)
    for other in asyncio.all_tasks() - {asyncio.current_task()}:
        other.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    usage = await engine.scheduler.usage(operation)
    assert (usage.busy, usage.used) == (0, 0)
    await engine.aclose()


async def test_a_permit_is_back_at_the_store_before_its_caller_goes_on(tmp_path):
    """So it idles for no other process while a caller works on its reply and blocks the loop."""
    path = tmp_path / "store"
    async with raw_server(writing(reply())) as server, Wolkvox(server.operation, store=SQLiteStore(path)) as wolkvox:
        for _ in range(3):
            await wolkvox.call("GET", "campaign.php", "x")
            with closing(sqlite3.connect(path)) as other:
                rows = other.execute("SELECT content FROM document WHERE name LIKE '% leases'").fetchall()
            assert rows == [("{}",)]
