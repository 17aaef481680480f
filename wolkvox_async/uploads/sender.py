"""Sends the batches of one upload, several at once, and accounts for each record, whatever ends it."""

import asyncio
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b

from attrs import define, evolve, field

from wolkvox_async import events, limits
from wolkvox_async.calls.executor import CallExecutor
from wolkvox_async.calls.response import document
from wolkvox_async.calls.tasks import cancel
from wolkvox_async.core.batches import Packed
from wolkvox_async.core.call import Call
from wolkvox_async.core.shape import empty
from wolkvox_async.errors import (
    AuthenticationFailed,
    ClientClosed,
    InvalidRequest,
    Maintenance,
    OutcomeUnknown,
    QuotaExhausted,
    Refused,
    ReplyError,
    TooManySimultaneous,
    WolkvoxError,
)
from wolkvox_async.scheduler import Lane
from wolkvox_async.uploads.journal_log import Log
from wolkvox_async.uploads.result import BatchResult, Rejection, UploadResult, as_text, ended, settled
from wolkvox_async.uploads.stage import Staged
from wolkvox_async.uploads.verdict import RecordVerdict, read_verdict

__all__ = ["Sender"]

_WORKERS = 64
_TOO_LARGE = 413  # "Content Too Large"
_SIZE = re.compile(
    r"too (?:large|big|many (?:records|registers|rows))|entity too large|limit of records"
    r"|exceeds? the (?:maximum|allowed|permitted|limit|size)|max(?:imum|\.)? (?:size|number of (?:records|registers))"
    r"|(?:max(?:imum)?|m[aá]xim[oa]|no more than|no m[aá]s de|hasta|up to)\.?:?\s+(?:of |de )?[0-9][0-9.,]*"
    r"\s+(?:records|registers|rows|registros|filas)"
    r"|demasiado grande|demasiados registros|l[ií]mite de registros|tama[ñn]o m[aá]ximo",
    re.IGNORECASE,
)
_OTHER_CAPS = re.compile(
    r"licen|simultan|token|campaign|predictive|campa[ñn]a|length|longitud|character|car[aá]cter|\b(?:opt|tel)[0-9]",
    re.IGNORECASE,
)


@define
class _InFlight:
    """A batch that a worker has. sent: the server may have seen it, and has not answered."""

    packed: Packed
    log: Log | None
    sent: bool = False

    writes: "list[asyncio.Future[None]]" = field(factory=list)

    async def begin(self, _cost: int) -> None:
        if self.log is not None:
            rows = self.packed.rows
            await self.log.sent(rows[0], rows[-1], len(rows), blake2b(self.packed.body, digest_size=16).hexdigest())
        self.sent = True

    def again(self) -> None:
        if self.log is not None:
            self.writes.append(self.log.withdrawn(self.packed.rows[0]))
        self.sent = False

    async def end(self, results: list[BatchResult]) -> None:
        """Write down how it ended; nothing is written of what had no effect, and may be sent again."""
        if self.log is None:
            return
        if results and results[0].status != "unsent":
            self.writes.append(self.log.ended(results[0]))
        else:
            self.writes.append(self.log.withdrawn(self.packed.rows[0]))
        for write in self.writes:
            await write


