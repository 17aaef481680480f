"""How far an upload has come, for people; it follows from the client's own events.

On a terminal there is one line that is kept up to date, elsewhere now and then a line.
"""

import time
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TextIO

from wolkvox_async import events
from wolkvox_async.display import FIRST_SECONDS, HEARTBEAT_SECONDS, Display
from wolkvox_async.durations import duration_text

if TYPE_CHECKING:
    from wolkvox_async.uploads.entries import Entry

__all__ = ["UploadProgress"]


class UploadProgress:
    """A listener of events that shows how many records of an upload have an outcome; used as a context manager.

    Args:
        earlier: The upload that goes on, as the journal has it; None: a new one begins.
        stream: Where to; stderr if not given.
        then: The listener that gets every event afterwards.
        first: Seconds until the first line where the stream is not a terminal.
        heartbeat: Seconds between two lines there.
        clock: Seconds, for the rate.
    """

    def __init__(
        self,
        earlier: "Entry | None" = None,
        *,
        stream: TextIO | None = None,
        then: events.Listener = events.log,
        first: float = FIRST_SECONDS,
        heartbeat: float = HEARTBEAT_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._then, self._clock = then, clock
        self._begun: events.UploadBegun | None = None
        self._began = 0.0
        self._earlier = earlier
        self._accepted = self._rejected = self._unknown = 0
        if earlier is not None:
            self._accepted, self._rejected, self._unknown = earlier.accepted, earlier.rejected, earlier.unknown
        self._display = Display(
            stream, line=self.line, live=partial(_live, self.line), first=first, heartbeat=heartbeat
        )

    def __call__(self, event: events.Event) -> None:
        """Count what an event says, and hand it on."""
        match event:
            case events.UploadBegun():
                self._accepted, self._rejected, self._unknown = event.accepted, event.rejected, event.unknown
                self._begun, self._began = event, self._clock()
            case events.BatchEnded():
                self._accepted += event.accepted
                self._rejected += event.rejected
                self._unknown += event.unknown
        self._then(event)

    def line(self) -> str:
        """Return how far the upload has come."""
        begun, earlier = self._begun, self._earlier
        done = self._accepted + self._rejected + self._unknown
        counts = f"{self._accepted:,} accepted"
        counts += f", {self._rejected:,} rejected" if self._rejected else ""
        counts += f", {self._unknown:,} unknown" if self._unknown else ""
        if begun is None and earlier is not None:
            return f"upload {earlier.id}: {done:,} of {earlier.records:,} rows, {counts}; the file is read and checked"
        if begun is None:
            return "upload: the rows are read and checked"
        rate = (done - begun.accepted - begun.rejected - begun.unknown) / max(self._clock() - self._began, 1e-3)
        speed = f", {rate:,.0f} rows/s, {duration_text(round((begun.records - done) / rate))} left" if rate > 0 else ""
        return f"upload {begun.upload_id}: {done:,} of {begun.records:,} rows, {counts}{speed}"

    def __enter__(self) -> Self:
        self._display.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._display.close()


def _live(line: Callable[[], str]) -> Any:
    from rich.text import Text

    return Text(line(), no_wrap=True, overflow="ellipsis")
