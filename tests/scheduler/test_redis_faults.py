"""A Redis that cannot be used: it is gone, full or a replica, its address is wrong, or redis-py is not there."""

import asyncio
import signal
import sys
import time

import pytest

from tests.support.redis_server import free_port, running
from tests.support.scheduling import TODAY, claim
from wolkvox_async.errors import ConfigurationError, StoreUnavailable
from wolkvox_async.scheduler import Granted
from wolkvox_async.scheduler.stores.protocol import ReadUsed
from wolkvox_async.scheduler.stores.redis import RedisStore


async def refused(url, kind=StoreUnavailable, **options):
    store = RedisStore(url, **options)
    with pytest.raises(kind) as caught:
        await store.ask(claim("a"))
    await store.aclose()
    return caught.value


async def test_nothing_answers():
    error = await refused(f"redis://user:pass-word@127.0.0.1:{free_port()}/0")
    assert error.what.startswith("Redis cannot be used: ConnectionError: ")
    assert error.advice == (
        "see that it runs, takes writes (a replica does not) and is reachable; or choose another store"
    )
    assert "pass-word" not in f"{error!r} {error}"
    assert repr(RedisStore("redis://user:pass-word@127.0.0.1/0")) == "<RedisStore>"


async def test_a_connection_is_tried_twice_and_the_rest_is_left_to_the_next_commit():
    """Once more than the first time, for one that was closed while it idled; redis-py would wait and try again."""
    connections, commits = 0, 0

    async def close(_reader, writer):
        nonlocal connections
        connections += 1
        writer.close()

    class Counted(RedisStore):
        async def _commit(self, steps):
            nonlocal commits
            commits += 1
            return await super()._commit(steps)

    async with await asyncio.start_server(close, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        store = Counted(f"redis://127.0.0.1:{port}/0", patience=1.0)
        with pytest.raises(StoreUnavailable):
            await store.ask(ReadUsed(TODAY))
        await store.aclose()
    assert (commits, connections) == (1, 2)


async def test_a_server_that_hangs_is_given_up(server, client):
    server.pause(signal.SIGSTOP)
    try:
        error = await refused(server.url, patience=0.2)
    finally:
        server.pause(signal.SIGCONT)
    assert "no answer within 0.2 s" in error.what


@pytest.mark.parametrize("turns", range(12))
async def test_a_program_that_blocks_the_loop_for_longer_than_patience_has_its_answer(server, client, turns):
    store = RedisStore(server.url, patience=0.2)
    await store.ask(ReadUsed(TODAY))
    task = asyncio.create_task(store.ask(claim("a")))
    for _ in range(turns):
        await asyncio.sleep(0)
    time.sleep(0.5)
    assert await task == Granted(1)
    await store.aclose()


async def test_a_replica_takes_no_writes(server, tmp_path):
    with running(tmp_path, "--replicaof", "127.0.0.1", str(server.port)) as replica:
        assert "replica" in (await refused(replica.url)).what.lower()


async def test_a_server_that_is_full_takes_no_writes(tmp_path):
    with running(tmp_path, "--maxmemory", "1", "--maxmemory-policy", "noeviction") as full:
        assert "maxmemory" in (await refused(full.url)).what


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1",
        "redis://:not#escaped@127.0.0.1:6379/0",
        "redis://:escaped@127.0.0.1:6379/0#part",
        "redis://127.0.0.1:0/0",
        "redis://127.0.0.1:port/0",
        "redis://127.0.0.1:6379/0?db=first",
        "redis://127.0.0.1:6379/0?socket_timeout=soon",
    ],
)
async def test_an_address_that_cannot_be_right(url):
    error = await refused(url, ConfigurationError)
    assert str(error) == (
        "the address of Redis is not valid; write it like redis://host:6379/0, and special characters of a password as"
        " %23"
    )


@pytest.mark.parametrize(
    "option",
    [
        *("decode_responses=True", "encoding=latin-1", "socket_timeoutt=3", "max_connections=3", "retry_on_timeout=1"),
        *("protocol=3", "single_connection_client=1", "timeout=3"),
    ],
)
async def test_an_option_that_breaks_what_we_rely_on_or_is_misspelt_is_refused(server, option):
    error = await refused(f"{server.url}?{option}", ConfigurationError)
    assert error.what == f"the address of Redis has an option that cannot be used: {option.partition('=')[0]}"
    assert error.advice.startswith("allowed are client_name, db, ")


async def test_options_that_harm_nothing_are_taken(server, client):
    store = RedisStore(f"{server.url}?client_name=crm&socket_keepalive=yes&db=0&socket_timeout=3")
    assert await store.ask(claim("a")) == Granted(1)
    assert b"crm" in client.execute_command("CLIENT", "LIST") or "crm" in str(client.client_list())
    await store.aclose()


async def test_a_store_that_was_never_used_or_is_closed_has_nothing_to_close(server, client):
    store = RedisStore(server.url)
    await store.aclose()
    await store.ask(claim("a"))
    await store.aclose()
    await store.aclose()
    assert await store.ask(ReadUsed(TODAY)) == 1  # the next use opens it again
    await store.aclose()


def test_without_redis_py_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "redis.asyncio", None)
    with pytest.raises(ConfigurationError) as caught:
        RedisStore("redis://127.0.0.1:6379/0")
    assert str(caught.value) == "RedisStore needs redis-py; pip install redis"
