"""Lists and records within rows as JSON: from records and from Arrow columns, byte for byte the same."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, tzinfo
from typing import Any

from wolkvox_async.core.plain import json_bytes
from wolkvox_async.tables.columns import Column, Convert, Kind, Table, cell_text

__all__ = ["elements_of", "json_cells", "json_texts", "json_values"]

_EXTRA = "extra"


def elements_of(column: Column, values: Sequence[Any]) -> list[Any]:
    """Return the elements of a column's lists, one behind the other; what is no text among texts is JSON text."""
    elements = [each for value in values for each in value or ()]
    if column.inner[0].kind == "text":
        return [each if isinstance(each, str | None) else json_bytes(each).decode() for each in elements]
    return elements


def json_values(table: Table, column: Column, values: Sequence[Any], convert: Mapping[Kind, Convert]) -> Sequence[Any]:
    """Return the values of a column, records as dicts; what is within them is converted as the columns' values are.

    Args:
        table: Whose column it is.
        column: What the values are.
        values: As `Table.cells` returns them.
        convert: What becomes of the values within, by kind.
    """
    match column.kind:
        case "list":
            elements = iter(json_values(table, column.inner[0], elements_of(column, values), convert))
            return [None if value is None else [next(elements) for _ in value] for value in values]
        case "record":
            cells = zip(column.inner, table.cells_within(column.inner, values, convert), strict=True)
            rows = zip(*(json_values(table, *each, convert) for each in cells), strict=True)
            names = [each.name for each in column.inner]
            return [
                None if value is None else dict(zip(names, row, strict=True))
                for value, row in zip(values, rows, strict=True)
            ]
    return values


def json_cells(column: Any) -> list[str | None]:
    """Return the values of an Arrow column of lists or records as JSON, its moments in their zone."""
    return [None if value is None else json_bytes(value).decode() for value in column.to_pylist()]


def json_texts(column: Any, zone: tzinfo) -> list[str | None]:
    """Return the values of an Arrow column of lists or records as `cell_text` writes those of records.

    Args:
        column: A pyarrow.Array or ChunkedArray.
        zone: In which moments are written; records have theirs in the operation's.
    """
    return [cell_text(_of_record(value, zone)) for value in column.to_pylist()]


def _of_record(value: Any, zone: tzinfo) -> Any:
    """Return a value as it was in its record; `extra`, which is text in Arrow, is an object again."""
    match value:
        case list():
            return [_of_record(each, zone) for each in value]
        case dict():
            return {name: _of_record(each, zone) for name, each in value.items()} | {
                _EXTRA: json.loads(value[_EXTRA] or "{}")
            }
        case datetime():
            with suppress(OverflowError):  # at the edge of what a date may be
                return value.astimezone(zone)
    return value
