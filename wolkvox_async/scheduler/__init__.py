"""The scheduler: two permits a token, a daily quota an operation, two lanes, and a store that says yes or no.

`Scheduler` has a queue for each operation, a `Store` is the authority that processes share: `MemoryStore` for one
process, `SQLiteStore` for those of one host, `RedisStore` for many hosts.
"""

from typing import TYPE_CHECKING

from wolkvox_async.lazy import names_on_use
from wolkvox_async.scheduler.lanes import Lane
from wolkvox_async.scheduler.lease import Lease
from wolkvox_async.scheduler.quota import Usage
from wolkvox_async.scheduler.scheduler import Scheduler
from wolkvox_async.scheduler.stores.protocol import Budget, Busy, Claim, Granted, Spent, Store

if TYPE_CHECKING:
    from wolkvox_async.scheduler.stores.fallback import FallbackStore
    from wolkvox_async.scheduler.stores.memory import MemoryStore
    from wolkvox_async.scheduler.stores.redis import RedisStore
    from wolkvox_async.scheduler.stores.sqlite import SQLiteStore
else:
    __getattr__, __dir__ = names_on_use(
        __name__,
        {
            "stores.fallback": "FallbackStore",
            "stores.memory": "MemoryStore",
            "stores.redis": "RedisStore",
            "stores.sqlite": "SQLiteStore",
        },
    )

__all__ = [
    "Budget",
    "Busy",
    "Claim",
    "FallbackStore",
    "Granted",
    "Lane",
    "Lease",
    "MemoryStore",
    "RedisStore",
    "SQLiteStore",
    "Scheduler",
    "Spent",
    "Store",
    "Usage",
]
