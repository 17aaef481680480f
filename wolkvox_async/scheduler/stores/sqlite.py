"""The store of one host: a file that its processes share, and that outlives them.

What is asked and posted in one turn of the loop is one transaction: it reads the documents that its steps need, takes
them by the rule, and writes those that changed. That is some 50 µs, so it runs on the loop. A file that is locked is
tried again after a short, awaited, random pause, never waited for. WAL with synchronous=NORMAL survives every crash of
a process; a power cut may forget the last few bookings.

The file holds digests, ids and counts, and no token.
"""

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from orjson import dumps, loads

from wolkvox_async.durations import duration_text
from wolkvox_async.errors import ConfigurationError, StoreUnavailable
from wolkvox_async.locks import locker
from wolkvox_async.scheduler.stores.granting import Document, names, take
from wolkvox_async.scheduler.stores.group_commit import GroupCommit
from wolkvox_async.scheduler.stores.protocol import Step
from wolkvox_async.store_file import StoreFile

__all__ = ["SQLiteStore", "prepare"]

_SCHEMA = 4
# A commit writes whole pages, so small ones are quicker.
_SETTINGS = "PRAGMA page_size = 1024; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL"
_MAKE = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS document (name TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID;
PRAGMA user_version = {_SCHEMA};
COMMIT;
"""


class SQLiteStore(GroupCommit):
    """Permits and quotas in a file, by default in the user's state directory.

    Args:
        path: The file; its folder is made.
        patience: Seconds to try while the file is locked.
    """

    def __init__(self, path: "str | os.PathLike[str] | None" = None, *, patience: float = 5.0) -> None:
        super().__init__(patience)
        if path is None:
            from platformdirs import user_state_path  # noqa: PLC0415 - only who has no path of its own needs it

            path = user_state_path("wolkvox-async") / "scheduler.sqlite3"
        self.path = Path(path)
        self._file = StoreFile(self.path, prepare)

    def __repr__(self) -> str:
        return f"<SQLiteStore {self.path}>"

    async def _commit(self, steps: Sequence[Step]) -> Sequence[Any]:
        return self._file.transaction(lambda db: _take_all(db, steps))

    def held_by(self) -> str:
        """Return which process holds the file, where the system says so."""
        return locker(f"{self.path}", f"{self.path}-shm")

    def _late(self, seconds: float) -> StoreUnavailable:
        held_by = self.held_by()
        return StoreUnavailable(
            f"{self.path} was locked for {duration_text(seconds)}{held_by and f' by {held_by}'}",
            advice="see which process has it open in a transaction; and keep it off network drives",
        )

    async def _disconnect(self) -> None:
        self._file.close()


def _take_all(db: sqlite3.Connection, steps: Sequence[Step]) -> list[Any]:
    wanted = [names(step) for step in steps]
    distinct = {name for each in wanted for name in each}
    query = "SELECT name, content FROM document WHERE name IN (SELECT value FROM json_each(?))"
    found: dict[str, str] = dict(db.execute(query, (dumps(list(distinct)).decode(),)))
    documents: dict[str, Document] = {name: loads(found.get(name, "{}")) for name in distinct}
    answers = [take(step, [documents[name] for name in each]) for step, each in zip(steps, wanted, strict=True)]
    written = ((name, dumps(document).decode()) for name, document in documents.items())
    changed = [(name, content) for name, content in written if content != found.get(name, "{}")]
    db.executemany("INSERT OR REPLACE INTO document VALUES (?, ?)", changed)
    return answers


def prepare(path: Path, connection: sqlite3.Connection) -> None:
    """Make the table of a store in a file that was opened.

    Raises:
        ConfigurationError: The file is a database of something else, or of another version.
    """
    # In this order: another process that makes the table just now gives it its version with it.
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if (tables or version) and version != _SCHEMA:
        whose = f"another wolkvox_async (schema {version}, not {_SCHEMA})" if version else "something else"
        raise ConfigurationError(
            f"{path} is a database of {whose}, and was left alone", advice="give the scheduler a file of its own"
        )
    connection.executescript(_SETTINGS)
    if not version:
        connection.executescript(_MAKE)
