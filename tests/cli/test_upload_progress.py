"""How far an upload has come: a line on a terminal, lines with the time elsewhere, and the object of --json alone."""

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest

from tests.support.commands import COMMAND, TOKEN, configure, here
from tests.support.worlds import tenant
from wolkvox_async import events
from wolkvox_async.cli.streams import say
from wolkvox_async.cli.upload_progress import UploadProgress
from wolkvox_async.simulator import Simulator, World
from wolkvox_async.uploads.entries import Entry, Target
from wolkvox_async.uploads.result import BatchResult, Rejection

UPLOAD = ("upload", "leads.csv", "--campaign", "32841", "--type", "predictive", "--json", "--batch-size", "10")
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d"
SOFAR = r"upload u-\w+: \d+ of 60 rows, \d+ accepted"
# A machine that is busy may take more than a second to read the file.
LINE = re.compile(
    rf"^{TIME} (?:{SOFAR}(?:, \d+ rows/s, \d+ s left)?|upload: the rows are read and checked)$", re.MULTILINE
)


class Gone(io.StringIO):
    """A pipe whose reader has gone."""

    def write(self, text):
        raise BrokenPipeError


def begun(records, accepted=0):
    return events.UploadBegun(
        operation="x", endpoint="y", upload_id="u-1", records=records, accepted=accepted, rejected=0, unknown=0
    )


def ended(accepted, rejected=0, unknown=0):
    return events.BatchEnded(
        operation="x", endpoint="y", first_row=1, last_row=2, accepted=accepted, rejected=rejected, unknown=unknown
    )


def test_the_line_counts_outcomes_and_says_what_is_left():
    now, seen = [0.0], []
    progress = UploadProgress(stream=io.StringIO(), then=seen.append, clock=lambda: now[0])
    assert progress.line() == "upload: the rows are read and checked"
    progress(begun(100_000, accepted=10_000))
    assert progress.line() == "upload u-1: 10,000 of 100,000 rows, 10,000 accepted"
    now[0] = 2.0
    progress(ended(9_990, 10))
    progress(ended(0, unknown=10_000))
    said = "upload u-1: 30,000 of 100,000 rows, 19,990 accepted, 10 rejected, 10,000 unknown, 10,000 rows/s, 7 s left"
    assert progress.line() == said
    now[0] = 200.0
    assert progress.line().endswith("100 rows/s, 11 min 40 s left")
    now[0] = 4_000.0
    assert progress.line().endswith("5 rows/s, 3 h 53 min left")
    assert len(seen) == 3


def test_of_an_upload_that_goes_on_the_line_begins_where_it_stood():
    target = Target(
        operation="x",
        address="y",
        endpoint="z",
        kind="preview",
        campaign="1",
        source="leads.csv",
        digest="",
        records=60_000,
    )
    batch = BatchResult(
        number=1,
        first_row=2,
        last_row=30_001,
        records=30_000,
        status="partly",
        accepted=29_999,
        rejected=(Rejection(7, "no"),),
    )
    earlier = Entry(id="u-1", target=target, started=datetime.now(UTC), ended=None, batches=(batch,))
    progress = UploadProgress(earlier, stream=io.StringIO(), then=lambda _: None)
    stood = "upload u-1: 30,000 of 60,000 rows, 29,999 accepted, 1 rejected"
    assert progress.line() == f"{stood}; the file is read and checked"


def test_lines_of_a_log_end_with_the_upload_and_where_their_reader_has_gone():
    stream = io.StringIO()
    with UploadProgress(stream=stream, first=0.0, heartbeat=60.0):
        while not stream.getvalue():
            time.sleep(0.01)
    assert re.fullmatch(rf"{TIME} upload: the rows are read and checked\n", stream.getvalue())
    with UploadProgress(stream=Gone(), first=0.0, heartbeat=0.0) as progress:
        progress._display._beats.join(10)
        assert not progress._display._beats.is_alive()


@pytest.fixture
def folder(tmp_path):
    """Return a folder with 60 leads, of a server that takes 1.2 s a call."""
    (tmp_path / "leads.csv").write_text("customer_id,tel1\n" + "".join(f"{n},57300{n:07}\n" for n in range(60)))
    with Simulator(World(tenants=(tenant(licences=20),)), latency=1.2) as simulator:
        configure(tmp_path, simulator)
        yield tmp_path


def test_a_pipe_gets_lines_with_the_time(folder):
    done = here(folder, *UPLOAD)
    assert done.returncode == 0
    assert json.loads(done.stdout)["accepted"] == 60
    assert LINE.search(done.stderr.decode())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_a_terminal_gets_one_line_that_changes_unless_it_is_dumb(folder, term):
    terminal, other_end = os.openpty()
    environment = {name: value for name, value in os.environ.items() if name not in {"CI", "FORCE_COLOR", "NO_COLOR"}}
    with subprocess.Popen(
        [*COMMAND, *UPLOAD, "--yes"],
        cwd=folder,
        env=environment | {"TOKEN": TOKEN, "TERM": term, "COLUMNS": "140"},
        stdout=subprocess.PIPE,
        stderr=other_end,
    ) as process:
        os.close(other_end)
        parts = []
        with contextlib.suppress(OSError):  # the other end is gone
            while part := os.read(terminal, 4096):
                parts.append(part)
        found = json.loads(process.stdout.read())
        assert process.wait(30) == 0
    os.close(terminal)
    said = b"".join(parts).decode().replace("\r\n", "\n")
    assert found["accepted"] == 60
    if term == "dumb":
        assert LINE.search(said)
        assert "\x1b[2K" not in said
    else:
        assert re.search(r"upload u-\w+: 20 of 60 rows, 20 accepted, \d+ rows/s, \d+ s left", said)
        assert "\x1b[2K" in said  # the line is erased, and written again
        assert re.search(TIME, said) is None


class Terminal(io.TextIOWrapper):
    """A terminal that keeps what is shown."""

    def isatty(self):
        return True


def test_what_is_said_meanwhile_stands_on_a_line_of_its_own(monkeypatch):
    for name in ("CI", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    kept = io.BytesIO()
    monkeypatch.setattr(sys, "stderr", Terminal(kept, encoding="utf-8", write_through=True))
    with UploadProgress() as progress:
        progress._display._live.refresh()
        say("wolkvox: a line")
    before, found, _ = kept.getvalue().decode().partition("wolkvox: a line")
    assert "the rows are read" in before
    assert found
    assert before.endswith("\x1b[2K"), before  # the line of progress is erased first
