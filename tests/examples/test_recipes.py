"""The recipes of examples/ run, as far as what they are for is on this machine."""

import configparser
import json
import os
import shlex
import signal
import subprocess
import sys
import time
import tomllib
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from tests.support.pages import Block, Reader
from tests.support.recipes import without
from tests.support.tutorial import tutorial
from wolkvox_async import Fleet, PartialFailure
from wolkvox_async.cli import main

ROOT = Path(__file__).parents[2] / "examples"


@pytest.fixture
def simulator(tmp_path, monkeypatch):
    """A simulated server, whose wolkvox.toml is in the present folder."""
    with tutorial(tmp_path, monkeypatch) as simulator:
        yield simulator


def compose():
    return yaml.safe_load((ROOT / "compose/compose.yaml").read_text("utf-8"))


def unit(name):
    """A unit of systemd, by section."""
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str
    parsed.read(ROOT / "systemd" / name, "utf-8")
    return parsed


def cron():
    """The variables of the table, and its command."""
    lines = [line for line in (ROOT / "cron/wolkvox").read_text("utf-8").splitlines() if line and line[0] != "#"]
    *variables, job = lines
    fields = job.split(maxsplit=6)
    assert fields[:6] == ["45", "0", "*", "*", "*", "wolkvox"]
    return dict(line.split("=", 1) for line in variables), fields[6]


def test_the_command_of_cron_runs_and_prints_its_log_where_it_fails(simulator, tmp_path, monkeypatch):
    monkeypatch.delenv("WOLKVOX_TOKEN")
    (tmp_path / "environment").write_text("WOLKVOX_TOKEN=any-word\n")
    places = {
        "/etc/wolkvox": str(tmp_path),
        "/var/log/wolkvox": str(tmp_path),
        "/srv/wolkvox": str(tmp_path),
        "/opt/wolkvox/bin/wolkvox": f"{sys.executable} -m wolkvox_async",
        "2026-01-01": "-3d",
    }

    def here(text):
        for written, real in places.items():
            text = text.replace(written, real)
        return text

    variables, command = cron()
    environment = os.environ | {name: here(value) for name, value in variables.items()}

    def run():
        return subprocess.run(
            ["sh", "-c", here(command)], env=environment, capture_output=True, text=True, timeout=60, check=False
        )

    done = run()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list((tmp_path / "exports/sales-co").rglob("*.parquet"))
    (tmp_path / "environment").write_text("")
    assert "WOLKVOX_TOKEN" in run().stdout


def test_the_command_of_systemd_runs(simulator, tmp_path):
    words = shlex.split(unit("wolkvox-export.service")["Service"]["ExecStart"])[1:]
    words[words.index("--out") + 1] = str(tmp_path / "exports")
    words[words.index("--from") + 1] = "-3d"
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    assert list((tmp_path / "exports/sales-co").rglob("*.parquet"))


def test_the_timer_is_of_the_service():
    assert unit("wolkvox-export.timer")["Timer"]["OnCalendar"] == "*-*-* 00:45:00 America/Bogota"
    assert "EnvironmentFile" in unit("wolkvox-export.service")["Service"]


