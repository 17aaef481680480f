"""Exports, end to end over real sockets, against what a good asyncio programmer writes in an hour.

    python benchmarks/exports.py [--rounds 5] [--step 300] [parquet] [ndjson] [csv] [arrow]

The counterpart asks for all months at once, two calls a token, parses with orjson, and writes one file a month with
pyarrow or orjson; it holds whole bodies, types nothing and notices nothing. Four operations, twelve months, a row of 44
fields every `step` seconds. Each run is a process of its own, the two in turns; the median of the ratios counts.
`arrow` compares `fleet.to_arrow()` with `orjson.loads` and `Table.from_pylist`. Bytecode of both is cached beforehand,
as installers do.
"""

import argparse
import asyncio
import atexit
import calendar
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from _shared import line, peak_mb

OPERATIONS = ("a", "b", "c", "d")
FORMATS = ("parquet", "ndjson", "csv", "arrow")
TARGETS = {"parquet": 0.8, "ndjson": 0.8, "csv": 0.8, "arrow": 1 / 1.3}
MEMORY = 160
GIVEN = {"type_campaign": "predictive", "campaign_id": "1"}


async def gather(form: str, url: str, out: Path) -> int:
    """Do it by hand."""
    import aiohttp
    import orjson
    import pyarrow as pa
    from pyarrow import csv, parquet

    tables, count = [], 0

    def write(rows: list[dict[str, str]], path: Path) -> None:
        match form:
            case "parquet":
                parquet.write_table(pa.Table.from_pylist(rows), path)
            case "csv":
                csv.write_csv(pa.Table.from_pylist(rows), path)
            case _:
                path.write_bytes(b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows))

    async with aiohttp.ClientSession() as session:

        async def one(token: str, permits: asyncio.Semaphore, month: int) -> None:
            nonlocal count
            last = calendar.monthrange(2025, month)[1]
            window = {"date_ini": f"2025{month:02}01000000", "date_end": f"2025{month:02}{last}235959"}
            headers = {"wolkvox-token": token}
            async with (
                permits,
                session.get(
                    f"{url}/api/v2/campaign.php", params={"api": "detail", **GIVEN, **window}, headers=headers
                ) as reply,
            ):
                body = await reply.read()
            rows = orjson.loads(body)["data"]
            if form == "arrow":
                tables.append(pa.Table.from_pylist(rows))
            elif form == "parquet":  # as it was first written: the table is made by the loop
                table = pa.Table.from_pylist(rows)
                await asyncio.to_thread(parquet.write_table, table, out / f"{token}-{month}.parquet")
            else:
                await asyncio.to_thread(write, rows, out / f"{token}-{month}.{form}")
            count += len(rows)

        await asyncio.gather(
            *(
                one(name, permits, month)
                for name in OPERATIONS
                for permits in [asyncio.Semaphore(2)]
                for month in range(1, 13)
            )
        )
    return pa.concat_tables(tables).num_rows if tables else count


async def ours(form: str, url: str, out: Path) -> int:
    """Do it with this package."""
    from wolkvox_async import Fleet, MemoryStore, Operation

    operations = [
        Operation(
            name=name,
            server="0001",
            base_url=f"{url}/api/v2/",
            tokens=[f"ours-{name}"],
            licences=100,
            tz="America/Bogota",
        )
        for name in OPERATIONS
    ]
    span = {"start": date(2025, 1, 1), "end": date(2026, 1, 1)}
    async with Fleet(operations, store=MemoryStore()) as fleet:
        if form == "arrow":
            table = await fleet.to_arrow("campaign.detail", **span, **GIVEN)
            return table.num_rows
        outcome = await fleet.export(["campaign.detail"], **span, **GIVEN, to=out, format=form)
    assert not outcome.failures, outcome.failures
    return sum(each.rows for each in outcome.reports)


def one(who: str, form: str, url: str) -> None:
    """Run once, and print what it took."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        rows = asyncio.run({"gather": gather, "ours": ours}[who](form, url, Path(folder)))
        wall = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"rows": rows, "wall": wall, "cpu": used.ru_utime + used.ru_stime, "peak": peak_mb()}))


def run(who: str, form: str, url: str) -> dict[str, float]:
    command = [sys.executable, __file__, "--one", who, form, url]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment())
    return json.loads(done.stdout)


@cache
def environment() -> dict[str, str]:
    """Return the environment of the runs: bytecode is kept, pyarrow allocates as it does for the command line."""
    from wolkvox_async.cli import ALLOCATOR  # the runs themselves do without a command line

    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    found = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return dict([ALLOCATOR]) | found | {"PYTHONPYCACHEPREFIX": folder.name}


def compare(form: str, url: str, rounds: int) -> None:
    pairs = []
    for _ in range(rounds):
        pair = run("gather", form, url), run("ours", form, url)
        assert pair[0]["rows"] == pair[1]["rows"] > 0, pair
        pairs.append(pair)
    ratio, cpu = (statistics.median(ours[name] / theirs[name] for theirs, ours in pairs) for name in ("wall", "cpu"))
    theirs, ours = (
        {name: statistics.median(pair[side][name] for pair in pairs) for name in pairs[0][0]} for side in (0, 1)
    )
    line(f"{form}: wall / gather's ({ours['wall']:.2f} s, {theirs['wall']:.2f} s)", ratio, TARGETS[form])
    print(f"{'… processor time':<64} {cpu:>8.2f} x    ({ours['cpu']:.2f} s, {theirs['cpu']:.2f} s)")
    if form != "arrow":
        line(f"… peak memory (gather {theirs['peak']:.0f} MB)", ours["peak"], MEMORY, "MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("formats", nargs="*", default=FORMATS)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--step", type=int, default=300, help="seconds from one row to the next")
    parser.add_argument("--one", nargs=3, metavar=("WHO", "FORMAT", "URL"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        one(*given.one)
        return
    server = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("_months.py")), str(given.step)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        run("gather", "ndjson", url), run("ours", "ndjson", url)  # the server makes each body once
        with urllib.request.urlopen(f"{url}/state") as answer:
            seen = json.loads(answer.read())
        print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {seen['bytes'] / 2e6:.0f} MB a run, {given.rounds} rounds")
        for form in given.formats:
            compare(form, url, given.rounds)
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
