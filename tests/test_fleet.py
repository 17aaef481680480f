"""One operation's trouble is its own: the others go on, and what failed is named."""

import asyncio
import os
import sys
from datetime import date

import pytest

from tests.support.raw_server import raw_server, reply, writing
from tests.support.worlds import tenant
from wolkvox_async import ConfigurationError, Fleet, MemoryStore, Operation, PartialFailure, Unreachable
from wolkvox_async.core import retry
from wolkvox_async.simulator import Simulator, World

DAY = {"start": date(2025, 3, 1), "end": date(2025, 3, 2)}
OPERATION = {"name": "a", "server": "0099", "tokens": ["token-alpha"], "licences": 1, "tz": "UTC"}
CONFIGURED = """
[operations.{name}]
server = "0099"
tokens = ["{token}"]
licences = 20
tz = "America/Bogota"
base_url = "{base_url}"
"""


@pytest.fixture
async def simulator():
    world = World(tenants=(tenant(), tenant(name="other-co", tokens=("token-other",))))
    async with Simulator(world) as simulator:
        yield simulator


@pytest.fixture
def fleet_of(tmp_path, simulator, monkeypatch):
    monkeypatch.setattr(retry, "ATTEMPTS", 1)
    monkeypatch.setenv("TOKEN_SALES", "token-alpha")
    monkeypatch.setenv("TOKEN_OTHER", "token-other")

    def fleet_of(change):
        good = {"base_url": simulator.base_url}
        sales = CONFIGURED.format(**(good | {"name": "sales-co", "token": "env:TOKEN_SALES"} | change))
        other = CONFIGURED.format(**(good | {"name": "other-co", "token": "env:TOKEN_OTHER"}))
        file = tmp_path / "wolkvox.toml"
        file.write_text(sales + other)
        return Fleet.from_toml(file, store=MemoryStore())

    return fleet_of


@pytest.fixture
async def dead():
    async with raw_server(writing(reply())) as server:
        pass
    return f"{server.address}/api/v2/"


TROUBLE = {
    "no variable": ({"token": "env:NO_SUCH_VARIABLE"}, ConfigurationError, "NO_SUCH_VARIABLE"),
    "no server": ({"base_url": "dead"}, Unreachable, "no server listens there"),
}


@pytest.mark.parametrize(("change", "error", "word"), TROUBLE.values(), ids=TROUBLE)
async def test_rows_of_the_others_come_and_the_failure_is_named(fleet_of, dead, change, error, word):
    change = {name: dead if value == "dead" else value for name, value in change.items()}
    async with fleet_of(change) as fleet:
        batches, caught = [], None
        try:
            async for batch in fleet.rows("reports.cdr_1", **DAY):
                batches.append(batch)  # noqa: PERF401 - those before the failure count
        except PartialFailure as failure:
            caught = failure
    assert {batch.operation for batch in batches} == {"other-co"}
    assert sum(len(batch.rows) for batch in batches) > 0
    assert list(caught.failures) == ["sales-co"]
    assert isinstance(caught.failures["sales-co"], error)
    assert word in str(caught)
    assert "1 of 2 operations" in str(caught)


@pytest.mark.parametrize(("change", "error", "word"), TROUBLE.values(), ids=TROUBLE)
async def test_an_export_of_the_others_is_made_and_the_failure_is_named(fleet_of, dead, tmp_path, change, error, word):
    change = {name: dead if value == "dead" else value for name, value in change.items()}
    async with fleet_of(change) as fleet:
        outcome = await fleet.export(["reports.cdr_1"], to=tmp_path / "out", format="ndjson", **DAY)
    assert not outcome.complete
    assert list(outcome.failures) == ["sales-co"]
    assert isinstance(outcome.failures["sales-co"], error)
    assert word in str(outcome.failures["sales-co"])
    assert {report.operation for report in outcome.reports if report.complete} == {"other-co"}
    assert outcome.rows > 0


async def test_an_operation_that_is_named_does_not_hear_of_another(fleet_of, tmp_path):
    async with fleet_of({"token": "env:NO_SUCH_VARIABLE"}) as fleet:
        rows = [batch async for batch in fleet.rows("reports.cdr_1", operations=["other-co"], **DAY)]
        outcome = await fleet.export(
            ["reports.cdr_1"], to=tmp_path / "out", format="ndjson", operations=["other-co"], **DAY
        )
        assert (await fleet["other-co"].quota()).used > 0
    assert rows
    assert outcome.complete


