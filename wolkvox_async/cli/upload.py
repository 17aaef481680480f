"""`wolkvox upload`: the records of a file into a campaign."""

import csv
import json as text
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import orjson

from wolkvox_async.cli.shared import PARTIAL, fleet_from, options_of_one, run, say, show, summary, the_operation
from wolkvox_async.errors import ConfigurationError, WolkvoxError
from wolkvox_async.uploads.upload import UploadResult

_SHOWN = 20


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--campaign", "campaign_id", required=True, metavar="ID", help="The campaign's number.")
@click.option("--type", "type_campaign", type=click.Choice(["predictive", "preview"]), required=True)
@click.option("--status", type=click.Choice(["start", "stop"]), help="The campaign's present status.")
@click.option("--skip-invalid", is_flag=True, help="Leave invalid rows out and report them; else nothing is sent.")
@click.option("--encoding", default="utf-8-sig", show_default=True, help="Of a CSV file.")
@click.option("--delimiter", help="Of a CSV file; else the one of , ; tab | that its header shows.")
@click.option("--json", "as_json", is_flag=True, help="A summary as one JSON object on stdout.")
@options_of_one
def upload(
    *,
    file: Path,
    campaign_id: str,
    type_campaign: str,
    status: str | None,
    skip_invalid: bool,
    encoding: str,
    delimiter: str | None,
    as_json: bool,
    config: Path,
    operation: str | None,
) -> None:
    """Add the records of a CSV file (header: customer_name, customer_id, tel1 …) or NDJSON file to a campaign.

    All rows are checked before the first is sent. Each ends as accepted, rejected with its reason, or unknown.
    """

    async def main() -> int:
        records = _ndjson(file) if file.suffix in {".ndjson", ".jsonl"} else _csv(file, encoding, delimiter)
        async with fleet_from(config) as fleet:
            campaign = the_operation(fleet, operation).campaign
            try:
                result = await campaign.add_records(
                    campaign_id=campaign_id,
                    type_campaign=type_campaign,  # type: ignore[arg-type] # click has checked it
                    campaign_status=status,  # type: ignore[arg-type]
                    records=records,
                    invalid="skip" if skip_invalid else "raise",
                )
            except WolkvoxError as error:
                if isinstance(so_far := getattr(error, "upload", None), UploadResult):
                    _tell(so_far, as_json=as_json)
                raise
        _tell(result, as_json=as_json)
        return PARTIAL if result.rejected else 0

    run(main())


def _tell(result: UploadResult, *, as_json: bool) -> None:
    rejected = result.rejected
    if as_json:
        click.echo(text.dumps(summary(result)))
    counts = (result.accepted, len(rejected), result.unknown, result.unsent, len(result.batches))
    show(("accepted", "rejected", "unknown", "unsent", "batches"), [counts], err=True)
    for each in rejected[:_SHOWN]:
        say(f"row {each.row or '?'}: {each.reason}")
    if len(rejected) > _SHOWN:
        say(f"… and {len(rejected) - _SHOWN} more; --json lists them all")


def _lines(file: Path, encoding: str) -> Iterator[str]:
    """Yield the lines of a file as text; a line that is not of the encoding is named."""
    try:
        with file.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                try:
                    yield line.decode(encoding if number == 1 else encoding.removesuffix("-sig"))
                except UnicodeDecodeError as error:
                    raise ConfigurationError(
                        f"{file} line {number}: not {encoding.removesuffix('-sig')} at byte {error.start}",
                        advice="name its encoding, e.g. --encoding cp1252",
                    ) from None
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read: {error.strerror}") from None
    except LookupError:
        raise ConfigurationError(f"unknown encoding {encoding!r}", advice="e.g. utf-8 or cp1252") from None


def _csv(file: Path, encoding: str, delimiter: str | None) -> Iterator[dict[str, str]]:
    lines = _lines(file, encoding)
    header = next(lines, "")
    if not header.strip():
        raise ConfigurationError(f"{file} is empty", advice="its first line names the columns: customer_id,tel1,…")
    mark = delimiter or max(",;\t|", key=header.count)
    names = [name.strip() for name in next(csv.reader([header], delimiter=mark))]
    reader = csv.reader(lines, delimiter=mark, strict=True)
    try:
        for cells in reader:
            if not any(cells):
                continue
            if len(cells) != len(names):
                raise ConfigurationError(
                    f"{file} line {reader.line_num + 1}: {len(cells)} cells, the header has {len(names)}"
                )
            yield dict(zip(names, cells, strict=True))
    except csv.Error as error:
        raise ConfigurationError(f"{file} line {reader.line_num + 1}: {error}") from None


def _ndjson(file: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(_lines(file, "utf-8-sig"), 1):
        if line.strip():
            try:
                yield orjson.loads(line)
            except orjson.JSONDecodeError as error:
                raise ConfigurationError(f"{file} line {number}: no JSON: {error}") from None
