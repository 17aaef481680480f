"""Parquet: batches become Arrow at once, which is a quarter of the objects' size, and are gathered into row groups.

A row group has up to 60,000 rows. The sinks that are open share one budget of bytes, so many reports at once write
smaller groups and not more memory. pyarrow is an extra and imported on use.
"""

from collections.abc import Mapping
from threading import Lock
from typing import Any, BinaryIO

from wolkvox_async import limits
from wolkvox_async.core.windows import Window
from wolkvox_async.tables.arrow import FACTS, batch_of, pyarrow, schema_of
from wolkvox_async.tables.columns import Table

__all__ = ["FACTS", "Budget", "Parquet", "compressed", "pyarrow", "writer_of"]

BUFFERED_BYTES = 48 * 2**20
_PIECE = 256 * 2**10  # of a file that is written at once
_DICTIONARY_BYTES = 64 * 2**10  # a column with many values gives its dictionary up early: faster and smaller


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
    """Return a pyarrow writer of a table's columns.

    Args:
        file: Where to.
        table: The columns.
        facts: What goes into the file's metadata, under `wolkvox`.
    """
    return compressed(file, schema_of(table, facts))


def compressed(file: BinaryIO, schema: Any) -> Any:
    """Return a pyarrow writer of columns, compressed with zstd."""
    arrow, parquet = pyarrow()
    return parquet.ParquetWriter(
        file,
        schema,
        compression="zstd",
        compression_level=1,
        dictionary_pagesize_limit=_DICTIONARY_BYTES,
        memory_pool=arrow.system_memory_pool(),
    )


class Parquet:
    """Writes a Parquet file; moments are instants.

    Its metadata say of which operation and report it is, and in which zone the server counts.
    """

    def __init__(self, file: BinaryIO, table: Table, budget: Budget, facts: Mapping[str, Any] | None = None) -> None:
        self._arrow, _ = pyarrow()
        self._table, self._budget = table, budget
        # A file has some two hundred small pieces, and each would be a call from pyarrow to Python and to the system.
        self._file = self._arrow.BufferedOutputStream(
            self._arrow.PythonFile(file, mode="w"), _PIECE, self._arrow.system_memory_pool()
        )
        self._writer = writer_of(self._file, table, facts)
        self._schema = self._writer.schema
        self._held: list[Any] = []
        self._rows = self._bytes = 0
        budget.join()

    def write(self, rows: Any, window: Window) -> None:
        """Hold rows back until they make a row group worth its overhead."""
        if isinstance(rows, list):
            batch = batch_of(self._table, rows, window, self._schema)
        else:
            batch = self._arrow.RecordBatch.from_arrays(rows.columns, schema=self._schema)  # with the file's metadata
        self._held.append(batch)
        self._rows += batch.num_rows
        self._bytes += batch.get_total_buffer_size()
        if self._rows >= limits.REPLY_RECORDS or self._bytes >= self._budget.share:
            self._flush()

    def _flush(self) -> None:
        if self._held:
            gathered = self._arrow.Table.from_batches(self._held, self._schema)
            self._writer.write_table(gathered, row_group_size=limits.REPLY_RECORDS)
            self._arrow.default_memory_pool().release_unused()  # the writer takes from it, whatever it is given
        self._held, self._rows, self._bytes = [], 0, 0

    def close(self) -> None:
        """Write what is held back, and the footer."""
        try:
            self._flush()
            self._writer.close()
            self._file.flush()
        finally:
            self._budget.leave()
