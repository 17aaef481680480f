"""Every example of the README runs: its Python in one world of the simulator, its commands in a shell."""

import ast
import inspect
import json
import os
import re
import shlex
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pytest

import wolkvox_async
from tests.support.asgi import answer_of
from tests.support.spreadsheets import xlsx
from wolkvox_async import Operation, Wolkvox
from wolkvox_async.simulator import Simulator, World

README = Path(__file__).parent.parent.joinpath("README.md").read_text("utf-8")
ADDRESS = "http://127.0.0.1:8099/api/v2/"
RANGE = "start=date(2025, 1, 1), end=date(2025, 1, 15)"


UPLOAD = "u-1f2e3d4c"  # as the README writes the id of an upload
LEADS = [
    ["Nombre", "Cédula", "Celular"],
    ["María", 1, "+57 (300) 111-22-33"],
    ["Luis", 2, 3001112234],
    ["Eva", 3, "300111"],
]


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands():
    lines = [line.removeprefix("$ ") for block in blocks("console") for line in block.splitlines() if line[:2] == "$ "]
    found = [shlex.split(line, comments=True) for line in lines]
    return [words for words in found if words[0] == "wolkvox" and words[1] not in ("simulate", "gateway", "follow")]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder of a user who did what the README says: a wolkvox.toml, a token, and a file of leads."""
    with Simulator(World.default(every=86_400.0)) as simulator:
        (tmp_path / "wolkvox.toml").write_text(blocks("toml")[0].replace(ADDRESS, simulator.base_url))
        (tmp_path / "leads.xlsx").write_bytes(xlsx(Hoja1=LEADS))
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("WOLKVOX_TOKEN", "any-word")
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
        yield simulator


async def run(code, scope):
    """Run a block as if it stood in a coroutine, with the names that the text around it speaks of."""
    code = code.replace("start=..., end=...", RANGE)
    made = eval(compile(code, "README.md", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), scope)
    if inspect.iscoroutine(made):
        await made


async def test_the_python_of_the_readme_runs(folder):
    operation = Operation(
        name="sales-co", server="0099", tokens=["any-word"], licences=20, tz="America/Bogota", base_url=folder.base_url
    )
    names = {name: getattr(wolkvox_async, name) for name in wolkvox_async.__all__}
    alone = [code for code in blocks("python") if "asyncio.run(" in code]
    others = [code for code in blocks("python") if code not in alone]
    async with Wolkvox(operation) as wolkvox:
        scope = names | {"date": date, "TOKEN": "any-word"}
        scope |= {"wolkvox_simulator": folder, "records": [{"customer_id": "1", "tel1": "573001112233"}]}
        scope |= {module.__name__: module for module in (pd, pl, duckdb)}
        apps = 0
        for code in others:
            served = code.replace('tz="America/Bogota")', f'tz="America/Bogota", base_url={folder.base_url!r})')
            names = scope | {"wolkvox": wolkvox, "operation": operation}
            await run(served, names)
            if "app" in names:
                rows = json.loads(names["text"])
                assert len(rows) > 0
                assert await answer_of(names["app"], "/calls") == rows
                apps += 1
    for code in alone:
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
    assert len(others) >= 8
    assert apps == 1
    assert folder.ledger.violations == []


def interrupted(folder, unsent):
    """Make the last upload one whose batch was not sent, or had no answer; return its id."""
    (path,) = Path().glob("**/*uploads.sqlite3")
    with sqlite3.connect(path) as journal:
        ((name,),) = journal.execute("SELECT id FROM upload ORDER BY started DESC LIMIT 1").fetchall()
        if unsent:
            journal.execute("DELETE FROM batch WHERE upload = ?", (name,))
            folder.truth.uploads("demo", "32841").latest.pop("3")
            folder.truth.uploads("demo", "32841").times.pop("3")
        else:
            journal.execute(
                "UPDATE batch SET state = 'unknown', accepted = 0, unknown = 1, sent = 0 WHERE upload = ?", (name,)
            )
    journal.close()
    return name


def test_the_commands_of_the_readme_run(folder):
    assert len(commands()) >= 12
    for written in commands():
        words = [interrupted(folder, "--resume" in written) if word == UPLOAD else word for word in written]
        done = subprocess.run(
            [sys.executable, "-m", "wolkvox_async.cli", *words[1:]],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env=os.environ | {"COLUMNS": "100"},
        )
        some_rejected = "--rejected" in words
        assert done.returncode == 3 * some_rejected, f"{shlex.join(words)}: {done.stderr}"
        if "--dry-run" in words:
            (shown,) = [block for block in blocks("console") if shlex.join(words) in block]
            said = done.stdout + done.stderr
            assert [line for line in shown.splitlines()[1:] if line not in said.splitlines()] == []
        if some_rejected:
            bad = Path("bad.csv")
            bad.write_text(bad.read_text("utf-8-sig").replace(",300111,", ",3001112235,"), "utf-8")
    assert folder.truth.uploaded("demo", "32841") == {"1": 1, "2": 1, "3": 1}
    assert folder.ledger.violations == []


async def test_the_fixture_of_the_readme_is_there(wolkvox_simulator):
    (code,) = [code for code in blocks("python") if "wolkvox_simulator" in code]
    scope = {"Operation": Operation}
    exec(code, scope)
    await scope["test_my_sync"](wolkvox_simulator)
