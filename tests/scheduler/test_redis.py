"""The store of many hosts, against a real redis-server: one step a claim, its time, and what happens without it."""

import asyncio
import gc
import os
import signal
import subprocess
import sys
import time

import pytest
import redis as redis_py

from tests.support.redis_server import free_port, running
from wolkvox_async.errors import ConfigurationError, StoreUnavailable
from wolkvox_async.operation import Operation
from wolkvox_async.scheduler import Budget, Busy, Claim, Granted, RedisStore, Scheduler, Spent
from wolkvox_async.scheduler.guarded import GuardedStore
from wolkvox_async.scheduler.store import SQUEEZED

TODAY = Budget("0a1b2c sales-co", "2026-03-02", 10)
SLOT = "0a1b2c.slot"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture
def client(server):
    with redis_py.Redis(port=server.port) as client:
        client.flushall()
        yield client


@pytest.fixture
async def store(server, client):
    store = RedisStore(server.url)
    yield store
    await store.aclose()


def claim(holder, *, slot=SLOT, party="p", budget=TODAY, cost=1, lease=155.0, returns=5.0, **more):
    now = time.time()
    return Claim(slot, holder, party, budget, cost, now, now + lease, returns, **more)


async def granted(store, slot=SLOT, party="p"):
    """Wait for a slot, as a party in line does."""
    count = 0
    while not isinstance(await store.claim(claim(f"again{count}", slot=slot, party=party)), Granted):
        count += 1
        await asyncio.sleep(0.02)
    return f"again{count}"


async def test_two_holders_the_quota_and_a_release(store):
    assert await store.claim(claim("a", cost=9)) == Granted(9)
    assert await store.claim(claim("b", cost=2)) == Spent(9)
    assert await store.claim(claim("b")) == Granted(10)
    assert await store.claim(claim("c")) == Spent(10)
    busy = await store.claim(claim("c", cost=0))
    assert isinstance(busy, Busy)
    assert 100 < busy.until - time.time() < 156
    assert await store.busy(SLOT, 0) == 2
    await store.release(SLOT, "a", refund=99)  # not more than it booked
    await store.release(SLOT, "a", refund=9)
    await store.release(SLOT, "nobody", refund=1)
    assert await store.used(TODAY) == 1
    assert await store.claim(claim("c", slot="0a1b2c.other")) == Granted(2)


async def test_a_count_only_rises_to_the_servers(store):
    assert await store.used(TODAY) == 0
    assert await store.at_least(TODAY, 7) == 7
    assert await store.at_least(TODAY, 3) == 7
    assert await store.claim(claim("a")) == Granted(8)


async def test_what_was_under_way_when_the_server_told_its_count_is_not_refunded(store):
    await store.claim(claim("a"))
    await store.at_least(TODAY, 7)
    await store.claim(claim("b"))
    await store.release(SLOT, "a", refund=1)
    assert await store.used(TODAY) == 8
    await store.release(SLOT, "b", refund=1)
    assert await store.used(TODAY) == 7


async def test_calls_are_booked_ahead_and_given_back(store):
    plenty = Budget(TODAY.account, TODAY.day, 1000)
    assert await store.claim(claim("a", budget=plenty, ahead=20)) == Granted(10, 9)  # a hundredth of what is left
    assert await store.claim(claim("b", budget=plenty, ahead=3)) == Granted(14, 3)
    assert await store.at_least(plenty, 100) == 112  # the server does not know of what is ahead
    assert await store.claim(claim("c", budget=plenty, ahead=2, after="a", unused=9)) == Granted(115, 2)
    await store.hold(SLOT, "c", time.time() + 60, refund=99)
    assert await store.used(plenty) == 112
    assert await store.at_least(plenty, 150) == 153  # what b booked
    assert await store.at_least(plenty, 1000) == 1000
    await store.release(SLOT, "b", refund=4)
    assert await store.used(plenty) == 1000


async def test_a_claim_gives_back_what_it_comes_after(store):
    plenty = Budget(TODAY.account, TODAY.day, 1000)
    for holder in "ab":
        await store.claim(claim(holder, budget=plenty, ahead=5))
    assert await store.claim(claim("c", budget=plenty, after="a", unused=4)) == Granted(9)
    await store.hold(SLOT, "c", time.time() + 60)
    assert (await store.used(plenty), await store.busy(SLOT, 0)) == (9, 2)
    assert isinstance(await store.claim(claim("d", budget=plenty)), Busy)
    assert list(store._booked) == ["b", "c"]  # nobody else is remembered


