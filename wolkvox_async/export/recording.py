"""What happened during an export, kept for its page: calls and permits, the day's count, splits and retries."""

import time
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Any

from attrs import frozen

from wolkvox_async import events

__all__ = ["CallSpan", "Recording", "Retry", "SplitWindow"]

_MOST = 100_000  # of each kind; beyond that the later ones are counted only


@frozen(kw_only=True)
class CallSpan:
    """A call: from its grant until its permit came back, seconds of the epoch.

    Attributes:
        operation: The operation's name.
        token: First letters of the token's digest.
        endpoint: As in `reports.cdr_1`.
        start: When its permit was granted.
        end: When its permit came back.
        lost: Whether its connection was lost, so that its permit was quarantined.
    """

    operation: str
    token: str
    endpoint: str
    start: float
    end: float
    lost: bool = False


@frozen(kw_only=True)
class Retry:
    """A call that was made again. at: seconds of the epoch."""

    at: float
    operation: str
    endpoint: str
    error: str


@frozen(kw_only=True)
class SplitWindow:
    """A window that was asked again in parts."""

    operation: str
    endpoint: str
    window: Any
    why: str


class Recording:
    """A listener that keeps what the page of an export shows.

    Args:
        then: The listener that gets every event afterwards.
        clock: Seconds of the epoch.
    """

    def __init__(self, then: events.Listener = events.log, *, clock: Callable[[], float] = time.time) -> None:
        self._then, self._clock = then, clock
        self._open: dict[tuple[str, str, str], deque[float]] = defaultdict(deque)
        self.began = clock()
        """When it was made, seconds of the epoch."""
        self.calls: list[CallSpan] = []
        """Calls that have ended, in that order."""
        self.used: list[tuple[float, str, int]] = []
        """The day's count with each call: moment, operation, count."""
        self.quota: dict[str, int] = {}
        """Calls of the day, by operation."""
        self.retries: list[Retry] = []
        """Calls that were made again."""
        self.splits: list[SplitWindow] = []
        """Windows that were asked again in parts."""
        self.size = 0
        """Bytes of all bodies."""
        self.left_out = 0
        """Calls, retries and splits beyond the first 100,000 of each."""

    def __call__(self, event: events.Event) -> None:
        """Keep what an event says, and hand it on."""
        now = self._clock()
        match event:
            case events.ReportBegun():
                self.quota[event.operation] = event.quota
            case events.Admitted():
                self._open[event.operation, event.token, event.endpoint].append(now)
                self._keep(self.used, (now, event.operation, event.used))
            case events.Released() | events.Quarantined():
                self._ended(event, now)
            case events.Retrying():
                self._keep(
                    self.retries,
                    Retry(at=now, operation=event.operation, endpoint=event.endpoint, error=event.error),
                )
            case events.Split():
                self._keep(
                    self.splits,
                    SplitWindow(operation=event.operation, endpoint=event.endpoint, window=event.window, why=event.why),
                )
            case events.Decoded():
                self.size += event.size
        self._then(event)

    def _ended(self, event: events.Released | events.Quarantined, now: float) -> None:
        waiting = self._open[event.operation, event.token, event.endpoint]
        began = waiting.popleft() if waiting else now
        lost = isinstance(event, events.Quarantined)
        start = began if isinstance(event, events.Quarantined) else now - event.seconds
        self._keep(
            self.calls,
            CallSpan(
                operation=event.operation,
                token=event.token,
                endpoint=event.endpoint,
                start=start,
                end=now,
                lost=lost,
            ),
        )

    def _keep(self, kept: list[Any], value: Any) -> None:
        if len(kept) < _MOST:
            kept.append(value)
        else:
            self.left_out += 1
