"""Reports whose records hold lists: typed columns in Parquet, arrays of objects in NDJSON, JSON text in the others."""

import json
import shutil
from datetime import UTC, date, datetime
from hashlib import sha256

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet
import pytest

from tests.export.test_former import SAMPLES
from tests.support.databases import KINDS, database
from tests.support.exporting import ZONE, Clock, fleet_at, names, read, world
from tests.support.nesting import NESTED, in_arrow, in_ndjson, read_back
from wolkvox_async import frame
from wolkvox_async.core.endpoint import Totals
from wolkvox_async.core.plain import json_bytes, plain
from wolkvox_async.core.wire import Decoder
from wolkvox_async.export import compact
from wolkvox_async.export.ndjson import Ndjson
from wolkvox_async.simulator import Simulator
from wolkvox_async.tables.columns import cell_text, table_of

REPORTS = sorted(name for name, found in NESTED.items() if found.rows is not None)
DAYS = [(date(2025, 1, day), date(2025, 1, day + 1)) for day in (1, 2, 3)]
RANGE = {"start": date(2025, 1, 1), "end": date(2025, 1, 4)}
CHATS = "reports.chat_2"


@pytest.fixture(name="simulator")
async def serve_simulator():
    async with Simulator(world(), clock=Clock()) as simulator:
        yield simulator


async def export(simulator, to, name=CHATS, kind="parquet", **given):
    async with fleet_at(simulator) as fleet:
        outcome = await fleet.export([name], to=to, format=kind, **RANGE | given)
        assert outcome.complete
        return outcome


async def rows_of(simulator, name=CHATS, **given):
    async with fleet_at(simulator) as fleet:
        return await fleet["sales-co"].report(name, **RANGE | given)


def nested_in(name):
    """Return the nested column of a report, and the fields of the records within it."""
    (column,) = (each for each in table_of(NESTED[name], UTC).columns if each.inner)
    return column.name, column.inner[0].inner


def test_these_are_the_reports_with_lists():
    assert REPORTS == ["gamification.agents_kpi", "reports.agent_11", "reports.agent_5", CHATS]


@pytest.mark.parametrize("name", REPORTS)
async def test_tables_and_frames_have_the_records_within_the_rows(simulator, name):
    async with fleet_at(simulator) as fleet:
        report = fleet["sales-co"].report(name, **RANGE)
        rows, table, other, pandas = (
            await report,
            await report.to_arrow(),
            await report.to_polars(),
            await report.to_pandas(),
        )
        several = await fleet.to_arrow(name, **RANGE)
    list_, inner = nested_in(name)
    wanted = [in_arrow(row)[list_] for row in rows]
    assert sum(map(len, wanted)) > len(wanted) > 0
    for found in (
        table.column(list_).to_pylist(),
        other[list_].to_list(),
        pandas[list_].tolist(),
        several.column(list_).to_pylist(),
        pl.DataFrame(table)[list_].to_list(),  # by the PyCapsule protocol
        frame(rows, to="arrow").column(list_).to_pylist(),
    ):
        assert [[read_back(each, inner) for each in elements] for elements in found] == wanted
    assert table.schema.field(list_).type == frame(rows, to="arrow").schema.field(list_).type


READERS = {
    "pandas": lambda to, name: pd.read_parquet(to)[name].tolist(),
    "pyarrow.dataset": lambda to, name: pyarrow.dataset.dataset(to).to_table().column(name).to_pylist(),
    "polars": lambda to, name: pl.read_parquet(f"{to}/**/*.parquet")[name].to_list(),
    "duckdb": lambda to, name: [
        row[0] for row in duckdb.connect().execute(f"SELECT {name} FROM '{to}/**/*.parquet'").fetchall()
    ],
}


