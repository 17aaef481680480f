"""Files of records: CSV, NDJSON, a JSON array, a spreadsheet or Parquet, known by their content."""

import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b, file_digest
from os import PathLike
from pathlib import Path
from typing import IO, Any, TextIO
from weakref import finalize

from wolkvox_async.core.endpoint import Parameter
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.uploads.sources.columns import Columns
from wolkvox_async.uploads.sources.content import Content, content_of, not_text, spool
from wolkvox_async.uploads.sources.delimited import delimiter_of, read_delimited
from wolkvox_async.uploads.sources.objects import read_array, read_lines
from wolkvox_async.uploads.sources.rows import Header, Row, Rows
from wolkvox_async.uploads.sources.steps import Steps
from wolkvox_async.uploads.sources.tables import read_parquet, read_sheet

__all__ = ["RecordFile"]

_LINE = 2**20  # characters of one line; what is longer is no file of records
_HEADER = "its first line must name the columns: customer_id,tel1,…"


class RecordFile:
    """The records of a file, for `add_records` and `add_dnc`.

    A file is read while its records are asked for, in bounded memory, but for a spreadsheet, which is held while it is
    read. Each record comes with its line or row. What cannot be read is refused, with the line and what to do.
    """

    def __init__(
        self,
        path: str | PathLike[str],
        *,
        encoding: str | None = None,
        delimiter: str | None = None,
        sheet: str | None = None,
        columns: Mapping[str, str] | None = None,
        match: bool = False,
        country: str | None = None,
        dedupe: Sequence[str] = (),
    ) -> None:
        r"""Describe a file; it is opened when its rows are asked for.

        Args:
            path: The file, `-` for standard input. Its content says what it is, not its suffix.
            encoding: Of its text; else found out: UTF-8, UTF-16, UTF-32, and with the extra `leads` cp1252, Latin-1,
                cp850 and Mac Roman.
            delimiter: Between the cells of a CSV file, one character, or `\t`; else what its `sep=` line or its header
                shows: one of , ; tab |.
            sheet: Of a spreadsheet that has several.
            columns: The field of a column, by the column's name; "" leaves the column out.
            match: Match the other columns by what they are called in Spanish or English: `Teléfono` is tel1.
            country: Write phone numbers as digits with the country code; those without one are of this country: 57 or
                CO. Needs the extra `leads`.
            dedupe: Fields; of rows that agree in all of them only the first is sent.

        Raises:
            ConfigurationError: The delimiter or the country cannot be one.
        """
        self.path = Path(path)
        given = {"encoding": encoding, "delimiter": delimiter, "sheet": sheet, "country": country}
        self.options: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        self.options |= {"columns": dict(columns)} if columns else {}
        self.options |= {"match": True} if match else {}
        self.options |= {"dedupe": list(dedupe)} if dedupe else {}
        self.notes: dict[str, Any] = {}
        """What the journal keeps of an upload of this file for whoever goes on with it, as JSON has it."""
        self._name = "standard input" if str(path) == "-" else str(self.path)
        self._encoding = encoding
        self._delimiter = None if delimiter is None else delimiter_of(delimiter)
        self._sheet = sheet
        self._steps = Steps(
            self._name, columns or {}, match=match, country=country, dedupe=tuple(dedupe), empty=self._empty
        )
        self._spooled: IO[bytes] | None = None
        self._content: Content | None = None

    def __repr__(self) -> str:
        return f"RecordFile({str(self.path)!r})"

    @property
    def name(self) -> str:
        """The absolute path of the file, or "standard input"."""
        return self._name if str(self.path) == "-" else str(self.path.absolute())

    def digest(self) -> str:
        """Read the whole file and return a digest of its bytes.

        Raises:
            ConfigurationError: It cannot be read.
        """
        self.content  # noqa: B018 - standard input and pipes are kept by it
        try:
            with self._source.open("rb") as file:
                return file_digest(file, lambda: blake2b(digest_size=16)).hexdigest()
        except OSError as error:
            raise self._unreadable(error) from None

    def __iter__(self) -> Iterator[Row]:
        return self.rows()

    @property
    def content(self) -> Content:
        """What the file is: its kind and encoding. Standard input and pipes are read to their end first.

        Raises:
            ConfigurationError: It cannot be read, or is of a kind that holds no records.
        """
        if self._content is None:
            try:
                if self._spooled is None and (kept := spool(self.path)) is not None:
                    self._spooled = kept
                    finalize(self, kept.close)
                content = content_of(self._source, self._name, self._encoding)
            except OSError as error:
                raise self._unreadable(error) from None
            except ValueError as error:  # a null in its name
                raise ConfigurationError(f"{self.path!r} cannot be read: {error}") from None
            unsuited = ("sheet",) if content.kind == "text" else ("encoding", "delimiter")
            self._refuse(unsuited, f"a {content.kind} file")
            self._content = content
        return self._content

    def _refuse(self, unsuited: Iterable[str], kind: str) -> None:
        """Refuse options that the kind of the file has no use for."""
        found = [name for name in unsuited if name in self.options]
        if found:
            raise ConfigurationError(
                f"{self._name} is {kind}, which has no {' and no '.join(found)}",
                advice=f"leave out {', '.join(f'--{name}' for name in found)}",
            )

    @property
    def duplicates(self) -> int:
        """Rows of the last reading that agree with an earlier one in `dedupe`'s fields, else in customer_id and tel1.

        With `dedupe` they are left out.
        """
        return self._steps.duplicates

    @property
    def duplicate_rows(self) -> tuple[int, ...]:
        """The first of them, by their number in the file."""
        return tuple(self._steps.duplicate_rows)

    def rows(self, known: Collection[str] | None = None) -> Iterator[Row]:
        """Read the file and yield its records, in bounded memory.

        Args:
            known: The names that columns may have; None: any.

        Raises:
            ConfigurationError: The file cannot be read, is empty, has a header alone, is of another kind or encoding,
                or its header has a name twice or one that is not known.
        """
        for part in self.parts(known):
            if isinstance(part, Row):
                yield part
            else:
                yield from part

    def parts(self, known: Collection[str] | Mapping[str, Parameter] | None = None) -> Iterator[Row | Rows]:
        """Read the file as `rows` does, and yield many rows at once where it has columns."""
        count = 0
        for part in self._steps.taken(self.source(), known):
            count += 1
            yield part
        if not count:
            raise ConfigurationError(f"{self._name} holds no record", advice="nothing was sent")

    def columns(self, known: Collection[str]) -> Columns | None:
        """Return which column goes to which field; None for JSON, whose records name them one by one.

        Raises:
            ConfigurationError: As for `rows`.
        """
        for part in self.source():
            return self._steps.match(part, known) if isinstance(part, Header) else None
        return None

    def source(self) -> Iterator[Header | Row | Rows]:
        """Yield the header, where there is one, and the rows as the file has them.

        Raises:
            ConfigurationError: The file cannot be read, is empty, or is of another kind or encoding.
        """
        content = self.content
        try:
            match content.kind:
                case "spreadsheet":
                    yield from read_sheet(self._source, self._name, self._sheet)
                case "parquet":
                    yield from read_parquet(self._source, self._name)
                case "text":
                    with self._text(content.encoding) as text:
                        yield from self._of_text(text)
        except OSError as error:
            raise self._unreadable(error) from None
        except UnicodeError:
            raise not_text(self._source, self._name, content.encoding) from None

    def _empty(self, columns: Collection[str]) -> Collection[str]:
        """Read the file and return which of some columns have no value in any row; none where there is no row."""
        empty: set[str] = set()
        rows = False
        places: dict[str, int] = {}
        for part in self.source():
            if isinstance(part, Header):
                places = {name: part.names.index(name) for name in columns}
                empty = set(columns)
                continue
            rows = True
            if isinstance(part, Rows):
                empty -= {name for name in empty if any(not _blank(cells[places[name]]) for cells in part.cells)}
            else:
                cells = part.cells
                empty -= {name for name in empty if len(cells) <= (at := places[name]) or not _blank(cells[at])}
            if not empty:
                break
        return empty if rows else ()

    @property
    def _source(self) -> Path:
        return self.path if self._spooled is None else Path(self._spooled.name)

    def _unreadable(self, error: OSError) -> ConfigurationError:
        return ConfigurationError(f"{self._name} cannot be read: {error.strerror or error}")

    def _text(self, encoding: str) -> TextIO:
        try:
            return self._source.open(encoding=encoding, newline="", buffering=io.DEFAULT_BUFFER_SIZE * 8)
        except LookupError:
            raise ConfigurationError(
                f"unknown encoding {encoding!r}", advice="take utf-8, utf-16 or cp1252, for example"
            ) from None

    def _of_text(self, text: TextIO) -> Iterator[Header | Row | Rows]:
        """Yield what is in an open file, by what its first character says that it is."""
        skipped = 0
        first = text.readline(_LINE).removeprefix("\ufeff")
        while first and not first.strip():
            skipped += 1
            first = text.readline(_LINE)
        match first.lstrip()[:1]:
            case "":
                raise ConfigurationError(f"{self._name} is empty", advice=_HEADER)
            case "[":
                self._refuse(("delimiter",), "JSON")
                return read_array(first.lstrip()[1:], text, self._name)
            case "{":
                self._refuse(("delimiter",), "JSON")
                return read_lines(self._lines(first, text), skipped)
        return read_delimited(self._lines(first, text), skipped, self._delimiter, self._name)

    def _lines(self, first: str, text: TextIO) -> Iterator[str]:
        line = first
        while line:
            if len(line) >= _LINE and not line.endswith(("\n", "\r")):
                raise ConfigurationError(
                    f"{self._name} has a line of more than {_LINE:,} characters", advice="it is no file of records"
                )
            yield line
            line = text.readline(_LINE)


def _blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
