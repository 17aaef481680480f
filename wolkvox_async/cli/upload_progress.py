"""How far an upload has come, for people; it follows from the client's own events.

On a terminal there is one line that is kept up to date. Elsewhere a line with the time comes after a second, and then
one a minute, which is what a log can bear.
"""

import os
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from types import TracebackType
from typing import Any, Self, TextIO

from wolkvox_async import events

__all__ = ["UploadProgress"]

FIRST_SECONDS = 1.0
HEARTBEAT_SECONDS = 60.0


class UploadProgress:
    """A listener of events that shows how many records of an upload have an outcome; used as a context manager.

    Args:
        stream: Where to; stderr if not given.
        then: The listener that gets every event afterwards.
        first: Seconds until the first line where the stream is not a terminal.
        heartbeat: Seconds between two lines there.
        clock: Seconds, for the rate.
    """

    def __init__(
        self,
        *,
        stream: TextIO | None = None,
        then: events.Listener = events.log,
        first: float = FIRST_SECONDS,
        heartbeat: float = HEARTBEAT_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream = stream or sys.stderr or StringIO()
        self._then, self._first, self._heartbeat, self._clock = then, first, heartbeat, clock
        self._begun: events.UploadBegun | None = None
        self._began = 0.0
        self._accepted = self._rejected = self._unknown = 0
        self._live: Any = None
        self._ended = threading.Event()
        self._beats: threading.Thread | None = None

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
        begun = self._begun
        if begun is None:
            return "upload: the rows are read and checked"
        done = self._accepted + self._rejected + self._unknown
        counts = f"{self._accepted:,} accepted, {self._rejected:,} rejected, {self._unknown:,} unknown"
        rate = (done - begun.accepted - begun.rejected - begun.unknown) / max(self._clock() - self._began, 1e-3)
        speed = f", {rate:,.0f} rows/s, {_time((begun.records - done) / rate)} left" if rate > 0 else ""
        return f"upload {begun.upload_id}: {done:,} of {begun.records:,} rows, {counts}{speed}"

    def _beat(self) -> None:
        seconds = self._first
        while not self._ended.wait(seconds):
            seconds = self._heartbeat
            try:
                now = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
                self._stream.write(f"{now} {self.line()}\n")
                self._stream.flush()
            except (OSError, ValueError):  # the reader went away, or closed it: the work goes on
                return

    def __enter__(self) -> Self:
        self._live = _live(self._stream, self.line)
        if self._live is not None:
            self._live.start()
        else:
            self._beats = threading.Thread(target=self._beat, name="wolkvox-progress", daemon=True)
            self._beats.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        if self._live is not None:
            self._live.stop()
        if self._beats is not None:
            self._beats.join()


def _time(seconds: float) -> str:
    """Return a duration as people read it: 45 s, 3:05 min, 2:10 h."""
    whole = round(seconds)
    if whole < 60:  # noqa: PLR2004
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:  # noqa: PLR2004
        return f"{minutes}:{rest:02} min"
    return f"{minutes // 60}:{minutes % 60:02} h"


def _live(stream: TextIO, line: Callable[[], str]) -> Any:
    """Return a line that rich keeps up to date; None where the stream is no terminal, or rich is not installed."""
    if not stream.isatty() or os.environ.get("TERM", "").lower() in {"dumb", "unknown"}:
        return None
    try:
        from rich.console import Console
        from rich.live import Live
        from rich.text import Text
    except ImportError:
        return None  # the lines of a log say the same
    console = Console(file=stream, markup=False, highlight=False)
    return Live(
        console=console,
        get_renderable=lambda: Text(line(), no_wrap=True, overflow="ellipsis"),
        refresh_per_second=4,
        transient=True,
    )
