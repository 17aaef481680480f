"""Tables that are no text: spreadsheets, Parquet files, data frames and Arrow tables."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

from wolkvox_async.errors import ConfigurationError
from wolkvox_async.spelling import of_class
from wolkvox_async.uploads.sources.formulas import failed_formulas
from wolkvox_async.uploads.sources.rows import ROWS, Header, Row, Rows

__all__ = ["is_table", "read_parquet", "read_sheet", "read_table"]

_SAVE_AS = "save it as CSV UTF-8 (in Excel: Save as, CSV UTF-8) and upload that"


def read_sheet(path: Path, name: str, sheet: str | None) -> Iterator[Header | Row | Rows]:
    """Yield the header, then the rows of one sheet of an XLSX, XLS or ODS file, with their numbers in the spreadsheet.

    The sheet is held in memory while it is read.

    Args:
        path: The file.
        name: Of the file, for errors.
        sheet: Its name; None: the only one that is visible and has cells.

    Raises:
        ConfigurationError: It is no spreadsheet, is encrypted or damaged, or has no such sheet or several.
    """
    try:
        import python_calamine as calamine  # noqa: PLC0415 - an extra
    except ImportError:
        raise ConfigurationError(
            f"{name} is a spreadsheet, and python-calamine is not installed",
            advice=f"pip install 'wolkvox-async[leads]', or {_SAVE_AS}",
        ) from None
    try:
        book = calamine.CalamineWorkbook.from_path(path)
    except calamine.PasswordError:
        raise ConfigurationError(f"{name} is protected by a password", advice="save it without one") from None
    except (calamine.CalamineError, ValueError) as error:
        raise ConfigurationError(
            f"{name} is not a spreadsheet (XLSX, XLS, ODS) that can be read: {error}", advice=_SAVE_AS
        ) from None
    try:
        chosen = _sheet(book, name, sheet)
        start = chosen.start
        if start is None:
            return
        rows = chosen.to_python(skip_empty_area=True)
        numbered = ((number, row) for number, row in enumerate(rows, start[0] + 1))
        yield from _with_header(numbered, failed_formulas(path, chosen.name))
    except calamine.CalamineError as error:
        raise ConfigurationError(f"{name} is damaged: {error}", advice=_SAVE_AS) from None
    finally:
        book.close()


def _sheet(book: Any, name: str, wanted: str | None) -> Any:
    names = list(book.sheet_names)
    if wanted is not None:
        if wanted not in names:
            raise ConfigurationError(f"{name} has no sheet {wanted!r}", advice=f"it has: {', '.join(names)}")
        return book.get_sheet_by_name(wanted)
    visible = [each.name for each in book.sheets_metadata if getattr(each.visible, "name", str(each.visible)) in _SEEN]
    sheets = [book.get_sheet_by_name(each) for each in visible or names]
    filled = [each for each in sheets if each.start is not None]
    if len(filled) > 1:
        raise ConfigurationError(
            f"{name} has several sheets with cells",
            advice=f"choose one with --sheet: {', '.join(each.name for each in filled)}",
        )
    if not sheets:
        raise ConfigurationError(f"{name} has no sheet", advice=_SAVE_AS)
    return (filled or sheets)[0]


_SEEN = {"Visible", "SheetVisibleEnum.Visible"}


def _with_header(rows: Iterable[tuple[int, Sequence[Any]]], failed: Mapping[int, str]) -> Iterator[Header | Row | Rows]:
    """Yield the first row that has cells as the header, and then the others that have some.

    Args:
        rows: Each with its number.
        failed: Of rows that have one, a cell whose formula failed.
    """
    header: Header | None = None
    numbers: list[int] = []
    cells: list[tuple[Any, ...]] = []
    for number, row in rows:
        values = tuple(map(_value, row))
        if number not in failed and not any(not isinstance(value, str) or value.strip() for value in values):
            continue
        if header is None:
            header = Header(tuple(str(value).strip() for value in values), number, "row")
            yield header
            continue
        if number in failed:
            fault = f"cell {failed[number]} is an error of a formula"
            yield Row(number, fault=fault, unit="row", cells=values)
            continue
        numbers.append(number)
        cells.append(values)
        if len(cells) == ROWS:
            yield Rows(header.names, numbers, cells, "row")
            numbers, cells = [], []
    if header is not None and cells:
        yield Rows(header.names, numbers, cells, "row")


def _value(value: Any) -> Any:
    """Return the value of a cell of a spreadsheet, which knows no integers. A number too large for all digits stays."""
    if type(value) is float and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return value


def read_parquet(path: Path, name: str) -> Iterator[Header | Row | Rows]:
    """Yield the columns, then the rows of a Parquet file, a row group's slice at a time.

    Raises:
        ConfigurationError: The file is damaged, or pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise ConfigurationError(
            f"{name} is a Parquet file, and pyarrow is not installed", advice="pip install 'wolkvox-async[parquet]'"
        ) from None
    try:
        with parquet.ParquetFile(path) as file:
            yield Header(tuple(file.schema_arrow.names))
            yield from _batches(file.iter_batches(batch_size=ROWS), tuple(file.schema_arrow.names))
    except pa.ArrowException as error:
        raise ConfigurationError(f"{name} is no Parquet file that can be read: {error}") from None


