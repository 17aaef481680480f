"""Memory and stalls of streamed reports, over real sockets: `python benchmarks/streaming.py [--quick]`.

Each case is a process of its own (peak memory is the process's), the server another. One body of 256 MB is streamed and
its rows dropped; then 200 bodies of 10 MB at once, while a timer of 2 ms tells how long the loop was held up. What was
imported is frozen (`gc.freeze`), as long-running services do: one full collection of it takes 20 to 25 ms.
"""

import asyncio
import gc
import subprocess
import sys
import time
from contextlib import aclosing
from datetime import date

from _shared import line, peak_mb, server
from attrs import evolve

from wolkvox_async import MemoryStore, Operation, Wolkvox
from wolkvox_async.endpoints.campaign import DETAIL
from wolkvox_async.reports.report import Report


async def stall(stop: asyncio.Event) -> tuple[float, float]:
    """Return the longest time by which a timer of 2 ms came late, and the most that the loop's thread worked meanwhile.

    The second figure is that of the loop alone; the first one holds what other programs do on the same processors.
    """
    late = worked = 0.0
    while not stop.is_set():
        began, before = time.perf_counter(), time.thread_time()
        await asyncio.sleep(0.002)
        late = max(late, time.perf_counter() - began - 0.002)
        worked = max(worked, time.thread_time() - before)
    return late, worked


async def streamed(wolkvox: Wolkvox) -> int:
    """Stream one body, drop its rows, and return how many there were."""
    endpoint = evolve(DETAIL, full=10**9)
    given = {"type_campaign": "predictive", "campaign_id": "1"}
    rows = 0
    async with aclosing(
        Report(wolkvox._caller, endpoint, date(2025, 1, 1), date(2025, 1, 2), given).batches()
    ) as batches:
        async for batch in batches:
            rows += len(batch.rows)
    return rows


async def case(megabytes: float, rows_each: int, bodies: int) -> None:
    async with server() as address:
        operation = Operation(
            name="bench",
            server="0099",
            tokens=[f"token-{number}" for number in range(max(1, bodies // 2))],
            licences=1000,
            tz="UTC",
            base_url=f"{address}/large/{megabytes}/{rows_each}/",
        )
        async with Wolkvox(evolve(operation, base_url=f"{address}/large/0.1/100/"), store=MemoryStore()) as wolkvox:
            assert await streamed(wolkvox)  # what a first call loads and generates is there before idle is measured
        async with Wolkvox(operation, store=MemoryStore()) as wolkvox:
            gc.collect()
            gc.freeze()
            idle = peak_mb()
            stop = asyncio.Event()
            timer = asyncio.ensure_future(stall(stop))
            began = time.perf_counter()
            rows = sum(await asyncio.gather(*(streamed(wolkvox) for _ in range(bodies))))
            seconds = time.perf_counter() - began
            stop.set()
            late, worked = await timer
            assert rows
            print(peak_mb() - idle, peak_mb(), late * 1000, rows / seconds, worked * 1000)


def measured(megabytes: float, rows: int, bodies: int) -> tuple[float, ...]:
    done = subprocess.run(
        [sys.executable, __file__, "--case", str(megabytes), str(rows), str(bodies)],
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(map(float, done.stdout.split()))


def main(*, quick: bool) -> None:
    small = measured(80, 59_900, 1)
    large = measured(250, 59_900, 1)
    line("one body of 250 MB, 59,900 rows, streamed and dropped: peak above idle", large[0], 16, "MB")
    line("... against one of 80 MB and as many rows", large[0] - small[0], 8, "MB")
    line("... longest stall of the loop", large[2], 20, "ms")
    line("... most that the loop's thread worked at one go", large[4], 20, "ms")
    bodies = 50 if quick else 200
    many = measured(10, 7_000, bodies)
    line(f"{bodies} bodies of 10 MB at once: peak of the process", many[1], 250, "MB")
    line("... longest stall of the loop", many[2], 20, "ms")
    line("... most that the loop's thread worked at one go", many[4], 20, "ms")
    print(f"{'':<4}{large[3]:,.0f} rows/s from one body, {many[3]:,.0f} rows/s from {bodies}")


if __name__ == "__main__":
    if "--case" in sys.argv:
        asyncio.run(case(float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
    else:
        main(quick="--quick" in sys.argv)
