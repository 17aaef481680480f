"""`wolkvox export`: reports of all operations to files, as often as wished."""

import asyncio
import sys
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from wolkvox_async.cli.dates import Word, reports_of
from wolkvox_async.cli.executors import executor_of, worker_options
from wolkvox_async.cli.report_page import recording_for, write_page
from wolkvox_async.cli.runner import failed, line_of
from wolkvox_async.cli.shared import (
    DONE,
    FAILED,
    PARTIAL,
    QUOTA,
    exit_code,
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
)
from wolkvox_async.cli.streams import progress_stream
from wolkvox_async.core.plain import counted
from wolkvox_async.errors import ConfigurationError, QuotaExhausted

if TYPE_CHECKING:
    from wolkvox_async.core.windows import Window
    from wolkvox_async.export import Columns, Format, Outcome, ReportOutcome


@click.command()
@reports_and_range
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Directory for the files.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["parquet", "ndjson", "csv", "xlsx"]),
    default="parquet",
    show_default=True,
    help="Of the files.",
)
@click.option("--raw", is_flag=True, help="Of NDJSON: the server's own records, as they came.")
@click.option(
    "--excel",
    is_flag=True,
    help="Of CSV: for Excel, with semicolons, local dates and times, and phones that stay as they are.",
)
@click.option(
    "--zone",
    help="Of moments: UTC, operation (each its own), or America/Bogota; else UTC, and operation with --excel and xlsx.",
)
@click.option(
    "--columns",
    metavar="operation,parameters|none",
    help="What stands before a row's own columns; parameters are those that the rows do not name themselves. "
    "Else both, and none with --raw.",
)
@reread_option
@quota_options
@click.option(
    "--adopt-first-version",
    is_flag=True,
    help="Take folders of the first version, which did not record the server's address, for the operation's address.",
)
@worker_options
@click.option(
    "--report",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write an HTML page about the export, which needs no network: rows by day, calls, permits, failures.",
)
@given_parameters
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object on stdout.")
@options
def export(
    reports: tuple[str, ...],
    start: date | datetime | Word,
    end: date | datetime | Word,
    out: Path,
    format_: str,
    raw: bool,
    excel: bool,
    zone: str | None,
    columns: str | None,
    reread: timedelta | None,
    quota_share: float | None,
    wait: bool,
    adopt_first_version: bool,
    workers: int | None,
    dask: str | None,
    page: Path | None,
    pairs: tuple[str, ...],
    as_json: bool,
    config: Path,
    operations: tuple[str, ...],
) -> None:
    """Write reports to files, one directory each; run again, it fetches only what is missing.

    One run at a time may write to DIR. A run that was interrupted leaves whole files only, and the next goes on from
    them. Windows that ended less than 20 minutes ago are read again by the next run, and rows that change later
    (campaign.detail …) for three days.
    """

    async def main() -> int:
        from wolkvox_async import events
        from wolkvox_async.export import Export, Progress, ShardedExport
        from wolkvox_async.fleet import opening_of

        stopped: asyncio.CancelledError | None = None
        recording = recording_for(page, events.log)
        progress = Progress(stream=progress_stream(), then=recording or events.log)
        async with fleet_from(config, listener=progress) as fleet:
            given = parameters(pairs)
            asked = await reports_of(fleet, reports, start, end, operations, given, quota_share=quota_share, wait=wait)
            export = Export(
                asked.reports,
                to=out,
                format=cast("Format", format_),
                raw=raw,
                excel=excel,
                zone=zone,
                columns=_chosen(columns),
                reread=reread,
                adopt_first_version=adopt_first_version,
            )
            whole: Export | ShardedExport = export
            if executor is not None:
                whole = ShardedExport(export, executor, opening_of(fleet), count=count)
            try:
                with progress:
                    await whole.run()
            except asyncio.CancelledError as error:  # the calls under way end, then the summary is printed
                stopped = error
            outcome = asked.noted(whole.outcome)
        _report(outcome, out, stopped=stopped is not None)
        if page is not None and recording is not None:
            write_page(page, outcome, recording)
        if as_json:
            click.echo(to_json(summary_of(outcome, stopped=stopped is not None)))
        if stopped is not None:
            say("wolkvox: run the same command again to go on from here")
            raise stopped
        return exit_code_of(outcome)

    try:
        with executor_of(workers, dask) as (executor, count):
            run(main())
    except ConfigurationError as error:
        sys.exit(failed(error))


def _chosen(columns: str | None) -> "list[Columns] | None":
    if columns is None:
        return None
    names = [] if columns == "none" else [name.strip() for name in columns.split(",")]
    return cast("list[Columns]", names)


