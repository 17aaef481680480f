"""Uploads: each record ends as accepted, rejected with its reason, unknown, or unsent. None is sent twice.

All records are checked before the first one is sent, so a fault in row 900,000 leaves nothing half done: what was
checked waits, encoded, in a temporary file without a name, and memory stays flat. Then the batches go out, as many at
once as there are slots. A batch whose outcome nobody knows ends the upload with OutcomeUnknown; it is not sent again.
"""

import asyncio
import re
import tempfile
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator
from typing import IO, Any, Literal

from attrs import field, frozen

from wolkvox_async import limits
from wolkvox_async.calls.executor import Caller
from wolkvox_async.core.batches import Packed, Packer, encode
from wolkvox_async.core.call import Call
from wolkvox_async.core.plain import Plain
from wolkvox_async.errors import ConfigurationError, InvalidRecord, OutcomeUnknown, Refused, WolkvoxError
from wolkvox_async.scheduler import Lane

__all__ = ["BatchResult", "Reader", "Rejection", "UploadResult", "rejections", "totals", "upload"]

Status = Literal["accepted", "partly", "rejected", "unknown", "unsent"]
Verdicts = tuple[int, tuple["Rejection", ...]]
Reader = Callable[[Any, Packed], Verdicts | None]


@frozen
class Rejection(Plain):
    """A record that was not taken: its row (counted from 1; None where the server does not say which) and why."""

    row: int | None
    reason: str


@frozen(kw_only=True)
class BatchResult(Plain):
    """One batch: its rows, how it ended, how many of its records were accepted, and those that were not."""

    number: int
    first_row: int
    last_row: int
    records: int
    status: Status
    accepted: int = 0
    rejected: tuple[Rejection, ...] = ()
    msg: str | None = None


@frozen(kw_only=True)
class UploadResult(Plain):
    """How each record ended. accepted + len(rejected) + unknown + unsent is the number of records given.

    invalid: records left out before sending, with invalid="skip"; they are in rejected too.
    """

    batches: tuple[BatchResult, ...] = ()
    invalid: tuple[Rejection, ...] = field(default=(), repr=lambda rows: f"<{len(rows)} rows>")

    _derived = ("accepted", "rejected", "unknown", "unsent")

    @property
    def accepted(self) -> int:
        return sum(batch.accepted for batch in self.batches)

    @property
    def rejected(self) -> tuple[Rejection, ...]:
        return (*self.invalid, *(rejection for batch in self.batches for rejection in batch.rejected))

    @property
    def unknown(self) -> int:
        return sum(batch.records for batch in self.batches if batch.status == "unknown")

    @property
    def unsent(self) -> int:
        return sum(batch.records for batch in self.batches if batch.status == "unsent")


