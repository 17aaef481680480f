"""What the gateway costs and keeps: `python benchmarks/gateway.py [--quick]`.

Simulator, gateway and programs are processes of their own. Prints the milliseconds that the gateway adds to a call,
asked for directly and through it in turns (median of the differences); what 16 programs at once reach of the ideal
throughput, where a call takes 100 ms and each program asks one call after the other; what the server counts as
violations of a limit meanwhile; and the calls that 100 identical askers cost. Beside the ideal stands what as many
programs reach that ask directly, two for each token: on a busy machine they do not reach the ideal either.
"""

import asyncio
import contextlib
import json
import multiprocessing
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp
from _shared import line, serving

TOKENS = [f"token-{letter}" for letter in "abcd"]
PROGRAMS, LATENCY, ASKERS = 16, 0.1, 100
PATH = "information.php?api=skills"
TOML = """
store = "store.sqlite3"
[operations.bench]
server = "0099"
tokens = {tokens}
licences = 20
tz = "UTC"
base_url = "{base}"
"""


def command(*words: str, folder: str) -> contextlib.AbstractAsyncContextManager[str]:
    """Run a command that serves, and give the address that it prints."""
    return serving("-m", "wolkvox_async", *words, cwd=folder, stderr=asyncio.subprocess.DEVNULL)


@contextlib.asynccontextmanager
async def served(latency: float) -> AsyncIterator[tuple[str, str]]:
    """Give the address of the simulator's API, and that of the gateway's."""
    with tempfile.TemporaryDirectory() as folder:
        tokens = [word for token in TOKENS for word in ("--token", token)]
        simulate = ("simulate", "--port", "0", "--latency", str(latency), "--tz", "UTC", *tokens)
        async with command(*simulate, folder=folder) as base:
            Path(folder, "wolkvox.toml").write_text(TOML.format(base=base, tokens=json.dumps(TOKENS)), "utf-8")
            async with command("gateway", "--port", "0", folder=folder) as address:
                yield base, f"{address}/bench/api/v2/"


async def ledger(base: str) -> dict[str, Any]:
    url = f"{base.removesuffix('api/v2/')}simulator/ledger"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return await response.json()


async def get(session: aiohttp.ClientSession, url: str, token: str = TOKENS[0]) -> bytes:
    async with session.get(url, headers={"wolkvox-token": token}) as response:
        body = await response.read()
        assert response.status == 200, body
        return body


async def added(rounds: int) -> float:
    """Return the milliseconds that the gateway adds to a call, at the median."""
    async with served(0.0) as (base, address), aiohttp.ClientSession() as session:
        found = []
        for number in range(rounds + 10):
            began = time.perf_counter()
            await get(session, base + PATH)
            between = time.perf_counter()
            await get(session, address + PATH)
            if number >= 10:
                found.append((time.perf_counter() - between) - (between - began))
    return median(found) * 1000


async def ask(address: str, name: int, ends: float) -> int:
    count, token = 0, TOKENS[name % len(TOKENS)]
    async with aiohttp.ClientSession() as session:
        while time.time() < ends:
            await get(session, f"{address}{PATH}&program={name}-{count}", token)
            count += 1
    return count


def program(address: str, name: int, begins: float, ends: float, out: Any) -> None:
    """Ask one call after the other, as a program of its own."""
    time.sleep(max(0.0, begins - time.time()))
    out.put(asyncio.run(ask(address, name, ends)))


async def asked(address: str, programs: int, seconds: float) -> float:
    """Return what programs that ask at once reach of the ideal throughput."""
    context = multiprocessing.get_context("spawn")
    out = context.Queue()
    begins = time.time() + 8.0  # until then all of them run
    arguments = (begins, begins + seconds, out)
    running = [context.Process(target=program, args=(address, number, *arguments)) for number in range(programs)]
    for process in running:
        process.start()
    counts = await asyncio.to_thread(lambda: [out.get() for _ in running])
    took = time.time() - begins
    for process in running:
        process.join()
    return sum(counts) / took * LATENCY / (2 * len(TOKENS))


async def together(seconds: float) -> tuple[float, float, int]:
    """Return what 16 programs reach of the ideal, what 8 reach directly, and the violations of the former."""
    async with served(LATENCY) as (base, address):
        through = await asked(address, PROGRAMS, seconds)
        violations = len((await ledger(base))["violations"])
        directly = await asked(base, 2 * len(TOKENS), seconds)
    return through, directly, violations


async def identical() -> int:
    """Return the calls that a hundred identical askers cost."""
    async with served(LATENCY) as (base, address), aiohttp.ClientSession() as session:
        bodies = await asyncio.gather(*(get(session, address + PATH) for _ in range(ASKERS)))
        assert len(set(bodies)) == 1
        return sum(sum(each.values()) for each in (await ledger(base))["calls"].values())


async def main(*, quick: bool) -> None:
    line("milliseconds that the gateway adds to a call, median", await added(200 if quick else 2000), 3, "ms")
    through, directly, violations = await together(8.0 if quick else 30.0)
    line("16 programs at 100 ms a call: throughput / ideal", through, 0.95, at_least=True)
    line("... / 8 programs that ask directly, two a token", through / directly, 0.95, at_least=True)
    line("... violations of a limit, by the server's count", violations, 0, "")
    line("calls that 100 identical askers cost", await identical(), 1, "")


if __name__ == "__main__":
    asyncio.run(main(quick="--quick" in sys.argv))
