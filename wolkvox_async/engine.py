"""Puts together what the clients of one program share: scheduler and store, transport, clock and listener."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from wolkvox_async import events, limits
from wolkvox_async.calls.executor import Engine
from wolkvox_async.calls.time_budget import LoopTimeBudget
from wolkvox_async.calls.transport import Timeouts, Transport
from wolkvox_async.config import REDIS
from wolkvox_async.scheduler import FallbackStore, OnStoreFailure, Scheduler, Store
from wolkvox_async.secrecy import sealed
from wolkvox_async.uploads.place import beside

if TYPE_CHECKING:
    import aiohttp

__all__ = ["make_engine"]


@sealed
def make_engine(
    *,
    store: Store | str | Path | None = None,
    on_store_failure: OnStoreFailure = "refuse",
    session: "aiohttp.ClientSession | None" = None,
    max_wait: float = limits.MAX_WAIT_SECONDS,
    listener: events.Listener | None = None,
    timeouts: Timeouts | None = None,
    journal: str | Path | None = None,
    clock: Callable[[], float] = time.time,
) -> Engine:
    """Return an engine; see Wolkvox for what each part means."""
    counted = _store(store, clock)
    if on_store_failure == "local":
        counted = FallbackStore(counted, clock)
    time_budget, timeouts = LoopTimeBudget(), timeouts or Timeouts()
    return Engine(
        scheduler=Scheduler(
            counted, clock=clock, listener=listener or events.log, max_wait=max_wait, lease=timeouts.lease
        ),
        transport=Transport(session, timeouts=timeouts, time_budget=time_budget),
        time_budget=time_budget,
        max_wait=max_wait,
        journal=beside(store) if journal is None else Path(journal),
        clock=clock,
    )


def _store(store: Store | str | Path | None, clock: Callable[[], float]) -> Store:
    if isinstance(store, str) and store.startswith(REDIS):
        from wolkvox_async.scheduler.stores.redis import RedisStore  # noqa: PLC0415 - an extra

        return RedisStore(store, clock=clock)
    if store is None or isinstance(store, str | Path):
        from wolkvox_async.scheduler import SQLiteStore  # noqa: PLC0415 - imports sqlite3

        return SQLiteStore(store)
    return store
