"""Four processes on one SQLite store and one token: how busy its two leases are. `python benchmarks/processes.py`

Each process makes calls of 0.1 s as fast as it gets leases. From the moment all of them run until the first has no call
left, the share of time that both leases are at work is 100 % where no hand-over costs anything. Prints the share.
"""

import asyncio
import multiprocessing
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from _shared import line

from wolkvox_async.operation import Operation
from wolkvox_async.scheduler import Scheduler
from wolkvox_async.scheduler.stores.sqlite import SQLiteStore

PROCESSES, CALLS, SECONDS = 4, 60, 0.1
Span = tuple[float, float]


async def call(path: str, barrier: object) -> list[Span]:
    operation = Operation(name="sales-co", server="0099", tokens=["token-alpha"], licences=1, tz="UTC")
    scheduler = Scheduler(SQLiteStore(path), listener=lambda _: None)
    await scheduler.usage(operation)
    barrier.wait()
    left, spans = iter(range(CALLS)), []

    async def worker() -> None:
        for _ in left:
            lease = await scheduler.acquire(operation, endpoint="reports.cdr_1", lane="bulk")
            began = time.time()
            await asyncio.sleep(SECONDS)
            spans.append((began, time.time()))
            lease.release()

    await asyncio.gather(*(worker() for _ in range(4)))
    await scheduler.aclose()
    return spans


def work(path: str, barrier: object, out: object) -> None:
    out.put(asyncio.run(call(path, barrier)))


def main() -> None:
    context = multiprocessing.get_context("spawn")
    barrier, out = context.Barrier(PROCESSES), context.Queue()
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "store.sqlite3")
        workers = [context.Process(target=work, args=(path, barrier, out)) for _ in range(PROCESSES)]
        for worker in workers:
            worker.start()
        found = [out.get() for _ in workers]
        for worker in workers:
            worker.join()
    first = min(began for spans in found for began, _ in spans)
    last = min(max(ended for _, ended in spans) for spans in found)
    busy = sum(max(0.0, min(ended, last) - began) for spans in found for began, ended in spans)
    line("four processes, one token, SQLite: leases at work", 100 * busy / 2 / (last - first), 90, "%", at_least=True)


if __name__ == "__main__":
    main()
