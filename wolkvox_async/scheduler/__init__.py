"""The scheduler: two permits a token, a daily quota an operation, two lanes, and a store that says yes or no.

`Scheduler` has a queue for each operation, a `Store` is the authority that processes share: `MemoryStore` for one
process, `SQLiteStore` for those of one host, `RedisStore` for many hosts.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

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


_STORES = {"FallbackStore": "fallback", "MemoryStore": "memory", "RedisStore": "redis", "SQLiteStore": "sqlite"}


def __getattr__(name: str) -> Any:
    """Import a store, and sqlite3 or redis-py with it, for those who use it alone."""
    if name not in _STORES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.stores.{_STORES[name]}"), name)
