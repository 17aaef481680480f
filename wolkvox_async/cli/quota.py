"""`wolkvox quota`: the day's calls and the permits in use."""

import asyncio
import json as text
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wolkvox_async.cli.runner import line_of
from wolkvox_async.cli.shared import PARTIAL, exit_code, fleet_from, options, run, say, show
from wolkvox_async.errors import WolkvoxError

if TYPE_CHECKING:
    from wolkvox_async.fleet import Fleet

_HEADERS = ("operation", "used", "quota", "left", "busy", "permits", "resets_at")
_EVERY = 2.0  # seconds between two looks


@click.command()
@click.option("--refresh", is_flag=True, help="Ask the server too (one call each) and take the larger use.")
@click.option("--watch", is_flag=True, help="Go on looking, every 2 seconds, until Ctrl-C; --refresh asks once.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list on stdout; with --watch one a line.")
@options
def quota(*, refresh: bool, watch: bool, as_json: bool, config: Path, operations: tuple[str, ...]) -> None:
    """Show by operation the permits in use, the calls of today (used, left), and when the count starts again."""

    async def main() -> int:
        async with fleet_from(config) as fleet:
            names = operations or fleet.operations
            rows, failures = await _look(fleet, names, refresh=refresh)
            _print(rows, as_json=as_json, clear=watch)
            while watch:
                await asyncio.sleep(_EVERY)
                rows, failures = await _look(fleet, names, refresh=False)
                _print(rows, as_json=as_json, clear=True)
        if not failures:
            return 0
        return PARTIAL if rows else exit_code(failures[0])

    run(main())


async def _look(
    fleet: "Fleet", names: Sequence[str], *, refresh: bool
) -> tuple[list[tuple[Any, ...]], list[WolkvoxError]]:
    rows = []
    failures: list[WolkvoxError] = []
    for name in names:
        try:
            usage = await fleet[name].quota(refresh=refresh)
        except WolkvoxError as error:
            say(f"wolkvox: {line_of(error)}", error=True)
            failures.append(error)
        else:
            resets_at = usage.resets_at.isoformat()
            rows.append((name, usage.used, usage.quota, usage.left, usage.busy, usage.permits, resets_at))
    return rows, failures


def _print(rows: Sequence[Sequence[Any]], *, as_json: bool, clear: bool) -> None:
    if as_json:
        click.echo(text.dumps([dict(zip(_HEADERS, row, strict=True)) for row in rows]))
    elif rows:
        if clear and sys.stdout.isatty():
            click.clear()
        show(_HEADERS, rows, counts=True)
    sys.stdout.flush()
