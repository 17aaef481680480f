"""Text with a delimiter between its cells: CSV, TSV and what spreadsheets export under these names."""

import csv
import re
from collections.abc import Iterator
from itertools import chain

from wolkvox_async.errors import ConfigurationError
from wolkvox_async.uploads.sources.rows import ROWS, Header, Row, Rows

__all__ = ["delimiter_of", "read_delimited"]

_DELIMITERS = ",;\t|"
_NAMED = {r"\t": "\t", "tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_HEADER = "its first line must name the columns: customer_id,tel1,…"


def delimiter_of(given: str) -> str:
    """Return the character that a user means; raises ConfigurationError."""
    found = _NAMED.get(given.lower(), given)
    if len(found) != 1 or found in '"\r\n\0 ' or found.isalnum():
        raise ConfigurationError(
            f"the delimiter {given!r} cannot be one", advice=r"give one character, as in --delimiter ';' or '\t'"
        )
    return found


def read_delimited(
    lines: Iterator[str], skipped: int, delimiter: str | None, name: str
) -> Iterator[Header | Row | Rows]:
    """Yield the header, then the rows of a text.

    Args:
        lines: Of the text, each with its end.
        skipped: Blank lines before the first.
        delimiter: Between the cells; None: what a `sep=` line or the header shows.
        name: Of the file, for errors.

    Raises:
        ConfigurationError: The text is no CSV, or has no header.
    """
    first = next(lines)
    if (found := re.fullmatch(r'"?sep=(.)"?', first.strip(" \r\n"), re.IGNORECASE)) is not None:
        delimiter, skipped, first = delimiter or delimiter_of(found[1]), skipped + 1, next(lines, "")
    reader = csv.reader(chain([first], lines), delimiter=delimiter or _sniffed(first), strict=True)
    at = skipped + 1
    try:
        for cells in reader:
            if not _is_blank(cells):
                break
            at = skipped + reader.line_num + 1
        else:
            raise ConfigurationError(f"{name} is empty", advice=_HEADER)
        header = Header(tuple(cell.strip() for cell in cells), at)
        yield header
        numbers: list[int] = []
        rows: list[list[str]] = []
        at = skipped + reader.line_num + 1
        for cells in reader:
            fault = _take(cells, at, len(header.names), numbers, rows)
            if fault is not None:
                yield fault
            elif len(rows) == ROWS:
                yield Rows(header.names, numbers, rows)
                numbers, rows = [], []
            at = skipped + reader.line_num + 1
        if rows:
            yield Rows(header.names, numbers, rows)
    except csv.Error as error:
        raise ConfigurationError(
            f"{name} line {at}: {error}", advice="the record that begins there is no CSV"
        ) from None


def _take(cells: list[str], at: int, width: int, numbers: list[int], rows: list[list[str]]) -> Row | None:
    """Add a row to the others, unless it is blank; return it where it has too few or too many cells."""
    if len(cells) != width:
        if _is_blank(cells):
            return None
        if len(cells) < width or not _is_blank(cells[width:]):
            return Row(at, fault=f"{len(cells)} cells, the header has {width}", cells=cells)
        cells = cells[:width]
    if cells[0].strip() or not _is_blank(cells):
        numbers.append(at)
        rows.append(cells)
    return None


def _is_blank(cells: list[str]) -> bool:
    return not any(map(str.strip, cells))


def _sniffed(header: str) -> str:
    """Return the delimiter that stands most often between the names of a header."""
    between = re.sub(r'"(?:[^"]|"")*("|$)', "", header)
    return max(_DELIMITERS, key=between.count)
