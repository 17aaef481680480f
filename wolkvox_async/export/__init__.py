"""Exports: reports written to files that a crash does not harm, and that the next run goes on from.

    outcome = await export([report, …], to=Path("exports"), format="parquet")

`plan` says where a report's files lie and which windows are still to be asked, `manifest` remembers what is there,
`table` and the sinks write rows, `files` and `lock` see to it that a file is whole or absent, `job` does one report
and `run` all of them. `progress` tells people how far it has come.
"""

from wolkvox_async.export.outcome import Outcome, ReportOutcome
from wolkvox_async.export.progress import Progress
from wolkvox_async.export.run import export
from wolkvox_async.export.sinks import Format

__all__ = ["Format", "Outcome", "Progress", "ReportOutcome", "export"]
