"""Lists and records within Arrow columns as JSON text, byte for byte what is written of records."""

import json
from contextlib import suppress
from datetime import datetime, tzinfo
from typing import Any

from wolkvox_async.tables.columns import cell_text

__all__ = ["json_texts"]

_EXTRA = "extra"


def json_texts(column: Any, zone: tzinfo) -> list[str | None]:
    """Return the values of a column of lists or records as JSON text.

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
