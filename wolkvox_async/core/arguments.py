"""From a caller's keyword arguments to the query and body of a call; what cannot be right is refused here."""

import difflib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from wolkvox_async.core.call import Call, Part
from wolkvox_async.core.endpoint import Endpoint, Parameter
from wolkvox_async.core.windows import Window, wall
from wolkvox_async.errors import ConfigurationError

__all__ = ["call", "nearest"]


def nearest(word: str, known: Iterable[str]) -> str:
    """Return advice that names the nearest known word, or all of them."""
    known = sorted(known)
    near = difflib.get_close_matches(word, known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known) or 'none'}"


def _text(parameter: Parameter, value: Any) -> str:
    """Return a value as the wire has it, or say what is allowed."""
    if isinstance(value, date | time) and parameter.kind in {"moment", "time"}:
        return _moment(parameter, value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ConfigurationError(f"{parameter.name} is {value!r}", advice=_WANTED.get(parameter.kind, "give a text"))
    text = str(value)
    if text in parameter.also:
        return text
    _check_kind(parameter, text)
    if parameter.longest is not None and len(text) > parameter.longest:
        raise ConfigurationError(
            f"{parameter.name} has {len(text):,} characters", advice=f"at most {parameter.longest:,} are taken"
        )
    if parameter.where == "query" and not text.isprintable():
        raise ConfigurationError(f"{parameter.name} holds a line break or another control character")
    return text


_WANTED = {
    "moment": "give a datetime",
    "time": "give a time",
    "int": "give a whole number",
    "list": "give a list",
    "object": "give a dict",
    "file": "give the path of a file",
}


def _check_kind(parameter: Parameter, text: str) -> None:
    match parameter.kind:
        case "enum" if text not in parameter.values:
            raise ConfigurationError(f"{parameter.name} is {text!r}", advice=f"allowed: {', '.join(parameter.values)}")
        case "id" if not text.strip():
            raise ConfigurationError(f"{parameter.name} is empty", advice="leave it out or give its value")
        case "int":
            _check_number(parameter, text)
        case "phone" if not (text.isascii() and text.isdecimal()):
            raise ConfigurationError(f"{parameter.name} is {text!r}", advice="a phone number is digits only")
        case "moment" | "time":
            _check_moment(parameter, text)


def _check_number(parameter: Parameter, text: str) -> None:
    if not (text.isascii() and text.removeprefix("-").isdecimal()):
        raise ConfigurationError(f"{parameter.name} is {text!r}", advice="give a whole number")
    least, most = parameter.least, parameter.most
    if (least is not None and int(text) < least) or (most is not None and int(text) > most):
        allowed = f"{least} to {most}" if most is not None else f"{least} or more"
        raise ConfigurationError(f"{parameter.name} is {text}", advice=f"allowed: {allowed}")


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
    if isinstance(value, datetime) and zone is not None:
        value = wall(value, zone, parameter.name)
    if parameter.kind == "list" or (parameter.joined and not isinstance(value, str)):
        return _list(parameter, value)
    if parameter.kind == "object":
        if not isinstance(value, Mapping):
            raise ConfigurationError(f"{parameter.name} is a {type(value).__name__}", advice=_WANTED["object"])
        return dict(value)
    text = _text(parameter, value)
    return int(text) if parameter.bare else text


def _list(parameter: Parameter, value: Any) -> Any:
    if isinstance(value, str):
        if value in parameter.also:
            return value
        value = [value]
    if isinstance(value, bytes | Mapping) or not isinstance(value, Iterable):
        raise ConfigurationError(f"{parameter.name} is {value!r}", advice=_WANTED["list"])
    items = list(value)
    if not items and parameter.required:
        raise ConfigurationError(f"{parameter.name} is empty", advice="give one or more")
    if parameter.joined:
        texts = [str(item) for item in items]
        if any(parameter.joined in text or not text.strip() for text in texts):
            raise ConfigurationError(
                f"{parameter.name} has an item that is empty or holds {parameter.joined!r}", advice="give single values"
            )
        return parameter.joined.join(texts)
    return [dict(item) if isinstance(item, Mapping) else _plain(parameter, item) for item in items]


def _plain(parameter: Parameter, item: Any) -> str:
    if isinstance(item, bool) or not isinstance(item, str | int):
        raise ConfigurationError(f"{parameter.name} holds {item!r}", advice="give texts or dicts")
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
    try:
        return _call(endpoint, given, window, body, zone)
    except ConfigurationError as error:
        raise error.at(endpoint=endpoint.name) from None


def _call(
    endpoint: Endpoint[Any], given: Mapping[str, Any], window: Window | None, body: bytes | None, zone: ZoneInfo | None
) -> Call:
    known = {parameter.name: parameter for parameter in endpoint.parameters}
    query = [("api", endpoint.api)] if endpoint.api else []
    fields: dict[str, Any] = {}
    parts: list[Part] = []
    for name, value in given.items():
        if value is None:
            continue
        parameter = _known(name, known)
        if parameter.kind == "file":
            paths = [value] if isinstance(value, str | Path) else value
            parts += [Part(parameter.wire, Path(path)) for path in paths]
        elif parameter.where == "query":
            query.append((parameter.wire, str(_value(parameter, value, zone))))
        else:
            fields[parameter.wire] = _value(parameter, value, zone)
    missing = [p.name for p in endpoint.parameters if p.required and given.get(p.name) is None]
    if missing:
        raise ConfigurationError(f"missing {', '.join(missing)}")
    if endpoint.one_of and all(given.get(name) is None for name in endpoint.one_of):
        raise ConfigurationError("too little is given", advice=f"give {' or '.join(endpoint.one_of)}")
    if window is not None:
        date_ini, date_end = window.wire()
        query += [("date_ini", date_ini), ("date_end", date_end)]
    if endpoint.body == "multipart":
        parts = [Part(name, str(value)) for name, value in fields.items()] + parts
    elif fields:
        body = orjson.dumps(fields)
    return Call(
        endpoint=endpoint.name,
        method=endpoint.method,
        script=endpoint.script,
        query=tuple(query),
        body=body,
        parts=tuple(parts),
        window=window,
        windowed=endpoint.rows is not None,
        cost=endpoint.cost,
        reads=endpoint.reads,
    )
