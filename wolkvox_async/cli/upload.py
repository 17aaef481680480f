"""`wolkvox upload`: the records of a file into a campaign."""

import asyncio
import json as text
from pathlib import Path

import click

from wolkvox_async import limits
from wolkvox_async.cli.runner import gracefully
from wolkvox_async.cli.shared import PARTIAL, fleet_from, options_of_one, run, say, show, summary, the_operation
from wolkvox_async.errors import WolkvoxError
from wolkvox_async.uploads.result import UploadResult, as_text
from wolkvox_async.uploads.sources import RecordFile

_SHOWN = 20


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--campaign", "campaign_id", required=True, metavar="ID", help="The campaign's number.")
@click.option("--type", "type_campaign", type=click.Choice(["predictive", "preview"]), required=True)
@click.option("--status", type=click.Choice(["start", "stop"]), help="The campaign's present status.")
@click.option("--skip-invalid", is_flag=True, help="Leave invalid rows out and report them; else nothing is sent.")
@click.option("--encoding", help="Of the file's text; else what its first bytes say, and UTF-8 without a mark.")
@click.option(
    "--delimiter",
    help=r"Of a CSV file, one character or \t; else its sep= line, or the one of , ; tab | in its header.",
)
@click.option(
    "--batch-size",
    type=click.IntRange(1, limits.UPLOAD_RECORDS),
    default=limits.UPLOAD_RECORDS,
    show_default=True,
    help="Records a call.",
)
@click.option("--json", "as_json", is_flag=True, help="A summary as one JSON object on stdout.")
@options_of_one
def upload(
    *,
    file: Path,
    campaign_id: str,
    type_campaign: str,
    status: str | None,
    skip_invalid: bool,
    encoding: str | None,
    delimiter: str | None,
    batch_size: int,
    as_json: bool,
    config: Path,
    operation: str | None,
) -> None:
    """Add the records of a file to a campaign: CSV with a header (customer_name, customer_id, tel1 …), NDJSON or JSON.

    All rows are checked before the first is sent. Each ends as accepted, rejected with its reason, unknown, or unsent.
    Ctrl-C or SIGTERM lets no further batch begin and waits for those under way; a second one ends at once.

    Exit code 0: all rows were sent and none was rejected. 3: some were rejected, or of a whole batch nothing is known.
    130, 143: stopped by Ctrl-C, by SIGTERM.
    """

    async def main() -> int:
        records = RecordFile(file, encoding=encoding, delimiter=delimiter)
        stop = asyncio.Event()
        async with fleet_from(config) as fleet:
            with gracefully(stop.set, limits.STOP_SECONDS) as caught:
                try:
                    result = await the_operation(fleet, operation).campaign.add_records(
                        campaign_id=campaign_id,
                        type_campaign=type_campaign,  # type: ignore[arg-type] # click has checked it
                        campaign_status=status,  # type: ignore[arg-type]
                        records=records,
                        invalid="skip" if skip_invalid else "raise",
                        batch_size=batch_size,
                        stop=stop,
                    )
                except (WolkvoxError, asyncio.CancelledError) as error:
                    if isinstance(so_far := getattr(error, "upload", None), UploadResult):
                        _report(so_far, as_json=as_json)
                    if caught and isinstance(error, asyncio.CancelledError):
                        return 128 + caught[0]
                    raise
                _report(result, as_json=as_json)
                return 128 + caught[0] if caught and result.unsent else _exit_code(result)

    run(main())


def _exit_code(result: UploadResult) -> int:
    """Return 3 for rejected and unsent records, and where nothing is known of a whole batch."""
    lost = any(batch.status in {"unknown", "unsent"} for batch in result.batches)
    return PARTIAL if result.rejected or lost else 0


def _report(result: UploadResult, *, as_json: bool) -> None:
    """Print how the records ended: with --json an object on stdout, and for people a table on stderr."""
    rejected = result.rejected
    if as_json:
        click.echo(text.dumps(summary(result)))
    counts = (result.accepted, len(rejected), result.unknown, result.unsent, len(result.batches))
    show(("accepted", "rejected", "unknown", "unsent", "batches"), [counts], err=True)
    for each in rejected[:_SHOWN]:
        say(f"row {each.row or '?'}: {each.reason}")
    if len(rejected) > _SHOWN:
        say(f"… and {len(rejected) - _SHOWN} more; --json lists them all")
    if result.unknown:
        rows = as_text(result.unknown_rows)
        say(f"unknown whether the server took them: {rows}; look at the server before you send them again")
        for why in dict.fromkeys(batch.msg for batch in result.batches if batch.unknown and batch.msg):
            say(f"  {why}")
    if result.unsent:
        say(f"not sent: {as_text(result.unsent_rows)}")
