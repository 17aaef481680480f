"""Parquet: batches become Arrow at once, which is a quarter of the objects' size, and are gathered into row groups.

A row group has up to 60,000 rows. The sinks that are open share one budget of bytes, so many reports at once write
smaller groups and not more memory. pyarrow is an extra and imported on use.
"""

from collections.abc import Mapping
from threading import Lock
from typing import Any, BinaryIO

from wolkvox_async import limits
from wolkvox_async.core.plain import json_bytes
from wolkvox_async.core.windows import Window
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.export.table import Convert, Kind, Table, cell_text, seconds

__all__ = ["FACTS", "Budget", "Parquet", "pyarrow", "writer_of"]

BUFFERED_BYTES = 48 * 2**20
FACTS = b"wolkvox"  # the key in a file's metadata
_DICTIONARY_BYTES = 64 * 2**10  # a column with many values gives its dictionary up early: faster and smaller


def pyarrow() -> tuple[Any, Any]:
    """Return the modules pyarrow and pyarrow.parquet, or say how to get them."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise ConfigurationError(
            "Parquet files need pyarrow", advice="pip install pyarrow, or write ndjson or csv"
        ) from None
    return pa, parquet


class Budget:
    """Bytes that the sinks of one export may hold back together; each has an equal share."""

    def __init__(self, total: int = BUFFERED_BYTES) -> None:
        self._total = total
        self._open = 0
        self._lock = Lock()

    def join(self) -> None:
        """Count a file that is open."""
        with self._lock:
            self._open += 1

    def leave(self) -> None:
        """Count it no more."""
        with self._lock:
            self._open -= 1

    @property
    def share(self) -> int:
        """Bytes that each open file may hold back."""
        return self._total // max(1, self._open)


def writer_of(file: BinaryIO, table: Table, facts: Mapping[str, Any] | None = None) -> Any:
    """Return a pyarrow writer of a table's columns, compressed with zstd.

    Args:
        file: Where to.
        table: The columns.
        facts: What goes into the file's metadata, under `wolkvox`.
    """
    arrow, parquet = pyarrow()
    types = [_type(arrow, column.kind, str(table.zone)) for column in table.columns]
    schema = arrow.schema(zip(table.names, types, strict=True), {FACTS: json_bytes(facts or {})})
    return parquet.ParquetWriter(
        file, schema, compression="zstd", compression_level=1, dictionary_pagesize_limit=_DICTIONARY_BYTES
    )


def _type(arrow: Any, kind: Kind, zone: str) -> Any:
    match kind:
        case "text" | "json":
            return arrow.string()
        case "int":
            return arrow.int64()
        case "float" | "duration":
            return arrow.float64()
        case "flag":
            return arrow.bool_()
        case "moment":
            return arrow.timestamp("us", tz=zone)
        case "day":
            return arrow.date32()


class Parquet:
    """Writes a Parquet file; moments are instants.

    Its metadata say of which operation and report it is, and in which zone the server counts.
    """

    _CONVERT: dict[Kind, Convert] = {"duration": seconds, "json": cell_text}  # noqa: RUF012 - never changed

    def __init__(self, file: BinaryIO, table: Table, budget: Budget, facts: Mapping[str, Any] | None = None) -> None:
        self._arrow, _ = pyarrow()
        self._table, self._budget = table, budget
        self._writer = writer_of(file, table, facts)
        self._schema = self._writer.schema
        self._held: list[Any] = []
        self._rows = self._bytes = 0
        budget.join()

    def write(self, rows: list[Any], window: Window) -> None:
        """Hold rows back until they make a row group worth its overhead."""
        arrow = self._arrow
        cells = self._table.cells(rows, window, self._CONVERT)
        arrays = [arrow.array(values, kind) for values, kind in zip(cells, self._schema.types, strict=True)]
        batch = arrow.RecordBatch.from_arrays(arrays, schema=self._schema)
        self._held.append(batch)
        self._rows += batch.num_rows
        self._bytes += batch.nbytes
        if self._rows >= limits.REPLY_RECORDS or self._bytes >= self._budget.share:
            self._flush()

    def _flush(self) -> None:
        if self._held:
            gathered = self._arrow.Table.from_batches(self._held, self._schema)
            self._writer.write_table(gathered, row_group_size=limits.REPLY_RECORDS)
        self._held, self._rows, self._bytes = [], 0, 0

    def close(self) -> None:
        """Write what is held back, and the footer."""
        try:
            self._flush()
            self._writer.close()
        finally:
            self._budget.leave()
