"""What became of each batch of each upload, on disk before its first byte goes out.

So an upload that was interrupted goes on where it stood, whatever ended it: a batch that was sent and has no outcome is
unknown, and is never sent again. The journal holds row numbers, counts and digests; of the records themselves nothing
but what the server says of those it rejects.

Each write is on the disk before the call goes on (`synchronous=FULL`): what was written survives a crash of the process
and a loss of power.
"""

import reprlib
import secrets
import shlex
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import orjson

from wolkvox_async import limits
from wolkvox_async.errors import AlreadyUploaded, ConfigurationError, JournalUnavailable, UploadLocked
from wolkvox_async.locks import FileLock, Held
from wolkvox_async.uploads.entries import (
    SENT,
    Entry,
    Target,
    has_effect,
    read_batches,
    read_entry,
    read_sent,
)
from wolkvox_async.uploads.journal_log import Log

__all__ = ["Journal"]

_SCHEMA = 2
_TABLES = """
CREATE TABLE upload (
  id TEXT PRIMARY KEY, operation TEXT, address TEXT, endpoint TEXT, kind TEXT, campaign TEXT, source TEXT,
  digest TEXT, records INTEGER, options TEXT, started REAL, ended REAL, source_digest TEXT, rows TEXT
) WITHOUT ROWID;
CREATE INDEX upload_by_content ON upload (digest, address, campaign);
CREATE TABLE batch (
  upload TEXT, first_row INTEGER, last_row INTEGER, records INTEGER, digest TEXT, state TEXT,
  accepted INTEGER, unknown INTEGER, rejected TEXT, msg TEXT, sent REAL, PRIMARY KEY (upload, first_row)
) WITHOUT ROWID
"""
_SECOND = """
ALTER TABLE upload ADD COLUMN source_digest TEXT;
ALTER TABLE upload ADD COLUMN rows TEXT;
ALTER TABLE batch ADD COLUMN sent REAL
"""  # what a file of schema 1 lacks
_NAME = 100  # characters of an upload's name, at most
_PATIENCE = 5.0  # seconds for another process's write
_DAY = 86_400.0


