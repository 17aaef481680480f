"""A process's connections to a store file.

SQLite does not notice a fork: in the child it would take the parent's locks for its own, and lock nothing. So all
connections are closed before a fork, and the next transaction of either process opens the file. Nothing here opens it
but SQLite, since POSIX gives up all locks of a process on a file as soon as it closes any other descriptor of it.

A file that was removed, replaced or truncated while it was open, or has lost its WAL or its index of it, counts
something else than what other processes count. That is noticed before a transaction is committed, by `os.stat` alone.
"""

import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TypeVar

from orjson import dumps

from wolkvox_async.errors import ConfigurationError, StoreUnavailable
from wolkvox_async.scheduler.stores.group_commit import Locked
from wolkvox_async.scheduler.stores.rule import Document

__all__ = ["Database"]

_SCHEMA = 4
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_PARTS = ("", "-wal", "-shm")

R = TypeVar("R")


_lock = Lock()  # held by a transaction, and over a fork
_open: "set[Database]" = set()
_unclosed: list[
    sqlite3.Connection
] = []  # to close them would remove the WAL of what is there now, or the parent's locks


class Database:
    """A file of permits and quotas; the first transaction opens it."""

    def __init__(self, path: Path) -> None:
        self.path = Path(os.path.realpath(path))
        self.connection: sqlite3.Connection | None = None
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
            ConfigurationError: The file is not one of ours.
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
        for part in _PARTS:
            try:
                found = os.stat(f"{self.path}{part}")  # noqa: PTH116 - called for each commit
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
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if new:
                self.path.chmod(0o600)
            self._prepare(connection, tables)
        except BaseException:
            connection.close()
            raise
        self._parts, self._size = {}, 0
        return connection

    def _prepare(self, connection: sqlite3.Connection, tables: int) -> None:
        # In this order: another process that makes the tables just now gives them their version with them.
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if tables and not version:
            raise ConfigurationError(
                f"{self.path} is a database of something else, and was left alone",
                advice="give the scheduler a file of its own",
            )
        if version > _SCHEMA:
            raise ConfigurationError(
                f"{self.path} was made by a newer wolkvox_async (schema {version}, this one knows {_SCHEMA})",
                advice="update this one, or give it a file of its own",
            )
        connection.execute("PRAGMA page_size = 1024")  # a commit writes whole pages, so small ones are quicker
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        if version < _SCHEMA:
            _bring_up(connection)


def _bytes(connection: sqlite3.Connection) -> int:
    """Return the size of the file by its own word."""
    row = connection.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()
    return int(row[0])


def _bring_up(connection: sqlite3.Connection) -> None:
    """Make the table; of an older version keep the days' counts and the leases of calls under way."""
    connection.execute("BEGIN IMMEDIATE")
    version = connection.execute("PRAGMA user_version").fetchone()[0]  # another process may just have done it
    if version < _SCHEMA:
        connection.execute("CREATE TABLE document (name TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID")
        if version:
            _carry_over(connection)
        connection.execute(f"PRAGMA user_version = {_SCHEMA}")
    connection.execute("COMMIT")


def _carry_over(connection: sqlite3.Connection) -> None:
    documents: dict[str, Document] = defaultdict(dict)
    for token, lease_id, until, *_ in connection.execute("SELECT * FROM lease"):
        documents[f"{token} leases"][lease_id] = until, -1
    for account, day, used in connection.execute("SELECT account, day, used FROM usage"):
        documents[f"{account} days"][day] = used, 0
    rows = [(name, dumps(document).decode()) for name, document in documents.items()]
    connection.executemany("INSERT INTO document VALUES (?, ?)", rows)
    for table in ("lease", "usage", "place", "ticket"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")


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
