"""Airflow 3: every night, what is missing of two reports goes to Parquet files.

The worker needs the package with the extra `parquet`, a wolkvox.toml, and the token in its environment. A run that is
repeated, or that runs beside another, makes no call twice: the folder knows what it has.
"""

from datetime import date, timedelta
from os import environ

import pendulum
from airflow.sdk import dag, task

CONFIG = environ.get("WOLKVOX_CONFIG", "/etc/wolkvox/wolkvox.toml")
FOLDER = environ.get("WOLKVOX_EXPORTS", "/srv/wolkvox/exports")
REPORTS = ["campaign.detail", "reports.cdr_1"]
BEGIN = date(2026, 1, 1)
ZONE = "America/Bogota"


def fetch_missing(config: str, folder: str) -> dict[str, int]:
    """Export, and raise where a window is missing, so that Airflow tries again."""
    from wolkvox_async import PartialFailure
    from wolkvox_async.sync import Fleet

    with Fleet.from_toml(config) as fleet:
        outcome = fleet.export(REPORTS, start=BEGIN, end=pendulum.today(ZONE).date(), to=folder)
    if not outcome.complete:
        raise PartialFailure("windows are missing; the next try fetches them", failures=outcome.failures)
    return {"rows": outcome.rows, "fetched": outcome.fetched, "calls": outcome.calls}


@dag(
    schedule="45 0 * * *",
    start_date=pendulum.datetime(2026, 1, 1, tz=ZONE),
    catchup=False,  # a run fetches all that is missing, of earlier nights too
    max_active_runs=1,
    default_args={"retries": 3, "retry_delay": timedelta(minutes=10)},
)
def wolkvox_export() -> None:
    """Bring yesterday's rows, and what changed before."""

    @task
    def export() -> dict[str, int]:
        return fetch_missing(CONFIG, FOLDER)

    export()


wolkvox_export()
