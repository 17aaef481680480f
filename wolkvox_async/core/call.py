"""A call is a value; `request` turns it into what goes over the wire. No token is in a call."""

from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from attrs import Factory, field, frozen

from wolkvox_async.core.windows import Window
from wolkvox_async.operation import Operation, Token

__all__ = ["Call", "Part", "Request", "request"]


@frozen
class Part:
    """One part of a form: a text, or a file that is read while it is sent."""

    name: str
    content: str | Path


@frozen(kw_only=True)
class Call:
    """What is asked: endpoint is the public name (`campaign.detail`), for errors and events.

    script: below the base URL, or from the host's root with a leading slash. body: JSON; parts: of a form instead.
    reads: whether it may be repeated without harm.
    """

    endpoint: str
    method: str
    script: str
    query: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)
    parts: tuple[Part, ...] = field(default=(), repr=False)
    window: Window | None = None
    windowed: bool = False
    cost: int = 1
    reads: bool = Factory(lambda self: self.method == "GET", takes_self=True)


@frozen
class Request:
    """What goes over the wire. The headers hold the token, so no repr shows them."""

    method: str
    url: str
    headers: dict[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)
    parts: tuple[Part, ...] = field(default=(), repr=False)


def request(call: Call, operation: Operation, token: Token) -> Request:
    """Return address, headers and body of a call."""
    headers = {
        "wolkvox-token": token.reveal(),
        "wolkvox_server": operation.server,
        "Accept": "application/json",
        "Accept-Encoding": "gzip",
    }
    if call.body is not None:
        headers["Content-Type"] = "application/json"
    address = _address(operation.base_url, call.script)
    if call.query:
        address += f"?{urlencode(call.query, quote_via=quote)}"
    return Request(call.method, address, headers, call.body, call.parts)


def _address(base_url: str, script: str) -> str:
    """Whatever the script, the host is the operation's: the request holds its token."""
    if not script.startswith("/"):
        return base_url + script
    base = urlsplit(base_url)
    return f"{base.scheme}://{base.netloc}{script}"
