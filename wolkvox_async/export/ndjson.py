"""NDJSON: one JSON object a line, of typed columns or as the server sent it."""

from typing import Any, BinaryIO

from wolkvox_async.core.plain import json_bytes, moment_text
from wolkvox_async.core.windows import Window
from wolkvox_async.tables.columns import TEXTS, Convert, Kind, Table, seconds

__all__ = ["Lines", "Ndjson"]


class Ndjson:
    """One JSON object a line, every column in each."""

    _CONVERT: dict[Kind, Convert] = {  # noqa: RUF012 - never changed
        "moment": moment_text,
        "duration": seconds,
        **TEXTS,
    }

    def __init__(self, file: BinaryIO, table: Table) -> None:
        self._file, self._table = file, table

    def write(self, rows: Any, window: Window) -> None:
        """Write one JSON object a row."""
        if not isinstance(rows, list):
            from wolkvox_async.tables.texts import ndjson_lines  # noqa: PLC0415 - of pyarrow, as its rows are

            self._file.write(ndjson_lines(rows, self._table))
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
