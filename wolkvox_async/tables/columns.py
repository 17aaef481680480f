"""What a file's columns are: derived once from the record class, and the same in every format.

Every column is there even where no row has a value for it, so that files of all windows fit together. `operation`
comes first, then the parameters that the rows do not name themselves, then `window_start` and `window_end` where a row
does not say which window it belongs to. `extra` comes last: what the server sent beside the documented fields, as JSON
text. Moments are instants, written in one zone for all operations. A list of records within a record is one column.
"""

import types
import typing
from collections.abc import Callable, Mapping, Sequence
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta, tzinfo
from functools import cache
from operator import attrgetter
from typing import Any, Literal

import attrs
from attrs import Factory, field, frozen

from wolkvox_async.core.endpoint import Buckets, Endpoint, Totals
from wolkvox_async.core.plain import json_bytes
from wolkvox_async.core.windows import Window

__all__ = [
    "TEXTS",
    "WINDOW",
    "Column",
    "Kind",
    "Table",
    "cell_text",
    "leading_of",
    "own_names",
    "parameter_text",
    "seconds",
    "table_of",
]

Kind = Literal["text", "int", "float", "flag", "moment", "day", "duration", "json", "list", "record"]

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
WINDOW = ("window_start", "window_end")
"""Names of the columns that say which window a row belongs to."""
_MEANINGS = {
    "operation": "Name of the operation",
    "operation_name": "Name of the operation",
    "window_start": "First moment of the window that the row is of",
    "window_end": "First moment after the window that the row is of",
    "extra": "What the server sent beside the documented fields, and values that did not parse, as JSON",
}
_EDGES = (MINYEAR, MAXYEAR)  # years in which another zone's date may be one that does not exist


@frozen
class Column:
    """One column: its name and what its values are; a missing value is None whatever the kind.

    meaning: of a column that the catalogue does not describe. inner: of a list, what each element is, in one column; of
    a record, its columns.
    """

    name: str
    kind: Kind
    meaning: str = field(default="", eq=False)
    inner: tuple["Column", ...] = ()


Convert = Callable[[Any], Any]

_EXTRA = Column("extra", "json", _MEANINGS["extra"])
_ELEMENT = "element"  # as Parquet names it


@frozen
class Table:
    """The columns of a report's files.

    Attributes:
        columns: All of them, in order.
        leading: The first columns, which have one value in all rows.
        windowed: The next two say which window a row belongs to.
        source: The zone that windows are of, the operation's.
        zone: The zone in which moments are written.
        endpoint: The endpoint's name, by which the catalogue describes the record's own columns.
        facts: What Arrow schemas say of the whole table.
    """

    columns: tuple[Column, ...]
    leading: tuple[str, ...]
    windowed: bool
    source: tzinfo
    zone: tzinfo
    endpoint: str = ""
    facts: Mapping[str, Any] = field(default=Factory(dict), eq=False)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    def cells(self, rows: Sequence[Any], window: Window | None, convert: Mapping[Kind, Convert]) -> list[Sequence[Any]]:
        """Return the values column by column; those of a kind in `convert` are converted, None stays None.

        A number that 64 bits do not hold goes to `extra`, as text; so does a moment that `zone` has no date for.
        """
        own = [column.name for column in self.columns[len(self.leading) + (len(WINDOW) if self.windowed else 0) :]]
        first: list[Any] = [*self.leading]
        if self.windowed and window is not None:
            first += [window.start.replace(tzinfo=self.source), window.end.replace(tzinfo=self.source)]
        values: list[Sequence[Any]] = [(each,) * len(rows) for each in first]
        values += zip(*map(attrgetter(*own), rows), strict=True)
        return self._converted(self.columns, values, convert)

    def cells_within(
        self, columns: Sequence[Column], records: Sequence[Any], convert: Mapping[Kind, Convert]
    ) -> list[Sequence[Any]]:
        """Return the values of records that stand within rows, in the way of `cells`; a record may be None."""
        names = [column.name for column in columns]
        values: list[Sequence[Any]] = [
            [None if record is None else getattr(record, name) for record in records] for name in names
        ]
        return self._converted(columns, values, convert)

    def _converted(
        self, columns: Sequence[Column], values: list[Sequence[Any]], convert: Mapping[Kind, Convert]
    ) -> list[Sequence[Any]]:
        for index, column in enumerate(columns):
            if column.kind == "int" and _has_wide(values[index]):
                values[index], values[-1] = _apart(column.name, values[index], values[-1], _narrow, str)
            if column.kind == "moment":
                values[index], values[-1] = _apart(column.name, values[index], values[-1], self.moved, _iso)
        for index, column in enumerate(columns):
            change = convert.get(column.kind)
            if change is not None:
                values[index] = [None if value is None else change(value) for value in values[index]]
        return values

    def moved(self, value: datetime) -> datetime | None:
        """Return a moment in the files' zone, None where there is no such date.

        A wall clock time that the zone's clocks skip becomes the one that they show then.
        """
        if value.year not in _EDGES and value.tzinfo is not self.zone:
            return value.astimezone(self.zone)
        try:
            return value.astimezone(UTC).astimezone(self.zone)
        except OverflowError:
            return None


