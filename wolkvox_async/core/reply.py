"""What a reply means: one decision, of the complete document, alike for every size and every order of its members.

The HTTP status decides, then `error`, then `msg`, then the number of records. The body's `code` is unreliable ("200",
200, "0", "", "XXX" all come with success), so it is looked at only where a success names an error.
Source: https://wolkvox.com/en/api-response-codes and what clients saw.
"""

import re
from http import HTTPStatus
from typing import Any

from attrs import evolve, field, frozen

from wolkvox_async import limits
from wolkvox_async.core.body import Outline
from wolkvox_async.core.endpoint import RECORDS, Expected
from wolkvox_async.core.parsing import Broken
from wolkvox_async.core.promise import promised
from wolkvox_async.core.shape import MANY, elements, empty, listed, reach
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
from wolkvox_async.pattern import pattern
from wolkvox_async.value import Value

__all__ = ["Found", "Lost", "Nothing", "RoundCounts", "Seen", "Verdict", "error_of", "outlined", "shortfall", "verdict"]

_EMPTY = "VALIDATE DATES ENTERED"
_FIRST_BYTES = 300
_SAID = 300  # characters of the server's words in an error's text; all of them are in its msg


@frozen(kw_only=True, eq=False, repr=False)
class Seen(Value):
    """A complete reply, without its rows.

    envelope: the document's members, wherever they stand, without the list of records where it is one (None: a bare
    list, or no JSON); broken: why it is no JSON document; closed: whether it ends in the bracket that closes its
    first one;
    least, most: how many records the list has at least and at most, None where there is no list.
    """

    status: int
    envelope: Any = field(repr=False)
    head: bytes = field(repr=False)
    size: int
    closed: bool = True
    broken: Broken | None = None
    least: int | None = None
    most: int | None = None

    @property
    def ok(self) -> bool:
        """Whether the status is one of success."""
        return 200 <= self.status < 300  # noqa: PLR2004

    @property
    def cut(self) -> bool:
        """Whether the document is cut short."""
        return self.broken is not None and self.broken.cut and not self.closed


def outlined(seen: Seen, outline: Outline | None) -> Seen:
    """Return what is seen of a reply once its body's outline is known."""
    if outline is None:
        return seen
    return evolve(seen, envelope=outline.envelope, broken=outline.broken, least=outline.least, most=outline.most)


@frozen(eq=False, repr=False)
class Lost(Value):
    """No usable reply came.

    sent: whether the server may have seen the call; seconds: until it was lost;
    ended: the server is done with the call, though nothing can be made of its reply; folder: of kind disk;
    size: bytes of the body that came, of kind cut.
    """

    why: str
    kind: str  # connect, refused, name, dns, tls, proxy, late, file, session: none of these has reached the server;
    # reset, dropped, timeout, cut, large, garbled, disk, closed
    sent: bool
    seconds: float = 0.0
    ended: bool = False
    folder: str = ""
    size: int = 0


@frozen(eq=False, repr=False)
class Found(Value):
    """A success. rows: how many records it has, or says that it has; truncated: as many as one reply holds.

    short: what is said of fewer records than were promised, where that is no error.
    """

    rows: int
    truncated: bool = False
    short: str = ""


@frozen(eq=False, repr=False)
class Nothing(Value):
    """The window has no records; the dates are fine (a 404 of 84 bytes)."""


Verdict = Found | Nothing | ReplyError

# What the server says when it does not do a call, with the status that belongs to it.
_REFUSALS = (
    ("THE API YOU WANT TO CONSULT DOES NOT EXIST", 400),
    ("SOME PARAMETERS ARE REQUIRED", 400),
    ("PLEASE ENTER THE WOLKVOX-TOKEN", 401),
    ("PLEASE VALIDATE TOKEN", 403),
    ("TOKEN LIMIT EXCEEDED", 403),
    ("LIMIT OF SIMULTANEOUS REQUESTS", 403),
)
_SAYING = ("code", "error", "msg")  # what a reply says of itself
_NO_ERROR = re.compile(
    r"[\s\-.\u2010-\u2015\u200b]*|\[\]|\{\}|(?:null|none|nil|undefined|false|no|0|n/?a|ok|success(?:ful)?|[eé]xito|exitos[oa]"
    r"|ning[uú]n[oa]?|(?:no|no hay|sin|sin ning[uú]n|0|without)\s+(?:errors?|errores))[.!]?",
    re.IGNORECASE,
)
_NONE = pattern(
    r"\b(?:no|none|not|without|nothing|empty|sin|nada|ning[uú]n[oa]?s?|vac[ií][oa]s?|0|zero|cero)\b", re.IGNORECASE
)
_OF_PROXIES = {408, 425, 499}  # a proxy gave up, or a client in between: the server may have done the call
_FAILED = {"error", "fail", "failed", "false"}
_PHRASES = {status.phrase.upper(): status.value for status in HTTPStatus if status >= 400}  # noqa: PLR2004


