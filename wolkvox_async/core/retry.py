"""Whether a call is made again: one pure decision, acted on by one loop.

A read is repeated where that can help. A write is repeated only where the server provably did not begin it: no byte
was sent, or it answered that it would not (third call at once, maintenance). Else it is not known, and that is an error
of its own; a 403 that counts records is such a case. Waits grow twofold with full jitter, so that many callers do not
come back together.
"""

import re

from attrs import frozen

from wolkvox_async import limits
from wolkvox_async.core.reply import Lost
from wolkvox_async.core.shape import empty
from wolkvox_async.errors import (
    CallTimeout,
    ClientClosed,
    ConfigurationError,
    DiskUnavailable,
    Maintenance,
    OutcomeUnknown,
    ReplyError,
    ServerFault,
    TooManySimultaneous,
    Unreachable,
    WolkvoxError,
)
from wolkvox_async.pattern import pattern

__all__ = ["ATTEMPTS", "Raise", "Retry", "decide"]

ATTEMPTS = 6
_FINAL = {"file", "session", "closed", "disk", "tls", "name", "proxy", "large"}  # repeating cannot mend these
_FIREWALL = "a firewall? the server takes only addresses on its list"
_ADVICE = {
    "file": "nothing was sent; it must stay as it is until it has been",
    "session": "the session that was given must take any request; look at its hooks and headers",
    "closed": "make a new client, or close it after its last call",
    "disk": "make room there, or name another folder in TMPDIR",
    "connect": _FIREWALL,
    "reset": _FIREWALL,
    "refused": "no server listens there: check server and base_url",
    "name": "check the server number, base_url and this machine's name server",
    "dns": "check this machine's name server",
    "tls": "a proxy that opens TLS? SSL_CERT_FILE names the certificates to trust; or give a session with its own",
    "proxy": "HTTPS_PROXY or HTTP_PROXY names it; NO_PROXY takes hosts out",
}
_BASE, _CAP = 0.5, 20.0
_COUNTED = pattern(
    r"\b[0-9]+ (?:(?:of|de)(?: the| los| las)? [0-9]+ )?"
    r"(?:records?|registros?|numbers?|n[uú]meros?|telephones?|tel[eé]fonos?)\b",
    re.IGNORECASE,
)


@frozen
class Retry:
    """Make the call again after that many seconds."""

    after: float
    error: WolkvoxError


@frozen
class Raise:
    """Give up. smaller: a read of a smaller window may still succeed."""

    error: WolkvoxError
    smaller: bool = False


def decide(
    *,
    reads: bool,
    windowed: bool,
    failure: Lost | ReplyError,
    attempt: int,
    jitter: float,
    attempts: int | None = None,
) -> Retry | Raise:
    """Decide on a failed attempt.

    Args:
        reads: Whether the call changes nothing at the server.
        windowed: Whether it takes a window, and so could be split.
        failure: How the attempt ended.
        attempt: Its number, counted from 1.
        jitter: A random number in [0, 1).
        attempts: How many there may be; None: ATTEMPTS.
    """
    after = jitter * min(_CAP, _BASE * 2.0**attempt)
    again = attempt < (ATTEMPTS if attempts is None else attempts)
    match failure:
        case Lost():
            return _lost(failure, reads=reads, windowed=windowed, again=again, after=after)
        case ReplyError() if failure.complete and (reads or not isinstance(failure, ServerFault)):
            return Raise(failure)
        case Maintenance() if not reads and _of_records(failure):
            return Raise(failure)
        case Maintenance():
            return Retry(limits.MAINTENANCE_SECONDS * (1 + jitter), failure)  # the caller bounds it by max_wait
        case TooManySimultaneous():
            return Retry(1.0 + after, failure) if again else Raise(failure)
        case ServerFault() if reads:
            return Retry(after, failure) if again else Raise(failure, smaller=failure.cut)
        case ServerFault():
            return Raise(_unknown(failure.what, failure))
        case _:
            return Raise(failure)


def _of_records(failure: Maintenance) -> bool:
    """Whether a 403 without a known text has data or counts records, so that the call may have taken effect."""
    return not empty(failure.data) or _COUNTED.search(failure.msg or "") is not None


def _lost(lost: Lost, *, reads: bool, windowed: bool, again: bool, after: float) -> Retry | Raise:
    error = _error(lost)
    if lost.kind == "late" and again:
        return Retry(0.0, error)
    if lost.sent and not reads:
        return Raise(_unknown(lost.why, error))
    if lost.kind in _FINAL:
        return Raise(error, smaller=windowed and lost.kind == "large")
    if windowed and lost.kind == "timeout":
        return Raise(error, smaller=True)
    return Retry(after, error) if again else Raise(error, smaller=lost.kind == "cut" and lost.size >= limits.CUT_BYTES)


def _error(lost: Lost) -> WolkvoxError:
    advice = _ADVICE.get(lost.kind, "")
    match lost.kind:
        case "file":
            return ConfigurationError(lost.why, advice=advice)
        case "session" if not lost.sent:
            return ConfigurationError(lost.why, advice=advice)
        case "closed":
            return ClientClosed(lost.why, advice=advice)
        case "disk":
            return DiskUnavailable(lost.why, advice=advice, folder=lost.folder)
        case "timeout":
            return CallTimeout(lost.why, seconds=lost.seconds, sent=lost.sent)
        case "large" | "garbled":
            return ServerFault(lost.why)
    return Unreachable(lost.why, advice=advice, sent=lost.sent)


def _unknown(why: str, cause: WolkvoxError) -> OutcomeUnknown:
    error = OutcomeUnknown(
        f"it is not known whether the call took effect: {why}",
        advice="it was not sent again; look at the server before you do",
    )
    error.__cause__ = cause
    return error
