"""`wolkvox quota`: the day's calls."""

import json as text
from pathlib import Path

import click

from wolkvox_async.cli.shared import PARTIAL, exit_code, fleet_from, options, run, say, show
from wolkvox_async.errors import WolkvoxError


@click.command()
@click.option("--refresh", is_flag=True, help="Ask the server too (one call each) and take the larger use.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
@options
def quota(*, refresh: bool, as_json: bool, config: Path, operations: tuple[str, ...]) -> None:
    """Show the calls of today by operation: used, left, and when the count begins anew."""

    async def main() -> int:
        rows = []
        failures: list[WolkvoxError] = []
        async with fleet_from(config) as fleet:
            clients = [fleet[name] for name in operations or fleet.operations]
            for client in clients:
                name = client.operation.name
                try:
                    usage = await client.quota(refresh=refresh)
                except WolkvoxError as error:
                    say(f"wolkvox: {error}")
                    failures.append(error)
                else:
                    rows.append((name, usage.used, usage.quota, usage.left, usage.resets_at.isoformat()))
        headers = ("operation", "used", "quota", "left", "resets_at")
        if as_json:
            click.echo(text.dumps([dict(zip(headers, row, strict=True)) for row in rows]))
        elif rows:
            show(headers, rows)
        if not failures:
            return 0
        return PARTIAL if rows else exit_code(failures[0])

    run(main())
