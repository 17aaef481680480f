"""Sinks: rows to the bytes of one file. A sink is used by one thread at a time and knows nothing of windows to come.

NDJSON is one JSON object a line. CSV is RFC 4180: UTF-8, a header, CRLF, quotes where they are needed; an empty cell
is a missing value. A cell that looks like a formula (`=1+1`) is written as it is, since the file is data: for
spreadsheets there are `excel` and `xlsx`. Moments are ISO 8601 in UTC, unless another zone was asked for;
durations are seconds.
"""

import csv
import io
from typing import Any, BinaryIO, Literal, Protocol

from wolkvox_async.core.plain import json_bytes, moment_text
from wolkvox_async.core.windows import Window
from wolkvox_async.tables.columns import Convert, Kind, Table, cell_text, seconds

__all__ = ["FORMATS", "Csv", "Format", "Lines", "Ndjson", "Sink"]

Format = Literal["parquet", "ndjson", "csv", "xlsx"]
FORMATS: tuple[Format, ...] = ("parquet", "ndjson", "csv", "xlsx")


class Sink(Protocol):
    """Takes rows; close() writes what is held back and the format's end, but leaves the file open."""

    def write(self, rows: Any, window: Window) -> None:
        """Write rows of a window: records, or a pyarrow.RecordBatch with all columns."""
        ...

    def close(self) -> None:
        """Write what is held back, and the format's end."""
        ...


def _texts() -> Any:
    """Return the module that writes pyarrow's batches, which are there only where pyarrow is."""
    from wolkvox_async.tables import texts  # noqa: PLC0415

    return texts


class Ndjson:
    """One JSON object a line, every column in each."""

    _CONVERT: dict[Kind, Convert] = {  # noqa: RUF012 - never changed
        "moment": moment_text,
        "duration": seconds,
        "json": cell_text,
    }

    def __init__(self, file: BinaryIO, table: Table) -> None:
        self._file, self._table = file, table

    def write(self, rows: Any, window: Window) -> None:
        """Write one JSON object a row."""
        if not isinstance(rows, list):
            self._file.write(_texts().ndjson_lines(rows, self._table))
            return
        names = self._table.names
        cells = self._table.cells(rows, window, self._CONVERT)
        lines = (json_bytes(dict(zip(names, values, strict=True))) for values in zip(*cells, strict=True))
        self._file.write(b"".join(line + b"\n" for line in lines))

    def close(self) -> None:
        """Nothing is held back."""


class Lines:
    """One record of the server a line, as it came."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, rows: Any, window: Window) -> None:  # noqa: ARG002 - a sink's way
        """Write lines that are ready, each with its end."""
        self._file.write(b"".join(rows))

    def close(self) -> None:
        """Nothing is held back."""


class Csv:
    """A header and one line a row."""

    _CONVERT: dict[Kind, Convert] = {  # noqa: RUF012
        "moment": moment_text,
        "day": lambda value: value.isoformat(),
        "flag": lambda value: "true" if value else "false",
        "duration": seconds,
        "json": cell_text,
    }

    def __init__(self, file: BinaryIO, table: Table) -> None:
        self._file, self._table = file, table
        self._put([table.names])

    def write(self, rows: Any, window: Window) -> None:
        """Write one line a row."""
        if not isinstance(rows, list):
            self._file.write(_texts().csv_lines(rows, self._table))
            return
        self._put(zip(*self._table.cells(rows, window, self._CONVERT), strict=True))

    def _put(self, lines: Any) -> None:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(lines)
        self._file.write(text.getvalue().encode("utf-8", "replace"))

    def close(self) -> None:
        """Nothing is held back."""
