"""A call is a value; `request` turns it into what goes over the wire. No token is in a call."""

from urllib.parse import quote, urlencode

from attrs import field, frozen

from wolkvox_async.core.windows import Window
from wolkvox_async.operation import Operation, Token

__all__ = ["Call", "Request", "request"]


@frozen(kw_only=True)
class Call:
    """What is asked: endpoint is the public name (`campaign.detail`), for errors and events."""

    endpoint: str
    method: str
    script: str
    query: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)
    window: Window | None = None
    windowed: bool = False
    cost: int = 1

    @property
    def reads(self) -> bool:
        """Whether it may be repeated without harm."""
        return self.method == "GET"


@frozen
class Request:
    """What goes over the wire. The headers hold the token, so no repr shows them."""

    method: str
    url: str
    headers: dict[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)


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
    query = urlencode(call.query, quote_via=quote)
    return Request(call.method, f"{operation.base_url}{call.script}?{query}", headers, call.body)
