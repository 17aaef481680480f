"""Rows as the values that spreadsheets take: local dates and times without an offset, durations as seconds."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from wolkvox_async.core.windows import Window
from wolkvox_async.tables.columns import TEXTS, Convert, Kind, Table, seconds
from wolkvox_async.tables.nested import json_texts

__all__ = ["EXACT", "columns_of"]

EXACT = 10**15
"""A number with more digits than this has is no more exact in a spreadsheet."""


def _local(value: datetime) -> datetime:
    return value.replace(tzinfo=None)


_CONVERT: Mapping[Kind, Convert] = {"moment": _local, "duration": seconds, **TEXTS}


def columns_of(rows: Any, table: Table, window: Window) -> list[Sequence[Any]]:
    """Return the values column by column; what is missing is None.

    Args:
        rows: Records, or a pyarrow.RecordBatch with all columns.
        table: The columns.
        window: The rows' window.
    """
    if isinstance(rows, list):
        return table.cells(rows, window, _CONVERT)
    values: list[Sequence[Any]] = []
    for column, found in zip(table.columns, rows.columns, strict=True):
        if column.kind in ("list", "record"):
            values.append(json_texts(found, table.source))
            continue
        cells = found.to_pylist()
        if column.kind == "moment":
            cells = [None if value is None else _local(value) for value in cells]
        values.append(cells)
    return values
