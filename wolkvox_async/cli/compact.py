"""`wolkvox compact`: the small files of exports joined into larger ones."""

from pathlib import Path

import click

from wolkvox_async.cli.logs import logging_options
from wolkvox_async.cli.shared import say, show, to_json


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print what was done as one JSON object on stdout.")
@logging_options
def compact(folder: Path, as_json: bool) -> None:
    """Join the small files of each operation and report in DIR into larger ones, without a call.

    Files of 16 MB and more stay, and so do windows that the next export reads again, totals and workbooks. Killed at
    any moment it loses no row and doubles none. An export does the same for a report with more than 100 small files.
    """
    from wolkvox_async.export import compact as join

    done = join(folder)
    show(
        ("operation", "report", "rows", "files before", "files now"),
        ((each.operation, each.endpoint, each.rows, each.before, each.after) for each in done.reports),
        err=True,
        counts=True,
    )
    for note in done.notes:
        say(f"wolkvox: {note}")
    if as_json:
        click.echo(to_json(done.to_dict()))
