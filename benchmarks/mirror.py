"""A folder that mirrors a server for thirty virtual days, against what the server has and a planner that knows it all.

    python benchmarks/mirror.py [--quick] [--days 30] [--kills 50]

Three operations with two tokens each, twelve reports of all three kinds, followed every two hours, and the last three
days once a night. A seventh of the rows come 60 hours late, codes and comments change for 48 hours, a fifth of the
replies are faulty, and the process is killed with SIGKILL again and again. Each night the folder is held against a
reading of everything from a server without faults: rows that are missing, doubled or stale.

The planner knows the future: it asks once a round for what is new, by night together with what has changed, and once
for each day of totals that has really changed since it was read. It meets as many faulty replies, each of which costs
it a call too.
"""

import argparse
import asyncio
import random
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
from _mirror import (
    AT,
    BUCKETS,
    EVENTS,
    EVERY,
    OPERATIONS,
    PARAMETERS,
    SINCE,
    TOTALS,
    Clock,
    at_once,
    operations,
    reports,
    tokens_of,
)
from _shared import line

from wolkvox_async import Fleet, MemoryStore
from wolkvox_async.core.windows import DAY, floor
from wolkvox_async.fleet import engine_of
from wolkvox_async.simulator import Campaign, Faults, Simulator, Switches, Tenant, World

LEASE = 160.0  # virtual seconds after which the permits of a killed process are free
SWITCHES = Switches(publication_delay=600.0, late_every=7, late_seconds=60 * 3_600.0, corrected_seconds=48 * 3_600.0)
KINDS = ("html", "500", "503", "cut")  # lost connections come with the kills: a quarantine needs time that goes on
FAULTY = 0.2
ZONE = ZoneInfo("America/Bogota")
WINDOW = ("window_start", "window_end")  # of files; a table that is read at once has another
Rows = Counter[str]


def world() -> World:
    paces = dict.fromkeys((name for name in (*EVENTS, *BUCKETS, *TOTALS) if name.startswith("reports.chat")), 3_000.0)
    return World(
        tenants=tuple(
            Tenant(
                name=name,
                tokens=tokens_of(name),
                licences=50,
                tz=zone,
                calls_every=3_000.0,
                every=paces,
                first=SINCE.isoformat(),
                campaigns=(Campaign(id="32841", every=3_000.0, first=SINCE.isoformat()),),
            )
            for name, zone in OPERATIONS.items()
        )
    )


def counted(tables: Sequence[Any]) -> Rows:
    """Return the rows of tables as a bag of texts."""
    return Counter(
        repr(sorted((name, value) for name, value in row.items() if name not in WINDOW))
        for table in tables
        for row in table.to_pylist()
    )


def held(folder: Path, operation: str, name: str) -> list[Any]:
    return [pq.ParquetFile(path).read() for path in sorted((folder / operation / name).rglob("*.parquet"))]


class Night:
    """What one look at the folder has found."""

    def __init__(self) -> None:
        self.rows = self.missing = self.doubled = self.stale = 0

    def compare(self, name: str, found: Rows, wanted: Rows) -> None:
        """Count the differences: a row that is not as it should be now is stale, where one of its kind is missing."""
        self.rows += wanted.total()
        extra, lacking = found - wanted, wanted - found
        self.doubled += sum(count for row, count in extra.items() if row in wanted)
        others = sum(count for row, count in extra.items() if row not in wanted)
        changed = min(others, lacking.total())
        self.stale += others
        self.missing += lacking.total() - changed
        if extra or lacking:
            print(f"  {name}: {extra.total()} too many, {lacking.total()} lacking", file=sys.stderr)


async def look(
    fleet: Fleet, folder: Path, now: datetime, known: dict[tuple[str, str, date], Rows]
) -> tuple[Night, int]:
    """Compare the folder with what the server has; return that, and the calls that the changes take."""
    night, changed = Night(), 0
    published = now - timedelta(minutes=20)
    for name in (*EVENTS, *BUCKETS):
        (grain,) = {each.grain for each in reports(fleet, (name,), SINCE, now)}
        end = floor(published, grain)
        for operation in OPERATIONS:
            table = await fleet.to_arrow(name, start=SINCE, end=end, operations=[operation], **PARAMETERS.get(name, {}))
            wanted = counted([table])
            night.compare(f"{operation} {name}", counted(held(folder, operation, name)), wanted)
            # What is new each midnight is read then, so what has changed by the look takes a call of its own.
            changed += grain >= DAY and bool(known.get((operation, name, SINCE), Rows()) - wanted)
            known[operation, name, SINCE] = wanted
    day = SINCE
    while day <= now.date():
        for name in TOTALS:
            for operation in OPERATIONS:
                table = await fleet.to_arrow(
                    name,
                    start=day,
                    end=min(datetime.combine(day + timedelta(days=1), datetime.min.time()), published),
                    operations=[operation],
                    **PARAMETERS.get(name, {}),
                )
                wanted = counted([table])
                found = counted(
                    [
                        each
                        for each in held(folder, operation, name)
                        if each.num_rows and each["window_start"][0].as_py().astimezone(ZONE).date() == day
                    ]
                )
                night.compare(f"{operation} {name} {day}", found, wanted)
                before = known.get((operation, name, day))
                changed += day < now.date() - timedelta(days=1) and before is not None and before != wanted
                known[operation, name, day] = wanted
        day += timedelta(days=1)
    return night, changed


