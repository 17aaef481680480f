"""The types that users see: right uses are accepted, and wrong ones refused, by mypy and by pyright.

`usage/good.py` uses every group and must not raise a complaint. `usage/wrong.py` has one wrong use on each line that
ends in `# E: mypy's code, pyright's rule`, and must raise exactly these. `usage/synchronous.py` has both, of the
synchronous clients.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from mypy import api

from wolkvox_async.endpoints import GROUPS

ROOT = Path(__file__).parents[2]
GOOD, WRONG, SYNCHRONOUS = FILES = [ROOT / f"tests/usage/{name}.py" for name in ("good", "wrong", "synchronous")]
MARK = re.compile(r"# E: ([a-z-]+), (report\w+)$")
FOUND = re.compile(r"(?P<file>[^:\n]+):(?P<line>[0-9]+): error: .*\[(?P<code>[a-z-]+)\]")


def marked(which):
    """The complaints that the marks announce: file, line, and mypy's code (which=1) or pyright's rule (2)."""
    lines = [
        (file.name, number, line)
        for file in (WRONG, SYNCHRONOUS)
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
    ]
    return {(name, number, mark[which]) for name, number, line in lines if (mark := MARK.search(line))}


@pytest.fixture(scope="module")
def mypy():
    said, trouble, status = api.run(["--strict", "--config-file", str(ROOT / "pyproject.toml"), *map(str, FILES)])
    assert (trouble, status) == ("", 1), said
    found = [(Path(each["file"]).name, int(each["line"]), each["code"]) for each in FOUND.finditer(said)]
    assert f"Found {len(found)} errors" in said, said
    return set(found)


@pytest.fixture(scope="module")
def pyright():
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, *map(str, FILES)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    return {
        (Path(each["file"]).name, each["range"]["start"]["line"] + 1, each["rule"])
        for each in json.loads(done.stdout)["generalDiagnostics"]
        if each["severity"] == "error"
    }


def test_mypy_refuses_what_is_marked_and_nothing_else(mypy):
    assert mypy == marked(1)


def test_pyright_refuses_what_is_marked_and_nothing_else(pyright):
    assert pyright == marked(2)


@pytest.mark.parametrize("group", GROUPS)
def test_the_good_uses_use_every_group(group):
    assert f"wolkvox.{group}." in GOOD.read_text("utf-8")
