"""What the server answers: the envelope all replies share, the records in it, and the errors."""

import re
from collections.abc import Iterable
from typing import Any

from wolkvox_async.core.endpoint import Endpoint
from wolkvox_async.openapi.values import Names, ref

__all__ = ["ENVELOPE", "ERRORS", "FAILURE", "envelopes", "replies"]

Schema = dict[str, Any]

ENVELOPE: Schema = {
    "type": "object",
    "description": "What all replies share. The HTTP status decides; code differs in type and value between replies.",
    "properties": {
        "code": {
            "type": ["string", "integer", "null"],
            "description": 'On success 200, 201, 202, quoted or not, but also "0", "" or blanks.',
        },
        "error": {"type": ["string", "null"], "description": "null on success."},
        "msg": {
            "type": ["string", "null"],
            "description": "What happened; where records come, how many: `N records were found`.",
            "examples": ["2 records were found"],
        },
    },
    "additionalProperties": True,
}

FAILURE: Schema = {
    "description": "A refusal. msg distinguishes the replies of one status; data may say more.",
    "allOf": [ref("Envelope")],
    "properties": {"data": {}},
    "examples": [{"code": "404", "error": "Not Found", "msg": "Validate dates entered"}],
}


def _failure(name: str, description: str, *messages: str) -> Schema:
    examples = {str(n): {"value": {"error": name, "msg": message}} for n, message in enumerate(messages, 1)}
    content: Schema = {"schema": ref("Failure")} | ({"examples": examples} if examples else {})
    return {"description": description, "content": {"application/json": content}}


# By name among the document's components: the status, and the response.
ERRORS: dict[str, tuple[str, Schema]] = {
    "BadRequest": (
        "400",
        _failure(
            "BAD REQUEST",
            "The call is wrong: an unknown api, a parameter that is missing or has no such value.",
            "THE API YOU WANT TO CONSULT DOES NOT EXIST",
            "SOME PARAMETERS ARE REQUIRED",
        ),
    ),
    "Unauthorized": ("401", _failure("UNAUTHORIZED", "There is no token.", "PLEASE ENTER THE WOLKVOX-TOKEN")),
    "Forbidden": (
        "403",
        _failure(
            "FORBIDDEN",
            "Not now, or not with this token: it is invalid, the day's calls are spent, two other calls are under way,"
            " or (any other msg) the server is in maintenance.",
            "PLEASE VALIDATE TOKEN",
            "TOKEN LIMIT EXCEEDED",
            "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)",
        ),
    ),
    "NotFound": (
        "404",
        _failure(
            "Not Found",
            "With this very msg and a window: no records in it, which is no error. Else a refusal: an unknown"
            " campaign, a cap on loaded records, or rejected records in data.",
            "Validate dates entered",
        ),
    ),
}

# What single endpoints answer besides.
_MORE: dict[str, dict[str, Schema]] = {
    "configuration.add_ip": {"406": _failure("", "It is not an address.")},
    "configuration.remove_ip": {"406": _failure("", "It is not an address.")},
    "whatsapp.codify_chat": {"422": _failure("", "The activity code is not valid for chats.")},
}


def replies(endpoint: Endpoint[Any], known: Names) -> dict[str, Schema]:
    """Return the responses by status. Reads answer 200; writes 200, 201, 202, or 207 where a part failed."""
    success: Schema = {
        "description": endpoint.title,
        "content": {"application/json": {"schema": ref(_name(endpoint, known))}},
    }
    errors = {status: {"$ref": f"#/components/responses/{name}"} for name, (status, _) in ERRORS.items()}
    return {"200" if endpoint.reads else "2XX": success} | errors | _MORE.get(endpoint.name, {})


def envelopes(endpoints: Iterable[Endpoint[Any]], known: Names) -> dict[str, Schema]:
    """Return the replies with their records, by name: endpoints that answer alike share one."""
    return {_name(endpoint, known): _envelope(endpoint, known) for endpoint in endpoints}


def _name(endpoint: Endpoint[Any], known: Names) -> str:
    """Return a name made of record, shape and place, as far as they are not the usual ones."""
    if endpoint.shape == "confirmation":
        return "Confirmation"
    where = "" if endpoint.key == "data" else "".join(part.title() for part in re.split("[._]", endpoint.key or "top"))
    how = {"records": "List", "record": "", "keyed": "Map"}[endpoint.shape]
    return f"{known[endpoint.record]}{where}{how}Reply"


def _envelope(endpoint: Endpoint[Any], known: Names) -> Schema:
    if endpoint.shape == "confirmation":
        return {"allOf": [ref("Envelope"), {"type": "object", "properties": {"data": {}}}]}
    found = _records(endpoint, ref(known[endpoint.record]))
    for name in reversed(endpoint.key.split(".") if endpoint.key else ()):
        found = {"type": "object", "properties": {name: found}}
    return {"allOf": [ref("Envelope"), found]}


def _records(endpoint: Endpoint[Any], record: Schema) -> Schema:
    """Return the schema of what stands where the records are."""
    match endpoint.shape:
        case "records":
            return {"type": "array", "items": record}
        case "keyed":
            return {
                "type": "object",
                "description": f"Each key is the `{endpoint.keyed}` of what stands under it.",
                "additionalProperties": {"anyOf": [record, {"type": "array", "items": record}]},
            }
        case _ if endpoint.key:
            return {"anyOf": [record, {"type": "array", "items": record, "maxItems": 1}]}
        case _:
            return record
