"""A directory of exports opened as people open it: pandas, pyarrow, polars and DuckDB give the server's values."""

import re
from datetime import UTC, date, datetime

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset
import pyarrow.parquet
import pytest

from wolkvox_async import Fleet, MemoryStore, Operation, __version__
from wolkvox_async.export import compact
from wolkvox_async.simulator import Campaign, Simulator, Tenant, World

ZONES = {
    "sales-co": "America/Bogota",
    "service-mx": "America/Mexico_City",
    "Ventas ES": "Europe/Madrid",
    "con": "America/Lima",  # no file of Windows may be called so
    "ñandú/100%": "America/Argentina/Buenos_Aires",
    "a=b": "America/Santiago",
    "_hidden.": "UTC",
}
ASKED = {"start": date(2025, 1, 1), "end": date(2025, 1, 4)}
DETAIL = {"type_campaign": "predictive", "campaign_id": ["32841", "32842"]}


def plain(rows):
    """Return rows as comparable values; what is missing is None in each reader's own way."""
    return sorted(
        (row["operation"], row["campaign_id"], row["type_campaign"], row["conn_id"], moment(row["date"]))
        for row in rows
    )


def moment(value):
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


READERS = {
    "pandas": lambda to: pd.read_parquet(to).to_dict("records"),
    "pandas, its path as text": lambda to: pd.read_parquet(str(to)).to_dict("records"),
    "polars, at once": lambda to: pl.read_parquet(f"{to}/**/*.parquet").to_dicts(),
    "pyarrow.parquet": lambda to: pyarrow.parquet.read_table(to).to_pylist(),
    "pyarrow.dataset": lambda to: pyarrow.dataset.dataset(to, partitioning="hive").to_table().to_pylist(),
    "polars": lambda to: pl.scan_parquet(f"{to}/**/*.parquet").collect().to_dicts(),
    "duckdb": lambda to: duckdb.connect().execute(f"SELECT * FROM '{to}/**/*.parquet'").df().to_dict("records"),
    "polars, one folder": lambda to: [
        row for folder in {path.parent for path in to.rglob("*.parquet")} for row in pl.read_parquet(folder).to_dicts()
    ],
}


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """Return the directory of an export of operations in several zones, and the rows as the client gives them."""
    import asyncio

    to = tmp_path_factory.mktemp("exports")
    campaigns = (Campaign(id="32841", every=14_400.0), Campaign(id="32842", every=21_600.0))
    tenants = tuple(
        Tenant(name=name, tokens=(f"token-{number}",), tz=zone, campaigns=campaigns)
        for number, (name, zone) in enumerate(ZONES.items())
    )

    async def run():
        operations = [
            Operation(
                name=each.name, server="0099", tokens=each.tokens, licences=20, tz=each.tz, base_url=simulator.base_url
            )
            for each in tenants
        ]
        async with Fleet(operations, store=MemoryStore()) as fleet:
            outcome = await fleet.export(["campaign.detail"], to=to, **ASKED, **DETAIL)
            assert outcome.complete
            return [
                {**row.to_dict(), **report.parameters, "operation": report.operation, "date": row.date.astimezone(UTC)}
                for report in fleet.reports(["campaign.detail"], **ASKED, **DETAIL)
                for row in await report
            ]

    with Simulator(World(tenants=tenants)) as simulator:
        return to, asyncio.run(run())


@pytest.mark.parametrize("reader", READERS)
def test_each_reader_opens_the_whole_directory_and_has_every_value(exported, reader):
    to, rows = exported
    assert plain(READERS[reader](to)) == plain(rows)
    assert {row["operation"] for row in rows} == set(ZONES)
    assert len({(row["operation"], row["campaign_id"]) for row in rows}) == 14


@pytest.mark.parametrize("reader", READERS)
def test_no_reader_makes_a_column_of_a_folders_name(exported, reader):
    to, rows = exported
    own = [name for name in rows[0] if name not in ("operation", "campaign_id", "type_campaign")]
    assert list(READERS[reader](to)[0]) == ["operation", "campaign_id", "type_campaign", *own]


def test_moments_are_instants_and_the_zone_stands_in_the_metadata(exported):
    import json

    to, _ = exported
    zones = set()
    for path in to.rglob("*.parquet"):
        file = pyarrow.parquet.ParquetFile(path)
        assert str(file.schema_arrow.field("date").type) == "timestamp[us, tz=UTC]"
        facts = json.loads(file.schema_arrow.metadata[b"wolkvox"])
        zones.add((facts["operation"], facts["time_zone"]))
        assert facts["endpoint"] == "campaign.detail"
        assert facts["parameters"]["campaign_id"] in DETAIL["campaign_id"]
        assert [facts["window"][edge][:19] for edge in ("start", "end")] == [
            "2025-01-01T00:00:00",
            "2025-01-04T00:00:00",
        ]
        assert facts["version"] == __version__
        meanings = [each.metadata[b"meaning"] for each in file.schema_arrow]
        assert meanings[0] == b"Name of the operation"
    assert zones == set(ZONES.items())


@pytest.mark.parametrize(("zone", "expected"), [("operation", "Europe/Madrid"), ("Asia/Tokyo", "Asia/Tokyo")])
async def test_another_zone_is_chosen(tmp_path, zone, expected):
    tenant = Tenant(name="x", tokens=("t",), tz="Europe/Madrid", campaigns=(Campaign(id="1", every=7200.0),))
    async with Simulator(World(tenants=(tenant,))) as simulator:
        operation = Operation(
            name="x", server="1", tokens=["t"], licences=1, tz="Europe/Madrid", base_url=simulator.base_url
        )
        async with Fleet([operation], store=MemoryStore()) as fleet:
            outcome = await fleet.export(["reports.cdr_1"], to=tmp_path, zone=zone, columns=[], **ASKED)
    (path,) = outcome.files
    schema = pyarrow.parquet.read_schema(path)
    assert str(schema.field("date").type) == f"timestamp[us, tz={expected}]"
    assert "operation" not in schema.names
    first = min(row["date"] for row in pyarrow.parquet.read_table(path).to_pylist())
    assert first >= datetime(2024, 12, 31, 23, tzinfo=UTC)


def test_the_names_of_folders_are_safe_on_every_system(exported):
    to, _ = exported
    names = {part for path in to.rglob("*.parquet") for part in path.relative_to(to).parts[:-1]}
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert re.fullmatch(r"[A-Za-z0-9%][A-Za-z0-9.,+~%_-]*[A-Za-z0-9~%_-]", name), name
        assert name.partition(".")[0].casefold() not in {"con", "nul", "aux", "prn"}


@pytest.mark.parametrize("reader", READERS)
def test_a_joined_folder_opens_as_well(exported, reader, tmp_path):
    from shutil import copytree

    to, rows = exported
    compact(copytree(to, tmp_path / "exports"))
    assert plain(READERS[reader](tmp_path / "exports")) == plain(rows)
