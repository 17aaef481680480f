"""The rows that were not taken: lines on stderr, and `--rejected FILE`, a CSV that can be mended and sent again."""

import csv
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

from wolkvox_async.cli.shared import plain, say
from wolkvox_async.core.plain import counted
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.uploads.result import Rejection
from wolkvox_async.uploads.sources import RecordFile
from wolkvox_async.uploads.sources.columns import REASON
from wolkvox_async.uploads.sources.rows import Header, Rows

__all__ = ["check_place", "remove_former", "say_reasons", "write_rejected"]

_LINES = 20  # reasons that are said
_SUFFIXES = {"", ".csv", ".txt"}  # of the file of rejected rows
_NAMED = 3  # rows that are named for each


def say_reasons(rejected: Sequence[tuple[int | None, str]], more: str, *, count: int | None = None) -> None:
    """Say why rows were not taken: a line for each reason, with the first of its rows.

    Args:
        rejected: Row, None where it is not known, and reason of each.
        more: Where the reasons are that are not said, as in `--json lists them all`.
        count: How many rows were not taken, where `rejected` has the first of them only.
    """
    reasons: dict[str, list[int | None]] = {}
    for row, reason in rejected:
        reasons.setdefault(reason, []).append(row)
    left = len(rejected) if count is None else count
    for reason, rows in list(reasons.items())[:_LINES]:
        say(f"{_rows(rows)}: {reason}", error=True)
        left -= len(rows)
    if left:
        say(f"… and {left:,} more; {more}", error=True)


def _rows(rows: list[int | None]) -> str:
    """Return rows in words: "row 4", or "rows 4, 7, 10 and 17 more"."""
    named = [str(row) for row in rows if row is not None]
    if len(rows) == 1:
        return f"row {named[0] if named else '?'}"
    if not named:
        return f"{len(rows):,} rows, it is not known which"
    shown, left = named[:_NAMED], len(rows) - min(len(named), _NAMED)
    if left:
        return f"row{'s' * (len(shown) > 1)} {', '.join(shown)} and {left:,} more"
    return f"rows {', '.join(shown[:-1])} and {shown[-1]}"


def check_place(path: Path, records: RecordFile) -> None:
    """Refuse a file that the rows cannot go to, while nothing is sent yet.

    Args:
        path: The file.
        records: The source, which must not be the same file.

    Raises:
        ConfigurationError: It is the source, its name says that it is no CSV, or it cannot be written.
    """
    if path.suffix.lower() not in _SUFFIXES:
        raise ConfigurationError(
            f"--rejected {path}: the rejected rows are written as CSV", advice="name a .csv or .txt file"
        )
    try:
        if path.exists():
            source = os.fstat(0) if str(records.path) == "-" else records.path.stat()
            if path.is_file() and os.path.samestat(source, path.stat()):
                raise ConfigurationError(
                    f"--rejected {path} is the file that is read, which would be overwritten", advice="name another"
                )
            if path.is_file():
                path.open("ab").close()
        else:
            path.open("xb").close()
            path.unlink()
    except OSError as error:
        raise _unwritable(path, error, "name another file with --rejected") from None


def _unwritable(path: Path, error: OSError, advice: str = "") -> ConfigurationError:
    return ConfigurationError(f"{path} cannot be written: {error.strerror or error}", advice=advice)


def remove_former(path: Path) -> None:
    """Remove the rejected rows of an earlier upload, where this one has none; another file stays, with a line."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        header = next(csv.reader(file), [])
    if REASON in header:
        path.unlink()
        say(f"wolkvox: no row was rejected; {path}, of an earlier upload, is removed")
    else:
        say(f"wolkvox: no row was rejected; {path} is left as it is")


def write_rejected(path: Path, records: RecordFile, rejected: Iterable[Rejection]) -> None:
    """Write the source's columns of the rows that were not taken, and behind them the reason.

    The file is read once more. Cells that a row has too many stand behind the reason.

    Raises:
        ConfigurationError: The file cannot be written.
    """
    reasons: dict[int, str] = {}
    unnamed = 0
    for each in rejected:
        if each.row is None:
            unnamed += 1
        else:
            reasons[each.row] = f"{reasons[each.row]}; {each.reason}" if each.row in reasons else each.reason
    columns, rows = _found(records, reasons)
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:  # with a mark, so that Excel reads it
            writer = csv.writer(file)
            writer.writerow([*columns, REASON])
            for number, cells in rows:
                width = len(columns)
                padding = [""] * (width - len(cells))
                writer.writerow([*cells[:width], *padding, reasons[number], *cells[width:]])
    except OSError as error:
        raise _unwritable(path, error) from None
    say(
        f"wolkvox: {counted(len(rows), 'rejected row')} in {path}; mend and upload that file,"
        " with the same options and another --rejected"
    )
    if unnamed:
        say(f"wolkvox: of {unnamed:,} rejected records the server does not say which they are")


def _found(records: RecordFile, wanted: Mapping[int, str]) -> tuple[list[str], list[tuple[int, list[Any]]]]:
    """Return the columns, and the wanted rows with all their cells as texts."""
    columns: list[str] = []
    drop: int | None = None
    rows: list[tuple[int, list[Any]]] = []
    objects: list[tuple[int, Mapping[str, Any]]] = []
    for part in records.source() if wanted else ():
        if isinstance(part, Header):
            columns = list(part.names)
            drop = columns.index(REASON) if REASON in columns else None
        elif isinstance(part, Rows):
            rows += [(number, list(cells)) for number, cells in _numbered(part) if number in wanted]
        elif part.number in wanted:
            if columns:
                rows.append((part.number, list(part.cells)))
            else:
                objects.append((part.number, part.record))
    if objects:
        columns = list(dict.fromkeys(name for _, record in objects for name in record if name != REASON))
        rows = [(number, [record.get(name, "") for name in columns]) for number, record in objects]
    if drop is not None:
        columns.pop(drop)
        for _, cells in rows:
            if len(cells) > drop:
                cells.pop(drop)
    rows.sort(key=itemgetter(0))
    return columns, [(number, [_text(cell) for cell in cells]) for number, cells in rows]


def _numbered(part: Rows) -> Iterator[tuple[int, Any]]:
    return zip(part.numbers, part.cells, strict=True)


def _text(value: Any) -> str:
    return "" if value is None else str(plain(value))
