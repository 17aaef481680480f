"""A file of leads goes up, at a second a call: memory above idle, and how long both permits of the token are at work.

Usage: python benchmarks/uploads.py [--quick]
"""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

import aiohttp
from _shared import line, peak_mb, server
from lead_files import write

from wolkvox_async import Operation, RecordFile, SQLiteStore, Wolkvox

TARGET = {"campaign_id": "1", "type_campaign": "predictive"}


async def upload(wolkvox: Wolkvox, path: Path) -> float:
    """Upload a file; return the seconds that it took."""
    began = time.perf_counter()
    records = sum(1 for _ in path.open("rb")) - 1
    result = await wolkvox.campaign.add_records(**TARGET, records=RecordFile(path, match=True))
    assert (result.accepted, result.rejected, result.unknown, result.unsent) == (records, (), 0, 0)
    return time.perf_counter() - began


async def busy(address: str) -> dict[str, float]:
    async with aiohttp.ClientSession() as session, session.get(f"{address}/busy") as reply:
        found: dict[str, float] = await reply.json()
        return found


async def main(rows: int) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.csv", Path(folder) / "large.csv"
        write(small, 10)
        write(large, rows)
        async with server() as address:
            operation = Operation(
                name="x", server="0099", tokens=["token"], licences=20, tz="UTC", base_url=f"{address}/leads/"
            )
            store = SQLiteStore(Path(folder) / "store.sqlite3")
            async with Wolkvox(operation, store=store, journal=Path(folder) / "journal.sqlite3") as wolkvox:
                await upload(wolkvox, small)
                await busy(address)
                idle = peak_mb()
                seconds = await upload(wolkvox, large)
                peak, work = peak_mb() - idle, await busy(address)
    calls = -(-rows // 10_000)
    print(f"{rows:,} leads in {calls} calls of 1 s: {seconds:.1f} s, of which {work['whole']:.1f} s sending")
    good = line("peak above idle", peak, 64, "MB")
    both = 100 * work["both"] / work["whole"]
    return good & line("both permits at work while it sends", both, 90, "%", at_least=True)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="a tenth of the rows")
    sys.exit(0 if asyncio.run(main(100_000 if options.parse_args().quick else 1_000_000)) else 1)
