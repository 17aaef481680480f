"""What is made of records instead of Python objects, such as columns: of a body that is stored, or while it comes.

While it comes, the processor works on what is there and the network brings more, and the body need not be read again.
Nothing of it is handed out before the body is there to its last byte. What is made is held in memory, under one budget
of bytes; where that is spent, or a body is not as expected, it is made later, of the stored body.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sized
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from wolkvox_async.calls.spool import MemoryBudget
from wolkvox_async.core.body import Outline
from wolkvox_async.core.json_splitter import Splitter
from wolkvox_async.core.parsing import Elements

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

__all__ = ["PIECE", "Made", "Maker", "Making", "Pieces", "threads"]

_AT_ONCE = 1
PIECE = 2**20
"""Bytes of a body that are read at one go. Measured: below, what is done once for each piece shows; above, memory."""
_UNDER_WAY = 2 * PIECE  # bytes of a body in memory: a piece that comes or is cut, and what was left of the one before


@cache
def _threads(_process: int) -> "ThreadPoolExecutor":
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - of those who want columns

    return ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="wolkvox-columns")


def threads() -> "ThreadPoolExecutor":
    """Return the threads in which pieces are read, few, so that few pieces are in memory; each process has its own."""
    return _threads(os.getpid())


class Made(Sized, Protocol):
    """What is made of some records."""

    @property
    def nbytes(self) -> int:
        """Bytes of memory that it holds."""
        ...


class Maker(Protocol):
    """Makes something else than Python objects of one body's records, in order."""

    def read(self, piece: bytes) -> Made | None:
        """Return what is made of the JSON text of some records, None where they have to be parsed."""
        ...

    def of(self, elements: Elements) -> Made:
        """Return what is made of parsed records."""
        ...


class Pieces:
    """Cuts a body into pieces, and yields what is made of them. document: what stands around, after the end."""

    def __init__(self, key: str | None, maker: Maker) -> None:
        self._maker = maker
        self.splitter = Splitter(key, batch=PIECE, read=maker.read)
        self.document: Any = None

    def feed(self, chunk: bytes) -> Iterator[Made]:
        """Take the next bytes; raises Broken."""
        return self._made(self.splitter.feed(chunk))

    def end(self) -> Iterator[Made]:
        """Take the end; raises Broken. Where the body has no list of records, nothing is made of it."""
        batches, self.document = self.splitter.end()
        return self._made(batches if self.splitter.listed else [])

    def _made(self, batches: list[Any]) -> Iterator[Made]:
        for batch in batches:
            yield self._maker.of(batch) if isinstance(batch, Elements) else batch


class Making:
    """What is made of a body while it comes. Its methods are called in a thread, but for `begin` and `close`.

    Args:
        key: Where the body has its list of records.
        make: Returns what makes it; it is called in the thread.
        budget: Bytes of memory for all of them.
    """

    def __init__(self, key: str, make: Callable[[], Maker], budget: MemoryBudget) -> None:
        self._key, self._make, self._budget = key, make, budget
        self._pieces: Pieces | None = None
        self._held: deque[Made] = deque()
        self._reserved = 0
        self._count = 0
        self._counted = False  # whether what is made is counted only, as there is no memory for it
        self._whole = False
        self.document: Any = None

    @classmethod
    def begin(cls, key: str, make: Callable[[], Maker], budget: MemoryBudget) -> "Making | None":
        """Begin to make something of a body; None where there is no memory for that now."""
        making = cls(key, make, budget)
        return making if making._reserve(_UNDER_WAY) else None

    def feed(self, part: bytes) -> None:
        """Take the next bytes of the body."""
        if not self._reserved:
            return
        try:
            if self._pieces is None:
                self._pieces = Pieces(self._key, self._make())
            self._hold(self._pieces.feed(part))
        except Exception:  # noqa: BLE001 - whatever it is, it is raised when the stored body is read
            self.close()

    def end(self) -> Outline | None:
        """Return what the body holds, now that its last byte has come; None where that is not known here."""
        if self._reserved and self._pieces is not None:
            try:
                self._hold(self._pieces.end())
            except Exception:  # noqa: BLE001 - as above
                self.close()
        pieces, self._pieces = self._pieces, None
        if pieces is None or not self._reserved or not pieces.splitter.listed:
            self.close()
            return None
        self._release(_UNDER_WAY)
        self._whole, self.document = not self._counted, pieces.document
        return Outline(envelope=self.document, least=self._count, most=self._count)

    @property
    def whole(self) -> bool:
        """Whether all that was made of the body is here."""
        return self._whole

    def take(self) -> Iterator[Made]:
        """Yield what was made, once; its memory is the caller's then."""
        self._whole = False
        while self._held:
            made = self._held.popleft()
            self._release(made.nbytes)
            yield made

    def close(self) -> None:
        """Let go of what was made."""
        self._held.clear()
        self._pieces, self._whole = None, False
        self._release(self._reserved)

    def _hold(self, found: Iterator[Made]) -> None:
        for made in found:
            self._count += len(made)
            if not self._counted and self._reserve(made.nbytes):
                self._held.append(made)
                continue
            self._counted = True
            self._held.clear()
            self._release(self._reserved - _UNDER_WAY)

    def _reserve(self, size: int) -> bool:
        taken = self._budget.take(size)
        self._reserved += size if taken else 0
        return taken

    def _release(self, size: int) -> None:
        self._reserved -= size
        self._budget.give(size)
