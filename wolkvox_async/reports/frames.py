"""A report as Arrow batches: typed columns, the same as those of exported files."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from contextlib import aclosing
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any, Literal, Protocol

from wolkvox_async.core.endpoint import Endpoint
from wolkvox_async.core.windows import Window
from wolkvox_async.core.wire import Record
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.reports.results import Batch
from wolkvox_async.spelling import nearest
from wolkvox_async.tables.arrow import batch_of, joined, need_arrow, no_rows, schema_of, table_from
from wolkvox_async.tables.columns import Table, leading_of, parameter_text, table_of
from wolkvox_async.tables.facts import facts_of

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "Frames",
    "arrow_batches",
    "arrow_reader",
    "arrow_table",
    "fleet_table",
    "frame",
    "tables_of",
    "to_pandas",
    "to_polars",
]

_ROWS = 16_384  # gathered into one batch, so that a batch is worth its overhead


class Source(Protocol):
    """A report whose rows become tables."""

    endpoint: Endpoint[Any]
    parameters: dict[str, Any]
    range: Window

    @property
    def operation(self) -> str:
        """The operation's name."""
        ...

    def _tables(
        self, table: Table, within: Iterable[Window] | None, *, small_as_records: bool = False
    ) -> AsyncGenerator[Batch[Any], None]: ...


class Frames:
    """Gathers the rows of one report into Arrow batches.

    Args:
        report: The report.
        zone: In which moments are given; None: the operation's.
        leading: Columns before the rows' own, with their value.
        operations: Names of the operations that the table has rows of, where there are several.
    """

    def __init__(
        self,
        report: "Source",
        zone: tzinfo | None = None,
        leading: Mapping[str, str] | None = None,
        operations: Sequence[str] | None = None,
    ) -> None:
        own = report.range.start.tzinfo or UTC
        alone: dict[str, Any] = {"operations": operations}
        if operations is None:
            parameters = {name: parameter_text(value) for name, value in sorted(report.parameters.items())}
            alone = {"operation": report.operation, "parameters": parameters, "time_zone": str(own)}
        facts = facts_of(
            endpoint=report.endpoint.name,
            window=report.range if operations is None else report.range.naive(),
            zone=str(zone or own),
            **alone,
        )
        self.table: Table = table_of(report.endpoint, own, zone=zone or own, leading=leading, facts=facts)
        self._rows: list[Any] = []
        self._window: Window | None = None

    @property
    def schema(self) -> "pa.Schema":
        """The schema of the batches; the first one takes a while, as pyarrow and the catalogue are loaded."""
        return schema_of(self.table)

    async def add(self, batch: Batch[Any]) -> "list[pa.RecordBatch]":
        """Take rows; return the Arrow batches that are full by now."""
        found: list[pa.RecordBatch] = []
        if not isinstance(batch.rows, list):
            return [*await self.rest(), batch.rows]
        if self.table.windowed and self._window not in (None, batch.window):
            found += await self.rest()
        self._window = batch.window
        self._rows += batch.rows
        if len(self._rows) >= _ROWS:
            found += await self.rest()
        return found

    async def rest(self) -> "list[pa.RecordBatch]":
        """Return the rows that are left."""
        if not self._rows or self._window is None:
            return []
        rows, self._rows = self._rows, []
        return [await asyncio.to_thread(self._batch, rows, self._window)]

    def _batch(self, rows: list[Any], window: Window) -> "pa.RecordBatch":
        return batch_of(self.table, rows, window, self.schema)

    async def whole(self, batches: "list[pa.RecordBatch]") -> "pa.Table":
        """Return batches, and the rows that are left, as one table."""
        batches += await self.rest()
        table: pa.Table = await asyncio.to_thread(lambda: table_from(batches, self.schema))
        return table


def tables_of(
    report: Source, table: Table, within: Iterable[Window] | None = None, *, small_as_records: bool = False
) -> AsyncGenerator[Batch[Any], None]:
    """Return the batches of a report for a table's columns: each has a pyarrow.RecordBatch as rows, or records.

    Args:
        report: The report.
        table: The columns.
        within: Parts of the range, where it is not all of it that is read.
        small_as_records: Whether the rows of small replies come as records. What becomes lines of text is so ready
            sooner: a column costs something, however few its values are. What becomes columns again is not.
    """
    return report._tables(table, within, small_as_records=small_as_records)  # noqa: SLF001 - of frames and files


async def arrow_batches(report: Source) -> "AsyncGenerator[pa.RecordBatch, None]":
    """Yield the rows of a report in Arrow batches."""
    need_arrow()
    frames = Frames(report)
    async with aclosing(tables_of(report, frames.table)) as batches:
        async for batch in batches:
            for full in await frames.add(batch):
                yield full
    for last in await frames.rest():
        yield last