async def test_holders_that_were_never_released_are_forgotten(store):
    for holder, lease in (("a", 0.01), ("b", 60), ("c", 0.01)):
        await store.claim(claim(holder, slot=f"0a1b2c.{holder}", lease=lease))
    await asyncio.sleep(0.05)
    await store.claim(claim("d", slot="0a1b2c.d"))
    assert list(store._booked) == ["b", "c", "d"]  # c goes when b does
    await store.release("0a1b2c.b", "b")
    await store.claim(claim("e", slot="0a1b2c.e"))
    assert list(store._booked) == ["d", "e"]


async def test_a_refused_claim_whose_lease_is_over_meanwhile_by_a_clock_that_jumped(store, server):
    another = RedisStore(server.url)
    for holder in "ab":
        await another.claim(claim(holder))
    busy, other = await asyncio.gather(
        store.claim(claim("c", lease=-1)),  # over before the next one asks, and forgotten by it
        store.claim(claim("d", slot="0a1b2c.other")),
    )
    assert isinstance(busy, Busy)
    assert isinstance(other, Granted)
    assert list(store._booked) == ["d"]
    await another.aclose()


async def test_a_grant_tells_that_another_stands_in_line(store):
    plenty = Budget(TODAY.account, TODAY.day, 1000)
    for holder in "ab":
        await store.claim(claim(holder, budget=plenty))
    assert isinstance(await store.claim(claim("c", party="q", budget=plenty)), Busy)
    # p has two, one of which it gives back; q is first in line for it.
    assert isinstance(await store.claim(claim("d", budget=plenty, ahead=5, after="a")), Busy)
    await store.release(SLOT, "b")
    assert await store.claim(claim("d", budget=plenty, ahead=5)) == Granted(8, 5, wanted=True)
    assert await store.claim(claim("c", party="q", budget=plenty, ahead=5)) == Granted(14, 5)


async def test_a_lease_ends_by_the_servers_time(store):
    await store.claim(claim("a", lease=0.2))
    await store.claim(claim("b", lease=60))
    assert isinstance(await store.claim(claim("c")), Busy)
    await granted(store)
    assert isinstance(await store.claim(claim("d", party="q")), Busy)
    await store.hold(SLOT, "b", time.time())
    await store.hold(SLOT, "nobody", time.time() + 60)
    await granted(store, party="q")


async def test_parties_stand_in_line_and_a_place_lapses(store):
    for holder in "ab":
        await store.claim(claim(holder, party="hog"))
    assert isinstance(await store.claim(claim("x", party="first")), Busy)
    assert isinstance(await store.claim(claim("y", party="second", returns=0.05)), Busy)
    await store.release(SLOT, "a")
    await store.release(SLOT, "b")
    assert isinstance(await store.claim(claim("c", party="hog", returns=0)), Busy)
    assert isinstance(await store.claim(claim("x", party="first")), Granted)
    await asyncio.sleep(0.06)  # the second did not come back to look
    assert isinstance(await store.claim(claim("d", party="hog")), Granted)


async def test_a_squeezed_token_has_one_slot_until_then(store, client):
    await store.squeeze(SLOT, time.time() + 60)
    assert isinstance(await store.claim(claim("a")), Granted)
    assert isinstance(await store.claim(claim("b")), Busy)
    await store.squeeze(SLOT, time.time())
    await granted(store)
    assert SQUEEZED.encode() not in client.zrange("wolkvox:{0a1b2c}:0a1b2c.slot:leases", 0, -1)


async def test_a_claim_and_a_release_are_one_round_trip_each(store, client):
    await store.release(SLOT, "none")
    await store.claim(claim("warm"))
    await store.release(SLOT, "warm")
    before = client.info("commandstats")
    await store.claim(claim("a"))
    await store.release(SLOT, "a")
    after = client.info("commandstats")
    assert after["cmdstat_evalsha"]["calls"] - before["cmdstat_evalsha"]["calls"] == 2
    assert "cmdstat_eval" not in after


async def test_a_script_that_redis_forgot_is_sent_again(store, client):
    await store.claim(claim("a"))
    client.script_flush()
    assert await store.claim(claim("b")) == Granted(2)