@pytest.mark.parametrize("joined", [False, True])
@pytest.mark.parametrize("name", REPORTS)
async def test_each_reader_opens_a_folder_with_lists_of_records(simulator, tmp_path, name, joined):
    for start, end in DAYS:
        await export(simulator, tmp_path, name, start=start, end=end)
    assert len(names(tmp_path)) == 3
    if joined:
        compact(tmp_path)
        assert len(names(tmp_path)) == (3 if isinstance(NESTED[name].rows, Totals) else 1)
    list_, inner = nested_in(name)
    rows = [row for start, end in DAYS for row in await rows_of(simulator, name, start=start, end=end)]
    wanted = [in_arrow(row)[list_] for row in rows]
    for reader in READERS.values():
        found = [[read_back(each, inner) for each in elements] for elements in reader(tmp_path, list_)]
        assert sorted(map(repr, found)) == sorted(map(repr, wanted))
    (first, *_) = tmp_path.rglob("*.parquet")
    element = pyarrow.parquet.read_schema(first).field(list_).type.value_type
    assert all(field.metadata[b"meaning"] for field in element)


async def test_csv_holds_the_records_as_json(simulator, tmp_path):
    outcome = await export(simulator, tmp_path, kind="csv")
    rows = [row for path in outcome.files for row in read(path)]
    assert [row["conversation"] for row in rows] == [cell_text(row.conversation) for row in await rows_of(simulator)]


@pytest.mark.parametrize("zone", ["UTC", "operation"])
@pytest.mark.parametrize("name", REPORTS)
async def test_ndjson_holds_the_records_as_objects(simulator, tmp_path, name, zone):
    outcome = await export(simulator, tmp_path, name, kind="ndjson", zone=zone, columns=[])
    rows = [row for path in outcome.files for row in read(path)]
    wanted = [in_ndjson(row, ZONE if zone == "operation" else UTC) for row in await rows_of(simulator, name)]
    assert [{key: row[key] for key in wanted[0]} for row in rows] == wanted
    assert sum(len(row[nested_in(name)[0]]) for row in rows) > len(rows) > 0


NDJSON_READERS = {
    "pandas": lambda to: pd.concat(pd.read_json(path, lines=True) for path in to.rglob("*.ndjson")).to_dict("records"),
    "polars": lambda to: pl.read_ndjson(f"{to}/**/*.ndjson", infer_schema_length=None).to_dicts(),
    "duckdb": lambda to: duckdb.connect().sql(f"FROM read_json('{to}/**/*.ndjson', sample_size = -1)").pl().to_dicts(),
}


@pytest.mark.parametrize("reader", NDJSON_READERS)
async def test_each_reader_of_ndjson_finds_records_in_the_lists(simulator, tmp_path, reader):
    await export(simulator, tmp_path, kind="ndjson")
    rows = await rows_of(simulator)
    found = {row["conn_id"]: row["conversation"] for row in NDJSON_READERS[reader](tmp_path)}
    assert found.keys() == {row.conn_id for row in rows}
    for row in rows:
        there = found[row.conn_id]
        assert [each["message"] for each in there] == [each.message for each in row.conversation]
        dates = [each["date"] and datetime.fromisoformat(str(each["date"])).replace(tzinfo=UTC) for each in there]
        assert dates == [each.date for each in row.conversation]


@pytest.mark.parametrize("reader", NDJSON_READERS)
def test_extra_is_text_that_each_reader_of_ndjson_takes_whatever_its_keys(tmp_path, reader):
    extras = [*([{}] * 30_000), {"new": {"a": 1}}, *({f"new_{number}": number} for number in range(300)), {"new": [1]}]
    elements = [{"conn_id": str(each), "conversation": [extra], **extra} for each, extra in enumerate(extras)]
    chats = Decoder(NESTED[CHATS].record, ZONE).decode(elements)
    with (tmp_path / "chats.ndjson").open("wb") as file:
        Ndjson(file, table_of(NESTED[CHATS], ZONE)).write(chats, None)
    for row, extra in zip(NDJSON_READERS[reader](tmp_path), extras, strict=True):
        for found in (row["extra"], row["conversation"][0]["extra"]):
            assert (json.loads(found) if isinstance(found, str) else {}) == extra


async def test_sql_asks_within_the_lists(simulator, tmp_path):
    await export(simulator, tmp_path)
    found = duckdb.connect().execute(
        f"SELECT m.from_, count(*), max(m.date) FROM '{tmp_path}/**/*.parquet', unnest(conversation) AS t(m) GROUP BY 1"
    )
    messages = [each for row in await rows_of(simulator) for each in row.conversation]
    wanted = {}
    for sender in {each.from_ for each in messages}:
        dates = [each.date for each in messages if each.from_ == sender]
        wanted[sender] = len(dates), max(each for each in dates if each).astimezone(UTC)
    assert {sender: (count, last.astimezone(UTC)) for sender, count, last in found.fetchall()} == wanted


