"""A staged file as the Arrow table that goes to a warehouse.

Two columns are added. `_wolkvox_window` names the window and the content that a row came with: the rows of a name are
replaced as a whole, so a window that is loaded twice is there once. `_wolkvox_removed` is null in every row that is
there; dlt removes the rows of the windows for which it is set.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from wolkvox_async.export.manifest import Entry
from wolkvox_async.export.parquet import FACTS, pyarrow
from wolkvox_async.tables.nested import json_texts

__all__ = ["KEY", "REMOVED", "key_of", "removals", "report_of", "stream_of", "table_name", "tables_of"]

KEY = "_wolkvox_window"
REMOVED = "_wolkvox_removed"
_DIGEST = 12
_ROWS = 50_000


def key_of(report: str, entry: Entry) -> str:
    """Return the name of a window's rows: the report's folder, the window, and a digest of the content."""
    return f"{report}/{entry.name.partition('.')[0]}@{entry.sha256[:_DIGEST]}"


def report_of(key: str) -> str:
    """Return the report's folder, which the name of a window's rows begins with."""
    return key.rpartition("/")[0]


def table_name(endpoint: str) -> str:
    """Return the name of an endpoint's table, e.g. campaign_detail."""
    return endpoint.replace(".", "_")


def tables_of(path: Path, key: str) -> Iterator[Any]:
    """Yield a file's rows in pyarrow tables of some thousands of rows, with the two columns."""
    arrow, _ = pyarrow()
    for table in _keyed(path, key):
        yield table.append_column(REMOVED, arrow.nulls(len(table), arrow.bool_()))


def stream_of(files: Mapping[str, Path], there: Any = None) -> Any:
    """Return the rows of files as one pyarrow.RecordBatchReader that a table takes, without the column of removals.

    Args:
        files: By the name of their windows.
        there: Schema of the table, whose types the rows are cast to; columns that it lacks follow its own. None: there
            is no table yet, and the windows' names are the first column, so that a format that keeps the least and
            greatest values of the first columns alone has theirs.

    Raises:
        TypeError: While it is read: a value does not fit the type that the table has.
    """
    arrow, parquet = pyarrow()
    first = [arrow.field(KEY, arrow.string(), nullable=False)] if there is None else there
    fields = {field.name: field.remove_metadata() for field in first}
    for path in files.values():
        for field in parquet.read_schema(path):
            fields.setdefault(field.name, arrow.field(field.name, _plain(arrow, field.type)))
    schema = arrow.schema(fields.values())

    def batches() -> Iterator[Any]:
        for key, path in files.items():
            for table in _keyed(path, key):
                yield from _fitted(arrow, table, schema).to_batches()

    return arrow.RecordBatchReader.from_batches(schema, batches())


def _keyed(path: Path, key: str) -> Iterator[Any]:
    arrow, parquet = pyarrow()
    with parquet.ParquetFile(path) as file:
        zone = ZoneInfo(orjson.loads(file.schema_arrow.metadata[FACTS])["time_zone"])
        for batch in file.iter_batches(_ROWS):
            table = _flat(arrow, arrow.Table.from_batches([batch]), zone)
            keyed = arrow.field(KEY, arrow.string(), nullable=False)
            table = table.append_column(keyed, arrow.repeat(arrow.scalar(key), len(table)))
            yield table.replace_schema_metadata()


def removals(keys: Collection[str]) -> Any:
    """Return the table that has the rows of these windows removed."""
    arrow, _ = pyarrow()
    schema = arrow.schema([arrow.field(KEY, arrow.string(), nullable=False), arrow.field(REMOVED, arrow.bool_())])
    return arrow.table([arrow.array(sorted(keys)), arrow.repeat(arrow.scalar(value=True), len(keys))], schema=schema)


def _flat(arrow: Any, table: Any, zone: tzinfo) -> Any:
    """Return a table whose nested columns are JSON text, which every warehouse has a type for; zone: of its moments."""
    for index, field in enumerate(table.schema):
        if arrow.types.is_nested(field.type):
            texts = arrow.array(json_texts(table.column(index), zone), arrow.string())
            table = table.set_column(index, field.name, texts)
    return table


def _plain(arrow: Any, kind: Any) -> Any:
    """Return the type that a column has in a table of files: text for what is nested, moments in UTC."""
    if arrow.types.is_nested(kind):
        return arrow.string()
    return arrow.timestamp("us", tz="UTC") if arrow.types.is_timestamp(kind) and kind.tz else kind


def _fitted(arrow: Any, table: Any, schema: Any) -> Any:
    """Return a table with the columns of a schema, null where it has none."""
    columns = []
    for field in schema:
        if field.name not in table.column_names:
            columns.append(arrow.nulls(len(table), field.type))
            continue
        column = table.column(field.name)
        try:
            columns.append(column.cast(field.type))
        except (arrow.ArrowInvalid, arrow.ArrowNotImplementedError):  # whose message has a value of the data
            raise TypeError(
                f"the column {field.name} is {field.type} in the table, and values of type {column.type} do not fit"
            ) from None
    return arrow.table(columns, schema=schema)
