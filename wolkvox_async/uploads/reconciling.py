"""Finds out what became of batches whose outcome is unknown: their records are looked for in the campaign.

A server may be at work on a call that it was sent for 60 s, whoever still waits for it. So a record that is missing
proves nothing before that: it is looked for once more then. Where the campaign does not even show a record that the
server has accepted, what is missing proves nothing at all.
"""

import asyncio
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence

import orjson
from attrs import define, evolve, field

from wolkvox_async import events, limits
from wolkvox_async.calls.executor import CallExecutor
from wolkvox_async.calls.tasks import cancel
from wolkvox_async.uploads.journal_log import Log
from wolkvox_async.uploads.result import BatchResult
from wolkvox_async.uploads.settling import Finding, Reconciliation, SettledBatch, chosen, finding, key_of, settle
from wolkvox_async.uploads.stage import Stage

__all__ = ["Find", "Reconciler", "price"]

Find = Callable[..., Awaitable[Sequence[object]]]
_ENDPOINT = "campaign.find_record"
_ENDED = limits.CALL_SECONDS + limits.GRACE_SECONDS  # after which the server is at work on a call no more


def price(batches: Iterable[BatchResult], sample: int | None, *, sent: Mapping[int, float], now: float) -> int:
    """Return how many calls a reconciliation makes at most.

    Args:
        batches: All of the upload.
        sample: Records that are asked for of each batch that is wholly unknown; None: all.
        sent: When each batch was sent, by its first row, seconds of the epoch.
        now: The same clock.
    """
    calls, accepted = 0, False
    for batch in batches:
        accepted = accepted or batch.status == "accepted"
        if batch.unknown:
            count = len(chosen(_open(batch), _sample(batch, sample)))
            calls += count if now - sent[batch.first_row] >= _ENDED else 2 * count
    return calls + accepted if calls else 0


def _open(batch: BatchResult) -> int:
    return batch.records - sum(each.row is not None for each in batch.rejected)


def _sample(batch: BatchResult, sample: int | None) -> int | None:
    """Return how many records are asked for; all where the server has counted some without saying which."""
    return sample if batch.unknown == batch.records else None


@define
class _Question:
    """A record that is looked for."""

    row: int
    record: Mapping[str, str]
    times: int
    finding: Finding | None = field(default=None)


