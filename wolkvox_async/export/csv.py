"""CSV as RFC 4180 has it: UTF-8, a header, CRLF, quotes where they are needed; an empty cell is a missing value.

A cell that looks like a formula (`=1+1`) is written as it is, since the file is data: for spreadsheets there are
`excel` and `xlsx`.
"""

import csv
import io
from typing import Any, BinaryIO

from wolkvox_async.core.plain import moment_text
from wolkvox_async.core.windows import Window
from wolkvox_async.tables.columns import TEXTS, Convert, Kind, Table, seconds

__all__ = ["Csv"]


class Csv:
    """A header and one line a row."""

    _CONVERT: dict[Kind, Convert] = {  # noqa: RUF012
        "moment": moment_text,
        "day": lambda value: value.isoformat(),
        "flag": lambda value: "true" if value else "false",
        "duration": seconds,
        **TEXTS,
    }

    def __init__(self, file: BinaryIO, table: Table) -> None:
        self._file, self._table = file, table
        self._put([table.names])

    def write(self, rows: Any, window: Window) -> None:
        """Write one line a row."""
        if not isinstance(rows, list):
            from wolkvox_async.tables.texts import csv_lines  # noqa: PLC0415 - of pyarrow, as its rows are

            self._file.write(csv_lines(rows, self._table))
            return
        self._put(zip(*self._table.cells(rows, window, self._CONVERT), strict=True))

    def _put(self, lines: Any) -> None:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(lines)
        self._file.write(text.getvalue().encode("utf-8", "replace"))

    def close(self) -> None:
        """Nothing is held back."""
