"""The store of many hosts, against a real redis-server: one pipeline a turn, its time, and what happens without it."""

import asyncio
import gc
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from tests.support.redis_server import free_port, running
from tests.support.scheduling import TODAY, TOKEN, claim
from wolkvox_async.errors import StoreUnavailable
from wolkvox_async.operation import Operation
from wolkvox_async.scheduler import Budget, Busy, Granted, Scheduler
from wolkvox_async.scheduler.stores.fallback import FallbackStore
from wolkvox_async.scheduler.stores.protocol import REDUCED, CountLeases, ReadUsed, Reconcile, Release, SetExpiry
from wolkvox_async.scheduler.stores.redis import _DOCUMENTS, RedisStore, _field

LEASES, DAYS = f"{TOKEN} leases", f"{TODAY.account} days"


@pytest.fixture
async def store(server, client):
    store = RedisStore(server.url)
    yield store
    await store.aclose()


def now(lease_id, **options):
    return claim(lease_id, now=time.time(), **options)


def document(client, name):
    return json.loads(client.hget(_DOCUMENTS, _field(name)) or "{}")


def used(client, budget=TODAY):
    return document(client, f"{budget.account} days")[budget.day][0]


# Its time


async def test_a_lease_ends_by_the_servers_time(store, client):
    await store.ask(now("a", seconds=0.2))
    await store.ask(claim("b", now=5.0, seconds=60))  # of a host whose clock is wrong
    assert isinstance(await store.ask(now("c")), Busy)
    await asyncio.sleep(0.25)
    assert await store.ask(now("c")) == Granted(3)
    assert await store.ask(CountLeases((TOKEN,), 0)) == 2
    assert isinstance(await store.ask(now("d")), Busy)


async def test_a_lease_is_as_long_as_it_was_asked_for(store, client):
    for lease_id in "ab":
        await store.ask(now(lease_id, seconds=1e6))
    busy = await store.ask(now("c"))
    assert busy.until - time.time() == pytest.approx(1e6, abs=300)
    for ends, _ in document(client, LEASES).values():
        assert ends / 1000 - time.time() == pytest.approx(1e6, abs=300)


async def test_a_ticket_lapses(store):
    for lease_id in "ab":
        await store.ask(now(lease_id, client="hog"))
    assert isinstance(await store.ask(now("x", client="first", ticket_ttl=0.1)), Busy)
    store.post(Release(now("a")))
    assert isinstance(await store.ask(now("c", client="hog", ticket_ttl=0)), Busy)
    await asyncio.sleep(0.15)  # the first did not come back to look
    assert isinstance(await store.ask(now("c", client="hog", ticket_ttl=0)), Granted)


async def test_a_reduction_ends_by_the_servers_time(store):
    store.post(SetExpiry(now(REDUCED, cost=0), time.time() + 0.1))
    await store.ask(now("a"))
    assert isinstance(await store.ask(now("b")), Busy)
    await asyncio.sleep(0.15)
    assert isinstance(await store.ask(now("b")), Granted)


async def test_leases_that_ended_long_ago_are_forgotten(store, client):
    leases = {"old": (1000 * (time.time() - 700), 0), "late": (1000 * (time.time() - 500), 0)}
    client.hset(_DOCUMENTS, _field(LEASES), json.dumps(leases))
    await store.ask(now("a"))
    assert document(client, LEASES).keys() == {"late", "a"}


async def test_days_but_the_last_before_today_are_forgotten(store, client):
    days = [Budget(TODAY.account, f"2026-03-0{day}", 10) for day in range(1, 5)]
    first, late = now("a", token="a", budget=days[0]), now("late", token="late", budget=days[1])
    await store.ask(first)
    await store.ask(late)
    store.post(Release(first, refund=True))
    for day in days[2:]:
        await store.ask(now(day.day, token=day.day, budget=day))
    store.post(Release(late, refund=True))
    assert [await store.ask(ReadUsed(day)) for day in days] == [0, 0, 1, 1]
    await store.ask(now("again", token="again", budget=days[2]))  # by a clock that is behind
    assert document(client, DAYS) == {days[2].day: [2, 0], days[3].day: [1, 0]}


