"""What a reply means. The HTTP status decides; `msg` tells the replies of one status apart.

The body's `code` is unreliable ("200", 200, "0", "", "XXX" all come with success), so it is looked at only where a
success has no data but names an error. Source: https://wolkvox.com/en/api-response-codes and what clients saw.
"""

from typing import Any

from attrs import field, frozen

from wolkvox_async.errors import (
    AuthenticationFailed,
    InvalidRequest,
    Maintenance,
    QuotaExhausted,
    Refused,
    ReplyError,
    ServerFault,
    TooManySimultaneous,
)

__all__ = ["Found", "Lost", "Nothing", "Seen", "Verdict", "error_of", "verdict"]

_EMPTY = "VALIDATE DATES ENTERED"
_FIRST_BYTES = 300


@frozen(kw_only=True)
class Seen:
    """What there is to see of a reply once its last byte is in.

    whole: the document is closed; envelope: its keys without the list, None where it is no JSON;
    promised: N of "N records were found"; counted: how many came, where the body was small enough to be parsed at once.
    """

    status: int
    whole: bool
    envelope: Any
    head: bytes = field(repr=False)
    size: int
    promised: int | None = None
    counted: int | None = None


@frozen
class Lost:
    """No usable reply came.

    sent: whether the server may have seen the call; seconds: until it was lost;
    ended: the server is done with the call, though nothing can be made of its reply; folder: of kind disk.
    """

    why: str
    kind: str  # connect, refused, name, dns, tls, proxy, late, file, session: none of these has reached the server;
    # reset, dropped, timeout, cut, large, garbled, disk, closed
    sent: bool
    seconds: float = 0.0
    ended: bool = False
    folder: str = ""


@frozen
class Found:
    """A success, with whatever data it has. full: as many records as one reply holds, so perhaps cut."""

    full: bool


@frozen
class Nothing:
    """The window has no records; the dates are fine (a 404 of 84 bytes)."""


Verdict = Found | Nothing | ReplyError


def verdict(seen: Seen, *, windowed: bool, full: int) -> Verdict:
    """Return what the reply means: records, nothing, or the error to raise."""
    document = seen.envelope if isinstance(seen.envelope, dict) else {}
    if 200 <= seen.status < 300:  # noqa: PLR2004
        if not seen.whole:
            return error_of(seen, ServerFault, _broken(seen))
        if document.get("error") and "data" not in document and "records" not in document and not seen.promised:
            code = str(document.get("code", "")).strip()
            return _failure(seen, int(code) if code.isdecimal() and int(code) >= 400 else 404)  # noqa: PLR2004
        return Found(full=(seen.promised or 0) >= full)
    if seen.status == 404 and windowed and "data" not in document and _msg(document) == _EMPTY:  # noqa: PLR2004
        return Nothing()
    return _failure(seen, seen.status)


def _failure(seen: Seen, status: int) -> ReplyError:
    msg = _msg(seen.envelope if isinstance(seen.envelope, dict) else {})
    cls: type[ReplyError]
    advice = ""
    match status:
        case 400 | 422:
            cls = InvalidRequest
        case 401:
            cls, advice = AuthenticationFailed, "the token did not arrive"
        case 403 if "LIMIT EXCEEDED" in msg:
            cls, advice = QuotaExhausted, "the day's calls are spent; go on after the reset"
        case 403 if "SIMULTANEOUS" in msg:
            cls, advice = TooManySimultaneous, "somebody else uses this token"
        case 403 if "VALIDATE TOKEN" in msg:
            cls, advice = AuthenticationFailed, "check the token and the server number"
        case 403:
            cls, advice = Maintenance, "the server is in backup or maintenance; try later"
        case 429:
            cls = TooManySimultaneous
        case _ if status >= 500:  # noqa: PLR2004
            cls = ServerFault
        case _ if 300 <= status < 400:  # noqa: PLR2004
            cls, advice = Refused, "a redirect: check server and base_url"
        case _:
            cls = Refused
    return error_of(seen, cls, advice=advice)


def error_of(seen: Seen, cls: type[ReplyError], what: str = "", advice: str = "") -> ReplyError:
    """Return an error that carries all the reply said."""
    document = seen.envelope if isinstance(seen.envelope, dict) else {}
    msg = document.get("msg")
    code = document.get("code")
    head = seen.head[:_FIRST_BYTES]
    said = what or (str(msg) if msg else head[:80].decode("utf-8", "replace").strip() or "no body")
    return cls(
        f"the server answered {seen.status}: {' '.join(said.split())}",
        advice=advice,
        status=seen.status,
        code=None if code is None else str(code),
        msg=None if msg is None else str(msg),
        data=document.get("data"),
        head=head,
    )


def _broken(seen: Seen) -> str:
    head = seen.head.lstrip(b"\xef\xbb\xbf \r\n\t")
    start = head[:60].decode("utf-8", "replace")
    if not head:
        return "an empty body"
    if head[:1] not in b"{[":
        return f"no JSON but {start!r}"
    return f"a body that is cut short or no JSON, {seen.size:,} bytes: {start!r}"


def _msg(document: dict[str, Any]) -> str:
    return str(document.get("msg") or "").strip().upper()