def made(served: Simulator) -> int:
    """Return the calls that came to a server; its list of requests keeps the last ones only."""
    return int(served.ledger.summary()["totals"]["calls"])


def planned(fleet: Fleet, ticks: int) -> int:
    """Return the calls of a planner between two looks, but for the totals of earlier days that change."""
    calls = 0
    for name in (*EVENTS, *BUCKETS, *TOTALS):
        (grain,) = {each.grain for each in reports(fleet, (name,), SINCE, SINCE + timedelta(days=1))}
        calls += 1 if grain >= DAY else ticks
        calls += name in TOTALS  # the day before is completed after its midnight
    return calls * len(OPERATIONS)


class Process:
    """The follower, killed and started again."""

    def __init__(self, base_url: str, folder: Path, clock: Clock) -> None:
        self._base_url, self._folder, self._clock = base_url, folder, clock
        self._process: asyncio.subprocess.Process | None = None
        self.kills = 0

    async def start(self) -> None:
        program = str(Path(__file__).with_name("_mirror.py"))
        self._process = await asyncio.create_subprocess_exec(sys.executable, program, self._base_url, str(self._folder))

    async def kill(self) -> None:
        assert self._process is not None
        if self._process.returncode is not None:
            raise RuntimeError("the follower ended by itself")
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()
        self.kills += 1

    async def until_blocked(self, kills: int, chance: random.Random) -> None:
        """Wait until the follower has come to the fence; kill it so often on the way."""
        while self._clock.read(2) != self._clock.read(1):
            if kills:
                await asyncio.sleep(chance.uniform(0.8, 2.5))
                if self._clock.read(2) == self._clock.read(1):
                    break  # it has nothing to do; the next night has a kill more
                await self.kill()
                kills -= 1
                self._clock.write(0, self._clock() + LEASE)
                await self.start()
            await asyncio.sleep(0.02)
            assert self._process is not None
            if self._process.returncode is not None:
                raise RuntimeError("the follower ended by itself")


async def mirror(days: int, kills: int, folder: Path) -> bool:
    chance, clock = random.Random(4), Clock(folder / "clock")
    begins = datetime.combine(SINCE + timedelta(days=4), AT, ZONE)
    clock.write(0, begins.timestamp() - 1.0)
    faults = Faults(rate=FAULTY, seed=3, kinds=KINDS)
    total, planner, totals = Counter[str](), 0, dict[tuple[str, str, date], Rows]()
    ticks = round(timedelta(days=1) / EVERY)
    async with (
        Simulator(world(), clock=clock, switches=SWITCHES, faults=faults) as served,
        Simulator(world(), clock=clock, switches=SWITCHES) as true,
        Fleet(operations(true.base_url), store=MemoryStore(), clock=clock, listener=lambda _event: None) as fleet,
    ):
        at_once(engine_of(fleet))
        process = Process(served.base_url, folder, clock)
        spent = 0
        for number in range(days + 1):
            clock.write(1, begins.timestamp() + number * 86_400.0 + 30.0)
            if not number:
                await process.start()
            await process.until_blocked(kills * number // days - process.kills, chance)
            now = datetime.fromtimestamp(clock(), UTC).astimezone(ZONE).replace(tzinfo=None, microsecond=0)
            night, changed = await look(fleet, folder / "tables", now.replace(second=0), totals)
            for what in ("rows", "missing", "doubled", "stale"):
                total[what] += getattr(night, what)
            calls = made(served)
            if number:  # the first reading is of all that there was
                planner += planned(fleet, ticks) + changed
            else:
                spent = calls
            print(f"night {number}: {night.rows:,} rows compared, {calls:,} calls, {process.kills} kills", flush=True)
        await process.kill()
        requests = made(served)
        faulty = sum(faults.of(each) is not None for each in range(spent + 1, requests + 1))
        violations = len(served.ledger.violations)
    good = [
        line(f"{what} rows, {days} nights, {total['rows']:,} compared", total[what], 0, "")
        for what in ("missing", "doubled", "stale")
    ]
    good.append(line("violations of the limits", violations, 0, ""))
    ratio = (requests - spent) / (planner + faulty)
    good.append(line(f"calls / planner: {requests - spent:,} / ({planner:,} + {faulty:,} faulty)", ratio, 1.15))
    return all(good)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="four days and six kills")
    parser.add_argument("--days", type=int)
    parser.add_argument("--kills", type=int)
    given = parser.parse_args()
    days, kills = given.days or (4 if given.quick else 30), given.kills
    if kills is None:
        kills = 6 if given.quick else 50
    with tempfile.TemporaryDirectory(prefix="mirror-") as folder:
        sys.exit(not asyncio.run(mirror(days, kills, Path(folder))))


if __name__ == "__main__":
    main()
