"""Folders as the first version wrote them, rewritten as they are written now.

There, a folder was called `campaign_id=32841,type_campaign=predictive`, the manifest lay beside the data, moments were
in the operation's zone and no column said which operation a row is of. A report's files are rewritten when it is first
exported again: no call is made, and the old ones go when the new ones are whole and named in the manifest. The first
version did not record the server's address, so the caller has to say that the rows came from the one that is asked.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

import orjson
from attrs import asdict, evolve, frozen

from wolkvox_async.core.plain import json_bytes, moment_text
from wolkvox_async.core.windows import Window, gaps
from wolkvox_async.export.csv import Csv
from wolkvox_async.export.files import OURS, TEMPORARY, Part, data_files, is_unchanged
from wolkvox_async.export.layout import Folders
from wolkvox_async.export.manifest import Entry, Identity, Manifest, damaged, read, refuse_newer
from wolkvox_async.export.parquet import pyarrow, writer_of
from wolkvox_async.export.sinks import Sink
from wolkvox_async.reports.report import Report
from wolkvox_async.tables.columns import Table

__all__ = ["Former", "former_of"]

_MANIFEST = "manifest.json"
_VERSION = 1
_ROWS = 4096
_PLAIN = "".join(map(chr, range(33, 127))).translate(dict.fromkeys(map(ord, '%/\\:*?"<>|,=~')))
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def _safe(name: str) -> str:
    name = quote(name, safe=_PLAIN)
    if _RESERVED.fullmatch(name) or name.startswith("."):
        name = f"%{ord(name[0]):02X}{name[1:]}"
    return name[:-1] + "%2E" if name.endswith(".") else name


def _texts(report: Report[Any]) -> dict[str, str]:
    asked = {"by": report.by} if report.by else {}
    return asked | {name: str(report.parameters[name]) for name in sorted(report.parameters)}


def former_of(report: Report[Any], identity: Identity, to: Path) -> "Former | None":
    """Return the folder that the first version made of a report, None where there is none.

    Raises:
        ConfigurationError: Its manifest is damaged, or of another report.
    """
    pairs = (f"{_safe(name)}={_safe(value)}" for name, value in _texts(report).items())
    folder = to / _safe(report.operation) / _safe(report.endpoint.name) / (",".join(pairs) or "all")
    path = folder / _MANIFEST
    document = read(path)
    if document is None:
        return None
    refuse_newer(document, path)
    if document.get("version") != _VERSION:
        raise damaged(path, f"its version is {document.get('version')!r}")
    added = {"base_url": identity.base_url, "zone": identity.zone, "columns": identity.columns}
    known = {**document, **added, "reread": (), "replaced": ()}
    if known.get("parameters") == _texts(report):
        known["parameters"] = identity.parameters
    return Former(folder, Manifest.of(known, path, identity))


@frozen
class Former:
    """A folder of the first version, and its manifest as it would be written now."""

    folder: Path
    manifest: Manifest

    def rewritten(self, place: Folders, fresh: Manifest, table: Table) -> Manifest:
        """Write the files again under their temporary names, and save the manifest that names them."""
        entries, lost = [], []
        for entry in self.manifest.files:
            path = self.folder / entry.name
            whole = is_unchanged(path, size=entry.size, modified=-1, digest=entry.sha256)
            if not whole or not _is_alike(path, table):
                lost.append(entry)
                continue
            part = Part(place.state / (entry.name + TEMPORARY), partial(_sink, path=path, table=table))
            try:
                for rows in _rows(path):
                    part.write(rows, entry.window)
                entries.append(Entry(name=entry.name, window=entry.window, **asdict(part.finish())))
            except BaseException:
                part.discard()
                raise
        manifest = evolve(self.manifest.without(lost), files=entries, identity=fresh.identity)
        manifest.save(place.state)
        return manifest

    def remove(self, place: Folders, manifest: Manifest) -> int:
        """Remove the old files, and the folder if nothing else is in it; return how many hold other windows."""
        kept = 0
        if self.folder != place.data:
            for entry in self.manifest.files:
                if gaps(entry.window, manifest.covered):
                    kept += 1
                else:
                    (self.folder / entry.name).unlink(missing_ok=True)
        if kept:
            return kept
        (self.folder / _MANIFEST).unlink(missing_ok=True)
        for path in [*self.folder.glob("*" + TEMPORARY)]:
            if OURS.fullmatch(path.name.removesuffix(TEMPORARY)):
                path.unlink()
        if not any(self.folder.iterdir()):
            self.folder.rmdir()
        return 0 if self.folder == place.data else len(data_files(self.folder))


def _is_alike(path: Path, table: Table) -> bool:
    """Whether a file's columns can become a table's: none that there is no more, no JSON text that has a type now."""
    names = _columns(path)
    typed = {column.name for column in table.columns if column.inner} if path.suffix == ".parquet" else set()
    return names <= {*table.names} and not names & typed


def _columns(path: Path) -> set[str]:
    """Return the names of a file's columns."""
    match path.suffix:
        case ".parquet":
            return {*pyarrow()[1].read_schema(path).names}
        case ".ndjson":
            with path.open("rb") as lines:
                return {*orjson.loads(next(lines, b"{}"))}
        case _:
            with path.open(encoding="utf-8", newline="") as text:
                return {*next(csv.reader(text), ())}


