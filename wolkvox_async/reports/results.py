"""What a report gives: its plan, the rows of a window, and batches of rows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Generic, TypeVar

from attrs import field, frozen

from wolkvox_async.core.plain import Plain, counted
from wolkvox_async.core.windows import Window
from wolkvox_async.described import described

__all__ = ["Batch", "Plan", "WindowRows"]

R = TypeVar("R")


@described
@frozen(repr=False)
class Plan(Plain):
    """What a report will ask for, and the calls that costs at least.

    A window that holds more than one reply can carry is split when that shows, which costs more calls. What lies in
    the future is not asked for.
    """

    operation: str
    """The operation's name."""
    endpoint: str
    """The endpoint's name, as in `reports.cdr_1`."""
    windows: tuple[Window, ...]
    """The windows, in order."""
    calls: int
    """The calls of the day's quota, at least."""

    def __repr__(self) -> str:
        span = f" {Window(self.windows[0].start, self.windows[-1].end)}" if self.windows else ""
        counts = f"{counted(len(self.windows), 'window')}, {counted(self.calls, 'call')}"
        return f"<Plan {self.operation} {self.endpoint}{span}: {counts}>"


@described
@frozen(repr=False)
class WindowRows(Plain, Generic[R]):
    """The rows of one window."""

    window: Window
    """[start, end), aware in the operation's zone."""
    rows: list[R]
    """The rows, in the server's order."""
    provisional: bool
    """Whether the window ended less than 20 minutes before it was asked for: its last rows may not be published yet."""
    repeated: int = 0
    """Rows that were left out, since the window before gave them too, equal in every field."""
    outside: int = 0
    """Rows that were left out, since they stand for hours that the window does not touch."""
    grand_totals: int = 0
    """Rows that were left out, since they add up the window's other rows."""
    misdated: int = 0
    """Rows whose date lies more than a minute outside of the window; they are there."""

    @property
    def start(self) -> datetime:
        """The first second of the window."""
        return self.window.start

    @property
    def end(self) -> datetime:
        """The first second after the window."""
        return self.window.end

    def __repr__(self) -> str:
        return f"<WindowRows {self.window}: {counted(len(self.rows), 'row')}{_noted(self)}>"


@described
@frozen(repr=False, kw_only=True)
class Batch(Plain, Generic[R]):
    """Some rows of one window, in order."""

    operation: str
    """The operation's name."""
    endpoint: str
    """The endpoint's name, as in `reports.cdr_1`."""
    parameters: Mapping[str, Any] = field(factory=dict)
    """What the report was asked with, such as its campaign_id."""
    window: Window
    """The window of the rows, aware in the operation's zone."""
    rows: list[R]
    """The rows, in the server's order; a window without rows has one empty batch."""
    last: bool
    """Whether no more rows of this window come."""
    provisional: bool
    """Whether the window ended less than 20 minutes before it was asked for: its last rows may not be published yet."""
    repeated: int = 0
    """Of the whole window, in its last batch: rows that the window before gave too, equal in every field."""
    outside: int = 0
    """Of the whole window, in its last batch: rows that stand for hours which the window does not touch."""
    grand_totals: int = 0
    """Of the whole window, in its last batch: rows that add up its other rows."""
    misdated: int = 0
    """Of the whole window, in its last batch: rows whose date lies more than a minute outside of it; they are there."""

    def __repr__(self) -> str:
        last = ", last" if self.last else ""
        where = f"{self.operation} {self.endpoint} {self.window}"
        return f"<Batch {where}: {counted(len(self.rows), 'row')}{last}{_noted(self)}>"


def _noted(part: WindowRows[Any] | Batch[Any]) -> str:
    repeated = f", {part.repeated:,} repeated" if part.repeated else ""
    return repeated + (", provisional" if part.provisional else "")
