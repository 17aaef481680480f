"""`wolkvox call`: one endpoint, or any call of the API."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import attrs
import click
import orjson

from wolkvox_async.cli.shared import fleet_from, moment, options, parameters, plain, run, show
from wolkvox_async.client import Wolkvox
from wolkvox_async.core.endpoint import Endpoint
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.fleet import Fleet
from wolkvox_async.reading import records

_RAW = 3


@click.command()
@click.argument("what", nargs=-1, required=True)
@click.option("--from", "start", type=moment, help="First moment, for a report.")
@click.option("--to", "end", type=moment, help="First moment that is no more included.")
@click.option("-p", "--parameter", "pairs", multiple=True, metavar="NAME=VALUE", help="May be repeated.")
@options
def call(
    what: tuple[str, ...],
    start: date | datetime | None,
    end: date | datetime | None,
    pairs: tuple[str, ...],
    config: Path,
    operations: tuple[str, ...],
) -> None:
    """Make one call and print its rows: a table on a terminal, NDJSON in a pipe.

    WHAT is an endpoint (reports.cdr_1), or METHOD SCRIPT API for any call (GET information.php skills).
    """

    async def main() -> None:
        async with fleet_from(config) as fleet:
            names = operations or fleet.operations
            if len(names) != 1:
                raise ConfigurationError(
                    "several operations", advice=f"choose one with --operation: {', '.join(names)}"
                )
            client, given = fleet[names[0]], parameters(pairs)
            if len(what) == _RAW:
                envelope = await client.call(what[0], what[1], what[2], **given)
                _print(envelope.rows or [dict(envelope)])
            elif len(what) == 1:
                await _endpoint(fleet, client, what[0], start, end, given)
            else:
                raise ConfigurationError("call takes an endpoint, or METHOD SCRIPT API")

    run(main())


async def _endpoint(
    fleet: Fleet,
    client: Wolkvox,
    name: str,
    start: date | datetime | None,
    end: date | datetime | None,
    given: dict[str, Any],
) -> None:
    from wolkvox_async.endpoints import find

    endpoint: Endpoint[Any] = find(name)
    if endpoint.rows is None:
        if start or end:
            raise ConfigurationError(f"{name} takes no dates")
        if name == "campaign.add_records":
            raise ConfigurationError("records come from a file", advice="wolkvox upload FILE")
        given = fleet.given(client.operation.name, name, given)
        rows = await records(client._caller, endpoint, given)  # noqa: SLF001 - its own package
        _print([_dict(row) for row in rows])
        return
    if start is None or end is None:
        raise ConfigurationError(f"{name} needs --from and --to")
    reports = fleet.reports([name], start=start, end=end, operations=[client.operation.name], **given)
    if sys.stdout.isatty():
        _print([_dict(row) for report in reports for row in await report])
        return
    for report in reports:
        async for row in report:
            _line(_dict(row))


def _dict(row: Any) -> dict[str, Any]:
    values = attrs.asdict(row, recurse=False)
    extra = values.pop("extra")
    return {**values, **extra}


def _line(row: dict[str, Any]) -> None:
    click.echo(orjson.dumps(row, default=plain))


def _print(rows: list[dict[str, Any]]) -> None:
    if not sys.stdout.isatty():
        for row in rows:
            _line(row)
        return
    headers = list(dict.fromkeys(name for row in rows for name in row))
    filled = [name for name in headers if any(row.get(name) is not None for row in rows)]
    show(filled, [[row.get(name) for name in filled] for row in rows])
