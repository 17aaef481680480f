"""A body is spooled before a row of it is handed out, still compressed where it came so.

Up to about 1 MB of a reply stays in memory, and all replies together stay under one budget of bytes; what goes
beyond is written to a temporary file that has no name, so nothing is left behind by a crash. A reply that breaks off
hands out nothing and can be asked for again, and a slow consumer never holds a slot.
"""

import tempfile
import zlib
from collections.abc import Iterator
from types import TracebackType
from typing import IO, Self

from wolkvox_async import limits

__all__ = ["Budget", "Inflate", "Spool"]

_READ = 64 * 1024
_GZIP = b"\x1f\x8b"


class Budget:
    """Bytes that all spools together may hold in memory."""

    def __init__(self, total: int = limits.SPOOLS_BYTES, each: int = limits.SPOOL_BYTES) -> None:
        self.each = each
        self._left = total

    def take(self, size: int) -> bool:
        if size > self._left:
            return False
        self._left -= size
        return True

    def give(self, size: int) -> None:
        self._left += size

    @property
    def left(self) -> int:
        return self._left


class Spool:
    """The bytes of one body; written once, read as often as needed, closed by whoever took it last."""

    __slots__ = ("_budget", "_chunks", "_file", "_held", "size")

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._chunks: list[bytes] = []
        self._held = 0
        self._file: IO[bytes] | None = None
        self.size = 0

    def write(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self._file is None:
            if self._held + len(chunk) <= self._budget.each and self._budget.take(len(chunk)):
                self._held += len(chunk)
                self._chunks.append(chunk)
                return
            self._file = tempfile.TemporaryFile(prefix="wolkvox-", buffering=_READ)  # noqa: SIM115
            self._file.writelines(self._chunks)
            self._forget()
        self._file.write(chunk)

    def _forget(self) -> None:
        self._budget.give(self._held)
        self._chunks, self._held = [], 0

    def stored(self) -> Iterator[bytes]:
        """Yield the bytes as they came."""
        if self._file is None:
            yield from self._chunks
            return
        self._file.seek(0)
        while chunk := self._file.read(_READ):
            yield chunk

    def chunks(self) -> Iterator[bytes]:
        """Yield the body, decompressed, at most 64 KB at a time."""
        inflate = Inflate()
        for chunk in self.stored():
            yield from inflate.feed(chunk)

    def close(self) -> None:
        self._forget()
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Inflate:
    """Decompresses what begins like gzip and passes all else through; never more than 64 KB at a time."""

    __slots__ = ("_begun", "_zip", "whole")

    def __init__(self) -> None:
        self._begun = False
        self._zip: "zlib._Decompress | None" = None  # noqa: UP037
        self.whole = True

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        if not self._begun and chunk:
            self._begun = True
            if chunk.startswith(_GZIP):
                self._zip = zlib.decompressobj(wbits=31)
                self.whole = False
        if self._zip is None:
            yield chunk
            return
        while chunk and not self._zip.eof:
            yield self._zip.decompress(chunk, _READ)
            chunk = self._zip.unconsumed_tail
        self.whole = self._zip.eof
