"""Files of records: CSV with a header, NDJSON, or a JSON array, told apart by what is in them.

A file is read while its records are asked for, in bounded memory, and each record comes with its line in the file. What
cannot be read is refused, with the line and what to do; a record that cannot be read is a `Row` with a fault.
"""

import codecs
import csv
import difflib
import io
import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from itertools import chain
from os import PathLike
from pathlib import Path
from typing import Any, TextIO

from attrs import field, frozen

from wolkvox_async.core.arguments import nearest
from wolkvox_async.errors import ConfigurationError

__all__ = ["RecordFile", "Row"]

_LINE = 2**20  # characters of one line; what is longer is no file of records
_HEAD = 4096
_SHOWN = 5  # unknown columns whose nearest names are listed
_DELIMITERS = ",;\t|"
_HEADER = "its first line must name the columns: customer_id,tel1,…"
_NAMED_DELIMITERS = {r"\t": "\t", "tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_MARKS = (  # of the first bytes; the longer before those that they begin with
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SPREADSHEET = "save it as CSV UTF-8 (in Excel: Save as, CSV UTF-8) and upload that"
_UNPACK = "unpack it and upload the file within"
_BINARIES = (
    (b"PK\x03\x04", "a spreadsheet (XLSX, ODS) or a ZIP archive", _SPREADSHEET),
    (b"PK\x05\x06", "an empty ZIP archive", _UNPACK),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old spreadsheet (XLS) or another Office file", _SPREADSHEET),
    (b"%PDF", "a PDF document", "upload a CSV or NDJSON file"),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!", "a RAR archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", _UNPACK),
    (b"\xfd7zXZ", "an XZ archive", _UNPACK),
    (b"PAR1", "a Parquet file", "write it as CSV or NDJSON first"),
    (b"SQLite format 3", "an SQLite database", "write its table as CSV first"),
)


@frozen
class Row:
    """One record of a file.

    number: its first line in the file, or its place in a JSON array, from 1; unit: which of both, "line" or "record";
    fault: why it could not be read, "" where it could.
    """

    number: int
    record: Mapping[str, Any] = field(factory=dict, repr=False)
    fault: str = ""
    unit: str = "line"


class RecordFile:
    """The records of a CSV, NDJSON or JSON file, for `add_records` and `add_dnc`."""

    def __init__(self, path: str | PathLike[str], *, encoding: str | None = None, delimiter: str | None = None) -> None:
        r"""Describe a file; it is opened when its rows are asked for.

        Args:
            path: The file. Its content says what it is, not its suffix.
            encoding: Of its text; else what its first bytes say (UTF-8, UTF-16, UTF-32), and UTF-8 without a mark.
            delimiter: Between the cells of a CSV file, one character, or `\t`; else what its `sep=` line or its header
                shows: one of , ; tab |.

        Raises:
            ConfigurationError: The delimiter cannot be one.
        """
        self.path = Path(path)
        self._encoding = encoding
        self._delimiter = None if delimiter is None else _delimiter(delimiter)

    def __repr__(self) -> str:
        return f"RecordFile({str(self.path)!r})"

    def __iter__(self) -> Iterator[Row]:
        return self.rows()

    def rows(self, known: Collection[str] | None = None) -> Iterator[Row]:
        """Read the file and yield its records, in bounded memory.

        Args:
            known: The names that columns may have; None: any.

        Raises:
            ConfigurationError: The file cannot be read, is empty, has a header alone, is of another kind or encoding,
                or its header has a name twice or one that is not known.
        """
        count = 0
        try:
            with self._text() as text:
                for row in self._rows(text, known):
                    count += 1
                    yield row
        except OSError as error:
            raise ConfigurationError(f"{self.path} cannot be read: {error.strerror or error}") from None
        except UnicodeError:
            raise self._not_text() from None
        if not count:
            raise ConfigurationError(f"{self.path} holds no record", advice="nothing was sent")

    def _text(self) -> TextIO:
        """Open the file as the text it is."""
        try:
            raw = self.path.open("rb")
        except ValueError as error:  # a null in its name
            raise ConfigurationError(f"{self.path!r} cannot be read: {error}") from None
        try:
            return io.TextIOWrapper(raw, self._found_encoding(raw.peek(_HEAD)[:_HEAD]), newline="")
        except LookupError:
            raw.close()
            raise ConfigurationError(
                f"unknown encoding {self._encoding!r}", advice="take utf-8, utf-16 or cp1252, for example"
            ) from None
        except BaseException:
            raw.close()
            raise

    def _found_encoding(self, head: bytes) -> str:
        for mark, what, advice in _BINARIES:
            if head.startswith(mark):
                raise ConfigurationError(f"{self.path} is {what}, not a CSV or NDJSON file", advice=advice)
        if self._encoding is not None:
            return self._encoding
        for mark, encoding in _MARKS:
            if head.startswith(mark):
                return encoding
        if b"\0" not in head:
            return "utf-8"
        even, odd = head[::2].count(0), head[1::2].count(0)
        if max(even, odd) * 4 > len(head) and min(even, odd) * 20 < len(head):  # letters in two bytes, one of them 0
            return "utf-16-le" if odd > even else "utf-16-be"
        raise ConfigurationError(
            f"{self.path} is a binary file, not a CSV or NDJSON file", advice="upload a file of text with a header"
        )

    def _not_text(self) -> ConfigurationError:
        """Return the error for a file of another encoding, with the place where that shows."""
        encoding = self._encoding or self._found_encoding(_head(self.path))
        name = encoding.removesuffix("-sig")
        place = _undecodable(self.path, encoding)
        where = f" line {place[0]}: not {name} at byte {place[1]}" if place else f": not {name}"
        return ConfigurationError(f"{self.path}{where}", advice="name its encoding, e.g. --encoding cp1252")

    def _rows(self, text: TextIO, known: Collection[str] | None) -> Iterator[Row]:
        """Yield the records of an open file, by what its first character says that it is."""
        skipped = 0
        first = text.readline(_LINE).removeprefix("\ufeff")
        while first and not first.strip():
            skipped += 1
            first = text.readline(_LINE)
        match first.lstrip()[:1]:
            case "":
                raise ConfigurationError(f"{self.path} is empty", advice=_HEADER)
            case "[":
                return self._array(first.lstrip()[1:], text)
            case "{":
                return self._ndjson(self._lines(first, text), skipped)
        return self._csv(self._lines(first, text), skipped, known)

    def _lines(self, first: str, text: TextIO) -> Iterator[str]:
        line = first
        while line:
            if len(line) >= _LINE and not line.endswith(("\n", "\r")):
                raise ConfigurationError(
                    f"{self.path} has a line of more than {_LINE:,} characters", advice="it is no file of records"
                )
            yield line
            line = text.readline(_LINE)

    def _csv(self, lines: Iterator[str], skipped: int, known: Collection[str] | None) -> Iterator[Row]:
        first = next(lines)
        delimiter = self._delimiter
        if (found := re.fullmatch(r'"?sep=(.)"?', first.strip(" \r\n"), re.IGNORECASE)) is not None:
            delimiter, skipped, first = delimiter or _delimiter(found[1]), skipped + 1, next(lines, "")
        reader = csv.reader(chain([first], lines), delimiter=delimiter or _sniffed(first), strict=True)
        header: _Header | None = None
        at = skipped + 1
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    if header is None:
                        header = _Header(f"{self.path} line {at}", [cell.strip() for cell in cells], known)
                    else:
                        yield header.row(at, cells)
                at = skipped + reader.line_num + 1
        except csv.Error as error:
            raise ConfigurationError(
                f"{self.path} line {at}: {error}", advice="the record that begins there is no CSV"
            ) from None
        if header is None:
            raise ConfigurationError(f"{self.path} is empty", advice=_HEADER)

    def _ndjson(self, lines: Iterator[str], skipped: int) -> Iterator[Row]:
        for number, line in enumerate(lines, skipped + 1):
            if line.strip():
                try:
                    record = _JSON.decode(line)
                except _NO_JSON as error:
                    yield Row(number, fault=f"no JSON object: {_reason(error)}")
                else:
                    yield _json_row(number, record, "line")

    def _array(self, buffer: str, text: TextIO) -> Iterator[Row]:
        """Yield the elements of a JSON array; little more than one of them is held."""
        number, at, comma = 0, 0, True  # comma: an element may come
        while True:
            at = _BLANKS.match(buffer, at).end()  # type: ignore[union-attr] # it matches everything
            match buffer[at : at + 1]:
                case "]" if not comma or not number:
                    if (buffer[at + 1 :] + text.read(_HEAD)).strip():
                        raise self._no_array(number, "there is more behind the array's end")
                    return
                case "," if not comma:
                    at, comma = at + 1, True
                    continue
                case "":
                    why = "the array is cut short"
                case _ if not comma:
                    raise self._no_array(number, "no comma follows it")
                case _:
                    why, element, end = self._element(buffer, at, number + 1)
                    if not why:
                        number, at, comma = number + 1, end, False
                        yield _json_row(number, element, "record")
                        continue
            more = text.read(max(_HEAD, len(buffer) - at))  # twice as much each time, so that nothing is parsed often
            buffer, at = buffer[at:] + more, 0
            if not more or len(buffer) > 2 * _LINE:
                raise self._no_array(number + 1, why)

    def _element(self, buffer: str, at: int, number: int) -> tuple[str, Any, int]:
        """Return an element and where it ends; or why it is none, which may be that not all of it has been read."""
        try:
            return "", *_JSON.raw_decode(buffer, at)
        except json.JSONDecodeError as error:
            return error.msg, None, at
        except _NO_JSON as error:
            raise self._no_array(number, _reason(error)) from None

    def _no_array(self, number: int, why: str) -> ConfigurationError:
        return ConfigurationError(
            f"{self.path} record {number}: no JSON: {why}", advice="give a JSON array of objects, or one object a line"
        )


class _Header:
    """The columns of a CSV file, by the names that its first record gives them."""

    def __init__(self, where: str, names: list[str], known: Collection[str] | None) -> None:
        self._names = names
        named = [name for name in names if name]
        twice = [name for name, times in Counter(named).items() if times > 1]
        if twice:
            raise ConfigurationError(
                f"{where}: the header has {', '.join(map(repr, twice))} more than once",
                advice="each column needs a name of its own: rename or remove the others",
            )
        unknown = [] if known is None else [name for name in named if name not in known]
        if known is not None and unknown:
            what = (
                f"{unknown[0]} is unknown" if len(unknown) == 1 else f"these columns are unknown: {', '.join(unknown)}"
            )
            hints = [_HEADER] * (len(unknown) == len(named))
            near = [(name, difflib.get_close_matches(name, known, n=1)) for name in unknown]
            hints += [f"did you mean {found[0]!r} for {name!r}?" for name, found in near if found][:_SHOWN]
            advice = nearest(unknown[0], known) if len(unknown) == 1 or not hints else "; ".join(hints)
            raise ConfigurationError(f"{where}: {what}", advice=advice)

    def row(self, number: int, cells: list[str]) -> Row:
        names = self._names
        if len(cells) < len(names) or any(cell.strip() for cell in cells[len(names) :]):
            return Row(number, fault=f"{len(cells)} cells, the header has {len(names)}")
        unnamed = next((at for at, name in enumerate(names) if not name and cells[at].strip()), None)
        if unnamed is not None:
            return Row(number, fault=f"cell {unnamed + 1} stands in a column without a name")
        return Row(number, {name: cell for name, cell in zip(names, cells, strict=False) if name})


def _delimiter(given: str) -> str:
    """Return the character that is meant."""
    found = _NAMED_DELIMITERS.get(given.lower(), given)
    if len(found) != 1 or found in '"\r\n\0 ' or found.isalnum():
        raise ConfigurationError(
            f"the delimiter {given!r} cannot be one", advice=r"give one character, as in --delimiter ';' or '\t'"
        )
    return found


def _sniffed(header: str) -> str:
    """Return the delimiter that stands most often between the names of a header."""
    between = re.sub(r'"(?:[^"]|"")*("|$)', "", header)
    return max(_DELIMITERS, key=between.count)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        raise _TwiceNamed(f"it has {twice!r} more than once")
    return found


class _TwiceNamed(ValueError):
    """A JSON object that has a name more than once."""


# Numbers keep every digit that is written; json gives floats for some of them otherwise.
_BLANKS = re.compile(r"[ \t\r\n]*")
_JSON = json.JSONDecoder(object_pairs_hook=_pairs, parse_float=Decimal)
_NO_JSON = (ValueError, ArithmeticError, RecursionError)


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at character {error.pos + 1}"
    if isinstance(error, ArithmeticError | RecursionError):
        return "a number is too large" if isinstance(error, ArithmeticError) else "it is nested too deeply"
    return str(error).partition(";")[0]


def _json_row(number: int, record: Any, unit: str) -> Row:
    if isinstance(record, dict):
        return Row(number, record, unit=unit)
    return Row(number, fault=f"is a {type(record).__name__}, not an object", unit=unit)


def _head(path: Path) -> bytes:
    with path.open("rb") as raw:
        return raw.peek(_HEAD)[:_HEAD]


def _undecodable(path: Path, encoding: str) -> tuple[int, int] | None:
    """Return the line, from 1, and the byte within it, from 0, where a file is not of an encoding."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    read, line, began, before = 0, 1, 0, b""
    with path.open("rb") as raw:
        while True:
            chunk = raw.read(_LINE)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                bad = max(read, read + len(chunk) - len(error.object) + error.start)
            except UnicodeError:
                return None
            else:
                bad = -1
            for found in re.finditer(rb"\r\n|\n|\r", chunk if bad < 0 else chunk[: bad - read]):
                split = found.start() == 0 and found[0] == b"\n" and before == b"\r"  # one end, in two chunks
                line += not split
                began = read + found.end()
            if bad >= 0:
                return line, bad - began
            if not chunk:
                return None
            read, before = read + len(chunk), chunk[-1:]
