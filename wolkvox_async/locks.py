"""A lock of the operating system on a file, which the end of its process frees, a crash too.

The file stays where it is, since removing a locked file would let two processes lock two files of one name. It holds
the id of the process that has it, for the message.
"""

import os
import sys
from pathlib import Path

__all__ = ["FileLock", "Held"]

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


class Held(Exception):
    """Another process, or another part of this one, has the lock. holder: its id, as text."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


class FileLock:
    """Takes the lock, and has it until `release`.

    Raises:
        Held: Another has it.
        OSError: The file cannot be written, or its file system has no locks.
    """

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            self._lock()
        except BaseException:
            os.close(self._handle)
            raise

    def _lock(self) -> None:
        try:
            _take(self._handle)
        except (BlockingIOError, PermissionError):
            raise Held(os.read(self._handle, 32).decode("ascii", "replace").strip() or "unknown") from None
        os.ftruncate(self._handle, 0)
        os.write(self._handle, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Let others have it."""
        os.close(self._handle)
