"""The front door for many operations: one scheduler, one session, a client for each.

As in::

    async with Fleet.from_toml("wolkvox.toml") as fleet:
        async for batch in fleet.rows("reports.cdr_1", start=…, end=…): ...

An operation that fails holds up no other: the others go on to their end, then PartialFailure says which failed and why.
"""

import asyncio
import platform
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, Unpack

from attrs import asdict

from wolkvox_async import config, config_discovery, events, limits
from wolkvox_async.calls.tasks import cancel
from wolkvox_async.calls.transport import Timeouts
from wolkvox_async.client import Wolkvox
from wolkvox_async.endpoints import find
from wolkvox_async.engine import make_engine
from wolkvox_async.errors import ConfigurationError, WolkvoxError
from wolkvox_async.fleet_arguments import operations_in
from wolkvox_async.fleet_follow import FollowingFleet
from wolkvox_async.operation import Operation
from wolkvox_async.options import ClientOptions, OnStoreFailure, Options
from wolkvox_async.redis_address import REDIS
from wolkvox_async.scheduler import Store
from wolkvox_async.scheduler.stores.memory import MemoryStore
from wolkvox_async.secrecy import sealed

if TYPE_CHECKING:
    import aiohttp

    from wolkvox_async.calls.executor import Engine
    from wolkvox_async.export import Opening

__all__ = ["Fleet", "engine_of", "opening_of"]

_OWN = ("listener", "session")  # options that do not reach another process


