"""Looks at everything that a call needs, with at most one call of an operation."""

import asyncio
import time
import warnings
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from attrs import evolve

from wolkvox_async import __version__, events, limits
from wolkvox_async.calls.transport import Timeouts
from wolkvox_async.client import Wolkvox
from wolkvox_async.config import Config
from wolkvox_async.config_discovery import options_of
from wolkvox_async.core.plain import counted
from wolkvox_async.doctor import call, machine
from wolkvox_async.doctor.files import store_file
from wolkvox_async.doctor.finding import Finding, failed, of_error, ok, skipped, warning
from wolkvox_async.doctor.network import way_to
from wolkvox_async.doctor.redis import store_redis
from wolkvox_async.errors import ConfigurationError, WolkvoxError
from wolkvox_async.fleet import Fleet, engine_of
from wolkvox_async.options import Options
from wolkvox_async.redis_address import REDIS
from wolkvox_async.scheduler.stores.sqlite import SQLiteStore
from wolkvox_async.spelling import nearest

__all__ = ["examine"]


async def examine(
    load: Callable[[], Config],
    *,
    operations: Iterable[str] = (),
    seconds: float = limits.DOCTOR_SECONDS,
    clock: Callable[[], float] = time.time,
) -> list[Finding]:
    """Look at Python, configuration, store, and for each operation at the way to its server, its token and its quota.

    Args:
        load: Returns the configuration, as `config.load` and `config_discovery.find` do.
        operations: Names of those to look at; none: all.
        seconds: For each step: a name, a connection, a handshake, a permit, the call.
        clock: The machine's, in seconds of the epoch.

    Returns:
        What was found, what concerns all operations first.
    """
    findings = [machine.python(__version__), machine.extras()]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            loaded = load()
        except ConfigurationError as error:
            return [*findings, of_error("configuration", error)]
    known = [*loaded.operations, *loaded.failures]
    names = list(operations) or known
    findings += [
        failed("configuration", f"unknown operation {name!r}", nearest(name, known))
        for name in names
        if name not in known
    ]
    literal = [str(each.message) for each in caught]
    findings += [warning("secrets", each, "keep it in the environment or the keyring") for each in literal]
    if not literal:
        findings.append(ok("secrets", "no token is written out in the configuration"))
    store = await _store(loaded.store, seconds)
    findings += store
    counts = all(each.state != "failed" for each in store)
    try:
        fleet = _fleet(loaded, seconds, clock)
    except ConfigurationError as error:
        return [*findings, of_error("configuration", error)]
    try:
        groups = await asyncio.gather(
            *(_operation(loaded, fleet, name, counts=counts, seconds=seconds) for name in names if name in known)
        )
    finally:
        await fleet.aclose()
    return [*findings, *(each for group in groups for each in group)]


def _fleet(loaded: Config, seconds: float, clock: Callable[[], float]) -> Fleet:
    timeouts = Timeouts(connect=seconds, silence=seconds, whole=2 * seconds)
    options = Options(timeouts=timeouts, max_wait=seconds, clock=clock, listener=events.log)
    return Fleet(loaded.operations.values(), **options_of(loaded, options))


async def _store(store: Path | str | None, seconds: float) -> list[Finding]:
    address = str(store or "")
    if address.startswith(REDIS):
        return await store_redis(address, seconds=seconds)
    return store_file(SQLiteStore(store).path)


async def _operation(loaded: Config, fleet: Fleet, name: str, *, counts: bool, seconds: float) -> list[Finding]:
    if name in loaded.failures:
        return [evolve(of_error("configuration", loaded.failures[name]), operation=name)]
    client = fleet[name]
    operation = client.operation
    now = datetime.fromtimestamp(engine_of(fleet).clock(), operation.tz)
    findings = [
        ok(
            "configuration",
            f"server {operation.server}, {counted(len(operation.tokens), 'token')}: {operation.base_url}",
        ),
        ok("time zone", f"{operation.tz.key}: it is {now:%Y-%m-%d %H:%M} there"),
    ]
    way = await way_to(operation.base_url, seconds=seconds, proxy=loaded.proxy, ca_bundle=loaded.ca_bundle)
    findings += way.findings
    if not way.open or not counts:
        why = "no call was made: see " + ("store" if way.open else way.findings[-1].check)
        findings += [skipped(each, why) for each in call.ASKED]
    else:
        findings += await _call(client, fleet)
    return [evolve(each, operation=name) for each in findings]


async def _call(client: Wolkvox, fleet: Fleet) -> list[Finding]:
    try:
        usages = await client.with_options(attempts=1).information.token_info()
    except WolkvoxError as error:
        return call.of_call(error)
    ahead = engine_of(fleet).clocks.difference(client.operation)
    return [call.token(client, usages), call.licences(client, usages), call.clock(ahead)]