async def test_a_row_is_made_of_each_record_as_the_docs_say(simulator, tmp_path):
    await export(simulator, tmp_path)
    wanted = sorted((row.conn_id, each.message or "") for row in await rows_of(simulator) for each in row.conversation)
    sql = f"SELECT conn_id, unnest(conversation, recursive := true) FROM '{tmp_path}/**/*.parquet'"
    frame = pl.read_parquet(f"{tmp_path}/**/*.parquet").select("conn_id", "conversation")
    for found in (duckdb.connect().sql(sql).pl(), frame.explode("conversation").unnest("conversation")):
        rows = [(row["conn_id"], row["message"] or "") for row in found.to_dicts()]
        assert sorted(rows) == wanted


def as_text(path):
    """Make a file's list a column of JSON text, as earlier versions wrote it; return it with its new digest."""
    if path.suffix == ".ndjson":
        path.write_bytes(
            b"".join(
                json_bytes(row | {"conversation": row["conversation"] and json.dumps(row["conversation"])}) + b"\n"
                for row in read(path)
            )
        )
        return digest_of(path)
    table = pyarrow.parquet.read_table(path)
    number = table.schema.get_field_index("conversation")
    texts = pa.array([json.dumps(plain(each)) for each in table.column(number).to_pylist()])
    pyarrow.parquet.write_table(table.set_column(number, "conversation", texts), path)
    return digest_of(path)


def digest_of(path):
    content = path.read_bytes()
    return {"bytes": len(content), "sha256": sha256(content).hexdigest()}


def made_older(to):
    """Make a folder one of an earlier version."""
    (manifest,) = to.rglob("_manifest.json")
    document = json.loads(manifest.read_bytes())
    assert document.pop("nested") == "json"
    for entry in document["files"]:
        (path,) = to.rglob(entry["name"])
        entry |= as_text(path)  # noqa: PLW2901
        entry["modified"] = path.stat().st_mtime_ns
    manifest.write_text(json.dumps(document))


async def test_a_folder_of_ndjson_with_text_goes_on_with_text_until_its_files_are_gone(simulator, tmp_path):
    for start, end in DAYS[:2]:
        await export(simulator, tmp_path, kind="ndjson", start=start, end=end)
    made_older(tmp_path)
    before = len(simulator.ledger.requests)
    outcome = await export(simulator, tmp_path, kind="ndjson")
    assert len(simulator.ledger.requests) - before == 1
    texts = {row.conn_id: cell_text(row.conversation) for row in await rows_of(simulator)}
    found = {row["conn_id"]: row["conversation"] for path in outcome.files for row in read(path)}
    assert found.keys() == texts.keys()
    for key, text in texts.items():
        now, then = json.loads(found[key]), json.loads(text)
        assert [each["message"] for each in now] == [each["message"] for each in then]
    assert sum(found[key] == text for key, text in texts.items()) >= len(texts) // 4  # those that the last run wrote
    assert compact(tmp_path).after == 1
    (path,) = tmp_path.rglob("*.ndjson")
    assert {row["conn_id"]: row["conversation"] for row in read(path)} == found
    path.unlink()
    outcome = await export(simulator, tmp_path, kind="ndjson")
    wanted = [in_ndjson(row.conversation) for row in await rows_of(simulator)]
    assert [row["conversation"] for path in outcome.files for row in read(path)] == wanted
    await export(simulator, tmp_path, kind="ndjson", end=date(2025, 1, 5))
    assert {type(row["conversation"]) for path in tmp_path.rglob("*.ndjson") for row in read(path)} == {list}


