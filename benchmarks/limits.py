"""What limiters let through: `python benchmarks/limits.py [--plot FILE]`, with the dependency group `peers` installed.

The same work goes through each limiter to one simulated server, whose ledger counts what it saw: more than two calls of
a token at once, or more calls than the day has. In the first half callers give up after 0.3 s, and one call in twenty
takes the server 1 s; in the second half all is well. A server does not stop when its caller goes, and that is what most
limiters do not know. Others count calls per time, which is another thing.

Prints one line a limiter: violations, peak, calls answered, calls a second. None of this is a test.
"""

import argparse
import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import aiohttp
from attrs import frozen

from wolkvox_async import MemoryStore, Operation, Wolkvox, WolkvoxError
from wolkvox_async.simulator import Simulator, Tenant, World

TOKEN = "token-alpha"
CALLERS, CALLS = 10, 600
USUAL, SLOW, PATIENCE = 0.02, 1.0, 0.3  # seconds
RATE = 100  # calls a second that two permits can answer, for those who count per second
LICENCES = 1  # 1,000 calls a day
BOUND = 60.0  # seconds after which a limiter that hangs is given up

Call = Callable[[], Awaitable[bool]]  # whether it was answered


@frozen
class Result:
    """What the ledger says of one limiter."""

    name: str
    simultaneous: int
    over_quota: int
    peak: int
    answered: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.answered / self.seconds


class Latency:
    """Every tenth call is slow while callers are impatient."""

    def __init__(self) -> None:
        self.impatient = True
        self._number = 0

    def __call__(self, _request: object) -> float:
        self._number += 1
        return SLOW if self.impatient and self._number % 20 == 0 else USUAL


@asynccontextmanager
async def plain(simulator: Simulator, limit: Callable[[], AbstractAsyncContextManager[object]]) -> AsyncIterator[Call]:
    """A client as people write it: a session, a limiter around each call, and a time-out."""
    async with aiohttp.ClientSession(headers={"wolkvox-token": TOKEN}) as session:

        async def call() -> bool:
            async with limit(), session.get(f"{simulator.base_url}information.php?api=token_info") as reply:
                await reply.read()
                return reply.status == 200

        yield call


@asynccontextmanager
async def ours(simulator: Simulator) -> AsyncIterator[Call]:
    operation = Operation(
        name="sales-co",
        server="0099",
        tokens=[TOKEN],
        licences=LICENCES,
        tz="America/Bogota",
        base_url=simulator.base_url,
    )
    async with Wolkvox(operation, store=MemoryStore(), listener=lambda _: None) as wolkvox:

        async def call() -> bool:
            return bool(await wolkvox.information.token_info())

        yield call


def semaphore(simulator: Simulator) -> AbstractAsyncContextManager[Call]:
    permits = asyncio.Semaphore(2)
    return plain(simulator, lambda: permits)


def aiolimiter(simulator: Simulator) -> AbstractAsyncContextManager[Call]:
    from aiolimiter import AsyncLimiter

    limiter = AsyncLimiter(RATE, 1)
    return plain(simulator, lambda: limiter)


def pyrate(simulator: Simulator) -> AbstractAsyncContextManager[Call]:
    from pyrate_limiter import Duration, Limiter, Rate

    limiter = Limiter(Rate(RATE, Duration.SECOND))

    @asynccontextmanager
    async def limit() -> AsyncIterator[None]:
        await limiter.try_acquire_async("token")
        yield

    return plain(simulator, limit)


def hikari(simulator: Simulator) -> AbstractAsyncContextManager[Call]:
    from hikari.impl.buckets import RESTBucket
    from hikari.impl.rate_limits import ManualRateLimiter
    from hikari.internal.routes import GET_CHANNEL

    bucket = RESTBucket("token", GET_CHANNEL.compile(channel=1), ManualRateLimiter(), 300.0)
    bucket.limit = bucket.remaining = 2
    return plain(simulator, lambda: bucket)


LIMITERS = {
    "wolkvox_async": ours,
    "asyncio.Semaphore(2)": semaphore,
    "hikari RESTBucket": hikari,
    "aiolimiter": aiolimiter,
    "PyrateLimiter": pyrate,
}


async def work(call: Call, latency: Latency) -> int:
    """Make the calls: the first half by callers that give up, the second by patient ones. Return how many succeeded."""
    answered = 0

    async def caller(numbers: Iterator[int]) -> None:
        nonlocal answered
        for _ in numbers:
            with contextlib.suppress(TimeoutError, aiohttp.ClientError, WolkvoxError):
                async with asyncio.timeout(PATIENCE if latency.impatient else None):
                    good = await call()
                    answered += good

    for latency.impatient in (True, False):
        numbers = iter(range(CALLS // 2))
        await asyncio.gather(*(caller(numbers) for _ in range(CALLERS)))
        await asyncio.sleep(SLOW)  # whatever is still at the server ends
    return answered


async def measure(name: str, make: Callable[[Simulator], AbstractAsyncContextManager[Call]]) -> Result:
    tenant = Tenant(name="sales-co", tokens=(TOKEN,), licences=LICENCES, tz="America/Bogota")
    latency = Latency()
    async with Simulator(World(tenants=(tenant,)), latency=latency) as simulator:
        began = time.perf_counter()
        answered = 0
        async with make(simulator) as call:
            for _ in range(2):  # 1,200 calls where the day has 1,000
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(BOUND):
                        answered += await work(call, latency)
        seconds = time.perf_counter() - began
        kinds = [violation.kind for violation in simulator.ledger.violations]
        peak = simulator.ledger.peak(TOKEN)
        return Result(name, kinds.count("simultaneous"), kinds.count("quota"), peak, answered, seconds)


def plot(results: list[Result], path: Path) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    mpl.rcParams["svg.hashsalt"] = "limits"
    from matplotlib import pyplot as plt

    names = [result.name for result in results][::-1]
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 2.8), sharey=True)
    third = [result.simultaneous for result in results][::-1]
    left.barh(names, third, color="#c0392b", label="more than two at once")
    over = [result.over_quota for result in results][::-1]
    left.barh(names, over, left=third, color="#e59866", label="beyond the daily quota")
    for position, result in enumerate(results[::-1]):
        total = result.simultaneous + result.over_quota
        left.annotate(f" {total:,}", (total, position), va="center")
    left.set_title("violations at the server")
    left.legend(fontsize=7)
    right.barh(names, [result.answered for result in results][::-1], color="#2e86c1")
    right.set_title(f"calls answered, of {2 * CALLS}")
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


async def main() -> list[Result]:
    results = []
    print(f"{'limiter':24}{'at once':>9}{'quota':>7}{'peak':>6}{'answered':>10}{'calls/s':>9}")
    for name, make in LIMITERS.items():
        result = await measure(name, make)
        results.append(result)
        print(
            f"{name:24}{result.simultaneous:9}{result.over_quota:7}{result.peak:6}"
            f"{result.answered:10}{result.rate:9.1f}",
            flush=True,
        )
    return results


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    found = asyncio.run(main())
    if options.plot:
        plot(found, options.plot)
