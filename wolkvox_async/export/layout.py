"""Where a report's files lie, and what identifies them.

    exports/
        sales-co/campaign.detail/campaign_id-32841,type_campaign-predictive/20250101T000000-20250201T000000.parquet
        _wolkvox/sales-co/campaign.detail/campaign_id-32841,type_campaign-predictive/_manifest.json

A report's folder holds data files and nothing else, so pandas, pyarrow, polars and DuckDB open it as it is. Manifests,
unfinished files and the lock lie under `_wolkvox`, which these readers leave out. No name has `=` in it, which they
would take for a column.
"""

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from attrs import field, frozen

from wolkvox_async.calls.executor import CallExecutor
from wolkvox_async.core.endpoint import Events, Totals
from wolkvox_async.core.windows import Window
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.export.manifest import Identity
from wolkvox_async.export.sinks import FORMATS, Format
from wolkvox_async.operation import zone_named
from wolkvox_async.reports.report import Report
from wolkvox_async.spelling import nearest
from wolkvox_async.tables import facts
from wolkvox_async.tables.columns import WINDOW, leading_of, parameter_text

__all__ = [
    "STATE",
    "Choices",
    "Columns",
    "Folders",
    "caller_of",
    "facts_of",
    "folders_of",
    "identity_of",
    "is_whole",
    "leading_columns",
    "safe_name",
    "says_days",
]

STATE = "_wolkvox"
OPERATION_ZONE = "operation"
Columns = Literal["operation", "parameters"]

_LONGEST = 80  # characters of one folder's name: three of them and a file's stay below the 260 of Windows
_DIGEST = 10
_MARK = "~"  # stands before a digest, and nowhere else in a name
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_PLAIN = re.compile(r"[A-Za-z0-9._-]")


def _names(columns: Columns | Iterable[Columns] | None) -> tuple[Columns, ...] | None:
    if columns is None or isinstance(columns, tuple):
        return columns
    return (columns,) if isinstance(columns, str) else tuple(columns)


@frozen(kw_only=True)
class Choices:
    """How the files of an export are written.

    Attributes:
        format: parquet, ndjson, csv or xlsx.
        raw: Whether the lines of NDJSON are the server's own records, as they came.
        excel: Whether CSV is written for Excel.
        zone: The IANA name of the zone of moments, or "operation" for each operation's own. None: UTC; for people who
            open the files in a spreadsheet, the operation's.
        columns: What stands before a record's own columns: the operation, and the parameters that the rows do not name.
            None: both; none, where the records are the server's own.
        daily: Whether totals are of days, which their rows say.
    """

    format: Format = "parquet"
    raw: bool = False
    excel: bool = False
    _zone: str | None = field(default=None, alias="zone")
    _columns: tuple[Columns, ...] | None = field(default=None, converter=_names, alias="columns")
    daily: bool = False

    def __attrs_post_init__(self) -> None:
        if self.format not in FORMATS:
            raise ConfigurationError(f"unknown format {self.format!r}", advice=nearest(self.format, FORMATS))
        for name, of in (("raw", "ndjson"), ("excel", "csv")):
            if getattr(self, name) and self.format != of:
                raise ConfigurationError(
                    f"{name} is of {of}, not of {self.format}",
                    advice=f'give format="{of}"',
                    command_advice=f"give --format {of}",
                )
        if self.raw and (self._zone or self._columns):
            raise ConfigurationError(
                "the server's own records have no other zone and no more columns",
                advice="leave out zone and columns",
                command_advice="leave out --zone and --columns",
            )
        for name in self.columns:
            if name not in (known := get_args(Columns)):
                raise ConfigurationError(f"unknown column {name!r}", advice=nearest(name, known))
        if self.zone != OPERATION_ZONE:
            zone_named(self.zone, otherwise="give UTC, operation, or a name like America/Bogota")

    @property
    def zone(self) -> str:
        """The zone of moments: an IANA name, or "operation"."""
        if self._zone is not None:
            return self._zone
        return OPERATION_ZONE if self.excel or self.format == "xlsx" else "UTC"

    @property
    def columns(self) -> tuple[Columns, ...]:
        """What stands before a record's own columns."""
        if self._columns is not None:
            return self._columns
        return () if self.raw else get_args(Columns)

    @property
    def arguments(self) -> Mapping[str, Any]:
        """What it was made of, by the names of the arguments."""
        names = ("format", "raw", "excel")
        return {name: getattr(self, name) for name in names} | {"zone": self._zone, "columns": self._columns}

    @property
    def form(self) -> str:
        """The format and how it is written, in one word."""
        return self.format + ("-raw" if self.raw else "") + ("-excel" if self.excel else "")


