"""How `wolkvox call` writes rows: a table, NDJSON, CSV or JSON, to the terminal, a pipe or a file."""

import asyncio
import csv
import io
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Literal, cast

import click
from attrs import field, frozen

from wolkvox_async.cli import completion
from wolkvox_async.cli.shared import Mistake, show, show_one, to_json
from wolkvox_async.cli.streams import printable, say
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.spelling import nearest

__all__ = ["Output", "Writer", "output_options"]

Format = Literal["table", "ndjson", "csv", "json"]
_FORMATS = ("table", "ndjson", "csv", "json")
_SUFFIXES: dict[str, Format] = {".csv": "csv", ".json": "json"}
_SHOWN = 1_000  # rows of a table; more than can be read on a terminal
_EMPTY: tuple[Any, ...] = (None, [], {})
_OTHERS = "extra"  # the CSV column, as JSON, of what the first row does not have


@frozen
class Output:
    """What the options say: of which columns, how many rows, in which form and where to."""

    format: Format
    columns: tuple[str, ...] = ()
    limit: int | None = None
    out: Path | None = None
    _written: list[Path] = field(factory=list, init=False, eq=False)

    @classmethod
    def of(
        cls,
        *,
        as_json: bool,
        format_: str | None = None,
        columns: str | None = None,
        rows_limit: int | None = None,
        out: Path | None = None,
    ) -> "Output":
        """Return the options as one value. Without a format a file's suffix says it, and a terminal gets a table."""
        if as_json and format_ not in {None, "ndjson"}:
            raise Mistake(f"--json is --format ndjson, and --format {format_} was given too")
        if format_ == "table" and out is not None:
            raise Mistake("--out takes --format ndjson, csv or json")
        chosen = cast("Format | None", "ndjson" if as_json else format_)
        if chosen is None and out is not None:
            chosen = _SUFFIXES.get(out.suffix.lower(), "ndjson")
        if chosen is None:
            chosen = "table" if sys.stdout.isatty() else "ndjson"
        names = tuple(filter(None, map(str.strip, (columns or "").split(","))))
        return cls(chosen, names, rows_limit, out)

    @contextmanager
    def writer(self) -> Iterator["Writer"]:
        """Open what is written to. A file has its name only when all rows are in it."""
        if self.out is None:
            writer = Writer(self, sys.stdout)
            yield writer
            writer.end()
            return
        part = self.out.with_name(f"{self.out.name}.part")
        try:
            with part.open("w", encoding="utf-8", newline="") as file:
                writer = Writer(self, file)
                yield writer
                writer.end()
            part.replace(self.out)
            self._written.append(self.out)
        except OSError as error:
            raise Mistake(f"{self.out} cannot be written: {error.strerror or error}") from None
        finally:
            part.unlink(missing_ok=True)
        say(f"wolkvox: {writer.count:,} rows in {self.out}")

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Say what became of the file where the command is cancelled within it."""
        before = self.out is not None and self.out.exists()
        try:
            yield
        except asyncio.CancelledError:
            if self.out is not None and not self._written:
                say(f"wolkvox: {self.out} was not written" + ("; it is as it was before" if before else ""))
            raise

    def one(self, values: dict[str, Any]) -> None:
        """Write the one record that a call gives."""
        if self.format == "table" and self.out is None:
            show_one(self.chosen(values))
            return
        with self.writer() as writer:
            writer.add(values)

    def chosen(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return the columns of a row that were asked for, in that order."""
        return {name: row.get(name) for name in self.columns} if self.columns else row


class Writer:
    """Takes rows one by one. `count` is how many it took; `full` whether it takes no more."""

    def __init__(self, output: Output, stream: IO[str]) -> None:
        self._output = output
        self._stream = stream
        self._add: Callable[[dict[str, Any]], None] = getattr(self, f"_{output.format}")
        self._shown: list[dict[str, Any]] = []
        self._header: list[str] = []
        self.count = 0

    @property
    def full(self) -> bool:
        """Whether as many rows are written as were asked for, or can be read on a terminal."""
        limit = self._output.limit
        return (limit is not None and self.count >= limit) or len(self._shown) >= _SHOWN

    def add(self, row: dict[str, Any]) -> None:
        """Write a row."""
        if not self.count:
            self._check(row)
        self._add(self._output.chosen(row))
        self.count += 1

    def _check(self, row: dict[str, Any]) -> None:
        """Refuse columns that the first row does not have, before anything is written."""
        unknown = [name for name in self._output.columns if name not in row]
        if unknown:
            raise ConfigurationError(f"no column {', '.join(unknown)}", advice=nearest(unknown[0], row))

    def end(self) -> None:
        """Write what stands behind the rows."""
        if self._output.format == "json":
            self._line("]" if self.count else "[]")
        if self._output.format == "table":
            self._end_table()

    def _line(self, text: str) -> None:
        if self._stream.isatty():  # which would obey what a file keeps
            text = printable(text)
        self._stream.write(f"{text}\n")
        if self._output.out is None:  # whoever reads a pipe sees rows as they come
            self._stream.flush()

    def _ndjson(self, row: dict[str, Any]) -> None:
        self._line(to_json(row))

    def _json(self, row: dict[str, Any]) -> None:
        self._line(f"{',' if self.count else '['}{to_json(row)}")

    def _csv(self, row: dict[str, Any]) -> None:
        if not self.count:
            self._header = [*(name for name in row if name != _OTHERS), *([] if self._output.columns else [_OTHERS])]
            self._cells(self._header)
        others = {name: value for name, value in row.items() if name not in self._header}
        own = row.get(_OTHERS)
        others = (own if isinstance(own, dict) else {}) | others
        self._cells([others or None if name == _OTHERS else row.get(name) for name in self._header])

    def _cells(self, values: Sequence[Any]) -> None:
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow([_text(each) for each in values])
        self._line(line.getvalue())

    def _table(self, row: dict[str, Any]) -> None:
        self._shown.append(row)

    def _end_table(self) -> None:
        headers = list(self._output.columns) or list(dict.fromkeys(name for row in self._shown for name in row))
        filled = [name for name in headers if any(row.get(name) not in _EMPTY for row in self._shown)]
        if self._shown:
            show(filled, [[row.get(name) for name in filled] for row in self._shown])
        else:
            say("no rows")


def _text(value: Any) -> str:
    if value is None:
        return ""
    return to_json(value) if isinstance(value, dict | list | bool) else str(value)


def output_options(taken: Sequence[str] = ()) -> list[click.Parameter]:
    """Return the options of the form of rows.

    Args:
        taken: Options that the endpoint has itself, as `--limit`; ours of that name is left out.
    """
    every = [
        click.Option(["--json", "as_json"], is_flag=True, help="One JSON object a line, on a terminal too."),
        click.Option(
            ["--format", "format_"],
            type=click.Choice(_FORMATS),
            metavar="NAME",
            help="table, ndjson, csv or json; else a table on a terminal, NDJSON in a pipe, of a file by its suffix.",
        ),
        click.Option(
            ["--columns"],
            metavar="NAMES",
            shell_complete=completion.columns,
            help="Only these, in this order, as date,agent_id,result.",
        ),
        click.Option(["--limit", "rows_limit"], type=click.IntRange(min=1), help="At most this many rows."),
        click.Option(
            ["--out"],
            type=click.Path(dir_okay=False, path_type=Path),
            help="A file to write; it has its name when all rows are in it.",
        ),
    ]
    return [option for option in every if option.opts[0] not in taken]
