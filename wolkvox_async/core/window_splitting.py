"""How a range is split into calls: which window comes next, how long it is, what becomes of one that is full."""

from collections.abc import Iterable
from datetime import timedelta

from attrs import evolve, field, frozen

from wolkvox_async import limits
from wolkvox_async.core.windows import Window, first_window, merge

__all__ = ["Cursor", "Density"]


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
        window = first_window(gap, longest, self.grain)
        if window.end < gap.end:
            rest.insert(0, Window(window.end, gap.end))
        return window, Cursor(rest, self.grain)

    def give_back(self, window: Window) -> "Cursor":
        """Put a window back, to be asked again in parts."""
        return Cursor((*self.open, window), self.grain)

    def divisible(self, window: Window) -> bool:
        """Say whether the window holds more than one grain, so that it can be cut."""
        return first_window(window, max(window.span / 2, limits.GRAIN), self.grain) != window
