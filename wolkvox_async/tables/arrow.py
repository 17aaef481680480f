"""Rows as Arrow batches. pyarrow is an extra and imported on use."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from itertools import accumulate
from typing import Any

from wolkvox_async.catalogue.columns import columns_of
from wolkvox_async.core.plain import json_bytes
from wolkvox_async.core.windows import Window
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.tables.columns import Column, Convert, Kind, Table, cell_text, seconds
from wolkvox_async.tables.nested import elements_of

__all__ = [
    "FACTS",
    "about_of",
    "batch_of",
    "joined",
    "need_arrow",
    "need_parquet",
    "no_rows",
    "one_batch",
    "pyarrow",
    "schema_of",
    "table_from",
]

FACTS = b"wolkvox"
"""Key in the metadata of a schema."""
_MOST = 256  # schemas that are kept
_CONVERT: Mapping[Kind, Convert] = {"duration": seconds, "json": cell_text}
# Seconds as a number: Parquet has no durations, so only Arrow's own readers see more than a count of microseconds in
# one. The column's metadata name the unit.
_UNITS: Mapping[Kind, str] = {"duration": "seconds"}


_FRAMES = "Arrow tables and data frames need pyarrow", "pip install 'wolkvox-async[arrow]'"
_PARQUET = "Parquet files need pyarrow", "pip install pyarrow, or write ndjson or csv"


def need_arrow() -> None:
    """Raise ConfigurationError where frames cannot be made, without loading what they need."""
    _need(*_FRAMES)


def need_parquet() -> None:
    """Raise ConfigurationError where Parquet files cannot be written, without loading what they need."""
    _need(*_PARQUET)


def _need(what: str, advice: str) -> None:
    if find_spec("pyarrow") is None:
        raise ConfigurationError(what, advice=advice)


def pyarrow() -> tuple[Any, Any]:
    """Return the modules pyarrow and pyarrow.parquet, or say how to get them."""
    arrow = _arrow(*_PARQUET)
    from pyarrow import parquet  # noqa: PLC0415 - an extra

    return arrow, parquet


def _arrow(what: str = _FRAMES[0], advice: str = _FRAMES[1]) -> Any:
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
    except ImportError:
        raise ConfigurationError(what, advice=advice) from None
    return pa


def about_of(table: Table) -> dict[str, dict[str, str]]:
    """Return the `unit` and the `meaning` of each column, as far as they are known, by its name.

    Those of records within it come after it, with their path, as in `stats.date`.
    """
    known = {each.name: each for each in columns_of(table.endpoint)} if table.endpoint else {}
    found = {}
    for number, column in enumerate(table.columns):
        for path, each in _paths(column):
            own = known.get(path) if number >= len(table.leading) else None
            about = {
                "unit": (own.unit if own else "") or _UNITS.get(each.kind, ""),
                "meaning": each.meaning or (own.meaning if own else ""),
            }
            found[path] = {name: text for name, text in about.items() if text}
    return found


def _paths(column: Column, before: str = "") -> Iterator[tuple[str, Column]]:
    path = before + column.name
    yield path, column
    within = column.inner[0].inner if column.kind == "list" else column.inner
    for each in within:
        yield from _paths(each, f"{path}.")


def schema_of(table: Table, facts: Mapping[str, Any] | None = None) -> Any:
    """Return the Arrow schema of a table's columns.

    Args:
        table: The columns.
        facts: What goes into the metadata, under `wolkvox`; None: what the table says.

    Each field's metadata have its `unit` and its `meaning`, where the catalogue has them.
    """
    return _fields(table).with_metadata({FACTS: json_bytes(table.facts if facts is None else facts)})


@lru_cache(_MOST)
def _fields(table: Table) -> Any:
    """Return the schema without facts: it is the same for each file of a report."""
    zone = str(table.zone)
    about = about_of(table)
    return _arrow().schema([_field(each, each.name, zone, about) for each in table.columns])


def batch_of(table: Table, rows: Sequence[Any], window: Window | None, schema: Any) -> Any:
    """Return rows of one window as a pyarrow.RecordBatch; the window is needed where rows are told apart by it."""
    cells = table.cells(rows, window, _CONVERT)
    arrays = [_array(table, *each) for each in zip(table.columns, cells, schema.types, strict=True)]
    return _arrow().RecordBatch.from_arrays(arrays, schema=schema)


def _array(table: Table, column: Column, values: Sequence[Any], kind: Any) -> Any:
    """Return values as a pyarrow.Array: a list's elements, and a record's columns, are an array themselves."""
    arrow = _arrow()
    match column.kind:
        case "list":
            (element,) = column.inner
            elements = elements_of(column, values)
            ends = [0, *accumulate(len(value or ()) for value in values)]
            return arrow.ListArray.from_arrays(
                arrow.array(ends, arrow.int32()),
                _array(table, element, elements, kind.value_type),
                kind,
                mask=_missing(values),
            )
        case "record":
            cells = table.cells_within(column.inner, values, _CONVERT)
            arrays = [
                _array(table, *each) for each in zip(column.inner, cells, [field.type for field in kind], strict=True)
            ]
            return arrow.StructArray.from_arrays(arrays, fields=list(kind), mask=_missing(values))
    return arrow.array(values, kind)


def _missing(values: Sequence[Any]) -> Any:
    arrow = _arrow()
    return arrow.array([value is None for value in values], arrow.bool_())


def table_from(batches: Iterable[Any], schema: Any) -> Any:
    """Return batches of one schema as a pyarrow.Table."""
    return _arrow().Table.from_batches(list(batches), schema)


def one_batch(batches: Sequence[Any]) -> Any:
    """Return batches of one schema, at least one, as one pyarrow.RecordBatch."""
    return batches[0] if len(batches) == 1 else _arrow().concat_batches(batches)


def no_rows() -> Any:
    """Return a table without rows and columns."""
    return _arrow().table({})


def joined(tables: Sequence[Any]) -> Any:
    """Return tables one behind the other; a column that one of them lacks is null there."""
    return _arrow().concat_tables(tables, promote_options="default")


def _field(column: Column, path: str, zone: str, about: Mapping[str, Mapping[str, str]]) -> Any:
    return _arrow().field(column.name, _type(column, path, zone, about), metadata=about.get(path) or None)


def _type(column: Column, path: str, zone: str, about: Mapping[str, Mapping[str, str]]) -> Any:
    arrow = _arrow()
    match column.kind:
        case "text" | "json":
            return arrow.string()
        case "int":
            return arrow.int64()
        case "float" | "duration":
            return arrow.float64()
        case "flag":
            return arrow.bool_()
        case "moment":
            return arrow.timestamp("us", tz=zone)
        case "day":
            return arrow.date32()
        case "list":
            (element,) = column.inner
            return arrow.list_(arrow.field(element.name, _type(element, path, zone, about)))
        case "record":
            return arrow.struct([_field(each, f"{path}.{each.name}", zone, about) for each in column.inner])
