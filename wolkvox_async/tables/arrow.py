"""Rows as Arrow batches. pyarrow is an extra and imported on use."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from wolkvox_async.catalogue.columns import columns_of
from wolkvox_async.core.plain import json_bytes
from wolkvox_async.core.windows import Window
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.tables.columns import Convert, Kind, Table, cell_text, seconds

__all__ = [
    "FACTS",
    "about_of",
    "batch_of",
    "joined",
    "need_arrow",
    "need_parquet",
    "no_rows",
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
    """Return the `unit` and the `meaning` of each column, as far as they are known, by its name."""
    known = {each.name: each for each in columns_of(table.endpoint)} if table.endpoint else {}
    found = {}
    for number, column in enumerate(table.columns):
        own = known.get(column.name) if number >= len(table.leading) else None
        about = {
            "unit": (own.unit if own else "") or _UNITS.get(column.kind, ""),
            "meaning": column.meaning or (own.meaning if own else ""),
        }
        found[column.name] = {name: text for name, text in about.items() if text}
    return found


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
    arrow = _arrow()
    zone = str(table.zone)
    about = about_of(table)
    return arrow.schema(
        [
            arrow.field(each.name, _type(arrow, each.kind, zone), metadata=about[each.name] or None)
            for each in table.columns
        ]
    )


def batch_of(table: Table, rows: Sequence[Any], window: Window | None, schema: Any) -> Any:
    """Return rows of one window as a pyarrow.RecordBatch; the window is needed where rows are told apart by it."""
    arrow = _arrow()
    cells = table.cells(rows, window, _CONVERT)
    arrays = [arrow.array(values, kind) for values, kind in zip(cells, schema.types, strict=True)]
    return arrow.RecordBatch.from_arrays(arrays, schema=schema)


def table_from(batches: Iterable[Any], schema: Any) -> Any:
    """Return batches of one schema as a pyarrow.Table."""
    return _arrow().Table.from_batches(list(batches), schema)


def no_rows() -> Any:
    """Return a table without rows and columns."""
    return _arrow().table({})


def joined(tables: Sequence[Any]) -> Any:
    """Return tables one behind the other; a column that one of them lacks is null there."""
    return _arrow().concat_tables(tables, promote_options="default")


def _type(arrow: Any, kind: Kind, zone: str) -> Any:
    match kind:
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
