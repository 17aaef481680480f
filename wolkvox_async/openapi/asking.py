"""What a call brings: parameters of the query, and the body as JSON object, list of objects or form."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wolkvox_async import limits
from wolkvox_async.core.endpoint import Endpoint, Parameter
from wolkvox_async.core.validation import NUMBER, PHONE

__all__ = ["WINDOW", "asked", "body"]

Schema = dict[str, Any]

_DIGITS = {"%Y": "[0-9]{4}", "%m": "(0[1-9]|1[0-2])", "%d": "(0[1-9]|[12][0-9]|3[01])"}
_DIGITS |= {"%H": "([01][0-9]|2[0-3])", "%M": "[0-5][0-9]", "%S": "[0-5][0-9]"}
_EXAMPLE = datetime(2025, 1, 31, 23, 59, 58)  # noqa: DTZ001 - a wall clock
_STYLES = {",": "form", "|": "pipeDelimited", " ": "spaceDelimited"}
_SEEN = r"[^\s\x00-\x1f\x7f-\x9f]"  # one character at least that is no blank and can be seen
_MEDIA = {"json": "application/json", "array": "application/json", "multipart": "multipart/form-data"}


def _moment(form: str) -> Schema:
    pattern = re.sub("%[A-Za-z]", lambda found: _DIGITS[found[0]], re.escape(form))
    return {"type": "string", "pattern": f"^{pattern}$", "examples": [_EXAMPLE.strftime(form)]}


def _bound(name: str, which: str) -> Schema:
    return {
        "name": name,
        "in": "query",
        "required": True,
        "description": f"{which} of the window, on the operation's wall clock, YYYYmmddHHMMSS.",
        "schema": _moment("%Y%m%d%H%M%S"),
    }


# The two parameters of every endpoint with a window, by their names among the document's components.
WINDOW = {
    "DateIni": _bound("date_ini", "First second"),
    "DateEnd": _bound("date_end", "Last second, inclusive,"),
}


def _schema(parameter: Parameter) -> Schema:
    """Return the schema of one value on the wire."""
    match parameter.kind:
        case "enum":
            return {"type": "string", "enum": [*parameter.values, *parameter.also]}
        case "list":
            schema = _listed(parameter)
        case "object":
            schema = {"type": "object", "additionalProperties": True}
        case "file":
            schema = {"type": "string", "format": "binary", "contentMediaType": "application/octet-stream"}
            return {"type": "array", "items": schema} if parameter.wire.endswith("[]") else schema
        case _:
            schema = _text(parameter)
    words = [{"type": "string", "const": word} for word in parameter.also]
    return {"anyOf": [schema, *words]} if words else schema


def _text(parameter: Parameter) -> Schema:
    match parameter.kind:
        case "int":
            return _number(parameter)
        case "phone":
            return {"type": "string", "pattern": f"^{PHONE}$"}
        case "id":
            return {"type": "string", "minLength": 1, "pattern": _SEEN}
        case "moment" | "time":
            return _moment(parameter.form)
        case _:
            some = {"pattern": _SEEN} if parameter.required else {}
            return {"type": "string"} | some | ({} if parameter.longest is None else {"maxLength": parameter.longest})


def _number(parameter: Parameter) -> Schema:
    least, most = parameter.least, parameter.most
    if parameter.where == "query" or parameter.bare:
        bounds = {"minimum": least, "maximum": most}
        return {"type": "integer"} | {name: value for name, value in bounds.items() if value is not None}
    return {"type": "string", "pattern": f"^({_digits(least, most)})$"}


def _digits(least: int | None, most: int | None) -> str:
    """Return the pattern of a quoted number: within two bounds, above 0, from 0 on, or any."""
    if least is not None and most is not None:
        return "|".join(str(number) for number in range(least, most + 1))
    return f"-?{NUMBER}" if least is None else "[0-9]+" if least <= 0 else "0*[1-9][0-9]*"


def _listed(parameter: Parameter) -> Schema:
    if parameter.joined and (parameter.where == "body" or parameter.joined not in _STYLES):
        some = {"pattern": _SEEN} if parameter.required else {}
        return {"type": "string", "description": f"Values joined by {parameter.joined!r}."} | some
    items: Schema = {"type": "object"} if parameter.items == "object" else {"type": "string"}
    return {"type": "array", "items": items} | ({"minItems": 1} if parameter.required else {})


def asked(endpoint: Endpoint[Any]) -> list[Schema]:
    """Return the parameters of the query; `api` is one of them, with a single value."""
    fixed = {"type": "string", "const": endpoint.api, "default": endpoint.api}
    api = {"name": "api", "in": "query", "required": True, "description": "Which call it is.", "schema": fixed}
    found = [api] if endpoint.api else []
    found += [_parameter(each) for each in endpoint.parameters if each.where == "query" and each.kind != "file"]
    if endpoint.rows is not None:
        found += [{"$ref": f"#/components/parameters/{name}"} for name in WINDOW]
    return found


def _parameter(parameter: Parameter) -> Schema:
    schema = _schema(parameter)
    described: Schema = {"name": parameter.wire, "in": "query", "required": parameter.required, "schema": schema}
    if parameter.notes:
        described["description"] = parameter.notes
    if schema.get("type") == "array":
        described |= {"style": _STYLES.get(parameter.joined, "form"), "explode": not parameter.joined}
    return described


def body(endpoint: Endpoint[Any]) -> Schema | None:
    """Return the request body, None where there is none."""
    fields = [each for each in endpoint.parameters if each.where != "query" or each.kind == "file"]
    if not fields:
        return None
    whole = _fields(fields, endpoint.one_of)
    if endpoint.body == "array":
        whole = {"type": "array", "minItems": 1, "maxItems": limits.UPLOAD_RECORDS, "items": whole}
    required = endpoint.body == "array" or "anyOf" in whole or any(each.required for each in fields)
    return {"required": required, "content": {_MEDIA[endpoint.body or "json"]: {"schema": whole}}}


def _fields(fields: Sequence[Parameter], one_of: Sequence[str]) -> Schema:
    """Return the schema of an object or form. Nothing else may be in it: who misspells a field is to hear of it."""
    wire = {each.name: each.wire for each in fields}
    described = {each.wire: _schema(each) | ({"description": each.notes} if each.notes else {}) for each in fields}
    schema: Schema = {"type": "object", "properties": described, "additionalProperties": False}
    numbered = [each for each in fields if each.kind == "file" and each.wire.endswith("1")]
    if numbered:  # the first of any number of files, one part each
        schema["patternProperties"] = {f"^{each.wire[:-1]}[0-9]+$": _schema(each) for each in numbered}
    if required := [each.wire for each in fields if each.required]:
        schema["required"] = required
    if one_of and all(name in wire for name in one_of):
        schema["anyOf"] = [{"required": [wire[name]]} for name in one_of]
    return schema
