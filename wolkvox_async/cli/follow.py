"""`wolkvox follow`: tables or a folder kept up to date until it is stopped."""

import asyncio
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wolkvox_async.cli import completion
from wolkvox_async.cli.dates import Word, duration, meant, moment
from wolkvox_async.cli.runner import line_of
from wolkvox_async.cli.shared import (
    DONE,
    destination_of,
    fleet_from,
    given_parameters,
    options,
    parameters,
    quota_share,
    reread_option,
    run,
    say,
    to_json,
    warehouse_options,
)
from wolkvox_async.core.plain import counted
from wolkvox_async.fleet_follow import AT, QUOTA_SHARE, REREAD, follower_of

if TYPE_CHECKING:
    from wolkvox_async.fleet import Fleet
    from wolkvox_async.follow import Follower, Round, Summary


class _Hour(click.ParamType[time]):
    """3, 03:00, 23:30."""

    name = "hour"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> time:
        if isinstance(value, time):
            return value
        found = re.fullmatch(r"(\d{1,2})(?::(\d\d))?", value.strip())
        if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:  # noqa: PLR2004 - of a clock
            self.fail(f"{value!r} is no hour of the clock; write 3 or 03:30", param, ctx)
        return time(int(found[1]), int(found[2] or 0))


@click.command()
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...", shell_complete=completion.reports)
@click.option(
    "--into",
    metavar="URL|DIR",
    help="A directory for Parquet files, or postgresql://user@host/database, mysql://…, duckdb:///tables.duckdb, "
    "delta:///folder …; "
    "else $WOLKVOX_DESTINATION, where a password is out of sight.",
)
@click.option(
    "--from",
    "start",
    type=moment,
    help="First moment: 2025-01-01, yesterday, -7d; else as far back as --reread. What is there is gone on from.",
)
@click.option("--every", type=duration, default="5m", show_default=True, help="How often; five minutes or more.")
@reread_option
@click.option(
    "--at",
    type=_Hour(),
    default=f"{AT:%H:%M}",
    show_default=True,
    help="Hour of the operation's clock from which on the days of --reread are read again, once a day.",
)
@quota_share
@warehouse_options
@given_parameters
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object on stdout at the end.")
@options
def follow(
    reports: tuple[str, ...],
    into: str | None,
    start: date | datetime | Word | None,
    every: timedelta,
    reread: timedelta | None,
    at: time,
    quota_share: float | None,
    dataset: str,
    staging: Path | None,
    pairs: tuple[str, ...],
    as_json: bool,
    config: Path,
    operations: tuple[str, ...],
) -> None:
    """Keep reports up to date in tables or a directory, until Ctrl-C or SIGTERM.

    Every five minutes what has been published since is read; once a day the last three days are read again (--reread),
    since rows come late and change. Started again, it goes on from what is there. No call is made beyond 80 % of an
    operation's daily quota (--quota-share), whoever made the others. Totals are read day by day.
    """
    to = destination_of(into, "URL or DIR")

    async def main() -> int:
        async with fleet_from(config) as fleet:
            for failure in fleet.unusable(operations or None).values():
                say(f"wolkvox: {line_of(failure)}", error=True)
            follower = follower_of(
                fleet,
                list(reports),
                to=to,
                since=None if start is None else _since(fleet, operations, start),
                every=every,
                reread=REREAD if reread is None else reread,
                at=at,
                quota_share=QUOTA_SHARE if quota_share is None else quota_share,
                dataset=dataset,
                operations=list(operations) or None,
                staging=staging,
                **parameters(pairs),
            )
            try:
                await _report_rounds(follower)
            finally:
                summary = follower.summary
                say(f"wolkvox: followed {_told(summary)}; the same command goes on from there")
                if as_json:
                    click.echo(to_json(_summary(summary)))
        return DONE

    run(main())


def _since(fleet: "Fleet", operations: Sequence[str], start: date | datetime | Word) -> date | datetime:
    """Return the first moment; a word for a day is the first operation's day."""
    usable = [name for name in operations or fleet.operations if name not in fleet.failures]
    zone = fleet[usable[0]].operation.tz if usable else UTC
    return meant(start, zone)


async def _report_rounds(follower: "Follower") -> None:
    """Say what each round has brought; the round that is under way when it is stopped ends in order."""
    from contextlib import aclosing

    async with aclosing(follower.rounds()) as rounds:
        async for each in rounds:
            for line in _lines(each, follower.next_round):
                say(line)
            await asyncio.sleep(0)


def _lines(done: "Round", next_round: float) -> list[str]:
    """Return what a round has brought, and when the next one begins."""
    stamp = f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S}"
    lines = []
    counts: dict[tuple[str, str], list[int]] = {}
    for each in done.published:
        counts.setdefault((each.operation, each.endpoint), []).append(each.rows)
    for (operation, endpoint), rows in counts.items():
        lines.append(
            f"wolkvox: {stamp} {operation} {endpoint}: {counted(len(rows), 'window')}, {counted(sum(rows), 'row')}"
        )
    lines += [f"wolkvox: {stamp} {name}: {line_of(error)}" for name, error in done.failures.items()]
    waits = f"the next round begins at {datetime.fromtimestamp(next_round).astimezone():%H:%M:%S}"
    lines.append(f"wolkvox: {stamp} {counted(done.calls, 'call')}; {waits}")
    return lines


def _told(summary: "Summary") -> str:
    counts = ", ".join(
        (
            counted(summary.rounds, "round"),
            counted(summary.windows, "window"),
            counted(summary.rows, "row"),
            counted(summary.calls, "call"),
        )
    )
    failed = sum(summary.failures.values())
    return counts + (f", {counted(failed, 'failure')} that waited for the next round" if failed else "")


def _summary(summary: "Summary") -> dict[str, Any]:
    return {
        "rounds": summary.rounds,
        "windows": summary.windows,
        "rows": summary.rows,
        "calls": summary.calls,
        "failures": dict(summary.failures),
    }
