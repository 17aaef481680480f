"""How a fleet follows reports: what is new every five minutes, and the last days again once a day."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Iterable, Sequence
from contextlib import aclosing
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wolkvox_async.calls.executor import Engine
from wolkvox_async.core.windows import DAY
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.fleet_campaigns import AskedReports, ask_reports
from wolkvox_async.fleet_reports import FleetReports
from wolkvox_async.reports.report import Report

if TYPE_CHECKING:
    from wolkvox_async.follow import Asked, Change, Follower

__all__ = ["AT", "QUOTA_SHARE", "REREAD", "FollowingFleet", "follower_of"]

REREAD = timedelta(days=3)
AT = time_of_day(3)
QUOTA_SHARE = 0.8


class FollowingFleet(FleetReports):
    """A fleet that can follow reports."""

    _engine: Engine

    async def follow(
        self,
        names: str | Sequence[str],
        *,
        to: str | Path | None = None,
        since: date | datetime | None = None,
        every: timedelta = timedelta(minutes=5),
        reread: timedelta | None = timedelta(days=3),
        at: time_of_day = time_of_day(3),
        quota_share: float | None = 0.8,
        dataset: str = "wolkvox",
        operations: str | Iterable[str] | None = None,
        **given: Any,
    ) -> "AsyncGenerator[Change, None]":
        """Yield the windows of reports as they are published, and those of the last days again, without an end.

        Every `every`, what has been published since is read: what ended 20 minutes ago or more, so that a window is
        complete when it comes. Once a day the last days are read again, since rows come late and change. With `to`,
        a window is written there before it is yielded, and a restart goes on from what is there, however long it took.
        Without it nothing is kept: give `since`, where the last window that was dealt with ended.

        What fails later than the first reading is logged, and tried again with the next one.

        Args:
            names: Of the reports, e.g. `reports.cdr_1` or `cdr_1`; or one name. Totals are read day by day.
            to: A directory for Parquet files, or the address of a warehouse, as `export` and `load` take them.
            since: First moment; None: as far back as `reread`, a day at least. What `to` holds is gone on from.
            every: How often; the vendor advises five minutes or more.
            reread: How far back rows are read again once a day; None takes what is known of each report.
            at: The hour of the operation's clock from which on that is done.
            quota_share: Share of each operation's daily quota beyond which no call is made, whoever made the others;
                None: all of it.
            dataset: Name of the schema, database or dataset that holds a warehouse's tables.
            operations: Their names; all of the fleet if not given.
            **given: Parameters of the reports, over those of the file; a list stands for one report each.

        Yields:
            One window of one report, with all of its rows.

        Raises:
            ConfigurationError: A value cannot be right, or the destination holds something else.
            WolkvoxError: The first reading fails altogether.
        """
        from wolkvox_async.follow import change_of  # noqa: PLC0415 - needs an extra

        follower = follower_of(
            self,
            names,
            to=to,
            since=since,
            every=every,
            reread=reread,
            at=at,
            quota_share=quota_share,
            dataset=dataset,
            operations=operations,
            **given,
        )
        async with aclosing(follower.rounds()) as rounds:
            async for each in rounds:
                for published in each.published:
                    yield await asyncio.to_thread(change_of, published)


def follower_of(
    fleet: FollowingFleet,
    names: str | Sequence[str],
    *,
    to: str | Path | None,
    since: date | datetime | None,
    every: timedelta,
    reread: timedelta | None,
    at: time_of_day,
    quota_share: float | None,
    dataset: str,
    operations: str | Iterable[str] | None,
    staging: Path | None = None,
    **given: Any,
) -> "Follower":
    """Return what follows the reports of a fleet; see `FollowingFleet.follow`.

    Raises:
        ConfigurationError: A value cannot be right.
    """
    from wolkvox_async.follow import Follower  # noqa: PLC0415 - needs an extra

    engine = fleet._engine  # noqa: SLF001 - the fleet's own way to its engine
    if reread is not None and reread < timedelta():
        raise ConfigurationError(f"reread is {reread}", advice="give how far back, e.g. timedelta(days=3)")

    async def ask(today: date, chosen: Iterable[str] | None) -> AskedReports:
        back = max(DAY, REREAD if reread is None else reread)
        return await ask_reports(
            fleet,
            names,
            start=today - timedelta(days=-(-back // DAY)) if since is None else since,
            end=today + timedelta(days=2),  # in whatever zone; what is to come is not asked for
            operations=operations if chosen is None else chosen,
            lane="bulk",
            quota_share=quota_share,
            given=given,
        )

    return Follower(
        _Daily(ask, engine.clock, unusable=fleet.failures),
        to=to,
        every=every,
        reread=reread,
        at=at,
        clock=engine.clock,
        sleep=engine.sleep,
        dataset=dataset,
        staging=staging,
    )


class _Daily:
    """The reports of a day, for each round of it: which campaigns there are is asked once a day.

    Operations that do not answer are asked again with the next round; until then the reports of the day before stand.

    Args:
        ask: Asks for a day's reports; with names of operations, of these only.
        clock: Seconds of the epoch.
        unusable: Operations that cannot be asked at all.
    """

    def __init__(
        self,
        ask: Callable[[date, Iterable[str] | None], Awaitable[AskedReports]],
        clock: Callable[[], float],
        unusable: Collection[str],
    ) -> None:
        self._ask, self._clock, self._unusable = ask, clock, unusable
        self._day: date | None = None
        self._known: dict[str, list[Report[Any]]] = {}
        self._waiting: list[str] = []

    async def __call__(self) -> "Asked":
        from wolkvox_async.follow import Asked  # noqa: PLC0415 - needs an extra

        today = datetime.fromtimestamp(self._clock(), UTC).date()
        if today == self._day and not self._waiting:
            return Asked(reports=self._reports)
        asked = await self._ask(today, self._waiting if today == self._day else None)
        if not self._known:
            asked.checked()
        fresh: dict[str, list[Report[Any]]] = {}
        for report in asked.reports:
            fresh.setdefault(report.operation, []).append(report)
        failures = {name: error for name, error in asked.failures.items() if name not in self._unusable}
        self._known |= {name: reports for name, reports in fresh.items() if name not in failures}
        for name in failures:
            self._known.setdefault(name, fresh.get(name, []))
        self._day, self._waiting = today, list(failures)
        return Asked(reports=self._reports, failures=failures, calls=len(asked.asked))

    @property
    def _reports(self) -> list[Report[Any]]:
        return [report for reports in self._known.values() for report in reports]