# One pipeline a turn


async def test_what_comes_in_one_turn_is_one_round_trip(store, client):
    held = now("held")
    await store.ask(held)
    before = client.info("commandstats")["cmdstat_evalsha"]["calls"]
    packets = client.info("stats")["total_reads_processed"]
    store.post(Release(held))
    claims = [now(f"{n}", token=f"0a1b2c.{n}", budget=Budget(TODAY.account, TODAY.day, 1000)) for n in range(39)]
    assert [each.used for each in await asyncio.gather(*map(store.ask, claims))] == list(range(2, 41))
    assert client.info("commandstats")["cmdstat_evalsha"]["calls"] - before == 1
    assert client.info("stats")["total_reads_processed"] - packets <= 10


async def test_scripts_that_redis_forgot_are_sent_again_and_nothing_is_done_twice(store, client):
    await store.ask(now("a"))
    client.script_flush()
    store.post(Release(now("a"), refund=True))
    assert await asyncio.gather(store.ask(now("b")), store.ask(ReadUsed(TODAY))) == [Granted(1), 1]


async def test_many_steps_at_once_take_one_connection(store, client):
    before = client.info("clients")["connected_clients"]
    await asyncio.gather(*[store.ask(ReadUsed(TODAY)) for _ in range(300)])
    assert client.info("clients")["connected_clients"] == before + 1


# What arrives twice, or too late


async def test_a_batch_that_arrives_twice_is_taken_once_and_answered_again(store, client):
    held = now("a", cost=2)
    await store.ask(held)
    alone = now("alone", cost=3, token="0a1b2c.other")
    steps = [now("b"), SetExpiry(alone, alone.until), Release(held, refund=True), ReadUsed(TODAY)]
    first = await store._commit(steps)
    store._number -= 1  # no answer came
    assert await store._commit(steps) == first == [Granted(3), 0, 0, 4]
    assert used(client) == 4
    assert document(client, LEASES).keys() == {"b"}


async def test_a_batch_that_arrives_after_a_later_one_is_not_taken(store, client):
    await store.ask(now("a"))
    await store.ask(ReadUsed(TODAY))
    store._number -= 2
    await store._commit([ReadUsed(TODAY)])
    store._number -= 2
    await store._commit([Reconcile(TODAY, 7)])
    assert used(client) == 1


async def test_a_call_that_went_out_while_redis_stood_still_is_booked_once(server, client):
    redis = RedisStore(server.url, patience=0.2)
    store, held = FallbackStore(redis, time.time), now("a")
    await store.ask(ReadUsed(TODAY))
    server.pause(signal.SIGSTOP)
    try:
        assert await store.ask(held) == Granted(1)
        await asyncio.sleep(1.0)  # it is sent once more
    finally:
        server.pause(signal.SIGCONT)
    assert await redis.ask(ReadUsed(TODAY)) == await redis.ask(CountLeases((TOKEN,), 0)) == 1
    store.post(Release(held))
    await store.aclose()
    assert (used(client), document(client, LEASES)) == (1, {})


async def test_two_clients_batches_are_counted_apart(server, client, store):
    other = RedisStore(server.url)
    assert [await each.ask(now(name)) for each, name in ((store, "a"), (other, "b"))] == [Granted(1), Granted(2)]
    await other.aclose()


async def test_a_fork_sends_its_batches_under_a_name_of_its_own(store, client, monkeypatch):
    await store.ask(now("a"))
    name, parents = store._name, store._client
    monkeypatch.setattr(os, "getpid", lambda: 1)
    assert await store.ask(now("b")) == Granted(2)
    assert store._name != name
    await parents.aclose()


# Connections


async def test_a_connection_that_was_closed_while_it_idled_is_renewed_without_an_error(store, client):
    for number in range(3):
        assert await store.ask(now(f"{number}", token=f"0a1b2c.{number}")) == Granted(number + 1)
        client.client_kill_filter(_type="normal", skipme=True)


