"""What people see of an export: progress, and the command with its exit codes."""

import io
import json
import re
import sys
import time
from datetime import datetime

import pytest
from click.testing import CliRunner

from tests.support.exporting import TOKEN, world
from wolkvox_async import events
from wolkvox_async.cli import main
from wolkvox_async.core.windows import Window
from wolkvox_async.export import Progress
from wolkvox_async.simulator import Simulator, World

# Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def feed(progress):
    window = Window(datetime(2025, 1, 1), datetime(2025, 2, 1))
    for name in ("sales-co", "an-operation-with-a-very-long-name"):
        progress(events.Admitted(operation=name, endpoint="reports.cdr_1", token="abc", waited=0.0, used=1))
        progress(
            events.Decoded(operation=name, endpoint="reports.cdr_1", window=window, rows=34_567, duplicates=0, size=1)
        )
    progress(events.Waiting(operation="sales-co", endpoint="reports.cdr_1", why="quota", seconds=3_600.0))


def test_progress_away_from_a_terminal_is_a_line_now_and_then():
    stream, heard = io.StringIO(), []
    clock = iter(range(100))
    with Progress(stream=stream, then=heard.append, heartbeat=0.02, clock=lambda: next(clock)) as progress:
        feed(progress)
        time.sleep(0.1)
    lines = stream.getvalue().splitlines()
    assert len(lines) >= 3
    assert re.fullmatch(
        r"export: 2 operations, 2 windows, 69,134 rows, [\d,]+ rows/s, 2 calls, 1 waiting for quota", lines[-1]
    )
    assert len(heard) == 5


def test_progress_says_nothing_where_nothing_was_asked():
    stream = io.StringIO()
    with Progress(stream=stream):
        pass
    assert stream.getvalue() == ""


@pytest.mark.parametrize("no_color", [True, False])
def test_progress_on_a_terminal_fits_60_columns(monkeypatch, no_color):
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1") if no_color else monkeypatch.delenv("NO_COLOR", raising=False)
    stream = Terminal()
    with Progress(stream=stream) as progress:
        feed(progress)
    last = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", stream.getvalue()).replace("\r", "\n").splitlines()
    assert max(map(len, last)) <= 60
    assert any("sales-co" in line and "34,567" in line and "quota" in line for line in last)


def test_progress_without_rich_is_lines(monkeypatch):
    monkeypatch.setitem(sys.modules, "rich.live", None)
    stream = Terminal()
    with Progress(stream=stream) as progress:
        feed(progress)
    assert stream.getvalue().startswith("export: 2 operations")


# The command


def invoke(simulator, folder, *more, reports=("campaign.detail",)):
    config = folder / "wolkvox.toml"
    config.write_text(
        f'store = "state.sqlite3"\n[operations.sales-co]\nserver = "0099"\ntokens = ["env:SALES_TOKEN"]\n'
        f'licences = 20\ntz = "America/Bogota"\nbase_url = "{simulator.base_url}"\n'
        '[operations.sales-co.parameters."campaign.detail"]\ntype_campaign = "predictive"\n'
        'campaign_id = ["32841", "99"]\n'
    )
    range_ = ("--from", "2025-01-01", "--to", "2025-02-01", "--out", str(folder / "out"), "--config", str(config))
    return CliRunner().invoke(main, ["export", *reports, *range_, *more], env={"SALES_TOKEN": TOKEN})


def test_the_command_says_partial_where_a_report_failed(tmp_path):
    with Simulator(world()) as simulator:
        result = invoke(simulator, tmp_path, "--format", "csv", "--json")
    assert result.exit_code == 3
    summary = json.loads(result.stdout)
    assert (summary["complete"], summary["rows"], summary["calls"]) == (False, 744, 2)
    done, failed = summary["reports"]
    assert done["covered"] == [["2025-01-01T00:00:00-05:00", "2025-02-01T00:00:00-05:00"]]
    assert failed["error"]["kind"] == "Refused"
    assert "complete" in result.stderr
    assert "failed" in result.stderr
    assert TOKEN not in result.output


def test_the_command_ends_well_and_again_without_a_call(tmp_path):
    with Simulator(world()) as simulator:
        for calls in (1, 0):
            result = invoke(simulator, tmp_path, "-p", "campaign_id=32841", "--json")
            assert result.exit_code == 0
            assert json.loads(result.stdout)["calls"] == calls


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("-p", "campaign_id=99"), 1),
        (("--operation", "nobody"), 2),
        (("-p", "nonsense"), 2),
        (("--format", "xml"), 2),
    ],
)
def test_the_command_tells_by_its_exit_code_what_is_wrong(tmp_path, more, code):
    with Simulator(world()) as simulator:
        result = invoke(simulator, tmp_path, *more)
    assert result.exit_code == code
    assert "Traceback" not in result.output


def test_the_command_tells_a_bad_token(tmp_path):
    with Simulator(world()) as simulator:
        simulator.world = World(tenants=())
        assert invoke(simulator, tmp_path).exit_code == 5
