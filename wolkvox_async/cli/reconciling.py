"""`wolkvox uploads ID --reconcile`: what became of the records whose outcome is unknown."""

import asyncio
import json as text
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wolkvox_async.cli.journal import go_on
from wolkvox_async.cli.shared import DONE, PARTIAL, Mistake, fleet_from, run, same_config, say, show, the_operation
from wolkvox_async.cli.signals import agreed, can_ask
from wolkvox_async.errors import WolkvoxError

if TYPE_CHECKING:
    from wolkvox_async.uploads.entries import Entry
    from wolkvox_async.uploads.settling import Reconciliation, SettledBatch

__all__ = ["reconcile"]

_COLUMNS = ("first_row", "last_row", "status", "asked", "found", "missing", "doubtful", "accepted", "unsent", "unknown")


def reconcile(entry: "Entry", config: Path, *, sample: int | None, yes: bool, as_json: bool) -> None:
    """Say the price, ask on a terminal, look for the records, print what was found, and offer to send the rest.

    Args:
        entry: The upload.
        config: The wolkvox.toml.
        sample: Records that are looked for in each batch; None: all.
        yes: Whether nothing is asked; then the rest is not sent.
        as_json: Whether the result goes to stdout as JSON.
    """
    asks = not yes and can_ask()
    sends = False

    async def main() -> int:
        nonlocal sends
        async with fleet_from(config) as fleet:
            uploads = the_operation(fleet, entry.target.operation).uploads
            price = await uploads.price(entry.id, sample=sample)
            say(f"wolkvox: {entry.unknown:,} records are unknown; to look for them takes {price:,} calls at most")
            if price and asks and not agreed("Look for them?"):
                raise Mistake("no call was made")
            try:
                result = await uploads.reconcile(entry.id, sample=sample)
            except (WolkvoxError, asyncio.CancelledError) as error:
                if (so_far := getattr(error, "reconciliation", None)) is not None:
                    _report(so_far, entry, config, as_json=as_json)
                raise
        _report(result, entry, config, as_json=as_json)
        if result.unsent and asks and Path(entry.target.source).is_absolute():
            sends = agreed(f"Send the {result.unsent:,} records that are not at the server?")
        return PARTIAL if result.unknown or result.unsent else DONE

    try:
        run(main())
    except SystemExit as ended:
        if not sends or ended.code != PARTIAL:  # a signal may have come behind the answer
            raise
    from wolkvox_async.cli.upload import upload

    upload.main(["--resume", entry.id, "--yes", *same_config(config)], prog_name="wolkvox upload")


def _report(result: "Reconciliation", entry: "Entry", config: Path, *, as_json: bool) -> None:
    if as_json:
        click.echo(text.dumps(result.to_dict()))
    elif result.batches:
        show(_COLUMNS, [_cells(batch) for batch in result.batches], counts=True)
    if not result.batches:
        say(f"wolkvox: nothing to look for: no record of upload {entry.id} is unknown")
    for batch in result.batches:
        say(f"rows {batch.first_row} to {batch.last_row}: {batch.status.replace('_', ' ')}; {batch.msg}")
    say(
        f"wolkvox: {result.calls:,} calls; of the upload {result.accepted:,} records are accepted, "
        f"{result.rejected:,} rejected, {result.unknown:,} unknown, {result.unsent:,} not sent"
    )
    if result.unsent:
        say(f"go on with: {go_on(entry.id, entry.target.source, config)}")


def _cells(batch: "SettledBatch") -> list[object]:
    """Return the values of a batch; the numbers of its rows are no counts."""
    values = {name: getattr(batch, name) for name in _COLUMNS}
    return [str(value) if name in {"first_row", "last_row"} else value for name, value in values.items()]
