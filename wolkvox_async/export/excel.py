"""CSV for Excel, as it opens where a comma stands before the decimals: in Colombia, Spain, Argentina.

A byte order mark, so that accents are read; semicolons between cells and a comma before decimals; dates and times as
the clock showed them, without an offset. Excel guesses what a text is, and changes it: 573001112233 becomes 5.73E+11,
0012 becomes 12, and what begins with `=` is carried out. A text that it could take for a number, a date, a truth value
or a formula is therefore written as `="…"`, a formula that gives this very text. Excel takes no more than 255
characters in one, and no line break, so a text that has more and would be carried out gets an apostrophe in front,
which shows in the cell.
"""

import csv
import io
import re
from datetime import date, datetime
from typing import Any, BinaryIO

from wolkvox_async.core.windows import Window
from wolkvox_async.export.cells import EXACT, columns_of
from wolkvox_async.tables.columns import TEXTS, Kind, Table

__all__ = ["ExcelCsv", "protected"]

_LONGEST = 255  # characters of a text within a formula
_GUESSED = re.compile(
    r"""\s*(
        [=+\-@\t\r(.,:/$%€£\d]          # a formula, a number, a date, an amount
        | (true|false|verdadero|falso)\s*$
        | (ene|jan|feb|mar|abr|apr|may|jun|jul|ago|aug|sep|set|oct|nov|dic|dec)[a-z]*[-/.\s]+\d
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def protected(text: str) -> str:
    """Return a text such that Excel shows it as it is."""
    if not _GUESSED.match(text):
        return text
    if len(text) > _LONGEST or "\n" in text or "\r" in text:
        return f"'{text}" if text.lstrip()[:1] in ("=", "+", "-", "@") or text[:1] in "\t\r\n" else text
    return '="{}"'.format(text.replace('"', '""'))


def _cell(value: Any, kind: Kind) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int():
            return str(value) if abs(value) < EXACT else protected(str(value))
        case float():
            return repr(value).removesuffix(".0").replace(".", ",")
        case datetime():
            return value.isoformat(" ")
        case date():
            return value.isoformat()
    return protected(value) if kind in ("text", *TEXTS) else str(value)


class ExcelCsv:
    """A header and one line a row."""

    def __init__(self, file: BinaryIO, table: Table) -> None:
        self._file, self._table = file, table
        self._put([table.names], "\ufeff")

    def write(self, rows: Any, window: Window) -> None:
        """Write one line a row."""
        columns = zip(columns_of(rows, self._table, window), self._table.columns, strict=True)
        cells = [[_cell(value, column.kind) for value in values] for values, column in columns]
        self._put(zip(*cells, strict=True))

    def _put(self, lines: Any, before: str = "") -> None:
        text = io.StringIO(before, newline="")
        text.seek(len(before))
        csv.writer(text, delimiter=";").writerows(lines)
        self._file.write(text.getvalue().encode("utf-8", "replace"))

    def close(self) -> None:
        """Nothing is held back."""
