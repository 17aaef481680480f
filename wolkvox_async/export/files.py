"""Files that are whole or absent: written under another name, forced to the disk, then renamed."""

import os
import re
from collections.abc import Callable, Iterable
from hashlib import file_digest, sha256
from io import FileIO
from pathlib import Path
from typing import Any, BinaryIO, cast

from attrs import frozen

from wolkvox_async.core.windows import Window
from wolkvox_async.errors import ConfigurationError, DiskUnavailable, WolkvoxError
from wolkvox_async.export.sinks import Sink

__all__ = [
    "MANIFEST",
    "OURS",
    "TEMPORARY",
    "Part",
    "Written",
    "data_files",
    "file_name",
    "fresh_folder",
    "is_unchanged",
    "replace",
    "sweep",
    "sync_folder",
    "trouble",
]

MANIFEST = "_manifest.json"
TEMPORARY = ".tmp"
OURS = re.compile(r"\d{8}T\d{6}-\d{8}T\d{6}\.(parquet|ndjson|csv|xlsx)")  # file_name's names, and no other
_STAMP = "%Y%m%dT%H%M%S"


def file_name(window: Window, ending: str) -> str:
    """Return the name of a window's file, e.g. 20250101T000000-20250201T000000.parquet."""
    start, end = (f"{moment.year:04}{moment:%m%dT%H%M%S}" for moment in (window.start, window.end))
    return f"{start}-{end}.{ending}"


def trouble(error: OSError, path: Path) -> WolkvoxError:
    """Return the error for a disk that is full, or a file that cannot be written."""
    what = f"{error.filename or path} cannot be written: {error.strerror or error}"
    return DiskUnavailable(
        what, advice="make room and run the export again; it goes on from what is there", folder=str(path)
    )


def fresh_folder(path: Path) -> None:
    """Make a folder where there is none."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"{path} cannot be made a directory: {error.strerror or error}", advice="name another directory"
        ) from None


def sync_folder(path: Path) -> None:
    """Force the names in a folder to the disk, where the system has that."""
    if os.name == "posix":
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def replace(path: Path, content: bytes) -> None:
    """Put a file in the place of another: readers see the old one or the new one."""
    temporary = path.with_name(path.name + TEMPORARY)
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def data_files(folder: Path) -> list[Path]:
    """Return the files in a folder that have names of ours."""
    try:
        return sorted(path for path in folder.iterdir() if OURS.fullmatch(path.name))
    except FileNotFoundError:
        return []


def sweep(folder: Path, *, but: Iterable[str] = ()) -> None:
    """Remove the unfinished files that a crash has left; no other file is ever removed unasked."""
    for path in folder.iterdir():
        name = path.name.removesuffix(TEMPORARY)
        unfinished = name != path.name and (name == MANIFEST or OURS.fullmatch(name))
        if unfinished and path.name not in but:
            path.unlink()


def is_unchanged(path: Path, *, size: int, modified: int, digest: str) -> bool:
    """Return whether a file is the one that was written; it is read only where its time stamp is another."""
    try:
        found = path.stat()
        if found.st_size != size:
            return False
        if found.st_mtime_ns == modified:
            return True
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest() == digest
    except FileNotFoundError:
        return False


class _Tally:
    """An unbuffered file that counts and sums what goes through it; once dead, it takes nothing more."""

    def __init__(self, file: FileIO) -> None:
        self._file = file
        self.size = 0
        self.sum = sha256()
        self.dead = False

    def write(self, data: Any) -> int:
        """Write rows of a window."""
        view = memoryview(data).cast("B")
        self.size += len(view)
        if not self.dead:
            self.sum.update(view)
            rest = view
            while rest:
                rest = rest[self._file.write(rest) :]
        return len(view)

    def tell(self) -> int:
        return self.size

    def flush(self) -> None:
        """Nothing is buffered here, so that closing the file cannot fail."""

    @property
    def closed(self) -> bool:
        return False

    def close(self) -> None:
        """The part closes the file, when it is on the disk."""


@frozen
class Written:
    """What is to know of a whole file; it still has its temporary name."""

    rows: int
    size: int
    sha256: str
    modified: int


class Part:
    """A file in the making. Its methods block, so they are called in a thread, one at a time."""

    def __init__(self, path: Path, open_sink: Callable[[BinaryIO], Sink]) -> None:
        self._path = path
        self._file = path.open("wb", buffering=0)
        self._tally = _Tally(self._file)
        self._rows = 0
        self._sealed = False
        try:
            self._sink = open_sink(cast("BinaryIO", self._tally))
        except BaseException:
            self._remove()
            raise

    def write(self, rows: Any, window: Window) -> None:
        """Write rows of a window: records, or a pyarrow.RecordBatch with all columns."""
        self._sink.write(rows, window)
        self._rows += len(rows)

    def finish(self) -> Written:
        """Force it all to the disk; the name is still temporary."""
        self.seal()
        os.fsync(self._file.fileno())
        self._file.close()
        modified = self._path.stat().st_mtime_ns
        return Written(self._rows, self._tally.size, self._tally.sum.hexdigest(), modified)

    def discard(self) -> None:
        """Remove it, in whatever state it is."""
        self._tally.dead = True
        self.seal()
        self._remove()

    def seal(self) -> None:
        """Write what is held back and the format's end, so that there is nothing left but to wait for the disk."""
        if not self._sealed:  # a sink that could not be closed for want of room is not closed again
            self._sealed = True
            self._sink.close()

    def _remove(self) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)
