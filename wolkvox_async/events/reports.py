"""What happens while reports are read and exported."""

from attrs import frozen

from wolkvox_async.described import described
from wolkvox_async.events.base import CallEvent, WindowEvent

__all__ = [
    "Decoded",
    "ReportBegun",
    "ReportEnded",
]


@described
@frozen(kw_only=True, eq=False, repr=False)
class ReportBegun(CallEvent):
    """An export knows what it has to ask of a report."""

    parameters: str
    """The report's parameters, as in `campaign_id=32841`."""
    windows: int
    """Windows to ask; each that is split becomes two or more."""
    calls: int
    """Calls of the daily quota that they cost."""
    quota: int
    """Calls that the operation's day has."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class ReportEnded(CallEvent):
    """An export is done with a report."""

    parameters: str
    """The report's parameters, as in `campaign_id=32841`."""
    windows: int
    """Windows that were read."""
    error: str
    """Why not all of it is there; "" where it is."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class Decoded(WindowEvent):
    """A window was read to its end."""

    rows: int
    """Rows as handed on."""
    duplicates: int
    """Rows that were left out; see `Repeated`."""
    size: int
    """Bytes of the body, on the wire."""
