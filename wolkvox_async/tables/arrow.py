"""Rows as Arrow batches. pyarrow is an extra and imported on use."""

from collections.abc import Mapping, Sequence
from typing import Any

from wolkvox_async.core.plain import json_bytes
from wolkvox_async.core.windows import Window
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.tables.columns import Convert, Kind, Table, cell_text, seconds

__all__ = ["FACTS", "batch_of", "pyarrow", "schema_of"]

FACTS = b"wolkvox"
"""Key in the metadata of a schema."""
_CONVERT: Mapping[Kind, Convert] = {"duration": seconds, "json": cell_text}
# Seconds as a number, since not every reader knows durations; the column's metadata name the unit.
_UNITS: Mapping[Kind, Mapping[str, str]] = {"duration": {"unit": "seconds"}}


def pyarrow() -> tuple[Any, Any]:
    """Return the modules pyarrow and pyarrow.parquet, or say how to get them."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise ConfigurationError(
            "Parquet files need pyarrow", advice="pip install pyarrow, or write ndjson or csv"
        ) from None
    return pa, parquet


def schema_of(table: Table, facts: Mapping[str, Any] | None = None) -> Any:
    """Return the Arrow schema of a table's columns.

    Args:
        table: The columns.
        facts: What goes into the metadata, under `wolkvox`.
    """
    arrow, _ = pyarrow()
    zone = str(table.zone)
    fields = [
        arrow.field(each.name, _type(arrow, each.kind, zone), metadata=_UNITS.get(each.kind)) for each in table.columns
    ]
    return arrow.schema(fields, {FACTS: json_bytes(facts or {})})


def batch_of(table: Table, rows: Sequence[Any], window: Window, schema: Any) -> Any:
    """Return rows of one window as a pyarrow.RecordBatch."""
    arrow, _ = pyarrow()
    cells = table.cells(rows, window, _CONVERT)
    arrays = [arrow.array(values, kind) for values, kind in zip(cells, schema.types, strict=True)]
    return arrow.RecordBatch.from_arrays(arrays, schema=schema)


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
