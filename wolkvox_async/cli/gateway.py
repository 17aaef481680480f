"""`wolkvox gateway`: the vendor's API on a local port, scheduled, for programs in any language."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wolkvox_async import limits
from wolkvox_async.cli import completion
from wolkvox_async.cli.dates import duration
from wolkvox_async.cli.exit_codes import FAILED
from wolkvox_async.cli.logs import log_lines
from wolkvox_async.cli.runner import run
from wolkvox_async.cli.shared import fleet_from, max_wait_given, options
from wolkvox_async.cli.signals import gracefully
from wolkvox_async.cli.streams import announce, say

if TYPE_CHECKING:
    from wolkvox_async.gateway import Gateway


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen at; others than this machine's own need --key.",
)
@click.option("--port", default=8090, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option(
    "--key", metavar="PLACE", help="What programs must send as wolkvox-token: env:NAME or keyring:SERVICE/NAME."
)
@click.option(
    "--cache",
    "cached",
    multiple=True,
    metavar="NAME=TIME",
    shell_complete=completion.replies,
    help="Keep replies, e.g. real_time=5m; may be repeated.",
)
@options
def gateway(
    host: str, port: int, key: str | None, cached: tuple[str, ...], config: Path, operations: tuple[str, ...]
) -> None:
    """Serve the API at http://HOST:PORT/OPERATION/api/v2/… to programs that share the tokens.

    A PHP, Node, curl or Power BI program changes its base address and nothing else: the gateway puts in the token and
    keeps both limits across all programs. A request that would wait for longer than --max-wait (30s where it is not
    given here) gets 429 or 503 with Retry-After. /_status, /metrics and /healthz say how it is. Ctrl-C and SIGTERM let
    the requests under way end; where they do, the exit code is 0.
    """
    from wolkvox_async.config import secret

    cache = dict(_kept(pair) for pair in cached)

    async def main() -> int | None:
        from wolkvox_async.gateway import Gateway

        given = None if key is None else secret(key, "--key")
        longest = max_wait_given()
        async with fleet_from(config) as fleet:
            chosen = operations or None
            return await _serve(
                Gateway(
                    fleet,
                    operations=chosen,
                    host=host,
                    port=port,
                    key=given,
                    max_wait=limits.GATEWAY_WAIT_SECONDS if longest is None else longest,
                    cache=cache,
                )
            )

    run(main())


def _kept(pair: str) -> tuple[str, float]:
    name, equals, text = pair.partition("=")
    if not equals:
        raise click.UsageError(f"--cache {pair}: write NAME=TIME, as real_time=5m")
    value: timedelta = duration.convert(text, None, None)
    return name.removesuffix(".*"), value.total_seconds()


async def _serve(gateway: "Gateway") -> int | None:
    log_lines("wolkvox_async.gateway", "%(asctime)s %(message)s")
    stop = asyncio.Event()
    try:
        await gateway.start()
    except OSError as error:
        say(f"wolkvox: cannot listen: {error.strerror or error}", error=True)
        return FAILED
    announce(gateway.address)
    with gracefully(stop.set, limits.GATEWAY_CLOSE_SECONDS):
        try:
            await stop.wait()
        finally:
            await gateway.aclose()
    return None
