"""Reads stored bodies, in small pieces: a few milliseconds of each turn of the loop, or in a thread."""

from collections.abc import AsyncGenerator, Iterator
from functools import partial
from typing import Any

from wolkvox_async.calls.making import Maker, Pieces, threads
from wolkvox_async.calls.spool import Spool
from wolkvox_async.calls.tasks import to_its_end
from wolkvox_async.calls.time_budget import LoopTimeBudget
from wolkvox_async.core import shape
from wolkvox_async.core.body import Outline, Tally
from wolkvox_async.core.endpoint import Expected
from wolkvox_async.core.json_splitter import Splitter
from wolkvox_async.core.parsing import Elements

__all__ = ["Reading", "outline", "read_document"]


async def outline(body: Spool, key: str | None, time_budget: LoopTimeBudget) -> Outline:
    """Return what a body holds, by reading it through."""
    tally = Tally(key)
    for chunk in body.chunks():
        await time_budget.wait()
        tally.feed(chunk)
    return tally.close()


async def read_document(body: Spool, time_budget: LoopTimeBudget) -> tuple[Any, Splitter]:
    """Return the document that a body is, and what reads it again exactly; raises Broken."""
    splitter = Splitter(None)
    for chunk in body.chunks():
        await time_budget.wait()
        splitter.feed(chunk)
    return splitter.close()[1], splitter


class Reading:
    """The records of a body, batch by batch. document: what stands around them, once all batches have come."""

    def __init__(self, body: Spool, expected: Expected, time_budget: LoopTimeBudget) -> None:
        self._body, self._expected, self._time_budget = body, expected, time_budget
        self.document: Any = None

    async def made(self, maker: Maker) -> AsyncGenerator[Any, None]:
        """Yield what is made of the records, some thousand at a time, in a thread; raises Broken."""
        steps = self._steps(maker)
        while (found := await to_its_end(threads(), partial(next, steps, None))) is not None:
            yield found

    def _steps(self, maker: Maker) -> Iterator[Any]:
        pieces = Pieces(self._expected.list_key, maker)
        for chunk in self._body.chunks():
            yield from pieces.feed(chunk)
        yield from pieces.end()
        self.document = pieces.document
        if not pieces.splitter.listed:
            yield maker.of(self._around(pieces.splitter))

    def _around(self, splitter: Splitter) -> Elements:
        """Return the records of a document that has no list of them."""
        document, expected = self.document, self._expected
        return Elements(shape.elements(document, expected), lambda: shape.elements(splitter.exact_document(), expected))

    async def batches(self) -> AsyncGenerator[Elements, None]:
        """Yield the parsed records; raises Broken."""
        expected = self._expected
        if expected.list_key is None:
            self.document, splitter = await read_document(self._body, self._time_budget)
            yield self._around(splitter)
            return
        splitter = Splitter(expected.list_key)
        for chunk in self._body.chunks():
            await self._time_budget.wait()
            for batch in splitter.feed(chunk):
                yield batch
                await self._time_budget.wait()
        last, self.document = splitter.close()
        yield last if splitter.listed else self._around(splitter)
