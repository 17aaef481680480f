"""Programs in the manner of those that people run, one for each way of asking, unchanged but for the address."""

import csv
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.commands import operation
from tests.support.programs import needed

PROGRAMS = Path(__file__).parents[1] / "programs"
ADDRESS = "https://wv0099.wolkvox.com/api/v2"
INTERPRETERS = {
    ".py": (sys.executable, "-X", "utf8", "-"),
    ".sh": ("bash", "-s"),
    ".mjs": ("node", "--input-type=module", "-"),
    ".php": ("php",),
}
ALSO = {".sh": ("curl", "jq")}


@contextmanager
def serving(*words, **options):
    """Run a command that serves, and give the address that it prints."""
    process = subprocess.Popen(
        [sys.executable, "-m", "wolkvox_async.cli", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )
    with process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


@pytest.fixture(params=["server", "gateway"])
def simulated(request, tmp_path):
    """Give the address of `wolkvox simulate`, or of `wolkvox gateway` in front of it."""
    with serving("simulate", "--token", "token-alpha") as address:
        if request.param == "server":
            yield address
            return
        (tmp_path / "wolkvox.toml").write_text(f'store = "store.sqlite3"\n{operation(address)}')
        environment = os.environ | {"TOKEN": "token-alpha"}
        with serving("gateway", "--port", "0", cwd=tmp_path, env=environment) as gateway:
            yield f"{gateway}/sales-co/api/v2"


def run(name, address):
    """Run a program as it is, but for the server's address."""
    path = PROGRAMS / name
    needed(INTERPRETERS[path.suffix][0], *ALSO.get(path.suffix, ()))
    text = path.read_text("utf-8")
    assert text.count(ADDRESS) == 1
    done = subprocess.run(
        INTERPRETERS[path.suffix],
        input=text.replace(ADDRESS, address.removesuffix("/")),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done


def test_each_program_is_run():
    known = {path.name for path in PROGRAMS.iterdir() if path.suffix in INTERPRETERS}
    text = Path(__file__).read_text("utf-8")
    assert [name for name in sorted(known) if f'run("{name}"' not in text] == []
    assert {Path(name).suffix for name in known} == set(INTERPRETERS)


def test_the_calls_of_a_day_with_urllib(simulated):
    done = run("calls_of_a_day.py", simulated)
    reply = json.loads(done.stderr)
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert reply["calls"] == len({row["conn_id"] for row in rows}) == 24 * 3600 / 120
    assert reply["seconds"] == sum(int(row["time_seg"]) for row in rows) > 0
    assert reply["agents"] > 1
    assert reply["empty"] == []
    assert {row["date"][:10] for row in rows} == {"2026-02-02"}


def test_leads_of_a_form_with_urllib(simulated):
    reply = json.loads(run("leads_of_a_form.py", simulated).stdout)
    assert reply == {
        "added": [201, "All records has been added successfully", "2"],
        "rejected": [404, "0 records has been added, please validate the data", 1],
        "found": ["Íñigo", "formulario"],
        "started": [202, "202", "The 32841 campaign_id has been started successfully"],
    }


def test_agents_now_with_curl_and_jq(simulated):
    reply = json.loads(run("agents_now.sh", simulated).stdout)
    assert (reply["connected"], reply["empty"]) == ([12001, 12002], "Validate dates entered")
    assert reply["agents"] > 1
    assert len(reply["states"]) > 1
    assert reply["seconds"] > 0
    assert reply["waiting"] >= 0


def test_campaigns_of_a_month_with_requests(simulated):
    reply = json.loads(run("campaigns_of_a_month.py", simulated).stdout)
    assert reply["registros"] == reply["distintos"] == reply["intentos"] == 2 * 3 * 86400 / 576
    assert reply["contestadas"] > 0
    assert reply["agentes"] > 1
    assert reply["maquinas"] > 0


def test_chats_of_a_week_with_httpx(simulated):
    reply = json.loads(run("chats_of_a_week.py", simulated).stdout)
    assert reply["chats"] == reply["joined"] > 100
    assert reply["answers"] > 0
    assert "whatsapp" in reply["channels"]


def test_leads_of_a_site_with_nodes_fetch(simulated):
    reply = json.loads(run("leads_of_a_site.mjs", simulated).stdout)
    assert reply == {
        "added": [201, "1"],
        "campaign": "Started",
        "found": "Núñez",
        "stopped": [202, "202"],
        "unknown": [404, "Campaign_id 99999 does not exist in your operation."],
        "elsewhere": 404,
    }


def test_files_and_hours_with_phps_curl(simulated):
    reply = json.loads(run("files_and_hours.php", simulated).stdout)
    assert (reply["code"], reply["hours"], reply["firewall"]) == ("200", 24, [201, 202, 406])
    assert reply["calls"] > 0
    assert reply["files"] == ["Fondos/campaña ñ.png", "Fondos/logo.png"]
