"""The scheduler: two slots a token, a daily quota an operation, two lanes, and a store that says yes or no.

`Scheduler` keeps the queue and the local books, a `Store` is the authority that processes share:
`MemoryStore` for one process, `SQLiteStore` for those of one host, `RedisStore` for many hosts.
"""

from typing import TYPE_CHECKING, Any

from wolkvox_async.scheduler.guarded import GuardedStore, OnStoreFailure
from wolkvox_async.scheduler.lanes import Lane
from wolkvox_async.scheduler.memory import MemoryStore
from wolkvox_async.scheduler.scheduler import Scheduler
from wolkvox_async.scheduler.slot import Slot
from wolkvox_async.scheduler.store import Budget, Busy, Claim, Granted, Spent, Store
from wolkvox_async.scheduler.usage import Usage

if TYPE_CHECKING:
    from wolkvox_async.scheduler.redis import RedisStore
    from wolkvox_async.scheduler.sqlite import SQLiteStore

__all__ = [
    "Budget",
    "Busy",
    "Claim",
    "Granted",
    "GuardedStore",
    "Lane",
    "MemoryStore",
    "OnStoreFailure",
    "RedisStore",
    "SQLiteStore",
    "Scheduler",
    "Slot",
    "Spent",
    "Store",
    "Usage",
]


def __getattr__(name: str) -> Any:
    """Import sqlite3 and redis-py for those who use them, and for nobody else."""
    match name:
        case "SQLiteStore":
            from wolkvox_async.scheduler.sqlite import SQLiteStore  # noqa: PLC0415

            return SQLiteStore
        case "RedisStore":
            from wolkvox_async.scheduler.redis import RedisStore  # noqa: PLC0415

            return RedisStore
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
