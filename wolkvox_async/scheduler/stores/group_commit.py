"""Group commit: what is asked and posted in one turn of the loop goes to the store in one step, in order.

A transaction or a round trip costs more than what is done in it. So steps wait in a line until the turn is over, and as
many as have come are taken together, as a batch. A question fails when the store cannot be used; a change stays and is
carried out when the store is back. A batch that was sent without an answer is sent again as it was, and taken once. A
claim that is granted when its caller waits no more is released.
"""

import asyncio
import logging
import random
from abc import abstractmethod
from asyncio import Future
from collections.abc import Sequence
from contextlib import suppress
from copy import copy
from math import inf
from typing import Any

from attrs import define

from wolkvox_async.deadline import extension
from wolkvox_async.durations import duration_text
from wolkvox_async.errors import StoreUnavailable, WolkvoxError
from wolkvox_async.locks import Locked
from wolkvox_async.process import Home
from wolkvox_async.scheduler.stores import protocol
from wolkvox_async.scheduler.stores.protocol import Claim, Granted, Question, Release, Slow, Step, Store

__all__ = ["GroupCommit", "Unanswered"]

_LIMIT = 40  # steps of one commit, for it holds up the loop and whoever else wants the store
_FIRST_PAUSE = 0.001  # seconds until a store that did not take a commit is tried again; twice as long each time
_LAST_PAUSE = 0.020  # ... while a caller waits for an answer
_LAST_RETRY = 0.250  # ... while only changes wait
_END_SECONDS = 1.0  # how long the end of a loop waits for changes that the store does not take
_QUIET_SECONDS = 2.0  # after which it is reported that closing waits
_DRAIN_SECONDS = 15.0  # how long closing waits for changes that the store does not take

_LOGGER = logging.getLogger("wolkvox_async")


class Unanswered(Exception):
    """The steps were sent and no answer came: they may have been taken or not. error is what to raise."""

    def __init__(self, error: WolkvoxError) -> None:
        self.error = error


@define(eq=False)
class _Entry:
    """A step in line; a change has no answer. deadline, slow_at: when the question fails, or is reported to wait."""

    step: Step
    answer: "Future[Any] | None" = None
    seconds: float = inf
    deadline: float = inf
    slow_at: float = inf
    slow: Slow | None = None

    @property
    def waits(self) -> bool:
        """Whether it is a question whose caller waits for the answer."""
        return self.answer is not None and not self.answer.done()

    def fail(self, error: BaseException) -> None:
        """Raise this for the caller, if one waits."""
        if self.answer is not None and not self.answer.done():
            self.answer.set_exception(error)


