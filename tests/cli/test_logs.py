"""How much a command says on stderr, and in which form."""

import json

import pytest

from tests.support.commands import configure, finish
from tests.support.worlds import tenant
from wolkvox_async.simulator import Simulator, World

CALL = ["call", "reports.cdr_1", "--from", "2025-01-01", "--to", "2025-01-03", "--limit", "2"]


@pytest.fixture
def run(tmp_path):
    with Simulator(World(tenants=(tenant(licences=1),))) as simulator:
        configure(tmp_path, simulator)

        def run(*words):
            done = finish(tmp_path, *words)
            return done.returncode, done.stderr.decode().splitlines()

        yield run


def test_quiet_says_nothing_but_errors(run):
    assert len(run(*CALL)[1]) == 1
    assert run(*CALL, "-q") == (0, [])
    code, said = run("call", "campaign.detail", "-q", *CALL[2:])
    assert code == 2
    assert "missing" in said[0]


def test_verbose_logs_events_and_twice_every_call(run):
    _, said = run(*CALL, "-vv")
    assert any(" DEBUG sales-co admitted endpoint=reports.cdr_1" in line for line in said)
    assert not any("admitted" in line for line in run(*CALL, "-v")[1])


def test_json_is_one_object_a_line(run):
    code, said = run(*CALL, "--log-format", "json", "-vv")
    objects = [json.loads(line) for line in said]
    assert code == 0
    assert all({"time", "level", "message"} <= each.keys() for each in objects)
    [admitted] = [each for each in objects if each.get("event") == "admitted"]
    assert (admitted["operation"], admitted["endpoint"]) == ("sales-co", "reports.cdr_1")
    assert any("the first 2 rows" in each["message"] for each in objects)
    code, said = run("call", "campaign.detail", "--log-format", "json", *CALL[2:])
    assert code == 2
    assert json.loads(said[0])["level"] == "error"


@pytest.mark.parametrize(
    "words",
    [
        ("export", "reports.cdr_1", "--from", "2025-01-01", "--to", "2025-01-03", "--out", "out"),
        ("upload", "leads.csv", "--campaign", "32841", "--type", "predictive"),
    ],
    ids=["export", "upload"],
)
def test_quiet_leaves_tables_and_progress_out_of_stderr_too(run, tmp_path, words):
    (tmp_path / "leads.csv").write_text("customer_id,tel1\n1,573001112233\n")
    assert run(*words, "-q") == (0, [])
