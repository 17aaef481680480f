"""Says on stderr what a command waits for, once it has waited for two seconds: for what, held by whom, until when.

It is a listener, and hands every event on. Calls that wait for others of the same process are work, not a wait: the
line comes where no call of the operation is under way.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from attrs import define, frozen

from wolkvox_async import events
from wolkvox_async.cli.streams import say

__all__ = ["AFTER_SECONDS", "Waits", "until"]

AFTER_SECONDS = 2.0
_AGAIN_SECONDS = 30.0  # between two lines on calls that are made again

_WHY = {
    "effect": "the server may still be at work on a batch whose answer was lost",
    "busy": (
        "other processes hold the permits of its tokens, or calls that were broken off (by Ctrl-C, a crash or a lost "
        "connection) do"
    ),
    "maintenance": "the server is in backup or maintenance",
    "pace": "the vendor takes such calls one after the other",
    "quota": "the day's quota is spent",
    "retry": "the call is made again",
    "permit": "other calls hold the permits of its tokens",
    "store": "the store that counts calls is locked or does not answer",
}
_LOST = "the server may still be at work on calls whose connection was lost"


@frozen
class _Wait:
    """What was reported, and when it ends, seconds of the epoch; None where that is not known."""

    event: events.Waiting
    ends: float | None


@define
class _State:
    """An operation: its calls under way, and what others wait for."""

    under_way: int = 0
    wait: _Wait | None = None  # for a permit or the reset
    store: _Wait | None = None
    quarantined: float = 0.0
    timer: asyncio.TimerHandle | None = None
    said_again: float = float("-inf")


class Waits:
    """A listener that reports waits.

    Args:
        then: The listener that gets every event afterwards.
        report: Takes a line.
        after: Seconds that a wait may last in silence.

    zones: The clocks of the operations by their names, as far as they are known: ends of waits are on them.
    """

    def __init__(
        self,
        then: events.Listener = events.log,
        *,
        report: Callable[[str], None] = say,
        after: float = AFTER_SECONDS,
    ) -> None:
        self._then, self._say, self._after = then, report, after
        self._states: dict[str, _State] = {}
        self.zones: dict[str, ZoneInfo] = {}

    def __call__(self, event: events.Event) -> None:
        """Note an event, and hand it on."""
        self._note(event)
        self._then(event)

    def _note(self, event: events.Event) -> None:
        state = self._states.setdefault(event.operation, _State())
        match event:
            case events.Waiting():
                wait = _Wait(event, None if event.seconds is None else _now() + event.seconds)
                if event.why == "store":
                    state.store = wait
                else:
                    state.wait = wait
                self._arm(state)
            case events.Admitted(waiting=waiting):
                state.under_way += 1
                self._less(state, waiting)
            case events.WaitEnded(waiting=waiting):
                self._less(state, waiting)
            case events.Released():
                self._ended(state)
            case events.Quarantined(seconds=seconds):
                state.quarantined = _now() + seconds
                self._ended(state)
            case events.Retrying() if event.seconds > self._after:
                self._retrying(state, event)

    def _less(self, state: _State, waiting: int) -> None:
        """Note that one waits no more; what was reported last is what the others wait for."""
        state.store = None
        if not waiting:
            state.wait = None
            self._disarm(state)

    def _ended(self, state: _State) -> None:
        state.under_way = max(0, state.under_way - 1)
        if state.wait is not None:
            self._arm(state)

    def _arm(self, state: _State) -> None:
        self._disarm(state)
        state.timer = asyncio.get_running_loop().call_later(self._after, self._report, state)

    def _disarm(self, state: _State) -> None:
        if state.timer is not None:
            state.timer.cancel()
        state.timer = None

    def _report(self, state: _State) -> None:
        found = state.store or state.wait
        if found is None or state.under_way:
            return
        wait, ends = found.event, found.ends
        why = _WHY.get(wait.why, wait.why)
        if wait.why in ("permit", "busy") and state.quarantined > _now():
            why, ends = _LOST, state.quarantined
        held_by = f", held by {wait.held_by}" if wait.held_by else ""
        self._say(f"wolkvox: {wait.operation} {wait.endpoint} waits: {why}{held_by}{self._till(wait, ends)}")

    def _retrying(self, state: _State, event: events.Retrying) -> None:
        if _now() >= state.said_again + _AGAIN_SECONDS:
            state.said_again = _now()
            at = self._till(event, _now() + event.seconds)
            self._say(f"wolkvox: {event.operation} {event.endpoint} is asked again{at}: {event.error}")

    def _till(self, event: events.Event, moment: float | None) -> str:
        return "" if moment is None else f", until {until(moment, self.zones.get(event.operation))}"


def _now() -> float:
    return datetime.now(UTC).timestamp()


def until(moment: float, zone: ZoneInfo | None = None) -> str:
    """Return a moment with its clock, and with its date where that is another day's.

    Args:
        moment: Seconds of the epoch.
        zone: The clock that is shown, by its name; None: this machine's, by its offset.
    """
    at = datetime.fromtimestamp(moment, UTC).astimezone(zone)
    today = datetime.fromtimestamp(_now(), UTC).astimezone(zone).date()
    clock = f"{at:%z}" if zone is None else zone.key
    return f"{at:%H:%M:%S} {clock}" if at.date() == today else f"{at:%Y-%m-%d %H:%M:%S} {clock}"