async def test_a_folder_of_text_goes_on_and_its_files_are_not_joined_with_those_of_lists(simulator, tmp_path):
    for start, end in DAYS[:2]:
        await export(simulator, tmp_path, start=start, end=end)
    made_older(tmp_path)
    before = len(simulator.ledger.requests)
    await export(simulator, tmp_path)
    assert len(simulator.ledger.requests) - before == 1
    compact(tmp_path)
    schemas = [pyarrow.parquet.read_schema(path) for path in tmp_path.rglob("*.parquet")]
    assert sorted(pa.types.is_list(each.field("conversation").type) for each in schemas) == [False, True]
    rows = pl.concat([pl.read_parquet(path, columns=["conn_id"]) for path in tmp_path.rglob("*.parquet")])
    assert sorted(rows["conn_id"]) == sorted(row.conn_id for row in await rows_of(simulator))
    with pytest.raises(pl.exceptions.SchemaError):
        pl.read_parquet(f"{tmp_path}/**/*.parquet")
    with pytest.raises(pa.ArrowNotImplementedError):
        pd.read_parquet(tmp_path)
    assert len(pd.read_parquet(tmp_path, columns=["conn_id"])) == len(rows)
    assert duckdb.connect().sql(f"SELECT conversation FROM '{tmp_path}/**/*.parquet'").fetchall()
    for path in tmp_path.rglob("*.parquet"):
        if not pa.types.is_list(pyarrow.parquet.read_schema(path).field("conversation").type):
            path.unlink()
    await export(simulator, tmp_path)
    assert len(pd.read_parquet(tmp_path)) == len(rows)


@pytest.mark.parametrize("kind", ["parquet", "ndjson", "csv"])
async def test_texts_of_the_first_version_stay_texts_and_parquet_is_asked_for_again(simulator, tmp_path, kind):
    old = tmp_path / "exports" / "sales-co" / CHATS / "all"
    shutil.copytree(SAMPLES / kind / "sales-co" / "reports.agent_1" / "all", old)
    document = json.loads((old / "manifest.json").read_bytes())
    (entry,) = document["files"]
    document |= {"endpoint": CHATS}
    made = (await export(simulator, tmp_path / "now", kind=kind, columns=[])).files[0]
    (old / entry["name"]).unlink()
    shutil.copy(made, old / entry["name"])
    change = digest_of(made) if kind == "csv" else as_text(old / entry["name"])
    document["files"] = [entry | {"rows": len(read(made))} | change]
    (old / "manifest.json").write_text(json.dumps(document))
    before = len(simulator.ledger.requests)
    month = {"start": datetime(2025, 1, 1), "end": datetime(2025, 2, 4)}
    outcome = await export(simulator, tmp_path / "exports", kind=kind, adopt_first_version=True, **month)
    if kind == "parquet":
        assert len(simulator.ledger.requests) - before == 2
        assert pa.types.is_list(pyarrow.parquet.read_schema(outcome.files[0]).field("conversation").type)
    else:
        assert len(simulator.ledger.requests) == before
        texts = [row["conversation"] for row in read(outcome.files[0])]
        assert texts == [
            json.dumps(row["conversation"]) if kind == "ndjson" else row["conversation"] for row in read(made)
        ]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_warehouse_has_the_records_as_json(simulator, tmp_path, kind):
    with database(kind, tmp_path) as there:
        for name in (CHATS, "reports.agent_5"):
            async with fleet_at(simulator) as fleet:
                loaded = await fleet.load(name, to=there.url, dataset=there.dataset, **RANGE)
            assert loaded.complete
            list_, _ = nested_in(name)
            found = there.rows(name.replace(".", "_"), list_)
            wanted = [cell_text(getattr(row, list_)) for row in await rows_of(simulator, name)]
            assert sorted(row[list_] for row in found) == sorted(wanted)


async def test_a_follower_gets_lists_and_a_warehouse_their_text(simulator, tmp_path):
    since = datetime(2025, 5, 31)
    with database("duckdb", tmp_path) as there:
        async with fleet_at(simulator) as fleet:
            change = await anext(fleet.follow(CHATS, to=there.url, dataset=there.dataset, since=since))
        assert change.table.schema.field("conversation").type.value_type.field("date").type == pa.timestamp("us", "UTC")
        edges = {"start": change.window.start, "end": change.window.end}
        rows = await rows_of(simulator, **edges)
        wanted = [in_arrow(row.conversation) for row in rows]
        _, inner = nested_in(CHATS)
        found = change.table.column("conversation").to_pylist()
        assert [[read_back(each, inner) for each in elements] for elements in found] == wanted
        texts = there.rows("reports_chat_2", "conversation")
        assert {row["conversation"] for row in texts} >= {cell_text(row.conversation) for row in rows}
