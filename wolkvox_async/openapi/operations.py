"""Puts the document together: one operation for each endpoint, and what they share under `components`."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from wolkvox_async import __version__, limits
from wolkvox_async.core.endpoint import Buckets, Endpoint, Events, Totals
from wolkvox_async.endpoints import GROUPS, endpoints
from wolkvox_async.openapi.asking import WINDOW, asked, body
from wolkvox_async.openapi.replies import ENVELOPE, ERRORS, FAILURE, envelopes, replies
from wolkvox_async.openapi.values import KINDS, Names, names, record_schema

__all__ = ["document", "paths"]

Schema = dict[str, Any]

_HOST = "https://wv{server}.wolkvox.com"
_ABOUT = f"""\
The API of the Wolkvox contact centre, as its vendor and its users describe it. This document is not the vendor's.

**Paths.** The vendor's calls differ in their query alone (`reports_manager.php?api=cdr_1`), and OpenAPI has one
operation for a path and method. So the path of each operation takes a step in and back again:
`/cdr_1/../reports_manager.php` is `/reports_manager.php` by RFC 3986 (5.2.4), and clients or servers make it so before
anything is looked up. A client that sends paths untouched, through a firewall that refuses dots in them, has to remove
the step itself. `api` is a required parameter with a single value. Nothing here was tried on a live server.

**Values.** Nearly all are strings, numbers too, and missing is "", "-", "--", blanks or null. Fields come that no
document lists, and documented ones stay away. Dates are the operation's wall clock, without an offset.

**Limits.** {limits.PERMITS_PER_TOKEN} calls at once for a token; {limits.CALLS_PER_LICENCE:,} calls a day for each
licence, shared by the operation's tokens; windows of {limits.WINDOW.days} days; {limits.REPLY_RECORDS:,} records down,
where exactly as many are perhaps cut, and {limits.UPLOAD_RECORDS:,} up; {limits.REPLY_BYTES // 2**20} MB and
{limits.CALL_SECONDS:g} seconds a call. Reports have no pages, and nothing has a Retry-After or an
idempotency key.
"""


def _servers(path: str = "") -> list[Schema]:
    number = {"default": "0099", "description": "The operation's server, four digits."}
    return [{"url": _HOST + path, "variables": {"server": number}}]


def _all() -> Iterator[Endpoint[Any]]:
    for group in GROUPS:
        yield from endpoints(group).values()


def paths() -> dict[str, Endpoint[Any]]:
    """Return the endpoint of each path; its one operation has the endpoint's method."""
    return {_path(endpoint): endpoint for endpoint in _all()}


def _path(endpoint: Endpoint[Any]) -> str:
    if endpoint.script.startswith("/"):
        return endpoint.script
    return f"/{endpoint.name.partition('.')[2]}/../{endpoint.script}"


def document() -> Schema:
    """Return the document; what it is made of holds nothing but what JSON knows."""
    shared = {**KINDS, "Envelope": ENVELOPE, "Failure": FAILURE}
    records = names((each.record for each in _all() if each.shape != "confirmation"), taken=shared)
    rows = {name: record_schema(cls, records) for cls, name in records.items()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Wolkvox API v2", "version": __version__, "description": _ABOUT},
        "servers": _servers("/api/v2"),
        "security": [{"token": []}],
        "tags": [_tag(group) for group in GROUPS],
        "paths": {path: _item(endpoint, records) for path, endpoint in paths().items()},
        "components": {
            "securitySchemes": {"token": {"type": "apiKey", "in": "header", "name": "wolkvox-token"}},
            "parameters": WINDOW,
            "responses": {name: response for name, (_, response) in ERRORS.items()},
            "schemas": {**shared, **rows, **envelopes(_all(), records)},
        },
    }


def _tag(group: str) -> Schema:
    about = import_module(f"wolkvox_async.endpoints.{group}").__doc__ or ""
    return {"name": group, "description": about.partition("\n")[0]}


def _item(endpoint: Endpoint[Any], records: Names) -> Schema:
    item: Schema = {endpoint.method.lower(): _operation(endpoint, records)}
    return item | ({"servers": _servers()} if endpoint.script.startswith("/") else {})


def _operation(endpoint: Endpoint[Any], records: Names) -> Schema:
    group, _, _ = endpoint.name.partition(".")
    operation: Schema = {
        "operationId": endpoint.name.replace(".", "_"),
        "tags": [group],
        "summary": endpoint.title,
        "description": _description(endpoint),
        "externalDocs": {"url": endpoint.source},
        "parameters": asked(endpoint),
        "responses": replies(endpoint, records),
        "x-wolkvox": _facts(endpoint),
    }
    sent = body(endpoint)
    return operation | ({"requestBody": sent} if sent else {})


def _description(endpoint: Endpoint[Any]) -> str:
    lines = [endpoint.summary, f"Spanish: {endpoint.spanish}." if endpoint.spanish else ""]
    if endpoint.one_of:
        lines.append(f"At least one of {', '.join(endpoint.one_of)} is needed.")
    lines += [_rows(endpoint), "It cannot be undone." if endpoint.irreversible else ""]
    lines += [f"Limits: {'; '.join(endpoint.limits)}." if endpoint.limits else ""]
    return "\n\n".join(line for line in lines if line)


def _rows(endpoint: Endpoint[Any]) -> str:
    """Say what the rows of a report mean, and so how windows go together."""
    days = f"At most {endpoint.window.days} {'day' if endpoint.window.days == 1 else 'days'} a call."
    match endpoint.rows:
        case None:
            return ""
        case Events(key=key, split=split):
            whole = "Rows are events; windows concatenate" if split else "Rows are events, and a cut window loses some"
            known = f", a row is known by {', '.join(key)}" if key else ""
            return f"{whole}{known}. {days}"
        case Buckets(span=span, by=by, dated=dated):
            each = " and ".join((f"One row for each {_span(span.total_seconds())}", *by))
            undated = "" if dated else " They have no date: ask for one day at a time to keep it."
            return f"{each}; cut windows between them.{undated} {days}"
        case Totals(merge="none", why=why):
            return f"Totals of the whole window, which no other's can be added to{f': {why}' if why else ''}. {days}"
        case Totals(derived=derived):
            shares = f", {', '.join(derived)} to be worked out again" if derived else ""
            return f"Totals of the whole window; those of several add up{shares}. {days}"


def _span(seconds: float) -> str:
    return {86400: "day", 3600: "hour"}.get(int(seconds), f"{seconds / 60:g} minutes")


def _facts(endpoint: Endpoint[Any]) -> Schema:
    """Return what OpenAPI has no words for."""
    kinds: dict[type, str] = {Events: "events", Buckets: "buckets", Totals: "totals"}
    facts: Schema = {
        "name": endpoint.name,
        "script": endpoint.script,
        "api": endpoint.api,
        "quota_cost": endpoint.cost,
        "repeatable": endpoint.reads,
        "irreversible": endpoint.irreversible,
    }
    if endpoint.rows is not None:
        facts |= {"rows": kinds[type(endpoint.rows)], "window_days": endpoint.window.days}
    return facts
