"""What a file's columns are: derived once from the record class, and the same in every format.

Every column is there even where no row has a value for it, so that files of all windows fit together. `extra` comes
last: what the server sent beside the documented fields, as JSON text. Where a row does not say which window it
belongs to, `window_start` and `window_end` come first.
"""

import types
import typing
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any, Literal

import attrs
import orjson
from attrs import frozen

from wolkvox_async.core.endpoint import Buckets, Endpoint, Totals
from wolkvox_async.core.windows import Window

__all__ = ["Column", "Kind", "Table", "json_text", "seconds", "table_of"]

Kind = Literal["text", "int", "float", "flag", "moment", "day", "duration", "json"]

_KINDS: dict[Any, Kind] = {
    str: "text",
    int: "int",
    float: "float",
    bool: "flag",
    datetime: "moment",
    date: "day",
    timedelta: "duration",
}
_LEAST, _MOST = -(2**63), 2**63 - 1
_WINDOW = ("window_start", "window_end")


@frozen
class Column:
    """One column: its name and what its values are; a missing value is None whatever the kind."""

    name: str
    kind: Kind


Convert = Callable[[Any], Any]


@frozen
class Table:
    """The columns of a report's files. windowed: the first two say which window a row belongs to."""

    columns: tuple[Column, ...]
    windowed: bool
    zone: Any  # the operation's, for the window columns

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def cells(self, rows: Sequence[Any], window: Window, convert: Mapping[Kind, Convert]) -> list[Sequence[Any]]:
        """Return the values column by column; those of a kind in `convert` are converted, None stays None.

        A number that 64 bits do not hold goes to `extra`, as text.
        """
        own = self.columns[len(_WINDOW) :] if self.windowed else self.columns
        values: list[Sequence[Any]] = list(zip(*map(attrgetter(*(column.name for column in own)), rows), strict=True))
        if self.windowed:
            edges = (window.start.replace(tzinfo=self.zone), window.end.replace(tzinfo=self.zone))
            values = [*((edge,) * len(rows) for edge in edges), *values]
        for index, column in enumerate(self.columns):
            if column.kind == "int" and _has_wide(values[index]):
                values[index], values[-1] = _wide_apart(column.name, values[index], values[-1])
        for index, column in enumerate(self.columns):
            change = convert.get(column.kind)
            if change is not None:
                values[index] = [None if value is None else change(value) for value in values[index]]
        return values


def _is_wide(value: int | None) -> bool:
    return value is not None and not _LEAST <= value <= _MOST


def _has_wide(values: Sequence[int | None]) -> bool:
    known = [value for value in values if value is not None]
    return bool(known) and (max(known) > _MOST or min(known) < _LEAST)


def _wide_apart(
    name: str, values: Sequence[int | None], extras: Sequence[Mapping[str, Any] | None]
) -> tuple[list[int | None], list[Mapping[str, Any] | None]]:
    """Return a column without its wide numbers, and `extra` with them."""
    return (
        [None if _is_wide(value) else value for value in values],
        [
            {**(extra or {}), name: str(value)} if _is_wide(value) else extra
            for value, extra in zip(values, extras, strict=True)
        ],
    )


def table_of(endpoint: Endpoint[Any], zone: Any) -> Table:
    """Return the columns for an endpoint's rows."""
    hints = typing.get_type_hints(endpoint.record)
    own = [
        Column(each.name, _kind(hints.get(each.name))) for each in attrs.fields(endpoint.record) if each.name != "extra"
    ]
    windowed = _needs_window(endpoint, {column.name: column.kind for column in own})
    edges = [Column(name, "moment") for name in _WINDOW] if windowed else []
    return Table((*edges, *own, Column("extra", "json")), windowed, zone)


def _needs_window(endpoint: Endpoint[Any], kinds: Mapping[str, Kind]) -> bool:
    """Say whether rows of several windows could be mixed up: totals without a merge, hours without a date."""
    match endpoint.rows:
        case Totals(merge="none"):
            return True
        case Buckets(time=time):
            return kinds.get(time) not in ("moment", "day")
    return False


def _kind(hint: Any) -> Kind:
    """Return the kind of an annotation like `int | None`; what is no plain value is written as JSON."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        inner = [each for each in typing.get_args(hint) if each is not type(None)]
        hint = inner[0] if len(inner) == 1 else None
    return _KINDS.get(hint, "json")


def json_text(value: Any) -> str | None:
    """Return a value as JSON text, an empty one as None."""
    if value is None or value == {}:
        return None
    if attrs.has(type(value)):
        value = attrs.asdict(value)
    return orjson.dumps(value, default=_plain, option=orjson.OPT_NON_STR_KEYS).decode()


def _plain(value: Any) -> Any:
    if isinstance(value, timedelta):
        return seconds(value)
    if attrs.has(type(value)):
        return attrs.asdict(value)
    raise TypeError(type(value).__name__)


def seconds(value: timedelta) -> float:
    return value.total_seconds()
