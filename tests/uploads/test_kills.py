"""`wolkvox upload` is killed or stopped and goes on, against the simulator's record of what took effect.

8 kills; WOLKVOX_KILLS=50 makes it 50. The moments are drawn with a fresh seed, which a failure shows; WOLKVOX_SEED=N
repeats it.
"""

import json
import os
import random
import re
import signal
import subprocess
import time

import pytest

from tests.support.commands import COMMAND, TOKEN, configure, finish
from tests.support.worlds import tenant
from wolkvox_async.simulator import Campaign, Simulator, World

KILLS = int(os.environ.get("WOLKVOX_KILLS", "8"))
SEED = int(os.environ.get("WOLKVOX_SEED") or random.randrange(2**32))
BATCHES, SIZE = 10, 300
ROWS = range(2, BATCHES * SIZE + 2)  # a header stands before them
REFUSED = {row for row in ROWS if row % 97 == 0}  # without a customer_id, which the server wants
LATENCY = 0.02, 0.12  # seconds of a call
DONE, USAGE, PARTIAL, KILLED = 0, 2, 3, -9

pytestmark = pytest.mark.timeout(120 + 10 * KILLS)


@pytest.fixture
def leads(tmp_path):
    """Return the folder with a file of leads, whose customer_id is the row."""
    lines = (f"{'' if row in REFUSED else row},57300{row:07}" for row in ROWS)
    (tmp_path / "leads.csv").write_text("\n".join(("customer_id,tel1", *lines)))
    return tmp_path


class Upload:
    """One upload to a campaign of its own: killed some times, then sent to its end."""

    def __init__(self, folder, simulator, campaign, chance, *, named):
        self.folder, self.simulator, self.campaign, self.chance = folder, simulator, campaign, chance
        self.resume = ("--resume", f"march-{campaign}") if named else ()
        self.killed = 0
        self.began = self.calls()

    def calls(self):
        return self.simulator.ledger.calls("sales-co")

    def run(self, *, kill=False, stop=()):
        """Run the command, and kill it at some call or before the first, or stop it by signals.

        Returns:
            Its exit code, its object and its standard error.
        """
        for each in self.folder.glob("store.sqlite3*"):  # else the permits of a killed process lapse after minutes
            each.unlink()
        words = ("upload", "leads.csv", "--campaign", self.campaign, "--type", "predictive", "--json")
        began = self.calls()
        with subprocess.Popen(
            [*COMMAND, *words, "--batch-size", str(SIZE), *self.resume],
            cwd=self.folder,
            env=os.environ | {"TOKEN": TOKEN},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            if kill:
                self.wait_for(process, began)
                process.kill()
            if stop:
                self.wait_for_calls(process, began + 3)
            err = ""
            for number in stop:
                process.send_signal(number)
                while "calls under way" not in err and (line := process.stderr.readline()):
                    err += line
            err += process.stderr.read()
            out = process.stdout.read()
        self.killed += process.returncode == KILLED
        assert "Traceback" not in err
        return process.returncode, json.loads(out) if out.endswith("}\n") else None, err

    def wait_for(self, process, began):
        """Wait for a number of calls at the server, and then for a part of the time that one takes."""
        left = max(1, BATCHES - (began - self.began))
        calls = self.chance.randint(0, left)
        self.wait_for_calls(process, began + calls)
        time.sleep(self.chance.uniform(0, LATENCY[1] if calls else 1.5))

    def wait_for_calls(self, process, calls):
        while self.calls() < calls and process.poll() is None:
            time.sleep(0.002)

    def finished(self, kills):
        """Return the object of the attempt that came to the end, after so many kills."""
        while True:
            code, found, err = self.run(kill=self.killed < kills)
            if code == USAGE and not self.resume:  # the same records went there before, says the same command
                self.resume = re.search(r"(--resume) (u-\w+)", err).groups()
            elif code != KILLED:
                assert code == PARTIAL, err
                return found

    def settled(self):
        """Return how often each record took effect, once the server is done with what the killed ones sent."""
        while self.simulator.ledger.in_flight(TOKEN):
            time.sleep(0.01)
        uploaded = self.simulator.truth.uploaded("sales-co", self.campaign)
        return {int(customer): times for customer, times in uploaded.items()}


def named_by(ranges):
    return {row for each in ranges for row in range(each["first_row"], each["last_row"] + 1)}


def check(upload, found):
    """Compare what an upload reports in the end with what took effect, and with its journal."""
    took = upload.settled()
    assert set(took.values()) <= {1}
    rejected = {each["row"] for each in found["rejected"]}
    assert rejected <= REFUSED
    not_sure = named_by(found["unknown_rows"])
    assert found["unsent"] == 0
    assert found["accepted"] + len(rejected) + found["unknown"] == len(ROWS)
    assert found["unknown"] == len(not_sure)
    assert set(ROWS) - set(took) <= rejected | not_sure
    assert found["accepted"] == len(set(took) - not_sure)
    listed = json.loads(finish(upload.folder, "uploads", found["id"], "--json").stdout)
    assert [listed[name] for name in ("accepted", "rejected", "unknown", "unsent")] == [
        *(found["accepted"], len(rejected), found["unknown"], 0)
    ]


def test_uploads_that_are_killed_apply_no_record_twice_and_lose_none(leads):
    print(f"WOLKVOX_SEED={SEED}")  # noqa: T201 - a failure shows it
    chance = random.Random(SEED)
    campaigns = [str(40_000 + number) for number in range(KILLS)]
    world = World(tenants=(tenant(*(Campaign(id=each, every=3600.0) for each in campaigns), licences=20),))
    killed = unknown = 0
    with Simulator(world, latency=lambda _: random.uniform(*LATENCY)) as simulator:
        configure(leads, simulator)
        for number, campaign in enumerate(campaigns):
            if killed >= KILLS:
                break
            upload = Upload(leads, simulator, campaign, chance, named=number % 2)
            found = upload.finished(min(chance.randint(1, 3), KILLS - killed))
            check(upload, found)
            killed += upload.killed
            unknown += found["unknown"]
        assert killed == KILLS
        assert {each.kind for each in simulator.ledger.violations} <= {"simultaneous"}
    print(f"{killed} kills, {number + 1} uploads, {unknown} records unknown")  # noqa: T201


@pytest.mark.parametrize(
    ("signals", "code"), [([signal.SIGINT], 130), ([signal.SIGTERM], 143), ([signal.SIGINT] * 2, 130)]
)
def test_an_upload_that_is_stopped_goes_on(leads, signals, code):
    world = World(tenants=(tenant(licences=20),))
    with Simulator(world, latency=1.0) as simulator:
        configure(leads, simulator)
        upload = Upload(leads, simulator, "32841", random, named=False)
        ended, first, err = upload.run(stop=signals)
        assert ended == code
        assert first["accepted"] + len(first["rejected"]) + first["unknown"] + first["unsent"] == len(ROWS)
        assert first["unsent"] >= (BATCHES - 6) * SIZE
        assert first["unknown"] in ({0} if len(signals) == 1 else {SIZE, 2 * SIZE})
        upload.resume = re.search(r"(--resume) (u-\w+)", err).groups()
        simulator.latency = 0.0
        found = upload.finished(0)
        check(upload, found)
        assert found["unknown"] == first["unknown"]
