"""The store of one host: a file that its processes share, and that outlives them.

A step is one transaction that takes the write lock at its beginning (BEGIN IMMEDIATE), some 30 µs long, so it
runs right on the loop; claims of one turn of the loop share one. A file that is busy is asked again after a short,
awaited, random pause, never waited for. WAL with synchronous=NORMAL survives every crash of a process; a power cut may
forget the last few bookings.

The file holds digests, ids and counts, and no token.
"""

import asyncio
import os
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from attrs import frozen

from wolkvox_async.errors import ConfigurationError, StoreUnavailable
from wolkvox_async.scheduler.crowd import Crowd
from wolkvox_async.scheduler.errands import Errands
from wolkvox_async.scheduler.process import this
from wolkvox_async.scheduler.store import SQUEEZED, Budget, Busy, Claim, Granted, Place, Verdict, judge, raised

__all__ = ["SQLiteStore"]

_SCHEMA = 2
_TABLES = """
CREATE TABLE lease (
  slot TEXT, holder TEXT, until REAL, account TEXT, day TEXT, booked INTEGER, ahead INTEGER, PRIMARY KEY (slot, holder)
) WITHOUT ROWID;
CREATE TABLE place (
  slot TEXT, party TEXT, since REAL, until REAL, PRIMARY KEY (slot, party)
) WITHOUT ROWID;
CREATE TABLE usage (
  account TEXT, day TEXT, used INTEGER, PRIMARY KEY (account, day)
) WITHOUT ROWID
"""
_FROM_1 = """
ALTER TABLE lease RENAME COLUMN cost TO booked;
ALTER TABLE lease ADD COLUMN ahead INTEGER NOT NULL DEFAULT 0
"""
_LOOK = """
SELECT 'lease', holder, until, NULL, account, day, booked FROM lease WHERE slot = :slot
UNION ALL SELECT 'place', party, until, since, NULL, NULL, NULL FROM place WHERE slot = :slot
UNION ALL SELECT 'usage', NULL, NULL, NULL, NULL, NULL, used FROM usage WHERE account = :account AND day = :day
"""
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_FIRST_PAUSE = 0.001
_LAST_PAUSE = 0.020

R = TypeVar("R")
Step = Callable[[sqlite3.Connection], R]

# A connection must not be used after a fork, nor even closed there: that would drop the parent's locks.
_inherited: list[sqlite3.Connection] = []


class SQLiteStore:
    """Slots and quotas in a file, by default in the user's state directory.

    patience: how many seconds to try while the file is locked.
    """

    def __init__(self, path: "str | os.PathLike[str] | None" = None, *, patience: float = 5.0) -> None:
        self.path = Path(path) if path is not None else _default_path()
        self._patience = patience
        self._db: sqlite3.Connection | None = None
        self._opened_by = 0
        self._errands = Errands()
        self._claims = Crowd(self._claim_now, self._claim_later, self._unclaim)

    async def claim(self, claim: Claim) -> Verdict:
        return await self._claims.ask(claim)

    def _claim_now(self, claims: list[Claim]) -> list[Verdict] | None:
        done = self._once(_each(claims))
        return done[0] if done else None

    async def _claim_later(self, claims: list[Claim]) -> list[Verdict]:
        return await self._do(_each(claims))

    async def _unclaim(self, claim: Claim, verdict: Verdict) -> None:
        if isinstance(verdict, Granted):
            await self.release(claim.slot, claim.holder, refund=claim.cost + verdict.ahead)

    async def release(self, slot: str, holder: str, *, refund: int = 0) -> None:
        await self._surely(lambda db: _release(db, slot, holder, refund))

    async def hold(self, slot: str, holder: str, until: float, *, refund: int = 0) -> None:
        await self._surely(lambda db: _hold(db, slot, holder, until, refund))

    async def squeeze(self, slot: str, until: float) -> None:
        await self._surely(lambda db: _squeeze(db, slot, until))

    async def busy(self, slot: str, now: float) -> int:
        return await self._do(lambda db: _busy(db, slot, now))

    async def used(self, budget: Budget) -> int:
        return await self._do(lambda db: _used(db, budget))

    async def at_least(self, budget: Budget, used: int) -> int:
        return await self._do(lambda db: _at_least(db, budget, used))

    async def aclose(self) -> None:
        await self._claims.settled()
        await self._errands.settled()
        self._leave_to_parent()
        db, self._db = self._db, None
        if db:
            db.close()

    async def _do(self, step: Step[R]) -> R:
        """Run the step in a transaction of its own, as soon as the file is free."""
        loop = asyncio.get_running_loop()
        deadline, pause = loop.time() + self._patience, _FIRST_PAUSE
        while (done := self._once(step)) is None:
            if loop.time() > deadline:
                raise StoreUnavailable(
                    f"{self.path} was locked for {self._patience:g} s",
                    advice="see which process has it open in a transaction; and keep it off network drives",
                )
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))
            pause = min(_LAST_PAUSE, pause * 2)
        return done[0]

    async def _surely(self, step: Step[None]) -> None:
        """Like _do, but carried through when the caller is cancelled."""
        if self._once(step) is None:
            await self._errands.surely(self._do(step))

    def _once(self, step: Step[R]) -> tuple[R] | None:
        """Return what the step returns, or None where the file is busy and nothing was done."""
        try:
            db = self._connection()
            db.execute("BEGIN IMMEDIATE")
            try:
                result = step(db)
                db.execute("COMMIT")
            except BaseException:
                db.rollback()
                raise
        except (sqlite3.DatabaseError, OSError) as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _BUSY:
                return None
            raise StoreUnavailable(
                f"the scheduler's file {self.path} cannot be used: {error}",
                advice="make it writable, or move it away: a new one starts with today's count at 0",
            ) from error
        return (result,)

    def _connection(self) -> sqlite3.Connection:
        self._leave_to_parent()
        if not self._db:
            self._db, self._opened_by = _open(self.path), this.generation
        return self._db

    def _leave_to_parent(self) -> None:
        if self._db and self._opened_by != this.generation:
            _inherited.append(self._db)
            self._db = None


