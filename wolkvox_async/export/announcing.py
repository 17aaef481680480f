"""What an export says of a report: what there is to ask, that it has ended, and by which column its rows are dated."""

from typing import Any

from wolkvox_async import events
from wolkvox_async.core.endpoint import Buckets, Events
from wolkvox_async.export.layout import caller_of
from wolkvox_async.reports.report import Report
from wolkvox_async.reports.results import Plan
from wolkvox_async.tables.columns import parameter_text

__all__ = ["begun", "dated_by", "ended"]


def begun(report: Report[Any], plan: Plan) -> None:
    """Say what there is to ask for."""
    caller = caller_of(report)
    quota = caller.operation.daily_quota
    caller.tell(events.ReportBegun(**_place(report), windows=len(plan.windows), calls=plan.calls, quota=quota))


def ended(report: Report[Any], windows: int, error: Exception | None) -> None:
    """Say that a report has ended: how many windows were read, and why not all of them."""
    said = "" if error is None else str(error)
    caller_of(report).tell(events.ReportEnded(**_place(report), windows=windows, error=said))


def dated_by(report: Report[Any]) -> str:
    """Return the column that dates a row, "" where none does."""
    rows = report.endpoint.rows
    return (rows.time or "") if isinstance(rows, Events | Buckets) else ""


def _place(report: Report[Any]) -> Any:
    shown = " ".join(f"{name}={parameter_text(value)}" for name, value in report.parameters.items())
    return {"operation": report.operation, "endpoint": report.endpoint.name, "parameters": shown}
