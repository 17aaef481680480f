"""The synchronous client against the asynchronous one: `python benchmarks/sync.py [--quick]`.

The same 1 kB reply from the same server process, asked for one call after the other by both clients in turns: the
median of the differences. And a report of 20 MB in 20,000 rows, read row by row by both: the median of the ratios.
"""

import asyncio
import sys
import time
from datetime import date
from statistics import median

from _shared import line, server
from attrs import evolve

from wolkvox_async import MemoryStore, Operation, Wolkvox
from wolkvox_async.endpoints.campaign import DETAIL
from wolkvox_async.reports.report import Report
from wolkvox_async.sync import Report as SyncReport
from wolkvox_async.sync import Wolkvox as SyncWolkvox

ROWS = 20_000
LARGE = evolve(DETAIL, full=10**9)


def operation(address: str) -> Operation:
    return Operation(name="bench", server="0099", tokens=["token-0"], licences=10**6, tz="UTC", base_url=address)


def large(wolkvox: Wolkvox) -> Report:
    given = {"type_campaign": "predictive", "campaign_id": "1"}
    return Report(wolkvox._caller, LARGE, date(2025, 1, 1), date(2025, 1, 2), given)


async def calls(address: str, *, quick: bool) -> None:
    rounds, number = (7, 300) if quick else (21, 1000)
    here = operation(f"{address}/small/")
    async with Wolkvox(here, store=MemoryStore()) as asynchronous:
        with SyncWolkvox(here, store=MemoryStore()) as synchronous:
            each, beyond, work = [], [], []
            for _ in range(rounds + 1):
                began = time.perf_counter(), time.process_time()
                for _ in range(number):
                    await asynchronous.information.token_info()
                between = time.perf_counter(), time.process_time()
                for _ in range(number):
                    synchronous.information.token_info()
                ended = time.perf_counter(), time.process_time()
                (wall, processor), (sync_wall, sync_processor) = (
                    [(to - of) / number * 1e6 for of, to in zip(*pair, strict=True)]
                    for pair in ((began, between), (between, ended))
                )
                each.append(wall)
                beyond.append(sync_wall - wall)
                work.append(sync_processor - processor)
    line(f"a synchronous call beyond an asynchronous one of {median(each[1:]):.0f} us", median(beyond[1:]), 200, "us")
    line("... of processor", median(work[1:]), 200, "us")


async def streams(address: str, *, quick: bool) -> None:
    here = operation(f"{address}/large/20/{ROWS}/")
    async with Wolkvox(here, store=MemoryStore()) as asynchronous:
        with SyncWolkvox(here, store=MemoryStore()) as synchronous:
            ratios = []
            for _ in range(3 if quick else 9):
                began = time.perf_counter()
                rows = 0
                async for _row in large(asynchronous):
                    rows += 1
                between = time.perf_counter()
                for _row in SyncReport(large(synchronous._async), synchronous._owner):
                    rows += 1
                assert rows == 2 * ROWS
                ratios.append((time.perf_counter() - between) / (between - began))
    line(f"{ROWS:,} rows, one by one, time / asynchronous client", median(ratios), 1.1)


async def main(*, quick: bool) -> None:
    async with server() as address:
        await calls(address, quick=quick)
        await streams(address, quick=quick)


if __name__ == "__main__":
    asyncio.run(main(quick="--quick" in sys.argv))
