"""`wolkvox upload --dry-run`: everything is read and checked, and nothing is sent."""

import json as text
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any, Literal

import click

from wolkvox_async.cli.rejects import say_reasons
from wolkvox_async.cli.shared import USAGE, say
from wolkvox_async.core.batches import Packer, rules
from wolkvox_async.events import PerhapsTooMany
from wolkvox_async.operation import Operation
from wolkvox_async.uploads.caps import check_cap
from wolkvox_async.uploads.checking import Checker
from wolkvox_async.uploads.result import Rejection
from wolkvox_async.uploads.sources import RecordFile

__all__ = ["dry_run", "too_many"]

_SHOWN = 3


def dry_run(
    records: RecordFile,
    record: type,
    *,
    batch_size: int,
    operation: Operation | None,
    campaign: str,
    invalid: Literal["raise", "skip"],
    as_json: bool,
) -> tuple[int, list[Rejection]]:
    """Print the first records as they would be sent, and what the upload would cost.

    Args:
        records: The file.
        record: The class of its records.
        batch_size: Records a call.
        operation: Whose campaign it is; None where there is no configuration yet.
        campaign: The campaign's number.
        invalid: Whether invalid rows would be left out.
        as_json: Whether the result goes to stdout as JSON.

    Returns:
        The exit code, and the records that would be left out.

    Raises:
        ConfigurationError: The file cannot be read, or has more records than the campaign can hold.
    """
    checker = Checker(record, UTC if operation is None else operation.tz, "skip")
    packer = Packer(batch_size)
    first: list[bytes] = []
    sizes: list[int] = []
    count = 0
    for part in records.parts(rules(record)):
        checked = checker.checked(part)
        count += len(checked)
        first += [encoded for _, encoded in checked[: _SHOWN - len(first)]]
        for row, encoded in checked:
            sizes += [len(packed.body) for packed in packer.add(row, encoded)]
    sizes += [len(packed.body) for packed in packer.rest()]
    if operation is not None and (warning := check_cap(operation, "campaign.add_records", campaign, count)):
        say(too_many(warning))
    wrong = checker.left_out
    code = USAGE if wrong and (invalid == "raise" or not count) else 0
    found = {
        "dry_run": True,
        "records": count,
        "invalid": [each.to_dict() for each in wrong],
        "duplicates": records.duplicates,
        "batches": len(sizes),
        "calls": len(sizes),
        "bytes": sum(sizes),
        "first": [text.loads(each) for each in first],
    }
    if as_json:
        click.echo(text.dumps(found))
    else:
        _print(found, wrong, refused=bool(code))
    return code, wrong


def too_many(warning: PerhapsTooMany) -> str:
    """Return what is said of more records, or more running campaigns, than the server may allow."""
    what = (
        f"{warning.count:,} records may be more than campaign {warning.campaign_id} holds"
        if warning.what == "records"
        else f"{warning.count} predictive campaigns that run get records at this moment, which may be too many"
    )
    return (
        f"wolkvox: warning: {what}: {warning.shared:,} on a shared server, {warning.dedicated:,} on a dedicated one; "
        "server_kind in wolkvox.toml says which it is"
    )


def _print(found: Mapping[str, Any], wrong: Sequence[Rejection], *, refused: bool) -> None:
    for each in found["first"]:
        click.echo(text.dumps(each, ensure_ascii=False))
    say_reasons([(each.row, each.reason) for each in wrong], "--skip-invalid --rejected FILE writes them all")
    count = found["records"]
    if refused:
        say(
            f"wolkvox: of {len(wrong) + count:,} records {len(wrong):,} are invalid; mend them, or --skip-invalid",
            error=True,
        )
        return
    click.echo(f"records: {count:,}; batches and calls: {found['batches']:,}; size: {found['bytes'] / 1e6:,.1f} MB")
    say("wolkvox: a dry run; nothing was sent")
