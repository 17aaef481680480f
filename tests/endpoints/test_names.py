"""A short name is taken wherever a full one is."""

import json
from collections import Counter
from datetime import date

import pytest
from click.testing import CliRunner

from tests.support.exporting import DETAIL, fleet_at, world
from wolkvox_async.cli import main
from wolkvox_async.endpoints import GROUPS, endpoints, find
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.simulator import Simulator

JANUARY = {"start": date(2025, 1, 1), "end": date(2025, 1, 2)}
FULL = [name for group in GROUPS for name in endpoints(group)]
SHORT = Counter(name.partition(".")[2] for name in FULL)


@pytest.mark.parametrize("name", [name for name in FULL if SHORT[name.partition(".")[2]] == 1])
def test_a_short_name_that_one_endpoint_has_finds_it(name):
    assert find(name.partition(".")[2]) is find(name)


@pytest.mark.parametrize("short", [short for short, count in SHORT.items() if count > 1])
def test_a_short_name_that_several_have_is_refused_with_the_full_ones(short):
    with pytest.raises(ConfigurationError, match="is the name of several endpoints; give ") as caught:
        find(short)
    assert all(name in str(caught.value) for name in FULL if name.endswith(f".{short}"))


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("cdr1", "'reports.cdr_1'"),
        ("campain_4", "'reports.campaign_4'"),
        ("campaign.add_record", "'campaign.add_records'"),  # the vendor's name
        ("add_record", "'campaign.add_records'"),
        ("campaign.add_recrod", "'campaign.add_records'"),
        ("campaing.add_records", "'campaign.add_records'"),
        ("add_record_predictive", "'campaign.add_records'"),
        ("report.cdr_1", "'reports.cdr_1'"),
        ("reports_manager.cdr_1", "'reports.cdr_1'"),
        ("realtime.agents", "'real_time.agents'"),
        ("campaign.skills", "'information.skills' or 'real_time.skills'"),
        ("reports.agentskpi", "'gamification.agents_kpi'"),
    ],
)
def test_a_misspelt_name_names_the_nearest_by_its_own_names_and_the_vendors(name, near):
    with pytest.raises(ConfigurationError) as caught:
        find(name)
    assert caught.value.advice == f"did you mean {near}?"


@pytest.mark.parametrize("name", ["campaign.list", "campaign.", ".x", "xyzzy"])
def test_a_name_that_is_like_none_leads_to_the_search(name):
    with pytest.raises(ConfigurationError, match="`wolkvox reports WORDS` finds"):
        find(name)


async def test_a_fleet_takes_short_names_and_finds_the_parameters_of_full_ones(tmp_path):
    async with Simulator(world()) as simulator, fleet_at(simulator, parameters=PARAMETERS) as fleet:
        (report,) = fleet.reports(["detail"], **JANUARY)
        assert (report.endpoint.name, report.parameters) == ("campaign.detail", DETAIL)
        short = [batch async for batch in fleet.rows("detail", **JANUARY)]
        assert sum(len(batch.rows) for batch in short) == 24
        outcome = await fleet.export(["detail"], to=tmp_path, format="csv", **JANUARY)
        assert outcome.reports[0].endpoint == "campaign.detail"
        again = await fleet.export(["campaign.detail"], to=tmp_path, format="csv", **JANUARY)
        assert again.calls == 0


PARAMETERS = {"sales-co": {"campaign.detail": DETAIL}}
COMMANDS = {
    "plan": ("plan", "cdr_1"),
    "export": ("export", "cdr_1", "--out", "exports", "--format", "csv", "--json"),
    "call": ("call", "cdr_1"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_takes_short_names(tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    with Simulator(world()) as simulator:
        (tmp_path / "wolkvox.toml").write_text(
            f'store = "s.sqlite3"\n[operations.x]\nserver = "1"\ntokens = ["env:T"]\nlicences = 1\ntz = "UTC"\n'
            f'base_url = "{simulator.base_url}"\n'
        )
        dates = ("--from", "2025-01-01", "--to", "2025-01-02")
        done = CliRunner().invoke(main, [*COMMANDS[command], *dates], env={"T": "token-a"})
    assert done.exit_code == 0, done.output
    if command == "export":
        assert json.loads(done.stdout)["reports"][0]["endpoint"] == "reports.cdr_1"
