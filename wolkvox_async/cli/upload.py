"""`wolkvox upload`: the records of a file into a campaign."""

import asyncio
import json as text
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from attrs import evolve

from wolkvox_async import events, limits
from wolkvox_async.cli.choice import Choice
from wolkvox_async.cli.dry_run import dry_run, too_many
from wolkvox_async.cli.journal import go_on, look_for
from wolkvox_async.cli.reading import Reading, as_mistake, reading_options
from wolkvox_async.cli.rejects import remove_former, say_reasons, write_rejected
from wolkvox_async.cli.resuming import REJECTED_TO, Request
from wolkvox_async.cli.shared import (
    PARTIAL,
    fleet_from,
    options_of_one,
    run,
    say,
    show,
    summary,
    the_operation,
)
from wolkvox_async.cli.signals import SIGNALLED, gracefully
from wolkvox_async.cli.streams import progress_stream
from wolkvox_async.cli.upload_progress import UploadProgress
from wolkvox_async.core.plain import counted
from wolkvox_async.errors import ConfigurationError, InvalidRecord, Refused, WolkvoxError
from wolkvox_async.operation import Operation
from wolkvox_async.uploads.leads import LEADS
from wolkvox_async.uploads.result import Rejection, UploadResult, as_text
from wolkvox_async.uploads.sources import RecordFile


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--campaign", "campaign_id", metavar="ID", help="The campaign's number; needed but with --resume.")
@click.option(
    "--type",
    "type_campaign",
    type=Choice(["predictive", "preview"]),
    help="The campaign's type; needed but with --resume.",
)
@click.option("--status", type=Choice(["start", "stop"]), help="The campaign's present status.")
@click.option(
    "--dry-run", "dry", is_flag=True, help="Read and check everything, show what would be sent, send nothing."
)
@click.option("--skip-invalid", is_flag=True, help="Leave invalid rows out and report them; else nothing is sent.")
@click.option(
    "--rejected",
    "rejected_to",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the rows that were left out, or that the server rejects, as CSV: their columns, then the reason.",
)
@reading_options
@click.option(
    "--batch-size",
    type=click.IntRange(1, limits.UPLOAD_RECORDS),
    help=f"Records a call, else {limits.UPLOAD_RECORDS:,}.",
)
@click.option(
    "--resume",
    "upload_id",
    metavar="ID",
    help="Go on with an upload; no row that was sent before is sent again. Its file, campaign and options are known.",
)
@click.option("--again", is_flag=True, help="Send rows that this campaign has had before.")
@click.option("--json", "as_json", is_flag=True, help="A summary as one JSON object on stdout.")
@options_of_one
def upload(
    *,
    file: Path | None,
    campaign_id: str | None,
    type_campaign: str | None,
    status: str | None,
    dry: bool,
    skip_invalid: bool,
    rejected_to: Path | None,
    reading: Reading,
    batch_size: int | None,
    upload_id: str | None,
    again: bool,
    as_json: bool,
    config: Path,
    operation: str | None,
) -> None:
    """Add the records of a file to a campaign: XLSX, ODS, CSV, NDJSON, JSON or Parquet; - is standard input.

    All rows are checked before the first is sent. Each ends as accepted, rejected with its reason, unknown, or unsent.
    Ctrl-C or SIGTERM lets no further batch begin and waits for those under way; a second one ends at once.

    Exit code 0: all rows were accepted. 3: some were rejected, or are unknown or unsent. 130, 143: stopped by Ctrl-C,
    by SIGTERM.
    """
    with as_mistake():
        request = Request(
            file=file,
            campaign_id=campaign_id,
            type_campaign=type_campaign,
            status=status,
            skip_invalid=skip_invalid,
            batch_size=batch_size,
            operation=operation,
            reading=reading,
            rejected_to=rejected_to,
        ).completed(upload_id, config)
        record, reading, rejected_to = LEADS[str(request.type_campaign)], request.reading, request.rejected_to
        reading = evolve(reading, yes=reading.yes or dry)  # of what sends nothing there is nothing to ask
        with _stopped_before(as_json=as_json and not dry):
            records = reading.opened(request.file or Path(), record, rejected_to)
        if rejected_to is not None:
            records.notes[REJECTED_TO] = str(rejected_to.absolute())
        if dry:
            code, wrong = dry_run(
                records,
                record,
                batch_size=request.batch_size,
                operation=_operation(config, request.operation),
                campaign=str(request.campaign_id),
                invalid=request.invalid,
                as_json=as_json,
            )
            reading.advise(each.reason for each in wrong)
            _keep_rejected(rejected_to, records, wrong)
            sys.exit(code)

    def report(result: UploadResult, error: BaseException | None = None) -> None:
        resume, look = go_on(str(result.id), records.name, config), look_for(str(result.id), config)
        if isinstance(error, Refused) and result.id is not None and result.unsent:
            error.advice = f"see to the campaign, then: {resume}; for another campaign, give the first command its ID"
        duplicates = records.duplicates if reading.dedupe else 0
        _report(result, resume, look, duplicates=duplicates, as_json=as_json, error=error)
        _write_after(rejected_to, records, result)

    async def main() -> int:
        stop, progress = asyncio.Event(), UploadProgress(request.earlier, stream=progress_stream(), then=_heard)
        async with fleet_from(config, listener=progress) as fleet:
            with gracefully(stop.set, limits.STOP_SECONDS) as caught:
                try:
                    with progress:
                        result = await the_operation(fleet, request.operation).campaign.add_records(
                            campaign_id=request.campaign_id,
                            type_campaign=request.type_campaign,
                            campaign_status=request.status,
                            records=records,
                            invalid=request.invalid,
                            batch_size=request.batch_size,
                            stop=stop,
                            upload_id=upload_id,
                            again=again,
                        )
                except (WolkvoxError, asyncio.CancelledError) as error:
                    if isinstance(so_far := getattr(error, "upload", None), UploadResult):
                        report(so_far, error)
                    if isinstance(error, InvalidRecord):
                        reading.advise([error.reason, *(reason for _, reason in error.faults)])
                        raise _each_said(error) from None
                    if caught and isinstance(error, asyncio.CancelledError):
                        return SIGNALLED + caught[0]
                    raise
                report(result)
                incomplete = result.unsent or not result.read_all
                return SIGNALLED + caught[0] if caught and incomplete else _exit_code(result)

    run(main())


