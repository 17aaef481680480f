"""Dates and durations as they are written at the command line.

2025-01-31 and 2025-01-31T12:00 are moments, today, yesterday, now, -7d and -3h are words for one: which one follows
from the operation's zone, so each operation has its own.
"""

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

import click
from attrs import frozen

from wolkvox_async.cli.streams import say
from wolkvox_async.errors import ConfigurationError

if TYPE_CHECKING:
    from wolkvox_async.fleet import Fleet
    from wolkvox_async.fleet_campaigns import AskedReports

__all__ = ["Word", "absolute", "duration", "meant", "moment", "reports_of"]

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_AGO = re.compile(r"-(\d{1,4})([mhdw])")
_DAYS = {"today": 0, "yesterday": -1}
_EXAMPLES = "write 2025-01-31, 2025-01-31T12:00:00, today, yesterday, now, -7d or -3h"


@frozen
class Word:
    """today, yesterday, now, -7d, -3h: a moment that depends on the time and on a zone."""

    text: str

    def resolve(self, zone: tzinfo, now: datetime | None = None) -> date | datetime:
        """Return the moment that is meant: days and weeks count from midnight, hours and minutes from now.

        Args:
            zone: The operation's.
            now: An aware moment; the present one if not given.
        """
        local = (now or datetime.now(UTC)).astimezone(zone).replace(microsecond=0)
        if self.text == "now":
            return local
        if self.text in _DAYS:
            return local.date() + timedelta(days=_DAYS[self.text])
        found = _AGO.fullmatch(self.text)
        assert found is not None  # noqa: S101 - `moment` makes no other
        ago = timedelta(**{_UNITS[found[2]]: int(found[1])})
        if found[2] in "dw":
            return local.date() - ago
        return (local.astimezone(UTC) - ago).astimezone(zone).replace(second=0)


class _Moment(click.ParamType[date | datetime | Word]):
    """2025-01-31, 2025-01-31T12:00, 2025-01-31T12:00:00-05:00, and words where they are taken."""

    name = "date"

    def __init__(self, *, words: bool) -> None:
        self._words = words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date | datetime | Word:
        if isinstance(value, date | Word):
            return value
        text = value.strip().lower()
        if self._words and (text == "now" or text in _DAYS or _AGO.fullmatch(text)):
            return Word(text)
        try:
            return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)  # noqa: PLR2004
        except ValueError:
            examples = _EXAMPLES if self._words else "write 2025-01-31 or 2025-01-31T12:00:00"
            self.fail(f"{value!r} is not a date; {examples}", param, ctx)


moment, absolute = _Moment(words=True), _Moment(words=False)


class _Duration(click.ParamType[timedelta]):
    """90s, 10m, 12h, 3d, 1w; a number alone is seconds."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        if isinstance(value, timedelta):
            return value
        found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhdw]?)", value.strip().lower())
        if found is None:
            self.fail(f"{value!r} is not a duration; write 90s, 10m, 12h or 3d", param, ctx)
        try:
            return timedelta(**{_UNITS[found[2] or "s"]: float(found[1])})
        except OverflowError:
            self.fail(f"{value!r} is too long", param, ctx)


duration = _Duration()


def meant(value: date | datetime | Word, zone: tzinfo) -> date | datetime:
    """Return the moment that a value means in a zone."""
    return value.resolve(zone) if isinstance(value, Word) else value


async def reports_of(
    fleet: "Fleet",
    names: Sequence[str],
    start: date | datetime | Word,
    end: date | datetime | Word,
    operations: Iterable[str],
    given: Mapping[str, Any],
    *,
    quota_share: float | None = None,
    wait: bool = False,
) -> "AskedReports":
    """Return the reports of some operations, or of all; what a word means is said on stderr, for each range once.

    Where campaign_id is "all" and an endpoint takes one campaign a call, the operations are asked for theirs.
    """
    from wolkvox_async.fleet_campaigns import AskedReports, ask_reports

    chosen = list(operations) or list(fleet.operations)
    wanted: list[tuple[str, list[str], dict[str, Any]]] = []
    for operation in [name for name in chosen if name not in fleet.failures] or chosen[:1]:
        zone = fleet[operation].operation.tz
        dates: dict[str, Any] = {"start": meant(start, zone), "end": meant(end, zone), "lane": "bulk"}
        dates |= {"quota_share": quota_share, "wait": wait}
        asked = [name for name in names if not fleet.skips(operation, name)]
        for name in names:
            if name not in asked:
                say(f"wolkvox: {operation}: {name} is skipped, as the configuration says")
        if not asked:
            continue
        wanted.append((operation, asked, dates))
    if not wanted:
        raise ConfigurationError("nothing is left to ask for", advice="take skip out of the configuration")
    unusable = AskedReports(failures=fleet.unusable(operations or None))
    asking = (
        ask_reports(fleet, asked, **dates, operations=[operation], given=given) for operation, asked, dates in wanted
    )
    try:
        found = sum(await asyncio.gather(*asking), unusable).checked()
    except ConfigurationError as error:
        if error.missing and not error.advice:
            error.advice = f"give {' '.join(f'-p {name}=…' for name in error.missing)}"
        raise
    if isinstance(start, Word) or isinstance(end, Word):
        ranges = {(report.range, fleet[report.operation].operation.tz) for report in found.reports}
        for line in sorted(f"wolkvox: the range is {each} ({zone})" for each, zone in ranges):
            say(line)
    return found
