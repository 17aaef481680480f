"""`wolkvox uploads ID --reconcile`, and reconciling against the simulator's ground truth of what took effect."""

import asyncio
import json
import sqlite3
import sys
from pathlib import Path

import pytest

from tests.support.commands import TOKEN, configure, here, on_terminal
from tests.support.worlds import tenant
from wolkvox_async import OutcomeUnknown
from wolkvox_async.cli import reconciling
from wolkvox_async.cli.journal import journal_at
from wolkvox_async.simulator import Campaign, Faults, Simulator, World

TARGET = {"campaign_id": "32841", "type_campaign": "predictive"}


def leads(count):
    return [{"customer_id": str(n), "tel1": f"57300{n:07}"} for n in range(count)]


@pytest.mark.looptime
@pytest.mark.parametrize("kind", ["reset-after", "html-after", "half", "cut", "reset", "hang-after", "500"])
async def test_after_a_lost_answer_each_record_is_there_once(serve, kind):
    async with serve(faults=Faults(script=[None, kind])) as (simulator, wolkvox):
        await wolkvox.information.token_info()
        with pytest.raises(OutcomeUnknown) as caught:
            await wolkvox.campaign.add_records(**TARGET, records=leads(300), batch_size=100)
        name = caught.value.upload.id
        result = await wolkvox.uploads.reconcile(name, leads(300))
        assert (result.unknown, result.applied + result.not_applied) == (0, 1)
        after = await wolkvox.uploads.resume(name, leads(300))
        assert (after.accepted, after.unknown, after.unsent) == (300, 0, 0)
        assert set(simulator.truth.uploaded("sales-co", "32841").values()) == {1}
        assert len(simulator.truth.uploaded("sales-co", "32841")) == 300


@pytest.fixture
def folder(tmp_path):
    """A folder with an upload of 3 records, all unknown, of which the server has the first."""
    with Simulator(World(tenants=(tenant(Campaign(id="32841", every=3600.0), licences=1),))) as simulator:
        configure(tmp_path, simulator)
        (tmp_path / "leads.csv").write_text("customer_id,tel1\n" + "".join(f"{n},57300{n:07}\n" for n in range(3)))
        done = here(tmp_path, "upload", "leads.csv", "--campaign", "32841", "--type", "predictive", "--json")
        name = json.loads(done.stdout)["id"]
        change(tmp_path, "UPDATE batch SET state = 'unknown', accepted = 0, unknown = 3, sent = 0")
        for customer in "12":
            del simulator.truth.uploads("sales-co", "32841").latest[customer]
        yield tmp_path, simulator, name


def change(folder, statement):
    with sqlite3.connect(folder / "store-uploads.sqlite3") as journal:
        journal.execute(statement)
    journal.close()


def test_the_price_is_said_the_records_are_looked_for_and_the_rest_can_be_sent(folder):
    path, simulator, name = folder
    assert f"wolkvox uploads {name} --reconcile" in here(path, "uploads", name).stderr.decode()
    calls = simulator.ledger.calls("sales-co")
    done = here(path, "uploads", name, "--reconcile")
    err = done.stderr.decode()
    assert done.returncode == 3, err
    assert "3 records are unknown; to look for them takes 3 calls at most" in err
    assert "partly applied" in err
    assert "1 records are accepted, 0 rejected, 0 unknown, 2 not sent" in err
    assert f"go on with: wolkvox upload --resume {name}" in err
    assert done.stdout.decode().splitlines()[1].split("\t")[:7] == ["2", "4", "partly_applied", "3", "1", "2", "0"]
    assert simulator.ledger.calls("sales-co") == calls + 3
    done = here(path, "upload", "--resume", name, "--json")
    assert (done.returncode, json.loads(done.stdout)["accepted"]) == (0, 3)
    assert simulator.truth.uploads("sales-co", "32841").latest.keys() == {"0", "1", "2"}


def test_a_sample_and_json(folder):
    path, _, name = folder
    done = here(path, "uploads", name, "--reconcile", "--sample", "2", "--yes", "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 3
    assert (found["id"], found["calls"], found["partly_applied"]) == (name, 2, 1)
    assert (found["accepted"], found["unsent"], found["unknown"]) == (1, 1, 1)
    change(path, "UPDATE batch SET state = 'accepted', accepted = records, unknown = 0")
    done = here(path, "uploads", name, "--reconcile")
    assert "0 calls" in done.stderr.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize(
    ("answers", "options", "code", "there"),
    [("n\n", (), 2, {"0"}), ("y\nn\n", (), 3, {"0"}), ("y\ny\n", (), 0, {"0", "1", "2"}), ("", ("--yes",), 3, {"0"})],
)
def test_a_terminal_is_asked_for_the_price_and_for_the_rest(folder, answers, options, code, there):
    path, simulator, name = folder
    ended, said = on_terminal(path, "uploads", name, "--reconcile", *options, typed=answers)
    assert ended == code, said
    assert ("Look for them?" in said) == bool(answers)
    assert ("Send the 2 records" in said) == answers.startswith("y")
    assert simulator.truth.uploads("sales-co", "32841").latest.keys() == there


def test_a_signal_behind_the_last_question_sends_nothing(folder, monkeypatch):
    path, simulator, name = folder
    monkeypatch.chdir(path)
    monkeypatch.setenv("TOKEN", TOKEN)

    def stopped(main):
        asyncio.run(main)
        sys.exit(130)

    for answered in ("can_ask", "agreed"):
        monkeypatch.setattr(reconciling, answered, lambda *_: True)
    monkeypatch.setattr(reconciling, "run", stopped)
    config = Path("wolkvox.toml")
    with pytest.raises(SystemExit) as ended:
        reconciling.reconcile(journal_at(config).entry(name), config, sample=None, yes=False, as_json=False)
    assert ended.value.code == 130
    assert simulator.truth.uploads("sales-co", "32841").latest.keys() == {"0"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--reconcile",), "--reconcile needs the ID"),
        (("u-1", "--sample", "3"), "--sample goes with --reconcile"),
        (("u-none", "--reconcile"), "the journal has no upload 'u-none'"),
    ],
)
def test_what_cannot_be_right_is_one_line(folder, words, said):
    done = here(folder[0], "uploads", *words)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert done.stderr.decode().count("\n") == 1
