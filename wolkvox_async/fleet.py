"""The front door for many operations: one scheduler, one session, a client for each.

As in::

    async with Fleet.from_toml("wolkvox.toml") as fleet:
        async for batch in fleet.rows("reports.cdr_1", start=…, end=…): ...

An operation that fails holds up no other: the others go on to their end, then PartialFailure says which failed and why.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import aclosing
from copy import copy
from datetime import date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, Unpack

from attrs import evolve

from wolkvox_async import config, discovery, events, limits
from wolkvox_async.calls.tasks import cancel
from wolkvox_async.calls.transport import Timeouts
from wolkvox_async.client import Wolkvox
from wolkvox_async.endpoints import find
from wolkvox_async.engine import make_engine
from wolkvox_async.errors import ConfigurationError, PartialFailure, WolkvoxError
from wolkvox_async.fleet_arguments import given_to, listed, operations_in
from wolkvox_async.operation import Operation
from wolkvox_async.options import ClientOptions, Options
from wolkvox_async.reports.fan_in import FanIn
from wolkvox_async.reports.report import Report
from wolkvox_async.reports.results import Batch
from wolkvox_async.scheduler import Lane, OnStoreFailure, Store
from wolkvox_async.secrecy import sealed
from wolkvox_async.spelling import nearest

if TYPE_CHECKING:
    import aiohttp
    import pyarrow as pa

    from wolkvox_async.calls.executor import Engine
    from wolkvox_async.export import Columns, Format, Outcome
    from wolkvox_async.load import Loaded

__all__ = ["Fleet", "engine_of"]


class Fleet:
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
            clock=clock,
        )
        self._engine = make_engine(options)
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
                operation, engine=self._engine, strict=options.strict, strict_counts=options.strict_counts
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
        return cls._of(config.load(path), options)

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
        return cls._of(discovery.find(dotenv), options)

    @classmethod
    def _of(cls, found: config.Config, options: Options) -> Self:
        chosen = discovery.options_of(found, options)
        return cls(
            found.operations.values(),
            parameters=found.parameters,
            skip=found.skip,
            failures=found.failures,
            **chosen,
        )

    def __getitem__(self, name: str) -> Wolkvox:
        """Return the client of an operation. Raises why, where it cannot be used."""
        client = self._clients.get(name)
        if client is not None:
            return client
        if name in self.failures:
            raise copy(self.failures[name])
        raise ConfigurationError(f"unknown operation {name!r}", advice=nearest(name, self.operations))

    def __iter__(self) -> Iterator[str]:
        """Yield the names of all operations."""
        return iter(self.operations)

    def __len__(self) -> int:
        """Return how many operations there are."""
        return len(self.operations)

    def __contains__(self, name: object) -> bool:
        """Return whether an operation has this name."""
        return name in self.operations

    @property
    def operations(self) -> tuple[str, ...]:
        """Names of all operations, also of those that cannot be used."""
        return (*self._clients, *(name for name in self.failures if name not in self._clients))

    def given(self, operation: str, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return an endpoint's parameters for an operation: what the file says, and `given` over it."""
        return {**self._parameters.get(operation, {}).get(find(name).name, {}), **given}

    def skips(self, operation: str, name: str) -> bool:
        """Return whether an operation is not to be asked for an endpoint, as the file says.

        Args:
            operation: Its name.
            name: Name of the endpoint, as in `reports.cdr_1`.
        """
        return find(name).name in self._skip.get(operation, ())

    def reports(
        self,
        names: str | Sequence[str],
        *,
        start: date | datetime,
        end: date | datetime,
        operations: str | Iterable[str] | None = None,
        lane: Lane | None = None,
        **given: Any,
    ) -> list[Report[Any]]:
        """Return the reports of these endpoints for each operation.

        Operations of `failures` are left out, and so are endpoints that an operation skips.

        Args:
            names: Names of the reports, as in `reports.cdr_1` or `cdr_1`; or one name.
            start: First moment.
            end: First moment that is not included.
            operations: Names of some operations; None: all.
            lane: Lane of their calls: interactive or bulk.
            **given: Parameters of the reports, over those of the file. Of several reports, those get one that take it.

        Raises:
            ConfigurationError: A value cannot be right, none of the operations can be used, or all of them skip all of
                these.
        """
        result = []
        asked = given_to(listed(names), given)
        usable = self._usable(operations)
        for operation in usable:
            client = self[operation].with_options(lane=lane)
            for name, own in asked:
                if self.skips(operation, name):
                    continue
                merged = self.given(operation, name, own)
                result += [client.report(name, start=start, end=end, **each) for each in config.combinations(merged)]
        if asked and not result:
            raise ConfigurationError(
                f"{', '.join(usable)} skip {', '.join(name for name, _ in asked)}, as the configuration says",
                advice="take skip out of it",
            )
        return result

    def _usable(self, operations: str | Iterable[str] | None) -> list[str]:
        """Return the operations that can be asked. Raises why, where there is none."""
        chosen = self._chosen(operations)
        if not chosen:
            raise ConfigurationError("operations is empty", advice="leave it out to ask all of them")
        usable = [name for name in chosen if name not in self.failures]
        if not usable:
            self[chosen[0]]
        return usable

    def _chosen(self, operations: str | Iterable[str] | None) -> list[str]:
        return list(self.operations) if operations is None else listed(operations)

    def unusable(self, operations: str | Iterable[str] | None = None) -> dict[str, WolkvoxError]:
        """Return by name why some of these operations (all of them, if none is named) cannot be used."""
        chosen = set(self._chosen(operations))
        return {name: error for name, error in self.failures.items() if name in chosen}

    async def rows(
        self,
        name: str,
        *,
        start: date | datetime,
        end: date | datetime,
        operations: str | Iterable[str] | None = None,
        **given: Any,
    ) -> AsyncGenerator[Batch[Any], None]:
        """Yield the rows of one report of all operations in small batches, as they come; in order within a report.

        Args:
            name: Name of the report, as in `reports.cdr_1`.
            start: First moment.
            end: First moment that is not included.
            operations: Names of some operations; None: all.
            **given: Parameters of the report, over those of the file.

        Yields:
            Some rows of one window of one report.

        Raises:
            PartialFailure: After the last batch, where an operation failed: `.failures` has its error by name.
        """
        operations = self._chosen(operations)
        reports = self.reports([name], start=start, end=end, operations=operations, **given)
        async with aclosing(self._rows_of(reports, self.unusable(operations))) as batches:
            async for batch in batches:
                yield batch

    async def to_arrow(
        self,
        name: str,
        *,
        start: date | datetime,
        end: date | datetime,
        operations: str | Iterable[str] | None = None,
        **given: Any,
    ) -> "pa.Table":
        """Return one report of all operations as one typed pyarrow.Table, moments in UTC.

        The first column is `operation`, the next are the parameters that the rows do not name themselves.

        Args:
            name: Name of the report, as in `reports.cdr_1`.
            start: First moment.
            end: First moment that is not included.
            operations: Names of some operations; None: all.
            **given: Parameters of the report, over those of the file.

        Raises:
            ConfigurationError: pyarrow is not installed.
            PartialFailure: An operation failed: `.failures` has its error by name.
        """
        from wolkvox_async.reports.frames import fleet_table  # noqa: PLC0415 - an extra

        operations = self._chosen(operations)
        reports = self.reports([name], start=start, end=end, operations=operations, **given)
        unusable = self.unusable(operations)
        return await fleet_table(reports, lambda read: self._rows_of(reports, unusable, read))

    async def _rows_of(
        self,
        reports: Sequence["Report[Any]"],
        unusable: Mapping[str, WolkvoxError],
        read: "Callable[[Report[Any]], AsyncGenerator[Batch[Any], None]] | None" = None,
    ) -> AsyncGenerator[Batch[Any], None]:
        async with FanIn(reports, self._readings, read) as batches:
            async for batch in batches:
                yield batch
        failures = {**unusable, **batches.failures}
        if failures:
            raise PartialFailure.of(failures, len({*failures, *(report.operation for report in reports)}))

    async def export(
        self,
        names: str | Sequence[str],
        *,
        start: date | datetime,
        end: date | datetime,
        to: str | Path,
        format: "Format" = "parquet",  # noqa: A002 - the word for it
        zone: str = "UTC",
        columns: "Columns | Sequence[Columns]" = ("operation", "parameters"),
        reread: timedelta | None = None,
        adopt_first_version: bool = False,
        operations: str | Iterable[str] | None = None,
        **given: Any,
    ) -> "Outcome":
        """Write reports of all operations to files under `to`; run again, it fetches only what is missing.

        Args:
            names: Of the reports, e.g. `reports.cdr_1` or `cdr_1`; or one name.
            start: Of the range, inclusive.
            end: Of the range, exclusive.
            to: The directory.
            format: parquet, ndjson or csv.
            zone: The zone in which moments are written: an IANA name, or "operation" for each operation's own.
            columns: What stands before the rows' own columns: "operation", "parameters", both or none.
            reread: How far back what was read before is read again, for rows that change later; None takes what is
                known of each report.
            adopt_first_version: Whether folders of the first version, which did not record the server's address, are
                taken for the operation's address.
            operations: Their names; all of the fleet if not given.
            given: Parameters of the reports, over those of the file; a list stands for one report each.

        Returns:
            Rows, calls, files and coverage by report, and the failures, which do not stop the others.

        Raises:
            ConfigurationError: Before the first call: the directory holds something else.
            FolderLocked: Another export writes to the directory.
        """
        from wolkvox_async.export import export  # noqa: PLC0415 - files are not everybody's

        operations = self._chosen(operations)
        reports = self.reports(names, start=start, end=end, operations=operations, lane="bulk", **given)
        outcome = await export(
            reports,
            to=Path(to),
            format=format,
            zone=zone,
            columns=columns,
            reread=reread,
            adopt_first_version=adopt_first_version,
        )
        return evolve(outcome, unusable=self.unusable(operations))

    async def load(
        self,
        names: str | Sequence[str],
        *,
        start: date | datetime,
        end: date | datetime,
        to: str,
        dataset: str = "wolkvox",
        reread: timedelta | None = None,
        operations: str | Iterable[str] | None = None,
        **given: Any,
    ) -> "Loaded":
        """Bring reports of all operations into the tables of a warehouse; run again, it asks only for what they lack.

        There is one table a report, such as `reports_cdr_1`, whose first columns are `operation` and the parameters
        that the rows do not name. Windows are replaced as a whole, so a window that is loaded twice is there once.

        Args:
            names: Of the reports, e.g. `reports.cdr_1`.
            start: Of the range, inclusive.
            end: Of the range, exclusive.
            to: Address of the destination: `postgresql://user:password@host/database`, `mysql://user@host/database`,
                `duckdb:///path/tables.duckdb`, `bigquery://project`, `snowflake://…`, `mssql://…`.
            dataset: Name of the schema, database or dataset that holds the tables.
            reread: How far back what was read before is read again, for rows that change later; None takes what is
                known of each report.
            operations: Their names; all of the fleet if not given.
            given: Parameters of the reports, over those of the file; a list stands for one report each.

        Returns:
            What was read, and the rows and windows of each table. A report that fails stops no other.

        Raises:
            ConfigurationError: Before the first call: an unknown address, a missing package, another server's rows.
            DestinationUnavailable: The destination cannot be read or written; what was read stays staged.
            FolderLocked: Another process loads into this dataset.
        """
        from wolkvox_async.load import Load  # noqa: PLC0415 - an extra

        operations = self._chosen(operations)
        reports = self.reports(names, start=start, end=end, operations=operations, lane="bulk", **given)
        loaded = await Load(reports, to=to, dataset=dataset, reread=reread).run()
        return evolve(loaded, read=evolve(loaded.read, unusable=self.unusable(operations)))

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
