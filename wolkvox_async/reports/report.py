"""A report: a date range of one endpoint, cut into windows, read into rows.

`await report` gives all rows, `async for row in report` streams them in bounded memory, `report.windows()` gives them
window by window, and `report.plan()` tells the calls it will cost without making one.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterable, Mapping, Sequence
from contextlib import aclosing
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, Literal, TypeVar

from attrs import frozen

from wolkvox_async import events, limits
from wolkvox_async.calls.exchange import Reply
from wolkvox_async.calls.executor import Caller
from wolkvox_async.calls.response import Body, typed
from wolkvox_async.core import arguments
from wolkvox_async.core.call import Call
from wolkvox_async.core.endpoint import Buckets, Endpoint, Events, Totals
from wolkvox_async.core.reply import RoundCounts
from wolkvox_async.core.rows import Recent, merged
from wolkvox_async.core.windows import Cursor, Density, Window, pieces, range_of
from wolkvox_async.core.wire import Decoder
from wolkvox_async.errors import ConfigurationError, WindowFull, WolkvoxError
from wolkvox_async.reports.fetcher import Fetch, TooFull, TooMuch
from wolkvox_async.scheduler import Lane

__all__ = ["Batch", "Plan", "Report", "WindowRows"]

R = TypeVar("R")

_DAY = timedelta(days=1)


@frozen
class Plan:
    """What a report will ask for: the windows (start inclusive, end exclusive) and the calls they cost at least.

    A window that holds more than one reply can carry is split when that shows, which costs more calls.
    """

    operation: str
    endpoint: str
    windows: tuple[tuple[datetime, datetime], ...]
    calls: int


@frozen
class WindowRows(Generic[R]):
    """The rows of one window, [start, end), aware in the operation's zone.

    provisional: the window ended less than 20 minutes ago, so rows of it may not be published yet.
    """

    start: datetime
    end: datetime
    rows: list[R]
    provisional: bool


@frozen
class Batch(Generic[R]):
    """Some rows of one window, in order. last: none of this window come after these."""

    operation: str
    window: Window
    rows: list[R]
    last: bool
    provisional: bool


class Report(Generic[R]):
    """One endpoint over a range of dates; made by an endpoint's method, and used as often as wished."""

    def __init__(
        self,
        caller: Caller,
        endpoint: Endpoint[R],
        start: date | datetime,
        end: date | datetime,
        given: Mapping[str, Any],
        *,
        by: Literal["day"] | None = None,
    ) -> None:
        self._caller = caller
        self.endpoint = endpoint
        self.parameters = {name: value for name, value in given.items() if value is not None}
        self._rows = endpoint.rows or Events()
        self.calls = 0  # made so far, splits and repeats included
        try:
            self.range = range_of(start, end, caller.operation.tz)
        except WolkvoxError as error:
            raise error.at(operation=caller.operation.name, endpoint=endpoint.name) from None
        self.by = by
        # Hours without a date get theirs from a window within one day.
        self._daily = by == "day" or (endpoint.window <= _DAY and self._undated)
        self._longest = min(endpoint.window, _DAY) if self._daily else endpoint.window
        self._grain = _DAY if self._daily else self._rows.span if isinstance(self._rows, Buckets) else limits.GRAIN
        try:  # refuses what cannot be right, before anything is sent
            self._ask_for(self.range)
        except WolkvoxError as error:
            raise error.at(operation=caller.operation.name) from None
        if isinstance(self._rows, Events) and not self._rows.split and self.range.span > endpoint.window:
            raise ConfigurationError(
                f"the range is longer than {endpoint.window.days} days and this report must not be cut",
                advice="a cut loses rows whose dates fall into different windows; ask for a shorter range",
            ).at(operation=caller.operation.name, endpoint=endpoint.name)

    @property
    def operation(self) -> str:
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

    def plan(self) -> Plan:
        """Return the windows and what they cost, without a call."""
        windows = pieces(self.range, self._longest, self._grain)
        return Plan(
            self.operation,
            self.endpoint.name,
            tuple((self._aware(window.start), self._aware(window.end)) for window in windows),
            len(windows) * self.endpoint.cost,
        )

    def __await__(self) -> Generator[Any, None, list[R]]:
        return self._all().__await__()

    async def __aiter__(self) -> AsyncIterator[R]:
        self._refuse_unmergeable()
        async with aclosing(self.batches()) as batches:
            async for batch in batches:
                for row in batch.rows:
                    yield row

    async def _all(self) -> list[R]:
        self._refuse_unmergeable()
        rows: list[R] = []
        async with aclosing(self.batches()) as batches:
            async for batch in batches:
                rows += batch.rows
        return rows

    def _refuse_unmergeable(self) -> None:
        if not self._lone or self.range.span <= self._longest:
            return
        why = self._rows.why if isinstance(self._rows, Totals) else "an hour without a date is one row for all days"
        ways = ["read them window by window with `async for window in report.windows()`"]
        ways += ['ask day by day with by="day"'] if self._undated else []
        raise ConfigurationError(
            f"the rows of {len(self.plan().windows)} windows cannot become one list" + (f": {why}" if why else ""),
            advice=", ".join([*ways, f"or ask for at most {self._longest.days} days"]),
        ).at(operation=self.operation, endpoint=self.endpoint.name)

    async def windows(self) -> AsyncGenerator[WindowRows[R], None]:
        """Yield the rows window by window, in order; a window of 60,000 rows is one list."""
        rows: list[R] = []
        async with aclosing(self._read(None)) as batches:
            async for batch in batches:
                rows += batch.rows
                if batch.last:
                    start, end = self._aware(batch.window.start), self._aware(batch.window.end)
                    yield WindowRows(start, end, rows, batch.provisional)
                    rows = []

    async def batches(self, gaps: Iterable[Window] | None = None) -> AsyncGenerator[Batch[R], None]:
        """Yield small batches of rows, in order, each with its window; `gaps` asks for these parts alone.

        A window without rows gives one empty batch, so that whoever counts coverage sees it. What is put together
        from all windows (totals that can be merged, days nested under their agent) comes as one batch whose window is
        the whole range; totals that cannot be merged come window by window.
        """
        if gaps is None and self._merged:
            windows = [window async for window in self.windows()]
            rows = windows[0].rows if len(windows) == 1 else merged((w.rows for w in windows), self._rows)
            provisional = any(window.provisional for window in windows)
            yield Batch(self.operation, self.range, rows, last=True, provisional=provisional)
            return
        async with aclosing(self._read(gaps)) as batches:
            async for batch in batches:
                yield batch

    async def _read(self, gaps: Iterable[Window] | None) -> AsyncGenerator[Batch[R], None]:
        decoder = Decoder(self.endpoint.record, self._caller.operation.tz, strict=self._caller.strict)
        recent = Recent(self._rows.key if isinstance(self._rows, Events) else ())
        cursor = Cursor(gaps if gaps is not None else (self.range,), self._grain)
        density = Density(self.endpoint.full, self._longest)
        rounds = RoundCounts()
        width = limits.SLOTS_PER_TOKEN * len(self._caller.operation.tokens)
        async with Fetch(self._ask, cursor, density, width) as fetch:
            while (found := await fetch.next()) is not None:
                window, reply = found
                recent.next_window()
                asked = datetime.fromtimestamp(reply.asked, UTC)
                provisional = self._aware(window.end) > asked - limits.PUBLICATION_DELAY
                count = kept = 0
                held: list[R] | None = None
                try:
                    async for parsed in Body(self._caller, reply, self.endpoint, window).batches():
                        records = self._decode(decoder, parsed, count, window)
                        count += len(records)
                        records = recent.fresh(records)
                        kept += len(records)
                        if reply.truncated:
                            records = (held or []) + records
                        elif held is not None:
                            yield Batch(self.operation, window, held, last=False, provisional=provisional)
                        held = records
                finally:
                    reply.close()
                self._check(reply, window, count, held)
                if rounds.add(count):
                    self._caller.tell(
                        events.PerhapsCapped(operation=self.operation, endpoint=self.endpoint.name, rows=count)
                    )
                self._caller.tell(
                    events.Decoded(
                        operation=self.operation,
                        endpoint=self.endpoint.name,
                        window=window,
                        rows=kept,
                        duplicates=count - kept,
                        size=reply.answered.seen.size,
                    )
                )
                yield Batch(self.operation, window, held or [], last=True, provisional=provisional)

    def _decode(self, decoder: Decoder[R], elements: Sequence[Any], count: int, window: Window) -> list[R]:
        try:
            records = decoder.decode(elements, count + 1)
        except WolkvoxError as error:
            raise error.at(operation=self.operation, endpoint=self.endpoint.name, window=window) from None
        if self._undated and self._daily:
            for record in records:
                record.day = window.start.date()  # type: ignore[attr-defined]  # such a record has it
        return records

    async def _ask(self, window: Window, _density: Density) -> Reply | TooFull | TooMuch:
        call = self._ask_for(window)
        divisible = self._divisible(window)
        lane: Lane = "interactive" if self.range.span <= self._longest else "bulk"
        try:
            reply = await self._caller.perform(call, lane=lane, booked=self._booked)
        except WolkvoxError as error:
            if error.smaller and divisible:
                self._tell_split(window, error.what)
                return TooMuch()
            typed(error, Decoder(self.endpoint.record, self._caller.operation.tz))
            raise
        if divisible and reply.truncated:
            reply.close()
            self._tell_split(window, f"{reply.rows:,} rows")
            return TooFull(reply.rows)
        return reply

    def _booked(self, cost: int) -> None:
        self.calls += cost

    def _divisible(self, window: Window) -> bool:
        whole = isinstance(self._rows, Events) and not self._rows.split
        return not whole and not self._lone and Cursor((window,), self._grain).divisible(window)

    def _tell_split(self, window: Window, why: str) -> None:
        self._caller.tell(events.Split(operation=self.operation, endpoint=self.endpoint.name, window=window, why=why))

    def _check(self, reply: Reply, window: Window, count: int, held: list[R] | None) -> None:
        """Hold what came against the limit, where nothing could be split."""
        if reply.truncated:
            raise WindowFull(
                f"{max(count, reply.rows):,} rows in a window that cannot be cut further: there may be more",
                advice="the rows that came are in .rows",
                rows=held or [],
            ).at(operation=self.operation, endpoint=self.endpoint.name, window=window)

    def _aware(self, moment: datetime) -> datetime:
        return moment.replace(tzinfo=self._caller.operation.tz)
