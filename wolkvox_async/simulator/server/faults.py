"""Faults: the ways in which a server, or what stands before it, may answer badly, by number or by seed.

Which reply meets which fault follows from the reply's number alone, so a run can be repeated. For a write,
what matters is whether it took effect: `BEFORE` are the kinds where nothing was done, `AFTER` those where
the call was carried out and the answer is lost or spoilt.
"""

import random
import re
from collections.abc import Iterable
from typing import Any

from attrs import evolve, field, frozen
from attrs.validators import ge, optional

from wolkvox_async.simulator import facts
from wolkvox_async.simulator.server import spoil
from wolkvox_async.simulator.wire import ABSENT, Reply, page, refusal

PAGES = {
    "html": (502, "Bad Gateway"),
    "413": (413, "Request Entity Too Large"),
    "500": (500, "Internal Server Error"),
    "503": (503, "Service Unavailable"),
}

BEFORE = {
    "refuse": "the connection is aborted before anything is read or counted",
    "reset": "the connection is reset before the body is read; the call counts, nothing is done",
    "hang": "no answer ever, nothing is done; the connection is dropped in the end",
    "html": "a gateway's page of HTML, status 502",
    "429": "too many requests, which the vendor does not use",
    "500": "a page of HTML, status 500",
    "503": "a page of HTML, status 503",
    "maintenance": "403 with a text that was never witnessed",
    "413": "a page of HTML, status 413: the body is too large, nothing is done",
}
AFTER = {
    "reset-after": "the call is carried out, then the connection is reset",
    "hang-after": "the call is carried out, then no answer ever",
    "html-after": "the call is carried out, then a gateway's page, status 502",
    "half": "half of the body, then the connection breaks",
    "cut": "half of the body, and HTTP calls it whole",
    "drip": "the body comes in many small pieces, slowly",
    "bom": "a byte order mark before the JSON",
    "text-before": "a PHP warning before the JSON",
    "content-type": "JSON that is called text/html",
    "code-int": "the code is a bare number",
    "code-str": "the code is a quoted number",
    "code-empty": "the code is an empty string",
    "data-type": "data is a string",
    "bare-list": "the data alone, without an envelope",
    "bad-utf8": "bytes within the body that are no UTF-8",
    "half-emoji": "half of an emoji, escaped, within a text of a record",
    "list-object": "the list of data is an object whose keys are numbers, with a gap, as PHP writes it",
    "error-filled": "an error is filled, and data is an empty list, under HTTP 200",
    "error-null": "an error is filled, and data is null, under HTTP 200",
    "error-rows": "an error is filled, and the rows come all the same",
    "error-blank": "the error is a blank, which is none",
    "error-word": "the error is the text null, which is none",
    "msg-last": "msg and its count stand behind the data",
    "msg-spanish": "the count is in Spanish: Se encontraron 9 registros",
    "msg-found": "the count is in other words: 9 records found",
    "msg-dots": "the count has dots between its thousands, and text before it",
    "headers": "60 KB of response headers",
    "midnight": "the call is carried out, and answered when the operation's day has changed, or after hang_seconds",
}
OF_SUCCESS = tuple(kind for kind in AFTER if kind.startswith(("error-", "msg-")))
COUNT = re.compile("^([0-9]+) records were found$")
TROUBLE = "Internal error, please try again later"
LONG_HEADERS = {f"X-Debug-{n}": "x" * 20_000 for n in range(3)}
KINDS = tuple(BEFORE | AFTER)


def _kind(_: object, attribute: Any, kinds: tuple[str | None, ...]) -> None:
    for kind in kinds:
        if kind is not None and kind not in KINDS:
            raise ValueError(f"{attribute.name}: no fault {kind!r}; there are {', '.join(KINDS)}")


def _strings(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)


def _optionals(values: Iterable[str | None]) -> tuple[str | None, ...]:
    return tuple(values)


@frozen(kw_only=True)
class Faults:
    """Which replies go wrong, and how."""

    script: tuple[str | None, ...] = field(default=(), converter=_optionals, validator=_kind)
    """The fault of each call in turn, None where it is well; calls after the last follow `every` and `rate`."""
    kinds: tuple[str, ...] = field(default=KINDS, converter=_strings, validator=_kind)
    """The kinds that `every` and `rate` choose from, all by default."""
    every: int | None = field(default=None, validator=optional(ge(1)))
    """Every n-th call meets the next of the kinds."""
    rate: float = 0.0
    """The share of calls, from 0 to 1, that meet one of the kinds by chance."""
    seed: int = 0
    """Decides which calls these are."""
    apis: tuple[str, ...] = field(default=(), converter=_strings)
    """Only calls of these are counted and concerned; none means all."""
    hang_seconds: float = facts.CALL_SECONDS
    """Seconds that a hanging call stays at the server."""
    drip_seconds: float = 2.0
    """Seconds that a dripping body takes."""

    def concerns(self, api: str) -> bool:
        """Whether calls of an api may have a fault."""
        return not self.apis or api in self.apis

    def of(self, number: int) -> str | None:
        """Return the fault of a call; numbers count from 1."""
        if number <= len(self.script):
            return self.script[number - 1]
        if self.every and self.kinds and number % self.every == 0:
            return self.kinds[(number // self.every - 1) % len(self.kinds)]
        chance = random.Random(f"{self.seed} {number}")
        if self.kinds and chance.random() < self.rate:
            return chance.choice(self.kinds)
        return None


def instead(fault: str | None) -> Reply | None:
    """Return the answer that comes in place of the call's own."""
    name = fault.removesuffix("-after") if fault else ""
    if name in PAGES:
        return page(*PAGES[name])
    if name == "429":
        return refusal(429, "TOO MANY REQUESTS", "TOO MANY REQUESTS")
    if name == "maintenance":
        return refusal(403, facts.FORBIDDEN, facts.MAINTENANCE)
    return None


def _with_dots(count: re.Match[str]) -> str:
    return f"OK: {int(count[1]):,} records were found".replace(",", ".")


def spoiled(fault: str | None, reply: Reply) -> Reply:
    """Return the call's own answer, changed as the fault wants it."""
    rows: dict[str, Any] = {} if reply.data is ABSENT else {"data": []}
    changes: dict[str | None, dict[str, Any]] = {
        "error-filled": {"error": TROUBLE, "msg": ""} | rows,
        "error-null": {"error": TROUBLE, "msg": "", "data": None},
        "error-rows": {"error": TROUBLE},
        "error-blank": {"error": " "},
        "error-word": {"error": "null"},
        "msg-spanish": {"msg": COUNT.sub(r"Se encontraron \1 registros", reply.msg)},
        "msg-found": {"msg": COUNT.sub(r"\1 records found", reply.msg)},
        "msg-dots": {"msg": COUNT.sub(_with_dots, reply.msg)},
        "headers": {"headers": LONG_HEADERS},
        "content-type": {"content_type": "text/html"},
        "code-int": {"code": int(reply.code) if str(reply.code).isdecimal() else reply.status},
        "code-str": {"code": str(reply.code)},
        "code-empty": {"code": ""},
        "data-type": {} if reply.data is ABSENT else {"data": "Array"},
        **{kind: {"spoil": change} for kind, change in spoil.BYTES.items()},
    }
    return reply if reply.status >= 400 and fault in OF_SUCCESS else evolve(reply, **changes.get(fault, {}))
