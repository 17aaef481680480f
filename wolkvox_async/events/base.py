"""What every event has."""

from typing import Any

from attrs import frozen

from wolkvox_async.described import described
from wolkvox_async.value import Value

__all__ = ["CallEvent", "Event", "WindowEvent"]


@described
@frozen(kw_only=True, eq=False, repr=False)
class Event(Value):
    """What happened to an operation."""

    operation: str
    """The operation's name."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class CallEvent(Event):
    """What happened to a call."""

    endpoint: str
    """The endpoint's name, as in `reports.cdr_1`."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class WindowEvent(CallEvent):
    """What happened to a window of a report."""

    window: Any
    """The window of the call, [start, end)."""
