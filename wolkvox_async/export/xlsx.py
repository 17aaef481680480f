"""XLSX through xlsxwriter, in constant memory: rows go to a temporary file as they come.

The first sheets hold the rows, a million in each, since Excel shows 1,048,576; their header stays in sight and filters
them. The last one, `about`, says what the file is and what its columns mean. Texts are texts: no phone becomes a
number, and no formula is carried out. Dates and times are as the clock showed them; durations are seconds; a number
with more than 15 digits is a text, which keeps them.
xlsxwriter is an extra and imported on use.
"""

from collections.abc import Mapping
from datetime import date, datetime
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from wolkvox_async.core.windows import Window
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.export.cells import EXACT, columns_of
from wolkvox_async.tables.arrow import about_of
from wolkvox_async.tables.columns import Table

__all__ = ["Xlsx", "xlsxwriter"]

ROWS = 1_000_000
"""Rows of one sheet."""
_TEXT = 32_767  # characters that a cell takes
_NAME = 31  # characters of a sheet's name
_FIRST = 1900  # there is no date before it
_WIDE, _NARROW = 20, 12


def xlsxwriter() -> Any:
    """Return the module, or say how to get it."""
    try:
        import xlsxwriter as module  # noqa: PLC0415 - an extra
    except ImportError:
        raise ConfigurationError(
            "XLSX files need xlsxwriter", advice="pip install 'wolkvox-async[xlsx]', or write csv with --excel"
        ) from None
    return module


class Xlsx:
    """Writes one workbook.

    Args:
        file: Where to.
        table: The columns.
        facts: What the sheet `about` says of the file.
        rows: How many go into one sheet.
    """

    def __init__(self, file: BinaryIO, table: Table, facts: Mapping[str, Any] | None = None, rows: int = ROWS) -> None:
        self._table, self._facts, self._most = table, facts or {}, rows
        module = xlsxwriter()
        self._folder = TemporaryDirectory(prefix="wolkvox-xlsx-")
        options = {"constant_memory": True, "tmpdir": self._folder.name, "use_zip64": True}
        self._book = module.Workbook(_Once(file), options)
        self._bold = self._book.add_format({"bold": True})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._sheets = 0
        self._sheet: Any = None
        self._row = 0
        self._next_sheet()

    def write(self, rows: Any, window: Window) -> None:
        """Write one line a row."""
        columns = columns_of(rows, self._table, window)
        for values in zip(*columns, strict=True):
            if self._row > self._most:
                self._filter()
                self._next_sheet()
            for place, value in enumerate(values):
                if value is not None:
                    self._put(place, value)
            self._row += 1

    def close(self) -> None:
        """Write the last sheet, and the file."""
        self._filter()
        sheet = self._book.add_worksheet("about")
        sheet.set_column(0, 3, _WIDE)
        lines: list[tuple[str, ...]] = [(name, _shown(value)) for name, value in self._facts.items()]
        lines += [(), ("column", "unit", "meaning")]
        for name, about in about_of(self._table).items():
            lines.append((name, about.get("unit", ""), about.get("meaning", "")))
        for number, line in enumerate(lines):
            for place, text in enumerate(line):
                sheet.write_string(number, place, text[:_TEXT])
        try:
            self._book.close()
        except xlsxwriter().exceptions.FileCreateError as error:
            (cause,) = error.args
            raise cause from None
        finally:
            for each in self._book.worksheets():
                each._opt_close()  # noqa: SLF001 - a workbook that could not be written leaves its temporary files open
            self._folder.cleanup()

    def _filter(self) -> None:
        """Give the header of a sheet that is complete buttons to filter its rows."""
        if self._table.columns:
            self._sheet.autofilter(0, 0, max(self._row - 1, 0), len(self._table.columns) - 1)

    def _next_sheet(self) -> None:
        self._sheets += 1
        more = f" {self._sheets}" if self._sheets > 1 else ""
        name = (self._table.endpoint or "rows")[: _NAME - len(more)] + more
        self._sheet = self._book.add_worksheet(name)
        for place, column in enumerate(self._table.columns):
            self._sheet.set_column(place, place, _WIDE if column.kind == "moment" else _NARROW)
        self._sheet.freeze_panes(1, 0)
        for place, column in enumerate(self._table.columns):
            self._sheet.write_string(0, place, column.name, self._bold)
        self._row = 1

    def _put(self, place: int, value: Any) -> None:
        sheet, row = self._sheet, self._row
        match value:
            case bool():
                sheet.write_boolean(row, place, value)
            case int() | float() if abs(value) < EXACT or isinstance(value, float):
                sheet.write_number(row, place, value)
            case datetime() if value.year >= _FIRST:
                sheet.write_datetime(row, place, value, self._moment)
            case date() if value.year >= _FIRST and not isinstance(value, datetime):
                sheet.write_datetime(row, place, value, self._day)
            case _:
                self._text(place, str(value))

    def _text(self, place: int, text: str) -> None:
        if len(text) > _TEXT:
            raise ConfigurationError(
                f"{self._table.columns[place].name} of a row has {len(text):,} characters, and a cell takes {_TEXT:,}",
                advice="write parquet, ndjson or csv",
            )
        self._sheet.write_string(self._row, place, text)


class _Once:
    """A file that takes nothing more after an error, since an archive that could not be written tries it again."""

    def __init__(self, file: BinaryIO) -> None:
        self._file: BinaryIO | None = file
        self._at = 0

    def write(self, data: Any) -> int:
        if self._file is not None:
            try:
                self._file.write(data)
            except OSError:
                self._file = None
                raise
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        """Nothing is buffered here."""


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={each}" for name, each in value.items())
    return str(value)
