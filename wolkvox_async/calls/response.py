"""What a call brought: parsed and decoded in small batches, a few milliseconds of each turn of the loop."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from wolkvox_async import events
from wolkvox_async.calls.exchange import Reply
from wolkvox_async.calls.executor import CallExecutor
from wolkvox_async.calls.making import Maker
from wolkvox_async.calls.reading import Reading, read_document
from wolkvox_async.calls.tasks import to_its_end
from wolkvox_async.core import arguments, parsing, shape
from wolkvox_async.core.call import Call
from wolkvox_async.core.endpoint import Endpoint
from wolkvox_async.core.parsing import Broken, Defective, Elements
from wolkvox_async.core.reply import Found, error_of
from wolkvox_async.core.rows import Rows
from wolkvox_async.core.windows import Window
from wolkvox_async.core.wire import Decoder
from wolkvox_async.errors import DecodeError, ReplyError, ServerFault, WindowFull, WolkvoxError, placed

if TYPE_CHECKING:
    from wolkvox_async.calls.confirmation import Confirmation

__all__ = ["Response", "document", "response_of", "typed"]

_ROWS = 50  # decoded in about a millisecond

R = TypeVar("R")
Given = Mapping[str, Any] | Call  # the arguments, or the call that was made of them


async def document(caller: CallExecutor, reply: Reply, endpoint: str) -> Any:
    """Return the complete document of a reply, its records too, whatever its size.

    A number that 64 bits or a double would not give back as it is written comes as its text.
    """
    try:
        found, splitter = await read_document(reply.answered.body, caller.engine.time_budget)
        return parsing.number(splitter.exact_document()) if parsing.holds_float(found) else found
    except Broken as error:
        raise _no_json(caller, reply, error, endpoint) from None


def _no_json(
    caller: CallExecutor, reply: Reply, broken: Broken, endpoint: str, window: Window | None = None
) -> WolkvoxError:
    error = error_of(reply.answered.seen, ServerFault, f"the body is no JSON: {broken}")
    return error.at(operation=caller.operation.name, endpoint=endpoint, window=window)


async def typed(caller: CallExecutor, error: WolkvoxError, record: type) -> None:
    """Make records of the rows that came with an error; where they do not decode, they stay as they came."""
    if not isinstance(error, ReplyError) or not error.rows:
        return
    decoder: Decoder[Any] = Decoder(record, caller.operation.tz)
    rows: list[Any] = []
    try:
        for at in range(0, len(error.rows), _ROWS):
            await caller.engine.time_budget.wait()
            rows += decoder.decode(error.rows[at : at + _ROWS], at + 1)
    except DecodeError as other:
        error.add_note(f"the rows are as they came: {other}")
    else:
        error.rows = rows


class Response(Generic[R]):
    """The answer to one call: its records, parsed, typed or as columns, its document, or what the server says."""

    def __init__(self, caller: CallExecutor, endpoint: Endpoint[R], reply: Reply, window: Window | None = None) -> None:
        self._caller, self._endpoint, self._reply, self._window = caller, endpoint, reply, window
        self.around: Any = None
        """What stands around the records, once they are read: what comes next may stand there."""

    async def page(self) -> list[R]:
        """Return the records that came."""
        rows: Rows[R] = Rows()
        decoder = Decoder(self._endpoint.record, self._caller.operation.tz, strict=self._caller.strict)
        async for batch in self.batches():
            rows += decoder.decode(batch, len(rows) + 1)
        return rows

    async def records(self) -> list[R]:
        """Return all records, none where there are none; of a call that takes no window.

        Raises:
            WindowFull: The reply says, or lets fear, that there are more; it has the records that came.
        """
        rows = await self.page()
        more = shape.promise(self.around, self._endpoint.total)
        if more is not None and more > len(rows):
            what, advice = f"{len(rows):,} rows of {more:,}", "the rows are in .rows; no parameter asks for the rest"
        elif len(rows) >= self._endpoint.full:
            what, advice = f"{len(rows):,} rows: there may be more", "the rows are in .rows"
        else:
            return rows
        raise WindowFull(what, advice=advice, rows=rows)

    async def document(self) -> Any:
        """Return the complete document."""
        return await document(self._caller, self._reply, self._endpoint.name)

    async def confirmation(self) -> "Confirmation":
        """Return what the server says, where it has no records to give."""
        said = await self.document()
        said = said if isinstance(said, dict) else {"data": said}
        from wolkvox_async.calls.confirmation import Confirmation  # noqa: PLC0415 - most calls have records

        return Confirmation(str(said.get("msg") or ""), str(said.get("code") or "").strip(), said.get("data"))

    async def batches(self, first: int | None = 0) -> AsyncGenerator[Elements, None]:
        """Yield the parsed records, batch by batch; a ServerFault where the body is no JSON.

        first: how many were read before, of which no event is emitted again; None: all of them.
        """
        reply, endpoint = self._reply, self._endpoint
        if reply.found is None:
            return
        if first == 0:
            self._tell_short(reply.found)
        if reply.answered.rows is not None:
            self.around = reply.answered.seen.envelope
            self._tell_defects(reply.answered.rows, 0, first)
            yield reply.answered.rows
            return
        reading = Reading(reply.answered.body, endpoint.expected, self._caller.engine.time_budget)
        count = 0
        try:
            async for batch in reading.batches():
                self._tell_defects(batch, count, first)
                count += len(batch)
                yield batch
        except Broken as error:
            raise _no_json(self._caller, reply, error, endpoint.name, self._window) from None
        self.around = reading.document

    async def arrow_batches(self, maker: Maker) -> AsyncGenerator[Any, None]:
        """Yield the records as columns, batch by batch, made in a thread; a ServerFault where the body is no JSON.

        maker: makes the columns of this body; it gives each batch its form.
        """
        reply, endpoint = self._reply, self._endpoint
        if reply.found is None:
            return
        self._tell_short(reply.found)
        if (rows := reply.answered.rows) is not None:
            self.around = reply.answered.seen.envelope
            yield await to_its_end(None, partial(maker.of, rows))
            return
        if (made := reply.answered.made) is not None and made.whole:
            for batch in made.take():
                yield batch
            self.around = made.document
            return
        reading = Reading(reply.answered.body, endpoint.expected, self._caller.engine.time_budget)
        try:
            async with aclosing(reading.made(maker)) as batches:
                async for batch in batches:
                    yield batch
        except Broken as error:
            raise _no_json(self._caller, reply, error, endpoint.name, self._window) from None
        self.around = reading.document

    def tell_defect(self, row: int, fields: tuple[str, ...]) -> None:
        """Report a record that came with bytes that are no text: its number, and the fields."""
        self._caller.tell(events.DefectiveRow(**self._place(), row=row, fields=fields))

    def _place(self) -> dict[str, Any]:
        return {"operation": self._caller.operation.name, "endpoint": self._endpoint.name, "window": self._window}

    def _tell_short(self, found: Found) -> None:
        if found.short:
            self._caller.tell(events.ShortReply(**self._place(), why=found.short))

    def _tell_defects(self, batch: Elements, before: int, first: int | None) -> None:
        for number, element in enumerate(batch, before + 1):
            if isinstance(element, Defective) and first is not None and number > first:
                self.tell_defect(number, tuple(element.raw))


@asynccontextmanager
async def response_of(caller: CallExecutor, endpoint: Endpoint[R], given: Given) -> AsyncGenerator[Response[R], None]:
    """Make one call of an endpoint that takes no window; its response is open within the block."""
    with placed(operation=caller.operation.name, endpoint=endpoint.name):
        try:
            call = given if isinstance(given, Call) else arguments.call(endpoint, given, zone=caller.operation.tz)
            reply = await caller.perform(call, lane="interactive")
            try:
                yield Response(caller, endpoint, reply)
            finally:
                reply.close()
        except WolkvoxError as error:
            await typed(caller, error, endpoint.record)
            raise
