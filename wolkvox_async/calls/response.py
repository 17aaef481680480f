"""From a reply's body to records: parsed and decoded in small batches, a few milliseconds of each turn of the loop."""

from collections.abc import AsyncGenerator, Mapping
from typing import Any, TypeVar

from attrs import frozen

from wolkvox_async import limits
from wolkvox_async.calls.exchange import Reply
from wolkvox_async.calls.executor import Caller
from wolkvox_async.calls.transport import Answered
from wolkvox_async.core import arguments, shape
from wolkvox_async.core.call import Call
from wolkvox_async.core.endpoint import Endpoint
from wolkvox_async.core.plain import Plain
from wolkvox_async.core.reply import error_of
from wolkvox_async.core.split import Broken, Splitter
from wolkvox_async.core.windows import Window
from wolkvox_async.core.wire import Decoder
from wolkvox_async.errors import ServerFault, WindowFull, WolkvoxError

__all__ = [
    "Body",
    "Confirmation",
    "Given",
    "ask",
    "confirmation",
    "document",
    "elements",
    "fault",
    "flaw",
    "page",
    "records",
    "shortfall",
    "tells",
]

R = TypeVar("R")
Given = Mapping[str, Any] | Call  # the arguments, or the call that was made of them


@frozen
class Confirmation(Plain):
    """What the server says of a call that has no records: its message, code and whatever data it has."""

    msg: str
    code: str = ""
    data: Any = None


class Body:
    """A reply's body on its way to records. document: what stands around them, once all batches have come."""

    def __init__(self, caller: Caller, reply: Reply, endpoint: Endpoint[Any], window: Window | None = None) -> None:
        self._caller = caller
        self._reply = reply
        self._endpoint = endpoint
        self._window = window
        self.document: Any = None

    async def batches(self) -> AsyncGenerator[list[Any], None]:
        """Yield the parsed records, batch by batch; a ServerFault where the body is no JSON."""
        reply, endpoint = self._reply, self._endpoint
        if reply.found is None:
            return
        if endpoint.shape != "records" or "." in endpoint.key:
            listed, around = await document(self._caller, reply, endpoint.name, key="")
            self.document = listed if around is None else around
            yield shape.elements(self.document, endpoint)
            return
        if reply.answered.rows is not None and endpoint.key == "data":
            self.document = reply.answered.seen.envelope
            yield reply.answered.rows
            return
        splitter = Splitter(endpoint.key)
        count = 0
        try:
            async for batch in _batches(self._caller, reply, splitter):
                count += len(batch)
                yield batch
            batch, self.document = splitter.close()
        except Broken as error:
            raise fault(self._caller, reply, f"the body is no JSON: {error}", endpoint.name, self._window) from None
        if batch or not count:
            yield batch or shape.elements(self.document, endpoint)


def elements(
    caller: Caller, reply: Reply, endpoint: Endpoint[Any], window: Window | None = None
) -> AsyncGenerator[list[Any], None]:
    """Yield the parsed records of a body, batch by batch; a ServerFault where it is no JSON."""
    return Body(caller, reply, endpoint, window).batches()


async def document(caller: Caller, reply: Reply, endpoint: str, key: str = "data") -> tuple[list[Any], Any]:
    """Return the elements of a body's list under key (""; none), and the document without them."""
    splitter = Splitter(key or "\0")
    try:
        rows = [row async for batch in _batches(caller, reply, splitter) for row in batch]
        rest, around = splitter.close()
    except Broken as error:
        raise fault(caller, reply, f"the body is no JSON: {error}", endpoint) from None
    return rows + rest, around


async def _batches(caller: Caller, reply: Reply, splitter: Splitter) -> AsyncGenerator[list[Any], None]:
    turns = caller.engine.turns
    for chunk in reply.answered.body.chunks():
        await turns.mine()
        for batch in splitter.feed(chunk):
            yield batch
            await turns.mine()


