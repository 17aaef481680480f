"""How much a command says on stderr, and in which form."""

import io
import json
import sys
import time

import click
import pytest

from tests.support.commands import configure, finish, here, operation
from tests.support.worlds import tenant
from wolkvox_async.cli import main
from wolkvox_async.cli.streams import LOG_FORMAT, progress_stream
from wolkvox_async.cli.upload_progress import UploadProgress
from wolkvox_async.simulator import Simulator, World

COMMANDS = [name for name in main.list_commands(click.Context(main)) if name != "call"]

SERVERS = ("simulate", "gateway")  # their handlers stay until the process ends
CALL = ["call", "reports.cdr_1", "--from", "2025-01-01", "--to", "2025-01-03", "--limit", "2"]
DAY = ("--from", "-1d", "--to", "now")
UPLOAD = ("upload", "wrong.csv", "--campaign", "32841", "--type", "predictive", "--operation", "sales-co")


@pytest.fixture
def run(tmp_path):
    with Simulator(World(tenants=(tenant(licences=1),))) as simulator:
        configure(tmp_path, simulator)

        def run(*words):
            done = (finish if words[0] in SERVERS else here)(tmp_path, *words)
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


@pytest.mark.parametrize("name", [*COMMANDS, ("call", "cdr_1"), ("call", "GET")], ids=str)
def test_every_command_takes_them(name):
    command = main
    for word in (name,) if isinstance(name, str) else name:
        command = command.get_command(click.Context(command), word)
    spellings = {spelling for parameter in command.params for spelling in parameter.opts}
    assert spellings >= {"-v", "-q", "--log-format"}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("reports", "xyzzy"), 1, "no endpoint matches"),
        (("reports", "--columns", "xyzzy"), 1, "no column matches"),
        (("openapi", "--out", "no/such/folder"), 1, "cannot be written"),
        (("simulate", "--host", "203.0.113.1"), 1, "cannot listen"),
        (("gateway", "--host", "127.0.0.1", "--port", "1", "--operation", "who"), 2, "who"),
        (UPLOAD, 2, "tel1"),
        ((*UPLOAD, "--dry-run"), 2, "invalid"),
        ((*UPLOAD, "--skip-invalid"), 3, "row 3"),
        (("quota", "--refresh", "--operation", "wrong"), 2, "has no BAD"),
        (
            ("plan", "detail", "-p", "campaign_id=all", *DAY, "--operation", "wrong"),
            2,
            "has no BAD",
        ),
        (("export", "cdr_1", *DAY, "--out", "out", "--operation", "wrong"), 2, "has no BAD"),
    ],
    ids=lambda value: " ".join(value[:3]) if isinstance(value, tuple) else None,
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_quiet_command_that_fails_says_why(run, tmp_path, words, code, said, form):
    path = tmp_path / "wolkvox.toml"
    wrong = operation("http://127.0.0.1:9/").replace("sales-co", "wrong").replace("TOKEN", "BAD")
    path.write_text(path.read_text() + wrong)
    (tmp_path / "wrong.csv").write_text("customer_id,tel1\n1,573001112233\n2,abc\n")
    found = run(*words, "-q", "--log-format", form)
    assert found[0] == code, found
    assert any(said in line for line in found[1])
    if form == "json":
        assert {json.loads(line)["level"] for line in found[1]} == {"error"}


def test_tables_on_stderr_are_objects_too(run):
    code, said = run(
        "export", "cdr_1", "--from", "2025-01-01", "--to", "2025-01-03", "--out", "o", "--log-format", "json"
    )
    [table] = [each for each in map(json.loads, said) if "report" in each]
    assert code == 0
    assert (table["operation"], table["state"]) == ("sales-co", "complete")


def test_lines_of_progress_are_objects_too(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with click.Context(main) as context:
        context.meta[LOG_FORMAT] = "json"
        with UploadProgress(stream=progress_stream(), first=0.0) as progress:
            progress._display._beats.join(0.1)
            while not sys.stderr.getvalue():
                time.sleep(0.01)
    assert {json.loads(line)["message"] for line in sys.stderr.getvalue().splitlines()} == {
        "upload: the rows are read and checked"
    }
