"""How many rows an export holds of each day, counted in its files."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, tzinfo
from importlib import import_module
from pathlib import Path
from typing import Any

import orjson

from wolkvox_async.export.outcome import ReportOutcome
from wolkvox_async.export.parquet import pyarrow

__all__ = ["rows_by_day"]


def rows_by_day(report: ReportOutcome) -> Counter[date] | None:
    """Return the rows of each day of the operation's clock, in the range that was asked.

    Args:
        report: Of which the files are read, of Parquet the one column.

    Returns:
        None where the rows name no day, or the files cannot be read for it.
    """
    if report.asked is None or not report.dated_by or "." in report.dated_by:
        return None
    zone, days = report.asked.start.tzinfo, Counter[date]()
    first, last = report.asked.start.date(), (report.asked.end - timedelta(seconds=1)).date()
    try:
        for path in report.files:
            for day, count in _counted(path, report.dated_by, zone):
                if first <= day <= last:
                    days[day] += count
    except (OSError, ValueError, KeyError, TypeError):
        return None  # a file of a form that is not ours; the page says that the days are not known
    return days


def _counted(path: Path, name: str, zone: tzinfo | None) -> Iterable[tuple[date, int]]:
    if path.suffix == ".parquet":
        return _of_parquet(path, name, zone)
    return Counter(_day(value, zone) for value in _of_text(path, name) if value is not None).items()


def _of_parquet(path: Path, name: str, zone: tzinfo | None) -> Iterator[tuple[date, int]]:
    pa, parquet = pyarrow()
    compute: Any = import_module("pyarrow.compute")  # an extra; its functions are made when it is imported
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(columns=[name]):
            column = batch.column(0).drop_null()
            if pa.types.is_timestamp(column.type) and column.type.tz is not None:
                column = compute.local_timestamp(column.cast(pa.timestamp(column.type.unit, str(zone))))
            for each in compute.value_counts(column.cast(pa.date32())).to_pylist():
                yield each["values"], each["counts"]


def _of_text(path: Path, name: str) -> Iterator[Any]:
    if path.suffix == ".ndjson":
        with path.open("rb") as lines:
            yield from (orjson.loads(line)[name] for line in lines)
    elif path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as lines:
            head = lines.readline()
            lines.seek(0)
            for row in csv.DictReader(lines, delimiter=";" if head.count(";") > head.count(",") else ","):
                yield row[name] or None
    else:
        raise ValueError(f"{path.suffix} has no days")


def _day(value: Any, zone: tzinfo | None) -> date:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return (value.astimezone(zone) if value.tzinfo is not None else value).date()
    if isinstance(value, date):
        return value
    raise TypeError(f"{value!r} is no moment")