def is_table(records: Any) -> bool:
    """Whether records are a data frame or an Arrow table: what has columns, of pandas, polars or Arrow."""
    kind = type(records)  # a property of a LazyFrame would resolve its schema
    return hasattr(kind, "__arrow_c_stream__") or hasattr(kind, "columns")


def read_table(records: Any) -> Iterator[Header | Row | Rows]:
    """Yield the columns, then the rows of a data frame or an Arrow table, numbered from 1.

    Raises:
        ConfigurationError: It is of none of the kinds that are known.
    """
    module = type(records).__module__.partition(".")[0]
    if module == "pandas" and hasattr(records, "iloc"):
        names = tuple(map(str, records.columns))
        yield Header(names)
        for start in range(0, len(records), ROWS):
            part = records.iloc[start : start + ROWS]
            columns = [part.iloc[:, at].tolist() for at in range(len(names))]
            yield Rows(names, range(start + 1, start + 1 + len(part)), list(zip(*columns, strict=True)), "row")
    elif module == "polars" and hasattr(records, "iter_slices"):
        names = tuple(records.columns)
        yield Header(names)
        start = 0
        for part in records.iter_slices(ROWS):
            yield Rows(names, range(start + 1, start + 1 + len(part)), part.rows(), "row")
            start += len(part)
    elif hasattr(records, "__arrow_c_stream__"):
        reader = _arrow().RecordBatchReader.from_stream(records)
        yield Header(tuple(reader.schema.names))
        yield from _batches(_sliced(reader), tuple(reader.schema.names))
    else:
        raise ConfigurationError(
            f"records is {of_class(records)}",
            advice="give a pandas or polars DataFrame, an Arrow table, or rows as dicts"
            + ("; collect() a LazyFrame first" if type(records).__name__ == "LazyFrame" else ""),
        )


def _arrow() -> Any:
    if "pyarrow" in sys.modules:
        return sys.modules["pyarrow"]
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
    except ImportError:
        raise ConfigurationError(
            "records is an Arrow table, and pyarrow is not installed", advice="pip install 'wolkvox-async[parquet]'"
        ) from None
    return pa


def _sliced(batches: Iterable[Any]) -> Iterator[Any]:
    for batch in batches:
        for start in range(0, batch.num_rows, ROWS):
            yield batch.slice(start, ROWS)


def _batches(batches: Iterable[Any], names: tuple[str, ...]) -> Iterator[Rows]:
    start = 0
    for batch in batches:
        columns = [column.to_pylist() for column in batch.columns]
        rows = list(islice(zip(*columns, strict=True), batch.num_rows)) if columns else []
        yield Rows(names, range(start + 1, start + 1 + len(rows)), rows, "row")
        start += len(rows)