class Journal:
    """A file of uploads. It is made when the first upload begins.

    Args:
        path: The file.
        clock: Seconds of the epoch.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self.path = path
        self._clock = clock

    def begin(self, target: Target, *, upload_id: str | None, again: bool) -> Log:
        """Enter an upload, or find the one that goes on, and hold it until the log is closed.

        Args:
            target: What is sent, and where to.
            upload_id: Of an upload that goes on, or a new one's name; None: a new one without a name.
            again: Whether records may go to a campaign that has had the same ones.

        Raises:
            AlreadyUploaded: The same records went there before.
            UploadLocked: Another process sends this upload now.
            ConfigurationError: The upload of this id had other records, or another campaign.
            JournalUnavailable: The file cannot be written.
        """
        if upload_id is not None:
            _check_name(upload_id)
        with self.available(), ExitStack() as opened:
            connection = opened.enter_context(closing(self._open()))
            connection.execute("BEGIN IMMEDIATE")
            self._prune(connection)
            chosen = self._chosen(connection, target, upload_id, again=again)
            opened.callback(self._held(chosen).release)
            self._enter(connection, chosen, target)
            connection.execute("COMMIT")
            done = list(read_batches(connection, chosen))
            return Log(connection, chosen, done, opened.pop_all(), clock=self._clock, available=self.available)

    def _chosen(self, connection: sqlite3.Connection, target: Target, upload_id: str | None, *, again: bool) -> str:
        """Return the id of the upload, once it is clear that nothing is sent twice."""
        known = None if upload_id is None else read_entry(connection, upload_id)
        if known is not None:
            before = known.target
            if (before.address, before.endpoint, before.campaign) != (target.address, target.endpoint, target.campaign):
                raise ConfigurationError(
                    f"upload {upload_id!r} goes to campaign {before.campaign} of {before.operation}",
                    advice="give that campaign, or another upload_id",
                    command_advice="give that campaign, or another --resume ID",
                )
            if before.digest != target.digest or before.rows not in {None, target.rows}:
                raise _others(known.id, before, target)
            if not again and known.unsent:
                self._refuse_copy(connection, target, known)
            return known.id
        unused = None if again else self._refuse_copy(connection, target, None)
        if upload_id is None and unused is not None:
            # It is entered again, with the options of this time.
            connection.execute("DELETE FROM upload WHERE id = ?", (unused,))
            return unused
        return upload_id or f"u-{secrets.token_hex(4)}"

    def _refuse_copy(self, connection: sqlite3.Connection, target: Target, known: Entry | None) -> str | None:
        """Refuse records that another upload has sent, or may send at any moment.

        Args:
            connection: Of the journal, in a transaction.
            target: What is to be sent.
            known: The upload that goes on. What others had sent before it began is no matter: it was begun in spite of
                that. What they have sent since is.

        Returns:
            The id of an upload of the same records that ended before it sent any, if there is one.
        """
        found = connection.execute(
            "SELECT id FROM upload WHERE digest = ? AND address = ? AND endpoint = ? AND campaign = ? "
            "ORDER BY started DESC",
            (target.digest, target.address, target.endpoint, target.campaign),
        ).fetchall()
        unused = None
        for (name,) in found:
            before = read_entry(connection, name)
            if before is None or (known is not None and name == known.id):
                continue
            if has_effect(connection, name, since=None if known is None else known.id):
                raise _copy(target, before)
            self._held(name).release()
            if not before.batches and before.target.rows == target.rows:
                unused = name
        return unused

    def _enter(self, connection: sqlite3.Connection, upload_id: str, target: Target) -> None:
        connection.execute(
            "INSERT INTO upload VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?) "
            "ON CONFLICT DO UPDATE SET ended = NULL",
            (
                upload_id,
                target.operation,
                target.address,
                target.endpoint,
                target.kind,
                target.campaign,
                target.source,
                target.digest,
                target.records,
                orjson.dumps(target.options).decode(),
                self._clock(),
                target.source_digest,
                target.rows,
            ),
        )
        # What was under way when its process ended has no outcome, and never gets one.
        connection.execute(
            "UPDATE batch SET state = 'unknown', unknown = records, msg = ? WHERE upload = ? AND state = ?",
            ("the upload was interrupted before the answer came", upload_id, SENT),
        )

    def _prune(self, connection: sqlite3.Connection) -> None:
        """Forget uploads of long ago, unless records of theirs are unknown."""
        before = self._clock() - limits.JOURNAL_DAYS * _DAY
        old = (
            "SELECT id FROM upload WHERE started < ? AND NOT EXISTS "
            "(SELECT 1 FROM batch WHERE batch.upload = upload.id AND (batch.unknown > 0 OR batch.state = 'sent'))"
        )
        names = connection.execute(old, (before,)).fetchall()
        connection.executemany("DELETE FROM batch WHERE upload = ?", names)
        connection.executemany("DELETE FROM upload WHERE id = ?", names)

    def entries(self) -> list[Entry]:
        """Return all uploads, the latest first."""
        with self._reading() as connection:
            names = connection.execute("SELECT id FROM upload ORDER BY started DESC, id").fetchall()
            found = (read_entry(connection, name) for (name,) in names)
            return [entry for entry in found if entry is not None]

    def find(self, upload_id: str) -> Entry | None:
        """Return an upload, None where the journal has none of this id."""
        _check_name(upload_id)
        with self._reading() as connection:
            return read_entry(connection, upload_id)

    def entry(self, upload_id: str) -> Entry:
        """Return an upload. Raises ConfigurationError where the journal has none of this id."""
        if (found := self.find(upload_id)) is None:
            raise ConfigurationError(f"the journal has no upload {upload_id!r}", advice="`wolkvox uploads` lists them")
        return found

    def under_way(self, target: Target) -> set[str]:
        """Return the campaigns of the same kind and status that other uploads of the operation go to at this moment."""
        with self._reading() as connection:
            found = connection.execute(
                "SELECT id, campaign, options FROM upload WHERE ended IS NULL AND address = ? AND endpoint = ? "
                "AND kind = ? AND campaign != ?",
                (target.address, target.endpoint, target.kind, target.campaign),
            ).fetchall()
        status = target.options.get("campaign_status")
        same = ((name, campaign) for name, campaign, text in found if _status(text) == status)
        return {campaign for name, campaign in same if self._is_held(name)}

    def _is_held(self, upload_id: str) -> bool:
        try:
            self._held(upload_id).release()
        except UploadLocked:
            return True
        return False

    def sent(self, upload_id: str) -> dict[int, float]:
        """Return when the batches of an upload were sent, in seconds of the epoch, by their first row."""
        with self._reading() as connection:
            return read_sent(connection, upload_id)

    def copies(self, upload_id: str) -> int:
        """Return how many other uploads took the same records to the same campaign, and may have had an effect."""
        with self._reading() as connection:
            return connection.execute(  # type: ignore[no-any-return]
                "SELECT count(*) FROM upload AS mine JOIN upload AS other USING (digest, address, campaign) "
                "WHERE mine.id = ? AND other.id != mine.id AND EXISTS "
                "(SELECT 1 FROM batch WHERE batch.upload = other.id AND (accepted > 0 OR unknown > 0))",
                (upload_id,),
            ).fetchone()[0]

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        there = self.path.exists()
        with self.available(), closing(self._open() if there else sqlite3.connect(":memory:")) as connection:
            if not there:
                connection.executescript(_TABLES)
            yield connection

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            self.path.chmod(0o600)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("BEGIN IMMEDIATE")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version > _SCHEMA:
                raise ConfigurationError(  # noqa: TRY301 - the connection is closed below
                    f"{self.path} is the journal of a newer version", advice="use that version, or name another file"
                )
            if version < _SCHEMA:
                for statement in (_SECOND if version else _TABLES).split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {_SCHEMA}")
            connection.execute("COMMIT")
        except BaseException:  # else a file that cannot be used stays open
            connection.close()
            raise
        return connection

    def _held(self, upload_id: str) -> FileLock:
        folder = self.path.with_name(f"{self.path.stem}-locks")
        folder.mkdir(exist_ok=True)
        name = upload_id if upload_id.startswith("u-") else orjson.dumps(upload_id).hex()
        try:
            return FileLock(folder / f"{name[:200]}.lock")
        except Held as held:
            raise UploadLocked(
                f"upload {upload_id} is being sent by process {held.holder}",
                advice="wait until it has ended",
                upload_id=upload_id,
            ) from None

    @contextmanager
    def available(self) -> Iterator[None]:
        """Make an error of the tree of a file that cannot be used."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            if self.path.is_dir():
                what, advice = "it is a folder", "name a file in it as journal"
            else:
                what, advice = str(error), "make room there and see that it can be written, or name another as journal"
            raise JournalUnavailable(
                f"the journal of uploads {self.path} cannot be used: {what}",
                advice=advice,
                folder=str(self.path.parent),
            ) from None