def verdict(
    seen: Seen, *, windowed: bool, reads: bool = True, expected: Expected = RECORDS, strict_counts: bool = True
) -> Verdict | None:
    """Return what the reply means: records, nothing, or the error to raise.

    None where that depends on the number of records, and `least` and `most` differ.
    """
    document = seen.envelope if isinstance(seen.envelope, dict) else {}
    if not seen.ok:
        found = _empty_window(seen, document) if windowed and seen.status == 404 else None  # noqa: PLR2004
        return found or _failure(seen, seen.status)
    if seen.broken is not None:
        large = seen.cut and seen.size >= limits.CUT_BYTES  # a smaller one may come whole
        return error_of(seen, ServerFault, _broken(seen), cut=large, complete=seen.broken.large)
    least, most = _counts(seen, expected)
    if (status := _refused(document, rowless=windowed and most == 0)) is not None:
        error = _failure(seen, status)
        error.complete = least > 0  # a part of the rows came: the same call would not give more
        return error
    promise = promised(document.get("msg")) if reads else None
    if reads and (what := _astray(seen, document, expected, most, windowed=windowed) or _absurd(promise)):
        return error_of(seen, ServerFault, what, complete=True)
    rows = max(promise or 0, least)
    if rows >= expected.full:
        return Found(rows, truncated=True)
    if most >= expected.full:
        return None
    what = shortfall(promise, least) if expected.counts and expected.shape == "records" else ""
    if what and least != most:
        return None
    if what and (strict_counts or _garbled(document, expected)):
        advice = "the rows that came are in .rows"
        return error_of(seen, ServerFault, what, advice, complete=not _garbled(document, expected))
    return Found(least, short=what)


def _garbled(document: dict[str, Any], expected: Expected) -> bool:
    """Whether what stands in the place of the records is a text or a number, which another call may give as records."""
    found = reach(document, expected.key)
    return not isinstance(found, dict | list) and not empty(found)


def _absurd(promise: int | None) -> str:
    return "msg promises more records than a reply can hold" if promise is not None and promise >= MANY else ""


def shortfall(promise: int | None, count: int, what: str = "records") -> str:
    """Say that fewer records came than the reply itself promised; "" where that is not so."""
    if promise is None or count >= promise:
        return ""
    return f"{promise:,} {what} were promised and {count:,} came"


def _counts(seen: Seen, expected: Expected) -> tuple[int, int]:
    """Return how many records there are at least and at most."""
    if seen.least is not None and seen.most is not None:
        return seen.least, seen.most
    document = seen.envelope
    if expected.shape in {"record", "confirmation"}:
        data = document.get("data") if isinstance(document, dict) else document
        count = 0 if empty(data) else 1
    else:
        count = len(elements(document, expected))
    return count, count


def _refused(document: dict[str, Any], *, rowless: bool) -> int | None:
    """Return the HTTP status that a failure would have had which came with a success's; None for a success.

    A code is unreliable, but one of failure on a report without rows is not taken for a window without records, as
    long as the reply does not say that there are none.
    """
    msg = _msg(document)
    for text, status in _REFUSALS:
        if text in msg:
            return status
    error = document.get("error")
    code = str(document.get("code", "")).strip()
    wrong = re.fullmatch("[45][0-9]{2}", code) is not None
    failed = str(document.get("status", "")).strip().lower() in _FAILED
    if rowless and msg != _EMPTY and promised(document.get("msg")) != 0:
        failed = failed or document.get("success") is False or (wrong and code != "404")
    if not _filled(error) and not failed:
        return None
    if wrong:
        return int(code)
    return _PHRASES.get(str(error).strip().upper(), 404)


def _filled(error: Any) -> bool:
    """Whether `error` names one. Blank, "-", "null", "sin errores" and their like do not."""
    match error:
        case None | False | 0:
            return False
        case str():
            return _NO_ERROR.fullmatch(error.strip()) is None
        case list():
            return any(map(_filled, error))
        case dict():
            return any(map(_filled, error.values()))
    return True


