"""A report: a date range of one endpoint, cut into windows, read into rows.

`await report` gives all rows, `async for row in report` streams them in bounded memory, `report.windows()` gives them
window by window, and `report.plan()` says what calls it will cost without making one.
"""

from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import aclosing
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from wolkvox_async import events, limits
from wolkvox_async.calls.exchange import Reply
from wolkvox_async.calls.executor import CallExecutor
from wolkvox_async.calls.response import typed
from wolkvox_async.core import arguments, moments
from wolkvox_async.core.call import Call
from wolkvox_async.core.edges import Edges
from wolkvox_async.core.endpoint import Buckets, Endpoint, Events, Totals
from wolkvox_async.core.reply import RoundCounts
from wolkvox_async.core.window_splitting import Cursor, Density
from wolkvox_async.core.windows import DAY, Window, gaps, pieces
from wolkvox_async.core.wire import Decoder
from wolkvox_async.errors import ConfigurationError, WindowFull, WolkvoxError, placed
from wolkvox_async.reports.awaited import Awaited
from wolkvox_async.reports.fetcher import Fetch, TooExpensive, Truncated
from wolkvox_async.reports.last_second import LastSecond
from wolkvox_async.reports.reading import Records, layout_for, reader_of
from wolkvox_async.reports.results import Batch, Plan, WindowRows
from wolkvox_async.reports.tabular import Tabular
from wolkvox_async.reports.together import own_rows, put_together
from wolkvox_async.scheduler import Lane

if TYPE_CHECKING:
    from wolkvox_async.reports.reading import Way
    from wolkvox_async.tables.columns import Table

__all__ = ["Report"]

R = TypeVar("R")

_COUNTS = ("repeated", "outside", "grand_totals")  # of windows that are put together
_CLOCK_SECONDS = 60.0  # that a server's clock is found to be ahead, from which on what has passed there is asked too


