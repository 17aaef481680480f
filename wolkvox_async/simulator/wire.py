r"""A reply as a value, and the bytes it becomes.

The vendor's server is PHP: `json_encode` with pretty printing, so four spaces, line feeds, `\u00f1` for
what is not ASCII and `\/` for a slash. `msg` stands before `data`, which a client may count on for full
replies.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from attrs import field, frozen

from wolkvox_async.simulator import facts

ABSENT = object()  # a reply without a data key


def php_json(value: object, depth: int = 0) -> str:
    """Write the value as PHP would, its lines after the first indented for where it stands."""
    text = json.dumps(value, indent=4).replace("/", "\\/")
    return text.replace("\n", "\n" + "    " * depth)


def percent(part: int, whole: int) -> str:
    """Write a share as the server does: 34.64 %."""
    return f"{100 * part / whole:,.2f} %"


@frozen
class Records:
    """Rows that are written while they are sent: how many, about how many bytes, and blocks of them."""

    count: int
    size: int
    blocks: Callable[[], Iterator[bytes]]


@frozen(kw_only=True)
class Reply:
    """What the server answers. broke lists (kind, detail) of each limit that the client did not keep."""

    status: int = 200
    code: str | int = "200"
    error: str | None = None
    msg: str = ""
    data: Any = ABSENT
    whole: Any = ABSENT  # a JSON document that stands in the envelope's place
    broke: tuple[tuple[str, str], ...] = ()
    raw: bytes | None = None  # a body that is no envelope, such as a gateway's page
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(factory=dict)
    spoil: Callable[[Iterator[bytes]], Iterator[bytes]] = field(default=iter)  # what a fault does to the bytes

    @property
    def size(self) -> int:
        """About how many bytes the body has."""
        return self.data.size if isinstance(self.data, Records) else 0

    def parts(self) -> Iterator[bytes]:
        """Return the body's bytes, block by block."""
        return self.spoil(iter((self.raw,)) if self.raw is not None else self._envelope())

    def _envelope(self) -> Iterator[bytes]:
        if self.whole is not ABSENT:
            yield php_json(self.whole).encode()
            return
        head = {"code": self.code, "error": self.error, "msg": self.msg}
        if not isinstance(self.data, Records):
            whole = head if self.data is ABSENT else head | {"data": self.data}
            yield php_json(whole).encode()
            return
        yield php_json(head).encode()[:-2] + b',\n    "data": [\n'
        yield from _separated(self.data.blocks())
        yield b"\n    ]\n}"


def _separated(blocks: Iterable[bytes]) -> Iterator[bytes]:
    comma = b""
    for block in blocks:
        yield comma + block
        comma = b",\n"


def found(rows: list[dict[str, str]]) -> Reply:
    """Answer with rows, and how many they are."""
    return Reply(msg=facts.FOUND.format(len(rows)), data=rows)


def refusal(status: int, error: str, msg: str, *broke: tuple[str, str]) -> Reply:
    """Answer with an error of that status."""
    return Reply(status=status, code=str(status), error=error, msg=msg, broke=broke)


def bad_request(msg: str, detail: str, kind: str = "bad request") -> Reply:
    """Answer a call that is wrong."""
    return refusal(400, facts.BAD_REQUEST, msg, (kind, detail))


def empty_window() -> Reply:
    """Answer a window without rows: 404, although the dates are fine."""
    return refusal(404, facts.NOT_FOUND, facts.EMPTY_WINDOW)


def no_campaign(campaign_id: str) -> Reply:
    """Answer a call for a campaign that does not exist."""
    return refusal(404, facts.NOT_FOUND, facts.NO_CAMPAIGN.format(campaign_id))


def page(status: int, title: str) -> Reply:
    """Answer as a gateway in front of the server does, with a page of HTML."""
    text = f"<html>\r\n<head><title>{status} {title}</title></head>\r\n<body></body></html>\r\n"
    return Reply(status=status, raw=text.encode(), content_type="text/html")
