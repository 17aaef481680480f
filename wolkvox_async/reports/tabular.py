"""What reports can do with tables: their rows as Arrow tables and data frames; made in `frames`, loaded on use."""

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from wolkvox_async.core.endpoint import Endpoint
from wolkvox_async.core.windows import Window
from wolkvox_async.reports.results import Batch

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from wolkvox_async.tables.columns import Table

__all__ = ["Tabular"]


class Tabular(ABC):
    """Base of reports: their rows as Arrow tables and data frames."""

    endpoint: Endpoint[Any]
    parameters: dict[str, Any]
    range: Window

    @property
    @abstractmethod
    def operation(self) -> str:
        """The operation's name."""

    @abstractmethod
    def _tables(
        self, table: "Table", within: Iterable[Window] | None, *, small_as_records: bool = False
    ) -> AsyncGenerator[Batch[Any], None]:
        """Yield batches of rows, in order, as columns of a table where that is possible."""

    async def arrow_batches(self) -> "AsyncGenerator[pa.RecordBatch, None]":
        """Yield the rows as pyarrow.RecordBatch of at most some 16,000 rows, in bounded memory.

        The columns are those of exported files: moments in the operation's zone, durations as seconds, and in `extra`
        as JSON text what is not documented or does not parse. A list of records is a list of structs, in which the
        same holds. The metadata of each field have its `unit` and its `meaning`, those of the schema say under
        `wolkvox`, as JSON, which operation, report, parameters and range the rows are of.

        Raises:
            ConfigurationError: pyarrow is not installed.
            WolkvoxError: What ends a reading.
        """
        from wolkvox_async.reports.frames import arrow_batches  # noqa: PLC0415 - of those who want tables

        async with aclosing(arrow_batches(self)) as batches:
            async for batch in batches:
                yield batch

    async def to_arrow(self) -> "pa.Table":
        """Return all rows as one typed pyarrow.Table; see `arrow_batches`.

        Raises:
            ConfigurationError: pyarrow is not installed.
            WolkvoxError: What ends a reading.
        """
        from wolkvox_async.reports.frames import arrow_table  # noqa: PLC0415 - as above

        table: pa.Table = await arrow_table(self)
        return table

    async def to_pandas(self) -> "pd.DataFrame":
        """Return all rows as a pandas.DataFrame with Arrow's types; see `arrow_batches`.

        Raises:
            ConfigurationError: pyarrow or pandas is not installed.
            WolkvoxError: What ends a reading.
        """
        from wolkvox_async.reports.frames import to_pandas  # noqa: PLC0415 - as above

        frame: pd.DataFrame = to_pandas(await self.to_arrow())
        return frame

    async def to_polars(self) -> "pl.DataFrame":
        """Return all rows as a polars.DataFrame; see `arrow_batches`.

        Raises:
            ConfigurationError: pyarrow or polars is not installed.
            WolkvoxError: What ends a reading.
        """
        from wolkvox_async.reports.frames import to_polars  # noqa: PLC0415 - as above

        frame: pl.DataFrame = to_polars(await self.to_arrow())
        return frame