class Report(Awaited[R], Tabular):
    """One endpoint over a range of dates; made by an endpoint's method, and used as often as wished.

    Attributes:
        endpoint: The endpoint.
        parameters: What it was asked with.
        range: What was asked for, aware in the operation's zone, end exclusive.
        by: "day" where each day is asked by itself.
        grain: What windows are cut at.
        calls: Calls made so far, those of splits and repeats included.
    """

    _what = "report"

    def __init__(
        self,
        caller: CallExecutor,
        endpoint: Endpoint[R],
        start: date | datetime,
        end: date | datetime,
        given: Mapping[str, Any],
        *,
        by: Literal["day"] | None = None,
    ) -> None:
        self._caller = caller
        self.endpoint: Endpoint[R] = endpoint
        self.parameters: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        self._rows = endpoint.rows or Events()
        self.calls: int = 0
        with placed(operation=caller.operation.name, endpoint=endpoint.name):
            self.range: Window = moments.range_of(start, end, caller.operation.tz)
        self.by: Literal["day"] | None = by
        # Hours without a date get theirs from a window within one day.
        self._daily = by == "day" or (endpoint.window <= DAY and self._undated)
        self._longest = min(endpoint.window, DAY) if self._daily else endpoint.window
        self.grain: timedelta = self._grain()
        with placed(operation=caller.operation.name):  # refuses what cannot be right, before anything is sent
            self._ask_for(self.range)
        if isinstance(self._rows, Events) and not self._rows.split and len(self._pieces(self.range)) > 1:
            raise ConfigurationError(
                f"the range touches more than {endpoint.window.days} days and this report must not be cut",
                advice="a cut loses rows whose dates fall into different windows; ask for a shorter range",
            ).at(operation=caller.operation.name, endpoint=endpoint.name)

    def _grain(self) -> timedelta:
        """Return what windows are cut at: midnights, where an hour stands apart from its date."""
        if self._daily:
            return DAY
        if isinstance(self._rows, Buckets):
            return DAY if self._rows.dated and self._rows.hour else self._rows.span
        return limits.GRAIN

    @property
    def operation(self) -> str:
        """The operation's name."""
        return self._caller.operation.name

    @property
    def _undated(self) -> bool:
        return isinstance(self._rows, Buckets) and not self._rows.dated

    @property
    def _lone(self) -> bool:
        """Whether the rows of two windows cannot be put together."""
        if isinstance(self._rows, Totals):
            return self._rows.merge == "none"
        return self._undated and not self._daily

    @property
    def _merged(self) -> bool:
        """Whether rows of several windows become one."""
        if isinstance(self._rows, Totals):
            return self._rows.merge != "none"
        return isinstance(self._rows, Buckets) and self._rows.nested and not self._undated

    def _ask_for(self, window: Window) -> Call:
        return arguments.call(self.endpoint, self.parameters, window, zone=self._caller.operation.tz)

    def __repr__(self) -> str:
        return f"<Report {self.operation} {self.endpoint.name} {self.range}>"

    def _pieces(self, window: Window | None) -> list[Window]:
        return [] if window is None else pieces(window, self._longest, self.grain)

    def past(self) -> Window | None:
        """Return the part of the range that has begun by now, by the server's clock; None where it is all to come."""
        return moments.past(self.range, self._caller.now(), self._caller.operation.tz)

    def plan(self, within: Iterable[Window] | None = None) -> Plan:
        """Return the windows and what they cost, without a call; nothing is asked of what is to come.

        Args:
            within: Prices these parts of the range alone.
        """
        parts = [self.past()] if within is None else within
        windows = [window for part in parts for window in self._pieces(part)]
        return Plan(self.operation, self.endpoint.name, tuple(windows), len(windows) * self.endpoint.cost)

    async def _chunks(self) -> AsyncGenerator[list[R], None]:
        self._refuse_unmergeable()
        async with aclosing(self.batches()) as batches:
            async for batch in batches:
                yield batch.rows

    def _refuse_unmergeable(self) -> None:
        if not self._lone or (count := len(self.plan().windows)) <= 1:
            return
        why = self._rows.why if isinstance(self._rows, Totals) else "an hour without a date is one row for all days"
        ways = ["read them window by window with `report.windows()`"]
        ways += ['ask day by day with by="day"'] if self._undated else []
        raise ConfigurationError(
            f"the rows of {count} windows cannot become one list" + (f": {why}" if why else ""),
            advice=", ".join([*ways, f"or ask for at most {self._longest.days} days, from midnight to midnight"]),
        ).at(operation=self.operation, endpoint=self.endpoint.name)

    async def windows(self) -> AsyncGenerator[WindowRows[R], None]:
        """Yield the rows window by window, in order; a window of 60,000 rows is one list."""
        rows: list[R] = []
        async with aclosing(self._read(None, None)) as batches:
            async for batch in batches:
                rows += batch.rows
                if batch.last:
                    yield await self._window(batch, rows)
                    rows = []

    async def _window(self, last: Batch[R], rows: list[R]) -> WindowRows[R]:
        own: Sequence[R] = rows
        if self._merged and isinstance(self._rows, Totals):
            own = await own_rows(rows, self._rows)
        grand = len(rows) - len(own)
        if grand:
            self._caller.tell(events.GrandTotal(**self._place(window=last.window, rows=grand)))
        return WindowRows(last.window, list(own), last.provisional, last.repeated, last.outside, grand, last.misdated)

    async def batches(self, within: Iterable[Window] | None = None) -> AsyncGenerator[Batch[R], None]:
        """Yield small batches of rows, in order, each with its window.

        A window without rows gives one empty batch, so that coverage can be counted. What is put together
        from all windows (totals that can be merged, days nested under their agent) comes as one batch whose window is
        that of them all; totals that cannot be merged come window by window.

        Args:
            within: Asks for these parts of the range alone; nested days are not put together then.
        """
        async with aclosing(self._batches(within, None)) as batches:
            async for batch in batches:
                yield batch

    async def _tables(
        self, table: "Table", within: Iterable[Window] | None, *, small_as_records: bool = False
    ) -> AsyncGenerator[Batch[Any], None]:
        """Yield the rows as `batches` does, as columns where that is possible.

        It is for events with a date, whose records hold plain values, where pyarrow is installed. What is put together
        from rows of several windows, or told apart by their hours, comes as records.

        Args:
            table: The columns. A batch's `rows` are a pyarrow.RecordBatch with all of them, or a list of records.
            within: Asks for these parts of the range alone.
            small_as_records: Whether the rows of small replies come as records.
        """
        layout = layout_for(table, self.endpoint, strict=self._caller.strict, small_as_records=small_as_records)
        async with aclosing(self._batches(within, layout)) as batches:
            async for batch in batches:
                yield batch

    async def _batches(self, within: Iterable[Window] | None, way: "Way | None") -> AsyncGenerator[Batch[R], None]:
        together = isinstance(self._rows, Totals) or within is None
        async with aclosing(self._read(within, way)) as batches:
            if not (self._merged and together):
                async for batch in batches:
                    yield batch
                return
            windows: list[WindowRows[R]] = []
            rows: list[R] = []
            async for batch in batches:
                rows += batch.rows
                if batch.last:
                    windows.append(await self._window(batch, rows))
                    rows = []
        if windows:
            yield self._batch(
                Window(windows[0].start, windows[-1].end),
                await put_together([window.rows for window in windows], self._rows),
                last=True,
                provisional=any(window.provisional for window in windows),
                **{name: sum(getattr(window, name) for window in windows) for name in _COUNTS},
            )

    def _batch(
        self,
        window: Window,
        rows: list[R],
        *,
        last: bool,
        provisional: bool,
        repeated: int = 0,
        outside: int = 0,
        grand_totals: int = 0,
        misdated: int = 0,
    ) -> Batch[R]:
        return Batch(
            operation=self.operation,
            endpoint=self.endpoint.name,
            parameters=self.parameters,
            window=window,
            rows=rows,
            last=last,
            provisional=provisional,
            repeated=repeated,
            outside=outside,
            grand_totals=grand_totals,
            misdated=misdated,
        )

    async def _read(self, within: Iterable[Window] | None, way: "Way | None") -> AsyncGenerator[Batch[R], None]:
        """Yield the batches of all windows that have begun, as columns where there is a layout."""
        await self._caller.engine.time_budget.wait()  # many may begin together
        edges = Edges(self._rows, daily=self._daily)
        decoder = Decoder(self.endpoint.record, self._caller.operation.tz, strict=self._caller.strict)
        reader = reader_of(way, self._caller, self.endpoint, edges, partial(self._decode, decoder))
        try:
            async with aclosing(self._read_past(within, reader)) as batches:
                async for batch in batches:
                    yield batch
        finally:
            reader.close()

    async def _read_past(self, within: Iterable[Window] | None, reader: Records[R]) -> AsyncGenerator[Batch[R], None]:
        clock, zone = self._caller.engine.clock(), self._caller.operation.tz
        now = self._caller.now()
        parts = [self.range] if within is None else within
        open_ = [part for window in parts if (part := moments.past(window, now, zone)) is not None]
        async with aclosing(self._read_all(open_, reader)) as batches:
            async for batch in batches:
                yield batch
        # Where the replies show that more has passed at the server than our clock says, that is asked for too.
        later = clock + self._caller.engine.clocks.ahead(self._caller.operation)
        if within is None and later > now + _CLOCK_SECONDS and not self._lone:
            passed = moments.past(self.range, later, zone)
            async with aclosing(self._read_all(gaps(passed, open_) if passed else [], reader)) as batches:
                async for batch in batches:
                    yield batch

    async def _read_all(self, parts: Iterable[Window], reader: Records[R]) -> AsyncGenerator[Batch[R], None]:
        zone, edges = self._caller.operation.tz, reader.edges
        ends = LastSecond(self._caller, self.endpoint, self._ask_for, reader.decode, self._booked)
        cursor, density = Cursor(parts, self.grain), Density(self.endpoint.full, self._longest)
        rounds = RoundCounts()
        width = limits.PERMITS_PER_TOKEN * len(self._caller.operation.tokens)
        async with Fetch(partial(self._ask, reader), cursor, density, width) as fetch:
            while (found := await fetch.next()) is not None:
                window, reply = found
                provisional = window.end > moments.settled_before(reply.asked, zone, self.grain)
                count = kept = 0
                held: Any = None
                reader.begin(window, reply)
                try:
                    async with aclosing(reader.of(reply, window, ends)) as batches:
                        async for number, rows in batches:
                            count += number
                            kept += len(rows)
                            if reply.truncated:
                                rows = (held or []) + rows  # noqa: PLW2901 - all of them go into an error
                            elif held is not None:
                                yield self._batch(window, held, last=False, provisional=provisional)
                            held = rows
                finally:
                    reader.end(reply)
                self._check(reply, window, count, held)
                if missed := await ends.missed(window):
                    missed = await reader.late(missed, window)
                    kept += len(missed)
                    if isinstance(held, list):
                        missed = [*held, *missed]
                    elif held is not None:
                        yield self._batch(window, held, last=False, provisional=provisional)
                    held = missed
                self._notice(rounds, count)
                self._emit_read(reply, window, kept, reader)
                counts = {"repeated": edges.repeated, "outside": edges.outside, "misdated": reader.misdated}
                yield self._batch(window, held or [], last=True, provisional=provisional, **counts)
                async for whole, second, late in ends.earlier():
                    self._emit_decoded(second, rows=len(late), repeated=0, size=0)
                    before = whole.end > moments.settled_before(reply.asked, zone, self.grain)
                    yield self._batch(second, late, last=True, provisional=before)
        if ends.unproven:
            self._caller.tell(events.EndUnproven(**self._place(windows=tuple(ends.unproven))))

    def _notice(self, rounds: RoundCounts, count: int) -> None:
        if rounds.add(count):
            self._caller.tell(events.PerhapsCapped(**self._place(rows=count)))

    def _place(self, **more: Any) -> dict[str, Any]:
        """Return where an event happened, and more of it."""
        return {"operation": self.operation, "endpoint": self.endpoint.name, **more}

    def _emit_decoded(self, window: Window, *, rows: int, repeated: int, size: int) -> None:
        self._caller.tell(events.Decoded(**self._place(window=window), rows=rows, duplicates=repeated, size=size))

    def _emit_read(self, reply: Reply, window: Window, rows: int, reader: Records[R]) -> None:
        place, edges = self._place(window=window), reader.edges
        if edges.repeated:
            self._caller.tell(events.Repeated(**place, rows=edges.repeated))
        if edges.outside:
            self._caller.tell(events.Outside(**place, rows=edges.outside))
        if reader.misdated:
            self._caller.tell(events.Misdated(**place, rows=reader.misdated))
        self._emit_decoded(window, rows=rows, repeated=edges.repeated, size=reply.answered.seen.size)

    def _decode(self, decoder: Decoder[R], elements: Sequence[Any], window: Window, count: int = 0) -> list[R]:
        with placed(operation=self.operation, endpoint=self.endpoint.name, window=window):
            records = decoder.decode(elements, count + 1)
        if self._undated and self._daily:
            for record in records:
                record.day = window.start.date()  # type: ignore[attr-defined]  # such a record has it
        return records

    async def _ask(self, reader: Records[R], window: Window, _density: Density) -> Reply | Truncated | TooExpensive:
        divisible = self._divisible(window)
        lane: Lane = "interactive" if self.range.span <= self._longest else "bulk"
        try:
            call, maker = self._ask_for(window), reader.maker(window)
            reply = await self._caller.perform(call, lane=lane, booked=self._booked, maker=maker)
        except WolkvoxError as error:
            if error.smaller and divisible:
                self._emit_split(window, error.what)
                return TooExpensive()
            await typed(self._caller, error, self.endpoint.record)
            raise
        if divisible and reply.truncated:
            reply.close()
            self._emit_split(window, f"{reply.rows:,} rows")
            return Truncated(reply.rows)
        return reply

    def _booked(self, cost: int) -> None:
        self.calls += cost

    def _divisible(self, window: Window) -> bool:
        whole = isinstance(self._rows, Events) and not self._rows.split
        return not whole and not self._lone and Cursor((window,), self.grain).divisible(window)

    def _emit_split(self, window: Window, why: str) -> None:
        self._caller.tell(events.Split(**self._place(window=window), why=why))

    def _check(self, reply: Reply, window: Window, count: int, held: list[R] | None) -> None:
        """Hold what came against the limit, where nothing could be split."""
        if reply.truncated:
            raise WindowFull(
                f"{max(count, reply.rows):,} rows in a window that cannot be cut further: there may be more",
                advice="the rows that came are in .rows",
                rows=held or [],
            ).at(operation=self.operation, endpoint=self.endpoint.name, window=window)