def _astray(seen: Seen, document: dict[str, Any], expected: Expected, most: int, *, windowed: bool) -> str:
    """Say that a reply has its records elsewhere than it should: they are not to be taken for none, or for one."""
    if expected.shape != "records":
        return ""
    found = reach(document, expected.key)
    if windowed and isinstance(found, dict) and listed(found) is None and found and all(map(_objects, found.values())):
        return f"no list under {expected.key!r}, but records within it"
    if most or (expected.key and found is not None and not empty(found)):
        return ""
    root = expected.key.partition(".")[0]
    for name, value in document.items():
        if name != root and name not in _SAYING and _holds_objects(value):
            return f"no records under {expected.key!r}, but some under {name!r}"
    if windowed and seen.least is None and empty(found) and _silent(document):
        return f"neither records nor a word that there are none: {str(document.get('msg'))!r:.120}"
    if windowed and document and seen.least is None and not document.keys() & {root, *_SAYING}:
        return f"neither {expected.key!r} nor a message, but {', '.join(map(repr, list(document)[:5]))}"
    return ""


def _silent(document: dict[str, Any]) -> bool:
    """Whether a document without a list of records has a message, which does not say that there are none either."""
    msg = document.get("msg")
    if not _filled(msg) or _msg(document) == _EMPTY:
        return False
    return promised(msg) is None and _NONE.search(str(msg)) is None


def _objects(value: Any) -> bool:
    """Whether a value is an object, or a list of them."""
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)
    )


def _holds_objects(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_holds_objects, value.values()))
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)


def _empty_window(seen: Seen, document: dict[str, Any]) -> Verdict | None:
    """Return what a 404 means that says a window is empty, or whose body breaks off before it says so."""
    if "data" not in document and _msg(document) == _EMPTY:
        return Nothing()
    return error_of(seen, ServerFault, _broken(seen)) if seen.cut else None


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
            cls, advice = TooManySimultaneous, "another program uses this token"
        case 403 if "VALIDATE TOKEN" in msg:
            cls, advice = AuthenticationFailed, "check the token and the server number"
        case 403:
            cls, advice = Maintenance, "the server is in backup or maintenance; try later"
        case 429:
            cls = TooManySimultaneous
        case _ if status >= 500 or status in _OF_PROXIES:  # noqa: PLR2004
            cls = ServerFault
        case _ if 300 <= status < 400:  # noqa: PLR2004
            cls, advice = Refused, "a redirect: check server and base_url"
        case _:
            cls = Refused
    return error_of(seen, cls, advice=advice)


def error_of(
    seen: Seen, cls: type[ReplyError], what: str = "", advice: str = "", *, cut: bool = False, complete: bool = False
) -> ReplyError:
    """Return an error that carries all the reply said."""
    document = seen.envelope if isinstance(seen.envelope, dict) else {}
    msg = document.get("msg")
    code = document.get("code")
    error = document.get("error")
    head = seen.head[:_FIRST_BYTES]
    words = [str(error)] if _filled(error) and (seen.ok or not msg) else []  # of a failure, msg says more than error
    named = "; ".join([*words, *([str(msg)] if msg else [])])
    said = what or named or head[:80].decode("utf-8", "replace").strip() or "no body"
    return cls(
        f"the server answered {seen.status}: {_shown(said)}",
        advice=advice,
        status=seen.status,
        code=None if code is None else str(code),
        msg=None if msg is None else str(msg),
        data=document.get("data"),
        head=head,
        cut=cut,
        complete=complete,
    )


def _shown(text: str) -> str:
    """Return a text for one line of a terminal or a log."""
    line = " ".join(text[: 2 * _SAID].split())
    line = "".join(each if each.isprintable() else repr(each)[1:-1] for each in line)
    return line if len(line) <= _SAID else f"{line[:_SAID]}…"


def _broken(seen: Seen) -> str:
    head = seen.head.lstrip(b"\xef\xbb\xbf \r\n\t")
    start = head[:60].decode("utf-8", "replace")
    if not head:
        return "an empty body"
    if head[:1] not in b"{[":
        what = "JSON object or list" if head[:1] in b'"-0123456789' else "JSON"
        return f"no {what} but {start!r}"
    if seen.cut:
        return f"a body that is cut short, {seen.size:,} bytes: {start!r}"
    return f"a body that is no JSON, {seen.size:,} bytes ({seen.broken}): {start!r}"


def _msg(document: dict[str, Any]) -> str:
    return " ".join(str(document.get("msg") or "").split()).upper()


class RoundCounts:
    """Notices that windows have the same round number of rows, as where a server cuts its replies in silence."""

    _ROUND = frozenset((1_000, 2_000, 5_000, 10_000, 20_000, 25_000, 50_000, 100_000))

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._noticed = False

    def add(self, rows: int) -> bool:
        """Count a window; whether it is the one that makes the caution due, once."""
        if rows not in self._ROUND or self._noticed:
            return False
        self._noticed = rows in self._seen
        self._seen.add(rows)
        return self._noticed