async def test_keys_share_a_tag_and_hold_no_token(server, client):
    operation = Operation(name="sales-co", server="0099", tokens=["token-secret"], licences=1, tz="America/Bogota")
    made = Scheduler(RedisStore(server.url))
    slots = [await made.acquire(operation, endpoint="x") for _ in range(2)]
    usage = await made.usage(operation)
    assert (usage.used, usage.busy, usage.slots) == (2, 2, 2)
    keys = [key.decode() for key in client.scan_iter()]
    assert len(keys) == 4
    assert len({key.partition("}")[0] for key in keys}) == 1
    dump = " ".join(keys) + "".join(str(client.dump(key)) for key in keys)
    assert "secret" not in dump
    assert "sales-co" not in dump
    assert all(client.pttl(key) > 0 for key in keys)
    for slot in slots:
        await slot.release()
    await made.aclose()


async def test_the_keys_are_those_that_every_version_knows(store, client):
    budget = Budget("0a1b2c sales co", "2026-03-02", 10)
    for holder in "abc":
        await store.claim(claim(holder, budget=budget, returns=60))
    await store.at_least(budget, 3)
    usage = "wolkvox:{0a1b2c}:ad9bea675abf72dbf3438e22:2026-03-02"
    assert {key.decode() for key in client.scan_iter()} == {
        *(f"wolkvox:{{0a1b2c}}:0a1b2c.slot:{what}" for what in ("leases", "bookings", "line")),
        *("wolkvox:{0a1b2c}:fences", usage, f"{usage}:told"),
    }


async def test_operations_of_one_server_are_counted_apart(store):
    await store.at_least(TODAY, 7)
    assert await store.used(Budget("0a1b2c other", TODAY.day, 10)) == 0


async def test_a_lease_is_as_long_as_it_was_asked_for(store, client):
    for holder in "ab":
        await store.claim(claim(holder, lease=1e6))
    busy = await store.claim(claim("c"))
    assert busy.until - time.time() == pytest.approx(1e6, abs=300)
    for _, ends in client.zrange("wolkvox:{0a1b2c}:0a1b2c.slot:leases", 0, -1, withscores=True):
        assert ends / 1000 - time.time() == pytest.approx(1e6, abs=300)


async def test_many_steps_at_once_share_few_connections(store, client):
    await asyncio.gather(*[store.used(TODAY) for _ in range(100)])
    assert client.info("clients")["connected_clients"] < 25


async def test_a_step_is_sent_once_whatever_becomes_of_it(caplog):
    lines = []

    async def hang_up(reader, writer):
        lines.append(await reader.read(1))
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as listening:
        store = RedisStore(f"redis://127.0.0.1:{listening.sockets[0].getsockname()[1]}/0")
        with pytest.raises(StoreUnavailable):
            await store.used(TODAY)
        await store.aclose()
    assert len(lines) == 1


async def test_a_step_in_the_background_that_fails_is_nobodys_loose_end(caplog):
    store = RedisStore(f"redis://127.0.0.1:{free_port()}/0")
    with pytest.raises(StoreUnavailable):
        await store.claim(claim("a"))
    await store.aclose()
    gc.collect()
    assert not caplog.records


async def test_a_cancelled_claim_gives_back_what_it_took(server, store, client):
    plenty = Budget(TODAY.account, TODAY.day, 1000)
    await store.claim(claim("warm"))
    await store.release(SLOT, "warm")
    server.pause(signal.SIGSTOP)
    task = asyncio.create_task(store.claim(claim("a", budget=plenty, ahead=5)))
    await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    server.pause(signal.SIGCONT)
    await store.aclose()
    assert await store.busy(SLOT, 0) == 0
    assert await store.used(TODAY) == 1  # the warm one


async def test_a_release_is_carried_through_when_its_caller_is_cancelled(server, store):
    await store.claim(claim("a"))
    server.pause(signal.SIGSTOP)
    task = asyncio.create_task(store.release(SLOT, "a"))
    await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    server.pause(signal.SIGCONT)
    await store.aclose()
    assert await store.busy(SLOT, 0) == 0


# What cannot be used


async def test_nothing_answers():
    store = RedisStore(f"redis://user:pass-word@127.0.0.1:{free_port()}/0")
    with pytest.raises(StoreUnavailable, match="Redis cannot be used: ConnectionError: ") as caught:
        await store.claim(claim("a"))
    assert caught.value.advice == (
        "see that it runs, takes writes (a replica does not) and is reachable; or choose another store"
    )
    assert "pass-word" not in f"{caught.value!r} {store!r}"
    assert repr(store) == "<RedisStore>"
    await store.aclose()


