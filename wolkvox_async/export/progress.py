"""How far an export has come, for people. It follows from the client's own events: nothing is asked or counted twice.

On a terminal there is one line an operation, kept up to date, and below them what failed; elsewhere one line after a
second, one a minute and a last one. It is a listener, and hands every event on to the standard one.

    with Progress() as progress:
        async with Fleet.from_toml("wolkvox.toml", listener=progress) as fleet:
            await fleet.export(…)
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, Self, TextIO

from attrs import define, field

from wolkvox_async import events
from wolkvox_async.core.plain import counted
from wolkvox_async.display import FIRST_SECONDS, HEARTBEAT_SECONDS, Display
from wolkvox_async.durations import duration_text

__all__ = ["Progress"]

_NAME_WIDTH = 16
_FAILURES = 5  # that are shown; how many more there are is said
_MB = 1e6


@define
class _Count:
    """What is known of an operation. windows: those that are read; asked: those that were to be asked, by report."""

    windows: int = 0
    splits: int = 0
    rows: int = 0
    size: int = 0
    calls: int = 0
    used: int = 0
    quota: int = 0
    waiting: str = ""
    asked: dict[tuple[str, str], int] = field(factory=dict)
    done: Counter[str] = field(factory=Counter)  # windows, by report
    failed: int = 0

    @property
    def total(self) -> int:
        """Windows in all, as far as is known."""
        return max(sum(self.asked.values()) + self.splits, self.windows)

    @property
    def left(self) -> int | None:
        """Calls that the day has left, where that is known."""
        return max(self.quota - self.used, 0) if self.quota and self.used else None


class Progress:
    """A listener of events that shows them; used as a context manager, since the last line comes at its end.

    Args:
        stream: Where to; stderr if not given.
        then: The listener that gets every event afterwards.
        job: What is under way, with which each line begins: `export`, `load`.
        first: Seconds until the first line where the stream is not a terminal.
        heartbeat: Seconds between two lines there.
        clock: Seconds, for the speed.
    """

    def __init__(
        self,
        *,
        stream: TextIO | None = None,
        then: events.Listener = events.log,
        job: str = "export",
        first: float = FIRST_SECONDS,
        heartbeat: float = HEARTBEAT_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._then, self._clock, self._job = then, clock, job
        self._began = clock()
        self._counts: dict[str, _Count] = {}
        self._failures: dict[tuple[str, str, str], str] = {}
        self._display = Display(stream, line=self.line, live=self._shown, first=first, heartbeat=heartbeat, stays=True)

    def __call__(self, event: events.Event) -> None:
        """Count what an event says, show it, and hand the event on."""
        count = self._counts.setdefault(event.operation, _Count())
        match event:
            case events.ReportBegun():
                count.quota = event.quota
                before = count.done[event.endpoint] if (event.endpoint, event.parameters) in count.asked else 0
                count.asked[event.endpoint, event.parameters] = event.windows + before
            case events.ReportEnded():
                if event.error:
                    report = event.endpoint, event.parameters
                    self._failures[event.operation, *report] = _one_line(event.error)
                    count.failed += 1
                    count.asked[report] = min(event.windows, count.asked.get(report, 0))
            case events.Waiting(why=why, seconds=seconds):
                what = "permit" if why in ("permit", "busy") else why
                count.waiting = what if seconds is None else f"{what} {duration_text(round(seconds))}"
            case events.Retrying(seconds=seconds):
                count.waiting = f"retry {duration_text(round(seconds))}"
            case events.Admitted():
                count.calls += 1
                count.used = event.used
                count.waiting = ""
            case events.Split():
                count.splits += 1
            case events.Decoded(rows=rows, size=size):
                count.windows += 1
                count.done[event.endpoint] += 1
                count.rows += rows
                count.size += size
        self._then(event)

    def line(self) -> str:
        """Return all operations in one line."""
        counts = list(self._counts.values())
        if not counts:
            ready = "the directory is made ready" if self._job == "export" else "what is there already is read"
            return f"{self._job}: {ready}"
        rows, size, left = sum(each.rows for each in counts), sum(each.size for each in counts), self._left(counts)
        parts = [
            counted(len(counts), "operation"),
            f"{sum(each.windows for each in counts):,} of {counted(sum(each.total for each in counts), 'window')}",
            counted(rows, "row"),
            f"{rows / self._elapsed():,.0f} rows/s",
            f"{size / _MB:,.1f} MB",
            counted(sum(each.calls for each in counts), "call"),
        ]
        known = [each.left for each in counts if each.left is not None]
        parts += [f"{sum(known):,} left today"] if known else []
        parts += [f"{duration_text(round(left))} left"] if left else []
        waiting = Counter(each.waiting.partition(" ")[0] for each in counts if each.waiting)
        parts += [f"{number} waiting for {why}" for why, number in waiting.most_common()]
        parts += [f"{len(self._failures)} failed"] if self._failures else []
        return f"{self._job}: {', '.join(parts)}"

    def _elapsed(self) -> float:
        return max(self._clock() - self._began, 1e-3)

    def _left(self, counts: Iterable[_Count]) -> float | None:
        """Return the seconds that the operations still take, which work at once; None where that is not known."""
        elapsed = self._elapsed()
        found = [elapsed * (each.total - each.windows) / each.windows for each in counts if each.windows]
        return max(found, default=None)

    # On a terminal

    def _lines(self) -> Iterable[tuple[str, ...]]:
        for name, count in list(self._counts.items()):
            left = self._left([count])
            state = f"{counted(count.failed, 'report')} failed" if count.failed else count.waiting
            yield (
                name,
                f"{count.windows:,}/{count.total:,}",
                f"{count.rows:,}",
                f"{count.size / _MB:,.1f}",
                f"{count.calls:,}",
                "" if count.left is None else f"{count.left:,}",
                duration_text(round(left)) if left else "",
                state,
            )

    def _shown(self) -> Any:
        from rich.console import Group  # noqa: PLC0415 - an extra, found to be there
        from rich.table import Table  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
        table.add_column("operation", no_wrap=True, max_width=_NAME_WIDTH, overflow="ellipsis")
        for name in ("windows", "rows", "MB", "calls", "left", "time"):
            table.add_column(name, justify="right", no_wrap=True)
        table.add_column("", no_wrap=True, overflow="ellipsis")
        for line in self._lines():
            table.add_row(*line[:-1], Text(line[-1], style="red" if line[-1].endswith("failed") else ""))
        failures = list(self._failures.items())
        shown = [
            Text(why if why.startswith(operation) else f"{operation} {endpoint}: {why}", style="red")
            for (operation, endpoint, _), why in failures[:_FAILURES]
        ]
        if len(failures) > _FAILURES:
            shown.append(Text(f"and {len(failures) - _FAILURES} more failed", style="red"))
        return Group(table, *shown)

    def __enter__(self) -> Self:
        self._began = self._clock()
        self._display.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._display.close(last=any(count.calls for count in self._counts.values()))  # else the summary says it


def _one_line(text: str) -> str:
    """Return a text without what a terminal would obey; a server's words may be in it."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())