def _keep_rejected(path: Path | None, records: RecordFile, rejected: Sequence[Rejection]) -> None:
    """Bring the file of rejected rows in step with this upload: where there are none, no older ones stay."""
    if path is not None and rejected:
        write_rejected(path, records, rejected)
    elif path is not None:
        remove_former(path)


def _write_after(path: Path | None, records: RecordFile, result: UploadResult) -> None:
    """Write the rejected rows; where that fails, leads were sent all the same, and the exit code says that."""
    try:
        _keep_rejected(path, records, result.rejected)
    except ConfigurationError as error:
        say(f"wolkvox: {error}; the rejected rows are in no file; --json lists them", error=True)


@contextmanager
def _stopped_before(*, as_json: bool) -> Iterator[None]:
    """Report an upload that Ctrl-C stopped before it had begun: a pipe was being copied, or a question was asked."""
    try:
        yield
    except KeyboardInterrupt:
        _report(UploadResult(read_all=False), "", "", as_json=as_json)
        raise


def _heard(event: events.Event) -> None:
    """Say a warning of an upload; other events are logged."""
    if isinstance(event, events.PerhapsTooMany):
        say(too_many(event))
    elif isinstance(event, events.UploadBegun) and 0 < event.records <= event.accepted + event.rejected + event.unknown:
        say(f"wolkvox: nothing to do: every record of upload {event.upload_id} was sent before; no call was made")
    elif isinstance(event, events.UploadBegun) and (done := event.accepted + event.rejected + event.unknown):
        say(
            f"wolkvox: upload {event.upload_id} goes on: {done:,} of {event.records:,} records were sent before, "
            f"{event.records - done:,} are sent now"
        )
    else:
        events.log(event)


def _operation(config: Path, name: str | None) -> Operation | None:
    """Return the operation, None where there is no configuration yet."""
    if not config.exists():
        return None
    return the_operation(fleet_from(config), name).operation


def _each_said(error: InvalidRecord) -> InvalidRecord:
    """Print what is wrong with each of several rows; return the error without that."""
    if error.count == 1:
        return error
    say_reasons(error.faults, "--dry-run --skip-invalid --rejected FILE writes them all", count=error.count)
    return InvalidRecord(
        f"{error.count:,} records are invalid; nothing was sent",
        advice="mend them, or leave them out with --skip-invalid",
        row=error.row,
        field=error.field,
        reason=error.reason,
    )


def _exit_code(result: UploadResult) -> int:
    """Return 3 where a record is rejected, unknown, unsent or was not read."""
    return PARTIAL if result.rejected or result.unknown or result.unsent or not result.read_all else 0


def _report(
    result: UploadResult,
    resume: str,
    look: str,
    *,
    as_json: bool,
    duplicates: int = 0,
    error: BaseException | None = None,
) -> None:
    """Print how the records ended: with --json an object on stdout, and for people a table on stderr.

    resume: the command that goes on with the upload; look: the one that looks for its unknown records; duplicates:
    rows that --dedupe left out; error: what ended it, and is printed next.
    """
    rejected = result.rejected
    if as_json:
        click.echo(text.dumps(summary(result) | {"duplicates": duplicates}))
    counts = (result.accepted, len(rejected), result.unknown, result.unsent, len(result.batches))
    show(("accepted", "rejected", "unknown", "unsent", "batches"), [counts], err=True, counts=True)
    say_reasons([(each.row, each.reason) for each in rejected], "--json lists them all")
    if result.unknown:
        rows = as_text(result.unknown_rows)
        say(f"unknown whether the server took them: {rows}; look at the server before you send them again", error=True)
        if result.id is not None:
            say(f"look for them with: {look}", error=True)
        for why in dict.fromkeys(batch.msg for batch in result.batches if batch.unknown and batch.msg):
            say(f"  {why}", error=True)
    _say_unsent(result, resume, error)


def _say_unsent(result: UploadResult, resume: str, error: BaseException | None) -> None:
    """Say which rows were not sent, and how to go on, as far as the error that is printed next does not."""
    if not result.read_all:
        read = counted(result.unsent + len(result.invalid), "row")
        say(f"stopped while the file was being read: this run sent nothing; {read} had been read", error=True)
        say("go on with: the same command", error=True)
    elif result.unsent:
        if "not sent: " not in str(error):
            say(f"not sent: {as_text(result.unsent_rows)}", error=True)
        if result.id is not None and not isinstance(error, Refused):
            say(f"go on with: {resume}", error=True)
