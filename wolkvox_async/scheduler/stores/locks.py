"""Which process has a file locked, where the system says so (Linux).

It is looked up where the system lists all locks. To ask for the lock itself would take a descriptor of the file, and
to close that would give up the locks of this process.
"""

import os
from pathlib import Path

__all__ = ["locker"]

_LOCKS = Path("/proc/locks")
_POSIX, _WRITE, _FIELDS = "POSIX", "WRITE", 8


def locker(*paths: str) -> str:
    """Return the first process that has locked one of the files for writing, as "process 4242 (sqlite3)".

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
