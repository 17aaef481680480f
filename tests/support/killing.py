"""A worker to be killed: it calls as fast as its slots let it, four at a time, until somebody ends it.

Arguments: the store (a redis:// address or a path), the server's address, the zone, the lease, and the tokens.
"""

import asyncio
import sys

from wolkvox_async import Operation
from wolkvox_async.calls.executor import Caller, Engine
from wolkvox_async.calls.transport import Transport
from wolkvox_async.core.call import Call
from wolkvox_async.scheduler import RedisStore, Scheduler, SQLiteStore

LICENCES = 20
CALL = Call(endpoint="token_info", method="GET", script="information.php", query=(("api", "token_info"),))


def operation_at(base_url, zone, tokens):
    return Operation(name="sales-co", server="0099", tokens=tokens, licences=LICENCES, tz=zone, base_url=base_url)


def store_at(where):
    return RedisStore(where) if where.startswith("redis://") else SQLiteStore(where)


def silent(event):
    """Take no note."""


async def work(where, base_url, zone, lease, *tokens):
    scheduler = Scheduler(store_at(where), listener=silent, lease=float(lease))
    caller = Caller(Engine(scheduler=scheduler, transport=Transport()), operation_at(base_url, zone, tokens))

    async def call():
        while True:
            (await caller.perform(CALL, lane="bulk")).close()

    await asyncio.gather(*[call() for _ in range(4)])


if __name__ == "__main__":
    asyncio.run(work(*sys.argv[1:]))
