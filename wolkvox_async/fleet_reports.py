"""What a fleet is asked for: its clients by name, and the rows, tables, files and loads of their reports."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import aclosing
from copy import copy
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve

from wolkvox_async import config, limits
from wolkvox_async.client import Wolkvox
from wolkvox_async.endpoints import find
from wolkvox_async.errors import ConfigurationError, PartialFailure, WolkvoxError
from wolkvox_async.fleet_arguments import given_to, listed
from wolkvox_async.reports.fan_in import FanIn
from wolkvox_async.reports.report import Report
from wolkvox_async.reports.results import Batch
from wolkvox_async.scheduler import Lane
from wolkvox_async.spelling import nearest

if TYPE_CHECKING:
    import pyarrow as pa

    from wolkvox_async.export import Columns, Format, Outcome
    from wolkvox_async.load import Loaded

__all__ = ["FleetReports"]


class FleetReports:
    """The clients of a fleet, and their reports. `Fleet` makes the clients and closes them."""

    failures: dict[str, WolkvoxError]
    _clients: dict[str, Wolkvox]
    _parameters: Mapping[str, config.Parameters]
    _skip: Mapping[str, Collection[str]]
    _readings: "set[asyncio.Task[None]]"

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
        quota_share: float | None = None,
        max_wait: float | None = None,
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
            quota_share: Share of each operation's daily quota beyond which they make no call; None: all of it.
            max_wait: Seconds that a call may wait; None: as the fleet has it.
            **given: Parameters of the reports, over those of the file. Of several reports, those get one that take it.

        Raises:
            ConfigurationError: A value cannot be right, none of the operations can be used, or all of them skip all of
                these.
        """
        result = []
        asked = given_to(listed(names), given)
        usable = self._usable(operations)
        for operation in usable:
            client = self[operation].with_options(lane=lane, quota_share=quota_share, max_wait=max_wait)
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
        quota_share: float | None = None,
        wait: bool = False,
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
            quota_share: Share of each operation's daily quota beyond which it makes no call, e.g. 0.8, whoever made the
                others; None: all of it.
            wait: Whether it goes on after the reset where the day's calls are spent; else that is the report's error.
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
        reports = self.reports(
            names,
            start=start,
            end=end,
            operations=operations,
            lane="bulk",
            quota_share=quota_share,
            max_wait=limits.RESET_WAIT_SECONDS if wait else None,
            **given,
        )
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
        quota_share: float | None = None,
        wait: bool = False,
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
            quota_share: Share of each operation's daily quota beyond which it makes no call, e.g. 0.8, whoever made the
                others; None: all of it.
            wait: Whether it goes on after the reset where the day's calls are spent; else that is the report's error.
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
        reports = self.reports(
            names,
            start=start,
            end=end,
            operations=operations,
            lane="bulk",
            quota_share=quota_share,
            max_wait=limits.RESET_WAIT_SECONDS if wait else None,
            **given,
        )
        loaded = await Load(reports, to=to, dataset=dataset, reread=reread).run()
        return evolve(loaded, read=evolve(loaded.read, unusable=self.unusable(operations)))