async def test_a_redis_that_started_again_is_found(tmp_path):
    port = free_port()
    with running(tmp_path, port=port) as first:
        store = RedisStore(first.url)
        await store.ask(now("a"))
    with pytest.raises(StoreUnavailable):
        await store.ask(now("b"))
    with running(tmp_path, port=port):
        assert await store.ask(now("c")) == Granted(1)
    await store.aclose()


async def test_a_redis_that_stood_still_takes_what_it_was_sent_and_gives_back_what_was_given_up(server, client):
    store = RedisStore(server.url, patience=0.3)
    held = now("held", cost=2)
    await store.ask(held)
    server.pause(signal.SIGSTOP)
    try:
        with pytest.raises(StoreUnavailable):
            await store.ask(now("b"))
        store.post(Release(held, refund=True))
        with pytest.raises(StoreUnavailable):
            await store.ask(now("c", token="0a1b2c.other"))
    finally:
        server.pause(signal.SIGCONT)
    await store.aclose()
    assert used(client) == 0
    assert document(client, LEASES) == document(client, "0a1b2c.other leases") == {}


async def test_a_caller_that_is_cancelled_while_redis_stands_still_leaves_nothing(server, store, client):
    await store.ask(ReadUsed(TODAY))
    server.pause(signal.SIGSTOP)
    task = asyncio.create_task(store.ask(now("a", cost=2)))
    await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    server.pause(signal.SIGCONT)
    await store.aclose()
    assert used(client) == 0


async def test_a_second_loop_makes_a_connection_of_its_own(server, client):
    store = RedisStore(server.url)

    async def once():
        decision = await store.ask(now("a"))
        await store.aclose()
        return decision

    assert await asyncio.to_thread(asyncio.run, once()) == Granted(1)
    assert await store.ask(ReadUsed(TODAY)) == 1
    await store.aclose()


async def test_what_fails_is_no_task_that_is_never_looked_at(caplog):
    gc.collect()  # of the tests before
    caplog.clear()
    store = RedisStore(f"redis://127.0.0.1:{free_port()}/0")
    for _ in range(2):
        with pytest.raises(StoreUnavailable):
            await store.ask(now("a"))
    await store.aclose()
    gc.collect()
    assert not caplog.records


# Keys


async def test_keys_share_a_tag_and_hold_no_token(server, client):
    operation = Operation(name="sales-co", server="0099", tokens=["token-secret"], licences=1, tz="America/Bogota")
    made = Scheduler(RedisStore(server.url))
    leases = [await made.acquire(operation, endpoint="x") for _ in range(2)]
    usage = await made.usage(operation)
    assert (usage.used, usage.busy, usage.permits) == (2, 2, 2)
    dump = "".join(str((key, client.hgetall(key))) for key in client.scan_iter())
    assert "secret" not in dump
    assert "sales-co" not in dump
    for lease in leases:
        lease.release()
    await made.aclose()


async def test_the_keys_are_those_that_every_version_knows(store, client):
    budget = Budget("0a1b2c sales co", "2026-03-02", 10)
    for lease_id in "abc":
        await store.ask(now(lease_id, budget=budget, ticket_ttl=60))
    assert {key.decode() for key in client.scan_iter()} == {
        "{wolkvox}:scheduler",
        f"{{wolkvox}}:scheduler:{store._name}",
    }
    fields = {
        "37b6bba4f0c7b7d59d481cb4",
        "d1b7f80474a0106ef072d598",
        "bc09d204d45096184345e467",
    }  # leases, tickets, days
    assert {field.decode() for field in client.hkeys("{wolkvox}:scheduler")} == fields
    assert all(client.pttl(key) > 0 for key in client.scan_iter())


WORKER = """
import asyncio, os, sys
from wolkvox_async import Operation, RedisStore
from wolkvox_async.scheduler import Scheduler

operation = Operation(name="sales-co", server="0099", tokens=["token-a"], licences=1, tz="UTC")

async def main(url, ledger):
    made = Scheduler(RedisStore(url), listener=lambda event: None)
    out = os.open(ledger, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    async def worker():
        for _ in range(5):
            lease = await made.acquire(operation, endpoint="x", lane="bulk")
            os.write(out, b"+")
            await asyncio.sleep(0.02)
            os.write(out, b"-")
            lease.release()
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
