"""`wolkvox uploads`: what the journal of uploads says."""

import json as text
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wolkvox_async.cli.journal import go_on, journal_at, look_for
from wolkvox_async.cli.reading import as_mistake
from wolkvox_async.cli.shared import Mistake, configured, options_of_one, run, say, show

if TYPE_CHECKING:
    from wolkvox_async.uploads.entries import Entry


@click.command()
@click.argument("upload_id", metavar="[ID]", required=False)
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout: a list, or with ID one object with its batches.")
@click.option(
    "--reconcile",
    "reconciles",
    is_flag=True,
    help="With ID: look for the unknown records in the campaign, one call each, and settle what is found.",
)
@click.option(
    "--sample",
    type=click.IntRange(1),
    metavar="N",
    help="With --reconcile: look for this many records of each batch. Where all are found, or all are missing, they "
    "speak for the batch; else only they are settled.",
)
@click.option("--yes", is_flag=True, help="With --reconcile: do not ask, and do not send the rest.")
@options_of_one
def uploads(
    *,
    upload_id: str | None,
    as_json: bool,
    reconciles: bool,
    sample: int | None,
    yes: bool,
    config: Path,
    operation: str | None,
) -> None:
    """List the uploads of the journal, the latest first, or show the batches of one.

    Times are of the operation's clock, else of this machine's; with --json in UTC.

    No call is made but with --reconcile. `wolkvox upload --resume ID` goes on with an upload that has unsent rows.
    Uploads are forgotten after 90 days, those with unknown rows never.
    """
    if upload_id is None and reconciles:
        raise Mistake("--reconcile needs the ID of an upload; `wolkvox uploads` lists them")
    if sample is not None and not reconciles:
        raise Mistake("--sample goes with --reconcile")
    if reconciles and upload_id is not None:
        from wolkvox_async.cli.reconciling import reconcile

        with as_mistake():
            entry = journal_at(config).entry(upload_id)
        reconcile(entry, config, sample=sample, yes=yes, as_json=as_json)
        return

    async def main() -> None:
        journal = journal_at(config)
        if upload_id is not None:
            _one(journal.entry(upload_id), config, as_json=as_json)
            return
        found = [each for each in journal.entries() if operation in {None, each.target.operation}]
        _all(found, config, as_json=as_json)

    run(main())


def _all(entries: "list[Entry]", config: Path, *, as_json: bool) -> None:
    found = [entry.to_dict() for entry in entries]
    if as_json:
        click.echo(text.dumps(found))
    elif found:
        operations = configured(config).operations
        for each, entry in zip(found, entries, strict=True):
            operation = operations.get(entry.operation)
            zone = None if operation is None else operation.tz  # None: this machine's
            each["started"] = _local(entry.started, zone)
            each["ended"] = None if entry.ended is None else _local(entry.ended, zone)
        show(list(found[0]), [list(each.values()) for each in found], counts=True)
    else:
        say("the journal has no uploads")


def _local(moment: datetime, zone: tzinfo | None) -> str:
    return moment.astimezone(zone).isoformat(" ", "seconds")


def _one(entry: "Entry", config: Path, *, as_json: bool) -> None:
    if as_json:
        click.echo(text.dumps(entry.to_dict() | {"batches": [batch.to_dict() for batch in entry.batches]}))
        return
    headers = ("batch", "first_row", "last_row", "status", "accepted", "rejected", "unknown", "msg")
    rows = [
        (
            *(each.number, str(each.first_row), str(each.last_row), each.status),
            *(each.accepted, len(each.rejected), each.unknown, each.msg),
        )
        for each in entry.batches
    ]
    if rows:
        show(headers, rows, counts=True)
    else:
        say(f"no batch of upload {entry.id} was sent")
    if entry.unsent:
        say(f"not sent: {entry.unsent:,} records; go on with: {go_on(entry.id, entry.target.source, config)}")
    if entry.unknown:
        say(f"unknown: {entry.unknown:,} records; look for them with: {look_for(entry.id, config)}")
