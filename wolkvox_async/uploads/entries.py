"""What the journal says of one upload, as values, and as rows of its tables."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import orjson
from attrs import field, frozen

from wolkvox_async.core.plain import Plain, counted
from wolkvox_async.described import described
from wolkvox_async.uploads.result import BatchResult, Rejection

__all__ = [
    "SENT",
    "Entry",
    "Target",
    "has_effect",
    "read_batches",
    "read_entry",
    "read_sent",
    "replace_batch",
    "write_outcome",
]

SENT = "sent"
"""State of a batch that went out and has no outcome yet."""


@frozen(kw_only=True)
class Target:
    """Where an upload goes, and what it is.

    kind, campaign: type and number of the campaign; digest, rows: of all records and of their numbers in the source, in
    order; source_digest: of the file that they came from, None where they came from none; options: what resuming needs,
    `reading` and `notes` among them, which are of a `RecordFile`. A journal of an older version has no rows and no
    source_digest.
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
    source_digest: str | None = None
    rows: str | None = None

    @property
    def reading(self) -> dict[str, Any]:
        """The options with which the file was read."""
        found: dict[str, Any] = self.options.get("reading", {})
        return found

    @property
    def notes(self) -> dict[str, Any]:
        """What whoever began the upload left for whoever goes on with it."""
        found: dict[str, Any] = self.options.get("notes", {})
        return found

    @property
    def choices(self) -> dict[str, Any]:
        """The arguments of the upload, but for its records and its campaign."""
        return {name: value for name, value in self.options.items() if name not in {"reading", "notes"}}


@described
@frozen(kw_only=True, repr=False)
class Entry(Plain):
    """An upload as the journal has it."""

    id: str
    """Of the upload, as in `UploadResult.id`."""
    target: Target
    """Where it goes, and what it is."""
    started: datetime
    """When it began, aware, in UTC."""
    ended: datetime | None
    """When all its batches had an outcome; None before."""
    batches: tuple[BatchResult, ...]
    """The batches, in order; `to_dict()` leaves them out."""

    _only = (
        *("id", "operation", "campaign_id", "type_campaign", "source", "started", "ended"),
        *("records", "accepted", "rejected", "unknown", "unsent"),
    )

    @property
    def operation(self) -> str:
        """The operation's name."""
        return self.target.operation

    @property
    def campaign_id(self) -> str:
        """Number of the campaign."""
        return self.target.campaign

    @property
    def type_campaign(self) -> str:
        """Kind of the campaign: predictive or preview."""
        return self.target.kind

    @property
    def source(self) -> str:
        """The file that the records come from, or what else they are."""
        return self.target.source

    @property
    def records(self) -> int:
        """Records of the upload."""
        return self.target.records

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
        return self.records - self.accepted - self.rejected - self.unknown

    def __repr__(self) -> str:
        counts = {"accepted": self.accepted, "rejected": self.rejected, "unknown": self.unknown, "unsent": self.unsent}
        ends = [counted(self.records, "record"), *(f"{count:,} {name}" for name, count in counts.items() if count)]
        return f"<Upload {self.id} {self.operation} {self.type_campaign} {self.campaign_id}: {', '.join(ends)}>"


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


def replace_batch(
    connection: sqlite3.Connection, upload_id: str, batch: BatchResult, parts: Iterable[BatchResult]
) -> None:
    """Write down what a batch whose outcome was unknown turned out to be; of unsent parts nothing is kept."""
    where = (upload_id, batch.first_row)
    connection.execute("BEGIN IMMEDIATE")
    (sent,) = connection.execute("SELECT sent FROM batch WHERE upload = ? AND first_row = ?", where).fetchone()
    connection.execute("DELETE FROM batch WHERE upload = ? AND first_row = ?", where)
    for part in parts:
        if part.status != "unsent":
            place = (upload_id, part.first_row, part.last_row, part.records)
            connection.execute("INSERT INTO batch VALUES (?, ?, ?, ?, '', '', 0, 0, '[]', NULL, ?)", (*place, sent))
            write_outcome(connection, upload_id, part)
    connection.execute("COMMIT")


def has_effect(connection: sqlite3.Connection, upload_id: str, *, since: str | None) -> bool:
    """Return whether an upload has batches that took effect, or may have.

    Args:
        connection: Of the journal.
        upload_id: The upload's id.
        since: Id of another upload: only batches count that were sent after that one had begun; None: all count.
    """
    found = connection.execute(
        "SELECT count(*) FROM batch JOIN upload ON id = upload WHERE id = ? "
        "AND (accepted > 0 OR unknown > 0 OR state = ?) AND (? IS NULL OR "
        "coalesce(sent, started) >= (SELECT started FROM upload WHERE id = ?))",
        (upload_id, SENT, since, since),
    )
    return bool(found.fetchone()[0])


def read_sent(connection: sqlite3.Connection, upload_id: str) -> dict[int, float]:
    """Return when the batches of an upload were sent, in seconds of the epoch, by their first row."""
    rows = connection.execute(
        "SELECT first_row, coalesce(sent, started) FROM batch JOIN upload ON id = upload WHERE id = ?", (upload_id,)
    )
    return dict(rows.fetchall())


def read_entry(connection: sqlite3.Connection, upload_id: str) -> Entry | None:
    """Return an upload with its batches, None where there is none of this id."""
    row = connection.execute("SELECT * FROM upload WHERE id = ?", (upload_id,)).fetchone()
    if row is None:
        return None
    name, operation, address, endpoint, kind, campaign, source, digest, records, options, *others = row
    started, ended, source_digest, rows = others
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
            source_digest=source_digest,
            rows=rows,
        ),
        started=datetime.fromtimestamp(started, UTC),
        ended=None if ended is None else datetime.fromtimestamp(ended, UTC),
        batches=tuple(read_batches(connection, upload_id)),
    )


def read_batches(connection: sqlite3.Connection, upload_id: str) -> Iterator[BatchResult]:
    """Yield the batches of an upload, in order; one without an outcome is unknown."""
    rows = connection.execute("SELECT * FROM batch WHERE upload = ? ORDER BY first_row", (upload_id,))
    for number, row in enumerate(rows, 1):
        _, first_row, last_row, records, _, state, accepted, unknown, rejected, msg, _ = row
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
