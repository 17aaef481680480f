"""From a caller's keyword arguments to the query and body of a call; what cannot be right is refused here."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, tzinfo
from os import PathLike
from pathlib import Path
from typing import Any

import orjson
from attrs import evolve

from wolkvox_async.core.call import Call, Part
from wolkvox_async.core.endpoint import Endpoint, Parameter
from wolkvox_async.core.invalid import InvalidValue, named
from wolkvox_async.core.validation import text_of
from wolkvox_async.core.windows import Window
from wolkvox_async.errors import ConfigurationError, placed
from wolkvox_async.spelling import nearest, of_class

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


def _text(parameter: Parameter, value: Any, zone: tzinfo, name: str) -> str:
    """Return a value as the wire has it; of what is missing only an empty text passes, where a text is wanted."""
    with named(name):
        text = text_of(parameter, value, zone)
        if not text and not (isinstance(value, str) and parameter.kind in {"str", "list"}):
            raise InvalidValue("is empty", "leave it out or give its value")
    return text


def _value(parameter: Parameter, value: Any, zone: tzinfo) -> Any:
    """Return what stands for a value in the query or the body: a text, or in a body also a number, list or object."""
    if parameter.joined and not isinstance(value, str):
        return parameter.joined.join(_items(parameter, value, zone))
    if parameter.kind == "list" and not parameter.joined:
        return value if isinstance(value, str) and value in parameter.also else _list(parameter, value, zone)
    if parameter.kind == "object":
        if not isinstance(value, Mapping):
            raise ConfigurationError(f"{parameter.name} is {of_class(value)}", advice="give a dict")
        return dict(value)
    text = _text(parameter, value, zone, parameter.name)
    return int(text) if parameter.bare and text not in parameter.also else text


def _items(parameter: Parameter, value: Any, zone: tzinfo) -> list[str]:
    """Return the items of a list that goes out as one text; one that reads like two is refused."""
    texts = [_text(parameter, item, zone, _item_of(parameter)) for item in _each(parameter, value)]
    for text in texts:
        if parameter.joined in text or not text.strip():
            raise ConfigurationError(
                f"{parameter.name} has an item that is empty or holds {parameter.joined!r}", advice="give single values"
            )
    return texts


def _list(parameter: Parameter, value: Any, zone: tzinfo) -> list[Any]:
    items = _each(parameter, [value] if isinstance(value, str) else value)
    if parameter.items == "object":
        return [_object(parameter, item) for item in items]
    rule = evolve(parameter, kind="enum") if parameter.values else parameter
    return [_text(rule, item, zone, _item_of(parameter)) for item in items]


def _item_of(parameter: Parameter) -> str:
    return f"{parameter.name} has an item that"


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


def _known(name: str, known: Mapping[str, Parameter]) -> Parameter:
    if name not in known:
        raise ConfigurationError(f"unknown parameter {name!r}", advice=nearest(name, known))
    return known[name]


def call(
    endpoint: Endpoint[Any],
    given: Mapping[str, Any],
    window: Window | None = None,
    body: bytes | None = None,
    zone: tzinfo = UTC,
) -> Call:
    """Return the call of an endpoint with these arguments (None: left out). Aware datetimes become zone's wall clock.

    Raises ConfigurationError for an unknown parameter (naming the nearest), a missing one, or a value that is not
    allowed, saying what is.
    """
    with placed(endpoint=endpoint.name):
        return _call(endpoint, given, window, body, zone)


def _call(
    endpoint: Endpoint[Any], given: Mapping[str, Any], window: Window | None, body: bytes | None, zone: tzinfo
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
        raise ConfigurationError(f"missing {', '.join(missing)}", missing=tuple(missing))
    if endpoint.one_of and all(given.get(name) is None for name in endpoint.one_of):
        options = (f"--{name.replace('_', '-')}" for name in endpoint.one_of)
        raise ConfigurationError(
            "too little is given",
            advice=f"give {' or '.join(endpoint.one_of)}",
            command_advice=f"give {' or '.join(options)}",
        )


def _plain(value: Any) -> str:
    """Return a value of a body as one text, for a query or a form: lists and objects as JSON."""
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else _json(value).decode()


def _json(value: Any) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError as error:  # within a list or object of the caller's
        raise ConfigurationError(f"a value has no form in JSON: {error}") from None
