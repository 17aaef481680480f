"""`wolkvox load`: reports of all operations into the tables of a warehouse, as often as wished."""

import asyncio
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import evolve

from wolkvox_async.cli.dates import Word, reports_of
from wolkvox_async.cli.export import calls_made, exit_code_of, notes_of, report_calls, summary_of, table_of
from wolkvox_async.cli.shared import (
    destination_of,
    fleet_from,
    given_parameters,
    options,
    parameters,
    quota_options,
    reports_and_range,
    reread_option,
    run,
    say,
    show,
    to_json,
    warehouse_options,
)
from wolkvox_async.cli.streams import progress_stream

if TYPE_CHECKING:
    from wolkvox_async.load import Loaded


@click.command()
@reports_and_range
@click.option(
    "--into",
    metavar="URL",
    help="postgresql://user@host/database, mysql://…, duckdb:///tables.duckdb, delta:///folder, iceberg:///folder, "
    "bigquery://…, snowflake://…, mssql://…; else $WOLKVOX_DESTINATION, where a password is out of sight.",
)
@warehouse_options
@reread_option
@quota_options
@given_parameters
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object on stdout.")
@options
def load(
    reports: tuple[str, ...],
    start: date | datetime | Word,
    end: date | datetime | Word,
    into: str | None,
    dataset: str,
    reread: timedelta | None,
    quota_share: float | None,
    wait: bool,
    staging: Path | None,
    pairs: tuple[str, ...],
    as_json: bool,
    config: Path,
    operations: tuple[str, ...],
) -> None:
    """Bring reports into tables, one a report; run again, it asks only for what the tables lack.

    Rows are replaced by whole windows, so what is loaded twice is there once. A run that was interrupted loads the
    windows that it has read, and the next goes on from them.
    """
    url = destination_of(into, "URL")

    async def main() -> int:
        say("wolkvox: load begins: what the tables hold is read first")  # imports and the warehouse take seconds
        from wolkvox_async.export import Progress
        from wolkvox_async.load import Load

        stopped: asyncio.CancelledError | None = None
        progress = Progress(stream=progress_stream(), job="load")
        async with fleet_from(config, listener=progress) as fleet:
            given = parameters(pairs)
            asked = await reports_of(fleet, reports, start, end, operations, given, quota_share=quota_share, wait=wait)
            job = Load(asked.reports, to=url, dataset=dataset, reread=reread, staging=staging)
            try:
                with progress:
                    await job.run()
            except asyncio.CancelledError as error:  # what was read is loaded, then the summary is printed
                stopped = error
            loaded = job.outcome
            loaded = evolve(loaded, read=asked.noted(loaded.read))
        _report(loaded, stopped=stopped is not None)
        if as_json:
            click.echo(to_json(_summary(loaded, stopped=stopped is not None)))
        if stopped is not None:
            say("wolkvox: run the same command again to go on from here")
            raise stopped
        return exit_code_of(loaded.read)

    run(main())


def _report(loaded: "Loaded", *, stopped: bool) -> None:
    table_of(loaded.read)
    if loaded.rows:
        show(
            ("table", "rows", "new windows", "replaced windows"),
            (
                (f"{loaded.dataset}.{name}", rows, loaded.windows[name], loaded.replaced[name])
                for name, rows in loaded.rows.items()
            ),
            err=True,
            counts=True,
        )
    notes_of(loaded.read)
    if loaded.complete and loaded.read.reports and not report_calls(loaded.read) and not stopped:
        say(f"wolkvox: nothing to do: {loaded.destination} holds all of it already; {calls_made(loaded.read)}")


def _summary(loaded: "Loaded", *, stopped: bool) -> dict[str, Any]:
    return {
        "destination": loaded.destination,
        "dataset": loaded.dataset,
        "tables": {
            name: {"rows": rows, "windows": loaded.windows[name], "replaced": loaded.replaced[name]}
            for name, rows in loaded.rows.items()
        },
        **summary_of(loaded.read, stopped=stopped),
    }
