"""One export or load after the other: every five minutes what is new, once a day the last days again."""

import logging
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attrs import Factory, define, field, frozen

from wolkvox_async import limits
from wolkvox_async.core.endpoint import Events
from wolkvox_async.errors import (
    AuthenticationFailed,
    ClientClosed,
    ConfigurationError,
    InvalidRequest,
    Refused,
    WolkvoxError,
)
from wolkvox_async.export import Export, Following, Outcome, Published
from wolkvox_async.load.load import DATASET, Load
from wolkvox_async.reports.report import Report

__all__ = ["Asked", "Follower", "Round", "Summary"]

_LOGGER = logging.getLogger("wolkvox_async.follow")
_LOOK_AGAIN = 60.0  # seconds; a machine that was suspended notices this late that a round is due
_FINAL = (AuthenticationFailed, ConfigurationError, InvalidRequest, Refused)

Job = Export | Load


@frozen(kw_only=True)
class Asked:
    """The reports of a round.

    Attributes:
        reports: Whose ranges may end in the future.
        failures: By operation, why it is not known which campaigns it has now.
        calls: Made to know them.
    """

    reports: Sequence[Report[Any]]
    failures: Mapping[str, WolkvoxError] = Factory(dict)
    calls: int = 0


@frozen(kw_only=True)
class Round:
    """What one round has brought.

    Attributes:
        published: The windows that were read and written, report by report.
        failures: Why reports, or the destination, have to wait for the next round, by what it is of.
        calls: Made by this round.
    """

    published: Sequence[Published] = ()
    failures: Mapping[str, WolkvoxError] = Factory(dict)
    calls: int = 0


@define
class Summary:
    """What all rounds have done.

    Attributes:
        rounds: That came to their end.
        windows: Read and written.
        rows: In these windows.
        calls: Made.
        failures: Reports or destinations that had to wait, with how often.
    """

    rounds: int = 0
    windows: int = 0
    rows: int = 0
    calls: int = 0
    failures: Counter[str] = field(factory=Counter)


@frozen
class _Known:
    """What the tables of a warehouse held after a round; they are counted as a whole once a day."""

    day: date
    held: Mapping[str, Mapping[str, int]]


class Follower:
    """Keeps reports up to date.

    Args:
        reports: Gives the reports of a round.
        to: A directory, or the address of a warehouse; None: nothing is kept.
        every: How often; five minutes or more.
        reread: How far back rows are read again once a day; None takes what is known of each report.
        at: The hour of the operation's clock from which on that is done.
        dataset: Of the warehouse.
        staging: Directory for windows that are not loaded yet.
        clock: Seconds of the epoch.
        sleep: Waits so many seconds.

    Raises:
        ConfigurationError: A value cannot be right, the address is unknown, or a package is not installed.
    """

    def __init__(
        self,
        reports: Callable[[], Awaitable[Asked]],
        *,
        to: str | Path | None,
        every: timedelta,
        reread: timedelta | None,
        at: time,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        dataset: str = DATASET,
        staging: Path | None = None,
    ) -> None:
        if every < limits.FOLLOW_EVERY:
            raise ConfigurationError(
                f"every is {every}", advice=f"the vendor advises {limits.FOLLOW_EVERY} or more between two readings"
            )
        if at.tzinfo is not None:
            raise ConfigurationError(f"at is {at}, with a zone", advice="give an hour of the operation's clock")
        self._reports, self._to, self._every, self._reread = reports, to, every, reread
        self._following, self._clock, self._sleep = Following(at, every), clock, sleep
        self._dataset, self._staging = dataset, staging
        self._known: _Known | None = None
        self.summary = Summary()
        """What has been done so far, by a round that was interrupted too."""

    @property
    def next_round(self) -> float:
        """When the next round begins: the next multiple of `every`, in seconds of the epoch."""
        every = self._every.total_seconds()
        return (self._clock() // every + 1) * every

    async def rounds(self) -> AsyncGenerator[Round, None]:
        """Yield what each round has brought; the next begins when that has been taken.

        Raises:
            WolkvoxError: In the first round, that nothing can be read or written at all. What goes wrong later waits
                for the next round.
        """
        held: AbstractContextManager[str | None] = nullcontext()
        if self._to is None:
            held = TemporaryDirectory(prefix="wolkvox-follow-")
        with held as scratch:
            first = True
            while True:
                asked = await self._reports()
                self.summary.calls += asked.calls
                job = self._job(scratch, asked.reports)
                done = await self._round(job, asked, first=first)
                yield done
                if isinstance(job, Load):
                    job.discard()
                    self._known = _Known(self._today(), job.held) if "destination" not in done.failures else None
                elif self._to is None:
                    _discard(job)
                first = False
                await self._next()

    def _job(self, scratch: str | None, reports: Sequence[Report[Any]]) -> Job:
        for report in reports:
            _check(report)
        choices: dict[str, Any] = {"reread": self._reread, "following": self._following}
        if self._to is None:
            return Export(reports, to=Path(scratch or "."), elsewhere=lambda _place, _entry: True, **choices)
        if "://" in str(self._to):
            url = str(self._to)
            known = self._known
            choices["held"] = known.held if known is not None and known.day == self._today() else None
            return Load(reports, to=url, dataset=self._dataset, staging=self._staging, keep=True, **choices)
        return Export(reports, to=Path(self._to), **choices)

    async def _round(self, job: Job, asked: Asked, *, first: bool) -> Round:
        failures = dict(asked.failures)
        try:
            await job.run()
        except (ClientClosed, ConfigurationError):
            raise
        except WolkvoxError as error:
            if first:
                raise
            failures["destination"] = error
        finally:
            self._count(job)
        outcome = _outcome(job)
        if first:
            _raise_final(outcome)
        for report in outcome.reports:
            if report.error is not None:
                failures[" ".join([report.operation, report.endpoint, *map(str, report.parameters.values())])] = (
                    report.error
                )
        for name, failure in failures.items():
            _LOGGER.warning("%s waits for the next round: %s", name, failure)
        self.summary.rounds += 1
        self.summary.failures.update(failures.keys())
        return Round(published=job.published, failures=failures, calls=outcome.calls + asked.calls)

    def _count(self, job: Job) -> None:
        self.summary.calls += _outcome(job).calls
        self.summary.windows += len(job.published)
        self.summary.rows += sum(each.rows for each in job.published)

    def _today(self) -> date:
        return datetime.fromtimestamp(self._clock(), UTC).date()

    async def _next(self) -> None:
        """Wait for the next multiple of `every`."""
        until = self.next_round
        while (left := until - self._clock()) > 0:
            await self._sleep(min(left, _LOOK_AGAIN))


def _discard(job: Export) -> None:
    """Remove the files of a round: whoever listens has had their rows."""
    for each in job.published:
        if each.path is not None:
            each.path.unlink(missing_ok=True)


def _outcome(job: Job) -> Outcome:
    return job.outcome if isinstance(job, Export) else job.outcome.read


def _check(report: Report[Any]) -> None:
    rows = report.endpoint.rows
    if isinstance(rows, Events) and not rows.split:
        raise ConfigurationError(
            "this report cannot be followed: a window that is cut loses rows",
            advice="export the range as a whole, with wolkvox export",
        ).at(operation=report.operation, endpoint=report.endpoint.name)


def _raise_final(outcome: Outcome) -> None:
    """Raise the first report's error where no report can ever be read."""
    errors = [report.error for report in outcome.reports]
    if errors and all(isinstance(error, _FINAL) for error in errors) and errors[0] is not None:
        raise errors[0]
