"""Group commit: what is asked and posted in one turn of the loop goes to the store in one step, in order.

A transaction or a round trip costs more than what is done in it. So steps wait in a line until the turn is over, and as
many as have come are taken together. A question fails when the store cannot be used; a change stays in the line and is
carried out when the store is back. A claim that may have been granted, but has no answer or no caller any more, is
released by its id.
"""

import asyncio
import logging
import random
from abc import abstractmethod
from asyncio import Future
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from copy import copy
from typing import Any

from attrs import define

from wolkvox_async.errors import StoreUnavailable, WolkvoxError
from wolkvox_async.scheduler.process import Home
from wolkvox_async.scheduler.stores.protocol import Change, Claim, Granted, Question, Release, Store

__all__ = ["GroupCommit", "Locked", "Step", "Unanswered"]

_LIMIT = 100  # steps of one commit, for it holds up the loop and whoever else wants the store
_FIRST_PAUSE = 0.001  # seconds until a store that is locked is tried again; twice as long each time
_LAST_PAUSE = 0.020  # ... while a caller waits for an answer
_RETRY = 0.5  # seconds until a store that failed is tried again; twice as long each time
_LAST_RETRY = 2.0  # ... and while only changes wait for a store that is locked
_LAST_DRAIN = 0.250  # ... while the store is being closed
_DRAIN_SECONDS = 15.0  # how long closing waits for changes that the store does not take

_LOGGER = logging.getLogger("wolkvox_async")

Step = Question | Change


class Locked(Exception):
    """The store cannot be used just now; nothing was done."""


class Unanswered(Exception):
    """The steps were sent and no answer came: each may have been done or not. error is what to raise."""

    def __init__(self, error: WolkvoxError) -> None:
        super().__init__(str(error))
        self.error = error


@define(eq=False)
class _Entry:
    """A step in line. answer: a question's; None for a change once it was tried. deadline: of the loop's clock."""

    step: Step
    answer: "Future[Any]"
    deadline: float

    @property
    def asked(self) -> bool:
        return isinstance(self.step, Question)

    @property
    def abandoned(self) -> bool:
        """Whether the caller no longer waits for the answer."""
        return self.asked and self.answer.done()

    def succeed(self, answer: Any = None) -> None:
        if not self.answer.done():
            self.answer.set_result(answer)

    def fail(self, error: BaseException) -> None:
        if isinstance(error, asyncio.CancelledError):
            self.answer.cancel()
        elif not self.answer.done():
            self.answer.set_exception(copy(error))  # each adds to its own where it happened


