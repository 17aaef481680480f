"""Which sink writes a report's files."""

from wolkvox_async.export.csv import Csv
from wolkvox_async.export.excel import ExcelCsv
from wolkvox_async.export.job import OpenSink
from wolkvox_async.export.layout import Choices, facts_of
from wolkvox_async.export.manifest import Manifest
from wolkvox_async.export.ndjson import Lines, Ndjson
from wolkvox_async.export.parquet import Budget, Parquet, pyarrow
from wolkvox_async.export.xlsx import Xlsx, xlsxwriter
from wolkvox_async.tables.arrow import need_parquet
from wolkvox_async.tables.columns import Table

__all__ = ["load", "need", "opener"]


def need(choices: Choices) -> None:
    """Raise ConfigurationError where a package is not installed that the format needs."""
    if choices.format == "parquet":
        need_parquet()
    if choices.format == "xlsx":
        xlsxwriter()


def load(choices: Choices) -> None:
    """Load what writing the format needs, which takes a while the first time."""
    if choices.format == "parquet":
        pyarrow()


def opener(table: Table, manifest: Manifest, budget: Budget) -> OpenSink:
    """Return what opens the sink of a report's files.

    Args:
        table: The columns.
        manifest: What the report's folder holds.
        budget: What the Parquet files of an export may hold back together.
    """
    identity = manifest.identity
    match identity.format:
        case "parquet":
            return lambda file, window: Parquet(file, table, budget, facts_of(identity, window))
        case "xlsx":
            return lambda file, window: Xlsx(file, table, facts_of(identity, window))
        case "ndjson":
            return lambda file, _: Ndjson(file, table, manifest.nested)
        case "ndjson-raw":
            return lambda file, _: Lines(file)
        case "csv-excel":
            return lambda file, _: ExcelCsv(file, table)
        case _:
            return lambda file, _: Csv(file, table)
