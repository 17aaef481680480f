"""A worker to be killed: it calls as fast as its permits let it, four at a time, until it is ended.

Arguments: the store (a redis:// address or a path), the server's address, zone, licences, lease and tokens.
"""

import asyncio
import contextlib
import sys

from wolkvox_async import Operation
from wolkvox_async.calls.executor import CallExecutor, Engine
from wolkvox_async.calls.transport import Transport
from wolkvox_async.core.call import Call
from wolkvox_async.errors import StoreUnavailable, WaitTooLong
from wolkvox_async.scheduler import Scheduler
from wolkvox_async.scheduler.stores.redis import RedisStore
from wolkvox_async.scheduler.stores.sqlite import SQLiteStore

CALL = Call(endpoint="token_info", method="GET", script="information.php", query=(("api", "token_info"),))


def operation_at(base_url, zone, licences, tokens):
    return Operation(name="sales-co", server="0099", tokens=tokens, licences=int(licences), tz=zone, base_url=base_url)


def store_at(where):
    return RedisStore(where) if where.startswith("redis://") else SQLiteStore(where)


def silent(event):
    """Take no note."""


async def work(where, base_url, zone, licences, lease, *tokens):
    scheduler = Scheduler(store_at(where), listener=silent, lease=float(lease))
    engine = Engine(scheduler=scheduler, transport=Transport())
    caller = CallExecutor(engine, operation_at(base_url, zone, licences, tokens), max_wait=30.0)

    async def call():
        while True:
            try:
                (await caller.perform(CALL, lane="bulk")).close()
            except (WaitTooLong, StoreUnavailable):  # the day is spent, or a stopped process holds the store
                await asyncio.sleep(0.2)

    try:
        await asyncio.gather(*[call() for _ in range(4)])
    finally:
        await engine.aclose()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(work(*sys.argv[1:]))
