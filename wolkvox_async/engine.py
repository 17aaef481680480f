"""Puts together what the clients of one program share: scheduler and store, transport, clock and listener."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Unpack

from attrs import evolve

from wolkvox_async import events
from wolkvox_async.calls.executor import Engine
from wolkvox_async.calls.proxy import route_of
from wolkvox_async.calls.time_budget import LoopTimeBudget
from wolkvox_async.calls.transport import Timeouts, Transport
from wolkvox_async.endpoints import find
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.options import ClientOptions, Options
from wolkvox_async.redis_address import REDIS
from wolkvox_async.scheduler import Scheduler, Store
from wolkvox_async.secrecy import sealed
from wolkvox_async.uploads.place import beside

__all__ = ["make_engine"]

_KEPT = "real_time"  # the group whose replies may be kept: the vendor advises one call in 5 minutes


@sealed
def make_engine(options: ClientOptions | None = None, **given: Unpack[Options]) -> Engine:
    """Return what clients with these options share; `given` are options by keyword, over them."""
    options = evolve(options or ClientOptions(), **given)
    if options.session is not None and (options.proxy or options.ca_bundle):
        raise ConfigurationError(
            "a session was given, and a proxy or a ca_bundle too", advice="give the session its own proxy and connector"
        )
    kept = _kept(options)
    counted = _store(options.store, options.clock)
    if options.on_store_failure == "local":
        from wolkvox_async.scheduler.stores.fallback import FallbackStore  # noqa: PLC0415 - for those who ask for it

        counted = FallbackStore(counted, options.clock)
    time_budget, timeouts = LoopTimeBudget(), options.timeouts or Timeouts()
    emit = events.Sink(options.listener or events.log)
    return Engine(
        scheduler=Scheduler(
            counted,
            clock=options.clock,
            listener=emit,
            max_wait=options.max_wait,
            lease=timeouts.lease,
        ),
        transport=Transport(
            options.session,
            route=route_of(options.proxy, options.ca_bundle),
            timeouts=timeouts,
            time_budget=time_budget,
        ),
        emit=emit,
        time_budget=time_budget,
        max_wait=options.max_wait,
        journal=beside(options.store) if options.journal is None else Path(options.journal),
        clock=options.clock,
        kept=kept,
    )


def _kept(options: ClientOptions) -> Mapping[str, float]:
    """Return the seconds for which replies are kept, by endpoint or group."""
    found = dict(options.cache or {})
    if found and not options.share_calls:
        raise ConfigurationError("cache is given, and share_calls is not", advice="give share_calls=True too")
    for name, seconds in found.items():
        if name != _KEPT and name.partition(".")[0] != _KEPT:
            raise ConfigurationError(f"cache names {name!r}", advice="only replies of real_time are kept")
        if name != _KEPT and not find(name).reads:
            raise ConfigurationError(f"cache names {name!r}, which changes something")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds < float("inf"):
            raise ConfigurationError(f"cache has {seconds!r} for {name}", advice="give seconds, more than 0")
    return found


def _store(store: Store | str | Path | None, clock: Callable[[], float]) -> Store:
    if isinstance(store, str) and store.startswith(REDIS):
        from wolkvox_async.scheduler.stores.redis import RedisStore  # noqa: PLC0415 - an extra

        return RedisStore(store, clock=clock)
    if store is None or isinstance(store, str | Path):
        from wolkvox_async.scheduler.stores.sqlite import SQLiteStore  # noqa: PLC0415 - imports sqlite3

        return SQLiteStore(store)
    return store
