"""`wolkvox simulate`: the API at an address of this machine, until it is interrupted."""

import asyncio
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wolkvox_async.cli.exit_codes import FAILED
from wolkvox_async.cli.logs import log_lines, logging_options
from wolkvox_async.cli.streams import announce, say

if TYPE_CHECKING:
    from wolkvox_async.simulator import Simulator


class _Command(click.Command):
    """A command whose help lists the faults and switches that the simulator has."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from wolkvox_async.simulator.server.faults import AFTER, BEFORE
        from wolkvox_async.simulator.world.switches import described

        for title, entries in (
            ("Faults after which nothing was done (--fault KIND)", BEFORE.items()),
            ("Faults after which the call was carried out (--fault KIND)", AFTER.items()),
            ("Switches (--switch NAME=VALUE; the first or only value is the usual one)", described()),
        ):
            with formatter.section(title):
                formatter.write_dl(list(entries))
        super().format_epilog(ctx, formatter)


def _faults(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Return the faults whose names begin so."""
    from wolkvox_async.simulator.server.faults import AFTER, BEFORE

    return [name for name in (*BEFORE, *AFTER) if name.startswith(incomplete)]


@click.command(cls=_Command)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=0, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--token", "tokens", multiple=True, help="A token to accept; without any, all but wrong… are.")
@click.option("--licences", default=20, show_default=True, type=click.IntRange(1), help="Quota: 1000 calls each.")
@click.option("--tz", default="America/Bogota", show_default=True, help="The operation's wall clock.")
@click.option("--seed", default=1, show_default=True, help="What the rows say.")
@click.option("--extreme", is_flag=True, help="Values such as few operations have, and parsers trip over.")
@click.option("--every", default=576.0, show_default=True, help="Seconds between two rows of a campaign.")
@click.option("--tenants", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="TOML or JSON file.")
@click.option("--latency", default=0.0, show_default=True, type=click.FloatRange(0), help="Seconds a call takes.")
@click.option("--fault-every", type=click.IntRange(1), help="One of this many calls goes wrong.")
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="KIND",
    shell_complete=_faults,
    help="How, of those below; may be repeated.",
)
@click.option("--switch", "switches", multiple=True, metavar="NAME=VALUE", help="How the server behaves; see below.")
@logging_options
def simulate(
    host: str,
    port: int,
    tokens: tuple[str, ...],
    licences: int,
    tz: str,
    seed: int,
    extreme: bool,
    every: float,
    tenants: Path | None,
    latency: float,
    fault_every: int | None,
    faults: tuple[str, ...],
    switches: tuple[str, ...],
) -> None:
    """Serve a simulated Wolkvox API and print its base URL.

    With --tenants FILE the world comes from the file: `seed`, `extreme`, and `[[tenants]]` with name, tokens, licences,
    tz and `[[tenants.campaigns]]` with id, kind, every, first, last. What it saw is at /simulator/ledger;
    what a client did wrong is on stderr, too.
    """
    from wolkvox_async.simulator import Faults, Simulator, World
    from wolkvox_async.simulator.world.switches import from_texts

    if faults and fault_every is None:
        raise click.UsageError("--fault needs --fault-every N")
    try:
        world = (
            World.from_file(tenants)
            if tenants
            else World.default(tokens=tokens, licences=licences, tz=tz, seed=seed, every=every, extreme=extreme)
        )
        chosen = Faults(every=fault_every, kinds=faults) if faults else Faults(every=fault_every)
        manner = from_texts(switches)
    except (ValueError, TypeError, LookupError) as error:
        raise click.UsageError(str(error)) from error
    log_lines("wolkvox_async.simulator", "%(message)s")  # what clients do wrong: replies say no more than the vendor's
    simulator = Simulator(world, faults=chosen, switches=manner, latency=latency, host=host, port=port)
    try:
        asyncio.run(_serve(simulator))
    except OSError as error:
        say(f"wolkvox: cannot listen at {host} port {port}: {error.strerror or error}", error=True)
        sys.exit(FAILED)


async def _serve(simulator: "Simulator") -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))  # on Windows loops take none
    async with simulator:
        announce(simulator.base_url)
        await stop.wait()
