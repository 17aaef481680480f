"""What an export has done, report by report."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import Factory, frozen

from wolkvox_async.core.plain import Plain, counted
from wolkvox_async.core.windows import Window
from wolkvox_async.errors import WolkvoxError
from wolkvox_async.tables.columns import Table

__all__ = ["Outcome", "Published", "ReportOutcome"]


@frozen(kw_only=True)
class Published:
    """One window that a run has read and written.

    Attributes:
        operation: The operation's name.
        endpoint: The endpoint's name.
        parameters: What it was asked with.
        window: Whose rows these are, aware in the operation's zone, end exclusive.
        rows: How many.
        path: The file, None where there are no rows.
        columns: Of the file, None where its records are the server's own.
    """

    operation: str
    endpoint: str
    parameters: Mapping[str, Any]
    window: Window
    rows: int
    path: Path | None
    columns: Table | None


@frozen(kw_only=True, repr=False)
class ReportOutcome(Plain):
    """One report: what lies in its files now, and what this run did for it.

    Attributes:
        rows: In the files that hold the range; a file of an earlier run may reach beyond it.
        fetched: Rows of this run.
        repeated: Rows of the files' windows that the window before had given, alike in every field; left out. Of a
            window that has no rows else, and so no file, they are counted by the run that read it; so in what follows.
        outside: Rows of the files' windows that stand for hours which the window does not touch; left out.
        grand_totals: Rows of the files' windows that add up the window's other rows; left out.
        misdated: Rows of the files' windows that are dated more than a minute outside of them; they are in the files.
        calls: Made by this run.
        files: Their paths.
        covered: The windows of the range that are read, merged; aware in the operation's zone, end exclusive.
        provisional: Those among them that were read within 20 minutes of their end; the next run reads them again.
        error: Why not all of the range is covered, None where it is.
        stopped: Whether the run was stopped before this report was complete.
        asked: The range that was asked for; aware in the operation's zone, end exclusive.
        dated_by: The column that dates a row; "" where none does.
    """

    operation: str
    endpoint: str
    parameters: Mapping[str, Any]
    rows: int
    fetched: int
    repeated: int = 0
    outside: int = 0
    grand_totals: int = 0
    misdated: int = 0
    calls: int
    files: tuple[Path, ...]
    covered: tuple[Window, ...]
    provisional: tuple[Window, ...]
    error: WolkvoxError | None = None
    stopped: bool = False
    asked: Window | None = None
    dated_by: str = ""

    @property
    def complete(self) -> bool:
        """Whether the range is covered, up to now; the newest minutes may still be provisional."""
        return self.error is None and not self.stopped

    def __repr__(self) -> str:
        words = [self.operation, self.endpoint, *(f"{name}={value}" for name, value in self.parameters.items())]
        failed = "" if self.error is None else f"failed: {self.error.detail}"
        return f"<ReportOutcome {' '.join(words)}: {_ended(self, failed)}>"


@frozen(repr=False)
class Outcome(Plain):
    """All reports of an export, in the order in which they were given.

    Attributes:
        reports: What became of each.
        notes: What was found in the directory and is worth a word: files that were gone, or of an older version.
        unusable: Why operations could not be asked at all, by name.
        campaign_calls: Calls that asked operations for their campaigns, where campaign_id is "all".
    """

    reports: tuple[ReportOutcome, ...]
    notes: tuple[str, ...] = ()
    unusable: Mapping[str, WolkvoxError] = Factory(dict)
    campaign_calls: int = 0

    _derived = ("rows", "fetched", "calls", "files", "failures", "complete")

    @property
    def rows(self) -> int:
        """Rows in the files of all reports."""
        return sum(report.rows for report in self.reports)

    @property
    def fetched(self) -> int:
        """Rows that this run read."""
        return sum(report.fetched for report in self.reports)

    @property
    def calls(self) -> int:
        """Calls that this run made, of the reports and for the campaigns."""
        return self.campaign_calls + sum(report.calls for report in self.reports)

    @property
    def files(self) -> tuple[Path, ...]:
        """Paths of the files of all reports."""
        return tuple(path for report in self.reports for path in report.files)

    @property
    def failures(self) -> Mapping[str, WolkvoxError]:
        """The first error of each operation that has one."""
        failures = dict(self.unusable)
        for report in self.reports:
            if report.error is not None:
                failures.setdefault(report.operation, report.error)
        return failures

    @property
    def complete(self) -> bool:
        """Whether every range is covered; the newest minutes may still be provisional."""
        return not self.unusable and all(report.complete for report in self.reports)

    def __repr__(self) -> str:
        failed = f"failed: {', '.join(self.failures)}" if self.failures else ""
        return f"<Outcome {counted(len(self.reports), 'report')}: {_ended(self, failed)}>"


def _ended(outcome: ReportOutcome | Outcome, failed: str) -> str:
    state = failed or ("complete" if outcome.complete else "stopped")
    return f"{counted(outcome.rows, 'row')}, {counted(outcome.calls, 'call')}, {state}"