def _default_path() -> Path:
    from platformdirs import user_state_path  # noqa: PLC0415 - only who has no path of its own needs it

    return user_state_path("wolkvox-async") / "scheduler.sqlite3"


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    db = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        _prepare(db, path)
    except BaseException:
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    # In this order: another process that makes the tables just now gives them their version with them.
    tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if tables and not version:
        raise ConfigurationError(
            f"{path} is a database of something else, and was left alone", advice="give the scheduler a file of its own"
        )
    if version > _SCHEMA:
        raise ConfigurationError(
            f"{path} was made by a newer wolkvox_async (schema {version}, this one knows {_SCHEMA})",
            advice="update this one, or give it a file of its own",
        )
    db.execute("PRAGMA page_size = 1024")  # a commit writes whole pages, so small ones make it a fifth quicker
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    if version < _SCHEMA:
        _bring_up(db)


def _bring_up(db: sqlite3.Connection) -> None:
    """Make the tables, or those of an older version anew."""
    db.execute("BEGIN IMMEDIATE")
    version = db.execute("PRAGMA user_version").fetchone()[0]  # another process may just have done it
    if version < _SCHEMA:
        for statement in (_FROM_1 if version else _TABLES).split(";"):
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {_SCHEMA}")
    db.execute("COMMIT")


# The steps


@frozen
class _Found:
    """What there is of a slot: the ends of its leases, its line, the day's count, and what the claim comes after."""

    leases: list[float]
    line: list[Place]
    used: int
    before: tuple[str, str, int] | None  # account, day, booked


def _look(db: sqlite3.Connection, claim: Claim) -> _Found:
    leases: list[float] = []
    line: list[Place] = []
    used, before = 0, None
    wanted = {"slot": claim.slot, "account": claim.budget.account, "day": claim.budget.day}
    for what, name, until, since, account, day, number in db.execute(_LOOK, wanted):
        if what == "usage":
            used = number
        elif what == "place":
            line.append(Place(name, since, until))
        elif name == claim.after:
            before = account, day, number
        else:
            leases.append(until)
    return _Found(leases, line, used, before)


def _each(claims: list[Claim]) -> Step[list[Verdict]]:
    return lambda db: [_claim(db, claim) for claim in claims]


