"""`campaign_id = "all"` where an endpoint takes one campaign a call: the server is asked which campaigns there are."""

import asyncio
import json
from datetime import date

import pytest

from tests.support.commands import TOKEN, finish, operation
from tests.support.raw_server import raw_server, reply, writing
from tests.support.worlds import operation_of, tenant
from wolkvox_async import ConfigurationError, Fleet, MemoryStore, Operation, PartialFailure
from wolkvox_async.simulator import Campaign, Simulator, World

DAY = {"start": date(2025, 3, 1), "end": date(2025, 3, 2)}
CAMPAIGNS = (
    Campaign(id="1", every=3600.0),
    Campaign(id="2", every=7200.0),
    Campaign(id="3", kind="preview", every=3600.0),
)


@pytest.fixture
async def simulator():
    async with Simulator(World(tenants=(tenant(*CAMPAIGNS), tenant(name="other-co", tokens=("beta",))))) as simulator:
        yield simulator


def fleet_of(*operations, **parameters):
    given = {each.name: {"campaign.detail": {"campaign_id": "all", **parameters}} for each in operations}
    return Fleet(operations, store=MemoryStore(), parameters=given)


async def asked(fleet, **given):
    found = set()
    async for batch in fleet.rows("campaign.detail", **DAY, **given):
        found.add((batch.operation, batch.parameters["type_campaign"], batch.parameters["campaign_id"]))
    return found


async def test_each_campaign_is_asked_for_with_its_own_type_after_one_call(simulator):
    async with fleet_of(operation_of(simulator), operation_of(simulator, "other-co")) as fleet:
        assert await asked(fleet) == {
            ("sales-co", "predictive", "1"),
            ("sales-co", "predictive", "2"),
            ("sales-co", "preview", "3"),
            ("other-co", "predictive", "32841"),
            ("other-co", "preview", "32842"),
        }
        assert simulator.ledger.calls("sales-co") == 1 + 3
        assert simulator.ledger.violations == []


async def test_a_type_leaves_out_the_campaigns_of_others(simulator):
    async with fleet_of(operation_of(simulator), type_campaign="preview") as fleet:
        assert await asked(fleet) == {("sales-co", "preview", "3")}
        assert await asked(fleet, type_campaign="predictive") == {
            ("sales-co", "predictive", "1"),
            ("sales-co", "predictive", "2"),
        }


async def test_a_report_that_knows_the_word_itself_is_one_call(simulator):
    async with Fleet([operation_of(simulator)], store=MemoryStore()) as fleet:
        (report,) = fleet.reports("campaign_4", campaign_id="all", **DAY)
        assert await report
        assert simulator.ledger.calls("sales-co") == 1


async def test_an_empty_answer_is_an_error_and_holds_up_no_other_operation(simulator):
    body = json.dumps({"code": "200", "error": None, "msg": "0 records were found", "data": []}).encode()
    async with raw_server(writing(reply(body))) as server:
        alone = Operation(**(operation_facts(server.operation) | {"name": "empty-co"}))
        async with fleet_of(operation_of(simulator), alone) as fleet:
            with pytest.raises(PartialFailure, match="lists no such campaign") as caught:
                await asked(fleet)
            assert list(caught.value.failures) == ["empty-co"]
            assert simulator.ledger.calls("sales-co") == 4
        async with fleet_of(alone) as fleet:
            with pytest.raises(ConfigurationError, match=r"empty-co campaign\.detail: the server lists no such"):
                await asked(fleet)


def operation_facts(given):
    names = ("server", "tokens", "licences", "tz", "base_url")
    return {name: getattr(given, name) for name in names}


async def test_what_cannot_ask_says_so(simulator):
    async with fleet_of(operation_of(simulator)) as fleet:
        with pytest.raises(ConfigurationError, match="the server has to be asked which campaigns there are"):
            fleet.reports("campaign.detail", **DAY)
        assert simulator.ledger.calls("sales-co") == 0


async def test_at_the_command_line_the_plan_prices_the_call_and_the_export_makes_it(tmp_path):
    async with Simulator(World(tenants=(tenant(*CAMPAIGNS, tokens=(TOKEN,)),))) as simulator:
        (tmp_path / "wolkvox.toml").write_text(
            'store = "store.sqlite3"\n[parameters."campaign.detail"]\ncampaign_id = "all"\n'
            + operation(simulator.base_url, licences=20)
        )
        dates = ["--from", "2025-03-01", "--to", "2025-03-02"]
        plan = await asyncio.to_thread(finish, tmp_path, "plan", "campaign.detail", *dates)
        rows = [line.split("\t") for line in plan.stdout.decode().splitlines()[1:]]
        priced = [("information.campaigns", "1"), *[("campaign.detail", "1")] * 3, ("total", "4")]
        assert [(row[1], row[4]) for row in rows] == priced
        assert simulator.ledger.calls("sales-co") == 1
        export = await asyncio.to_thread(finish, tmp_path, "export", "detail", *dates, "--out", "out", "--json")
        assert export.returncode == 0, export.stderr
        reports = json.loads(export.stdout)["reports"]
        assert [each["parameters"]["campaign_id"] for each in reports] == ["1", "2", "3"]
        assert simulator.ledger.calls("sales-co") == 1 + 4
        assert json.loads(export.stdout)["calls"] == 4
        again = await asyncio.to_thread(finish, tmp_path, "export", "detail", *dates, "--out", "out", "--json")
        assert (json.loads(again.stdout)["calls"], json.loads(again.stdout)["campaign_calls"]) == (1, 1)
        assert again.stderr.decode().splitlines()[-1].endswith("; 1 call asked which campaigns there are")
        assert simulator.ledger.calls("sales-co") == 1 + 4 + 1
        call = await asyncio.to_thread(finish, tmp_path, "call", "campaign.detail", *dates, "--campaign-id", "all")
        assert call.returncode == 0, call.stderr
        assert {json.loads(line)["type_campaign"] for line in call.stdout.splitlines()} == {"predictive", "preview"}
