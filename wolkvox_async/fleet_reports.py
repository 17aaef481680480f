"""What a fleet is asked for: the rows, tables, files and loads of the reports of its operations."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import aclosing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve

from wolkvox_async.errors import PartialFailure, WolkvoxError
from wolkvox_async.fleet_campaigns import ask_reports
from wolkvox_async.fleet_clients import FleetClients
from wolkvox_async.reports.fan_in import FanIn
from wolkvox_async.reports.report import Report
from wolkvox_async.reports.results import Batch

if TYPE_CHECKING:
    import pyarrow as pa

    from wolkvox_async.export import Columns, Format, Opening, Outcome
    from wolkvox_async.load import Loaded

__all__ = ["FleetReports"]


class FleetReports(FleetClients, ABC):
    """The clients of a fleet, and their reports. `Fleet` makes the clients and closes them."""

    _readings: "set[asyncio.Task[None]]"

    @abstractmethod
    def _opening(self) -> "Opening": ...

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
        asked = (await ask_reports(self, [name], start=start, end=end, operations=operations, given=given)).checked()
        async with aclosing(self._rows_of(asked.reports, asked.failures)) as batches:
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

        asked = (await ask_reports(self, [name], start=start, end=end, operations=operations, given=given)).checked()
        return await fleet_table(asked.reports, lambda read: self._rows_of(asked.reports, asked.failures, read))

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
        raw: bool = False,
        excel: bool = False,
        zone: str | None = None,
        columns: "Columns | Sequence[Columns] | None" = None,
        reread: timedelta | None = None,
        adopt_first_version: bool = False,
        quota_share: float | None = None,
        wait: bool = False,
        executor: Executor | None = None,
        shards: int | None = None,
        operations: str | Iterable[str] | None = None,
        **given: Any,
    ) -> "Outcome":
        """Write reports of all operations to files under `to`; run again, it fetches only what is missing.

        Args:
            names: Of the reports, e.g. `reports.cdr_1` or `cdr_1`; or one name.
            start: Of the range, inclusive.
            end: Of the range, exclusive.
            to: The directory.
            format: parquet, ndjson, csv or xlsx.
            raw: Of ndjson, whether its lines are the server's own records, as they came.
            excel: Of csv, whether it is written for Excel: semicolons, local dates and times, protected phones.
            zone: The zone in which moments are written: an IANA name, or "operation" for each operation's own. None:
                UTC, and the operation's with `excel` and xlsx.
            columns: What stands before the rows' own columns: "operation", "parameters", both or none (an empty list).
                None: both, and none with `raw`.
            reread: How far back what was read before is read again, for rows that change later; None takes what is
                known of each report.
            adopt_first_version: Whether folders of the first version, which did not record the server's address, are
                taken for the operation's address.
            quota_share: Share of each operation's daily quota beyond which it makes no call, e.g. 0.8, whoever made the
                others; None: all of it.
            wait: Whether it goes on after the reset where the day's calls are spent; else that is the report's error.
            executor: Runs the export in other processes or on other hosts, as any `concurrent.futures.Executor`:
                `wolkvox_async.export.Workers(4)`, a ProcessPoolExecutor, a Dask client's `get_executor()`. A worker
                that dies costs the windows it was at, which are asked again. The store must be a file (one host) or a
                Redis, and all workers must share the directory `to`. None: this process does it.
            shards: Into how many tasks the operations are dealt out; None: as many as the executor runs at once, or
                one an operation where it does not say.
            operations: Their names; all of the fleet if not given.
            given: Parameters of the reports, over those of the file; a list stands for one report each.

        Returns:
            Rows, calls, files and coverage by report, and the failures, which do not stop the others.

        Raises:
            ConfigurationError: Before the first call: the directory holds something else.
            FolderLocked: Another export writes to the directory.
        """
        from wolkvox_async.export import Export  # noqa: PLC0415 - files are not everybody's

        opening = None if executor is None else self._opening()
        asked = await ask_reports(
            self,
            names,
            start=start,
            end=end,
            operations=operations,
            lane="bulk",
            quota_share=quota_share,
            wait=wait,
            given=given,
        )
        export = Export(
            asked.checked().reports,
            to=Path(to),
            format=format,
            raw=raw,
            excel=excel,
            zone=zone,
            columns=columns,
            reread=reread,
            adopt_first_version=adopt_first_version,
        )
        if executor is None or opening is None:
            return asked.noted(await export.run())
        from wolkvox_async.export import ShardedExport  # noqa: PLC0415 - nor are other processes

        return asked.noted(await ShardedExport(export, executor, opening, count=shards).run())

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
                `duckdb:///path/tables.duckdb`, `delta:///folder`, `iceberg:///folder`, `bigquery://project`, `snowflake://…`,
                `mssql://…`.
            dataset: Name of the schema, database, folder or dataset that holds the tables.
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

        asked = await ask_reports(
            self,
            names,
            start=start,
            end=end,
            operations=operations,
            lane="bulk",
            quota_share=quota_share,
            wait=wait,
            given=given,
        )
        loaded = await Load(asked.checked().reports, to=to, dataset=dataset, reread=reread).run()
        return evolve(loaded, read=asked.noted(loaded.read))
