"""Reads stored bodies, in small pieces: a few milliseconds of each turn of the loop, or in a thread."""

import os
from collections.abc import AsyncGenerator, Iterator, Sized
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import Any, Protocol

from wolkvox_async.calls.spool import Spool
from wolkvox_async.calls.tasks import to_its_end
from wolkvox_async.calls.time_budget import LoopTimeBudget
from wolkvox_async.core import shape
from wolkvox_async.core.body import Outline, Tally
from wolkvox_async.core.endpoint import Expected
from wolkvox_async.core.json_splitter import Splitter
from wolkvox_async.core.parsing import Elements

__all__ = ["Maker", "Reading", "outline", "read_document"]

_AT_ONCE = 1
_PIECE = 2**20  # measured: below, what is done once for each piece shows; above, memory


@cache
def _threads(_process: int) -> ThreadPoolExecutor:
    """Return the threads in which pieces are read, few, so that few pieces are in memory; each process has its own."""
    return ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="wolkvox-columns")


class Maker(Protocol):
    """Makes something else than Python objects of records."""

    def read(self, piece: bytes) -> Sized | None:
        """Return what is made of the JSON text of some records, None where they have to be parsed."""
        ...

    def of(self, elements: Elements) -> Sized:
        """Return what is made of parsed records."""
        ...


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
        while (found := await to_its_end(_threads(os.getpid()), partial(next, steps, None))) is not None:
            yield found

    def _steps(self, maker: Maker) -> Iterator[Sized]:
        splitter = Splitter(self._expected.list_key, batch=_PIECE, read=maker.read)
        for chunk in self._body.chunks():
            for batch in splitter.feed(chunk):
                yield maker.of(batch) if isinstance(batch, Elements) else batch
        for batch in splitter.rest():
            yield maker.of(batch) if isinstance(batch, Elements) else batch
        last, self.document = splitter.close()
        yield maker.of(last if splitter.listed else self._around(splitter))

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
