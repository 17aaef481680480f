"""One run at a time in a directory: a lock of the operating system, which a crash frees.

The file stays where it is, since removing a locked file would let two runs lock two files of one name. It holds the id
of the process that has it, for the message.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wolkvox_async.errors import ConfigurationError, FolderLocked
from wolkvox_async.export.files import fresh_folder
from wolkvox_async.export.layout import STATE

__all__ = ["locked"]

_FORMER = ".lock"  # where the first layout had it, beside the data

if sys.platform == "win32":
    import msvcrt

    _BYTE = 1 << 30  # beyond the text, which others must be able to read

    def _take(handle: int) -> None:
        os.lseek(handle, _BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a directory.

    Raises:
        FolderLocked: Another process has it.
        ConfigurationError: It cannot be locked.
    """
    fresh_folder(folder / STATE)
    with _held(folder, folder / STATE / "lock"):
        former = folder / _FORMER
        if former.exists():
            with _held(folder, former):  # an older version may be at work
                pass
            former.unlink(missing_ok=True)
        yield


@contextmanager
def _held(folder: Path, path: Path) -> Iterator[None]:
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise _cannot(folder, error) from None
    try:
        try:
            _take(handle)
        except (BlockingIOError, PermissionError):
            holder = os.read(handle, 32).decode("ascii", "replace").strip() or "unknown"
            raise FolderLocked(
                f"another export writes to {folder}: process {holder}",
                advice="wait until it has ended, or name another directory",
            ) from None
        except OSError as error:  # a file system without locks
            raise _cannot(folder, error) from None
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(handle)


def _cannot(folder: Path, error: OSError) -> ConfigurationError:
    return ConfigurationError(
        f"{folder} cannot be locked: {error.strerror or error}",
        advice="name a directory that you may write to, on a disk of this machine",
    )
