"""Fan-in: the batches of many reports in one stream, as they come.

One report's failure is its own: the others go on. A stream that is left ends all of its readings.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing
from types import TracebackType
from typing import Any, Self

from wolkvox_async.calls.tasks import cancel
from wolkvox_async.errors import ClientClosed, WolkvoxError
from wolkvox_async.reports.report import Report
from wolkvox_async.reports.results import Batch

__all__ = ["FanIn", "unexpected"]

_AHEAD = 2  # batches that wait for the reader, of all reports together


def unexpected(error: Exception) -> WolkvoxError:
    """Return the error of the tree for an exception that only a defect of this package can raise."""
    failure = WolkvoxError(
        f"unexpected {type(error).__name__}: {error}",
        advice="this is a defect of wolkvox-async; please report it with its traceback",
    )
    failure.__cause__ = error
    return failure


class FanIn:
    """Reads reports at once. `async with` bounds the reading, `async for` gives the batches."""

    def __init__(
        self,
        reports: Sequence[Report[Any]],
        running: set["asyncio.Task[None]"],
        read: Callable[[Report[Any]], AsyncGenerator[Batch[Any], None]] | None = None,
    ) -> None:
        """Make a stream.

        Args:
            reports: What to read; in order within each report.
            running: The tasks under way are in it, so that its owner can cancel them.
            read: Gives the batches of a report; None: those of its records.
        """
        self.failures: dict[str, WolkvoxError] = {}
        """The first error of each operation that has one."""
        self._reports = reports
        self._running = running
        self._batches_of = read or Report.batches
        self._tasks: list[asyncio.Task[None]] = []
        self._batches: deque[Batch[Any]] = deque()
        self._room = asyncio.Semaphore(_AHEAD)
        self._changed = asyncio.Event()

    async def __aenter__(self) -> Self:
        for report in self._reports:
            task = asyncio.ensure_future(self._read(report))
            self._tasks.append(task)
            self._running.add(task)
            task.add_done_callback(self._end)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await cancel(self._tasks)

    async def __aiter__(self) -> AsyncIterator[Batch[Any]]:
        while True:
            if self._batches:
                batch = self._batches.popleft()
                self._room.release()
                yield batch
                continue
            if all(task.done() for task in self._tasks):
                break
            self._changed.clear()
            await self._changed.wait()
        if any(task.cancelled() for task in self._tasks):
            raise ClientClosed("the fleet was closed while its rows were read")

    async def _read(self, report: Report[Any]) -> None:
        try:
            async with aclosing(self._batches_of(report)) as batches:
                async for batch in batches:
                    await self._room.acquire()
                    self._batches.append(batch)
                    self._changed.set()
        except WolkvoxError as error:
            self.failures.setdefault(report.operation, error)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this report's
            failure = unexpected(error).at(operation=report.operation, endpoint=report.endpoint.name)
            self.failures.setdefault(report.operation, failure)

    def _end(self, task: "asyncio.Task[None]") -> None:
        self._running.discard(task)
        self._changed.set()
