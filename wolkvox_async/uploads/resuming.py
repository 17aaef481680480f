"""An upload that goes on: what of it is still to be sent, by what the journal has of it."""

import asyncio
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from attrs import field, frozen

from wolkvox_async.calls.executor import CallExecutor
from wolkvox_async.calls.tasks import to_its_end
from wolkvox_async.core.batches import Packed, dense
from wolkvox_async.spelling import of_class
from wolkvox_async.uploads.caps import check_running
from wolkvox_async.uploads.entries import Target
from wolkvox_async.uploads.journal import Journal
from wolkvox_async.uploads.journal_log import Log
from wolkvox_async.uploads.place import in_state_directory
from wolkvox_async.uploads.result import BatchResult
from wolkvox_async.uploads.sources import RecordFile
from wolkvox_async.uploads.stage import Stage, Staged

__all__ = ["Journaled", "Source", "journal_of", "remaining"]


def journal_of(caller: CallExecutor) -> Journal:
    """Return the journal that the uploads of an operation stand in."""
    engine = caller.engine
    return Journal(engine.journal or in_state_directory(), engine.clock)


@frozen(kw_only=True)
class Journaled:
    """How an upload stands in the journal.

    Args:
        endpoint: What it calls.
        kind: Type of the campaign.
        campaign: Its number.
        upload_id: Of an upload that goes on, or a new one's name.
        again: Whether records may go to a campaign that has had the same ones.
        options: What resuming needs to know, but for how a file is read.
    """

    endpoint: str
    kind: str
    campaign: str
    upload_id: str | None = None
    again: bool = False
    options: dict[str, Any] = field(factory=dict)

    async def begin(self, caller: CallExecutor, stage: Stage, records: object) -> Log:
        """Enter the upload in the journal; see Journal.begin.

        A thread reads the source and waits for the disk. A caller that is cancelled waits for that, and holds nothing.

        Args:
            caller: Makes the calls of the operation.
            stage: The records, checked.
            records: Where they came from.
        """
        target, journal = await asyncio.to_thread(self._target, caller, stage, records), journal_of(caller)
        if self.kind == "predictive" and self.options.get("campaign_status") == "start":
            running = await asyncio.to_thread(journal.under_way, target)
            if (warning := check_running(caller.operation, self.endpoint, self.campaign, len(running))) is not None:
                caller.tell(warning)
        begun: list[Log] = []
        try:
            await to_its_end(
                None, lambda: begun.append(journal.begin(target, upload_id=self.upload_id, again=self.again))
            )
        except asyncio.CancelledError:
            for log in begun:
                log.close()
            raise
        return begun[0]

    def _target(self, caller: CallExecutor, stage: Stage, records: object) -> Target:
        source = Source.of(records)
        own = {"reading": source.reading, "notes": source.notes}
        return Target(
            operation=caller.operation.name,
            address=caller.operation.base_url,
            endpoint=self.endpoint,
            kind=self.kind,
            campaign=self.campaign,
            source=source.name,
            digest=stage.digest,
            records=stage.records,
            options=self.options | {name: value for name, value in own.items() if value},
            source_digest=source.digest,
            rows=stage.rows_digest,
        )


@frozen
class Source:
    """Where records come from: the path of a file, its digest, options and notes; for other records their type."""

    name: str
    digest: str | None = None
    reading: dict[str, Any] = field(factory=dict)
    notes: dict[str, Any] = field(factory=dict)

    @classmethod
    def of(cls, records: object) -> "Source":
        """Return what the journal says of the source of records; a file is read once for its digest.

        Raises:
            ConfigurationError: It cannot be read.
        """
        if isinstance(records, RecordFile):
            return cls(records.name, records.digest(), records.options, records.notes)
        return cls(of_class(records))


def remaining(stage: Stage, done: Sequence[BatchResult]) -> Iterator[Staged | Packed]:
    """Yield the batches without those records that have an outcome, or may have taken effect."""
    for staged in stage:
        gaps = _gaps(staged.rows, done)
        if gaps == [(0, len(staged.rows))]:
            yield staged
            continue
        if not gaps:
            continue
        packed = staged.load()
        records = orjson.loads(packed.body)  # texts only, so they come back as they went in
        for begin, end in gaps:
            yield Packed(dense(packed.rows[begin:end]), orjson.dumps(records[begin:end]))


def _gaps(rows: Sequence[int], done: Sequence[BatchResult]) -> list[tuple[int, int]]:
    """Return the places of rows that are in no batch, as ranges [begin, end). done is in ascending order."""
    gaps = []
    begin = 0
    for batch in done:
        first, end = bisect_left(rows, batch.first_row), bisect_right(rows, batch.last_row)
        if begin < first:
            gaps.append((begin, first))
        begin = max(begin, end)
    if begin < len(rows):
        gaps.append((begin, len(rows)))
    return gaps
