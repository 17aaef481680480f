"""`wolkvox plan`: what a job will cost, before it is run."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import frozen

from wolkvox_async.cli.dates import Word, reports_of
from wolkvox_async.cli.runner import line_of
from wolkvox_async.cli.shared import (
    DONE,
    PARTIAL,
    QUOTA,
    exit_code,
    fleet_from,
    given_parameters,
    options,
    parameters,
    quota_share,
    reports_and_range,
    reread_option,
    run,
    say,
    show,
    to_json,
)
from wolkvox_async.errors import WolkvoxError

if TYPE_CHECKING:
    from wolkvox_async.fleet_campaigns import AskedReports
    from wolkvox_async.reports.results import Plan
    from wolkvox_async.scheduler.quota import Usage

    _Priced = tuple[Mapping[str, Any], Plan]  # with the parameters of its report

_HEADERS = ("operation", "report", "parameters", "windows", "calls", "left today", "of the quota", "days")


@click.command()
@reports_and_range
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Count only what this directory lacks.")
@reread_option
@quota_share
@given_parameters
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
@options
def plan(
    reports: tuple[str, ...],
    start: date | datetime | Word,
    end: date | datetime | Word,
    out: Path | None,
    reread: timedelta | None,
    quota_share: float | None,
    pairs: tuple[str, ...],
    as_json: bool,
    config: Path,
    operations: tuple[str, ...],
) -> None:
    """Show the windows and calls that reports will cost at least, beside what is left of today's quota.

    With --out, only what an export to that directory would ask for. The exit code is 4 where the calls are more than
    today has left, within --quota-share of it; the last column says how many days it takes.

    No call is made, but where campaign_id is "all" and a report takes one campaign a call: which campaigns there are
    is asked then, with one call an operation. It is in the table, since the job itself makes it too.
    """

    async def main() -> int:
        async with fleet_from(config) as fleet:
            asked = await reports_of(fleet, reports, start, end, operations, parameters(pairs))
            failures = dict(asked.failures)
            priced = _priced(asked, out, reread)
            totals: dict[str, _Total] = {}
            for operation in dict.fromkeys(each.operation for _, each in priced):
                try:
                    usage = await fleet[operation].quota()
                except WolkvoxError as error:
                    failures[operation] = error
                    continue
                own = [each for _, each in priced if each.operation == operation]
                totals[operation] = _Total.of(own, usage, quota_share or 1.0)
        for failure in failures.values():
            say(f"wolkvox: {line_of(failure)}", error=True)
        priced = [(given, each) for given, each in priced if each.operation in totals]
        if as_json:
            click.echo(to_json(_summary(priced, totals, failures)))
        else:
            show(_HEADERS, _rows(priced, totals), counts=True)
        return _code(totals, failures)

    run(main())


@frozen(kw_only=True)
class _Total:
    """One operation: what it is asked for, and what its days have room for."""

    operation: str
    windows: int
    calls: int
    quota: int
    left: int  # today, within the share
    budget: int  # of each further day, within the share

    @classmethod
    def of(cls, plans: "Sequence[Plan]", usage: "Usage", share: float) -> "_Total":
        budget = int(round(usage.quota * share, 6))
        return cls(
            operation=plans[0].operation,
            windows=sum(len(each.windows) for each in plans),
            calls=sum(each.calls for each in plans),
            quota=usage.quota,
            left=max(0, budget - usage.used),
            budget=budget,
        )

    @property
    def days(self) -> int | None:
        """Days on which calls are made, today among them; None where no day has room for one."""
        if self.calls <= self.left:
            return min(self.calls, 1)
        if not self.budget:
            return None
        return min(self.left, 1) + math.ceil((self.calls - self.left) / self.budget)

    def share(self, calls: int) -> float:
        return calls / self.quota


def _priced(asked: "AskedReports", out: Path | None, reread: timedelta | None) -> "list[_Priced]":
    from wolkvox_async.all_campaigns import ENDPOINT
    from wolkvox_async.reports.results import Plan

    known: list[_Priced] = [({}, Plan(operation=name, endpoint=ENDPOINT, windows=(), calls=1)) for name in asked.asked]
    if out is None:
        plans = [report.plan() for report in asked.reports]
    else:
        from wolkvox_async.export import missing

        plans = missing(asked.reports, out, reread)
    return known + [(report.parameters, each) for report, each in zip(asked.reports, plans, strict=True)]


def _rows(priced: "Sequence[_Priced]", totals: Mapping[str, _Total]) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for operation, total in totals.items():
        for parameters_of, each in priced:
            if each.operation == operation:
                given = " ".join(f"{name}={value}" for name, value in parameters_of.items())
                share = f"{total.share(each.calls):.1%}"
                rows.append((operation, each.endpoint, given, len(each.windows), each.calls, total.left, share, ""))
        days = "never" if total.days is None else total.days
        share = f"{total.share(total.calls):.1%}"
        rows.append((operation, "total", "", total.windows, total.calls, total.left, share, days))
    return rows


def _summary(
    priced: "Sequence[_Priced]", totals: Mapping[str, _Total], failures: Mapping[str, WolkvoxError]
) -> dict[str, Any]:
    return {
        "calls": sum(total.calls for total in totals.values()),
        "today": _fits(totals),
        "operations": [
            {
                "operation": total.operation,
                "windows": total.windows,
                "calls": total.calls,
                "quota": total.quota,
                "left": total.left,
                "share": total.share(total.calls),
                "days": total.days,
            }
            for total in totals.values()
        ],
        "reports": [
            {
                "operation": each.operation,
                "endpoint": each.endpoint,
                "parameters": {name: str(value) for name, value in parameters_of.items()},
                "windows": [(window.start.isoformat(), window.end.isoformat()) for window in each.windows],
                "calls": each.calls,
            }
            for parameters_of, each in priced
        ],
        "unusable": {name: str(error) for name, error in failures.items()},
    }


def _fits(totals: Mapping[str, _Total]) -> bool:
    return all(total.calls <= total.left for total in totals.values())


def _code(totals: Mapping[str, _Total], failures: Mapping[str, WolkvoxError]) -> int:
    if not _fits(totals):
        return QUOTA
    if not failures:
        return DONE
    return PARTIAL if totals else exit_code(next(iter(failures.values())))