def _claim(db: sqlite3.Connection, claim: Claim) -> Verdict:
    # One look and two changes where it can be: each statement costs as much as all that is done here.
    found = _look(db, claim)
    used, before = found.used, found.before
    same_day = before is not None and before[:2] == (claim.budget.account, claim.budget.day)
    if before and same_day:
        used = max(0, used - min(claim.unused, before[2]))
    verdict = judge(claim, found.leases, found.line, used)
    if before and not (same_day and isinstance(verdict, Granted)):
        _release(db, claim.slot, claim.after, claim.unused)
    if isinstance(verdict, Granted):
        _book(db, claim, verdict)
        if found.line or (found.leases and min(found.leases) <= claim.now):
            _sweep(db, claim)
            db.execute("DELETE FROM place WHERE slot = ? AND party = ?", (claim.slot, claim.party))
    elif isinstance(verdict, Busy):
        _sweep(db, claim)
        db.execute(
            "INSERT INTO place VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET until = excluded.until",
            (claim.slot, claim.party, claim.now, claim.now + claim.returns),
        )
    return verdict


def _book(db: sqlite3.Connection, claim: Claim, granted: Granted) -> None:
    budget, ahead = claim.budget, granted.ahead
    lease = claim.holder, claim.until, budget.account, budget.day, claim.cost + ahead, ahead, claim.slot
    after = db.execute(
        "UPDATE lease SET holder = ?, until = ?, account = ?, day = ?, booked = ?, ahead = ?"
        " WHERE slot = ? AND holder = ?",
        (*lease, claim.after),
    )
    if not after.rowcount:
        db.execute(
            "INSERT INTO lease (holder, until, account, day, booked, ahead, slot) VALUES (?, ?, ?, ?, ?, ?, ?)", lease
        )
    _set_used(db, budget, granted.used)


def _sweep(db: sqlite3.Connection, claim: Claim) -> None:
    for table in ("lease", "place"):
        db.execute(f"DELETE FROM {table} WHERE slot = ? AND until <= ?", (claim.slot, claim.now))  # noqa: S608


def _release(db: sqlite3.Connection, slot: str, holder: str, refund: int) -> None:
    _take_back(
        db,
        refund,
        db.execute("DELETE FROM lease WHERE slot = ? AND holder = ? RETURNING account, day, booked", (slot, holder)),
    )


def _hold(db: sqlite3.Connection, slot: str, holder: str, until: float, refund: int) -> None:
    row = db.execute("SELECT account, day, booked FROM lease WHERE slot = ? AND holder = ?", (slot, holder))
    _take_back(db, refund, row)
    db.execute(
        "UPDATE lease SET until = ?, booked = max(0, booked - ?), ahead = 0 WHERE slot = ? AND holder = ?",
        (until, refund, slot, holder),
    )


def _take_back(db: sqlite3.Connection, calls: int, lease: sqlite3.Cursor) -> None:
    row = lease.fetchone()
    if row and calls:
        account, day, booked = row
        db.execute(
            "UPDATE usage SET used = max(0, used - ?) WHERE account = ? AND day = ?", (min(calls, booked), account, day)
        )


def _squeeze(db: sqlite3.Connection, slot: str, until: float) -> None:
    db.execute("INSERT OR REPLACE INTO lease VALUES (?, ?, ?, '', '', 0, 0)", (slot, SQUEEZED, until))


def _busy(db: sqlite3.Connection, slot: str, now: float) -> int:
    return int(db.execute("SELECT count(*) FROM lease WHERE slot = ? AND until > ?", (slot, now)).fetchone()[0])


def _used(db: sqlite3.Connection, budget: Budget) -> int:
    row = db.execute("SELECT used FROM usage WHERE account = ? AND day = ?", (budget.account, budget.day)).fetchone()
    return int(row[0]) if row else 0


def _at_least(db: sqlite3.Connection, budget: Budget, told: int) -> int:
    own = budget.account, budget.day
    ahead = db.execute("SELECT total(ahead) FROM lease WHERE account = ? AND day = ?", own).fetchone()[0]
    used = raised(_used(db, budget), told, int(ahead), budget.quota)
    _set_used(db, budget, used)
    db.execute("UPDATE lease SET booked = 0 WHERE account = ? AND day = ?", own)
    return used


def _set_used(db: sqlite3.Connection, budget: Budget, used: int) -> None:
    changed = db.execute("UPDATE usage SET used = ? WHERE account = ? AND day = ?", (used, budget.account, budget.day))
    if changed.rowcount:
        return
    db.execute("INSERT INTO usage VALUES (?, ?, ?)", (budget.account, budget.day, used))
    db.execute(  # yesterday's still takes refunds; a later day was written by a clock that was wrong
        "DELETE FROM usage WHERE account = :account AND day < "
        "(SELECT max(day) FROM usage WHERE account = :account AND day < :day)",
        {"account": budget.account, "day": budget.day},
    )