def _rows(path: Path) -> Iterator[Any]:
    """Yield the rows of a file, some thousand at a time, as its format has them."""
    match path.suffix:
        case ".parquet":
            _, parquet = pyarrow()
            with parquet.ParquetFile(path) as file:
                yield from map(file.read_row_group, range(file.num_row_groups))
        case ".ndjson":
            with path.open("rb") as lines:
                yield from _some(map(orjson.loads, lines))
        case _:
            with path.open(encoding="utf-8", newline="") as text:
                yield from _some(csv.DictReader(text))


def _some(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while some := list(islice(rows, _ROWS)):
        yield some


def _sink(file: BinaryIO, path: Path, table: Table) -> Sink:
    match path.suffix:
        case ".parquet":
            return _Parquet(file, table)
        case ".ndjson":
            return _Ndjson(file, table)
        case _:
            return _Csv(file, table)


class _Parquet:
    """Takes the row groups of an old file."""

    def __init__(self, file: BinaryIO, table: Table) -> None:
        self._arrow, _ = pyarrow()
        self._writer = writer_of(file, table)
        self._table = table

    def write(self, rows: Any, window: Window) -> None:  # noqa: ARG002 - a sink's way
        arrow, schema = self._arrow, self._writer.schema
        first = len(self._table.leading)
        columns = [arrow.array([value] * rows.num_rows, arrow.string()) for value in self._table.leading]
        for field in list(schema)[first:]:
            known = rows.schema.get_field_index(field.name) >= 0
            columns.append(
                rows.column(field.name).cast(field.type) if known else arrow.nulls(rows.num_rows, field.type)
            )
        self._writer.write_table(arrow.Table.from_arrays(columns, schema=schema))

    def close(self) -> None:
        self._writer.close()


class _Ndjson:
    """Takes the objects of an old file."""

    def __init__(self, file: BinaryIO, table: Table) -> None:
        self._file, self._table = file, table

    def write(self, rows: list[Mapping[str, Any]], window: Window) -> None:  # noqa: ARG002 - a sink's way
        lines = (dict(zip(self._table.names, _cells(row, self._table), strict=True)) for row in rows)
        self._file.write(b"".join(json_bytes(line) + b"\n" for line in lines))

    def close(self) -> None:
        """Nothing is held back."""


class _Csv(Csv):
    """Takes the lines of an old file, as texts by column."""

    def write(self, rows: list[Mapping[str, Any]], window: Window) -> None:  # noqa: ARG002 - a sink's way
        self._put(_cells(row, self._table) for row in rows)


def _cells(row: Mapping[str, Any], table: Table) -> list[Any]:
    """Return the values of an old row in the order of the columns, moments in the zone of the new files."""
    cells: list[Any] = [*table.leading]
    for column in table.columns[len(cells) :]:
        value = row.get(column.name)
        if column.kind == "moment" and value:
            moved = table.moved(datetime.fromisoformat(value))
            value = value if moved is None else moment_text(moved)
        cells.append(value)
    return cells