async def test_one_that_cannot_be_used_raises_why_whenever_it_is_asked(fleet_of):
    async with fleet_of({"token": "env:NO_SUCH_VARIABLE"}) as fleet:
        assert set(fleet.operations) == {"sales-co", "other-co"}
        assert list(fleet.unusable()) == ["sales-co"]
        assert fleet.unusable(["other-co"]) == {}
        for ask in (
            lambda: fleet["sales-co"],
            lambda: fleet.reports(["reports.cdr_1"], operations=["sales-co"], **DAY),
        ):
            with pytest.raises(ConfigurationError, match="the environment has no NO_SUCH_VARIABLE") as caught:
                ask()
            assert caught.value.operation == "sales-co"
        with pytest.raises(ConfigurationError, match="unknown operation 'sale-co'; did you mean 'sales-co'"):
            fleet["sale-co"]


async def test_a_list_without_values_asks_for_nothing_and_says_so(fleet_of):
    async with fleet_of({}) as fleet:
        with pytest.raises(ConfigurationError, match="campaign_id is an empty list"):
            fleet.reports(["campaign.detail"], type_campaign="predictive", campaign_id=[], **DAY)


async def test_the_name_of_each_operation_stands_in_the_repr(fleet_of):
    async with fleet_of({}) as fleet:
        assert repr(fleet) == "<Fleet sales-co, other-co>"
        assert repr(fleet["sales-co"]).startswith("<Wolkvox sales-co http")
        assert repr(fleet["sales-co"].operation).startswith("<Operation sales-co http")
        assert "token-alpha" not in repr(fleet["sales-co"].operation)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["quota"], 3),
        (["quota", "--refresh"], 3),
        (["plan", "reports.cdr_1", "--from", "2025-03-01", "--to", "2025-03-02"], 3),
        (
            [
                "export",
                "reports.cdr_1",
                "--from",
                "2025-03-01",
                "--to",
                "2025-03-02",
                "--out",
                "out",
                "--format",
                "csv",
            ],
            3,
        ),
        (["quota", "--operation", "other-co"], 0),
        (["plan", "reports.cdr_1", "--from", "2025-03-01", "--to", "2025-03-02", "--operation", "other-co"], 0),
        (["call", "information.token_info", "--operation", "other-co"], 0),
        (["quota", "--operation", "sales-co"], 2),
        (["call", "information.token_info", "--operation", "sales-co"], 2),
    ],
)
async def test_commands_go_on_with_the_others_and_leave_with_3(tmp_path, fleet_of, arguments, code):
    async with fleet_of({"token": "env:NO_SUCH_VARIABLE"}):
        pass
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "wolkvox_async.cli", *arguments),
        cwd=tmp_path,
        env=os.environ | {"XDG_STATE_HOME": str(tmp_path / "state")},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = (text.decode() for text in await process.communicate())
    assert process.returncode == code, err
    assert "Traceback" not in err
    assert ("NO_SUCH_VARIABLE" in err) == (code != 0)
    assert ("other-co" in out + err) == (code != 2 and "call" not in arguments)


ONE_NAME = {
    "rows": lambda fleet: _first(fleet.rows("cdr_1", operations="other-co", **DAY)),
    "to_arrow": lambda fleet: fleet.to_arrow("cdr_1", operations="other-co", **DAY),
    "export": lambda fleet: fleet.export("cdr_1", operations="other-co", to="files", columns="operation", **DAY),
}


async def _first(batches):
    return await anext(batches)


@pytest.mark.parametrize("ask", ONE_NAME.values(), ids=ONE_NAME)
async def test_one_name_is_taken_where_several_are(fleet_of, tmp_path, monkeypatch, ask):
    monkeypatch.chdir(tmp_path)
    async with fleet_of({}) as fleet:
        assert await ask(fleet)
        (report,) = fleet.reports("cdr_1", operations="other-co", **DAY)
        assert (report.operation, report.endpoint.name) == ("other-co", "reports.cdr_1")


async def test_a_fleet_has_its_operations_by_name(fleet_of):
    async with fleet_of({}) as fleet:
        assert list(fleet) == ["sales-co", "other-co"] == list(fleet.operations)
        assert len(fleet) == 2
        assert "other-co" in fleet
        assert "third-co" not in fleet


@pytest.mark.parametrize(
    "given", ["wolkvox.toml", Operation(**OPERATION), {"a": Operation(**OPERATION)}, ["a"], None, 7]
)
def test_what_is_no_list_of_operations_is_refused_with_the_right_form(given):
    with pytest.raises(ConfigurationError, match=r"Fleet\(\[Operation\(.*Fleet.from_toml"):
        Fleet(given, store=MemoryStore())


async def test_a_parameter_goes_to_those_reports_that_take_it(simulator, fleet_of):
    async with fleet_of({}) as fleet:
        reports = fleet.reports(
            ["campaign.detail", "cdr_1"], **DAY, operations="sales-co", campaign_id="1", type_campaign="predictive"
        )
        assert [set(report.parameters) for report in reports] == [{"campaign_id", "type_campaign"}, set()]
        with pytest.raises(ConfigurationError, match="cdr_1 takes a parameter 'campaing_id'; did you mean"):
            fleet.reports(["campaign.detail", "cdr_1"], **DAY, campaing_id="32841")
