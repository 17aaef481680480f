"""Records as a list that can be looked at: a short text in a terminal, a table of the first rows in a notebook."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, SupportsIndex, TypeVar, overload

from wolkvox_async.core.plain import Plain, counted, json_bytes

__all__ = ["Rows"]

R = TypeVar("R")

_ROWS, _COLUMNS, _CELL = 10, 20, 60  # that are shown
_SHOWN, _LINE = 3, 300  # records in a text, and characters of each


class Rows(list[R]):
    """The records of a report or a reply: a list, which notebooks show as a table of its first rows."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Return how many there are, and the first of them."""
        shown = [f"  {_cut(repr(row), _LINE)}" for row in islice(self, _SHOWN)]
        rest = len(self) - len(shown)
        more = [f"  … {counted(rest, 'more row')}"] if rest else []
        return "\n".join([f"<Rows: {_title(self)}>", *shown, *more])

    def _repr_html_(self) -> str:
        """Return the first rows as a table, all texts escaped."""
        from html import escape  # noqa: PLC0415 - for notebooks

        rows = list(islice(self, _ROWS))
        names = _names(rows)
        hidden = max(0, len(names) - _COLUMNS)
        names = names[:_COLUMNS]
        caption = _title(self)
        if len(self) > len(rows):
            caption += f", the first {len(rows)} of which are shown"
        if hidden:
            caption += f", without {counted(hidden, 'column')}"
        head = "".join(f"<th>{escape(name)}</th>" for name in names)
        body = "".join(f"<tr>{''.join(f'<td>{escape(_cell(row, name))}</td>' for name in names)}</tr>" for row in rows)
        return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    @overload
    def __getitem__(self, place: SupportsIndex, /) -> R: ...
    @overload
    def __getitem__(self, place: "slice[Any, Any, Any]", /) -> "Rows[R]": ...
    def __getitem__(self, place: Any, /) -> Any:
        """Return a row, or some of them as rows again."""
        found = super().__getitem__(place)
        return Rows(found) if isinstance(place, slice) else found


def _title(rows: "Rows[Any]") -> str:
    kinds = {type(row).__name__ for row in islice(rows, _ROWS)}
    return counted(len(rows), "row") + (f" of {kinds.pop()}" if len(kinds) == 1 else "")


def _names(rows: Iterable[Any]) -> list[str]:
    """Return the fields that a row has a value in, in the order of the record."""
    names: dict[str, bool] = {}
    for row in rows:
        for name, value in _values(row).items():
            names[name] = names.get(name, False) or value not in (None, {}, [])
    return [name for name, known in names.items() if known]


def _values(row: Any) -> dict[str, Any]:
    if isinstance(row, Mapping):
        return {str(name): value for name, value in row.items()}
    if isinstance(row, Plain):
        names = row.keys()
        return {name: getattr(row, name) for name in names}
    return {"": row}


def _cell(row: Any, name: str) -> str:
    """Return the text of a cell."""
    value = _values(row).get(name)
    if isinstance(value, timedelta):
        text = str(value)
    elif isinstance(value, datetime):
        text = value.isoformat(" ")
    elif value is None or value == {}:
        text = ""
    else:
        text = value if isinstance(value, str) else json_bytes(value).decode()
    return _cut(text, _CELL)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
