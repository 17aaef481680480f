"""Moments: the dates that a caller gives, the operation's wall clock, and what of it is past and published.

A date may come from the standard library, pendulum, pandas or numpy; all become datetimes of the standard library. A
range is what the server can be asked for: wall clock seconds. An aware range covers every second that the wall clock
shows between its two instants, so in the hour that is repeated when summer time ends it takes in both passes.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from wolkvox_async import limits
from wolkvox_async.core.invalid import InvalidValue, named
from wolkvox_async.core.windows import Window, floor
from wolkvox_async.errors import ConfigurationError

__all__ = ["past", "range_of", "settled_before", "standard", "wall"]

_WANTED = "give a date or a datetime"
_FIRST, _LAST = datetime(1, 1, 3), datetime(9999, 12, 29)  # noqa: DTZ001 - no zone leads from here off the calendar


def standard(value: Any) -> date | datetime:
    """Return a date or datetime of the standard library; nanoseconds are rounded up to the next microsecond.

    Args:
        value: A date or datetime, also of pendulum, pandas or numpy.

    Raises:
        InvalidValue: For NaT, and for whatever is not a date.
    """
    if type(value).__module__ == "numpy" and type(value).__name__ == "datetime64":
        value = _of_numpy(value)
    if not isinstance(value, date):
        raise InvalidValue(f"is {value!r}", _WANTED)
    if value != value:  # noqa: PLR0124 - pandas.NaT calls itself a datetime, and is the only one unlike itself
        raise InvalidValue("is NaT, the missing time", _WANTED)
    if not isinstance(value, datetime):
        return date(value.year, value.month, value.day)
    day, clock = (value.year, value.month, value.day), (value.hour, value.minute, value.second, value.microsecond)
    plain = datetime(*day, *clock, tzinfo=value.tzinfo, fold=value.fold)
    plain = min(max(plain, _FIRST.replace(tzinfo=plain.tzinfo)), _LAST.replace(tzinfo=plain.tzinfo))
    return plain + timedelta(microseconds=1) if getattr(value, "nanosecond", 0) else plain


def _of_numpy(value: Any) -> Any:
    """Return the date or datetime of a numpy.datetime64, itself where it has none."""
    coarse = value.astype("datetime64[us]") if isinstance(value.item(), int) else value
    found = coarse.item()
    if not isinstance(found, date):
        return value
    return found + timedelta(microseconds=1) if isinstance(found, datetime) and coarse < value else found


def wall(value: Any, zone: tzinfo) -> datetime:
    """Return the wall clock of a date (its midnight), a naive datetime (as it is) or an aware one (converted).

    Fractions of a second are dropped.

    Raises:
        InvalidValue: For what is not a date, and for a naive time that the zone's clocks skip.
    """
    return _local(standard(value), zone).replace(tzinfo=None, fold=0, microsecond=0)


def _local(value: date | datetime, zone: tzinfo) -> datetime:
    """Return the moment in the zone; `fold` says which pass of a repeated hour an aware one is of."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), zone)
    if value.tzinfo is not None:
        return value.astimezone(zone)
    local = value.replace(tzinfo=zone, fold=0)
    exists = local.astimezone(UTC).astimezone(zone)
    if exists != local:
        shown = value.isoformat(" ", "seconds")
        raise InvalidValue(
            f"{shown} does not exist in {zone}: its clocks skip that hour",
            f"the next that exists is {exists.replace(tzinfo=None).isoformat(' ', 'seconds')}",
        )
    return local


class _Repeated(NamedTuple):
    """An hour that the wall clock shows twice: it is set back at `instant` from `end` to `start`."""

    instant: datetime
    start: datetime
    end: datetime


def _repeated(local: datetime) -> _Repeated | None:
    """Return the repeated hour that a moment lies in."""
    first, second = local.replace(fold=0), local.replace(fold=1)
    low, high = first.astimezone(UTC), second.astimezone(UTC)
    if low >= high:  # the usual case, and a time that the clocks skip
        return None
    before = first.utcoffset()
    while high - low > limits.GRAIN:
        middle = low + (high - low) // 2
        low, high = (middle, high) if middle.astimezone(local.tzinfo).utcoffset() == before else (low, middle)
    instant = high.replace(microsecond=0)
    end = instant + (before or timedelta())
    return _Repeated(instant, instant.astimezone(local.tzinfo), end.replace(tzinfo=local.tzinfo))


def range_of(start: Any, end: Any, zone: ZoneInfo) -> Window:
    """Return the wall clock's range from start (inclusive) to end (exclusive).

    A fraction of a second counts as its whole second: that of `end` is rounded up, so that 23:59:59.999 takes in the
    last second of the day.

    Raises:
        ConfigurationError: For what is not a date, and where end is not after start.
    """
    with named("start"):
        given = standard(start)
        first = _local(given, zone)
    with named("end"):
        until = standard(end)
        last = _local(until, zone)
    since, to, latest = first, last, _latest(until, last)
    if _is_aware(given) and not first.fold and (hour := _repeated(first)) and latest > hour.instant:
        since = hour.start
    if _is_aware(until) and last.fold and (hour := _repeated(last)) and first.astimezone(UTC) < hour.instant:
        to = hour.end
    window = Window(since.replace(fold=0, microsecond=0), _ceiling(to))
    if window.span <= timedelta(0) or first.astimezone(UTC) >= latest:
        raise ConfigurationError(
            f"end {_shown(window.end)} is not after start {_shown(window.start)}",
            advice="start is inclusive and end exclusive: the whole of May is 05-01 to 06-01",
            command_advice="--from is inclusive and --to exclusive: the whole of May is 05-01 to 06-01",
        )
    return window


def _is_aware(value: date | datetime) -> bool:
    return isinstance(value, datetime) and value.tzinfo is not None


def _latest(given: date | datetime, local: datetime) -> datetime:
    """Return the last instant that a moment can stand for: a naive one stands for both passes of a repeated hour."""
    return (local if _is_aware(given) else local.replace(fold=1)).astimezone(UTC)


def _shown(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(" ")


def _ceiling(moment: datetime) -> datetime:
    whole = moment.replace(fold=0, microsecond=0)
    return whole + limits.GRAIN if moment.microsecond else whole


def past(window: Window, now: float, zone: ZoneInfo) -> Window | None:
    """Return the part of a window that has begun by now (seconds of the epoch), None where none has.

    The second that is under way is in it: its rows may be there.
    """
    local = datetime.fromtimestamp(now, UTC).astimezone(zone)
    hour = _repeated(local) if local.fold else None
    end = min(window.end, hour.end if hour else local.replace(fold=0, microsecond=0) + limits.GRAIN)
    return Window(window.start, end) if end > window.start else None


def settled_before(
    now: float, zone: ZoneInfo, grain: timedelta, delay: timedelta = limits.PUBLICATION_DELAY
) -> datetime:
    """Return the wall clock before which nothing can be added any more, rounded down to the grain, or a full minute.

    In the first pass of an hour that is repeated when summer time ends, the second is still to come.

    Args:
        now: Seconds of the epoch.
        zone: The operation's.
        grain: What the report's windows are cut at.
        delay: How long before now rows may be added.
    """
    local = (datetime.fromtimestamp(now, UTC) - delay).astimezone(zone)
    hour = None if local.fold else _repeated(local)
    return floor(hour.start if hour else local.replace(fold=0), max(grain, timedelta(minutes=1)))
