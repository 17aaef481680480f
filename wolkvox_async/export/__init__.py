"""Exports: reports written to files that a crash does not harm, and that the next run goes on from.

    outcome = await export([report, …], to=Path("exports"), format="parquet")

`layout` says where a report's files lie and `plan` which windows are still to be asked, `manifest` remembers what is
there, `folders` makes it ready and `former` takes in what the first version wrote, `table` and the sinks write rows,
`files` and `lock` see to it that a file is whole or absent, `publication` and `compaction` put files in the place of
others, `job` does one report and `run` all of them. `dealing` deals them out in `shards` to an executor, such as
`workers`; `event_log` and `run_folder` are between the two. `pricing` says what that will cost, and `progress` shows
people how far it has come.

The names below are imported when they are first used: an export in one process needs no worker, page or compaction.
"""

from typing import TYPE_CHECKING

from wolkvox_async.lazy import names_on_use

if TYPE_CHECKING:
    from wolkvox_async.export.compaction import Compacted, compact
    from wolkvox_async.export.dealing import Opening, ShardedExport
    from wolkvox_async.export.layout import Columns
    from wolkvox_async.export.outcome import Outcome, Published, ReportOutcome
    from wolkvox_async.export.page import to_html
    from wolkvox_async.export.plan import Following
    from wolkvox_async.export.pricing import missing
    from wolkvox_async.export.progress import Progress
    from wolkvox_async.export.recording import Recording
    from wolkvox_async.export.run import Export, export
    from wolkvox_async.export.shards import Shard
    from wolkvox_async.export.sinks import Format
    from wolkvox_async.export.workers import Workers
else:
    __getattr__, __dir__ = names_on_use(
        __name__,
        {
            "compaction": "Compacted compact",
            "dealing": "Opening ShardedExport",
            "layout": "Columns",
            "outcome": "Outcome Published ReportOutcome",
            "page": "to_html",
            "plan": "Following",
            "pricing": "missing",
            "progress": "Progress",
            "recording": "Recording",
            "run": "Export export",
            "shards": "Shard",
            "sinks": "Format",
            "workers": "Workers",
        },
    )

__all__ = [
    "Columns",
    "Compacted",
    "Export",
    "Following",
    "Format",
    "Opening",
    "Outcome",
    "Progress",
    "Published",
    "Recording",
    "ReportOutcome",
    "Shard",
    "ShardedExport",
    "Workers",
    "compact",
    "export",
    "missing",
    "to_html",
]
