"""What the journal says of one upload, as values, and as rows of its tables."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import orjson
from attrs import field, frozen

from wolkvox_async.uploads.result import BatchResult, Rejection

__all__ = ["SENT", "Entry", "Target", "read_batches", "read_entry", "write_outcome"]

SENT = "sent"
"""State of a batch that went out and has no outcome yet."""


@frozen(kw_only=True)
class Target:
    """Where an upload goes, and what it is.

    kind, campaign: type and number of the campaign; digest: of all records, in order; options: what resuming needs.
    """

    operation: str
    address: str
    endpoint: str
    kind: str
    campaign: str
    source: str
    digest: str
    records: int
    options: dict[str, Any] = field(factory=dict)


@frozen(kw_only=True)
class Entry:
    """An upload as the journal has it. ended: when all its batches had an outcome, None before."""

    id: str
    target: Target
    started: datetime
    ended: datetime | None
    batches: tuple[BatchResult, ...] = field(repr=False)

    @property
    def accepted(self) -> int:
        """Records that the server took."""
        return sum(batch.accepted for batch in self.batches)

    @property
    def rejected(self) -> int:
        """Records that the server refused."""
        return sum(len(batch.rejected) for batch in self.batches)

    @property
    def unknown(self) -> int:
        """Records that were sent and of which nothing is known."""
        return sum(batch.unknown for batch in self.batches)

    @property
    def unsent(self) -> int:
        """Records that never went out."""
        return self.target.records - self.accepted - self.rejected - self.unknown

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        target = self.target
        return {
            "id": self.id,
            "operation": target.operation,
            "campaign_id": target.campaign,
            "type_campaign": target.kind,
            "source": target.source,
            "started": self.started.isoformat(),
            "ended": None if self.ended is None else self.ended.isoformat(),
            "records": target.records,
            "accepted": self.accepted,
            "rejected": self.rejected,
            "unknown": self.unknown,
            "unsent": self.unsent,
        }


def write_outcome(connection: sqlite3.Connection, upload_id: str, batch: BatchResult) -> None:
    """Write down how a batch ended."""
    connection.execute(
        "UPDATE batch SET state = ?, accepted = ?, unknown = ?, rejected = ?, msg = ? "
        "WHERE upload = ? AND first_row = ?",
        (
            batch.status,
            batch.accepted,
            batch.unknown,
            orjson.dumps([[each.row, each.reason] for each in batch.rejected]).decode(),
            batch.msg,
            upload_id,
            batch.first_row,
        ),
    )


def read_entry(connection: sqlite3.Connection, upload_id: str) -> Entry | None:
    """Return an upload with its batches, None where there is none of this id."""
    row = connection.execute("SELECT * FROM upload WHERE id = ?", (upload_id,)).fetchone()
    if row is None:
        return None
    name, operation, address, endpoint, kind, campaign, source, digest, records, options, started, ended = row
    return Entry(
        id=name,
        target=Target(
            operation=operation,
            address=address,
            endpoint=endpoint,
            kind=kind,
            campaign=campaign,
            source=source,
            digest=digest,
            records=records,
            options=orjson.loads(options),
        ),
        started=datetime.fromtimestamp(started, UTC),
        ended=None if ended is None else datetime.fromtimestamp(ended, UTC),
        batches=tuple(read_batches(connection, upload_id)),
    )


def read_batches(connection: sqlite3.Connection, upload_id: str) -> Iterator[BatchResult]:
    """Yield the batches of an upload, in order; one without an outcome is unknown."""
    rows = connection.execute("SELECT * FROM batch WHERE upload = ? ORDER BY first_row", (upload_id,))
    for number, row in enumerate(rows, 1):
        _, first_row, last_row, records, _, state, accepted, unknown, rejected, msg = row
        under_way = state == SENT
        yield BatchResult(
            number=number,
            first_row=first_row,
            last_row=last_row,
            records=records,
            status="unknown" if under_way else state,
            accepted=accepted,
            rejected=tuple(Rejection(*each) for each in orjson.loads(rejected)),
            unknown=records if under_way else unknown,
            msg=msg,
        )