def _status(options: str) -> object:
    return orjson.loads(options).get("campaign_status")


def _check_name(upload_id: object) -> None:
    if not (isinstance(upload_id, str) and 0 < len(upload_id) <= _NAME and upload_id.isprintable()):
        raise ConfigurationError(
            f"the id of an upload is {reprlib.repr(upload_id)}", advice=f"give 1 to {_NAME} printable characters"
        )


def _copy(target: Target, before: Entry) -> AlreadyUploaded:
    """Return the error for records that an earlier upload has sent, or a part of them."""
    went = (
        f"these {target.records:,} records went to campaign {target.campaign} before, on "
        f"{before.started.astimezone():%Y-%m-%d %H:%M %z} as upload {before.id}"
    )
    if before.unsent or before.unknown:
        what = f"{went}: {before.accepted:,} accepted, {before.unknown:,} unknown, {before.unsent:,} not sent"
        advice = f"go on with it by upload_id={before.id!r}, or send all: again=True"
        in_shell = f"go on with it: wolkvox upload --resume {shlex.quote(before.id)}, or send all: --again"
    else:
        refused = f", {before.rejected:,} rejected" if before.rejected else ""
        what = f"{went}, and all were sent: {before.accepted:,} accepted{refused}"
        advice, in_shell = "send them once more: again=True", "send them once more: --again"
    return AlreadyUploaded(what, advice=advice, command_advice=in_shell, upload_id=before.id, started=before.started)


def _others(upload_id: str, before: Target, target: Target) -> ConfigurationError:
    """Return the error for an upload that cannot go on, since its records are others or stand in other rows."""
    end, end_in_shell = "or leave the id out to begin another upload", "or leave --resume out to begin another upload"
    if before.source_digest is not None and target.source_digest is not None:
        if before.source_digest != target.source_digest:
            what = f"has changed since upload {upload_id!r} began"
            if before.source != target.source:
                what = f"is another file than that of upload {upload_id!r}, {before.source}"
            return ConfigurationError(
                f"{target.source} {what}: its records are others, or stand in other rows",
                advice=f"give the file as it was to go on, {end}",
                command_advice=f"give the file as it was to go on, {end_in_shell}",
            )
        options = ", ".join(f"{name}={value!r}" for name, value in before.reading.items()) or "none"
        return ConfigurationError(
            f"upload {upload_id!r} read {before.source} with other options",
            advice=f"give the same to go on ({options}), {end}",
            command_advice=f"leave the options of reading out to go on, since the journal has them, {end_in_shell}",
        )
    what = "had other records" if before.digest != target.digest else "had the same records in other rows"
    return ConfigurationError(
        f"upload {upload_id!r} {what}: {before.records:,} of them, from {before.source}",
        advice=f"give the same records to go on, {end}",
        command_advice=f"give the same records to go on, {end_in_shell}",
    )
