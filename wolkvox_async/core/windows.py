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

from attrs import evolve, field, frozen

from wolkvox_async import limits

__all__ = ["DAY", "Cursor", "Density", "Window", "floor", "gaps", "merge", "pieces"]

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


def _first(gap: Window, longest: timedelta, grain: timedelta) -> Window:
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
        first = _first(gap, longest, grain)
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


def _merged(windows: Iterable[Window]) -> tuple[Window, ...]:
    return tuple(merge(windows))


@frozen
class Density:
    """Rows a second, as far as replies have shown, and how long a window may be without overflowing.

    rate is None while nothing is known, and a guess until a window has fitted or the server has said how many rows
    did not. A window aims at 95 % of a reply, so that a little more is no overflow. longest is learned downwards only.
    """

    full: int
    longest: timedelta
    rate: float | None = None
    known: bool = False

    def learn(self, window: Window, rows: int) -> "Density":
        """Learn of a window that fitted; a thinner one lowers the estimate slowly, weekends come and go."""
        seen = rows / window.span.total_seconds()
        rate = max(seen, 0.8 * self.rate) if self.rate is not None and self.known else seen
        return Density(self.full, self.longest, rate, known=True)

    def overflow(self, window: Window, promised: int) -> "Density":
        """Learn of a window that did not fit. promised may say how many rows there really are."""
        seconds = window.span.total_seconds()
        known = promised > self.full
        # Where it is not said, guess three times as many, or half as many again where we knew about how many.
        rows = promised if known else self.full * (1.5 if self.known else 3.0)
        rate = rows / seconds
        return Density(self.full, self.longest, max(rate, self.rate or 0.0), known=known or self.known)

    def shorten(self, window: Window) -> "Density":
        """Learn of a window that was too much for one call whatever its rows: too slow, or too large."""
        return evolve(self, longest=max(window.span / 2, limits.GRAIN))

    def span(self) -> timedelta:
        """Return the longest span to ask for next, at least one second."""
        if not self.rate:
            return self.longest
        seconds = min(0.95 * self.full / self.rate, self.longest.total_seconds())
        return timedelta(seconds=max(1, int(seconds)))


@frozen
class Cursor:
    """What of a range is still to be asked: disjoint gaps, oldest first. Values; each step gives a new one."""

    open: tuple[Window, ...] = field(converter=_merged)
    grain: timedelta = limits.GRAIN

    def take(self, longest: timedelta) -> "tuple[Window, Cursor]":
        """Cut the oldest window off; only where something is open."""
        gap, *rest = self.open
        window = _first(gap, longest, self.grain)
        if window.end < gap.end:
            rest.insert(0, Window(window.end, gap.end))
        return window, Cursor(rest, self.grain)

    def give_back(self, window: Window) -> "Cursor":
        """Put a window back, to be asked again in parts."""
        return Cursor((*self.open, window), self.grain)

    def divisible(self, window: Window) -> bool:
        """Say whether the window holds more than one grain, so that it can be cut."""
        return _first(window, max(window.span / 2, limits.GRAIN), self.grain) != window