def test_the_cells_of_the_notebook_run(simulator, monkeypatch):
    notebook = json.loads((ROOT / "notebook/calls.ipynb").read_text("utf-8"))
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert len(cells) >= 3
    assert all(not cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code")
    with Reader(simulator, monkeypatch) as reader:
        for number, cell in enumerate(cells, 1):
            reader.read(Block("python", cell, number))


def test_the_services_of_the_compose_file_share_one_store_and_their_commands_are_known(monkeypatch):
    services = compose()["services"]
    assert set(services) == {"redis", "calls", "campaigns", "gateway"}
    for name in ("calls", "campaigns", "gateway"):
        words = services[name]["command"]
        command, *arguments = words[words.index("wolkvox") + 1 :]
        with main.make_context("wolkvox", [command]) as context:
            assert main.get_command(context, command).make_context(command, arguments, parent=context).params
        assert services[name]["environment"]["REDIS_URL"] == "redis://redis:6379/0"
    folders = [
        words[words.index("--out") + 1] for words in (services[name]["command"] for name in ("calls", "campaigns"))
    ]
    assert len(set(folders)) == 2  # an export has its folder for itself
    assert "--appendonly" in services["redis"]["command"]
    for name, value in (("REDIS_URL", "redis://127.0.0.1:1/0"), ("WOLKVOX_TOKEN", "any-word")):
        monkeypatch.setenv(name, value)
    assert list(Fleet.from_toml(ROOT / "compose/wolkvox.toml")) == ["sales-co"]


def test_the_dockerfile_copies_what_is_there_and_installs_extras_that_there_are():
    text = (ROOT / "compose/Dockerfile").read_text("utf-8")
    assert "COPY examples/compose/every-hour " in text
    extras = text.partition("/src[")[2].partition("]")[0].split(",")
    project = tomllib.loads((ROOT.parent / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(extras) <= project["optional-dependencies"].keys()


def test_every_hour_says_what_failed_and_stops_at_once():
    """The signal comes at any moment: one in ten used to come where the pause had just begun, and was lost."""
    command = ["sh", ROOT / "compose/every-hour", "sh", "-c", "exit 3"]
    for microseconds in range(0, 3_000, 50):
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
            try:
                assert process.stderr.readline() == "ended with 3\n"
                time.sleep(microseconds / 1e6)
                process.send_signal(signal.SIGTERM)
                assert process.wait(timeout=60) == 0
                assert process.stderr.read() == ""
            finally:
                with suppress(ProcessLookupError):  # what is left of the pause
                    os.killpg(process.pid, signal.SIGKILL)


def test_what_the_dag_does(simulator, tmp_path):
    recipe = without(ROOT / "airflow/wolkvox_export.py", "airflow")
    recipe["BEGIN"] = date(2026, 10, 1)
    done = recipe["fetch_missing"]("wolkvox.toml", str(tmp_path / "exports"))
    assert done["rows"] == done["fetched"] > 0
    configuration = tmp_path / "wolkvox.toml"
    configuration.write_text(configuration.read_text().replace("32841", "99999"))
    with pytest.raises(PartialFailure, match="the next try fetches them"):
        recipe["fetch_missing"]("wolkvox.toml", str(tmp_path / "exports"))


def test_what_the_asset_does(simulator, tmp_path):
    recipe = without(ROOT / "dagster/wolkvox_assets.py", "dagster")
    done = recipe["fetch_day"]("wolkvox.toml", tmp_path, date(2026, 10, 1))
    assert done["calls"] == 1
    assert list((tmp_path / "2026-10-01").rglob("*.parquet"))


def test_airflow_finds_the_dag(monkeypatch, tmp_path):
    pytest.importorskip("airflow", reason="Airflow is not installed; `make recipes` installs it and runs this")
    monkeypatch.syspath_prepend(ROOT / "airflow")
    from wolkvox_export import wolkvox_export

    dag = wolkvox_export()
    assert (dag.dag_id, [task.task_id for task in dag.tasks]) == ("wolkvox_export", ["export"])


def test_dagster_materialises_the_asset(simulator, monkeypatch, tmp_path):
    dagster = pytest.importorskip(
        "dagster", reason="Dagster is not installed; `make recipes` installs it and runs this"
    )
    monkeypatch.syspath_prepend(ROOT / "dagster")
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    import wolkvox_assets

    monkeypatch.setattr(wolkvox_assets, "CONFIG", "wolkvox.toml")
    monkeypatch.setattr(wolkvox_assets, "FOLDER", tmp_path / "exports")
    done = dagster.materialize([wolkvox_assets.calls], partition_key="2026-10-01")
    assert done.success
    assert wolkvox_assets.defs.resolve_job_def("nightly").partitions_def == wolkvox_assets.DAYS
