"""Promise 9: a token never shows. Every output, file and error of a run is searched for it."""

import asyncio
import copy
import logging
import os
import pickle
import subprocess
import sys
import traceback
from datetime import date

import pytest

from tests.support.worlds import operation_of, tenant
from wolkvox_async import Fleet, SQLiteStore, Wolkvox, WolkvoxError, errors
from wolkvox_async.calls.exchange import without_token
from wolkvox_async.core.reply import Seen, error_of
from wolkvox_async.simulator import Campaign, Faults, Simulator, World
from wolkvox_async.simulator.server.faults import KINDS

SECRET = "token-that-nobody-may-see-0123456789"
YEAR = {"start": date(2025, 1, 1), "end": date(2025, 3, 1)}


def assert_absent(*texts):
    for text in texts:
        assert SECRET not in (text if isinstance(text, str) else text.decode("utf-8", "replace"))


@pytest.mark.looptime
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"hang", "hang-after", "drip"}])
async def test_no_error_no_event_and_no_log_shows_it(kind, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    heard = []
    world = World(tenants=(tenant(Campaign(id="32841", every=3600.0), tokens=(SECRET,)),))
    async with Simulator(world, faults=Faults(every=1, kinds=(kind,))) as simulator:
        operation = operation_of(simulator)
        async with Wolkvox(
            operation, store=SQLiteStore(tmp_path / "store"), listener=heard.append, max_wait=1.0
        ) as wolkvox:
            calls = (
                wolkvox.information.token_info(),
                wolkvox.campaign.find_record(customer_id="1"),
                wolkvox.campaign.add_records(
                    campaign_id="32841", type_campaign="predictive", records=[{"tel1": "123"}]
                ),
                wolkvox.call("GET", "nothing.php", "nothing"),
            )
            for call in calls:
                try:
                    await call
                except WolkvoxError as error:
                    assert_absent(str(error), repr(error), repr(vars(error)))
                    assert_absent("".join(traceback.format_exception(error)), repr(error.__context__))
                    for frame, _ in traceback.walk_tb(error.__traceback__):
                        if "wolkvox_async" in frame.f_code.co_filename:
                            assert_absent(repr(frame.f_locals))
            assert_absent(repr(wolkvox), repr(wolkvox.operation), repr(vars(wolkvox)))
    assert_absent(repr(heard), caplog.text)


def test_a_server_that_repeats_it_is_cleaned():
    from wolkvox_async import Token

    document = {"code": "403", "msg": f"bad token {SECRET}", "data": [{SECRET: [SECRET]}]}
    head = f'{{"msg": "bad token {SECRET}"'.encode()
    error = error_of(Seen(status=403, envelope=document, head=head, size=1), errors.Refused)
    cleaned = without_token(error, Token(SECRET))
    assert_absent(str(cleaned), repr(cleaned), repr(vars(cleaned)), repr(cleaned.args))
    assert "bad token <token" in str(cleaned)


async def test_no_file_of_an_export_and_no_store_holds_it(tmp_path):
    world = World(tenants=(tenant(tokens=(SECRET,)),))
    async with Simulator(world) as simulator:
        operation = operation_of(simulator)
        async with Fleet([operation], store=tmp_path / "store.sqlite3") as fleet:
            for form in ("ndjson", "csv"):
                outcome = await fleet.export(
                    ["campaign.detail"],
                    to=tmp_path / form,
                    format=form,
                    type_campaign="predictive",
                    campaign_id="32841",
                    **YEAR,
                )
                assert outcome.complete
                assert_absent(repr(outcome))
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert len(files) > 6
    for file in files:
        assert_absent(file.read_bytes(), str(file))


@pytest.mark.parametrize("token", [SECRET, f"wrong-{SECRET}"])
async def test_no_command_prints_it(tmp_path, token):
    world = World(tenants=(tenant(tokens=(SECRET,)),))
    with Simulator(world) as simulator:
        (tmp_path / "wolkvox.toml").write_text(
            f"""
store = "store.sqlite3"
[operations.sales-co]
server = "0099"
tokens = ["{token}"]
licences = 20
tz = "America/Bogota"
base_url = "{simulator.base_url}"
"""
        )
        (tmp_path / "leads.csv").write_text("customer_id,tel1\n1,573001112233\n")
        dates = ["--from", "2025-01-01", "--to", "2025-01-03"]
        commands = [
            ["quota", "--refresh"],
            ["plan", "reports.cdr_1", *dates],
            ["call", "reports.cdr_1", *dates],
            ["call", "GET", "information.php", "token_info"],
            ["export", "reports.cdr_1", *dates, "--out", "out", "--format", "csv"],
            ["upload", "leads.csv", "--campaign", "32841", "--type", "predictive"],
        ]

        def run(command):
            return subprocess.run(
                [sys.executable, "-m", "wolkvox_async.cli", *command],
                cwd=tmp_path,
                env=os.environ | {"PYTHONWARNINGS": "ignore"},
                capture_output=True,
                timeout=60,
                check=False,
            )

        for done in await asyncio.gather(*(asyncio.to_thread(run, command) for command in commands)):
            assert_absent(done.stdout, done.stderr)
            assert b"Traceback" not in done.stderr
            assert b"holds a token as it is" in done.stderr
            assert done.returncode in ({0} if token == SECRET else {0, 3, 5})


def test_no_copy_of_an_error_loses_what_it_says():
    error = errors.OutcomeUnknown("gone", advice="look", first_row=1, last_row=2).at(operation="co", endpoint="x")
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert str(twin) == str(error) == "co x: gone; look"
        assert (twin.first_row, twin.last_row, type(twin)) == (1, 2, errors.OutcomeUnknown)
        assert twin.args == error.args
