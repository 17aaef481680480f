"""Records and results as plain values: what JSON, web frameworks and data frames can hold.

A moment is ISO 8601 text with its offset, a date ISO text, a duration its seconds, a path its text, an error its class
and its message: the same values that the NDJSON files of an export have.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import PurePath
from typing import Any, ClassVar

import attrs
import orjson

from wolkvox_async.spelling import of_class

__all__ = ["Plain", "counted", "json_bytes", "moment_text", "plain"]

_AS_THEY_ARE = (str, int, float, bool, type(None))


class Plain:
    """A value of attrs fields that becomes a dict: a record, or the result of a call.

    `dict(value)`, `**value` and FastAPI's encoder read the fields by name; a Pydantic model may have such a value as a
    field.
    """

    __slots__ = ()

    _derived: ClassVar[tuple[str, ...]] = ()
    """Properties that `to_dict` has beside the fields."""
    _only: ClassVar[tuple[str, ...]] = ()
    """All that `to_dict` has, where that is not what the class is made of."""

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as plain values, which `json.dumps` takes.

        Moments are ISO 8601 text with their offset, dates ISO text, durations seconds. Records within a record are
        dicts. What a record has beside its documented fields stays apart, under `extra`, so that all records of a class
        have the same keys.

        Returns:
            A new dict, in the order of the fields.
        """
        return {name: plain(getattr(self, name)) for name in _names(self)}

    def keys(self) -> tuple[str, ...]:
        """Return the names of the fields, as `dict(value)` asks for them."""
        return _names(self)

    def __getitem__(self, name: str) -> Any:
        if name not in _names(self):
            raise KeyError(name)
        return getattr(self, name)

    __iter__: ClassVar[None] = None  # __getitem__ alone would make Python ask for 0, 1, 2 …

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Let Pydantic, and with it FastAPI's return annotations, take such a value and write it as `to_dict` does."""
        from pydantic_core import core_schema  # noqa: PLC0415 - there, if Pydantic asks

        written = core_schema.plain_serializer_function_ser_schema(
            cls.to_dict, return_schema=core_schema.dict_schema(core_schema.str_schema())
        )
        return core_schema.is_instance_schema(cls, serialization=written)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        """Describe such a value to Pydantic and OpenAPI, whether it is asked for as input or as output."""
        return {"additionalProperties": True, "type": "object"}


def _names(value: object) -> tuple[str, ...]:
    """Return the names of a value's fields, `extra` last, and of its derived properties."""
    cls: Any = type(value)
    return _names_of(cls)


@cache
def _names_of(cls: Any) -> tuple[str, ...]:
    if only := getattr(cls, "_only", ()):
        return tuple(only)
    names = [each.name for each in attrs.fields(cls)]
    own = sorted(names, key=lambda name: name == "extra")
    return (*own, *getattr(cls, "_derived", ()))


def counted(count: int, word: str) -> str:
    """Return a count with its noun: "1 row", "2,000 rows"."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def moment_text(value: datetime) -> str:
    """Return a moment as ISO 8601, in UTC where its offset has seconds: there is no way to write such an offset."""
    offset = value.utcoffset()
    if offset is not None and offset.total_seconds() % 60:
        with suppress(OverflowError):  # on the first day of the year 1
            value = value.astimezone(UTC)
    return value.isoformat()


def plain(value: Any) -> Any:
    """Return a value as JSON has it, with all that is within it.

    Args:
        value: A record, a result, a container of them, or one value of theirs.

    Raises:
        TypeError: The value is of a type that has no plain form.
    """
    if isinstance(value, _AS_THEY_ARE):
        return value
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Plain):
        return value.to_dict()
    if isinstance(value, PurePath):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset) and not hasattr(value, "_asdict"):
        return [plain(each) for each in value]
    return {str(name): plain(each) for name, each in _named(value).items()}


def _named(value: Any) -> Mapping[Any, Any]:
    """Return what a value holds, by name: a mapping, a window or another tuple with names, an error, attrs fields."""
    if isinstance(value, Mapping):
        return value
    if isinstance(value, tuple):
        return value._asdict()  # type: ignore[attr-defined, no-any-return]
    if isinstance(value, BaseException):
        return {"error": type(value).__name__, "message": str(value)}
    if attrs.has(type(value)):
        return {name: getattr(value, name) for name in _names(value)}
    raise TypeError(f"{of_class(value)} has no plain form")


def json_bytes(value: Any) -> bytes:
    """Return a value, with all that is within it, as JSON on one line.

    A number of any width keeps its digits, and half a character pair is escaped: neither fits orjson, which writes
    all the others.

    Args:
        value: Whatever `plain` takes.

    Raises:
        TypeError: The value is of a type that has no plain form.
    """
    try:
        return orjson.dumps(value, default=plain, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATETIME)
    except orjson.JSONEncodeError:
        found = plain(value)
    return json.dumps(found, separators=(",", ":")).encode()
