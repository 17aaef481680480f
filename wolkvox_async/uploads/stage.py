"""Checked batches in a temporary file without a name: only their place is kept in memory."""

import tempfile
from array import array
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import IO

from attrs import field, frozen

from wolkvox_async.core.batches import Packed
from wolkvox_async.errors import DiskUnavailable

__all__ = ["Stage", "Staged"]


@frozen
class Staged:
    """One batch that waits to be sent, and the number of each of its records in the input."""

    rows: Sequence[int]
    _file: IO[bytes] = field(repr=False)
    _start: int
    _size: int

    def load(self) -> Packed:
        """Return the batch with its body."""
        self._file.seek(self._start)
        return Packed(self.rows, self._file.read(self._size))


class Stage:
    """The batches of one upload, in order."""

    def __init__(self) -> None:
        try:
            self._file: IO[bytes] = tempfile.TemporaryFile(prefix="wolkvox-upload-")  # noqa: SIM115
        except OSError as error:
            raise _unavailable(error) from None
        self._batches: list[Staged] = []
        self._digest = blake2b(digest_size=16)
        self._rows = blake2b(digest_size=16)

    def put(self, packed: Packed) -> None:
        """Write a batch; raises DiskUnavailable."""
        try:
            self._batches.append(Staged(packed.rows, self._file, self._file.tell(), len(packed.body)))
            self._file.write(packed.body)
            self._file.flush()
            self._digest.update(memoryview(packed.body)[1:-1])  # the records alone, however they are packed
            self._digest.update(b",")
            self._rows.update(array("q", packed.rows))
        except OSError as error:
            raise _unavailable(error) from None

    @property
    def digest(self) -> str:
        """Digest of all records, in order."""
        return self._digest.hexdigest()

    @property
    def rows_digest(self) -> str:
        """Digest of the number of each record in the input, in order."""
        return self._rows.hexdigest()

    @property
    def records(self) -> int:
        """How many records there are."""
        return sum(len(each.rows) for each in self._batches)

    def __iter__(self) -> Iterator[Staged]:
        return iter(self._batches)

    def close(self) -> None:
        """Remove the file. What a full disk did not take was reported when it was written."""
        try:
            self._file.close()
        except OSError:
            return


def _unavailable(error: OSError) -> DiskUnavailable:
    folder = tempfile.gettempdir()
    return DiskUnavailable(
        f"the temporary folder {folder} cannot be written: {error.strerror}",
        advice="nothing was sent; make room, or name another folder in TMPDIR",
        folder=folder,
    )
