"""What an export has done, report by report."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from wolkvox_async.core.plain import Plain
from wolkvox_async.core.windows import Window
from wolkvox_async.errors import WolkvoxError

__all__ = ["Outcome", "ReportOutcome"]


@frozen(kw_only=True)
class ReportOutcome(Plain):
    """One report: what lies in its files now, and what this run did for it.

    rows: in the files that hold the range (a file of an earlier run may reach beyond it); fetched: rows of this run.
    calls: made by this run; files: their paths; covered: the windows of the range that are read, merged.
    provisional: those among them that were read within 20 minutes of their end, and are read again by the next run.
    error: why not all of the range is covered, None where it is.
    """

    operation: str
    endpoint: str
    parameters: Mapping[str, Any]
    rows: int
    fetched: int
    calls: int
    files: tuple[Path, ...]
    covered: tuple[Window, ...]
    provisional: tuple[Window, ...]
    error: WolkvoxError | None = None


@frozen
class Outcome(Plain):
    """All reports of an export, in the order in which they were given."""

    reports: tuple[ReportOutcome, ...]

    _derived = ("rows", "fetched", "calls", "files", "failures", "complete")

    @property
    def rows(self) -> int:
        return sum(report.rows for report in self.reports)

    @property
    def fetched(self) -> int:
        return sum(report.fetched for report in self.reports)

    @property
    def calls(self) -> int:
        return sum(report.calls for report in self.reports)

    @property
    def files(self) -> tuple[Path, ...]:
        return tuple(path for report in self.reports for path in report.files)

    @property
    def failures(self) -> Mapping[str, WolkvoxError]:
        """The first error of each operation that has one."""
        failures: dict[str, WolkvoxError] = {}
        for report in self.reports:
            if report.error is not None:
                failures.setdefault(report.operation, report.error)
        return failures

    @property
    def complete(self) -> bool:
        """Whether every range is covered; the newest minutes may still be provisional."""
        return all(report.error is None for report in self.reports)
