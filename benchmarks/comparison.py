"""Ways to bring three months of one token into files, on one server that has the vendor's limits.

    python benchmarks/comparison.py [--latency 0.2]

- naive: a script with requests, month after month, `Table.from_pylist`, a Parquet file each.
- gather: what a good asyncio programmer writes in an hour, with aiohttp, two calls a token, the same files.
- dlt: a resource a month, as its documentation has it, into DuckDB; one by one, and with parallel
  resources.
- ours: `fleet.export` to typed Parquet.

January, March and May of 2025, a row of 12 fields every 40 seconds: 66,960 rows a month, and a reply holds 60,000.
The server takes `--latency` seconds a call and refuses a third call of a token at once. Each way is a process of its
own. Lost is what is not there at the end.
"""

import argparse
import asyncio
import calendar
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from _shared import peak_mb
from workers import operations, serving

MONTHS, TOKENS, STEP = (1, 3, 5), ("0-0",), 40
GIVEN = {"type_campaign": "predictive", "campaign_id": "1"}
TRUE = sum(calendar.monthrange(2025, month)[1] * 86_400 // STEP for month in MONTHS) * len(TOKENS)


def query(month: int) -> dict[str, str]:
    last = calendar.monthrange(2025, month)[1]
    window = {"date_ini": f"2025{month:02}01000000", "date_end": f"2025{month:02}{last}235959"}
    return {"api": "detail", **GIVEN, **window}


def naive(url: str, out: Path) -> int:
    import pyarrow as pa
    import requests
    from pyarrow import parquet

    count = 0
    for token in TOKENS:
        for month in MONTHS:
            headers = {"wolkvox-token": token}
            reply = requests.get(f"{url}/api/v2/campaign.php", params=query(month), headers=headers, timeout=60)
            rows = reply.json()["data"]
            parquet.write_table(pa.Table.from_pylist(rows), out / f"{token}-{month}.parquet")
            count += len(rows)
    return count


def gather(url: str, out: Path) -> int:
    import aiohttp
    import orjson
    import pyarrow as pa
    from pyarrow import parquet

    async def main() -> int:
        async with aiohttp.ClientSession() as session:

            async def one(token: str, permits: asyncio.Semaphore, month: int) -> int:
                headers = {"wolkvox-token": token}
                async with (
                    permits,
                    session.get(f"{url}/api/v2/campaign.php", params=query(month), headers=headers) as reply,
                ):
                    body = await reply.read()
                table = pa.Table.from_pylist(orjson.loads(body)["data"])
                await asyncio.to_thread(parquet.write_table, table, out / f"{token}-{month}.parquet")
                return table.num_rows

            permits = {token: asyncio.Semaphore(2) for token in TOKENS}
            return sum(
                await asyncio.gather(*(one(token, permits[token], month) for token in TOKENS for month in MONTHS))
            )

    return asyncio.run(main())


def with_dlt(url: str, out: Path, *, parallel: bool) -> int:
    import dlt
    import requests
    from dlt.pipeline.exceptions import PipelineStepFailed

    @dlt.source
    def months() -> Any:
        for token in TOKENS:
            for month in MONTHS:

                def rows(token: str = token, month: int = month) -> Any:
                    reply = requests.get(
                        f"{url}/api/v2/campaign.php",
                        params=query(month),
                        headers={"wolkvox-token": token},
                        timeout=60,
                    )
                    reply.raise_for_status()
                    yield reply.json()["data"]

                yield dlt.resource(rows, name=f"detail_{token}_{month}", table_name="detail", parallelized=parallel)

    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    file = out / "rows.duckdb"
    pipeline = dlt.pipeline(
        "comparison", destination=dlt.destinations.duckdb(str(file)), pipelines_dir=str(out / "dlt"), dataset_name="d"
    )
    try:
        pipeline.run(months())
    except PipelineStepFailed as error:  # a refusal: nothing is loaded
        print(f"dlt: {str(error).splitlines()[0]}", file=sys.stderr)
        return 0
    with pipeline.sql_client() as client, client.execute_query("SELECT count(*) FROM detail") as found:
        return int(found.fetchone()[0])


def ours(url: str, out: Path) -> int:
    from wolkvox_async import Fleet

    async def main() -> int:
        count = 0
        async with Fleet(operations(url, 1, 1), store=out / "store.sqlite3") as fleet:
            for month in MONTHS:
                start = date(2025, month, 1)
                span = {"start": start, "end": start + timedelta(days=calendar.monthrange(2025, month)[1])}
                outcome = await fleet.export("campaign.detail", **span, **GIVEN, to=out / "files")
                assert outcome.complete, outcome.failures
                count += outcome.rows
        return count

    return asyncio.run(main())


WAYS = {
    "naive script": naive,
    "gather": gather,
    "dlt, one resource after the other": lambda url, out: with_dlt(url, out, parallel=False),
    "dlt, parallel resources": lambda url, out: with_dlt(url, out, parallel=True),
    "wolkvox_async": ours,
}


def one(name: str, url: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        rows = WAYS[name](url, Path(folder))
        wall = time.perf_counter() - began
    print(json.dumps({"rows": rows, "wall": wall, "peak": peak_mb()}))


def seen(url: str) -> dict[str, int]:
    with urllib.request.urlopen(f"{url}/state") as answer:
        return json.loads(answer.read())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--latency", type=float, default=0.2)
    parser.add_argument("--one", nargs=2, metavar=("NAME", "URL"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        one(*given.one)
        return
    with serving(str(STEP), "--latency", str(given.latency), "--strict", "--few") as url:
        for name in ("gather", "wolkvox_async"):  # the server makes each body once
            subprocess.run([sys.executable, __file__, "--one", name, url], check=True, stdout=subprocess.DEVNULL)
        seen(url)
        print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {TRUE:,} rows, load {os.getloadavg()[0]:.1f}\n")
        print("| way | wall | peak | calls | rows lost | third calls at once |\n|---|--:|--:|--:|--:|--:|")
        for name in WAYS:
            command = [sys.executable, __file__, "--one", name, url]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            found, state = json.loads(done.stdout.splitlines()[-1]), seen(url)
            lost = TRUE - found["rows"]
            how = "0" if not lost else "all, with an error" if lost == TRUE else f"{lost:,} in silence"
            print(
                f"| {name} | {found['wall']:.1f} s | {found['peak']:.0f} MB | {state['calls']} | {how} "
                f"| {state['beyond']} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
