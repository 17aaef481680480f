"""A lock of the operating system on a file, which the end of its process frees, a crash too; and who has one.

The file stays where it is, since removing a locked file would let two processes lock two files of one name. It holds
the id of the process that has it, for the message.
"""

import os
import sys
from pathlib import Path
from typing import Self

__all__ = ["FileLock", "Held", "Locked", "locker"]

_LOCKS = Path("/proc/locks")
_POSIX, _WRITE, _FIELDS = "POSIX", "WRITE", 8

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


class Locked(Exception):
    """What was to be done needs a lock that another process has; nothing was done."""


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

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def locker(*paths: str) -> str:
    """Return the first process that has locked one of the files for writing, as "process 4242 (sqlite3)".

    It is looked up where the system lists all locks (Linux). To ask for the lock itself would take a descriptor of the
    file, and to close that would give up the POSIX locks of this process.

    Args:
        paths: The files.

    Returns:
        "" where no process has, or the system does not say.
    """
    try:
        found = [each.stat() for each in map(Path, paths) if each.exists()]
        lines = _LOCKS.read_text("ascii").splitlines()
    except (OSError, ValueError):
        return ""
    files = {f"{os.major(each.st_dev):02x}:{os.minor(each.st_dev):02x}:{each.st_ino}" for each in found}
    for line in lines:  # 7: POSIX  ADVISORY  WRITE 5273 fe:00:2147438 120 120
        fields = line.split()
        if len(fields) == _FIELDS and (fields[1], fields[3]) == (_POSIX, _WRITE) and fields[5] in files:
            return _named(int(fields[4]))
    return ""


def _named(number: int) -> str:
    try:
        name = Path(f"/proc/{number}/comm").read_text("utf-8", "replace").strip()
    except OSError:  # it has ended, or is of another container
        return f"process {number}"
    return f"process {number} ({name})"
