"""Windows: how a date range is cut into calls, and put together again.

A window is half-open, [start, end), on the operation's wall clock, to the second: windows tile a range with neither
gap nor overlap. On the wire it is closed, so its last second is end - 1 s. One method converts.

Both edges are aware datetimes in one zone, and Python compares and subtracts such datetimes by their wall clocks. That
is wanted here: the server filters by the wall clock. In the hour that is repeated when summer time ends both passes
have the same wall clock, so a window that touches that hour takes in both.

A window of a day or more ends at a midnight, since the server counts the dates that a window touches: 31 days from
10:00 touch 32 of them.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from wolkvox_async import limits

__all__ = ["DAY", "Window", "first_window", "floor", "gaps", "merge", "pieces"]

DAY = timedelta(days=1)


class Window(NamedTuple):
    """A span of time, [start, end): two aware datetimes in the operation's zone, to the second."""

    start: datetime
    """The first second of the window."""
    end: datetime
    """The first second after the window."""

    @property
    def span(self) -> timedelta:
        """How long the window is by the wall clock."""
        return self.end - self.start

    @property
    def dates(self) -> int:
        """How many calendar days the window touches."""
        return -(-(self.end - floor(self.start, DAY)) // DAY)

    @property
    def last(self) -> datetime:
        """The last second of the window."""
        return self.end - limits.GRAIN

    def __str__(self) -> str:
        return f"{_plain(self.start)}..{_plain(self.end)}"

    def __repr__(self) -> str:
        return f"<Window {self} {self.start.tzinfo}>"

    def naive(self) -> "Window":
        """Return the window without its zone, as wall clocks."""
        return Window(self.start.replace(tzinfo=None), self.end.replace(tzinfo=None))

    def within(self, zone: tzinfo) -> "Window":
        """Return a window of wall clocks with their zone."""
        return Window(self.start.replace(tzinfo=zone), self.end.replace(tzinfo=zone))

    def wire(self) -> tuple[str, str]:
        """Return date_ini and date_end, YYYYmmddHHMMSS, closed: date_end is the last second."""
        return f"{self.start:%Y%m%d%H%M%S}", f"{self.last:%Y%m%d%H%M%S}"


def _plain(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(" ")


def floor(moment: datetime, grain: timedelta) -> datetime:
    """Round down to a multiple of grain, counted from that day's midnight."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    return midnight + (moment - midnight) // grain * grain


def first_window(gap: Window, longest: timedelta, grain: timedelta) -> Window:
    """Cut the first window off a gap: equal shares, none longer than `longest`, on boundaries of `grain`.

    Where no more than one grain is allowed, a window never reaches from one into the next. Where days are allowed,
    the window ends at a midnight and touches no more dates than that. Shorter ones are rounded up to a midnight where
    that is not too long, so that people meet whole days.
    """
    if longest <= grain:
        return Window(gap.start, min(floor(gap.start, grain) + grain, gap.end))
    if longest >= DAY:
        shares = -(-gap.dates // (longest // DAY))
        end = floor(gap.start, DAY) + -(-gap.dates // shares) * DAY
        return Window(gap.start, min(end, gap.end))
    if gap.span <= longest:
        return gap
    shares = -(-gap.span // max(longest, limits.GRAIN))
    end = gap.start + gap.span / shares
    for rounding in (DAY, grain):
        rounded = floor(end - limits.GRAIN / 2, rounding) + rounding
        if rounded - gap.start <= longest:
            end = rounded
            break
    else:
        end = floor(gap.start + longest, grain)
    return Window(gap.start, min(end, gap.end))


def pieces(whole: Window, longest: timedelta, grain: timedelta = limits.GRAIN) -> list[Window]:
    """Cut a range into the fewest windows of at most `longest`, each beginning where the last one ended.

    All but the first begin on a multiple of `grain` from midnight (the bucket's span; one second for events), and at
    midnight where `longest` is a day or more: a day counts from midnight to midnight then.
    """
    result = []
    gap: Window | None = whole
    while gap is not None:
        first = first_window(gap, longest, grain)
        result.append(first)
        gap = Window(first.end, gap.end) if first.end < gap.end else None
    return result


def merge(windows: Iterable[Window]) -> list[Window]:
    """Return the same time as the fewest windows, in order; those that touch or overlap become one."""
    merged: list[Window] = []
    for window in sorted(windows):
        if merged and window.start <= merged[-1].end:
            merged[-1] = Window(merged[-1].start, max(merged[-1].end, window.end))
        else:
            merged.append(window)
    return merged


def gaps(whole: Window, covered: Iterable[Window]) -> list[Window]:
    """Return what of a range is not covered, in order."""
    missing = []
    position = whole.start
    for window in merge(covered):
        if window.start > position and position < whole.end:
            missing.append(Window(position, min(window.start, whole.end)))
        position = max(position, window.end)
    if position < whole.end:
        missing.append(Window(position, whole.end))
    return missing
