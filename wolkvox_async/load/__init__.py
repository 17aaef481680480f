"""Loads: reports in the tables of a warehouse, through dlt.

    loaded = await fleet.load(["reports.cdr_1"], start=…, end=…, to="postgresql://host/database")

`destinations` says which destination an address stands for, `tables` how a staged file becomes rows, `warehouse` reads
and writes a dataset, and `load` does the work. `dlt_source` is for those who run dlt themselves.
"""

from wolkvox_async.load.dlt_source import source
from wolkvox_async.load.load import DATASET, Load
from wolkvox_async.load.outcome import Loaded

__all__ = ["DATASET", "Load", "Loaded", "source"]