@frozen
class Folders:
    """The two folders of a report: data, and what is known of it."""

    data: Path
    state: Path


def caller_of(report: Report[Any]) -> CallExecutor:
    """Return the call executor that a report works with."""
    return report._caller  # noqa: SLF001 - an export is the report's own way to files


def is_whole(report: Report[Any]) -> bool:
    """Return whether the rows of a range are one result: totals, and events that must not be cut."""
    rows = report.endpoint.rows
    return isinstance(rows, Totals) or (isinstance(rows, Events) and not rows.split)


def _escaped(text: str) -> str:
    return "".join(
        mark if _PLAIN.match(mark) else "".join(f"%{byte:02X}" for byte in mark.encode("utf-8", "surrogatepass"))
        for mark in text
    )


def _bounded(name: str, exact: str) -> str:
    """Return a name that every file system takes, with a digest of `exact` where the name alone would not do.

    Names that differ only in upper and lower case are one name to Windows and macOS, so such a name gets a digest.
    """
    if _RESERVED.fullmatch(name) or name.startswith((".", "_", "-")):
        name = f"%{ord(name[0]):02X}{name[1:]}"
    if name.endswith("."):
        name = name[:-1] + "%2E"
    upper = any(mark.isupper() for mark in re.sub(r"%[0-9A-F]{2}", "", name))
    if not upper and len(name) <= _LONGEST:
        return name
    digest = sha256(exact.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]
    return name[: _LONGEST - _DIGEST - 1].rstrip(".") + _MARK + digest


def safe_name(text: str) -> str:
    """Return a folder's name for any text; distinct texts have distinct names."""
    return _bounded(_escaped(text), text)


def _texts(report: Report[Any]) -> dict[str, str]:
    asked = {"by": report.by} if report.by else {}  # rows asked day by day are others than those of a month
    return asked | {name: parameter_text(report.parameters[name]) for name in sorted(report.parameters)}


def folders_of(report: Report[Any], to: Path) -> Folders:
    """Return a report's folders: operation / endpoint / parameters, "all" where it has none."""
    pairs = [(name, value) for name, value in _texts(report).items()]
    shown = ",".join(f"{_escaped(name)}-{_escaped(value).replace('%2C', '+')}" for name, value in pairs)
    parameters = _bounded(shown, repr(pairs)) if pairs else "all"
    inner = Path(safe_name(report.operation), safe_name(report.endpoint.name), parameters)
    return Folders(to / inner, to / STATE / inner)


def identity_of(report: Report[Any], choices: Choices) -> Identity:
    """Return what the files of a report are of."""
    operation = caller_of(report).operation
    return Identity(
        operation=operation.name,
        server=operation.server,
        base_url=operation.base_url,
        time_zone=str(operation.tz),
        endpoint=report.endpoint.name,
        parameters=_texts(report),
        format=choices.form,
        zone=str(operation.tz) if choices.zone == OPERATION_ZONE else choices.zone,
        columns=(*leading_columns(report, choices), *(WINDOW if says_days(report, choices) else ())),
    )


def says_days(report: Report[Any], choices: Choices) -> bool:
    """Return whether the rows are totals of days, which say their window."""
    return choices.daily and isinstance(report.endpoint.rows, Totals)


def leading_columns(report: Report[Any], choices: Choices) -> Mapping[str, str]:
    """Return the columns before the record's own, as `leading_of` has them."""
    return leading_of(report.endpoint, report.operation, report.parameters, choices.columns)


def facts_of(identity: Identity, window: Window) -> Mapping[str, Any]:
    """Return what the metadata of a Parquet file say of it.

    Args:
        identity: Of the report.
        window: The file's, in the operation's wall clock.
    """
    return facts.facts_of(
        operation=identity.operation,
        server=identity.server,
        base_url=identity.base_url,
        time_zone=identity.time_zone,
        endpoint=identity.endpoint,
        parameters=identity.parameters,
        window=window.within(ZoneInfo(identity.time_zone)),
        zone=identity.zone,
    )
