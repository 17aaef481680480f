"""Many who ask in one turn of the loop are answered in one step, where a step costs more than an answer.

The first of a turn is answered at once, so one who comes alone loses nothing. Those who come after it in the same turn
stand together until the next.
"""

import asyncio
from asyncio import Future
from collections.abc import Awaitable, Callable
from copy import copy
from typing import Generic, TypeVar

from wolkvox_async.scheduler.errands import Errands

__all__ = ["Crowd"]

_AT_ONCE = 100  # in one step, for it holds up the loop and whoever else wants to step

Q = TypeVar("Q")
A = TypeVar("A")


class Crowd(Generic[Q, A]):
    """Gives each question its answer.

    at_once: answers a list of questions, all or none of them; None says that it cannot just now. patiently: the same,
    as soon as it can. undo: hears of an answer that nobody awaits any more.
    """

    def __init__(
        self,
        at_once: Callable[[list[Q]], list[A] | None],
        patiently: Callable[[list[Q]], Awaitable[list[A]]],
        undo: Callable[[Q, A], Awaitable[None]],
    ) -> None:
        self._at_once = at_once
        self._patiently = patiently
        self._undo = undo
        self._loop: asyncio.AbstractEventLoop | None = None
        self._asked: list[tuple[Q, Future[A]]] | None = None  # None: nobody has asked in this turn
        self._errands = Errands()

    async def ask(self, question: Q) -> A:
        """Return the answer; raises what the step raises. A caller that is cancelled gets none, and none stays."""
        loop = self._here()
        if self._asked is None:
            self._asked = []
            loop.call_soon(self._step)
            return (self._at_once([question]) or await self._patiently([question]))[0]
        answer: Future[A] = loop.create_future()
        self._asked.append((question, answer))
        try:
            return await answer
        except asyncio.CancelledError:
            if not answer.cancelled() and not answer.exception():  # it came in the very turn of the cancellation
                await self._undo(question, answer.result())
            raise

    async def settled(self) -> None:
        """Wait until nobody waits."""
        self._here()
        while self._asked:
            await asyncio.wait([answer for _, answer in self._asked])
        await self._errands.settled()

    def _here(self) -> asyncio.AbstractEventLoop:
        """Return the loop; what was asked in another, of which this process is a fork, is that one's to answer."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._loop, self._asked = loop, None
        return loop

    def _step(self) -> None:
        asked = self._asked or []
        now, self._asked = asked[:_AT_ONCE], asked[_AT_ONCE:] or None
        if self._asked:
            asyncio.get_running_loop().call_soon(self._step)
        now = [(question, answer) for question, answer in now if not answer.done()]
        if not now:
            return
        try:
            answers = self._at_once([question for question, _ in now])
        except Exception as error:  # noqa: BLE001 - it is theirs
            _fail(now, error)
            return
        if answers:
            for (_, answer), what in zip(now, answers, strict=True):
                answer.set_result(what)
            return
        self._errands.begin(self._serve(now))

    async def _serve(self, asked: list[tuple[Q, "Future[A]"]]) -> None:
        try:
            answers = await self._patiently([question for question, _ in asked])
        except Exception as error:  # noqa: BLE001
            _fail(asked, error)
            return
        for (question, answer), what in zip(asked, answers, strict=True):
            if answer.done():  # cancelled meanwhile
                await self._undo(question, what)
            else:
                answer.set_result(what)


def _fail(asked: list[tuple[Q, "Future[A]"]], error: Exception) -> None:
    for _, answer in asked:
        if not answer.done():
            answer.set_exception(copy(error))  # each adds to its own where it happened
