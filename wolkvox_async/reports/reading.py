"""From a window's reply to the window's own rows: as records, or as columns.

Both ways give the same rows, in the same order, and leave out the same ones. A window's rows as columns need no look at
each of them: a row can be one of the window before only where a row of that window has its very date. Where some row
has one, both replies are read again as records and compared as records are; the reply before is kept open until then.
Where lines of text are made of the rows, those of small replies are records from the beginning.
"""

import asyncio
from array import array
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from datetime import datetime
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import define, field

from wolkvox_async.calls.exchange import Reply
from wolkvox_async.calls.executor import CallExecutor
from wolkvox_async.calls.making import Maker, threads
from wolkvox_async.calls.response import Response
from wolkvox_async.core.edges import NEAR, Edges, mark
from wolkvox_async.core.endpoint import Endpoint, Events
from wolkvox_async.core.windows import Window
from wolkvox_async.errors import placed
from wolkvox_async.reports.last_second import LastSecond
from wolkvox_async.reports.lines import Decode, Lines
from wolkvox_async.tables.columnar import columnar

if TYPE_CHECKING:
    from wolkvox_async.core.plain_fields import PlainField
    from wolkvox_async.tables.blocks import BlockReader, Layout
    from wolkvox_async.tables.columns import Table
    from wolkvox_async.tables.dates import Dates

__all__ = ["Building", "Columns", "Records", "Way", "layout_for", "reader_of"]

R = TypeVar("R")

_SMALL = 2**16  # bytes of a body; measured: from some 100 kB on, its columns are made and written sooner than records


class Records(Generic[R]):
    """Gives the rows of windows as records."""

    def __init__(self, caller: CallExecutor, endpoint: Endpoint[R], edges: Edges, decode: Decode) -> None:
        self._caller, self._endpoint = caller, endpoint
        self.edges = edges
        """They say how many rows of the open window were left out."""
        self.decode = decode
        """Makes records of parsed rows."""
        self.misdated = 0
        """Rows of the open window that are dated more than a minute outside of it."""
        self._dated = endpoint.rows.time if isinstance(endpoint.rows, Events) else ""

    def maker(self, window: Window) -> Callable[[], Maker] | None:  # noqa: ARG002 - columns need it
        """Return what makes something of a window's reply while it comes; None: nothing is made of it."""
        return None

    def begin(self, window: Window, reply: Reply) -> None:  # noqa: ARG002 - columns need it
        """Open the next window."""
        self.edges.begin(window)
        self.misdated = 0

    async def of(self, reply: Reply, window: Window, ends: LastSecond[R]) -> AsyncGenerator[tuple[int, Any], None]:
        """Yield the window's own rows, batch by batch, each with the number that came."""
        async with aclosing(self._records(reply, window, ends, 0)) as batches:
            async for batch in batches:
                yield batch

    async def _records(
        self, reply: Reply, window: Window, ends: LastSecond[R], first: int
    ) -> AsyncGenerator[tuple[int, list[R]], None]:
        """Yield the rows from the one numbered `first` on."""
        count = 0
        async for parsed in Response(self._caller, self._endpoint, reply, window).batches(first):
            before, count = count, count + len(parsed)
            if count > first:
                records = self.decode(parsed, window, before)[max(0, first - before) :]
                ends.see(records, window)
                await self._saw(records, window)
                yield len(records), self._sifted(records, window)

    def _sifted(self, records: list[R], window: Window) -> list[R]:
        """Return the window's own records; count those that are dated outside of it."""
        own, name = self.edges.sift(records, window), self._dated
        if name:
            first, behind = window.start - NEAR, window.end + NEAR
            moments = (getattr(record, name) for record in own)
            self.misdated += sum(isinstance(each, datetime) and not first <= each < behind for each in moments)
        return own

    async def _saw(self, records: list[R], window: Window) -> None:
        """Take note of records that came, before they are sifted."""

    async def late(self, records: list[R], window: Window) -> list[R]:
        """Return those rows of the window that came by another call and are its own."""
        await self._saw(records, window)
        return self._sifted(records, window)

    def end(self, reply: Reply) -> None:
        """End the window whose reply it is."""
        reply.close()

    def close(self) -> None:
        """Close what is open."""


class Building:
    """How a report's rows become columns; it is made in a thread, while calls begin: pyarrow takes a while to load."""

    def __init__(
        self,
        table: "Table",
        record: type,
        fields: "Sequence[PlainField]",
        *,
        time: str,
        strict: bool,
        small_as_records: bool = False,
    ) -> None:
        self.columns_from = _SMALL if small_as_records else 0
        """Bytes of a body from which on its rows come as columns."""

        def build() -> "Layout":
            from wolkvox_async.tables.blocks import Layout  # noqa: PLC0415 - an extra

            return Layout(table, record, fields, time=time, strict=strict)

        self._future = threads().submit(build)

    def reader(self, window: Window) -> "BlockReader":
        """Return what makes columns of a window's rows; called in a thread that reads pieces, or once it is there."""
        from wolkvox_async.tables.blocks import BlockReader  # noqa: PLC0415 - an extra

        return BlockReader(self._future.result(), window)

    async def ready(self) -> None:
        """Wait until it is there."""
        await asyncio.shield(asyncio.get_running_loop().run_in_executor(None, self._future.result))


Way = Building | Lines
"""How rows come, where they do not come as records alone."""


