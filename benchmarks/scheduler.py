"""The scheduler against the ideal, against a naive gather, and alone: `python benchmarks/scheduler.py
[--quick]`.

Calls are sleeps, so what is left over the ideal is the scheduler's own work and the loop's. Two calls of a
token run at once, so 100 calls of D seconds a token are 50 x D in the ideal. Workers, two a token, take the
calls; the naive client makes a task for every call and a semaphore for every token. All in one process and
one run, taken in turns. Prints one line a case: the least and the median figure, the target, and whether the median
meets it. Redis is measured where `redis-server` is installed.
"""

import asyncio
import gc
import resource
import shutil
import sys
import tempfile
import time
import tracemalloc
from contextlib import ExitStack
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from typing import TYPE_CHECKING

import redis as redis_py

from tests.support.redis_server import running
from wolkvox_async.operation import Operation
from wolkvox_async.scheduler import Scheduler, Store
from wolkvox_async.scheduler.stores.memory import MemoryStore
from wolkvox_async.scheduler.stores.redis import RedisStore
from wolkvox_async.scheduler.stores.sqlite import SQLiteStore

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

CALLS = 50  # a token


def operations(number: int, tokens: int) -> list[Operation]:
    return [
        Operation(
            name=f"op-{i}",
            server="0099",
            tokens=[f"token-{i}-{j}" for j in range(tokens)],
            licences=1000,
            tz="America/Bogota",
        )
        for i in range(number)
    ]


async def ours(store: Store, ops: list[Operation], calls: int, seconds: float) -> float:
    """Run `calls` calls a token with two workers a token; return wall / ideal."""
    made = Scheduler(store)

    async def worker(op: Operation, left: "count[int]", last: int) -> None:
        while next(left) < last:
            lease = await made.acquire(op, endpoint="reports.cdr_1", lane="bulk")
            await asyncio.sleep(seconds)
            lease.release()

    workers = []
    for op in ops:
        left = count()
        workers += [worker(op, left, calls * len(op.tokens)) for _ in range(2 * len(op.tokens))]
    started = time.perf_counter()
    await asyncio.gather(*workers)
    wall = time.perf_counter() - started
    for op in ops:
        assert (await made.usage(op)).used == calls * len(op.tokens)
    await made.aclose()
    return wall / (calls / 2 * seconds)


async def naive(tokens: int, calls: int, seconds: float) -> float:
    """Run a task a call under a semaphore a token; return wall / ideal. It books nothing."""

    async def call(leases: asyncio.Semaphore) -> None:
        async with leases:
            await asyncio.sleep(seconds)

    leases = [asyncio.Semaphore(2) for _ in range(tokens)]
    started = time.perf_counter()
    await asyncio.gather(*[call(each) for each in leases for _ in range(calls)])
    return (time.perf_counter() - started) / (calls / 2 * seconds)


