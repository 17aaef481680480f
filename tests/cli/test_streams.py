"""Streams as services and pipes give them: closed, gone, or with another encoding; and the exit codes."""

import json
import re
from pathlib import Path

import pytest

from tests.support.commands import COMMAND, configure, finish, here
from tests.support.worlds import tenant
from wolkvox_async.export.lock import locked
from wolkvox_async.simulator import Simulator, World

DAY = ("--from", "2025-01-01", "--to", "2025-01-02")
EXPORT = ("export", "reports.cdr_1", *DAY, "--out", "exports", "--format", "ndjson")


@pytest.fixture(scope="module")
def served():
    with Simulator(World(tenants=(tenant(licences=1),))) as simulator:
        yield simulator


@pytest.fixture
def folder(served, tmp_path):
    configure(tmp_path, served)
    return tmp_path


@pytest.mark.parametrize("closed", ["2>&-", ">&-", "<&- >&- 2>&-"])
def test_a_command_works_whatever_is_closed(folder, closed):
    done = finish(folder, *EXPORT, shell=closed)
    assert done.returncode == 0
    (path,) = (folder / "exports").rglob("*.ndjson")
    assert all(json.loads(line)["operation"] == "sales-co" for line in path.read_bytes().splitlines())
    assert b"export:" not in (folder / "store.sqlite3").read_bytes()  # which would have taken stderr's place


@pytest.mark.parametrize(
    "words",
    [("call", "cdr_1", *DAY), ("reports", "cdr_1", "--json"), (*EXPORT, "--json"), ("openapi",), ("quota", "--json")],
    ids=" ".join,
)
def test_rows_and_json_for_a_closed_stdout_are_an_error(folder, words):
    done = finish(folder, *words, shell=">&-")
    assert done.returncode == 1
    assert done.stderr.decode().splitlines()[-1] == (
        "wolkvox: stdout cannot be written: it is closed; send the output to a file or a pipe"
    )


def test_an_export_goes_on_where_the_reader_of_its_messages_went_away(folder):
    done = finish(folder, *EXPORT, shell="2>&1 >/dev/null | true; test -d exports/sales-co")
    assert done.returncode == 0
    assert len(list((folder / "exports").rglob("*.ndjson"))) == 1


@pytest.mark.parametrize(
    "environment",
    [{"PYTHONIOENCODING": "cp1252"}, {"LC_ALL": "C"}],
    ids=str,
)
def test_pipes_are_utf_8_whatever_the_consoles_code_page(folder, environment):
    done = finish(folder, "reports", "campaña", "máquina", **environment)
    assert "Campaña por máquina" in done.stdout.decode()
    assert "compañía" in finish(folder, "reports", "compañía", "xyzzy", **environment).stderr.decode()


@pytest.mark.parametrize("words", [("reports",), ("openapi",)], ids=" ".join)
def test_a_reader_that_goes_away_is_no_failure_of_any_command(folder, words):
    done = finish(folder, *words, shell="| head -1")
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("words", [("call", "cdr_1", *DAY), ("reports",), ("openapi",), ("--help",)], ids=" ".join)
def test_a_full_disk_behind_stdout_is_one_line(folder, words):
    done = finish(folder, *words, shell=">/dev/full")
    assert done.returncode == 1
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("wolkvox: stdout cannot be written: ")
    assert "make room" in line


def test_the_package_itself_is_the_command(folder):
    assert COMMAND[-2:] == ["-m", "wolkvox_async"]
    assert finish(folder, "--version").stdout.startswith(b"wolkvox, version ")


def test_help_lists_every_exit_code(folder):
    text = " ".join(here(folder, "--help").stdout.decode().partition("Exit codes:")[2].split())
    assert re.findall(r"\b\d+\b", text) == ["0", "1", "2", "3", "4", "5", "6", "7", "130", "143"]


def test_a_usage_error_a_directory_in_use_and_a_lost_store_have_codes_of_their_own(folder, served):
    assert here(folder, *EXPORT, "--zone", "America/Bogotá").returncode == 2
    (folder / "exports").mkdir()
    with locked(folder / "exports"):
        done = here(folder, *EXPORT)
    assert done.returncode == 7
    assert b"another export writes to exports: process" in done.stderr
    (folder / "broken").write_bytes(b"no database" * 1000)
    configure(folder, served, store="broken")
    done = here(folder, *EXPORT)
    assert done.returncode == 6
    assert b"broken" in done.stderr


def test_an_export_that_had_nothing_to_do_says_so(folder):
    assert b"nothing to do" not in finish(folder, *EXPORT).stderr
    again = finish(folder, *EXPORT).stderr.decode()
    assert re.search(r"wolkvox: nothing to do: exports holds all of it already, \d+ rows; no call was made", again)
    future = ("export", "reports.cdr_1", "--from", "2095-01-01", "--to", "2095-01-02", "--out", "exports")
    assert b"nothing to do: all of the range is still to come" in finish(folder, *future, "--format", "ndjson").stderr


def test_the_columns_and_the_zone_are_chosen(folder):
    done = here(folder, *EXPORT, "--columns", "none", "--zone", "operation", "--json")
    assert done.returncode == 0
    (path,) = json.loads(done.stdout)["reports"][0]["files"]
    row = json.loads((folder / path).read_bytes().splitlines()[0])
    assert "operation" not in row
    assert row["date"].endswith("-05:00")
    assert here(folder, *EXPORT, "--columns", "operatoin").returncode == 2


def test_a_parameter_that_is_missing_is_named_as_an_option(folder):
    done = here(folder, "export", "skill_2", *DAY, "--out", "exports")
    assert done.returncode == 2
    assert done.stderr.decode().splitlines()[-1].endswith("missing skill_id; give -p skill_id=…")
