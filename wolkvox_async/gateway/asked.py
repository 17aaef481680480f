"""From what a program asks of the gateway to a call of the vendor's API."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import quote

from aiohttp.web import Request
from attrs import evolve

from wolkvox_async.catalogue import entries
from wolkvox_async.core.call import Call
from wolkvox_async.core.endpoint import Endpoint
from wolkvox_async.endpoints import find

__all__ = ["API", "OTHER", "call_of", "endpoint_of", "shown"]

API = "api/v2/"
OTHER = "other"
"""Name of what the catalogue does not know."""
_PATH, _API = 200, 80  # characters of a path and of an api in the log


@cache
def _names() -> Mapping[tuple[str, str, str], str]:
    return {(entry.method, entry.script, entry.api): entry.full_name for entry in entries()}


def endpoint_of(method: str, script: str, query: Sequence[tuple[str, str]]) -> Endpoint[Any] | None:
    """Return the endpoint that a request is for, None where the catalogue has none."""
    name = _names().get((method, script, dict(query).get("api", "")))
    return None if name is None else find(name)


def call_of(method: str, path: str, query: Sequence[tuple[str, str]], body: bytes, content_type: str) -> Call:
    """Return the call that a request asks for.

    Args:
        method: HTTP method.
        path: Path at the vendor's host, without a leading slash, as in `api/v2/campaign.php`.
        query: Names and values as they came, doubled ones too.
        body: Bytes of the body; they are passed on as they are.
        content_type: Their media type.
    """
    script = path.removeprefix(API) if path.startswith(API) else f"/{path}"
    endpoint = endpoint_of(method, script, query)
    call = Call(
        endpoint=OTHER,
        method=method,
        script=script,
        query=tuple(query),
        body=body or None,
        content_type=content_type or "application/json",
        windowed="date_ini" in dict(query),
    )
    if endpoint is None:
        return call
    return evolve(call, endpoint=endpoint.name, cost=endpoint.cost, reads=endpoint.reads, expected=endpoint.expected)


def shown(request: Request) -> str:
    """Return what a request asks for, for the log: its path and its api, and no other parameter."""
    path, api = request.rel_url.raw_path, quote(request.query.get("api", ""))
    return path[:_PATH] + (f"?api={api[:_API]}" if api else "")
