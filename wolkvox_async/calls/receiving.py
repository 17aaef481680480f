"""Takes the body of a reply as it comes: stored, counted, and made something of where that is wanted.

Where something is made of it, a thread takes it piece by piece, while the loop receives the next piece. A body smaller
than a piece, and any other body, is stored by the loop, a chunk a turn.
"""

import zlib
from collections.abc import Callable
from functools import partial

from attrs import evolve, frozen

from wolkvox_async import limits
from wolkvox_async.calls.making import PIECE, Making, threads
from wolkvox_async.calls.spool import Inflate, MemoryBudget, Spool
from wolkvox_async.calls.tasks import to_its_end
from wolkvox_async.calls.time_budget import LoopTimeBudget
from wolkvox_async.core.body import Outline, Probe
from wolkvox_async.core.parsing import Elements
from wolkvox_async.core.reply import Lost, Seen, outlined
from wolkvox_async.errors import DiskUnavailable

__all__ = ["Answered", "Receiving"]

_HEAD = 2048
_SMALL = 4096


@frozen
class Answered:
    """A whole reply: what there is to see of it, and its body for whoever decodes it.

    outlined: whether `seen` says what the body holds; else that takes reading it through (`outline`).
    stored: whether all of the body was kept; rows: the parsed list, where the body is so small that it is cheaper kept
    than parsed again.
    date, content_type: headers of the reply; waited: seconds from sending until the head of the reply was there.
    made: what was made of the records while they came, where that was asked for.
    """

    seen: Seen
    body: Spool
    outlined: bool
    stored: bool
    rows: Elements | None = None
    date: str = ""
    content_type: str = ""
    waited: float = 0.0
    made: Making | None = None

    def close(self) -> None:
        """Close the body."""
        self.body.close()
        if self.made is not None:
            self.made.close()


class Receiving:
    """Takes the body of a reply, to its last byte even where it cannot be used: the server works as long as that.

    begin: begins to make something of a larger body while it comes, in a thread; None: the loop's turns store it.
    """

    def __init__(
        self,
        status: int,
        budget: MemoryBudget,
        time_budget: LoopTimeBudget,
        key: str | None,
        wanted: Callable[[], bool],
        begin: Callable[[], Making | None] | None = None,
    ) -> None:
        self._status = status
        self._time_budget = time_budget
        self._wanted = wanted
        self._stored = True
        self._key = key if 200 <= status < 300 else None  # noqa: PLR2004
        self._probe = Probe(self._key)
        self._inflate = Inflate()
        self.received = 0
        self._defect: Lost | None = None
        self.spool = Spool(budget)
        self._begin = begin if self._key is not None else None
        self._making: Making | None = None
        self._outline: Outline | None = None
        self._waiting: list[bytes] = []
        self._held = 0
        self._threaded = False

    async def feed(self, chunk: bytes) -> Lost | None:
        """Take the next bytes. Returns why no more of them are to be read."""
        self.received += len(chunk)
        if self.received > limits.REPLY_BYTES:
            return self._too_large()
        if self._begin is not None:
            self._making, self._begin = self._begin(), None
        if self._making is None:
            await self._take_now(chunk)
            return None
        self._waiting.append(chunk)
        self._held += len(chunk)
        if self._held >= PIECE:
            await self._take_in_thread()
        return None

    async def _take_now(self, chunk: bytes) -> None:
        await self._time_budget.wait()
        if self._defect is None:
            self._take(chunk)

    async def _take_in_thread(self) -> None:
        """Let a thread take what has come; meanwhile other bodies come, and more of this one waits in its socket."""
        if not self._threaded:
            self._threaded = True
            self._probe = Probe(None)  # what is made is counted
        waiting, self._waiting, self._held = self._waiting, [], 0
        if self._defect is None:
            await to_its_end(threads(), partial(self._take_all, waiting))

    def _take_all(self, chunks: list[bytes]) -> None:
        for chunk in chunks:
            if self._defect is None:
                self._take(chunk)

    def _take(self, chunk: bytes) -> None:
        try:
            for part in self._inflate.feed(chunk):
                self._probe.feed(part)
                if self._probe.size > limits.REPLY_BYTES:
                    self._defect = self._too_large()
                    return
                if self._making is not None:
                    self._making.feed(part)
            self._stored = self._stored and self._wanted()
            if self._stored:
                self.spool.write(chunk)
        except zlib.error:
            self._defect = self._damaged("is damaged")
        except DiskUnavailable as error:
            self._defect = Lost(error.what, "disk", sent=True, folder=error.folder)

    def _too_large(self) -> Lost:
        return Lost(f"the body is larger than {limits.REPLY_BYTES // 2**20} MB", "large", sent=True)

    def _damaged(self, what: str) -> Lost:
        return Lost(f"the compressed body {what}, {self.received:,} bytes", "cut", sent=True, size=self.received)

    async def end(self) -> Answered | Lost:
        """Return the reply; its last byte has come."""
        await self._take_the_rest()
        if self._defect is None and not self._inflate.whole:
            self._defect = self._damaged("broke off")
        if self._defect is not None:
            return evolve(self._defect, ended=True)
        if self._making is not None:
            self._outline = await to_its_end(threads(), self._making.end)
        return self._answered()

    async def _take_the_rest(self) -> None:
        if self._threaded:
            await self._take_in_thread()
            return
        if self._making is not None:
            self._making.close()
            self._making = None
        for chunk in self._waiting:
            await self._take_now(chunk)

    def _answered(self) -> Answered:
        probe, made = self._probe, self._making
        outline = self._outline or probe.outline()
        seen = outlined(
            Seen(status=self._status, envelope=None, head=probe.head[:_HEAD], size=probe.size, closed=probe.closed()),
            outline,
        )
        rows = None if outline is None or probe.size > _SMALL else outline.rows
        return Answered(
            seen,
            self.spool,
            outlined=outline is not None,
            stored=self._stored,
            rows=rows,
            made=made if made is not None and made.whole and self._stored else None,
        )

    def close(self) -> None:
        """Let go of what has come."""
        self.spool.close()
        if self._making is not None:
            self._making.close()