class _Stage:
    """Checked batches in a temporary file: only their place is kept in memory."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(prefix="wolkvox-upload-")  # noqa: SIM115
        self._places: list[tuple[int, tuple[int, ...], int, int]] = []

    def put(self, packed: Packed) -> None:
        self._places.append((packed.number, _dense(packed.rows), self._file.tell(), len(packed.body)))
        self._file.write(packed.body)

    def __iter__(self) -> Iterator[Packed]:
        for number, rows, start, size in self._places:
            self._file.seek(start)
            yield Packed(number, rows, self._file.read(size))

    def close(self) -> None:
        self._file.close()


def _dense(rows: tuple[int, ...]) -> Any:
    """Rows without gaps as a range, which takes no memory."""
    return range(rows[0], rows[-1] + 1) if rows[-1] - rows[0] + 1 == len(rows) else rows


async def _each(records: Iterable[Any] | AsyncIterable[Any]) -> AsyncIterator[Any]:
    if isinstance(records, AsyncIterable):
        async for record in records:
            yield record
    elif isinstance(records, Iterable) and not isinstance(records, str | bytes | dict):
        for number, record in enumerate(records):
            if number % 256 == 0:
                await asyncio.sleep(0)  # checking is work: let others run
            yield record
    else:
        raise ConfigurationError("records takes a list or another iterable of records", advice="[record] for one")


def rejections(data: Any, packed: Packed) -> Verdicts | None:
    """Read the server's word on each record: how many it took, and why not the others; None if it has none.

    The shape is data[0].array_errors with "…, object position N", N counted from 0 within the batch.
    """
    if not isinstance(data, list) or not data or not isinstance(data[0], dict) or "array_errors" not in data[0]:
        return None
    reasons: dict[int, str] = {}
    loose: list[str] = []
    for entry in data[0]["array_errors"] or []:
        text = "; ".join(str(value) for value in entry.values()) if isinstance(entry, dict) else str(entry)
        found = re.search(r"object position (\d+)", text)
        if found and int(found[1]) < len(packed.rows):
            reasons.setdefault(packed.rows[int(found[1])], text)
        else:
            loose.append(text)
    counted = str(data[0].get("total_errors", "")).strip()
    errors = min(max(int(counted) if counted.isdecimal() else 0, len(reasons)), len(packed.rows))
    rejected = [Rejection(row, reason) for row, reason in sorted(reasons.items())]
    unnamed = iter(loose)
    rejected += [Rejection(None, next(unnamed, "the server does not say why")) for _ in range(errors - len(rejected))]
    return len(packed.rows) - len(rejected), tuple(rejected)


def totals(data: Any, packed: Packed) -> Verdicts | None:
    """Read the server's counts of a batch, which do not tell which records it means; None if there are none.

    The shape is data[0] with total_added, total_rejected and total_sent. What is neither added nor rejected by the
    server's count was not added, and says so.
    """
    counts = data[0] if isinstance(data, list) and data and isinstance(data[0], dict) else {}
    added, rejected = (_count(counts.get(name)) for name in ("total_added", "total_rejected"))
    if added is None and rejected is None:
        return None
    sent = len(packed.rows)
    added = max(0, sent - (rejected or 0)) if added is None else min(sent, added)
    named = min(sent - added, rejected or 0)
    lost = f"the server counts {added} added and {rejected or 0} rejected of {sent}"
    reasons = ["the server does not say why"] * named + [lost] * (sent - added - named)
    return added, tuple(Rejection(None, reason) for reason in reasons)


def _count(value: Any) -> int | None:
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdecimal() else None


async def upload(
    caller: Caller,
    make: Callable[[bytes], Call],
    record: type,
    records: Iterable[Any] | AsyncIterable[Any],
    *,
    invalid: Literal["raise", "skip"] = "raise",
    lane: Lane = "bulk",
    read: Reader = rejections,
) -> UploadResult:
    """Check all records, send them in batches and tell how each one ended.

    read: of a reply's data and the batch, how many records were taken and why the others were not (`rejections`,
    `totals`); None where the data does not tell, so that a success took them all.
    Raises InvalidRecord (row, field) before anything is sent; OutcomeUnknown or whatever else ended the upload
    with .upload, the result so far, in which nothing is missing: what was not sent is unsent.
    """
    stage = _Stage()
    try:
        try:
            left_out = await _checked(caller, record, records, stage, skip=invalid == "skip")
        except WolkvoxError as error:
            raise error.at(operation=caller.operation.name, endpoint=make(b"").endpoint) from None
        sender = _Sender(caller, make, lane, read)
        return await sender.send(stage, left_out)
    finally:
        stage.close()


async def _checked(
    caller: Caller, record: type, records: Iterable[Any] | AsyncIterable[Any], stage: _Stage, *, skip: bool
) -> tuple[Rejection, ...]:
    packer = Packer()
    left_out = []
    row = 0
    async for each in _each(records):
        row += 1
        try:
            encoded = encode(record, each, row, caller.operation.tz)
        except InvalidRecord as error:
            if not skip:
                raise
            left_out.append(Rejection(row, error.what.removeprefix(f"row {row}: ")))
            continue
        for packed in packer.add(row, encoded):
            stage.put(packed)
    for packed in packer.rest():
        stage.put(packed)
    return tuple(left_out)


@frozen
class _Sender:
    """How the batches of one upload go out, and how what comes back is read."""

    caller: Caller
    make: Callable[[bytes], Call]
    lane: Lane
    read: Reader

    async def send(self, stage: _Stage, left_out: tuple[Rejection, ...]) -> UploadResult:
        """Send the batches, several at once; the first that fails ends the upload."""
        batches = iter(stage)
        results: list[BatchResult] = []
        failures: list[WolkvoxError] = []

        async def work() -> None:
            while not failures and (packed := next(batches, None)) is not None:
                try:
                    results.append(await self.one(packed))
                except WolkvoxError as error:
                    results.append(_failed(packed, error))
                    failures.append(error)

        workers = limits.SLOTS_PER_TOKEN * len(self.caller.operation.tokens)
        async with asyncio.TaskGroup() as group:
            for _ in range(min(workers, 64)):
                group.create_task(work())
        if not failures:
            return _result(results, left_out)
        results += [_ended(packed, "unsent") for packed in batches]
        worst = next((error for error in failures if isinstance(error, OutcomeUnknown)), failures[0])
        worst.upload = _result(results, left_out)  # type: ignore[attr-defined]
        raise worst

    async def one(self, packed: Packed) -> BatchResult:
        try:
            reply = await self.caller.perform(self.make(packed.body), lane=self.lane)
        except Refused as error:
            verdicts = self.read(error.data, packed)
            if verdicts is None:
                raise
            return _ended(packed, "partly" if verdicts[0] else "rejected", **_facts(verdicts, error.msg))
        document = reply.answered.seen.envelope if isinstance(reply.answered.seen.envelope, dict) else {}
        reply.close()
        verdicts = self.read(document.get("data"), packed) or (len(packed.rows), ())
        status: Status = "accepted" if not verdicts[1] else "partly" if verdicts[0] else "rejected"
        return _ended(packed, status, **_facts(verdicts, document.get("msg")))


def _result(results: list[BatchResult], left_out: tuple[Rejection, ...]) -> UploadResult:
    return UploadResult(batches=tuple(sorted(results, key=lambda batch: batch.number)), invalid=left_out)


def _failed(packed: Packed, error: WolkvoxError) -> BatchResult:
    """Say how a batch ended that ends the upload."""
    match error:
        case OutcomeUnknown():
            error.first_row, error.last_row = packed.rows[0], packed.rows[-1]
            first, last = packed.rows[0], packed.rows[-1]
            error.what = (f"row {first}" if first == last else f"rows {first} to {last}") + f": {error.what}"
            return _ended(packed, "unknown", msg=error.what)
        case Refused():  # the whole batch: unknown campaign, licence cap
            rejected = tuple(Rejection(row, error.msg or error.what) for row in packed.rows)
            return _ended(packed, "rejected", rejected=rejected, msg=error.msg)
        case _:
            return _ended(packed, "unsent", msg=error.what)


def _ended(packed: Packed, status: Status, **facts: Any) -> BatchResult:
    return BatchResult(
        number=packed.number,
        first_row=packed.rows[0],
        last_row=packed.rows[-1],
        records=len(packed.rows),
        status=status,
        **facts,
    )


def _facts(verdicts: Verdicts, msg: Any) -> dict[str, Any]:
    accepted, rejected = verdicts
    return {"accepted": accepted, "rejected": rejected, "msg": None if msg is None else str(msg)}
