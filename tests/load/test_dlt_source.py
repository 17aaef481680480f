"""The dlt source in pipelines of its user's own: each row once, and no call for what the state has."""

import json
from datetime import date, timedelta

import dlt
import pytest
from attrs import evolve
from dlt.pipeline.exceptions import PipelineStepFailed

from tests.support.databases import database
from tests.support.exporting import DETAIL, TOKEN, ZONE, Clock, assert_true, world
from tests.support.nesting import NESTED, in_arrow
from wolkvox_async import ConfigurationError, Fleet, MemoryStore, Operation
from wolkvox_async.core.endpoint import Totals
from wolkvox_async.core.wire import Decoder
from wolkvox_async.load import source
from wolkvox_async.simulator import Simulator, Switches
from wolkvox_async.tables.columns import WINDOW, cell_text, table_of

QUARTER = {"start": date(2025, 1, 1), "end": date(2025, 4, 1)}


@pytest.fixture
def duck(tmp_path):
    with database("duckdb", tmp_path) as made:
        yield made


@pytest.fixture
def simulator():
    yield from serving(world())


@pytest.fixture
def wild_simulator():
    yield from serving(evolve(world(), extreme=True))


def serving(served):
    with Simulator(served, clock=Clock()) as simulator:
        yield simulator
        assert simulator.ledger.violations == []


def asked(simulator, names="campaign.detail", **given):
    operation = Operation(
        name="sales-co", server="0099", tokens=[TOKEN], licences=20, tz="America/Bogota", base_url=simulator.base_url
    )
    chosen = {"reread": timedelta()} | QUARTER | DETAIL | given
    return source(lambda: Fleet([operation], store=MemoryStore(), clock=simulator.clock), names, **chosen)


def pipeline(duck, tmp_path):
    there = dlt.destinations.duckdb(duck.url.removeprefix("duckdb:///"))
    return dlt.pipeline("calls", destination=there, dataset_name=duck.dataset, pipelines_dir=str(tmp_path / "dlt"))


def test_a_pipeline_goes_on_from_its_state_and_replaces_windows(simulator, duck, tmp_path):
    made = pipeline(duck, tmp_path)
    made.run(asked(simulator, end=date(2025, 2, 1)))
    assert len(simulator.ledger.requests) == 1
    made.run(asked(simulator))
    assert len(simulator.ledger.requests) == 3
    made.run(asked(simulator))
    assert len(simulator.ledger.requests) == 3
    assert_true(simulator, duck.rows("campaign_detail", "conn_id", "operation"), date(2025, 1, 1), date(2025, 4, 1))


def test_a_window_that_is_read_again_replaces_itself(duck, tmp_path):
    clock, late = Clock(), Switches(publication_delay=600.0)
    with Simulator(world(every=600.0), clock=clock, switches=late) as simulator:
        day = {"start": date(2025, 6, 1), "end": date(2025, 6, 2)}
        made = pipeline(duck, tmp_path)
        made.run(asked(simulator, **day))
        before = len(duck.rows("campaign_detail", "conn_id"))
        clock.now += 3_600
        made.run(asked(simulator, **day))
        rows = duck.rows("campaign_detail", "conn_id")
        assert len(rows) == len({row["conn_id"] for row in rows}) == before + 6


def test_several_reports_are_resources_of_their_own(simulator, duck, tmp_path):
    both = asked(simulator, ["campaign.detail", "cdr_1"], end=date(2025, 1, 3), type_campaign=None, campaign_id=None)
    assert set(both.resources) == {"campaign_detail", "reports_cdr_1"}
    pipeline(duck, tmp_path).run(asked(simulator, ["cdr_1"], end=date(2025, 1, 3), **dict.fromkeys(DETAIL)))
    assert duck.rows("reports_cdr_1", "conn_id")


def test_a_report_that_fails_fails_the_run_unless_a_part_is_fine(simulator, duck, tmp_path):
    made = pipeline(duck, tmp_path)
    with pytest.raises(PipelineStepFailed, match="operations failed"):
        made.run(asked(simulator, campaign_id=["32841", "9"]))
    made.run(asked(simulator, campaign_id=["32841", "9"], partial_is_fine=True))
    assert_true(simulator, duck.rows("campaign_detail", "conn_id"), date(2025, 1, 1), date(2025, 4, 1))


@pytest.mark.parametrize("name", sorted(name for name, found in NESTED.items() if found.rows is not None))
def test_a_report_with_lists_has_the_simulators_rows_with_lists_as_json(wild_simulator, duck, tmp_path, name):
    first, second = (date(2025, 1, 1), date(2025, 1, 3)), (date(2025, 1, 3), date(2025, 1, 5))
    made = pipeline(duck, tmp_path)
    for end in (first[1], second[1]):
        made.run(asked(wild_simulator, name, start=first[0], end=end, **dict.fromkeys(DETAIL)))
    whole = isinstance(NESTED[name].rows, Totals)  # then those of the longer range take the place of the others
    windows = [(first[0], second[1])] if whole else [first, second]
    days = [(start, end - timedelta(days=1)) for start, end in windows]
    truth = [row for edges in days for row in wild_simulator.truth.rows("sales-co", name, *edges)]
    columns = [each for each in table_of(NESTED[name], ZONE).columns if each.name not in WINDOW]
    lists = [column.name for column in columns if column.kind == "list"]
    rows = Decoder(NESTED[name].record, ZONE).decode(truth)
    wanted = [in_arrow(row) | {each: cell_text(getattr(row, each)) for each in lists} for row in rows]
    found = duck.rows(name.replace(".", "_"), *(column.name for column in columns))
    assert sorted(found, key=repr) == sorted(wanted, key=repr)
    assert sum(len(json.loads(row[each])) for row in found for each in lists) > len(found) > 0


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"names": "campaign.detial"}, "campaign.detail"),
        ({"names": []}, "no report"),
        ({"end": date(2024, 1, 1)}, "not after start"),
    ],
)
def test_what_cannot_be_right_is_refused_before_dlt_begins(simulator, given, why):
    with pytest.raises(ConfigurationError, match=why):
        asked(simulator, **given)
