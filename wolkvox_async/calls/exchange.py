"""One call on the wire, from its lease to the server's last byte, and what the reply means.

An exchange owns its lease and outlives its caller: the server goes on working whatever the client does, so the permit
is released when the server has answered, and not before. Where the connection was lost, it is not known how long the
server works on, and the permit is quarantined. What the server says of a token or of the quota is acted on before the
permit is free again, so that no further call goes out without it.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from attrs import evolve

from wolkvox_async import events, limits
from wolkvox_async.calls.clocks import Clocks
from wolkvox_async.calls.making import Maker
from wolkvox_async.calls.reading import Reading, outline
from wolkvox_async.calls.receiving import Answered
from wolkvox_async.calls.redaction import redacted, without_token
from wolkvox_async.calls.transport import Timeouts, Transport
from wolkvox_async.core.call import Call, request
from wolkvox_async.core.parsing import Broken, holds_float
from wolkvox_async.core.reply import Found, Lost, Seen, Verdict, outlined, verdict
from wolkvox_async.errors import (
    AuthenticationFailed,
    Maintenance,
    QuotaExhausted,
    ReplyError,
    TooManySimultaneous,
)
from wolkvox_async.scheduler import Lease, Scheduler

__all__ = ["Exchange", "Reply", "discard"]


class Reply:
    """A success: the body to decode, none where the window has no records. Whoever has it closes it.

    asked: when the call was sent, by the server's clock, seconds of the epoch; on_close: instead of closing the body,
    where others read it too.
    """

    __slots__ = ("answered", "asked", "found", "on_close")

    def __init__(
        self, answered: Answered, found: Found | None, asked: float, on_close: Callable[[], None] | None = None
    ) -> None:
        self.answered = answered
        self.found = found
        self.asked = asked
        self.on_close = on_close

    @property
    def rows(self) -> int:
        """How many records it has, or says that it has."""
        return 0 if self.found is None else self.found.rows

    @property
    def truncated(self) -> bool:
        """Whether it has as many records as one reply holds, so that there may be more."""
        return self.found is not None and self.found.truncated

    def close(self) -> None:
        """Close the body, or leave it to the others that read it."""
        if self.on_close is None:
            self.answered.close()
        else:
            self.on_close()


class Exchange:
    """Sends one call and reads its reply. unwanted: the caller has given up, so the body need not be kept.

    strict_counts: a reply with fewer rows than it promises is an error; timeouts: None: those of the transport;
    make: returns what makes something of the records while they come.
    """

    def __init__(
        self,
        scheduler: Scheduler,
        transport: Transport,
        emit: events.Sink,
        clocks: Clocks,
        lease: Lease,
        call: Call,
        *,
        strict_counts: bool = True,
        timeouts: Timeouts | None = None,
        make: Callable[[], Maker] | None = None,
    ) -> None:
        self._scheduler = scheduler
        self._transport = transport
        self._emit = emit
        self._clocks = clocks
        self._lease = lease
        self._call = call
        self._strict_counts = strict_counts
        self._timeouts = timeouts
        self._make = make
        self._ran = False
        self._begun = False
        self._task: asyncio.Task[Reply | Lost | ReplyError] | None = None
        self._closing = False
        self.unwanted = False

    def start(self) -> "asyncio.Task[Reply | Lost | ReplyError]":
        """Begin. From here on the exchange owns the lease."""
        self._task = asyncio.ensure_future(self._run())
        return self._task

    def close(self) -> None:
        """Give up: the client is closed. Whoever waits for the reply gets a Lost, and no cancellation."""
        self._closing = True
        if self._task is not None:
            self._task.cancel()

    def give_up(self) -> bool:
        """Give the lease back where the task was cancelled before its first step; return whether that is so."""
        if self._ran or self._task is None or not self._task.cancelling():
            return False
        self._lease.release(refund=True)
        return True

    async def _run(self) -> Reply | Lost | ReplyError:
        self._ran = True
        outcome: Answered | Lost | None = None
        try:
            outcome = await self._transport.send(
                request(self._call, self._lease.operation, self._lease.token),
                key=self._call.expected.list_key,
                wanted=lambda: not self.unwanted,
                begin=self._begin,
                timeouts=self._timeouts,
                make=self._make,
            )
            return outcome if isinstance(outcome, Lost) else await self._read(outcome)
        except asyncio.CancelledError:
            if not self._closing:
                raise
            lost = Lost("the client was closed while the call was under way", "closed", sent=self._begun)
            outcome = outcome or lost
            return lost
        finally:
            self._give_back(outcome)
            if (task := asyncio.current_task()) is not None and task.cancelling():
                await self._scheduler.drain(self._lease)

    def _begin(self) -> bool:
        """Whether the call may be sent now: only while the permit is ours for as long as the server may work on it."""
        now = self._scheduler.clock()
        if self._lease.expired(now) or now - self._lease.since > self._transport.timeouts.begin:
            return False
        self._begun = True
        self._lease.since = now
        return True

    def _give_back(self, outcome: Answered | Lost | None) -> None:
        """Release the permit where the server is done with the call; where that is not known, quarantine it."""
        if isinstance(outcome, Answered) or (isinstance(outcome, Lost) and outcome.ended):
            self._lease.release()
        elif outcome.sent if isinstance(outcome, Lost) else self._begun:
            self._lease.quarantine()
        else:
            self._lease.release(refund=True)

    async def _read(self, answered: Answered) -> Reply | ReplyError:
        try:
            answered, meaning = await self._meaning(answered)
            if isinstance(meaning, ReplyError) and meaning.complete:
                meaning.rows = await self._rows(answered)
        except BaseException:
            answered.close()
            raise
        if not isinstance(meaning, ReplyError):
            return self._reply(answered, meaning if isinstance(meaning, Found) else None)
        answered.close()
        error = without_token(meaning, self._lease.token)
        self._act_on(error)
        return error

    def _reply(self, answered: Answered, found: Found | None) -> Reply:
        since = self._lease.since
        ahead = self._clocks.learn(self._lease.operation, answered.date, since + answered.waited)
        return Reply(answered, found, since + ahead)

    async def _meaning(self, answered: Answered) -> tuple[Answered, Verdict]:
        """Decide what the reply means; where its first and last bytes do not tell, by reading it through."""
        call = self._call

        def decide(seen: Seen) -> Verdict | None:
            return verdict(
                seen,
                windowed=call.windowed,
                reads=call.reads,
                expected=call.expected,
                strict_counts=self._strict_counts,
            )

        meaning = decide(answered.seen) if answered.outlined else None
        if meaning is None and answered.stored:
            key = call.expected.list_key if answered.seen.ok else None
            found = await outline(answered.body, key, self._transport.time_budget)
            answered = evolve(answered, seen=outlined(answered.seen, found), outlined=True)
            meaning = decide(answered.seen)
        return answered, Found(0) if meaning is None else meaning  # not stored: the caller has given up

    async def _rows(self, answered: Answered) -> list[Any]:
        """Return the records that came with an error."""
        reading = Reading(answered.body, self._call.expected, self._transport.time_budget)
        rows: list[Any] = []
        try:
            async for batch in reading.batches():
                rows += redacted(batch.exactly() if holds_float(batch) else batch, self._lease.token)
        except Broken:
            return []
        return rows

    def _act_on(self, error: ReplyError) -> None:
        """Let the scheduler know what the server said of the token or the operation."""
        scheduler, operation, token = self._scheduler, self._lease.operation, self._lease.token
        match error:
            case AuthenticationFailed():
                why = "token"
                scheduler.queue(operation).revoke_token(token)
            case QuotaExhausted():
                why = "quota"
                error.resets_at = scheduler.queue(operation).exhausted(self._lease.claim.budget)
            case TooManySimultaneous():
                why = "simultaneous"
                scheduler.queue(operation).reduce_concurrency(token)
            case Maintenance():
                why = "maintenance"
                scheduler.queue(operation).pause(limits.MAINTENANCE_SECONDS)
            case _:
                return
        self._emit(
            events.Throttled(operation=operation.name, endpoint=self._call.endpoint, token=token.digest[:6], why=why)
        )


def discard(task: "asyncio.Task[Any]") -> None:
    """Close the body of a reply that no caller waits for any more."""
    if not task.cancelled() and task.exception() is None and isinstance(reply := task.result(), Reply):
        reply.close()