async def bare(tokens: int, calls: int, seconds: float) -> float:
    """Run two workers a token that only sleep, the least that asyncio can do; return wall / ideal."""

    async def worker() -> None:
        for _ in range(calls // 2):
            await asyncio.sleep(seconds)

    started = time.perf_counter()
    await asyncio.gather(*[worker() for _ in range(2 * tokens)])
    return (time.perf_counter() - started) / (calls / 2 * seconds)


async def pairs(store: Store, number: int) -> float:
    """Return acquire and release pairs a second, one after the other."""
    made, (op,) = Scheduler(store), operations(1, 1)
    started = time.perf_counter()
    for _ in range(number):
        lease = await made.acquire(op, endpoint="reports.cdr_1")
        lease.release()
    wall = time.perf_counter() - started
    await made.aclose()
    return number / wall


async def waiting_bytes(number: int) -> tuple[float, float]:
    """Return the bytes of one waiting caller: what the scheduler adds to its task, and both together."""
    made, (op,) = Scheduler(MemoryStore(), listener=lambda _: None), operations(1, 1)
    leases = [await made.acquire(op, endpoint="reports.cdr_1") for _ in range(2)]

    async def idle(release: asyncio.Event) -> None:
        await release.wait()

    async def caller() -> None:
        lease = await made.acquire(op, endpoint="reports.cdr_1")
        lease.release()

    async def measure(tasks: list[asyncio.Task[None]]) -> float:
        await asyncio.sleep(0.1)
        gc.collect()
        return tracemalloc.get_traced_memory()[0] / len(tasks)

    tracemalloc.start()
    release = asyncio.Event()
    tasks = [asyncio.create_task(idle(release)) for _ in range(number)]
    task_alone = await measure(tasks)
    release.set()
    await asyncio.gather(*tasks)
    del tasks
    tracemalloc.stop()
    tracemalloc.start()
    tasks = [asyncio.create_task(caller()) for _ in range(number)]
    together = await measure(tasks)
    tracemalloc.stop()
    for lease in leases:
        lease.release()
    await asyncio.gather(*tasks)
    return together - task_alone, together


def say(case: str, figure: float, unit: str, target: float | None = None, *, at_least: bool = False) -> None:
    verdict = "reference"
    if target is not None:
        met = figure >= target if at_least else figure <= target
        verdict = f"target {'>=' if at_least else '<='} {target:g}, {'ok' if met else 'short'}"
    print(f"{case:66} {figure:10,.3f} {unit:8} {verdict}", flush=True)


def redis_url(stack: ExitStack, folder: str) -> str | None:
    """Start a Redis and return its address; None where none is installed."""
    if shutil.which("redis-server") is None:
        return None
    return stack.enter_context(running(Path(folder))).url


def main() -> None:
    quick = "--quick" in sys.argv[1:]
    shapes, rounds = ([(200, 20, 0.2)], 3) if quick else ([(200, CALLS, 0.2), (1000, 20, 1.0)], 3)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        files, url = count(), redis_url(stack, folder)

        def sqlite() -> SQLiteStore:
            return SQLiteStore(f"{folder}/{next(files)}.sqlite3")

        def redis() -> RedisStore:
            with redis_py.Redis.from_url(str(url)) as client:
                client.flushall()
            return RedisStore(str(url))

        stores: dict[str, tuple[Callable[[], Store], float]] = {"memory": (MemoryStore, 1.02), "SQLite": (sqlite, 1.05)}
        if url:
            stores["Redis"] = (redis, 1.10)
        for tokens, calls, seconds in shapes:
            shape = f"{tokens} tokens x {calls} calls of {seconds * 1000:.0f} ms"
            cases: dict[str, tuple[float | None, Callable[[], Coroutine[None, None, float]]]] = {
                "bare workers that only sleep": (None, partial(bare, tokens, calls, seconds)),
                "naive gather + Semaphore(2)": (None, partial(naive, tokens, calls, seconds)),
            }
            for name, (make, target) in stores.items():
                for kind, shared in (("an operation a token", (tokens, 1)), ("one operation", (1, tokens))):
                    run = partial(lambda make, shared, *load: ours(make(), operations(*shared), *load), make, shared)
                    cases[f"{name}, {kind}"] = (
                        max(target, 1.02 if seconds < 1 else 1.10),
                        partial(run, calls, seconds),
                    )
            figures: dict[str, list[float]] = {case: [] for case in cases}
            for _ in range(rounds):
                for case, (_, run) in cases.items():
                    gc.collect()
                    figures[case].append(asyncio.run(run()))
            for case, (target, _) in cases.items():
                print(f"least {min(figures[case]):.3f}", end="  ")
                say(f"{shape}, {case}", median(figures[case]), "x ideal", target)
        number = 5_000 if quick else 20_000
        say("acquire and release, memory", asyncio.run(pairs(MemoryStore(), number)), "pairs/s")
        say("acquire and release, SQLite", asyncio.run(pairs(sqlite(), number)), "pairs/s")
        added, together = asyncio.run(waiting_bytes(number))
        say("memory of a waiting caller, without its task", added, "bytes", 2048)
        say("memory of a waiting caller, task and all", together, "bytes")
        say("peak memory of this run", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB")


if __name__ == "__main__":
    main()
