"""Speed and memory of the sinks alone, fed with 300 records at a time, as the decoder hands them on.

    python benchmarks/sinks.py [--records 200000] [parquet] [ndjson] [csv]

Each format runs in a process of its own, three times; the median counts. Memory is the peak above what the process
had after a first small file. The making of the records is off the clock.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import psutil

from wolkvox_async.core.windows import Window
from wolkvox_async.endpoints.campaign import DETAIL
from wolkvox_async.export.csv import Csv
from wolkvox_async.export.files import Part
from wolkvox_async.export.ndjson import Ndjson
from wolkvox_async.export.parquet import Budget, Parquet
from wolkvox_async.tables.columns import table_of

ZONE = ZoneInfo("America/Bogota")
WINDOW = Window(datetime(2025, 1, 1), datetime(2025, 2, 1))  # noqa: DTZ001 - a wall clock
BATCH, RUNS = 300, 3
FORMATS = ("parquet", "ndjson", "csv")


def records(table, first):
    """Make a batch of records like those of campaign.detail: a third of the texts are distinct."""
    begin = datetime(2025, 1, 1, tzinfo=UTC).astimezone(ZONE)
    words = ("CLARO", "BOGOTA D.C.", "ANTIOQUIA", "answer", "no-answer", "CC", "M", "F")

    def value(index, column, number):
        match column.kind:
            case "int":
                return number % 97
            case "moment":
                return begin + timedelta(seconds=number)
            case "json":
                return {}
        return f"{index:02} {number * 7919:011}" if index % 3 == 0 else words[(index + number) % len(words)]

    return [
        SimpleNamespace(**{column.name: value(index, column, number) for index, column in enumerate(table.columns)})
        for number in range(first, first + BATCH)
    ]


def one(name, count):
    table = table_of(DETAIL, ZONE)
    open_sink = {
        "parquet": partial(Parquet, table=table, budget=Budget()),
        "ndjson": partial(Ndjson, table=table),
        "csv": partial(Csv, table=table),
    }[name]
    process = psutil.Process()
    with tempfile.TemporaryDirectory() as folder:
        warm = Part(Path(folder) / "warm.tmp", open_sink)  # imports, and what they allocate, are no sink's cost
        warm.write(records(table, 0), WINDOW)
        warm.finish()
        speeds, size, base = [], 0, process.memory_info().rss
        peak = base
        for _ in range(RUNS):
            part = Part(Path(folder) / "part.tmp", open_sink)
            spent = 0.0
            for first in range(0, count, BATCH):
                batch = records(table, first)
                began = time.perf_counter()
                part.write(batch, WINDOW)
                spent += time.perf_counter() - began
                peak = max(peak, process.memory_info().rss)
            began = time.perf_counter()
            written = part.finish()
            spent += time.perf_counter() - began
            peak = max(peak, process.memory_info().rss)
            speeds.append(written.rows / spent)
            size = written.size
    return {
        "format": name,
        "records_per_s": round(statistics.median(speeds)),
        "megabytes": round(size / 1e6, 1),
        "peak_above_start_mb": round((peak - base) / 1e6),
        "columns": len(table.columns),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("formats", nargs="*", default=FORMATS)
    parser.add_argument("--records", type=int, default=200_000)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(one(given.one, given.records)))
        return
    for name in given.formats:
        command = [sys.executable, __file__, "--one", name, "--records", str(given.records)]
        print(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())


if __name__ == "__main__":
    main()
