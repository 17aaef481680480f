"""The scheduler: two permits a token, a daily quota an operation, two lanes, and a store that says yes or no.

`Scheduler` has a queue for each operation, a `Store` is the authority that processes share (`stores/`): `MemoryStore`
for one process, `SQLiteStore` for those of one host, `RedisStore` for many hosts.
"""

from wolkvox_async.scheduler.lanes import Lane
from wolkvox_async.scheduler.lease import Lease
from wolkvox_async.scheduler.quota import Usage
from wolkvox_async.scheduler.scheduler import Scheduler
from wolkvox_async.scheduler.stores.protocol import Budget, Busy, Claim, Granted, Spent, Store

__all__ = [
    "Budget",
    "Busy",
    "Claim",
    "Granted",
    "Lane",
    "Lease",
    "Scheduler",
    "Spent",
    "Store",
    "Usage",
]
