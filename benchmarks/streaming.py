"""Memory and stalls of streamed reports, over real sockets: `python benchmarks/streaming.py [--quick]`.

Each case is a process of its own (peak memory is the process's), the server another. One body of 256 MB is streamed and
its rows dropped; then 200 bodies of 10 MB at once, while a timer of 2 ms tells how long the loop was held up.
"""

import asyncio
import subprocess
import sys
import time
from contextlib import aclosing
from datetime import date

from _shared import line, peak_mb, server
from attrs import evolve

from wolkvox_async import MemoryStore, Operation, Wolkvox
from wolkvox_async.core.wire import Decoder
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
        async with Wolkvox(operation, store=MemoryStore()) as wolkvox:
            await wolkvox.quota()
            # What decoding needs is loaded, and its functions generated, before idle is measured.
            Decoder(DETAIL.record, operation.tz)

            idle = peak_mb()
            rows = 0

            async def one() -> None:
                nonlocal rows
                endpoint = evolve(DETAIL, full=10**9)
                given = {"type_campaign": "predictive", "campaign_id": "1"}
                report = Report(wolkvox._caller, endpoint, date(2025, 1, 1), date(2025, 1, 2), given)
                async with aclosing(report.batches()) as batches:
                    async for batch in batches:
                        rows += len(batch.rows)

            stop = asyncio.Event()
            timer = asyncio.ensure_future(stall(stop))
            began = time.perf_counter()
            await asyncio.gather(*(one() for _ in range(bodies)))
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
