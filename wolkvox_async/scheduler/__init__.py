"""The scheduler: two permits a token, a daily quota an operation, two lanes, and a store that says yes or no.

`Scheduler` has a queue for each operation, a `Store` is the authority that processes share: `MemoryStore` for one
process, `SQLiteStore` for those of one host, `RedisStore` for many hosts.
"""

from typing import TYPE_CHECKING, Any

from wolkvox_async.scheduler.lanes import Lane
from wolkvox_async.scheduler.lease import Lease
from wolkvox_async.scheduler.quota import Usage
from wolkvox_async.scheduler.scheduler import Scheduler
from wolkvox_async.scheduler.stores.fallback import FallbackStore, OnStoreFailure
from wolkvox_async.scheduler.stores.memory import MemoryStore
from wolkvox_async.scheduler.stores.protocol import Budget, Busy, Claim, Decision, Granted, Spent, Store

if TYPE_CHECKING:
    from wolkvox_async.scheduler.stores.redis import RedisStore
    from wolkvox_async.scheduler.stores.sqlite import SQLiteStore

__all__ = [
    "Budget",
    "Busy",
    "Claim",
    "Decision",
    "FallbackStore",
    "Granted",
    "Lane",
    "Lease",
    "MemoryStore",
    "OnStoreFailure",
    "RedisStore",
    "SQLiteStore",
    "Scheduler",
    "Spent",
    "Store",
    "Usage",
]


def __getattr__(name: str) -> Any:
    """Import sqlite3 and redis-py for those who use them alone."""
    match name:
        case "SQLiteStore":
            from wolkvox_async.scheduler.stores.sqlite import SQLiteStore  # noqa: PLC0415

            return SQLiteStore
        case "RedisStore":
            from wolkvox_async.scheduler.stores.redis import RedisStore  # noqa: PLC0415

            return RedisStore
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
