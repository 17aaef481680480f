"""The process of `mirror.py` that is killed: it follows twelve reports of three operations in virtual time.

The clock is a number in a file that the server reads too. To sleep is to set it forward, up to a fence that the
benchmark moves on once it has looked at the tables.
"""

import asyncio
import mmap
import struct
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from wolkvox_async import Fleet, Operation
from wolkvox_async.calls.executor import Engine
from wolkvox_async.fleet import engine_of
from wolkvox_async.follow import Asked, Follower
from wolkvox_async.reports.report import Report

OPERATIONS = {"sales-co": "America/Bogota", "sales-pe": "America/Lima", "sales-pa": "America/Panama"}
EVENTS = ("reports.cdr_1", "campaign.detail", "reports.chat_1", "reports.agent_15", "reports.diagram_1")
BUCKETS = ("reports.agent_7", "reports.agent_8", "reports.diagram_1_2", "reports.chat_6")
TOTALS = ("reports.campaign_4", "reports.agent_3", "reports.chat_3")
PARAMETERS = {
    "campaign.detail": {"type_campaign": "predictive", "campaign_id": "32841"},
    "reports.campaign_4": {"campaign_id": "all"},
}
SINCE = date(2025, 3, 3)
EVERY = timedelta(hours=2)
AT = time(3)
REREAD = timedelta(days=3)
TOKENS = 2


class Clock:
    """Seconds of the epoch, in a file that processes share."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(bytes(3 * 8))
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), 3 * 8)

    def __call__(self) -> float:
        return self.read(0)

    def read(self, index: int) -> float:
        """Return the time (0), the fence (1), or the fence that the follower waits at (2)."""
        return float(struct.unpack_from("d", self._memory, 8 * index)[0])

    def write(self, index: int, value: float) -> None:
        """Set one of them."""
        struct.pack_into("d", self._memory, 8 * index, value)

    async def sleep(self, seconds: float) -> None:
        """Set the clock forward; wait where the fence is in the way."""
        while (until := self() + seconds) > (fence := self.read(1)):
            self.write(2, fence)
            await asyncio.sleep(0.01)
        self.write(0, until)


def tokens_of(name: str) -> tuple[str, ...]:
    """Return the tokens of an operation."""
    return tuple(f"{name}-{number}" for number in range(TOKENS))


def operations(base_url: str) -> list[Operation]:
    """Return the operations at an address."""
    return [
        Operation(name=name, server="0099", tokens=tokens_of(name), licences=50, tz=zone, base_url=base_url)
        for name, zone in OPERATIONS.items()
    ]


def reports(fleet: Fleet, names: tuple[str, ...], start: Any, end: Any) -> list[Report[Any]]:
    """Return these reports of all operations."""
    return [
        report
        for name in names
        for report in fleet.reports(name, start=start, end=end, lane="bulk", **PARAMETERS.get(name, {}))
    ]


def at_once(engine: Engine) -> None:
    """Have failed calls made again at once: the benchmark counts calls, and time is virtual."""
    engine.jitter = lambda: 0.0


async def main(base_url: str, folder: Path) -> None:
    clock = Clock(folder / "clock")
    async with Fleet(
        operations(base_url), store=folder / "store.sqlite3", clock=clock, listener=lambda _event: None
    ) as fleet:
        at_once(engine_of(fleet))

        async def of_round() -> Asked:
            today = datetime.fromtimestamp(clock()).date()  # noqa: DTZ006 - two days later in any zone
            return Asked(reports=reports(fleet, (*EVENTS, *BUCKETS, *TOTALS), SINCE, today + timedelta(days=2)))

        follower = Follower(
            of_round, to=folder / "tables", every=EVERY, reread=REREAD, at=AT, clock=clock, sleep=clock.sleep
        )
        async for done in follower.rounds():
            for name, error in done.failures.items():
                print(f"{name}: {error}", file=sys.stderr)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
