"""The store of one host: a file that its processes share, and that outlives them.

What is asked and posted in one turn of the loop is one transaction, some 50 µs long, so it runs on the loop. A file
that is locked is tried again after a short, awaited, random pause, never waited for. WAL with synchronous=NORMAL
survives every crash of a process; a power cut may forget the last few bookings.

The file holds digests, ids and counts, and no token.
"""

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wolkvox_async.errors import StoreUnavailable
from wolkvox_async.scheduler.stores.database import Database, opened
from wolkvox_async.scheduler.stores.group_commit import GroupCommit, Step
from wolkvox_async.scheduler.stores.protocol import (
    ENDED_SECONDS,
    REDUCED,
    Adopt,
    Budget,
    Busy,
    Claim,
    Decision,
    Granted,
    ReadUsed,
    Reconcile,
    Reduce,
    Release,
    SetExpiry,
    Ticket,
    judge,
)

__all__ = ["SQLiteStore"]

_LOOK = """
SELECT 'lease', NULL, until, NULL FROM lease WHERE token = :token
UNION ALL SELECT 'ticket', client, until, since FROM ticket WHERE token = :token
UNION ALL SELECT 'usage', NULL, used, NULL FROM usage WHERE account = :account AND day = :day
"""


class SQLiteStore(GroupCommit):
    """Permits and quotas in a file, by default in the user's state directory.

    Args:
        path: The file; its folder is made.
        patience: Seconds to try while the file is locked.
    """

    def __init__(self, path: "str | os.PathLike[str] | None" = None, *, patience: float = 5.0) -> None:
        super().__init__(patience)
        self.path = Path(path) if path is not None else _default_path()
        self._database: Database | None = None

    def __repr__(self) -> str:
        return f"<SQLiteStore {self.path}>"

    async def _commit(self, steps: Sequence[Step]) -> Sequence[Any]:
        if self._database is None:
            self._database = opened(self.path)
        return self._database.transaction(lambda db: [_take(db, step) for step in steps])

    def _locked(self) -> StoreUnavailable:
        return StoreUnavailable(
            f"{self.path} was locked for {self._patience:g} s",
            advice="see which process has it open in a transaction; and keep it off network drives",
        )

    async def _disconnect(self) -> None:
        database, self._database = self._database, None
        if database is not None:
            database.close()

    def _moved(self, *, forked: bool) -> None:
        if forked:
            self._database = None


def _default_path() -> Path:
    from platformdirs import user_state_path  # noqa: PLC0415 - only who has no path of its own needs it

    return user_state_path("wolkvox-async") / "scheduler.sqlite3"


def _take(db: sqlite3.Connection, step: Step) -> Any:
    match step:
        case Claim():
            return _claim(db, step)
        case Release(claim, refund):
            _release(db, claim, refund=refund)
        case SetExpiry(claim, until):
            db.execute("UPDATE lease SET until = ? WHERE token = ? AND id = ?", (until, claim.token, claim.lease_id))
        case Adopt(claim):
            own = claim.token, claim.lease_id
            if db.execute("SELECT 1 FROM lease WHERE token = ? AND id = ?", own).fetchone() is None:
                _book(db, claim, _used(db, claim.budget) + claim.cost)
        case Reduce(token, until):
            db.execute("INSERT OR REPLACE INTO lease VALUES (?, ?, ?, '', '', 0)", (token, REDUCED, until))
        case Reconcile(budget, used):
            _reconcile(db, budget, used)
        case ReadUsed(budget):
            return _used(db, budget)
        case _:
            count = "SELECT count(*) FROM lease WHERE token = ? AND until > ?"
            return sum(db.execute(count, (token, step.now)).fetchone()[0] for token in step.tokens)
    return None


def _claim(db: sqlite3.Connection, claim: Claim) -> Decision:
    # One look and two changes where it can be: each statement costs as much as all that is done here.
    leases: list[float] = []
    tickets: list[Ticket] = []
    used = 0
    wanted = {"token": claim.token, "account": claim.budget.account, "day": claim.budget.day}
    for what, client, number, since in db.execute(_LOOK, wanted):
        if what == "lease":
            leases.append(number)
        elif what == "ticket":
            tickets.append(Ticket(client, since, number))
        else:
            used = number
    decision = judge(claim, leases, tickets, used)
    if isinstance(decision, Granted):
        if tickets or (leases and min(leases) <= claim.now - ENDED_SECONDS):
            _sweep(db, claim)
            db.execute("DELETE FROM ticket WHERE token = ? AND client = ?", (claim.token, claim.client))
        _book(db, claim, decision.used)
    elif isinstance(decision, Busy):
        _sweep(db, claim)
        db.execute(
            "INSERT INTO ticket VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET until = excluded.until",
            (claim.token, claim.client, claim.now, claim.now + claim.ticket_ttl),
        )
    return decision


def _book(db: sqlite3.Connection, claim: Claim, used: int) -> None:
    budget = claim.budget
    db.execute(
        "INSERT INTO lease VALUES (?, ?, ?, ?, ?, ?)",
        (claim.token, claim.lease_id, claim.until, budget.account, budget.day, claim.cost),
    )
    _set_used(db, budget, used)


def _sweep(db: sqlite3.Connection, claim: Claim) -> None:
    db.execute("DELETE FROM ticket WHERE token = ? AND until <= ?", (claim.token, claim.now))
    db.execute("DELETE FROM lease WHERE token = ? AND until <= ?", (claim.token, claim.now - ENDED_SECONDS))


def _release(db: sqlite3.Connection, claim: Claim, *, refund: bool) -> None:
    own = claim.token, claim.lease_id
    row = db.execute("DELETE FROM lease WHERE token = ? AND id = ? RETURNING account, day, cost", own).fetchone()
    if row and refund:
        account, day, cost = row
        db.execute("UPDATE usage SET used = max(0, used - ?) WHERE account = ? AND day = ?", (cost, account, day))


def _used(db: sqlite3.Connection, budget: Budget) -> int:
    row = db.execute("SELECT used FROM usage WHERE account = ? AND day = ?", (budget.account, budget.day)).fetchone()
    return int(row[0]) if row else 0


def _reconcile(db: sqlite3.Connection, budget: Budget, used: int) -> None:
    _set_used(db, budget, max(used, _used(db, budget)))
    db.execute("UPDATE lease SET cost = 0 WHERE account = ? AND day = ?", (budget.account, budget.day))


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
