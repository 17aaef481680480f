"""Sinks: rows to the bytes of one file. A sink is used by one thread at a time and knows nothing of windows to come.

Each format has a module of its own: `parquet`, `ndjson`, `csv`, `excel` and `xlsx`. In texts, moments are ISO 8601 in
UTC, unless another zone was asked for; durations are seconds.
"""

from typing import Any, Literal, Protocol

from wolkvox_async.core.windows import Window

__all__ = ["FORMATS", "LINES", "Format", "Nested", "Sink"]

Format = Literal["parquet", "ndjson", "csv", "xlsx"]
FORMATS: tuple[Format, ...] = ("parquet", "ndjson", "csv", "xlsx")
LINES = frozenset({"ndjson", "csv", "csv-excel"})
"""Formats of manifests that are lines of text, a record each."""
Nested = Literal["json", "text"]
"""How NDJSON has lists of records: as arrays of objects, or as JSON text, which earlier versions wrote."""


class Sink(Protocol):
    """Takes rows; close() writes what is held back and the format's end, but leaves the file open."""

    def write(self, rows: Any, window: Window) -> None:
        """Write rows of a window: records, or a pyarrow.RecordBatch with all columns."""
        ...

    def close(self) -> None:
        """Write what is held back, and the format's end."""
        ...
