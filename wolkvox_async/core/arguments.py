"""From a caller's keyword arguments to the query and body of a call; what cannot be right is refused here."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from os import PathLike
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from wolkvox_async.core.call import Call, Part
from wolkvox_async.core.endpoint import Endpoint, Parameter
from wolkvox_async.core.moments import standard, wall
from wolkvox_async.core.windows import Window
from wolkvox_async.errors import ConfigurationError, placed
from wolkvox_async.spelling import nearest

__all__ = ["call", "paths"]


def paths(name: str, value: Any) -> list[Path]:
    """Return the paths of one file or of several, without a look at the disk."""
    given = [value] if isinstance(value, str | PathLike) else value
    if isinstance(given, bytes | Mapping) or not isinstance(given, Iterable):
        raise ConfigurationError(f"{name} is {value!r}", advice="give the path of a file, or a list of them")
    found = list(given)
    for item in found:
        if not isinstance(item, str | PathLike):
            raise ConfigurationError(f"{name} holds {item!r}", advice="give the path of a file, or a list of them")
    if not found:
        raise ConfigurationError(f"{name} is empty", advice="give the path of one file or more")
    return [Path(item) for item in found]


_WANTED = {
    "moment": "give a datetime",
    "time": "give a time",
    "int": "give a whole number",
    "object": "give a dict",
}
_DIGITS = 18  # more than any number of the API has, and fewer than int() refuses


def _text(parameter: Parameter, value: Any) -> str:
    """Return a value as the wire has it, or say what is allowed."""
    if isinstance(value, date | time) and parameter.kind in {"moment", "time"}:
        return _moment(parameter, value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ConfigurationError(f"{parameter.name} is {value!r}", advice=_wanted(parameter))
    text = str(value)
    if text in parameter.also:
        return text
    _check_kind(parameter, text)
    if parameter.longest is not None and len(text) > parameter.longest:
        raise ConfigurationError(
            f"{parameter.name} has {len(text):,} characters", advice=f"at most {parameter.longest:,} are taken"
        )
    if parameter.where != "body" and not text.isprintable():
        raise ConfigurationError(f"{parameter.name} holds a line break or another control character")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ConfigurationError(f"{parameter.name} holds half of a surrogate pair", advice="give a text")
    return text


def _wanted(parameter: Parameter) -> str:
    wanted = (
        f"allowed: {', '.join(parameter.values)}" if parameter.values else _WANTED.get(parameter.kind, "give a text")
    )
    return f"{wanted} or {' or '.join(parameter.also)}" if parameter.also else wanted


def _check_kind(parameter: Parameter, text: str) -> None:
    match parameter.kind:
        case "enum" if text not in parameter.values:
            raise ConfigurationError(f"{parameter.name} is {text!r}", advice=_wanted(parameter))
        case "id" if not text.strip():
            raise ConfigurationError(f"{parameter.name} is empty", advice="leave it out or give its value")
        case "int":
            _check_number(parameter, text)
        case "phone" if not (text.isascii() and text.isdecimal()):
            raise ConfigurationError(f"{parameter.name} is {text!r}", advice="a phone number is digits only")
        case "moment" | "time":
            _check_moment(parameter, text)


def _check_number(parameter: Parameter, text: str) -> None:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= _DIGITS):
        raise ConfigurationError(f"{parameter.name} is {text!r}", advice=_wanted(parameter))
    least, most = parameter.least, parameter.most
    if (least is not None and int(text) < least) or (most is not None and int(text) > most):
        bounds = [f"at least {least}"] * (least is not None) + [f"at most {most}"] * (most is not None)
        raise ConfigurationError(f"{parameter.name} is {text}", advice=f"allowed: {', '.join(bounds)}")


def _moment(parameter: Parameter, value: date | time) -> str:
    fits = isinstance(value, time) if parameter.kind == "time" else isinstance(value, date)
    if not fits:
        raise ConfigurationError(f"{parameter.name} is {value!r}", advice=_WANTED[parameter.kind])
    return value.strftime(parameter.form)


def _check_moment(parameter: Parameter, text: str) -> None:
    example = datetime(2025, 12, 31, 23, 59, 58).strftime(parameter.form)  # noqa: DTZ001 - a wall clock
    try:
        fits = len(text) == len(example) and bool(datetime.strptime(text, parameter.form))  # noqa: DTZ007 - the same
    except ValueError:
        fits = False
    if not fits:
        raise ConfigurationError(
            f"{parameter.name} is {text!r}", advice=f"{_WANTED[parameter.kind]}, or write it like {example}"
        )


def _value(parameter: Parameter, value: Any, zone: ZoneInfo | None) -> Any:
    """Return what stands for a value in the query or the body: a text, or in a body also a number, list or object."""
    if parameter.kind == "moment" and not isinstance(value, str | int | time):
        value = standard(value, parameter.name)
        if isinstance(value, datetime) and zone is not None:
            value = wall(value, zone, parameter.name)
    if parameter.joined and not isinstance(value, str):
        return parameter.joined.join(_items(parameter, value))
    if parameter.kind == "list" and not parameter.joined:
        return value if isinstance(value, str) and value in parameter.also else _list(parameter, value)
    if parameter.kind == "object":
        if not isinstance(value, Mapping):
            raise ConfigurationError(f"{parameter.name} is a {type(value).__name__}", advice=_WANTED["object"])
        return dict(value)
    text = _text(parameter, value)
    return int(text) if parameter.bare and text not in parameter.also else text


def _items(parameter: Parameter, value: Any) -> list[str]:
    """Return the items of a list that goes out as one text; one that reads like two is refused."""
    texts = [_text(parameter, item) for item in _each(parameter, value)]
    for text in texts:
        if parameter.joined in text or not text.strip():
            raise ConfigurationError(
                f"{parameter.name} has an item that is empty or holds {parameter.joined!r}", advice="give single values"
            )
    return texts


def _list(parameter: Parameter, value: Any) -> list[Any]:
    items = _each(parameter, [value] if isinstance(value, str) else value)
    return [_object(parameter, item) if parameter.items == "object" else _item(parameter, item) for item in items]


def _object(parameter: Parameter, item: Any) -> dict[Any, Any]:
    if not isinstance(item, Mapping):
        raise ConfigurationError(f"{parameter.name} holds {item!r}", advice="give dicts")
    return dict(item)


def _each(parameter: Parameter, value: Any) -> list[Any]:
    # An iterator could be read only once, and a report makes many calls of the same arguments.
    if isinstance(value, bytes | Mapping | Iterator) or not isinstance(value, Iterable):
        raise ConfigurationError(f"{parameter.name} is {value!r}", advice="give a list")
    if not (items := list(value)):
        raise ConfigurationError(f"{parameter.name} is empty", advice="give one or more, or leave it out")
    return items


def _item(parameter: Parameter, item: Any) -> str:
    if isinstance(item, bool) or not isinstance(item, str | int):
        raise ConfigurationError(f"{parameter.name} holds {item!r}", advice="give texts")
    if parameter.values and str(item) not in parameter.values:
        raise ConfigurationError(f"{parameter.name} holds {item!r}", advice=_wanted(parameter))
    return str(item)


def _known(name: str, known: Mapping[str, Parameter]) -> Parameter:
    if name not in known:
        raise ConfigurationError(f"unknown parameter {name!r}", advice=nearest(name, known))
    return known[name]


def call(
    endpoint: Endpoint[Any],
    given: Mapping[str, Any],
    window: Window | None = None,
    body: bytes | None = None,
    zone: ZoneInfo | None = None,
) -> Call:
    """Return the call of an endpoint with these arguments (None: left out). Aware datetimes become zone's wall clock.

    Raises ConfigurationError for an unknown parameter (naming the nearest), a missing one, or a value that is not
    allowed, saying what is.
    """
    with placed(endpoint=endpoint.name):
        return _call(endpoint, given, window, body, zone)


def _call(
    endpoint: Endpoint[Any], given: Mapping[str, Any], window: Window | None, body: bytes | None, zone: ZoneInfo | None
) -> Call:
    known = {parameter.name: parameter for parameter in endpoint.parameters}
    query = [("api", endpoint.api)] if endpoint.api else []
    fields: dict[str, Any] = {}
    files: list[Part] = []
    for name, value in given.items():
        parameter = _known(name, known)
        if value is None:
            continue
        if parameter.kind == "file":
            files += [Part(parameter.wire, path) for path in paths(name, value)]
            continue
        written = _value(parameter, value, zone)
        if parameter.where != "body":
            query.append((parameter.wire, _plain(written)))
        if parameter.where != "query":
            fields[parameter.wire] = written
    _check_all_there(endpoint, given, body)
    if window is not None:
        date_ini, date_end = window.wire()
        query += [("date_ini", date_ini), ("date_end", date_end)]
    parts: tuple[Part, ...] = ()
    if endpoint.body == "multipart":
        parts = (*(Part(name, _plain(value)) for name, value in fields.items()), *files)
    elif fields:
        body = _json([fields] if endpoint.body == "array" else fields)
    return Call(
        endpoint=endpoint.name,
        method=endpoint.method,
        script=endpoint.script,
        query=tuple(query),
        body=body,
        parts=parts,
        window=window,
        windowed=endpoint.rows is not None,
        cost=endpoint.cost,
        reads=endpoint.reads,
        expected=endpoint.expected,
    )


def _check_all_there(endpoint: Endpoint[Any], given: Mapping[str, Any], body: bytes | None) -> None:
    # Of an array that comes ready made, each object was checked when it was written.
    wanted = [p for p in endpoint.parameters if p.required and not (p.where == "body" and body is not None)]
    missing = [p.name for p in wanted if given.get(p.name) is None]
    if missing:
        raise ConfigurationError(f"missing {', '.join(missing)}")
    if endpoint.one_of and all(given.get(name) is None for name in endpoint.one_of):
        raise ConfigurationError("too little is given", advice=f"give {' or '.join(endpoint.one_of)}")


def _plain(value: Any) -> str:
    """Return a value of a body as one text, for a query or a form: lists and objects as JSON."""
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else _json(value).decode()


def _json(value: Any) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError as error:  # within a list or object of the caller's
        raise ConfigurationError(f"a value has no form in JSON: {error}") from None
