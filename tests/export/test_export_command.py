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
        place = {"operation": name, "endpoint": "reports.cdr_1"}
        progress(events.ReportBegun(**place, parameters="", windows=4, calls=4, quota=20_000))
        progress(events.Admitted(**place, token="abc", waited=0.0, used=5_000))
        progress(events.Decoded(**place, window=window, rows=34_567, duplicates=0, size=2_500_000))
    progress(events.Waiting(operation="sales-co", endpoint="reports.cdr_1", why="quota", seconds=3_600.0))


def fail(progress):
    error = "sales-mx cdr_1: no campaign\x1b[2J 7; give another"
    progress(events.ReportEnded(operation="sales-mx", endpoint="cdr_1", parameters="", windows=0, error=error))


def test_progress_away_from_a_terminal_is_a_line_with_the_time_now_and_then():
    stream, heard = io.StringIO(), []
    with Progress(stream=stream, then=heard.append, first=0.0, heartbeat=0.02, clock=lambda: 10.0) as progress:
        feed(progress)
        progress._began = 0.0
        while len(stream.getvalue().splitlines()) < 3:
            time.sleep(0.01)
        fail(progress)
    first, *_, last = stream.getvalue().splitlines()
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d export: ", first)
    said = (
        "2 of 8 windows, 69,134 rows, 6,913 rows/s, 5.0 MB, 2 calls, 30,000 left today, 30 s left, 1 waiting for quota"
    )
    assert last.endswith(f"export: 3 operations, {said}, 1 failed")
    assert len(heard) == 8


def test_windows_of_a_shard_that_is_run_again_are_counted_once():
    progress = Progress(stream=io.StringIO())
    place = {"operation": "sales-co", "endpoint": "reports.cdr_1"}
    feed(progress)
    progress(events.ReportBegun(**place, parameters="", windows=3, calls=3, quota=20_000))  # of 4, one is read
    assert "2 of 8 windows" in progress.line()
    progress(events.Split(**place, window=None, why="60,000 rows"))
    assert "2 of 9 windows" in progress.line()


def test_windows_of_a_report_that_failed_are_not_waited_for():
    progress = Progress(stream=io.StringIO())
    feed(progress)
    progress(events.ReportEnded(operation="sales-co", endpoint="reports.cdr_1", parameters="", windows=1, error="gone"))
    assert "2 of 5 windows" in progress.line()


def test_progress_says_nothing_where_nothing_was_asked():
    stream = io.StringIO()
    with Progress(stream=stream):
        pass
    assert stream.getvalue() == ""


@pytest.mark.parametrize("no_color", [True, False])
def test_progress_on_a_terminal_fits_80_columns_and_shows_what_failed_in_red(monkeypatch, no_color):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1") if no_color else monkeypatch.delenv("NO_COLOR", raising=False)
    stream = Terminal()
    with Progress(stream=stream) as progress:
        feed(progress)
        fail(progress)
    shown = stream.getvalue()
    last = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown).replace("\r", "\n").splitlines()
    assert max(map(len, last)) <= 80
    assert any("sales-co" in line and "1/4" in line and "34,567" in line and "quota" in line for line in last)
    assert any("sales-mx cdr_1: no campaign [2J 7; give another" in line for line in last)
    assert ("\x1b[31m" in shown) is not no_color


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_a_terminal_that_cannot_move_its_cursor_gets_lines(monkeypatch, term):
    monkeypatch.setenv("TERM", term)
    stream = Terminal()
    with Progress(stream=stream) as progress:
        feed(progress)
    assert "export: 2 operations" in stream.getvalue()
    assert "\x1b" not in stream.getvalue()


def test_progress_without_rich_is_lines(monkeypatch):
    monkeypatch.setitem(sys.modules, "rich.live", None)
    stream = Terminal()
    with Progress(stream=stream) as progress:
        feed(progress)
    assert "export: 2 operations" in stream.getvalue()


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
        (("--operation", "unknown-co"), 2),
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


def test_the_command_writes_a_page_of_the_export(tmp_path):
    with Simulator(world()) as simulator:
        page = tmp_path / "page.html"
        result = invoke(simulator, tmp_path, "-p", "campaign_id=32841", "--report", str(page))
        assert result.exit_code == 0
        assert f"{page} shows the export" in result.stderr
        assert "Export: <span" in page.read_text("utf-8")
        assert TOKEN not in page.read_text("utf-8")
        calls = simulator.ledger.calls("sales-co")
        refused = invoke(simulator, tmp_path, "-p", "campaign_id=32841", "--report", str(tmp_path / "no" / "page.html"))
        assert (refused.exit_code, simulator.ledger.calls("sales-co")) == (2, calls)
