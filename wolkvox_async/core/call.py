"""A call is a value; `request` turns it into what goes over the wire. No token is in a call."""

import re
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from attrs import Factory, field, frozen

from wolkvox_async.core.endpoint import RECORDS, Expected
from wolkvox_async.core.windows import Window
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.operation import Operation, Token
from wolkvox_async.pattern import pattern
from wolkvox_async.value import Value

__all__ = ["Call", "Part", "Request", "check", "request"]

_UNSOUND = pattern("[\x00-\x1f\x7f\x80-\x9f\u2028\u2029\ud800-\udfff]")


@frozen(eq=False, repr=False)
class Part(Value):
    """One part of a form: a text, or a file that is read while it is sent."""

    name: str
    content: str | Path


@frozen(kw_only=True, eq=False, repr=False)
class Call(Value):
    """What is asked: endpoint is the public name (`campaign.detail`), for errors and events.

    script: below the base URL, or from the host's root with a leading slash. body: JSON, unless content_type says what
    else it is; parts: of a form instead.
    reads: whether it may be repeated without harm; expected: what its reply is to hold.
    """

    endpoint: str
    method: str
    script: str
    query: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)
    content_type: str = "application/json"
    parts: tuple[Part, ...] = field(default=(), repr=False)
    window: Window | None = None
    windowed: bool = False
    cost: int = 1
    reads: bool = Factory(lambda self: self.method == "GET", takes_self=True)
    expected: Expected = RECORDS


@frozen(eq=False, repr=False)
class Request(Value):
    """What goes over the wire.

    headers: hold the token, as a text whose repr is its digest; secret: that token, to be taken out of messages.
    """

    method: str
    url: str
    headers: dict[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)
    parts: tuple[Part, ...] = field(default=(), repr=False)
    secret: Token | None = None


def check(call: Call) -> None:
    """Raise ConfigurationError where a call cannot be written as a request."""
    if not re.fullmatch(r"[A-Z]+", call.method):
        raise ConfigurationError(f"{call.method!r} is no HTTP method", advice="write GET, POST, PUT or DELETE")
    if not call.script or not _sound(call.script) or re.search(r"[\s?#\\]", call.script):
        raise ConfigurationError(
            f"{call.script!r} is no script", advice="write it like 'campaign.php', and its query as name=value"
        )
    if ".." in call.script.split("/"):
        raise ConfigurationError(f"{call.script!r} leaves the API", advice="write it like 'campaign.php'")
    for name, value in call.query:
        if not name or not _sound(name) or not _sound(value):
            raise ConfigurationError(
                f"the query {name!r} holds a line break, a control character or half of a surrogate pair",
                advice="give a plain text",
            )


def _sound(text: str) -> bool:
    """Whether a text can stand in an address: no control characters, and nothing that UTF-8 cannot write."""
    return not _UNSOUND.search(text)


def request(call: Call, operation: Operation, token: Token) -> Request:
    """Return address, headers and body of a call."""
    headers: dict[str, str] = {
        "wolkvox-token": token.header,
        "wolkvox_server": operation.server,
        "Accept": "application/json",
        "Accept-Encoding": "gzip",
    }
    if call.body is not None:
        headers["Content-Type"] = call.content_type
    address = _address(operation.base_url, call.script)
    if call.query:
        address += f"?{urlencode(call.query, quote_via=quote)}"
    return Request(call.method, address, headers, call.body, call.parts, token)


def _address(base_url: str, script: str) -> str:
    """Whatever the script, the host is the operation's: the request holds its token."""
    if not script.startswith("/"):
        return base_url + script
    base = urlsplit(base_url)
    return f"{base.scheme}://{base.netloc}{script}"