class GroupCommit(Store):
    """A store that takes many steps at once.

    Args:
        patience: Seconds that a question waits for a store that is locked.
    """

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._home = Home()
        self._line: deque[_Entry] = deque()
        self._batch: list[_Entry] = []  # those that are being committed
        self._committer: asyncio.Task[None] | None = None
        self._woken = asyncio.Event()
        self._last_retry = _LAST_RETRY

    # What differs from store to store

    @abstractmethod
    async def _commit(self, steps: Sequence[Step]) -> Sequence[Any]:
        """Take the steps in order and return the answer of each, or the error of one that failed by itself.

        Raises:
            Locked: Nothing was done, and it is worth trying again soon.
            Unanswered: They were sent, and no answer came.
            WolkvoxError: Nothing was done, and the store cannot be used.
        """

    def _locked(self) -> StoreUnavailable:
        """Return the error for a question that waited in vain for a locked store."""
        return StoreUnavailable(f"the store was locked for {self._patience:g} s")

    @abstractmethod
    def _moved(self, *, forked: bool) -> None:
        """Forget connections that belong to another loop, or to the process of which this is a fork."""

    @abstractmethod
    async def _disconnect(self) -> None:
        """Let go of files and connections."""

    # What a store does

    async def ask(self, question: Question) -> Any:
        """Answer a question, in the next group commit."""
        entry = self._enter(question)
        answer = entry.answer
        try:
            return await answer
        except asyncio.CancelledError:
            if not answer.cancelled() and not answer.exception():  # it came in the very turn of the cancellation
                self._undo(question, answer.result())
            raise

    def post(self, change: Change) -> Awaitable[None]:
        """Carry a change through, in the next group commit that succeeds."""
        return self._enter(change).answer

    async def aclose(self) -> None:
        """Carry out what is left, and close the connection."""
        self._move_in()
        if self._committer is not None:
            self._last_retry = _LAST_DRAIN
            self._woken.set()
            await self._drain(asyncio.get_running_loop().time() + _DRAIN_SECONDS)
            self._fail(StoreUnavailable(f"{self!r} was closed"), _unanswered)
            self._committer.cancel()
            await asyncio.wait({self._committer})
            self._last_retry = _LAST_RETRY
        if self._line:
            _LOGGER.error("%r was closed before it took %d changes; leases end by themselves", self, len(self._line))
        await self._disconnect()

    async def _drain(self, deadline: float) -> None:
        """Wait until the line is empty. An answer may bring a change: a lease that is no longer wanted is released."""
        loop = asyncio.get_running_loop()
        while self._committer is not None and not self._committer.done() and loop.time() < deadline:
            await asyncio.wait({self._committer}, timeout=deadline - loop.time())

    # The line

    def _enter(self, step: Step) -> _Entry:
        self._move_in()
        loop = asyncio.get_running_loop()
        entry = _Entry(step, loop.create_future(), loop.time() + self._patience)
        self._line.append(entry)
        if self._committer is None or self._committer.done():
            self._committer = loop.create_task(self._commit_all())
        elif entry.asked:
            self._woken.set()
        return entry

    def _undo(self, question: Step, answer: Any) -> None:
        if isinstance(question, Claim) and isinstance(answer, Granted):
            self.post(Release(question, refund=True))

    def _move_in(self) -> None:
        """Leave a parent's line to the parent; take the changes of a loop that has ended into this one."""
        forked = self._home.forked
        if not self._home.moved():
            return
        self._committer, self._woken = None, asyncio.Event()
        left = [] if forked else [*map(_unanswered, self._batch), *map(_unsent, self._line)]
        self._line, self._batch = deque(), []
        self._moved(forked=forked)
        for entry in left:
            if entry is not None and not isinstance(entry.step, Question):
                self.post(entry.step)

    # The commits

    async def _commit_all(self) -> None:
        await asyncio.sleep(0)  # those who are woken in this turn ask in the next
        pause, retry = _FIRST_PAUSE, _RETRY
        while self._take_batch():
            try:
                answers = await self._commit([entry.step for entry in self._batch])
            except Locked:
                self._wait_in_line()
                await self._rest(pause * random.uniform(0.5, 1.5))
                pause = min(2 * pause, _LAST_PAUSE if self._anyone_asks() else self._last_retry)
                continue
            except Unanswered as unanswered:
                self._fail(unanswered.error, _unanswered)
            except asyncio.CancelledError:  # the loop ends
                self._fail(asyncio.CancelledError(), _unanswered)
                raise
            except Exception as error:  # noqa: BLE001 - it is theirs who asked
                self._fail(error, _unsent)
            else:
                if self._succeed(answers):
                    pause, retry = _FIRST_PAUSE, _RETRY
                    continue
            await self._rest(0 if self._anyone_asks() else retry)
            retry = min(2 * retry, self._last_retry)

    def _take_batch(self) -> bool:
        """Take the first of the line, but those who have left it."""
        while self._line and len(self._batch) < _LIMIT:
            entry = self._line.popleft()
            if not entry.abandoned:
                self._batch.append(entry)
        return bool(self._batch)

    def _succeed(self, answers: Sequence[Any]) -> bool:
        """Hand out the answers; return whether every change was taken."""
        batch, self._batch = self._batch, []
        failed: list[_Entry] = []
        for entry, answer in zip(batch, answers, strict=True):
            if isinstance(answer, Exception):
                if entry.asked:
                    entry.fail(answer)
                else:
                    failed.append(entry)
            elif entry.abandoned:
                self._undo(entry.step, answer)
            else:
                entry.succeed(answer)
        self._line.extendleft(reversed(failed))
        for entry in failed:
            entry.succeed()
        return not failed

    def _wait_in_line(self) -> None:
        """Put the batch back into the line, without the questions whose time is up."""
        now = asyncio.get_running_loop().time()
        self._line.extendleft(reversed(self._batch))
        self._batch = []
        for entry in self._line:
            if not entry.asked:
                entry.succeed()
            elif entry.deadline <= now:
                entry.fail(self._locked())

    def _fail(self, error: BaseException, rest: Callable[[_Entry], _Entry | None]) -> None:
        """Fail all questions; of the batch keep what is left to do, and of the line the changes."""
        entries = [*self._batch, *self._line]
        left = [*map(rest, self._batch), *map(_unsent, self._line)]
        self._line, self._batch = deque(entry for entry in left if entry is not None), []
        for entry in entries:
            if entry.asked:
                entry.fail(error)
            else:
                entry.succeed()

    def _anyone_asks(self) -> bool:
        return any(entry.asked and not entry.abandoned for entry in self._line)

    async def _rest(self, seconds: float) -> None:
        """Wait for so long, or until the next question, if there is anything left to do."""
        self._woken.clear()
        if self._line:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._woken.wait()


def _unsent(entry: _Entry) -> _Entry | None:
    """Return what is left to do of a step that was not sent."""
    return None if entry.asked else entry


def _unanswered(entry: _Entry) -> _Entry | None:
    """Return what is left to do of a step that was sent and may have been done."""
    step = entry.step
    if not isinstance(step, Claim):
        return _unsent(entry)
    return _Entry(Release(step, refund=True, unanswered=True), entry.answer, entry.deadline)