class Fleet(FollowingFleet):
    """Clients of many operations that share permits, quota, session and listener.

    Args:
        operations: The operations, each with a name of its own.
        parameters: By operation and endpoint, what its reports need (campaign_id …); a list stands for one report each.
        skip: By operation, the endpoints that it is not asked for.
        failures: By name, why operations that the caller asked for cannot be used; they fail by themselves, and hold
            up no other.
        store: As in `Wolkvox`, like all that follow.
        on_store_failure: What happens while the store is gone.
        session: An aiohttp.ClientSession to use.
        max_wait: Seconds that a call may wait.
        listener: A function that gets every event.
        timeouts: How long a call may take.
        proxy: Address of the proxy of all calls, as http://proxy:3128; it may hold a user and a password, and is never
            shown. None: what the environment names (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, and NO_PROXY for exceptions).
        ca_bundle: A PEM file of certificates to trust beside the system's, as those of a proxy that opens TLS. None:
            the system's, or those of SSL_CERT_FILE.
        journal: The file in which uploads are written down; None: one beside the store's file, or in the user's state
            directory.
        strict: Whether a value that is not of its documented type is an error.
        strict_counts: Whether a reply with fewer rows than it promises is an error.
        share_calls: Whether identical reads that are under way are one call.
        cache: With share_calls, seconds for which replies of real_time are kept, by endpoint or for all of them.
        clock: Seconds of the epoch; for tests.

    Raises:
        ConfigurationError: A value cannot be right, or two operations have one name.
    """

    @sealed
    def __init__(
        self,
        operations: Iterable[Operation],
        *,
        parameters: Mapping[str, config.Parameters] | None = None,
        skip: Mapping[str, Collection[str]] | None = None,
        failures: Mapping[str, WolkvoxError] | None = None,
        store: Store | str | Path | None = None,
        on_store_failure: OnStoreFailure = "refuse",
        session: "aiohttp.ClientSession | None" = None,
        max_wait: float = limits.MAX_WAIT_SECONDS,
        listener: events.Listener | None = None,
        timeouts: Timeouts | None = None,
        proxy: str | None = None,
        ca_bundle: str | Path | None = None,
        journal: str | Path | None = None,
        strict: bool = False,
        strict_counts: bool = True,
        share_calls: bool = False,
        cache: Mapping[str, float] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        options = ClientOptions(
            store=store,
            on_store_failure=on_store_failure,
            session=session,
            max_wait=max_wait,
            listener=listener,
            timeouts=timeouts,
            proxy=proxy,
            ca_bundle=ca_bundle,
            journal=journal,
            strict=strict,
            strict_counts=strict_counts,
            share_calls=share_calls,
            cache=cache,
            clock=clock,
        )
        self._engine = make_engine(options)
        self._options = options
        self._again: Callable[..., Any] | None = None
        self._parameters = parameters or {}
        self._skip = {name: {find(each).name for each in endpoints} for name, endpoints in (skip or {}).items()}
        self.failures: dict[str, WolkvoxError] = dict(failures or {})
        """By name, why operations cannot be used."""
        self._readings: set[asyncio.Task[None]] = set()
        self._clients: dict[str, Wolkvox] = {}
        for operation in operations_in(operations):
            if operation.name in self._clients:
                raise ConfigurationError(f"two operations are called {operation.name!r}")
            self._clients[operation.name] = Wolkvox(
                operation, engine=self._engine, strict=strict, strict_counts=strict_counts, share_calls=share_calls
            )
        if not self._clients:
            raise ConfigurationError("a fleet without operations", advice="give one or more")

    @classmethod
    @sealed
    def from_toml(cls, path: str | Path, **options: Unpack[Options]) -> Self:
        """Make a fleet of the operations of a wolkvox.toml.

        An operation that cannot be used is in `failures`: what is asked of it raises why, and the others go on.

        Raises:
            ConfigurationError: The file cannot be used, or none of its operations.
        """
        return cls._of(config.load(path), options, partial(cls.from_toml, Path(path).resolve()))

    @classmethod
    @sealed
    def from_env(cls, *, dotenv: str | Path | None = None, **options: Unpack[Options]) -> Self:
        """Make a fleet of the operation that the environment names, else of those of wolkvox.toml.

        Args:
            dotenv: A `.env` file whose variables are taken where the environment does not have them. None: no such
                file is read.
            **options: As in the constructor, over those of the file.

        Raises:
            ConfigurationError: Variables are missing (all are named), or there are none and no file that can be used.
        """
        again = partial(cls.from_env, dotenv=None if dotenv is None else Path(dotenv).resolve())
        return cls._of(config_discovery.find(dotenv), options, again)

    @classmethod
    def _of(cls, found: config.Config, options: Options, again: Callable[..., Self]) -> Self:
        chosen = config_discovery.options_of(found, options)
        fleet = cls(
            found.operations.values(),
            parameters=found.parameters,
            skip=found.skip,
            failures=found.failures,
            **chosen,
        )
        fleet._again = partial(again, **{name: value for name, value in options.items() if name not in _OWN})
        return fleet

    def _opening(self) -> "Opening":
        """Return how the workers of an executor open this fleet, for exports.

        What was read from a file or the environment is read there again; else the tokens are pickled with a shard.

        Raises:
            ConfigurationError: Its store or session cannot be used by other processes.
        """
        from wolkvox_async.export import Opening  # noqa: PLC0415 - files are not everybody's

        options = self._options
        if isinstance(options.store, MemoryStore):
            raise ConfigurationError(
                "the store is in memory, and workers of an executor cannot share it",
                advice="give store= the path of a file, for processes of this host, or redis://host:6379/0",
            )
        if isinstance(options.store, Store):
            raise ConfigurationError(
                f"workers of an executor cannot share {options.store!r}",
                advice="give store= a path or an address, so that each worker opens the store itself",
            )
        if options.session is not None:
            raise ConfigurationError(
                "workers of an executor cannot share a session", advice="give proxy= and ca_bundle= instead"
            )
        shared = isinstance(options.store, str) and options.store.startswith(REDIS)
        return Opening(
            make=self._reopened,
            host="" if shared else platform.node(),
            listener=options.listener or events.log,
            lease=(options.timeouts or Timeouts()).lease,
        )

    def _reopened(self, names: Sequence[str]) -> Callable[..., Any]:
        if self._again is not None:
            return self._again
        chosen = [client.operation for name, client in self._clients.items() if name in names]
        given = {name: value for name, value in asdict(self._options, recurse=False).items() if name not in _OWN}
        return partial(type(self), chosen, **given)

    async def aclose(self) -> None:
        """End what `rows()` still reads, and let go of the session after the calls under way have ended."""
        await cancel(self._readings)
        await self._engine.aclose()

    def __repr__(self) -> str:
        """Return the names of the operations."""
        return f"<Fleet {', '.join(self.operations)}>"

    def __enter__(self) -> None:
        """Refuse the form for clients that are not of asyncio."""
        raise ConfigurationError(
            "Fleet is a client of asyncio",
            advice="write async with Fleet(operations) as fleet, or take the fleet without asyncio: "
            "from wolkvox_async.sync import Fleet",
        )

    def __exit__(self, *_: object) -> None:
        """End nothing, since nothing was begun."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


def engine_of(fleet: Fleet) -> "Engine":
    """Return what the clients of a fleet share, for the rooms above it."""
    return fleet._engine  # noqa: SLF001 - the fleet's own module


def opening_of(fleet: Fleet) -> "Opening":
    """Return how the workers of an executor open a fleet. Raises ConfigurationError where they cannot."""
    return fleet._opening()  # noqa: SLF001 - the fleet's own module
