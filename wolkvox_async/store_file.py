"""The file of a store that processes share: connections that a fork does not harm, and what befalls the file.

SQLite does not notice a fork: in the child it would take the parent's locks for its own, and lock nothing. So all
connections are closed before a fork, and the next transaction of either process opens the file. Nothing here opens it
but SQLite, since POSIX gives up all locks of a process on a file as soon as it closes any other descriptor of it.

A file that was removed, replaced or truncated while it was open, or has lost its WAL or its index of it, counts
something else than what other processes count. That is noticed before a transaction is committed, by `os.stat` alone.
"""

import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TypeVar

from wolkvox_async.errors import StoreUnavailable
from wolkvox_async.locks import Locked

__all__ = ["StoreFile"]

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_PARTS = ("", "-wal", "-shm")

R = TypeVar("R")


_lock = Lock()  # held by a transaction, and over a fork
_open: "set[StoreFile]" = set()
_unclosed: list[
    sqlite3.Connection
] = []  # to close them would remove the WAL of what is there now, or the parent's locks


class StoreFile:
    """An SQLite file; the first transaction opens it.

    Args:
        path: The file; its folder is made.
        prepare: Sees to the tables where a connection was opened.
    """

    def __init__(self, path: Path, prepare: Callable[[Path, sqlite3.Connection], None]) -> None:
        self.path = Path(os.path.realpath(path))
        self.connection: sqlite3.Connection | None = None
        self._prepare = prepare
        self._places = {part: f"{self.path}{part}" for part in _PARTS}
        self._parts: dict[str, tuple[int, int]] = {}  # device and inode of the file and what belongs to it
        self._size = 0

    def close(self) -> None:
        """Let go of the file; the next transaction opens it again."""
        with _lock:
            self.close_same()
            self.leave()

    def close_same(self) -> None:
        """Close the connection, if the file is still the one it was."""
        if self.connection is not None:
            with suppress(StoreUnavailable, sqlite3.Error):
                self._check(self.connection)
                self.connection.close()
                self.connection = None

    def leave(self) -> None:
        """Use a connection no more that could not be closed."""
        if self.connection is not None:
            _unclosed.append(self.connection)
        self.connection = None
        _open.discard(self)

    def transaction(self, step: Callable[[sqlite3.Connection], R]) -> R:
        """Run the step in a transaction that takes the write lock at its beginning.

        Raises:
            Locked: Another process has the lock; nothing was done.
            StoreUnavailable: The file cannot be used; nothing was done.
            ConfigurationError: prepare refused the file.
        """
        with _lock:
            try:
                if self.connection is None:
                    self.connection = self._connect()
                    _open.add(self)
                return self._run(self.connection, step)
            except (sqlite3.DatabaseError, OSError) as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF in _BUSY:
                    raise Locked from None
                raise StoreUnavailable(
                    f"the scheduler's file {self.path} cannot be used: {error}",
                    advice="see that it and its folder can be written, and that the disk is not full",
                ) from error

    def _run(self, connection: sqlite3.Connection, step: Callable[[sqlite3.Connection], R]) -> R:
        connection.execute("BEGIN IMMEDIATE")
        try:
            result = step(connection)
            self._check(connection)
            connection.execute("COMMIT")
        except BaseException:
            connection.rollback()
            raise
        return result

    def _check(self, connection: sqlite3.Connection) -> None:
        """Raise where the file is not the one that was opened any more."""
        for part, place in self._places.items():
            try:
                found = os.stat(place)  # noqa: PTH116 - called for each commit
            except FileNotFoundError:
                raise self._changed(f"{self.path.name}{part} was removed") from None
            if (found.st_dev, found.st_ino) != self._parts.setdefault(part, (found.st_dev, found.st_ino)):
                raise self._changed(f"{self.path.name}{part} was replaced")
            if not part:
                if found.st_size < self._size and found.st_size < _bytes(connection):
                    raise self._changed(f"{self.path.name} was cut short")
                self._size = found.st_size

    def _changed(self, what: str) -> StoreUnavailable:
        return StoreUnavailable(
            f"{what} in {self.path.parent} while it was in use, so other processes may count calls that this one does"
            " not see; nothing was sent",
            advice="end all programs that use the file, then start them again",
        )

    # Opening

    def _connect(self) -> sqlite3.Connection:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = not self.path.exists()
        connection = sqlite3.connect(self.path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master")  # makes the file
            if new:
                self.path.chmod(0o600)
            self._prepare(self.path, connection)
        except BaseException:
            connection.close()
            raise
        self._parts, self._size = {}, 0
        return connection


def _bytes(connection: sqlite3.Connection) -> int:
    """Return the size of the file by its own word."""
    row = connection.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()
    return int(row[0])


def _before_fork() -> None:
    _lock.acquire()
    for database in _open:
        database.close_same()


def _after_in_child() -> None:
    """Leave to the parent what could not be closed."""
    for database in list(_open):
        database.leave()
    _lock.release()


getattr(os, "register_at_fork", lambda **_: None)(
    before=_before_fork, after_in_parent=_lock.release, after_in_child=_after_in_child
)
