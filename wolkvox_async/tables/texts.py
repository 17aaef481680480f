r"""Arrow batches as lines of CSV and of NDJSON, byte for byte what is written of records.

A line is joined from its cells for all rows at once, with the GIL released. Of what needs more than that (a text with a
quote in it, a number with a fraction, a day on which clocks are changed) each distinct value is written once.

This module imports numpy and pyarrow, so it is imported on use.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import Any

import numpy as np
import orjson
import pyarrow as pa

from wolkvox_async.core.plain import moment_text
from wolkvox_async.tables.columns import Kind, Table
from wolkvox_async.tables.constants import constant, texts
from wolkvox_async.tables.nested import json_cells, json_texts
from wolkvox_async.tables.pooled import cast, nulls, pc

__all__ = ["csv_lines", "ndjson_lines"]

_SECOND = timedelta(seconds=1)
_DAY = 86_400
_HOURS = (0, 6, 12, 18, 24)  # of a day; clocks are not changed and changed back between two of them
_FAR = 2**32 * 1_000_000  # microseconds: a date behind all that reports have
_SPECIAL = '[",\r\n]'
_ESCAPED = r'["\\\x00-\x1f]'
_QUOTE, _NOTHING = constant('"'), constant("")


def csv_lines(batch: Any, table: Table) -> memoryview:
    """Return one line of CSV a row, as UTF-8."""
    parts: list[Any] = []
    before = ""
    for number, (column, kind) in enumerate(zip(batch.columns, _kinds(table), strict=True)):
        if number:
            before += ","
        if number < len(table.leading):
            before += _csv_text(table.leading[number])
        elif column.null_count < len(column):
            parts += [before, _cells(column, kind, table, _CSV, _for_csv)]
            before = ""
    return _joined([*parts, before + "\r\n"], "", len(batch))


def ndjson_lines(batch: Any, table: Table, *, as_text: bool = False) -> memoryview:
    """Return one JSON object a row and line, as UTF-8; as_text: lists of records are JSON text."""
    parts: list[Any] = []
    before = "{"
    for number, (column, name, kind) in enumerate(zip(batch.columns, table.names, _kinds(table), strict=True)):
        before += f"{orjson.dumps(name).decode()}:"
        if number < len(table.leading):
            before += f"{orjson.dumps(table.leading[number]).decode()},"
            continue
        if column.null_count == len(column):
            before += "null,"
            continue
        nested = kind in _NESTED and not as_text
        quoted = kind in _QUOTED and not nested
        cell = texts(json_cells(column)) if nested else _cells(column, kind, table, _JSON, _for_json)
        after = ","
        if quoted and cell.null_count:
            cell = pc.binary_join_element_wise(_QUOTE, cell, _QUOTE, _NOTHING)
        elif quoted:
            before, after = before + '"', '",'
        parts += [before, cell]
        before = after
    return _joined([*parts, before.removesuffix(",") + "}\n"], "null", len(batch))


def _kinds(table: Table) -> Sequence[Kind]:
    return [column.kind for column in table.columns]


def _joined(parts: Sequence[Any], null: str, count: int) -> memoryview:
    """Return the bytes of all rows, each joined from its parts; a text stands in every row."""
    if all(isinstance(part, str) for part in parts):
        return memoryview("".join(parts).encode() * count)
    cells = [constant(part) if isinstance(part, str) else part for part in parts if part != ""]
    lines = pc.binary_join_element_wise(*cells, _NOTHING, null_handling="replace", null_replacement=null)
    _, ends, data = lines.buffers()
    return memoryview(data)[: memoryview(ends).cast("i")[len(lines)]]


def _cells(
    column: Any,
    kind: Kind,
    table: Table,
    written: Mapping[Kind, Callable[[Any], str]],
    marked: Callable[[Any], Any],
) -> Any:
    """Return a column as text, null where there is no value."""
    match kind:
        case "text" | "json":
            return marked(column)
        case "int":
            return cast(column, pa.string())
        case "moment":
            return _moments(column, table.zone)
        case "list" | "record":
            return marked(texts(json_texts(column, table.source)))
    return _each(column, written[kind])


def _each(column: Any, text: Callable[[Any], str]) -> Any:
    """Write each distinct value once."""
    coded = pc.dictionary_encode(column)
    written = [None if value is None else text(value) for value in coded.dictionary.to_pylist()]
    return pc.take(texts(written), coded.indices)


def _moments(column: Any, zone: tzinfo) -> Any:
    """Return moments as ISO 8601, as `moment_text` does."""
    seconds = column.view(pa.int64())
    whole = pc.divide(seconds, constant(1_000_000))
    least, most = pc.min_max(seconds).as_py().values()
    if least is None:
        return nulls(len(column), pa.string())
    if least < 0 or most >= _FAR or pc.equal(pc.multiply(whole, constant(1_000_000)), seconds).false_count:
        return _each(column, moment_text)
    days = pc.divide(whole, constant(_DAY))
    distinct = pc.unique(days).drop_null()
    shifts = {_shift(zone, day) for day in distinct.to_pylist()}
    shift = shifts.pop()
    if shifts or shift is None:
        return _each(column, moment_text)
    walls = cast(pc.add(whole, constant(shift)).view(pa.timestamp("s")), pa.string())
    return pc.binary_join_element_wise(pc.replace_substring(walls, " ", "T"), constant(_offset(shift)), _NOTHING)


@cache
def _shift(zone: tzinfo, day: int) -> int | None:
    """Return how many seconds a zone is ahead of UTC on a day of UTC; None where it changes or is no full minute."""
    midnight = datetime.combine(date(1970, 1, 1) + timedelta(days=day), time(), UTC)
    found = {(midnight + timedelta(hours=hour)).astimezone(zone).utcoffset() for hour in _HOURS}
    shift = found.pop()
    return None if found or shift is None or shift.total_seconds() % 60 else shift // _SECOND


def _offset(shift: int) -> str:
    minutes = abs(shift) // 60
    return f"{'-' if shift < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"


# Texts with characters that need more than to be copied


def _holds(column: Any, characters: bytes, *, control: bool) -> bool:
    """Whether one of some characters, or a control character, may be in a column of texts."""
    _, offsets, data = column.buffers()
    if data is None or not data.size:
        return False
    ends = np.frombuffer(offsets, np.int32)
    octets = np.frombuffer(data, np.uint8)[ends[column.offset] : ends[column.offset + len(column)]]
    found = octets.tobytes()
    return any(character in found for character in characters) or (control and bool((octets < ord(" ")).any()))


def _csv_text(text: str) -> str:
    escaped = text.replace('"', '""')
    return f'"{escaped}"' if re.search(_SPECIAL, text) else text


def _for_csv(column: Any) -> Any:
    if not _holds(column, b'",\r\n', control=False):
        return column
    special = pc.match_substring_regex(column, _SPECIAL)
    quoted = pc.binary_join_element_wise(_QUOTE, pc.replace_substring(column, '"', '""'), _QUOTE, _NOTHING)
    return pc.if_else(special, quoted, column)


def _for_json(column: Any) -> Any:
    if not _holds(column, b'"\\', control=True):
        return column
    special = pc.coalesce(pc.match_substring_regex(column, _ESCAPED), constant(False))
    if not special.true_count:
        return column
    escaped = _each(column.filter(special), lambda text: orjson.dumps(text)[1:-1].decode())
    return pc.replace_with_mask(column, special, escaped)


_NESTED = ("list", "record")
_QUOTED = ("text", "json", *_NESTED, "moment", "day")
_CSV: Mapping[Kind, Callable[[Any], str]] = {
    "float": repr,
    "duration": repr,
    "flag": lambda value: "true" if value else "false",
    "day": lambda value: value.isoformat(),
}
_JSON: Mapping[Kind, Callable[[Any], str]] = {
    **_CSV,
    "float": lambda value: orjson.dumps(value).decode(),
    "duration": lambda value: orjson.dumps(value).decode(),
}
