"""`wolkvox plan`: what a job will cost, before it is run."""

from datetime import date, datetime
from pathlib import Path

import click

from wolkvox_async.cli.dates import Word, reports_of
from wolkvox_async.cli.shared import (
    DONE,
    PARTIAL,
    exit_code,
    fleet_from,
    given_parameters,
    options,
    parameters,
    reports_and_range,
    run,
    say,
    show,
)
from wolkvox_async.errors import WolkvoxError


@click.command()
@reports_and_range
@given_parameters
@options
def plan(
    reports: tuple[str, ...],
    start: date | datetime | Word,
    end: date | datetime | Word,
    pairs: tuple[str, ...],
    config: Path,
    operations: tuple[str, ...],
) -> None:
    """Show the windows and calls that reports will cost at least, beside what is left of today's quota."""

    async def main() -> int:
        async with fleet_from(config) as fleet:
            rows = []
            failures: dict[str, WolkvoxError] = fleet.unusable(operations or None)
            for report in reports_of(fleet, reports, start, end, operations, parameters(pairs)):
                planned = report.plan()
                try:
                    usage = await fleet[planned.operation].quota()
                except WolkvoxError as error:
                    failures[planned.operation] = error
                    continue
                given = " ".join(f"{name}={value}" for name, value in report.parameters.items())
                rows.append(
                    (
                        planned.operation,
                        planned.endpoint,
                        given,
                        len(planned.windows),
                        planned.calls,
                        usage.left,
                    )
                )
            for failure in failures.values():
                say(f"wolkvox: {' '.join(str(failure).split())}")
            show(("operation", "report", "parameters", "windows", "calls", "left today"), rows)
        if not failures:
            return DONE
        return PARTIAL if rows else exit_code(next(iter(failures.values())))

    run(main())
