"""Records as JSON: one object a line, or an array of objects. Numbers keep every digit that is written."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, TextIO

from wolkvox_async.errors import ConfigurationError
from wolkvox_async.spelling import of_class
from wolkvox_async.uploads.sources.rows import Row

__all__ = ["read_array", "read_lines"]

_HEAD = 4096
_LARGEST = 2**21  # characters of one element


def read_lines(lines: Iterator[str], skipped: int) -> Iterator[Row]:
    """Yield the objects of NDJSON, with the number of their line; skipped: blank lines before the first."""
    for number, line in enumerate(lines, skipped + 1):
        if line.strip():
            try:
                record = _JSON.decode(line)
            except _NO_JSON as error:
                yield Row(number, fault=f"no JSON object: {_reason(error)}")
            else:
                yield _row(number, record, "line")


def read_array(buffer: str, text: TextIO, name: str) -> Iterator[Row]:
    """Yield the elements of a JSON array; little more than one of them is held.

    Args:
        buffer: What was read behind the opening bracket.
        text: The rest.
        name: Of the file, for errors.

    Raises:
        ConfigurationError: The array is damaged.
    """
    number, at, comma = 0, 0, True  # comma: an element may come
    while True:
        at = _BLANKS.match(buffer, at).end()  # type: ignore[union-attr] # it matches everything
        match buffer[at : at + 1]:
            case "]" if not comma or not number:
                if (buffer[at + 1 :] + text.read(_HEAD)).strip():
                    raise _no_array(name, number, "there is more behind the array's end")
                return
            case "," if not comma:
                at, comma = at + 1, True
                continue
            case "":
                why = "the array is cut short"
            case _ if not comma:
                raise _no_array(name, number, "no comma follows it")
            case _:
                why, element, end = _element(buffer, at, number + 1, name)
                if not why:
                    number, at, comma = number + 1, end, False
                    yield _row(number, element, "record")
                    continue
        more = text.read(max(_HEAD, len(buffer) - at))  # twice as much each time, so that nothing is parsed often
        buffer, at = buffer[at:] + more, 0
        if not more or len(buffer) > _LARGEST:
            raise _no_array(name, number + 1, why)


def _element(buffer: str, at: int, number: int, name: str) -> tuple[str, Any, int]:
    """Return an element and where it ends; or why it is none, which may be that not all of it has been read."""
    try:
        return "", *_JSON.raw_decode(buffer, at)
    except json.JSONDecodeError as error:
        return error.msg, None, at
    except _NO_JSON as error:
        raise _no_array(name, number, _reason(error)) from None


def _no_array(name: str, number: int, why: str) -> ConfigurationError:
    return ConfigurationError(
        f"{name} record {number}: no JSON: {why}", advice="give a JSON array of objects, or one object a line"
    )


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        raise _TwiceNamed(f"it has {twice!r} more than once")
    return found


class _TwiceNamed(ValueError):
    """A JSON object that has a name more than once."""


_BLANKS = re.compile(r"[ \t\r\n]*")
_JSON = json.JSONDecoder(object_pairs_hook=_pairs, parse_float=Decimal)  # json gives floats otherwise
_NO_JSON = (ValueError, ArithmeticError, RecursionError)


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at character {error.pos + 1}"
    if isinstance(error, ArithmeticError | RecursionError):
        return "a number is too large" if isinstance(error, ArithmeticError) else "it is nested too deeply"
    return str(error).partition(";")[0]


def _row(number: int, record: Any, unit: str) -> Row:
    if isinstance(record, dict):
        return Row(number, record, unit=unit)
    return Row(number, fault=f"is {of_class(record)}, not an object", unit=unit)
