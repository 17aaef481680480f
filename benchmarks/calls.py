"""A small call through the whole SDK against bare aiohttp: `python benchmarks/calls.py [--quick]`.

The same 1 kB reply from the same server process, asked for by bare aiohttp (request, read, json) and by the SDK
(scheduling, booking, decoding to a record), 2, 20 and 200 in flight, taken in turns; the median of the ratios of time.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import aiohttp
from _shared import line, server

from wolkvox_async import MemoryStore, Operation, SQLiteStore, Wolkvox

TARGETS = {"memory": 1.25, "sqlite": 1.6}


async def fan(in_flight: int, calls: int, one) -> float:
    left = iter(range(calls))

    async def work() -> None:
        for _ in left:
            await one()

    began = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(in_flight)))
    return time.perf_counter() - began


async def main(*, quick: bool) -> None:
    rounds, calls = (3, 600) if quick else (9, 3000)
    async with server() as address:
        for in_flight in (2, 20, 200):
            operation = Operation(
                name="bench",
                server="0099",
                tokens=[f"token-{number}" for number in range(in_flight // 2)],
                licences=10**6,
                tz="UTC",
                base_url=f"{address}/small/",
            )
            url = f"{address}/small/information.php?api=token_info"
            with tempfile.TemporaryDirectory() as folder:
                for name, store in (("memory", MemoryStore()), ("sqlite", SQLiteStore(Path(folder) / "store"))):
                    connector = aiohttp.TCPConnector(limit=0)
                    async with (
                        aiohttp.ClientSession(connector=connector) as session,
                        Wolkvox(operation, store=store) as wolkvox,
                    ):

                        async def bare(session=session, url=url) -> None:
                            async with session.get(url, headers={"wolkvox-token": "token-0"}) as response:
                                await response.json()

                        ratios = []
                        await fan(in_flight, calls // 4, bare)
                        await fan(in_flight, calls // 4, wolkvox.information.token_info)
                        for _ in range(rounds):
                            reference = await fan(in_flight, calls, bare)
                            ours = await fan(in_flight, calls, wolkvox.information.token_info)
                            ratios.append(ours / reference)
                        line(f"{in_flight} in flight, {name} store, time / bare aiohttp", median(ratios), TARGETS[name])


if __name__ == "__main__":
    asyncio.run(main(quick="--quick" in sys.argv))