class Reconciler:
    """One reconciliation under way."""

    def __init__(
        self,
        caller: CallExecutor,
        find: Find,
        campaign: str,
        stage: Stage,
        log: Log,
        *,
        sample: int | None,
        sent: Mapping[int, float],
        copies: int,
    ) -> None:
        self._caller, self._find, self._campaign = caller, find, campaign
        self._stage, self._log, self._sample, self._sent = stage, log, sample, sent
        self._copies = copies + 1
        self._times: Counter[int] = Counter()
        self._calls = 0
        self._settled: list[SettledBatch] = []
        self._batches = list(log.done)
        self._visible = True  # whether the campaign shows what the server has accepted

    async def run(self) -> Reconciliation:
        """Look for the records, and write down what was found, batch by batch.

        Raises:
            WolkvoxError: What ends a call.
            asyncio.CancelledError: The caller was cancelled.

        Whatever is raised has what was found so far as `.reconciliation`; the journal has it too.
        """
        unknown = [batch for batch in self._batches if batch.unknown]
        await asyncio.to_thread(self._count)
        try:
            if unknown:
                await self._look_at_one_accepted()
            for batch in unknown:
                await self._look_at(batch)
        except BaseException as error:
            error.reconciliation = self.result()  # type: ignore[attr-defined]
            raise
        return self.result()

    async def _look_at(self, batch: BatchResult) -> None:
        """Ask for the records of a batch, and settle it; whatever ends the asking, by those that were found so far."""
        questions = await asyncio.to_thread(self._questions, batch)
        whole = False
        try:
            await self._ask(questions)
            await self._ask_later(batch, questions)
            whole = True
        finally:
            if whole or any(each.finding for each in questions):
                await self._settle(batch, questions, whole=whole)

    def result(self) -> Reconciliation:
        """Return what was found, and how the records of the upload stand now."""
        accepted = sum(batch.accepted for batch in self._batches)
        rejected = sum(len(batch.rejected) for batch in self._batches)
        unknown = sum(batch.unknown for batch in self._batches)
        return Reconciliation(
            id=self._log.id,
            calls=self._calls,
            batches=tuple(self._settled),
            accepted=accepted,
            rejected=rejected,
            unknown=unknown,
            unsent=self._stage.records - accepted - rejected - unknown,
        )

    def _records(self, batch: BatchResult) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Yield the records of a batch, each with its row."""
        for staged in self._stage:
            begin, end = bisect_left(staged.rows, batch.first_row), bisect_right(staged.rows, batch.last_row)
            if begin < end:
                yield from zip(staged.rows[begin:end], orjson.loads(staged.load().body)[begin:end], strict=True)

    def _count(self) -> None:
        """Count how often each record of an unknown batch was given to the campaign by this upload."""
        self._times = Counter(
            hash(key_of(record)) for batch in self._batches if batch.unknown for _, record in self._records(batch)
        )
        for batch in self._batches:
            if batch.accepted and not batch.unknown:
                rejected = {each.row for each in batch.rejected}
                for row, record in self._records(batch):
                    if (key := hash(key_of(record))) in self._times and row not in rejected:
                        self._times[key] += 1

    def _questions(self, batch: BatchResult) -> list[_Question]:
        rejected = {each.row for each in batch.rejected}
        wanted = set(chosen(_open(batch), _sample(batch, self._sample)))
        found = []
        at = 0
        for row, record in self._records(batch):
            if row not in rejected:
                if at in wanted:
                    found.append(_Question(row, record, self._times[hash(key_of(record))] * self._copies))
                at += 1
        return found

    async def _look_at_one_accepted(self) -> None:
        """Ask for one record that the server has accepted: where it is missing, what is missing proves nothing."""
        for batch in reversed(self._batches):
            if batch.status == "accepted":
                row, record = await asyncio.to_thread(lambda batch: next(self._records(batch)), batch)
                question = _Question(row, record, 1)
                await self._ask([question])
                self._visible = question.finding != "missing"
                return

    async def _ask(self, questions: Iterable[_Question]) -> None:
        """Ask for records, as many at once as there are permits."""
        waiting = iter(questions)

        async def work() -> None:
            for question in waiting:
                question.finding = await self._one(question)

        count = limits.PERMITS_PER_TOKEN * len(self._caller.operation.tokens)
        workers = [asyncio.create_task(work()) for _ in range(count)]
        try:
            await asyncio.gather(*workers)
        finally:
            await cancel(workers)

    async def _one(self, question: _Question) -> Finding:
        customer, phone = question.record.get("customer_id"), question.record.get("tel1")
        self._calls += 1
        rows = await self._find(
            campaign_id=self._campaign, **({"customer_id": customer} if customer else {"customer_phone": phone})
        )
        here = [row for row in rows if str(getattr(row, "campaign_id", None) or self._campaign) == self._campaign]
        return finding(question.record, here, question.times)

    async def _ask_later(self, batch: BatchResult, questions: Sequence[_Question]) -> None:
        """Ask once more for what is missing, when the server has surely ended with the batch."""
        missing = [each for each in questions if each.finding == "missing"]
        seconds = self._sent[batch.first_row] + _ENDED - self._caller.engine.clock()
        if not missing or not self._visible or seconds <= 0:
            return
        if seconds > self._caller.max_wait:
            for each in missing:
                each.finding = "doubtful"
            return
        self._caller.tell(
            events.Waiting(operation=self._caller.operation.name, endpoint=_ENDPOINT, why="effect", seconds=seconds)
        )
        await self._caller.engine.sleep(seconds)
        for each in missing:
            each.finding = None
        await self._ask(missing)

    async def _settle(self, batch: BatchResult, questions: Iterable[_Question], *, whole: bool) -> None:
        """Write down what was found. whole: all questions on the batch have their answers."""
        findings: dict[int, Finding] = {}
        for each in questions:
            if each.finding is not None:
                findings[each.row] = each.finding if self._visible or each.finding != "missing" else "doubtful"
        if not whole and self._sent[batch.first_row] + _ENDED > self._caller.engine.clock():
            findings = {row: "doubtful" if each == "missing" else each for row, each in findings.items()}
        rows = array("q", (row for row, _ in self._records(batch)))
        settled, parts = settle(batch, rows, findings, whole=whole)
        if not self._visible:
            said = (
                f"{settled.msg}; it does not show what the server has accepted, so that what is missing proves nothing"
            )
            settled = evolve(settled, msg=said)
        await self._log.settle(batch, parts)
        self._settled.append(settled)
        at = self._batches.index(batch)
        self._batches[at : at + 1] = [part for part in parts if part.status != "unsent"]
