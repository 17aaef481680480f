"""Reading, checking and packing a CSV file of leads: rows a second, and memory above idle.

Usage: python benchmarks/lead_files.py [--quick]
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path
from zoneinfo import ZoneInfo

from _shared import line, peak_mb

from wolkvox_async import RecordFile
from wolkvox_async.core.batches import Packer, rules
from wolkvox_async.endpoints.campaign import PredictiveLead
from wolkvox_async.uploads.checking import Checker

ZONE = ZoneInfo("America/Bogota")


def write(path, rows):
    with path.open("w", encoding="utf-8") as file:
        file.write("Nombre,Apellido,Cédula,Ciudad,Teléfono,opt1\n")
        for n in range(rows):
            file.write(f"María,Pérez {n % 100},{10_000_000 + n},Bogotá,57300{n:07},web\n")


def read(path, **options):
    """Return the records of a file that are valid, the seconds that it took, and those of the processor."""
    began, worked = time.perf_counter(), time.process_time()
    records, checker, packer = RecordFile(path, match=True, **options), Checker(PredictiveLead, ZONE, "raise"), Packer()
    count = 0
    for part in records.parts(rules(PredictiveLead)):
        for row, encoded in checker.checked(part):
            count += 1
            for _ in packer.add(row, encoded):
                pass
    return count, time.perf_counter() - began, time.process_time() - worked


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="a tenth of the rows")
    rows = 100_000 if options.parse_args().quick else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leads.csv"
        write(path, rows)
        idle = peak_mb()
        count, seconds, worked = read(path)
        assert count == rows
        print(f"{rows:,} leads: {seconds:.1f} s, of which other programs had the processor {seconds - worked:.1f} s")
        good = line("thousand rows a second of the processor", count / worked / 1000, 150, "k/s", at_least=True)
        good &= line("peak above idle", peak_mb() - idle, 64, "MB")
        write(path, rows // 10)
        count, _, worked = read(path, country="57")
        good &= line("with phones cleaned, thousand rows a second", count / worked / 1000, 15, "k/s", at_least=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
