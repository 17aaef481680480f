"""The last second of a window: does the server take `date_end` as inclusive?

The vendor does not say. Nearly all clients send the last second that they want, as this one does. A server that leaves
it out would lose the rows of each window's last second, and nothing would show it. A row that stands at a date_end
proves that it is taken. Where no row has proved it, and rows fall on such seconds, one call asks for the second of a
row that is known. Where that row comes only when one second more is asked for, the server leaves date_end out, and each
window's last second is asked for by a call of its own, also of those windows that were read before this was known. A
reading in which nothing shows it ends with the event `EndUnproven`.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, Generic, TypeVar

from wolkvox_async import limits
from wolkvox_async.calls.exchange import Reply
from wolkvox_async.calls.executor import CallExecutor
from wolkvox_async.calls.response import Response
from wolkvox_async.core.call import Call
from wolkvox_async.core.endpoint import Endpoint, Events
from wolkvox_async.core.windows import Window

__all__ = ["LastSecond"]

R = TypeVar("R")

Decode = Callable[[Sequence[Any], Window], list[R]]
"""Makes records of the parsed rows of a window."""


class LastSecond(Generic[R]):
    """Finds the rows of a window's last second, where the server leaves them out. It is used by one reading."""

    def __init__(
        self,
        caller: CallExecutor,
        endpoint: Endpoint[R],
        call: Callable[[Window], Call],
        decode: Decode[R],
        booked: Callable[[int], None],
    ) -> None:
        self._caller = caller
        self._endpoint = endpoint
        self._call = call
        self._decode = decode
        self._booked = booked
        self._time = endpoint.rows.time if isinstance(endpoint.rows, Events) else None
        self._known = caller.engine.inclusive
        self._place = (caller.operation.base_url, endpoint.script)
        self._report = (caller.operation.base_url, endpoint.name)
        self._witness: datetime | None = None
        self._filtered = True  # by the time of its rows
        self._early: set[datetime] = set()  # of rows that lie before their window
        self.unproven: list[Window] = []
        """Windows that were read while it was not known whether their last second came."""

    @property
    def _inclusive(self) -> bool | None:
        """Whether this server takes date_end as inclusive; None while no reply has shown it."""
        return self._known.get(self._report, self._known.get(self._place))

    @property
    def looks(self) -> bool:
        """Whether a row can still show something."""
        return self._time is not None and not self._inclusive

    def see(self, records: Iterable[R], window: Window) -> None:
        """Look at the rows of a window: one of its last second proves that date_end is inclusive."""
        if self._time is not None and self.looks:
            self.see_moments(map(attrgetter(self._time), records), window)

    def see_moments(self, moments: Iterable[Any], window: Window) -> None:
        """Look at the dates of rows; only those before the window and at the number of its last second matter."""
        last = window.last
        for moment in moments:
            if not isinstance(moment, datetime):
                continue
            if moment < window.start:
                self._early.add(moment)
            if moment.second != last.second:
                continue
            if moment == last:
                self._known[self._place] = self._known[self._report] = True
                return
            if window.start <= moment < last:
                self._witness = moment

    async def missed(self, window: Window) -> list[R]:
        """Return the rows of a window's last second, where the server left them out; its other rows were seen."""
        if self._inclusive is None and self._witness is not None:
            await self._find_out(self._witness)
        match self._inclusive:
            case True if self._filtered:
                self.unproven.clear()
            case False:
                return await self._rows(window.last, 2)
            case _ if self._time is not None:
                self.unproven.append(window)
        return []

    async def earlier(self) -> AsyncIterator[tuple[Window, Window, list[R]]]:
        """Yield what the windows lack that were read before it showed that the server leaves date_end out.

        Each is given as the window, its last second, and that second's rows.
        """
        while self.unproven and self._inclusive is False:
            window = self.unproven.pop(0)
            if window.last not in self._early and (rows := await self._rows(window.last, 2)):
                yield window, Window(window.last, window.end), rows

    async def _find_out(self, second: datetime) -> None:
        """Ask for a second that has a row, as date_end and as the one before it."""
        if await self._rows(second, 1):
            self._known[self._place] = self._known[self._report] = True
        else:  # where it comes neither way, the report is not filtered by the time of its rows: nothing can prove it
            self._filtered = bool(await self._rows(second, 2))
            self._known[self._report] = not self._filtered

    async def _rows(self, second: datetime, seconds: int) -> list[R]:
        """Return the rows of a second, asking for that many seconds from it on."""
        asked = Window(second, second + seconds * limits.GRAIN)
        reply: Reply = await self._caller.perform(self._call(asked), lane="interactive", booked=self._booked)
        try:
            batches = Response(self._caller, self._endpoint, reply, asked).batches()
            found = [record async for parsed in batches for record in self._decode(parsed, asked)]
        finally:
            reply.close()
        return [record for record in found if getattr(record, self._time or "") == second]
