"""From a reply's body to records: parsed and decoded in small batches, a few milliseconds of each turn of the loop."""

from collections.abc import AsyncGenerator, Mapping
from typing import Any, TypeVar

from attrs import frozen

from wolkvox_async import limits
from wolkvox_async.caller import Caller
from wolkvox_async.core import arguments, shape
from wolkvox_async.core.endpoint import Endpoint
from wolkvox_async.core.reply import error_of
from wolkvox_async.core.split import Broken, Splitter
from wolkvox_async.core.windows import Window
from wolkvox_async.core.wire import Decoder
from wolkvox_async.errors import ServerFault, WindowFull, WolkvoxError
from wolkvox_async.exchange import Reply
from wolkvox_async.transport import Answered

__all__ = ["Confirmation", "ask", "confirmation", "document", "elements", "fault", "flaw", "records", "shortfall"]

R = TypeVar("R")


@frozen
class Confirmation:
    """What the server says of a call that has no records: its message, code and whatever data it has."""

    msg: str
    code: str = ""
    data: Any = None


async def elements(
    caller: Caller, reply: Reply, endpoint: Endpoint[Any], window: Window | None = None
) -> AsyncGenerator[list[Any], None]:
    """Yield the parsed records of a body, batch by batch; a ServerFault where it is no JSON."""
    if reply.found is None:
        return
    if endpoint.shape != "records" or "." in endpoint.key:
        listed, around = await document(caller, reply, endpoint.name, key="")
        yield shape.elements(listed if around is None else around, endpoint)
        return
    if reply.answered.rows is not None and endpoint.key == "data":
        yield reply.answered.rows
        return
    splitter = Splitter(endpoint.key)
    count = 0
    try:
        async for batch in _batches(caller, reply, splitter):
            count += len(batch)
            yield batch
        batch, around = splitter.close()
    except Broken as error:
        raise fault(caller, reply, f"the body is no JSON: {error}", endpoint.name, window) from None
    if batch or not count:
        yield batch or shape.elements(around, endpoint)


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


async def ask(caller: Caller, endpoint: Endpoint[Any], given: Mapping[str, Any]) -> Reply:
    """Make one call of an endpoint that takes no window. Whoever has the reply closes it."""
    call = arguments.call(endpoint, given, zone=caller.operation.tz)
    watched = endpoint.reads and endpoint.counts and endpoint.shape == "records" and endpoint.key == "data"
    return await caller.perform(call, lane="interactive", flaw=flaw if watched else None)


async def records(caller: Caller, endpoint: Endpoint[R], given: Mapping[str, Any]) -> list[R]:
    """Make one call of an endpoint that takes no window and return its records, none where it has none.

    Raises WindowFull, with the records that came, where the reply says or lets fear that there are more.
    """
    place = {"operation": caller.operation.name, "endpoint": endpoint.name}
    try:
        reply = await ask(caller, endpoint, given)
        decoder = Decoder(endpoint.record, caller.operation.tz, strict=caller.strict)
        rows: list[R] = []
        try:
            async for batch in elements(caller, reply, endpoint):
                rows += decoder.decode(batch, len(rows) + 1)
        finally:
            reply.close()
    except WolkvoxError as error:
        raise error.at(**place)  # noqa: B904 - the same error, with its place
    if endpoint.counts and endpoint.reads and (what := shortfall(reply.promised, len(rows))):
        raise fault(caller, reply, what, endpoint.name)
    more = shape.promise(reply.answered.seen.envelope, endpoint)
    if more is not None and more > len(rows):
        advice = "the rows are in .rows; no parameter asks for the rest"
        raise WindowFull(f"{len(rows):,} rows of {more:,}", advice=advice, rows=rows).at(**place)
    if len(rows) >= limits.REPLY_RECORDS:
        raise WindowFull(f"{len(rows):,} rows: there may be more", advice="the rows are in .rows", rows=rows).at(
            **place
        )
    return rows


async def confirmation(caller: Caller, endpoint: Endpoint[Any], given: Mapping[str, Any]) -> Confirmation:
    """Make one call that has no records to return, and return what the server says."""
    try:
        reply = await ask(caller, endpoint, given)
        try:
            _, said = await document(caller, reply, endpoint.name, key="")
        finally:
            reply.close()
    except WolkvoxError as error:
        raise error.at(operation=caller.operation.name, endpoint=endpoint.name)  # noqa: B904 - the same error
    said = said if isinstance(said, dict) else {"data": said}
    return Confirmation(str(said.get("msg") or ""), str(said.get("code") or "").strip(), said.get("data"))
