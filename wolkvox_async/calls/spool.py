"""A body is spooled before a row of it is handed out, still compressed where it came so.

Up to about 1 MB of a reply stays in memory, and all replies together stay under one budget of bytes; what goes
beyond is written to a temporary file that has no name, so nothing is left behind by a crash. A reply that breaks off
hands out nothing and can be asked for again, and a slow consumer never holds a permit.
"""

import os
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from types import TracebackType
from typing import IO, Self

from wolkvox_async import limits
from wolkvox_async.errors import DiskUnavailable

__all__ = ["Inflate", "MemoryBudget", "Spool", "temporary_files"]

_READ = 64 * 1024
_GZIP = b"\x1f\x8b"


class MemoryBudget:
    """Bytes that all spools together may hold in memory."""

    def __init__(self, total: int = limits.SPOOLS_BYTES, each: int = limits.SPOOL_BYTES) -> None:
        self.each = each
        self._left = total
        self._lock = Lock()  # threads take and give too

    def take(self, size: int) -> bool:
        """Reserve bytes of memory; False where too few are left."""
        with self._lock:
            if size > self._left:
                return False
            self._left -= size
            return True

    def give(self, size: int) -> None:
        """Return bytes that were reserved."""
        with self._lock:
            self._left += size

    @property
    def left(self) -> int:
        """Bytes of memory that are not reserved."""
        return self._left


class Spool:
    """The bytes of one body; written once, read as often as needed, closed by whoever took it last."""

    __slots__ = ("_budget", "_chunks", "_file", "_held", "_reading", "size")

    def __init__(self, budget: MemoryBudget) -> None:
        self._budget = budget
        self._chunks: list[bytes] = []
        self._held = 0
        self._file: IO[bytes] | None = None
        self._reading = Lock()  # threads read the same file, each at its own place
        self.size = 0

    def write(self, chunk: bytes) -> None:
        """Add bytes: in memory while the budget lasts, then in a file."""
        self.size += len(chunk)
        if self._file is None:
            if self._held + len(chunk) <= self._budget.each and self._budget.take(len(chunk)):
                self._held += len(chunk)
                self._chunks.append(chunk)
                return
            with temporary_files():
                self._file = tempfile.TemporaryFile(prefix="wolkvox-", buffering=0)  # noqa: SIM115
                for kept in self._chunks:
                    _write(self._file, kept)
            self._forget()
        with temporary_files():
            _write(self._file, chunk)

    def _forget(self) -> None:
        self._budget.give(self._held)
        self._chunks, self._held = [], 0

    def stored(self) -> Iterator[bytes]:
        """Yield the bytes as they came. Several readers may be at it at once."""
        if self._file is None:
            yield from self._chunks
            return
        at = 0
        while True:
            with self._reading:
                self._file.seek(at)
                chunk = self._file.read(_READ)
            if not chunk:
                return
            at += len(chunk)
            yield chunk

    def chunks(self) -> Iterator[bytes]:
        """Yield the body, decompressed, at most 64 KB at a time."""
        inflate = Inflate()
        for chunk in self.stored():
            yield from inflate.feed(chunk)

    def close(self) -> None:
        """Return the memory, and close the file."""
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
    """Decompresses what begins like gzip and passes all else through; never more than 64 KB at a time.

    A body may be compressed in several parts, one behind the other. What follows the last one and is no such part is
    left out, as gzip does. whole: the body does not end within a part.
    """

    __slots__ = ("_begun", "_over", "_rest", "_zip", "whole")

    def __init__(self) -> None:
        self._zip: "zlib._Decompress | None" = None  # noqa: UP037 - of the part that is open
        self._rest = b""  # the first byte of what may be the next part
        self._begun = False  # whether there was a part
        self._over = False  # whether no more of them will come
        self.whole = True

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Take the next bytes and yield what they hold."""
        while chunk:
            if self._zip is None:
                if not self._opens(chunk):
                    if self._over and not self._begun:
                        yield self._rest + chunk
                        self._rest = b""
                    return
                chunk, self._rest = self._rest + chunk, b""
                self._zip = zlib.decompressobj(wbits=31)
                self._begun, self.whole = True, False
            yield self._zip.decompress(chunk, _READ)
            if self._zip.eof:
                chunk, self._zip, self.whole = self._zip.unused_data, None, True
            else:
                chunk = self._zip.unconsumed_tail

    def _opens(self, chunk: bytes) -> bool:
        """Whether a part begins here; a single byte does not tell and is kept for the next time."""
        start = self._rest + chunk[: len(_GZIP)]
        if not self._over and len(start) < len(_GZIP) and _GZIP.startswith(start):
            self._rest = start
            return False
        self._over = self._over or not start.startswith(_GZIP)
        return not self._over


@contextmanager
def temporary_files() -> Iterator[None]:
    """Make an error of the tree of a temporary folder that is full, read-only or gone."""
    try:
        yield
    except OSError as error:
        folder = tempfile.tempdir or os.environ.get("TMPDIR", "")
        reason = error.strerror or str(error)
    else:
        return
    raise DiskUnavailable(
        f"the temporary folder {folder} cannot be written: {reason}",
        advice="make room there, or name another folder in TMPDIR",
        folder=folder,
    )


def _write(file: IO[bytes], data: bytes) -> None:
    """Write all of it, now: a buffer would fail later, when it is emptied."""
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]
