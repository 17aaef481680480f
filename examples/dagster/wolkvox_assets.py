"""Dagster: the calls of each day as an asset, in Parquet files that other assets read.

A partition that is materialised again makes a call only for what it lacks or what may have changed. Many partitions
may run at once: the store keeps two calls at once of each token among all processes.
"""

from datetime import date, timedelta
from os import environ
from pathlib import Path

import dagster

CONFIG = environ.get("WOLKVOX_CONFIG", "/etc/wolkvox/wolkvox.toml")
FOLDER = Path(environ.get("WOLKVOX_EXPORTS", "/srv/wolkvox/exports"))
DAYS = dagster.DailyPartitionsDefinition(start_date="2026-01-01", timezone="America/Bogota")


def fetch_day(config: str, folder: Path, day: date) -> dict[str, int]:
    """Export one day to a folder of its own, and raise where rows are missing."""
    from wolkvox_async import PartialFailure
    from wolkvox_async.sync import Fleet

    with Fleet.from_toml(config) as fleet:
        outcome = fleet.export("reports.cdr_1", start=day, end=day + timedelta(days=1), to=folder / day.isoformat())
    if not outcome.complete:
        raise PartialFailure(f"rows of {day} are missing", failures=outcome.failures)
    return {"rows": outcome.rows, "calls": outcome.calls}


@dagster.asset(partitions_def=DAYS, retry_policy=dagster.RetryPolicy(max_retries=3, delay=600))
def calls(context: dagster.AssetExecutionContext) -> dagster.MaterializeResult:
    """The calls of one day, all operations."""
    done = fetch_day(CONFIG, FOLDER, date.fromisoformat(context.partition_key))
    return dagster.MaterializeResult(metadata=done)


defs = dagster.Definitions(
    assets=[calls],
    schedules=[
        dagster.build_schedule_from_partitioned_job(dagster.define_asset_job("nightly", [calls]), hour_of_day=1)
    ],
)
