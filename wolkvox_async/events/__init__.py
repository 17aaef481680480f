"""What happens while the client works: every wait, retry, split and limit is a value of its own.

A listener is a function of one event; it is called on the loop and must not block. `log` is the standard one: it
hands each event to the logging module under `wolkvox_async`. Most programs see few kinds of events, so each kind is
imported when it is first used.
"""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from attrs import asdict

from wolkvox_async.events.base import Event
from wolkvox_async.lazy import names_on_use

if TYPE_CHECKING:
    from wolkvox_async.events.permits import (
        Admitted,
        Released,
        WaitEnded,
        Waiting,
    )
    from wolkvox_async.events.reports import (
        Decoded,
        ReportBegun,
        ReportEnded,
    )
    from wolkvox_async.events.rows import (
        DefectiveRow,
        EndUnproven,
        GrandTotal,
        Misdated,
        Outside,
        PerhapsCapped,
        Repeated,
        ShortReply,
        Split,
    )
    from wolkvox_async.events.throttling import (
        ConcurrencyReduced,
        ConcurrencyRestored,
        Paused,
        Quarantined,
        QuotaLow,
        Retrying,
        Throttled,
    )
    from wolkvox_async.events.uploads import (
        BatchEnded,
        PerhapsTooMany,
        UploadBegun,
    )
else:
    __getattr__, __dir__ = names_on_use(
        __name__,
        {
            "permits": "Admitted Released WaitEnded Waiting",
            "reports": "Decoded ReportBegun ReportEnded",
            "rows": "DefectiveRow EndUnproven GrandTotal Misdated Outside PerhapsCapped Repeated ShortReply Split",
            "throttling": "ConcurrencyReduced ConcurrencyRestored Paused Quarantined QuotaLow Retrying Throttled",
            "uploads": "BatchEnded PerhapsTooMany UploadBegun",
        },
    )

__all__ = [
    "Admitted",
    "BatchEnded",
    "ConcurrencyReduced",
    "ConcurrencyRestored",
    "Decoded",
    "DefectiveRow",
    "EndUnproven",
    "Event",
    "GrandTotal",
    "Listener",
    "Misdated",
    "Outside",
    "Paused",
    "PerhapsCapped",
    "PerhapsTooMany",
    "Quarantined",
    "QuotaLow",
    "Released",
    "Repeated",
    "ReportBegun",
    "ReportEnded",
    "Retrying",
    "ShortReply",
    "Sink",
    "Split",
    "Throttled",
    "UploadBegun",
    "WaitEnded",
    "Waiting",
    "heard",
    "log",
]


Listener = Callable[[Event], None]

_LOGGER = logging.getLogger("wolkvox_async")
_LOGGER.addHandler(logging.NullHandler())  # silent unless the program sets logging up
_LEVELS = {  # of those that are not of level DEBUG
    "Retrying": logging.WARNING,
    "Quarantined": logging.WARNING,
    "Throttled": logging.WARNING,
    "QuotaLow": logging.WARNING,
    "DefectiveRow": logging.WARNING,
    "ShortReply": logging.WARNING,
    "PerhapsCapped": logging.WARNING,
    "PerhapsTooMany": logging.WARNING,
    "ConcurrencyReduced": logging.WARNING,
    "Paused": logging.WARNING,
    "ConcurrencyRestored": logging.INFO,
    "Split": logging.INFO,
    "Repeated": logging.INFO,
    "GrandTotal": logging.INFO,
    "Misdated": logging.WARNING,
    "EndUnproven": logging.INFO,
}


class Sink:
    """Hands events to a listener. What the listener raises is logged, and stops no call."""

    __slots__ = ("listener",)

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        """Takes each event."""

    def __call__(self, event: Event) -> None:
        """Hand an event to the listener."""
        try:
            self.listener(event)
        except Exception:
            _LOGGER.exception("the listener failed on %s", type(event).__name__)


def heard(listener: Listener) -> bool:
    """Return whether what happens to each call is worth an event: the standard listener leaves it out of most logs."""
    listener = listener.listener if isinstance(listener, Sink) else listener
    return listener is not log or _LOGGER.isEnabledFor(logging.DEBUG)


def log(event: Event) -> None:
    """Log the event: waits and permits at DEBUG, what went wrong at WARNING."""
    level = _LEVELS.get(type(event).__name__, logging.DEBUG)
    if _LOGGER.isEnabledFor(level):
        facts = asdict(event, recurse=False)
        shown = " ".join(f"{key}={value}" for key, value in facts.items() if key != "operation")
        name = type(event).__name__.lower()
        _LOGGER.log(level, "%s %s %s", event.operation, name, shown, extra={"facts": {"event": name, **facts}})