class Sender:
    """One upload on its way.

    A batch that is refused for its size is sent as two halves, and the later ones are cut before they are sent.
    """

    def __init__(
        self,
        caller: CallExecutor,
        make: Callable[[bytes], Call],
        lane: Lane,
        batches: Iterable[Staged | Packed],
        *,
        invalid: tuple[Rejection, ...] = (),
        stop: asyncio.Event | None = None,
        log: Log | None = None,
    ) -> None:
        self._caller, self._make = caller, make
        self._endpoint = make(b"").endpoint
        self._lane: Lane = lane
        self._batches: Iterator[Staged | Packed] = iter(batches)
        self._waiting: deque[Packed] = deque()  # parts of batches
        self._size = limits.UPLOAD_BYTES + limits.REPLY_BYTES  # no batch is larger
        self._invalid = invalid
        self._stop = stop
        self._log = log
        self._done: list[BatchResult] = [] if log is None else list(log.done)
        self._in_flight: dict[asyncio.Task[None], _InFlight] = {}
        self._failures: list[Exception] = []

    async def send(self) -> UploadResult:
        """Send all batches.

        Returns:
            How each record ended. Some are unsent only where `stop` was set.

        Raises:
            WolkvoxError: What ended the upload.
            asyncio.CancelledError: The caller was cancelled.

        Whatever is raised has the result so far as `.upload`.
        """
        count = min(limits.PERMITS_PER_TOKEN * len(self._caller.operation.tokens), _WORKERS)
        workers = [asyncio.create_task(self._work()) for _ in range(count)]
        stopper = None if self._stop is None else asyncio.create_task(self._stopped(self._stop))
        try:
            await asyncio.wait(workers)
        except BaseException as error:
            await cancel(workers)
            error.upload = self._result()  # type: ignore[attr-defined]
            raise
        finally:
            if stopper is not None:
                stopper.cancel()
        if not self._stopping and any(worker.cancelled() for worker in workers):
            self._failures.append(ClientClosed("the client was closed while an upload was under way"))
        for worker in workers:
            if not worker.cancelled() and isinstance(failure := worker.exception(), Exception):
                self._failures.append(failure)
        if self._failures:
            raise self._worst()
        return self._result()

    @property
    def _stopping(self) -> bool:
        return self._stop is not None and self._stop.is_set()

    async def _stopped(self, stop: asyncio.Event) -> None:
        """Let no further batch begin: what waits for a permit goes back, what is at the server is waited for."""
        await stop.wait()
        for worker, flight in list(self._in_flight.items()):
            if not flight.sent:
                worker.cancel()

    async def _work(self) -> None:
        worker = asyncio.current_task()
        assert worker is not None  # noqa: S101 - a coroutine runs in one
        while not self._failures and not self._stopping and (packed := self._next()) is not None:
            flight = self._in_flight[worker] = _InFlight(packed, self._log)
            try:
                results = await self._one(flight)
            except Exception as error:  # noqa: BLE001 - it ends the upload, and is raised by `send`
                self._failures.append(error)
                results = [_failed(flight, error)]
            except asyncio.CancelledError:
                await self._end(worker, [ended(packed.rows, "unknown" if flight.sent else "unsent")])
                raise
            await self._end(worker, results)

    async def _end(self, worker: "asyncio.Task[None]", results: list[BatchResult]) -> None:
        """Account for a batch that has ended; with no results it goes again as two."""
        flight = self._in_flight.pop(worker)
        self._done += results
        try:
            await flight.end(results)
        except WolkvoxError as error:  # what the journal does not know is unknown when the upload goes on
            self._failures.append(error)
        self._tell(results)

    def _tell(self, results: list[BatchResult]) -> None:
        for batch in results:
            if batch.status != "unsent":
                self._caller.tell(
                    events.BatchEnded(
                        operation=self._caller.operation.name,
                        endpoint=self._endpoint,
                        first_row=batch.first_row,
                        last_row=batch.last_row,
                        accepted=batch.accepted,
                        rejected=len(batch.rejected),
                        unknown=batch.unknown,
                    )
                )

    def _next(self) -> Packed | None:
        """Return the next batch, no larger than the server takes."""
        packed: Packed | None
        if self._waiting:
            packed = self._waiting.popleft()
        else:
            packed = staged.load() if isinstance(staged := next(self._batches, None), Staged) else staged
        while packed is not None and len(packed.body) > self._size and len(packed.rows) > 1:
            packed, rest = packed.halves()
            self._waiting.appendleft(rest)
        return packed

    async def _one(self, flight: _InFlight) -> list[BatchResult]:
        """Send a batch and return how it ended; nothing where it goes again as two."""
        packed = flight.packed
        try:
            reply = await self._caller.perform(
                self._make(packed.body), lane=self._lane, booked=flight.begin, again=flight.again
            )
        except ReplyError as error:
            if (verdict := _of_refusal(error, packed)) is not None:
                return [settled(packed.rows, verdict, error.msg)]
            if _unproven(error):
                raise _unread(error) from error
            if not _too_large(error):
                raise
            self._size = min(self._size, max(len(packed.body) // 2, 1))
            if len(packed.rows) > 1:
                self._waiting.extendleft(reversed(packed.halves()))
                return []
            return [ended(packed.rows, "rejected", rejected=(Rejection(packed.rows[0], error.what),), msg=error.msg)]
        try:
            said = await document(self._caller, reply, self._endpoint)
        except WolkvoxError as error:
            raise _unread(error) from error
        finally:
            reply.close()
        msg = said.get("msg") if isinstance(said, dict) else None
        verdict = read_verdict(said, len(packed.rows))
        return [settled(packed.rows, verdict, msg)]

    def _result(self) -> UploadResult:
        """Return how every record ended; what has no outcome yet is unknown or unsent."""
        results = list(self._done)
        results += [ended(each.packed.rows, "unknown" if each.sent else "unsent") for each in self._in_flight.values()]
        results += [ended(packed.rows, "unsent") for packed in self._waiting]
        results += [ended(staged.rows, "unsent") for staged in self._batches]
        results.sort(key=lambda batch: batch.first_row)
        numbered = tuple(evolve(batch, number=number) for number, batch in enumerate(results, 1))
        self._done, self._batches = list(numbered), iter(())
        self._waiting.clear()
        name = None if self._log is None else self._log.id
        return UploadResult(id=name, batches=numbered, invalid=self._invalid)

    def _worst(self) -> Exception:
        """Return what ended the upload, with the result so far and the rows that are unknown or unsent."""
        upload = self._result()
        unknown = as_text(upload.unknown_rows)
        worst = next((error for error in self._failures if isinstance(error, OutcomeUnknown)), self._failures[0])
        if unknown and isinstance(worst, ClientClosed):
            worst = _unread(worst)
        worst.upload = upload  # type: ignore[attr-defined]
        if isinstance(worst, OutcomeUnknown):
            first = upload.unknown_rows[0]
            worst.first_row, worst.last_row = first.first_row, first.last_row
            worst.what = f"{unknown}: {worst.what}"
        if isinstance(worst, WolkvoxError):
            if isinstance(worst, Refused) and not worst.advice and upload.id is not None:
                worst.advice = f"see to the campaign, then go on with upload_id={upload.id!r} (--resume {upload.id})"
            if upload.unsent:
                worst.what += f"; not sent: {as_text(upload.unsent_rows)}"
            worst.args = (worst.what,)
            worst.at(operation=self._caller.operation.name, endpoint=self._endpoint)
        return worst


def _unread(cause: WolkvoxError) -> OutcomeUnknown:
    return OutcomeUnknown(
        f"no answer says whether the call took effect: {cause.detail}",
        advice="it was not sent again; look at the server before you do",
    )


def _of_refusal(error: ReplyError, packed: Packed) -> RecordVerdict | None:
    """Return what a refusal says of single records, None where it says nothing."""
    data = list(error.rows) if error.data is None else error.data
    return read_verdict({"msg": error.msg, "data": data}, len(packed.rows), refused=True)


def _too_large(error: ReplyError) -> bool:
    """Whether a refusal is for the size of the batch, so that a smaller one may be taken."""
    if error.status == _TOO_LARGE:
        return True
    said = error.msg or ""
    return (error.status or 0) < 500 and bool(_SIZE.search(said)) and not _OTHER_CAPS.search(said)  # noqa: PLR2004


def _unproven(error: ReplyError) -> bool:
    """Whether a reply leaves open what became of the batch: it cannot be read, or has data that says nothing of it."""
    if _too_large(error):
        return False
    if isinstance(error, Maintenance):
        return not empty(error.data)
    if isinstance(error, Refused) and (error.status or 0) < 300 and not (error.code or "").startswith("4"):  # noqa: PLR2004
        return True  # it came with the status and the code of a success
    return not isinstance(error, Refused | InvalidRequest | AuthenticationFailed | QuotaExhausted | TooManySimultaneous)


def _failed(flight: _InFlight, error: Exception) -> BatchResult:
    """Return how a batch ended that ends the upload."""
    packed = flight.packed
    match error:
        case OutcomeUnknown():
            return ended(packed.rows, "unknown", msg=error.what)
        case Refused() if not empty(error.data):  # it has looked at the records
            reason = error.msg or error.what
            return ended(
                packed.rows, "rejected", rejected=tuple(Rejection(row, reason) for row in packed.rows), msg=error.msg
            )
        case Refused():  # the call: unknown campaign, licence cap; no record was looked at
            return ended(packed.rows, "unsent", msg=error.msg or error.what)
        case WolkvoxError():  # no reply, or one that says that the batch was not begun
            return ended(
                packed.rows, "unknown" if flight.sent and isinstance(error, ClientClosed) else "unsent", msg=error.what
            )
        case _:
            return ended(packed.rows, "unknown" if flight.sent else "unsent", msg=f"{type(error).__name__}: {error}")