def flaw(answered: Answered) -> str | None:
    """Say what is wrong with a body, if it is small enough to look through before a row of it is handed out.

    A larger one has had its end checked, and is held against its promise when it is read.
    """
    promised = answered.seen.promised or 0
    count = answered.seen.counted
    if count is None:
        if answered.seen.size > limits.SPOOL_BYTES or promised >= limits.REPLY_RECORDS:
            return None
        splitter = Splitter()
        try:
            count = sum(len(batch) for chunk in answered.body.chunks() for batch in splitter.feed(chunk))
            count += len(splitter.close()[0])
        except Broken as error:
            return f"the body is no JSON: {error}"
    return shortfall(promised, count)


def shortfall(promised: int | None, count: int) -> str | None:
    """Say that fewer records came than the reply itself promised."""
    if promised is None or count >= promised:
        return None
    return f"{promised:,} records were promised and {count:,} came"


def fault(caller: Caller, reply: Reply, what: str, endpoint: str, window: Window | None = None) -> WolkvoxError:
    """Return the error for a body that is not what it should be."""
    error = error_of(reply.answered.seen, ServerFault, what)
    return error.at(operation=caller.operation.name, endpoint=endpoint, window=window)


async def ask(caller: Caller, endpoint: Endpoint[Any], given: Given) -> Reply:
    """Make one call of an endpoint that takes no window. Whoever has the reply closes it."""
    call = given if isinstance(given, Call) else arguments.call(endpoint, given, zone=caller.operation.tz)
    watch = flaw if endpoint.reads and tells(endpoint) and endpoint.key == "data" else None
    return await caller.perform(call, lane="interactive", flaw=watch)


def tells(endpoint: Endpoint[Any]) -> bool:
    """Whether the message tells how many records there are; where they are nested, nobody knows which it counts."""
    return endpoint.counts and endpoint.shape == "records"


async def records(caller: Caller, endpoint: Endpoint[R], given: Given) -> list[R]:
    """Make one call of an endpoint that takes no window and return its records, none where it has none.

    Raises WindowFull, with the records that came, where the reply says or lets fear that there are more.
    """
    rows, around = await page(caller, endpoint, given)
    more = shape.promise(around, endpoint)
    if more is not None and more > len(rows):
        what, advice = f"{len(rows):,} rows of {more:,}", "the rows are in .rows; no parameter asks for the rest"
    elif len(rows) >= endpoint.full:
        what, advice = f"{len(rows):,} rows: there may be more", "the rows are in .rows"
    else:
        return rows
    raise WindowFull(what, advice=advice, rows=rows).at(operation=caller.operation.name, endpoint=endpoint.name)


async def page(caller: Caller, endpoint: Endpoint[R], given: Given) -> tuple[list[R], Any]:
    """Make one call and return its records, and the document that they stood in: what comes next may stand there."""
    rows: list[R] = []
    try:
        reply = await ask(caller, endpoint, given)
        decoder = Decoder(endpoint.record, caller.operation.tz, strict=caller.strict)
        body = Body(caller, reply, endpoint)
        try:
            async for batch in body.batches():
                rows += decoder.decode(batch, len(rows) + 1)
        finally:
            reply.close()
        if endpoint.reads and tells(endpoint) and (what := shortfall(reply.promised, len(rows))):
            raise fault(caller, reply, what, endpoint.name)
    except WolkvoxError as error:
        raise error.at(operation=caller.operation.name, endpoint=endpoint.name)  # noqa: B904 - the same, with its place
    return rows, body.document


async def confirmation(caller: Caller, endpoint: Endpoint[Any], given: Given) -> Confirmation:
    """Make one call that has no records to return, and return what the server says."""
    try:
        reply = await ask(caller, endpoint, given)
        try:
            listed, said = await document(caller, reply, endpoint.name, key="")
        finally:
            reply.close()
    except WolkvoxError as error:
        raise error.at(operation=caller.operation.name, endpoint=endpoint.name)  # noqa: B904 - the same error
    said = said if isinstance(said, dict) else {"data": listed if said is None else said}
    return Confirmation(str(said.get("msg") or ""), str(said.get("code") or "").strip(), said.get("data"))
