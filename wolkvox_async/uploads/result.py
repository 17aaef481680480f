"""How the records of an upload ended. None is in no count: the outcomes add up to the records given."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from attrs import field, frozen

from wolkvox_async.core.plain import Plain
from wolkvox_async.described import described
from wolkvox_async.uploads.verdict import RecordVerdict

__all__ = ["BatchResult", "Rejection", "RowRange", "Status", "UploadResult", "as_text", "ended", "settled"]

Status = Literal["accepted", "partly", "rejected", "unknown", "unsent"]


@described
@frozen
class Rejection(Plain):
    """A record that was not taken."""

    row: int | None
    """Its number, from 1, or of a file the line on which it begins; None where the server does not say which it is."""
    reason: str
    """Why, by the server's word or by ours."""


@described
@frozen
class RowRange(Plain):
    """Records of neighbouring rows."""

    first_row: int
    """First row, counted from 1."""
    last_row: int
    """Last row."""
    records: int
    """Records among them; fewer than the rows where others ended in another way."""

    def __str__(self) -> str:
        if self.first_row == self.last_row:
            return f"row {self.first_row}"
        rows = f"rows {self.first_row} to {self.last_row}"
        return rows if self.records > self.last_row - self.first_row else f"{self.records} of {rows}"


def as_text(ranges: Sequence[RowRange], most: int = 20) -> str:
    """Return ranges for a message: "rows 1 to 10000, rows 20001 to 30000"."""
    more = f" and {len(ranges) - most} ranges more" if len(ranges) > most else ""
    return ", ".join(map(str, ranges[:most])) + more


@described
@frozen(kw_only=True)
class BatchResult(Plain):
    """One batch: its rows, how it ended, and what became of its records.

    accepted + len(rejected) + unknown is records, but for a batch that is unsent.
    """

    number: int
    """Number of the batch, from 1."""
    first_row: int
    """First row, counted from 1."""
    last_row: int
    """Last row."""
    records: int
    """Records that were in it."""
    status: Status
    """How it ended."""
    accepted: int = 0
    """Records that the server took."""
    rejected: tuple[Rejection, ...] = ()
    """Records that were not taken."""
    unknown: int = 0
    """Records that may or may not have been taken."""
    msg: str | None = None
    """What the server said, or why there is no verdict."""


@described
@frozen(kw_only=True)
class UploadResult(Plain):
    """How each record ended: accepted + len(rejected) + unknown + unsent is the number of records given.

    Where an upload was stopped while its records were being read (`read_all`), it is the number of those read so far.
    """

    id: str | None = None
    """Of the upload, in the journal; None where it has none."""
    batches: tuple[BatchResult, ...] = ()
    """The batches, in order."""
    invalid: tuple[Rejection, ...] = field(default=(), repr=lambda rows: f"<{len(rows)} rows>")
    """Records left out before sending, with invalid="skip"; they are in `rejected` too."""
    read_all: bool = True
    """Whether all records given were read. False: the upload was stopped before, and sent nothing; those that had been
    read are `unsent`, and those behind them in no count."""

    _derived = ("accepted", "rejected", "unknown", "unsent", "unknown_rows", "unsent_rows")

    @property
    def accepted(self) -> int:
        """How many records the server took, by its own word."""
        return sum(batch.accepted for batch in self.batches)

    @property
    def rejected(self) -> tuple[Rejection, ...]:
        """The records that were not taken, each with its reason."""
        return (*self.invalid, *(rejection for batch in self.batches for rejection in batch.rejected))

    @property
    def unknown(self) -> int:
        """How many records may or may not have been taken; they are not sent again."""
        return sum(batch.unknown for batch in self.batches)

    @property
    def unsent(self) -> int:
        """How many records never went out."""
        return sum(batch.records for batch in self.batches if batch.status == "unsent")

    @property
    def unknown_rows(self) -> tuple[RowRange, ...]:
        """Where the unknown records stand, all of them."""
        return _ranges((batch, batch.unknown) for batch in self.batches)

    @property
    def unsent_rows(self) -> tuple[RowRange, ...]:
        """Where the records stand that never went out, all of them."""
        return _ranges((batch, batch.records) for batch in self.batches if batch.status == "unsent")


def _ranges(batches: Iterable[tuple[BatchResult, int]]) -> tuple[RowRange, ...]:
    """Return the rows of batches, those that follow on one another as one range."""
    found: list[RowRange] = []
    for batch, records in batches:
        if not records:
            continue
        last = found[-1] if found else None
        if last is not None and last.last_row + 1 == batch.first_row and _full(last) and records == batch.records:
            found[-1] = RowRange(last.first_row, batch.last_row, last.records + records)
        else:
            found.append(RowRange(batch.first_row, batch.last_row, records))
    return tuple(found)


def _full(rows: RowRange) -> bool:
    return rows.records == rows.last_row - rows.first_row + 1


def ended(rows: Sequence[int], status: Status, **facts: Any) -> BatchResult:
    """Return how a batch ended; its number follows when all are known."""
    if status == "unknown":
        facts["unknown"] = len(rows)
    return BatchResult(number=0, first_row=rows[0], last_row=rows[-1], records=len(rows), status=status, **facts)


def settled(rows: Sequence[int], verdict: RecordVerdict | None, msg: Any) -> BatchResult:
    """Return how a batch ended by the server's word on its records; None: it has none, and they are unknown."""
    text = None if msg is None else str(msg)
    if verdict is None:
        return ended(rows, "unknown", msg=text)
    if verdict.contradiction:
        return ended(rows, "unknown", msg=verdict.contradiction)
    rejected = tuple(Rejection(None if index is None else rows[index], reason) for index, reason in verdict.rejected)
    counts = {"accepted": verdict.accepted, "rejected": len(rejected), "unknown": verdict.unknown}
    ways = [name for name, count in counts.items() if count]
    status: Any = ways[0] if len(ways) == 1 else "partly"
    return ended(rows, status, accepted=verdict.accepted, rejected=rejected, unknown=verdict.unknown, msg=text)
