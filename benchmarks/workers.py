"""Exports by several worker processes: where the processor is the limit, and where the server is.

    python benchmarks/workers.py [--rounds 3] [--step 300]

Where the processor is the limit, twelve months of four operations, 44 fields go to typed Parquet by one worker and by
two, in turns; the workers are there before. Where the server is, 8 operations of 2 tokens have 96 calls of 200 ms each
to NDJSON, in two workers; the ideal is 24 rounds of four calls at once, all operations together.
"""

import argparse
import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from _shared import line

from wolkvox_async import Fleet, Operation, events
from wolkvox_async.export import Workers

YEAR = {"start": date(2025, 1, 1), "end": date(2026, 1, 1)}
DAY = {"start": date(2025, 1, 1), "end": date(2025, 1, 2)}
GIVEN = {"type_campaign": "predictive"}
CAMPAIGNS, LATENCY = [str(number) for number in range(1, 9)], 0.2
IDEAL = len(CAMPAIGNS) * 12 / 4 * LATENCY


@contextlib.contextmanager
def serving(*words: str) -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("_months.py")), *words], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def operations(url: str, count: int, tokens: int) -> list[Operation]:
    return [
        Operation(
            name=f"operation-{number}",
            server="0001",
            base_url=f"{url}/api/v2/",
            tokens=[f"{number}-{each}" for each in range(tokens)],
            licences=100,
            tz="America/Bogota",
        )
        for number in range(count)
    ]


async def export(made: list[Operation], workers: Workers, campaigns: list[str], form: str) -> tuple[float, float]:
    """Export a year once the workers are there; return the seconds, and those from the first call to the last."""
    heard: list[float] = []

    def hear(event: events.Event) -> None:
        if isinstance(event, events.Admitted | events.Released):
            heard.append(time.perf_counter())

    with tempfile.TemporaryDirectory() as folder:
        async with Fleet(made, store=Path(folder) / "store.sqlite3", listener=hear) as fleet:
            wanted = {**GIVEN, "campaign_id": campaigns, "executor": workers, "format": form}
            await fleet.export("campaign.detail", **DAY, **wanted, to=Path(folder) / "before")
            heard.clear()
            began = time.perf_counter()
            outcome = await fleet.export("campaign.detail", **YEAR, **wanted, to=Path(folder) / "year")
            wall = time.perf_counter() - began
    assert outcome.complete, outcome.failures
    assert outcome.rows > 0
    return wall, heard[-1] - heard[0]


async def processor(url: str, rounds: int) -> None:
    made, ratios, walls = operations(url, 4, 1), [], []
    with Workers(1) as one, Workers(2) as two:
        await export(made, two, ["1"], "parquet")  # the server makes each body once
        for _ in range(rounds):
            pair = (await export(made, one, ["1"], "parquet"))[0], (await export(made, two, ["1"], "parquet"))[0]
            ratios.append(pair[0] / pair[1])
            walls.append(pair)
    shown = ", ".join(f"{one:.2f} and {two:.2f} s" for one, two in walls)
    line("two workers' speed / one's, the processor is the limit", statistics.median(ratios), 1.7, at_least=True)
    print(f"  {shown}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, the server has a process of its own")


async def server(url: str, rounds: int) -> None:
    made = operations(url, 8, 2)
    with Workers(2) as two:
        walls = [await export(made, two, CAMPAIGNS, "ndjson") for _ in range(rounds)]
    line("8 operations, 2 tokens, 200 ms / ideal, two workers: least", min(walls)[0] / IDEAL, 1.1)
    line("… median", statistics.median(wall for wall, _ in walls) / IDEAL, 1.1)
    line("… from the first call to the last: median", statistics.median(calls for _, calls in walls) / IDEAL, 1.1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--step", type=int, default=300, help="seconds from one row to the next")
    given = parser.parse_args()
    with serving(str(given.step)) as url:
        asyncio.run(processor(url, given.rounds))
    with serving("86400", "--latency", str(LATENCY)) as url:
        asyncio.run(server(url, given.rounds))


if __name__ == "__main__":
    main()
