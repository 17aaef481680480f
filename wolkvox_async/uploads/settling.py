"""What a search for records in their campaign says of a batch whose outcome is unknown.

A record is **found** where the campaign has it as often as it was given: a row with its customer_id and tel1 that
agrees in every other value that the server shows, but for letters' case and spaces. It is **missing** where no row has
its customer_id and tel1. Otherwise it is **doubtful**: the customer is there, with other values or from another time,
and the record stays unknown.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from attrs import field, frozen

from wolkvox_async.core.plain import Plain
from wolkvox_async.described import described
from wolkvox_async.uploads.result import BatchResult, Rejection, Status, ended

__all__ = ["Finding", "Reconciliation", "SettledBatch", "chosen", "finding", "key_of", "settle"]

Finding = Literal["found", "missing", "doubtful"]
_KEY = ("customer_id", "tel1")


@described
@frozen(kw_only=True)
class SettledBatch(Plain):
    """What became of a batch whose outcome was unknown. accepted + rejected + unsent + unknown is records."""

    first_row: int
    """First row, counted from 1."""
    last_row: int
    """Last row."""
    records: int
    """Records that were in it."""
    status: Literal["applied", "not_applied", "partly_applied", "unknown"]
    """Whether the server has it. partly_applied: some records are there and others are not; unknown: not clear."""
    asked: int
    """Records that were looked for."""
    found: int
    """Of these, how many the campaign has."""
    missing: int
    """Of these, how many it does not have."""
    doubtful: int
    """Of these, how many are there with other values, or less often than they were given."""
    accepted: int
    """Records of the batch that count as accepted now."""
    rejected: int
    """Records that the server had rejected by their position."""
    unsent: int
    """Records that count as unsent now; `resume` sends them."""
    unknown: int
    """Records that stay unknown."""
    msg: str | None = None
    """By what it was settled, or why it was not."""


@described
@frozen(kw_only=True)
class Reconciliation(Plain):
    """What a reconciliation found, and how the records of the upload stand after it."""

    id: str
    """Of the upload."""
    calls: int
    """Calls that were made."""
    batches: tuple[SettledBatch, ...] = field(default=(), repr=lambda batches: f"<{len(batches)} batches>")
    """The batches that were unknown, in order."""
    accepted: int
    """Records of the upload that the server has."""
    rejected: int
    """Records that the server refused."""
    unknown: int
    """Records that stay unknown; they are never sent again."""
    unsent: int
    """Records that are not at the server; `resume` sends them."""

    _derived = ("applied", "not_applied", "partly_applied")

    @property
    def applied(self) -> int:
        """How many batches were applied."""
        return sum(batch.status == "applied" for batch in self.batches)

    @property
    def not_applied(self) -> int:
        """How many batches were not applied."""
        return sum(batch.status == "not_applied" for batch in self.batches)

    @property
    def partly_applied(self) -> int:
        """How many batches were applied in part."""
        return sum(batch.status == "partly_applied" for batch in self.batches)


def chosen(count: int, sample: int | None) -> Sequence[int]:
    """Return which of so many records are asked for: all, or the first, the last and others evenly between."""
    if sample is None or sample >= count:
        return range(count)
    if sample == 1:
        return (0,)
    return tuple(at * (count - 1) // (sample - 1) for at in range(sample))


def key_of(record: Mapping[str, str]) -> tuple[str, ...]:
    """Return what a record is looked for by."""
    return tuple(record.get(name, "") for name in _KEY)


def finding(record: Mapping[str, str], rows: Iterable[object], times: int) -> Finding:
    """Return whether a record is in its campaign.

    Args:
        record: As it was sent.
        rows: What find_record gave.
        times: How often the campaign may have been given this customer_id and tel1, 1 or more.
    """
    known = {name: record[name] for name in _KEY if record.get(name)}
    same = [row for row in rows if all(_equal(value, getattr(row, name, None)) for name, value in known.items())]
    if not same:
        return "missing"
    return "found" if sum(_agrees(record, row) for row in same) >= times else "doubtful"


def _agrees(record: Mapping[str, str], row: object) -> bool:
    shown = ((value, getattr(row, name, None)) for name, value in record.items())
    return all(_equal(value, there) for value, there in shown if there is not None and there != "")


def _equal(sent: str, there: object) -> bool:
    return " ".join(sent.split()).casefold() == " ".join(str(there).split()).casefold()


def settle(
    batch: BatchResult, rows: Sequence[int], findings: Mapping[int, Finding], *, whole: bool = True
) -> tuple[SettledBatch, list[BatchResult]]:
    """Settle a batch by what was found of its records.

    All of its records may have been asked for, or a sample. A sample of two or more that agree, all found or all
    missing, settles the whole of a batch of which the server has counted nothing; any other settles what was asked.

    Args:
        batch: The batch; some of its records are unknown.
        rows: The rows of its records, in order.
        findings: By row, what was found.
        whole: Whether all that was to be asked for was; else a sample settles what was asked alone.

    Returns:
        What it says, and the batches that take its place in the journal, the unsent ones among them.
    """
    named: dict[int | None, Rejection] = {each.row: each for each in batch.rejected if each.row is not None}
    asked: dict[int, Finding] = {row: each for row, each in findings.items() if row not in named}
    open_rows = [row for row in rows if row not in named]
    counts = {name: sum(each == name for each in asked.values()) for name in ("found", "missing", "doubtful")}
    settled: dict[int, Finding] = dict(asked)
    msg = f"{len(asked):,} of {len(open_rows):,} records were looked for in the campaign"
    if batch.unknown < batch.records:
        settled, msg = _with_counts(batch, len(named), open_rows, asked, counts, msg)
    elif whole and 1 < len(asked) < len(open_rows) and len(asked) in (counts["found"], counts["missing"]):
        every: Finding = "missing" if counts["missing"] else "found"
        settled = dict.fromkeys(open_rows, every)
        msg += ", and the others count as those do"
    if not settled:
        parts = [batch]
    else:
        outcome: dict[Finding | None, Status] = {"found": "accepted", "missing": "unsent"}
        states: list[Status] = [
            "rejected" if row in named else outcome.get(settled.get(row), "unknown") for row in rows
        ]
        parts = [_part(run, status, named, msg) for run, status in _runs(rows, states)]
    accepted = sum(part.accepted for part in parts)
    unsent = sum(part.records for part in parts if part.status == "unsent")
    unknown = sum(part.unknown for part in parts)
    return (
        SettledBatch(
            first_row=batch.first_row,
            last_row=batch.last_row,
            records=batch.records,
            status=_status(accepted, unsent, unknown),
            asked=len(asked),
            **counts,
            accepted=accepted,
            rejected=sum(len(part.rejected) for part in parts),
            unsent=unsent,
            unknown=unknown,
            msg=msg,
        ),
        parts,
    )


def _with_counts(
    batch: BatchResult,
    named: int,
    open_rows: Sequence[int],
    asked: Mapping[int, Finding],
    counts: Mapping[str, int],
    msg: str,
) -> tuple[dict[int, Finding], str]:
    """Settle a batch of which the server has counted some records, so that all of them had to be asked for."""
    left = batch.unknown + len(batch.rejected) - named  # what the server may not have
    if len(asked) < len(open_rows):
        return {}, f"{msg}; it takes all of them, since the server does not say which ones it took"
    if counts["missing"] > left:
        return {}, f"{msg}; {counts['missing']:,} are missing, and the server says that it took all but {left:,}"
    if counts["missing"] == left:  # the others are those that the server took
        return {row: "missing" if each == "missing" else "found" for row, each in asked.items()}, msg
    return dict(asked), msg


def _runs(rows: Sequence[int], states: Sequence[Status]) -> Iterator[tuple[Sequence[int], Status]]:
    """Yield neighbouring rows of one state."""
    begin = 0
    for end in range(1, len(rows) + 1):
        if end == len(rows) or states[end] != states[begin]:
            yield rows[begin:end], states[begin]
            begin = end


def _part(rows: Sequence[int], status: Status, named: Mapping[int | None, Rejection], msg: str) -> BatchResult:
    match status:
        case "rejected":
            return ended(rows, status, rejected=tuple(named[row] for row in rows), msg=msg)
        case "accepted":
            return ended(rows, status, accepted=len(rows), msg=msg)
    return ended(rows, status, msg=msg)


def _status(accepted: int, unsent: int, unknown: int) -> Literal["applied", "not_applied", "partly_applied", "unknown"]:
    if accepted and unsent:
        return "partly_applied"
    if unknown:
        return "unknown"
    return "applied" if accepted else "not_applied"
