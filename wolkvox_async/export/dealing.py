"""Deals the reports of an export out to an executor, in shards, and puts together what comes back.

A token belongs to one shard, since its permits are counted in one place and its calls need no second one to wait for.
The process that deals holds the directory; the workers write files and manifests themselves, so that a worker that dies
loses the windows it was at and no other. Its shard is run again, at most twice.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from copy import copy
from operator import itemgetter
from pathlib import Path
from typing import Any

from attrs import define, evolve, field, frozen

from wolkvox_async import events, limits
from wolkvox_async.calls.tasks import cancel
from wolkvox_async.errors import DiskUnavailable, WorkerLost
from wolkvox_async.export.event_log import Tail
from wolkvox_async.export.job import Job
from wolkvox_async.export.layout import caller_of
from wolkvox_async.export.manifest import Manifest
from wolkvox_async.export.outcome import Outcome
from wolkvox_async.export.run import Export
from wolkvox_async.export.run_folder import RunFolder
from wolkvox_async.export.shards import Asked, Returned, Shard, prepared
from wolkvox_async.export.workers import Workers
from wolkvox_async.reports.report import Report

__all__ = ["Opening", "ShardedExport", "deal", "places_of"]

ATTEMPTS = 3  # of a shard whose workers die
_LOOK_SECONDS = 0.2
_LOGGER = logging.getLogger("wolkvox_async.export")


@frozen(kw_only=True)
class Opening:
    """How a worker opens the fleet of its shard.

    Attributes:
        make: Given names of operations, returns what can be pickled and makes their fleet, given a listener.
        host: The only host where the store can be used, "" for any.
        listener: The listener of the fleet that deals; it gets the workers' events.
        lease: Seconds for which the permits of a worker that died stay taken.
    """

    make: Callable[[Sequence[str]], Callable[..., Any]] = field(repr=False)
    host: str
    listener: events.Listener
    lease: float


def places_of(executor: Executor) -> int | None:
    """Return how many tasks an executor runs at once, None where it does not say."""
    if isinstance(executor, Workers):
        return executor.count
    found = getattr(executor, "_max_workers", None)  # the standard's own say it nowhere else
    return found if isinstance(found, int) else None


def deal(reports: Sequence[Report[Any]], count: int | None) -> list[list[Report[Any]]]:
    """Return the reports in shards: as even as can be in calls, and no token in two of them.

    Args:
        reports: What is exported.
        count: How many shards at most; None: one for each operation.
    """
    groups = sorted(((_calls(group), group) for group in _together(reports)), key=itemgetter(0), reverse=True)
    shards: list[list[Report[Any]]] = [[] for _ in range(min(count or len(groups), len(groups)))]
    calls = [0] * len(shards)
    for cost, group in groups:
        least = calls.index(min(calls))
        calls[least] += cost
        shards[least].extend(group)
    return shards


def _calls(reports: Iterable[Report[Any]]) -> int:
    return sum(report.plan().calls for report in reports)


def _together(reports: Sequence[Report[Any]]) -> list[list[Report[Any]]]:
    """Return the reports of operations that have tokens in common, however many between them, together."""
    groups: list[tuple[set[str], list[Report[Any]]]] = []
    for report in reports:
        operation = caller_of(report).operation
        keys = {operation.key, *(operation.permits_key(token) for token in operation.tokens)}
        own = [report]
        for group in [each for each in groups if each[0] & keys]:
            groups.remove(group)
            keys |= group[0]
            own = [*group[1], *own]
        groups.append((keys, own))
    return [own for _, own in groups]


@define
class _Log:
    """The event log of one attempt of a shard, and its calls under way."""

    tail: Tail
    under_way: Counter[tuple[str, str, str]] = field(factory=Counter)


class ShardedExport:
    """An export whose reports are brought up to date by the workers of an executor.

    Args:
        export: The export.
        executor: Runs the shards.
        opening: How workers open their fleets.
        count: How many shards at most; None: as many as the executor has places, or one for each operation.
    """

    def __init__(self, export: Export, executor: Executor, opening: Opening, *, count: int | None = None) -> None:
        self._export, self._executor, self._opening = export, executor, opening
        self._count = count or places_of(executor)
        self._spare: ThreadPoolExecutor | None = None
        self._stopping = False
        self._notes: list[str] = []
        self._under_way: set[Future[Returned]] = set()
        self._logs: dict[Path, tuple[int, _Log]] = {}

    @property
    def outcome(self) -> Outcome:
        """What has been done so far: after a cancellation too."""
        outcome = self._export.outcome
        return evolve(outcome, notes=tuple(dict.fromkeys((*outcome.notes, *self._notes))))

    async def run(self) -> Outcome:
        """Bring all files up to date.

        Raises:
            ConfigurationError: Before the first call: the directory holds something else.
            FolderLocked: Another export writes to the directory.
        """
        if isinstance(self._executor, Workers):  # they import while this process looks at the directory
            operations = {report.operation for report in self._export.reports}
            self._executor.start(min(self._count or 1, len(operations)), prepared, self._opening.make([]))
        async with self._export.ready() as jobs:
            run = RunFolder.begin(self._export.to)
            try:
                await self._run(run, jobs)
            finally:
                run.close()
                if self._spare is not None:
                    self._spare.shutdown(wait=False, cancel_futures=True)
        return self.outcome

    async def _run(self, run: RunFolder, jobs: Sequence[Job]) -> None:
        by_asked = {id(report): job for report, job in zip(self._export.reports, jobs, strict=True)}
        tasks = []
        for number, reports in enumerate(deal(self._export.reports, self._count)):
            asked = tuple(map(Asked.of, reports))
            shard = Shard(
                number=number,
                asked=asked,
                to=run.to.resolve(),
                run_id=run.run_id,
                host=self._opening.host,
                choices=self._export.choices,
                open_fleet=self._opening.make(list(dict.fromkeys(each.operation for each in asked))),
            )
            tasks.append(asyncio.ensure_future(self._one(shard, [by_asked[id(report)] for report in reports])))
        reading = asyncio.ensure_future(self._read_logs(run))
        try:
            await asyncio.wait(tasks)
        except asyncio.CancelledError:
            self._stopping = True
            run.stop()
            for future in self._under_way:
                future.cancel()  # those that have not begun
            await asyncio.wait(tasks, timeout=limits.STOP_SECONDS)
            raise
        finally:
            await cancel([reading, *(task for task in tasks if not task.done())])
            self._hear(run)
        for task in tasks:
            task.result()

    # One shard

    async def _one(self, shard: Shard, jobs: Sequence[Job]) -> None:
        reason = ""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                returned = await self._tried(shard)
            except Exception as error:  # noqa: BLE001 - each executor has its own for a worker that died
                reason = f"{type(error).__name__}: {error}".removesuffix(": ")
            else:
                if returned is None:
                    return
                if returned.error is not None or not returned.stopped or self._stopping:
                    self._notes += returned.notes
                    self._take(shard, jobs, returned)
                    return
                reason = "it was ended from outside"
            if self._stopping:
                return
            self._quarantine(shard.number)
            names = ", ".join(shard.operations)
            _LOGGER.warning("a worker was lost (%s), attempt %d: %s", reason, attempt, names)
            self._notes.append(f"a worker was lost ({reason}); what it had in hand was asked again: {names}")
        lost = WorkerLost(
            f"{ATTEMPTS} workers were lost: {reason}",
            advice="see whether they had too little memory; run the same command again to go on from here",
            attempts=ATTEMPTS,
        )
        for job in jobs:
            job.fail(self._on_disk(job), copy(lost))

    async def _tried(self, shard: Shard) -> Returned | None:
        """Run a shard; None where it was cancelled before it began."""
        future = self._submitted(shard)
        self._under_way.add(future)
        try:
            waiting = asyncio.wrap_future(future)
            await asyncio.wait({waiting})
            return None if waiting.cancelled() and self._stopping else waiting.result()
        except asyncio.CancelledError as error:
            if future.cancelled():  # by the executor
                raise BrokenExecutor("the executor gave the task up") from error
            raise
        finally:
            self._under_way.discard(future)

    def _submitted(self, shard: Shard) -> "Future[Returned]":
        if self._spare is None:
            try:
                return self._executor.submit(shard.run)
            except (BrokenExecutor, RuntimeError) as error:  # it takes no more work
                self._spare = ThreadPoolExecutor(thread_name_prefix="wolkvox-shard")
                self._notes.append(f"the executor takes no more work ({type(error).__name__}); this process went on")
        return self._spare.submit(shard.run)

    def _take(self, shard: Shard, jobs: Sequence[Job], returned: Returned) -> None:
        if returned.error is not None:
            for job in jobs:
                job.fail(self._on_disk(job), copy(returned.error))
            return
        for job, each in zip(jobs, returned.reports, strict=False):  # none where it was stopped before it began
            missing = [entry.name for entry in each.manifest.files if not (job.folders.data / entry.name).exists()]
            error = each.error
            if missing and not returned.stopped:
                error = DiskUnavailable(
                    f"the worker of {shard.operations[0]} wrote {missing[0]}, and it is not in {job.folders.data}",
                    advice="name a directory that all workers share, under one path",
                    folder=str(job.folders.data),
                )
            job.take(each.manifest, error, whole=not returned.stopped, without_file=each.without_file)

    def _on_disk(self, job: Job) -> Manifest:
        return Manifest.load(job.folders.state, job.manifest.identity) or job.manifest

    # Events

    async def _read_logs(self, run: RunFolder) -> None:
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            self._hear(run)

    def _hear(self, run: RunFolder) -> None:
        for number, path in run.logs():
            if path not in self._logs:
                self._quarantine(number)  # some executors run a lost task again by themselves
                self._logs[path] = number, _Log(Tail(path))
            _, log = self._logs[path]
            for event in log.tail.read():
                if isinstance(event, events.Admitted | events.Released | events.Quarantined):
                    change = 1 if isinstance(event, events.Admitted) else -1
                    log.under_way[event.operation, event.endpoint, event.token] += change
                self._opening.listener(event)

    def _quarantine(self, shard: int) -> None:
        """Say of the calls of a shard whose worker died that the server may still be at work on them."""
        for number, log in self._logs.values():
            if number != shard:
                continue
            for (operation, endpoint, token), count in log.under_way.items():
                for _ in range(count):
                    self._opening.listener(
                        events.Quarantined(
                            operation=operation, endpoint=endpoint, token=token, seconds=self._opening.lease
                        )
                    )
            log.under_way.clear()