async def test_a_server_that_hangs_is_given_up(server, client):
    store = RedisStore(server.url, patience=0.2)
    await store.claim(claim("a"))
    server.pause(signal.SIGSTOP)
    try:
        with pytest.raises(StoreUnavailable):
            await store.claim(claim("b"))
    finally:
        server.pause(signal.SIGCONT)
    await store.aclose()


async def test_a_replica_takes_no_writes(server, tmp_path):
    with running(tmp_path, "--replicaof", "127.0.0.1", str(server.port)) as replica:
        store = RedisStore(replica.url)
        with pytest.raises(StoreUnavailable, match=r"(?i)replica"):
            await store.claim(claim("a"))
        await store.aclose()


async def test_an_address_that_is_none():
    with pytest.raises(ConfigurationError) as caught:
        await RedisStore("http://127.0.0.1").claim(claim("a"))
    assert str(caught.value) == "the address of Redis is none; write it like redis://host:6379/0"


async def test_a_server_that_is_full_takes_no_writes(tmp_path):
    with running(tmp_path, "--maxmemory", "1", "--maxmemory-policy", "noeviction") as full:
        store = RedisStore(full.url)
        with pytest.raises(StoreUnavailable, match="maxmemory"):
            await store.claim(claim("a"))
        await store.aclose()


async def test_a_store_that_was_never_used_or_is_closed_has_nothing_to_close(server, client):
    store = RedisStore(server.url)
    await store.aclose()
    await store.claim(claim("a"))
    await store.aclose()
    await store.aclose()
    assert await store.used(TODAY) == 1  # the next use opens it again
    await store.aclose()


def test_without_redis_py_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "redis.asyncio", None)
    with pytest.raises(ConfigurationError) as caught:
        RedisStore("redis://127.0.0.1:6379/0")
    assert str(caught.value) == "RedisStore needs redis-py; pip install 'wolkvox-async[redis]'"


# The choice: refuse, or go on alone


async def test_without_the_store_one_slot_is_left_and_the_calls_are_told_later(server, client, tmp_path):
    port, now = free_port(), [1000.0]
    with running(tmp_path, port=port) as first:
        real = RedisStore(first.url, patience=1.0)
        store = GuardedStore(real, lambda: now[0])
        assert await store.claim(claim("a")) == Granted(1)
    assert isinstance(await store.claim(claim("b")), Busy)  # the call that is under way is the one
    with pytest.raises(StoreUnavailable):
        await store.release(SLOT, "a")
    assert await store.claim(claim("b")) == Granted(2)  # goes on from the last count
    assert isinstance(await store.claim(claim("c")), Busy)
    assert await store.used(TODAY) == 2
    await store.release(SLOT, "b", refund=1)
    assert await store.claim(claim("d")) == Granted(2)
    with running(tmp_path, port=port):
        now[0] += 6
        assert await store.at_least(TODAY, 2) == 2  # a Redis that forgot, and what the server counts
        assert await store.claim(claim("e")) == Granted(3)
        await store.release(SLOT, "d")
        await store.aclose()


WORKER = """
import asyncio, os, sys
from wolkvox_async import Operation, RedisStore
from wolkvox_async.errors import QuotaSpent
from wolkvox_async.scheduler import Scheduler

operation = Operation(name="sales-co", server="0099", tokens=["token-a"], licences=1, tz="UTC")

async def main(url, ledger):
    made = Scheduler(RedisStore(url), listener=lambda event: None)
    out = os.open(ledger, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    async def worker():
        for _ in range(5):
            slot = await made.acquire(operation, endpoint="x", lane="bulk")
            os.write(out, b"+")
            await asyncio.sleep(0.02)
            os.write(out, b"-")
            await slot.release()
    await asyncio.gather(*[worker() for _ in range(4)])
    await made.aclose()

asyncio.run(main(*sys.argv[1:]))
"""


def test_processes_on_one_redis_never_have_three_calls_of_a_token(server, client, tmp_path):
    ledger = tmp_path / "ledger"
    arguments = [sys.executable, "-c", WORKER, server.url, str(ledger)]
    workers = [
        subprocess.Popen(arguments, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}) for _ in range(4)
    ]
    assert [worker.wait() for worker in workers] == [0] * 4
    inside, most = 0, 0
    for mark in ledger.read_bytes():
        inside += 1 if mark == ord("+") else -1
        most = max(most, inside)
    assert (most, inside) == (2, 0)
    assert ledger.read_bytes().count(b"+") == 80
