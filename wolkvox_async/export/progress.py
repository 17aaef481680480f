"""How far an export has come, for people. It follows from the client's own events: nothing is asked or counted twice.

On a terminal there is one line an operation, kept up to date; elsewhere one line a minute and a last one, which is
what a log can bear. It is a listener, and hands every event on to the standard one.

    with Progress() as progress:
        async with Fleet.from_toml("wolkvox.toml", listener=progress) as fleet:
            await fleet.export(…)
"""

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from io import StringIO
from types import TracebackType
from typing import Any, Self, TextIO

from attrs import define

from wolkvox_async import events
from wolkvox_async.core.plain import counted

__all__ = ["Progress"]

HEARTBEAT_SECONDS = 60.0
_NAME_WIDTH = 16


@define
class _Count:
    windows: int = 0
    rows: int = 0
    calls: int = 0
    waiting: str = ""


class Progress:
    """A listener of events that shows them; used as a context manager, since the last line comes at its end.

    Args:
        stream: Where to; stderr if not given.
        then: The listener that gets every event afterwards.
        heartbeat: Seconds between two lines where the stream is not a terminal.
        clock: Seconds, for the speed.
    """

    def __init__(
        self,
        *,
        stream: TextIO | None = None,
        then: events.Listener = events.log,
        heartbeat: float = HEARTBEAT_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream = stream or sys.stderr or StringIO()  # pythonw has no stderr
        self._then, self._heartbeat, self._clock = then, heartbeat, clock
        self._began = clock()
        self._counts: dict[str, _Count] = {}
        self._live: Any = None
        self._ended = threading.Event()
        self._beats: threading.Thread | None = None

    def __call__(self, event: events.Event) -> None:
        """Count what an event says, show it, and hand the event on."""
        count = self._counts.setdefault(event.operation, _Count())
        match event:
            case events.Waiting(why=why, seconds=seconds):
                what = "permit" if why in ("permit", "busy") else why
                count.waiting = what if seconds is None else f"{what} {seconds:,.0f} s"
            case events.Retrying(seconds=seconds):
                count.waiting = f"retry {seconds:,.0f} s"
            case events.Admitted():
                count.calls += 1
                count.waiting = ""
            case events.Decoded(rows=rows):
                count.windows += 1
                count.rows += rows
        self._then(event)

    def line(self) -> str:
        """Return all operations in one line."""
        counts = list(self._counts.values())
        rows = sum(count.rows for count in counts)
        parts = [
            counted(len(counts), "operation"),
            counted(sum(count.windows for count in counts), "window"),
            counted(rows, "row"),
            f"{rows / self._elapsed():,.0f} rows/s",
            counted(sum(count.calls for count in counts), "call"),
        ]
        waiting = Counter(count.waiting.partition(" ")[0] for count in counts if count.waiting)
        parts += [f"{number} waiting for {why}" for why, number in waiting.most_common()]
        return "export: " + ", ".join(parts)

    def _elapsed(self) -> float:
        return max(self._clock() - self._began, 1e-3)

    def _lines(self) -> Iterable[tuple[str, ...]]:
        for name, count in list(self._counts.items()):
            speed = count.rows / self._elapsed()
            yield (
                name,
                f"{count.windows:,}",
                f"{count.rows:,}",
                f"{speed:,.0f}",
                f"{count.calls:,}",
                count.waiting,
            )

    # On a terminal, and elsewhere

    def _table(self) -> Any:
        from rich.table import Table  # noqa: PLC0415 - an extra, found to be there

        table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
        table.add_column("operation", no_wrap=True, max_width=_NAME_WIDTH, overflow="ellipsis")
        for name in ("windows", "rows", "rows/s", "calls"):
            table.add_column(name, justify="right", no_wrap=True)
        table.add_column("waiting", no_wrap=True, overflow="ellipsis")
        for line in self._lines():
            table.add_row(*line)
        return table

    def _beat(self) -> None:
        while not self._ended.wait(self._heartbeat):
            self._say()

    def _say(self) -> None:
        try:
            self._stream.write(self.line() + "\n")
            self._stream.flush()
        except (OSError, ValueError):  # the reader went away, or closed it: the work goes on
            self._ended.set()

    def __enter__(self) -> Self:
        self._began = self._clock()
        live = _rich_live() if self._stream.isatty() else None
        if live is not None:
            from rich.console import Console  # noqa: PLC0415

            console = Console(file=self._stream, markup=False, highlight=False)
            self._live = live(console=console, get_renderable=self._table, refresh_per_second=4)
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
            if self._counts:  # else nothing was asked, and the summary says so
                self._say()


def _rich_live() -> Any:
    """Return rich's live display, None where rich is not installed: the lines of a log say the same."""
    try:
        from rich.live import Live  # noqa: PLC0415 - an extra
    except ImportError:
        return None
    return Live
