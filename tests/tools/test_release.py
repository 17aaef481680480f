"""What a release is made of: one version, the news, the workflows, and a plugin that costs others nothing."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import wolkvox_async
from tools.release.environments import extras, normal, pythons

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
FRAGMENTS = [path for path in (ROOT / "changes").glob("*.md") if path.name not in ("README.md", "template.md")]


def test_the_version_stands_in_one_place():
    assert PROJECT["project"]["dynamic"] == ["version"]
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "wolkvox_async/__init__.py"
    newest = re.search(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)[1]
    assert newest == wolkvox_async.__version__


def test_the_news_are_of_known_kinds_and_come_together():
    pytest.importorskip("towncrier", reason="towncrier is not installed; `make test` installs it")
    kinds = {each["directory"] for each in PROJECT["tool"]["towncrier"]["type"]}
    assert [path.name for path in FRAGMENTS if path.name.split(".")[-2] not in kinds] == []
    command = [sys.executable, "-m", "towncrier", "build", "--draft", "--version", "9.9.9", "--date", "2030-01-01"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("## [9.9.9] - 2030-01-01\n")
    assert [path.name for path in FRAGMENTS if path.read_text("utf-8").splitlines()[0] not in done.stdout] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_pins_what_it_uses_and_runs_what_there_is(path):
    jobs = yaml.safe_load(path.read_text("utf-8"))["jobs"].values()
    steps = [step for job in jobs for step in job["steps"]]
    assert [step["uses"] for step in steps if "uses" in step and not re.search(r"@[0-9a-f]{40}$", step["uses"])] == []
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for step in steps:
        for line in step.get("run", "").splitlines():
            if line.startswith("make "):
                assert set(line.split()[1:]) <= targets
            if line.startswith(".ci/"):
                assert (ROOT / line).is_file()


def test_publishing_wants_no_secret():
    text = (ROOT / ".github/workflows/release.yml").read_text("utf-8")
    assert "secrets." not in text
    assert yaml.safe_load(text)["jobs"]["publish"]["permissions"] == {"id-token": "write", "attestations": "write"}


def test_the_plugin_loads_no_module_but_its_own():
    code = (
        "import sys, pytest; before = set(sys.modules); import wolkvox_async.simulator.pytest_plugin; "
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [
        "wolkvox_async",
        "wolkvox_async.lazy",
        "wolkvox_async.simulator",
        "wolkvox_async.simulator.pytest_plugin",
    ]


def test_what_is_smoke_tested_is_there():
    assert f"{sys.version_info[0]}.{sys.version_info[1]}" in pythons()
    assert set(extras()) >= {"arrow", "cli", "redis"}
    assert normal("Ruamel.yaml_clib") == "ruamel-yaml-clib"