def exit_code_of(outcome: "Outcome") -> int:
    """Return the exit code: where all reports failed for one reason, or only for want of quota, the reason's."""
    errors = [report.error for report in outcome.reports if report.error is not None]
    codes = {exit_code(error) for error in (*errors, *outcome.unusable.values())}
    if codes == {QUOTA}:
        return QUOTA  # the rest is for another day
    if len(errors) < len(outcome.reports):
        return PARTIAL if errors or outcome.unusable else DONE
    return codes.pop() if len(codes) == 1 else FAILED


def _report(outcome: "Outcome", out: Path, *, stopped: bool) -> None:
    table_of(outcome)
    notes_of(outcome)
    if outcome.reports and outcome.complete and not report_calls(outcome) and not stopped:
        held = f"{out} holds all of it already, {outcome.rows:,} rows"
        why = held if any(report.covered for report in outcome.reports) else "all of the range is still to come"
        say(f"wolkvox: nothing to do: {why}; {calls_made(outcome)}")


def report_calls(outcome: "Outcome") -> int:
    """Return how many calls asked for rows."""
    return outcome.calls - outcome.campaign_calls


def calls_made(outcome: "Outcome") -> str:
    """Say which calls a run made that asked for no rows."""
    asked = outcome.campaign_calls
    return f"{counted(asked, 'call')} asked which campaigns there are" if asked else "no call was made"


def table_of(outcome: "Outcome") -> None:
    """Print a line a report on stderr."""
    if outcome.reports:
        show(
            ("operation", "report", "rows", "fetched", "calls", "files", "state"),
            (
                (
                    report.operation,
                    " ".join([report.endpoint, *map(str, report.parameters.values())]),
                    report.rows,
                    report.fetched,
                    report.calls,
                    len(report.files),
                    _state(report),
                )
                for report in outcome.reports
            ),
            err=True,
            counts=True,
        )


_NOTED = {
    "repeated": "came with two windows, once too often, and were left out there",
    "outside": "stood for hours that their window does not touch, and were left out",
    "grand_totals": "added up the others of their window, and were left out",
    "misdated": "dated outside of the window that was asked for; they are in the files; does the server ignore dates?",
}  # what an outcome counts beside the rows


def notes_of(outcome: "Outcome") -> None:
    """Print what is worth a word, and the errors, on stderr."""
    for note in outcome.notes:
        say(f"wolkvox: {note}")
    for error in outcome.unusable.values():
        say(f"wolkvox: {line_of(error)}", error=True)
    for report in outcome.reports:
        if report.error is not None:
            say(f"wolkvox: {line_of(report.error)}", error=True)
        where = f"{report.operation} {report.endpoint}"
        for name, said in _NOTED.items():
            if count := getattr(report, name):
                say(f"wolkvox: {where}: {counted(count, 'row')} {said}")
    resets = [error.resets_at for error in outcome.failures.values() if isinstance(error, QuotaExhausted)]
    if known := sorted(moment for moment in resets if moment is not None):
        say(f"wolkvox: run the same command again after {known[-1]:%Y-%m-%d %H:%M %Z}, or with --wait", error=True)


def _state(report: "ReportOutcome") -> str:
    if report.error is not None:
        return "failed"
    if report.stopped:
        return "stopped"
    if not report.covered:
        return "to come"
    return "provisional" if report.provisional else "complete"


def summary_of(outcome: "Outcome", *, stopped: bool) -> dict[str, Any]:
    """Return an outcome as it is printed in JSON."""
    return {
        "complete": outcome.complete and not stopped,
        "stopped": stopped,
        "rows": outcome.rows,
        "fetched": outcome.fetched,
        "calls": outcome.calls,
        "campaign_calls": outcome.campaign_calls,
        "files": len(outcome.files),
        "notes": outcome.notes,
        "unusable": {name: str(error) for name, error in outcome.unusable.items()},
        "reports": [
            {
                "operation": report.operation,
                "endpoint": report.endpoint,
                "parameters": {name: str(value) for name, value in report.parameters.items()},
                "rows": report.rows,
                "fetched": report.fetched,
                "repeated": report.repeated,
                "outside": report.outside,
                "grand_totals": report.grand_totals,
                "misdated": report.misdated,
                "calls": report.calls,
                "state": _state(report),
                "files": [str(path) for path in report.files],
                "covered": _pairs(report.covered),
                "provisional": _pairs(report.provisional),
                "error": None
                if report.error is None
                else {"kind": type(report.error).__name__, "text": str(report.error)},
            }
            for report in outcome.reports
        ],
    }


def _pairs(windows: "Iterable[Window]") -> list[tuple[str, str]]:
    return [(window.start.isoformat(), window.end.isoformat()) for window in windows]