def layout_for(
    table: "Table", endpoint: Endpoint[Any], *, strict: bool, small_as_records: bool = False
) -> Building | None:
    """Return how a report's rows become columns; None where they come as records.

    Columns are for events with a date, whose records hold plain values, where pyarrow and numpy are installed.
    """
    rule = endpoint.rows
    if not isinstance(rule, Events) or not rule.time or endpoint.expected.list_key is None:
        return None
    if find_spec("pyarrow") is None or find_spec("numpy") is None:
        return None
    fields = columnar(table, endpoint.record, rule.time)
    if fields is None:
        return None
    return Building(table, endpoint.record, fields, time=rule.time, strict=strict, small_as_records=small_as_records)


@define
class _Open:
    """A window that was read as columns: its reply, the dates of its rows, and the marks of rows that came later."""

    window: Window
    reply: Reply
    dates: "list[Dates]" = field(factory=list)
    late: "array[int]" = field(factory=lambda: array("q"))


class Columns(Records[R]):
    """Gives the rows of windows as Arrow batches, with all columns of the layout's table."""

    def __init__(
        self, caller: CallExecutor, endpoint: Endpoint[R], edges: Edges, decode: Decode, building: Building
    ) -> None:
        super().__init__(caller, endpoint, edges, decode)
        self._building = building
        self._time = self._dated or ""
        self._before: _Open | None = None
        self._here: _Open | None = None
        self._compared = False  # whether the marks of the window before are known

    def maker(self, window: Window) -> Callable[[], Maker]:
        """Return what makes columns of a window's reply while it comes."""
        return partial(self._building.reader, window)

    def begin(self, window: Window, reply: Reply) -> None:
        """Open the next window; the one before stays open."""
        super().begin(window, reply)
        if self._before is not None:
            self._before.reply.close()
        self._before, self._here = self._here, _Open(window, reply)
        if self._before is not None and self._before.window.end != window.start:
            self._before.reply.close()
            self._before = None
        self._compared = False

    async def of(self, reply: Reply, window: Window, ends: LastSecond[R]) -> AsyncGenerator[tuple[int, Any], None]:
        """Yield the window's own rows, each batch with the number of rows that came."""
        await self._building.ready()
        count = 0
        small = reply.answered.seen.size < self._building.columns_from
        if not (small or reply.truncated):  # the rows of a window that is cut short go into an error, as records
            response = Response(self._caller, self._endpoint, reply, window)
            place: dict[str, Any] = {"operation": self._caller.operation.name, "endpoint": self._endpoint.name}
            with placed(**place, window=window):
                async with aclosing(response.arrow_batches(self._building.reader(window))) as blocks:
                    async for block in blocks:
                        if self._perhaps_repeated(block.dates, window):
                            break
                        for row, fields in block.defects:
                            response.tell_defect(count + row + 1, fields)
                        self._note(block.dates, window)
                        self.misdated += block.dates.count_outside(window.start - NEAR, window.end + NEAR)
                        if ends.looks:
                            ends.see_moments(block.dates.at_edges(window), window)
                        count += len(block)
                        yield len(block), block.batch
                    else:
                        return
            await self._compare()
        async with aclosing(self._records(reply, window, ends, count)) as batches:
            async for number, rows in batches:
                yield number, rows

    def _perhaps_repeated(self, dates: "Dates", window: Window) -> bool:
        """Whether a row may be one of the window before: only where a row of that one has its date."""
        before = self._before
        if before is None or self._compared:
            return before is not None
        near = dates if self.edges.strayed else dates.early(window.start + NEAR)
        return any(each.has_one_of(near) for each in before.dates)

    def _note(self, dates: "Dates", window: Window) -> None:
        if self._here is not None:
            self._here.dates.append(dates)
        self.edges.note(strays=dates.any_from_on(window.end + NEAR))

    async def _saw(self, records: list[R], window: Window) -> None:
        dates = self._dates_of(records)
        if self._perhaps_repeated(dates, window):
            await self._compare()
        self._note(dates, window)

    async def late(self, records: list[R], window: Window) -> list[R]:
        """Return those rows of the window that came by another call and are its own."""
        if self._here is not None:
            self._here.late.extend(map(mark, records))
        return await super().late(records, window)

    def _dates_of(self, records: Sequence[R]) -> "Dates":
        from wolkvox_async.tables.dates import Dates  # noqa: PLC0415 - an extra, loaded by now

        return Dates.of_values([getattr(record, self._time) for record in records])

    async def _compare(self) -> None:
        """Read the reply of the window before again, for the marks of its rows."""
        before = self._before
        if self._compared or before is None:
            return
        self._compared = True
        marks = array("q", before.late)
        count = 0
        response = Response(self._caller, self._endpoint, before.reply, before.window)
        async for parsed in response.batches(None):
            marks.extend(map(mark, self.decode(parsed, before.window, count)))
            count += len(parsed)
        self.edges.compare(marks)

    def end(self, reply: Reply) -> None:
        """Leave the window open: the next one may have to be compared with it."""

    def close(self) -> None:
        """Close what is open."""
        for each in (self._before, self._here):
            if each is not None:
                each.reply.close()
        self._before = self._here = None


def reader_of(way: Way | None, caller: CallExecutor, endpoint: Endpoint[R], edges: Edges, decode: Decode) -> Records[R]:
    """Return what reads the rows of windows: as columns of a layout, or as records, with their lines or without."""
    if way is None:
        return Records(caller, endpoint, edges, decode)
    if isinstance(way, Lines):
        return Records(caller, endpoint, edges, way.remembering(decode))
    return Columns(caller, endpoint, edges, decode, way)
