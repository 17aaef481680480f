"""What a program gets where the gateway has no reply of the vendor's for it: a status, and the vendor's envelope."""

import math
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

import orjson
from aiohttp import web

from wolkvox_async.calls.exchange import Reply
from wolkvox_async.core.call import Call
from wolkvox_async.core.reply import verdict
from wolkvox_async.errors import (
    AuthenticationFailed,
    CallTimeout,
    ClientClosed,
    ConfigurationError,
    DiskUnavailable,
    OutcomeUnknown,
    QuotaExhausted,
    QuotaSpent,
    StoreUnavailable,
    TooManySimultaneous,
    Unreachable,
    WaitTooLong,
    WolkvoxError,
)

__all__ = ["KINDS", "refused", "refuses_token", "response"]

_SOON = 5  # seconds until another try may help, where the error does not say
_STATUS: tuple[tuple[type[WolkvoxError], HTTPStatus], ...] = (
    (QuotaExhausted, HTTPStatus.TOO_MANY_REQUESTS),
    (TooManySimultaneous, HTTPStatus.TOO_MANY_REQUESTS),
    (WaitTooLong, HTTPStatus.SERVICE_UNAVAILABLE),
    (ClientClosed, HTTPStatus.SERVICE_UNAVAILABLE),
    (StoreUnavailable, HTTPStatus.SERVICE_UNAVAILABLE),
    (DiskUnavailable, HTTPStatus.SERVICE_UNAVAILABLE),
    (AuthenticationFailed, HTTPStatus.FORBIDDEN),
    (OutcomeUnknown, HTTPStatus.GATEWAY_TIMEOUT),
    (CallTimeout, HTTPStatus.GATEWAY_TIMEOUT),
    (Unreachable, HTTPStatus.BAD_GATEWAY),
    (ConfigurationError, HTTPStatus.BAD_REQUEST),
)
KINDS = (*(kind.__name__ for kind, _ in _STATUS), QuotaSpent.__name__)
"""Classes of the errors for which the gateway refuses a request."""


def refuses_token(call: Call, reply: Reply) -> bool:
    """Whether the server says in its reply that it does not take the token."""
    seen = reply.answered.seen
    if seen.status not in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return False
    meaning = verdict(seen, windowed=call.windowed, reads=call.reads, expected=call.expected)
    return isinstance(meaning, AuthenticationFailed)


def response(status: HTTPStatus, why: str, *, after: float | None = None) -> web.Response:
    """Return a refusal in the vendor's envelope. after: seconds for Retry-After."""
    headers = {} if after is None else {"Retry-After": str(max(1, math.ceil(after)))}
    body = orjson.dumps({"code": str(status.value), "error": status.phrase, "msg": why, "data": []})
    return web.Response(status=status, body=body, content_type="application/json", headers=headers)


def refused(error: WolkvoxError, clock: Callable[[], float]) -> web.Response:
    """Return the refusal for an error: 429 or 503 with Retry-After where a later try may succeed."""
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR)
    later = status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
    return response(status, " ".join(str(error).split()), after=_after(error, clock()) if later else None)


def _after(error: WolkvoxError, now: float) -> float:
    until: datetime | None = getattr(error, "resets_at", None) or getattr(error, "until", None)
    if until is not None:
        return until.timestamp() - now
    return _SOON
