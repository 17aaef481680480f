"""From a caller's keyword arguments to the query and body of a call; what cannot be right is refused here."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from wolkvox_async.core.call import Call
from wolkvox_async.core.endpoint import Endpoint, Parameter
from wolkvox_async.core.windows import Window
from wolkvox_async.errors import ConfigurationError

__all__ = ["call", "nearest"]


def nearest(word: str, known: Iterable[str]) -> str:
    """Return advice that names the nearest known word, or all of them."""
    known = sorted(known)
    near = difflib.get_close_matches(word, known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known) or 'none'}"


def _text(parameter: Parameter, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ConfigurationError(f"{parameter.name} is {value!r}", advice="give a text or a number")
    text = str(value)
    if parameter.kind == "enum" and text not in parameter.values:
        raise ConfigurationError(f"{parameter.name} is {text!r}", advice=f"allowed: {', '.join(parameter.values)}")
    if parameter.kind in {"id", "enum"} and not text.strip():
        raise ConfigurationError(f"{parameter.name} is empty", advice="leave it out or give its value")
    if parameter.kind == "int" and not text.lstrip("-").isdecimal():
        raise ConfigurationError(f"{parameter.name} is {text!r}", advice="give a whole number")
    if parameter.kind == "phone" and not (text.isascii() and text.isdecimal()):
        raise ConfigurationError(f"{parameter.name} is {text!r}", advice="a phone number is digits only")
    if parameter.where == "query" and not text.isprintable():
        raise ConfigurationError(f"{parameter.name} holds a line break or another control character")
    return text


def _known(name: str, known: Mapping[str, Parameter]) -> Parameter:
    if name not in known:
        raise ConfigurationError(f"unknown parameter {name!r}", advice=nearest(name, known))
    return known[name]


def call(
    endpoint: Endpoint[Any], given: Mapping[str, Any], window: Window | None = None, body: bytes | None = None
) -> Call:
    """Return the call of an endpoint with these arguments (None: left out).

    Raises ConfigurationError for an unknown parameter (naming the nearest), a missing one, a value outside its
    enumeration or one that is no id, number or phone.
    """
    known = {parameter.name: parameter for parameter in endpoint.parameters}
    values: dict[str, dict[str, str]] = {"query": {}, "body": {}}
    missing = [p.name for p in endpoint.parameters if p.required and given.get(p.name) is None]
    try:
        for name, value in given.items():
            if value is not None:
                parameter = _known(name, known)
                values[parameter.where][name] = _text(parameter, value)
    except ConfigurationError as error:
        raise error.at(endpoint=endpoint.name) from None
    if missing:
        raise ConfigurationError(f"missing {', '.join(missing)}").at(endpoint=endpoint.name)
    query = [("api", endpoint.api), *values["query"].items()]
    if window is not None:
        date_ini, date_end = window.wire()
        query += [("date_ini", date_ini), ("date_end", date_end)]
    return Call(
        endpoint=endpoint.name,
        method=endpoint.method,
        script=endpoint.script,
        query=tuple(query),
        body=orjson.dumps(values["body"]) if values["body"] else body,
        window=window,
        windowed=endpoint.rows is not None,
        cost=endpoint.cost,
    )
