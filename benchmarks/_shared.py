"""What the benchmarks share: the server's process, a line a case, peak memory."""

import asyncio
import contextlib
import resource
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aiohttp import web


@contextlib.asynccontextmanager
async def server() -> AsyncIterator[str]:
    """Start the benchmark server; gives its address."""
    async with serving(str(Path(__file__).with_name("_server.py"))) as address:
        yield address


@contextlib.asynccontextmanager
async def serving(*words: str, **options: Any) -> AsyncIterator[str]:
    """Run Python with these words as a server; gives the address that it prints."""
    process = await asyncio.create_subprocess_exec(sys.executable, *words, stdout=asyncio.subprocess.PIPE, **options)
    try:
        assert process.stdout is not None
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.terminate()
        await process.wait()


async def serve(app: "web.Application") -> None:
    """Serve an application until the process is ended; its address is printed first."""
    from wolkvox_async.serving import Server  # not a part of what the other benchmarks measure

    async with Server(app) as server:
        print(server.address, flush=True)
        await asyncio.Event().wait()


def line(case: str, figure: float, target: float, unit: str = "x", *, at_least: bool = False) -> bool:
    """Print one case: what came out, the target, and whether it is reached."""
    good = figure >= target if at_least else figure <= target
    sign = ">=" if at_least else "<="
    print(f"{case:<64} {figure:>8.2f} {unit:<4} {sign} {target:g} {unit:<4} {'ok' if good else 'short'}", flush=True)
    return good


def peak_mb() -> float:
    """Return the process's own peak; ru_maxrss would start at its parent's."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(int(row.split()[1]) for row in status.read_text().splitlines() if row.startswith("VmHWM")) / 1024