def _iso(value: datetime) -> str:
    return value.replace(tzinfo=None).isoformat(" ")


def _narrow(value: int) -> int | None:
    return value if _LEAST <= value <= _MOST else None


def _has_wide(values: Sequence[int | None]) -> bool:
    known = [value for value in values if value is not None]
    return bool(known) and (max(known) > _MOST or min(known) < _LEAST)


def _apart(
    name: str,
    values: Sequence[Any],
    extras: Sequence[Mapping[str, Any] | None],
    fit: Convert,
    text: Callable[[Any], str],
) -> tuple[Sequence[Any], Sequence[Mapping[str, Any] | None]]:
    """Return a column as it fits, and `extra` with the text of those values that do not."""
    fitted = [None if value is None else fit(value) for value in values]
    if fitted.count(None) == values.count(None):
        return fitted, extras
    return fitted, [
        {**(extra or {}), name: text(value)} if value is not None and kept is None else extra
        for value, kept, extra in zip(values, fitted, extras, strict=True)
    ]


def own_names(endpoint: Endpoint[Any]) -> tuple[str, ...]:
    """Return the names of the columns that come from the record class."""
    return _names(endpoint.record)


def _names(record: type) -> tuple[str, ...]:
    return tuple(each.name for each in attrs.fields(record) if each.name != "extra")


def parameter_text(value: Any) -> str:
    """Return the value of a parameter as it stands in a column."""
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def leading_of(
    endpoint: Endpoint[Any], operation: str, parameters: Mapping[str, Any], columns: Sequence[str]
) -> dict[str, str]:
    """Return the columns before the record's own, with their value, the same in each row of a report.

    They follow from the endpoint and not from how many values were asked for, so that all tables of a report fit
    together. Where the rows have a column of that name themselves, theirs is the one that stays.

    Args:
        endpoint: Of the report.
        operation: The operation's name.
        parameters: Of the report.
        columns: "operation", "parameters", both or none.
    """
    own = own_names(endpoint)
    leading = {}
    if "operation" in columns:
        leading["operation_name" if "operation" in own else "operation"] = operation
    if "parameters" in columns:
        leading |= {
            name: parameter_text(value) for name, value in sorted(parameters.items()) if name not in (*own, *leading)
        }
    return leading


def table_of(
    endpoint: Endpoint[Any],
    source: tzinfo,
    *,
    zone: tzinfo = UTC,
    leading: Mapping[str, str] | None = None,
    facts: Mapping[str, Any] | None = None,
    windowed: bool = False,
) -> Table:
    """Return the columns for an endpoint's rows.

    Args:
        endpoint: Whose record class has the columns.
        source: The operation's zone.
        zone: The zone in which moments are written.
        leading: The columns that come first, with their value.
        facts: What Arrow schemas say of the whole table.
        windowed: Whether rows say their window where they would not otherwise.
    """
    leading = leading or {}
    notes = {each.name: each.notes for each in endpoint.parameters}
    record: type = endpoint.record
    own = _own(record)
    windowed = windowed or _needs_window(endpoint, {column.name: column.kind for column in own})
    first = [Column(name, "text", notes.get(name) or _MEANINGS.get(name, "")) for name in leading]
    edges = [Column(name, "moment", _MEANINGS[name]) for name in WINDOW if windowed]
    columns = (*first, *edges, *own, _EXTRA)
    return Table(columns, tuple(leading.values()), windowed, source, zone, endpoint.name, facts or {})


@cache
def _own(record: type) -> tuple[Column, ...]:
    """Return the columns that come from a record class."""
    hints = typing.get_type_hints(record)
    return tuple(_column(name, hints.get(name)) for name in _names(record))


def _needs_window(endpoint: Endpoint[Any], kinds: Mapping[str, Kind]) -> bool:
    """Say whether rows of several windows could be mixed up: totals without a merge, hours without a date."""
    match endpoint.rows:
        case Totals(merge="none"):
            return True
        case Buckets(time=time):
            return kinds.get(time) not in ("moment", "day")
    return False


def _column(name: str, hint: Any) -> Column:
    """Return the column of an annotation like `int | None`; what is no plain value and no record is written as JSON."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        inner = [each for each in typing.get_args(hint) if each is not type(None)]
        hint = inner[0] if len(inner) == 1 else None
    if typing.get_origin(hint) is list:
        element = _column(_ELEMENT, *typing.get_args(hint))
        return Column(name, "list", inner=(element,)) if element.kind in ("text", "record") else Column(name, "json")
    if isinstance(hint, type) and attrs.has(hint) and "extra" in attrs.fields_dict(hint):
        return Column(name, "record", inner=(*_own(hint), _EXTRA))
    return Column(name, _KINDS.get(hint, "json"))


def cell_text(value: Any) -> str | None:
    """Return a value as JSON text, an empty one as None."""
    return None if value is None or value == {} else json_bytes(value).decode()


TEXTS: Mapping[Kind, Convert] = dict.fromkeys(("json", "list", "record"), cell_text)
"""How the formats that have no lists write what is within a value: as JSON text."""


def seconds(value: timedelta) -> float:
    """Return a duration as its seconds."""
    return value.total_seconds()
