"""NDJSON: one JSON object a line, of typed columns or as the server sent it.

A list of records is an array of objects, with values as the columns have them. `extra` and what else has no documented
shape is JSON text, at every level: readers take the keys of an object for columns, and those differ from row to row.
"""

from collections.abc import Mapping
from typing import Any, BinaryIO

from wolkvox_async.core.plain import json_bytes, moment_text
from wolkvox_async.core.windows import Window
from wolkvox_async.export.sinks import Nested
from wolkvox_async.tables.columns import TEXTS, Convert, Kind, Table, cell_text, seconds
from wolkvox_async.tables.nested import json_values

__all__ = ["Lines", "Ndjson"]


class Ndjson:
    """One JSON object a line, every column in each."""

    _CONVERT: Mapping[Kind, Convert] = {"moment": moment_text, "duration": seconds, "json": cell_text}

    def __init__(self, file: BinaryIO, table: Table, nested: Nested = "json") -> None:
        self._file, self._table, self._nested = file, table, nested

    def write(self, rows: Any, window: Window) -> None:
        """Write one JSON object a row."""
        if not isinstance(rows, list):
            from wolkvox_async.tables.texts import ndjson_lines  # noqa: PLC0415 - of pyarrow, as its rows are

            self._file.write(ndjson_lines(rows, self._table, as_text=self._nested == "text"))
            return
        names = self._table.names
        cells = self._cells(rows, window)
        lines = (json_bytes(dict(zip(names, values, strict=True))) for values in zip(*cells, strict=True))
        self._file.write(b"".join(line + b"\n" for line in lines))

    def _cells(self, rows: Any, window: Window) -> list[Any]:
        if self._nested == "text":
            return self._table.cells(rows, window, {**self._CONVERT, **TEXTS})
        cells = self._table.cells(rows, window, self._CONVERT)
        return [json_values(self._table, *each, self._CONVERT) for each in zip(self._table.columns, cells, strict=True)]

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