async def arrow_table(report: Source) -> "pa.Table":
    """Return the rows of a report as one table."""
    async with aclosing(arrow_batches(report)) as batches:
        return await Frames(report).whole([batch async for batch in batches])


def arrow_reader(report: Source, batches: "Iterable[pa.RecordBatch]") -> "pa.RecordBatchReader":
    """Return a report's Arrow batches as a reader, which takes one after the other."""
    schema = Frames(report).schema
    import pyarrow as pa  # noqa: PLC0415 - an extra, which is there by now

    return pa.RecordBatchReader.from_batches(schema, batches)


async def fleet_table(
    reports: Sequence[Source],
    rows_of: "Callable[[Callable[[Source], AsyncGenerator[Batch[Any], None]]], AsyncGenerator[Batch[Any], None]]",
) -> "pa.Table":
    """Return the rows of one endpoint's reports as one table, moments in UTC; report by report.

    Args:
        reports: The reports.
        rows_of: Reads all of them at once, each by the function it is given.
    """
    columns = ("operation", "parameters")
    operations = list(dict.fromkeys(each.operation for each in reports))
    need_arrow()
    frames = {
        id(each.parameters): Frames(
            each, UTC, leading_of(each.endpoint, each.operation, each.parameters, columns), operations
        )
        for each in reports
    }
    found: dict[int, list[pa.RecordBatch]] = {key: [] for key in frames}
    async with aclosing(rows_of(lambda report: tables_of(report, frames[id(report.parameters)].table))) as read:
        async for batch in read:
            key = id(batch.parameters)
            found[key] += await frames[key].add(batch)
    table: pa.Table = joined([await each.whole(found[key]) for key, each in frames.items()])
    return table


def frame(rows: Iterable[Any], to: Literal["pandas", "polars", "arrow"] = "pandas") -> Any:
    """Return records in hand as a data frame, with the columns that exported files have.

    Moments are in the operation's zone, and in UTC where the records are of several; durations are seconds.

    Args:
        rows: Records of one class, such as the rows of a report.
        to: pandas: a pandas.DataFrame with Arrow's types; polars: a polars.DataFrame; arrow: a pyarrow.Table.

    Raises:
        ConfigurationError: The rows are no records of one class, or a package is not installed.
    """
    makers: dict[str, Callable[[pa.Table], Any]] = {
        "pandas": to_pandas,
        "polars": to_polars,
        "arrow": lambda table: table,
    }
    if to not in makers:
        raise ConfigurationError(f"unknown kind of frame {to!r}", advice=nearest(to, makers))
    return makers[to](_table_of(list(rows)))


def _table_of(rows: Sequence[Any]) -> "pa.Table":
    """Return records as a table; without any there is no column."""
    kinds = {type(row) for row in rows}
    if len(kinds) > 1 or not all(issubclass(kind, Record) for kind in kinds):
        names = ", ".join(sorted(kind.__name__ for kind in kinds))
        raise ConfigurationError(f"the rows are {names}", advice="give records of one class, such as a report's rows")
    if not rows:
        return no_rows()
    zones = _zones(rows)
    zone = zones.pop() if len(zones) == 1 else UTC
    endpoint: Endpoint[Any] = Endpoint(name="", script="", title="", record=kinds.pop(), source="")
    columns = table_of(endpoint, zone or UTC, zone=zone or UTC)
    schema = schema_of(columns)
    found: pa.Table = table_from([batch_of(columns, rows, None, schema)], schema)
    return found


def _zones(records: Sequence[Any]) -> set[tzinfo | None]:
    """Return the zones of the moments in records, and in the records within them."""
    found = set()
    for record in records:
        for value in map(record.__getitem__, record.keys()):
            if isinstance(value, datetime):
                found.add(value.tzinfo)
            elif isinstance(value, Record | list):
                within = value if isinstance(value, list) else [value]
                found |= _zones([each for each in within if isinstance(each, Record)])
    return found


def to_pandas(table: "pa.Table") -> Any:
    """Return a table as a pandas DataFrame with Arrow's own types, which keep whole numbers with gaps whole."""
    try:
        import pandas as pd  # noqa: PLC0415 - of those who want data frames
    except ImportError:
        raise ConfigurationError("to_pandas needs pandas", advice="pip install pandas, or take to_arrow()") from None
    return table.to_pandas(types_mapper=pd.ArrowDtype)


def to_polars(table: "pa.Table") -> Any:
    """Return a table as a polars DataFrame."""
    try:
        import polars as pl  # noqa: PLC0415 - of those who want data frames
    except ImportError:
        raise ConfigurationError("to_polars needs polars", advice="pip install polars, or take to_arrow()") from None
    return pl.from_arrow(table)