class GroupCommit(Store):
    """A store that takes many steps at once. patience: seconds that a question waits for its answer."""

    def __init__(self, patience: float) -> None:
        self.patience = patience
        self._home = Home()
        self._line: list[_Entry] = []
        self._sent = 0  # of the line, which may have been taken: they stay as they are until they are answered
        self._committer: asyncio.Task[None] | None = None
        self._woken = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None  # of the question in line that is due first

    # What differs from store to store

    @abstractmethod
    async def _commit(self, steps: Sequence[Step]) -> Sequence[Any]:
        """Take the steps in order and return the answer of each. What was sent before is taken once.

        Raises:
            Locked: Nothing was done, and it is worth trying again soon.
            Unanswered: They were sent, and no answer came.
            WolkvoxError: Nothing was done, and the store cannot be used.
        """

    def held_by(self) -> str:
        """Return which process holds the store just now, as "process 4242 (sqlite3)"; "" where that is not known."""
        return ""

    def _late(self, seconds: float) -> StoreUnavailable:
        """Return the error for a question that had no answer within these seconds."""
        return StoreUnavailable(f"the store did not answer for {duration_text(seconds)}")

    def _moved(self, *, forked: bool) -> None:
        """Forget connections that belong to another loop, or to the process of which this is a fork."""

    @abstractmethod
    async def _disconnect(self) -> None:
        """Let go of files and connections."""

    # What a store does

    async def ask(self, question: Question, *, within: float = inf, slow: Slow | None = None) -> Any:
        """Answer a question, in the next group commit."""
        loop, seconds = asyncio.get_running_loop(), min(within, self.patience)
        now, answer = loop.time(), loop.create_future()
        self._enter(_Entry(question, answer, seconds, now + seconds, now + protocol.SLOW_SECONDS, slow))
        self._woken.set()
        self._watch(now + min(seconds, protocol.SLOW_SECONDS))
        try:
            return await answer
        except asyncio.CancelledError:
            if not answer.cancelled() and not answer.exception():  # it came in the very turn of the cancellation
                self._undo(question, answer.result())
            raise

    def post(self, change: protocol.Change) -> None:
        """Carry a change through, in the next group commit that succeeds."""
        self._enter(_Entry(change))

    async def aclose(self) -> None:
        """Carry out what is left, and close the connection."""
        self._move_in()
        if self._committer is not None:
            self._woken.set()
            slow = asyncio.get_running_loop().call_later(_QUIET_SECONDS, self._report_closing)
            with suppress(TimeoutError):
                async with asyncio.timeout(_DRAIN_SECONDS):
                    while not self._committer.done():  # an answer may bring a change: a lease that is not wanted
                        await asyncio.wait({self._committer})
            slow.cancel()
            self._fail(StoreUnavailable(f"{self!r} was closed"))
        await self._stop("the client was closed")

    async def _stop(self, why: str) -> None:
        if left := len(self._left()):
            _LOGGER.error("%s before %s took %d changes; leases end by themselves", why, repr(self), left)
        committer, self._committer = self._committer, None
        if committer is not None:
            committer.cancel()
            await asyncio.wait({committer})
        await self._disconnect()

    def _report_closing(self) -> None:
        held_by, seconds = self.held_by(), _DRAIN_SECONDS - _QUIET_SECONDS
        who, changes = f", held by {held_by}," if held_by else "", len(self._left())
        _LOGGER.warning("closing waits for %s%s to take %d changes, %g s at most", repr(self), who, changes, seconds)

    # The line

    def _enter(self, entry: _Entry) -> None:
        self._move_in()
        self._line.append(entry)
        if self._committer is None or self._committer.done():
            self._committer = asyncio.get_running_loop().create_task(self._commit_all())

    def _undo(self, question: Step, answer: Any) -> None:
        """Release what was granted in vain, before what was posted since."""
        if isinstance(question, Claim) and isinstance(answer, Granted):
            self._enter(_Entry(Release(question, refund=True)))
            self._line.insert(self._sent, self._line.pop())

    def _watch(self, due: float) -> None:
        """Look at the questions in line when the first of them is due: one timer for all."""
        if self._timer is None or due < self._timer.when():
            if self._timer is not None:
                self._timer.cancel()
            self._timer = asyncio.get_running_loop().call_at(due, self._look, due)

    def _look(self, due: float) -> None:
        """Report the questions that wait for long, and fail those whose time is up."""
        self._timer, now = None, max(due, asyncio.get_running_loop().time())
        for entry in self._line:
            if entry.waits and entry.slow_at <= now:
                entry.slow_at = inf
                if entry.slow:
                    entry.slow(entry.seconds - protocol.SLOW_SECONDS, self.held_by())
            if entry.waits and entry.deadline <= now:
                if more := extension(entry.deadline):
                    entry.deadline = now + more
                else:
                    entry.fail(self._late(entry.seconds))
            if entry.waits:
                self._watch(min(entry.deadline, entry.slow_at))

    def _move_in(self) -> None:
        """Leave a parent's line to the parent; take the changes of a loop that has ended into this one."""
        if self._home.here():
            return
        forked = self._home.forked
        self._home.moved()
        self._committer, self._woken, self._timer = None, asyncio.Event(), None
        self._moved(forked=forked)
        if forked:
            self._line, self._sent = [], 0
        for entry in self._line:
            if entry.answer is not None:
                entry.answer = Future()
                entry.answer.cancel()
        if self._left():
            self._committer = asyncio.create_task(self._commit_all())

    def _left(self) -> list[_Entry]:
        """Return what is still to be taken."""
        unsent = self._line[self._sent :]
        return self._line[: self._sent] + [entry for entry in unsent if entry.answer is None or entry.waits]

    def _fail(self, error: BaseException) -> None:
        for entry in self._line:
            entry.fail(copy(error))  # each adds to its own where it happened

    # The commits

    async def _commit_all(self) -> None:
        try:
            await self._commit_line()
        except asyncio.CancelledError as cancelled:
            self._fail(cancelled)
            if self._committer is not None:
                await self._finish()
            raise

    async def _finish(self) -> None:
        """Carry out what is left and close the connection as the loop ends: asyncio.run waits for what it cancels."""
        self._committer = asyncio.get_running_loop().create_task(self._commit_all())
        await asyncio.wait({self._committer}, timeout=_END_SECONDS)
        await self._stop("the loop of a client that was not closed ended")

    async def _commit_line(self) -> None:
        await asyncio.sleep(0)  # those who are woken in this turn ask in the next
        pause = _FIRST_PAUSE
        while left := self._left():
            sent = self._sent
            self._line, batch = left, left[: sent or _LIMIT]
            self._sent = len(batch)
            try:
                answers = await self._commit([entry.step for entry in batch])
            except Locked:
                self._sent = sent
            except Unanswered as unanswered:
                self._fail(unanswered.error)
            except Exception as error:  # noqa: BLE001 - it is theirs who asked
                self._sent = sent
                self._fail(error)
            else:
                self._take(answers)
                pause = _FIRST_PAUSE
                await asyncio.sleep(0)  # those who have their answers go on first, so that closing misses nothing
                if self._line:
                    await asyncio.sleep(0)  # those whom they wake ask
                continue
            await self._rest(pause * random.uniform(0.5, 1.5))
            pause = min(2 * pause, _LAST_PAUSE if any(entry.waits for entry in self._line) else _LAST_RETRY)

    def _take(self, answers: Sequence[Any]) -> None:
        """Hand out the answers of what was sent."""
        batch, self._line, self._sent = self._line[: self._sent], self._line[self._sent :], 0
        for entry, answer in zip(batch, answers, strict=True):
            if entry.answer is None or entry.answer.done():
                self._undo(entry.step, answer)
            else:
                entry.answer.set_result(answer)

    async def _rest(self, seconds: float) -> None:
        """Wait for this long, or until the next question, if there is anything left to do."""
        self._woken.clear()
        if self._left():
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._woken.wait()
