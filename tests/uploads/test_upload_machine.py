"""Any history of uploads applies no record of an upload twice, and names each one that is not known to be there.

Processes send records to two campaigns of a server that fails in every way, are cancelled, stopped, closed and killed,
and go on. The whole client but its transport runs under virtual time, with its journal on disk; the server records what
reached it and what took effect. 60 histories; WOLKVOX_HISTORIES=600 makes it 600.
"""

import asyncio
import logging
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from attrs import define
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.support.leaping import Leaping
from tests.support.mortal import Mortal
from tests.support.upload_server import KINDS, RUN, Plan, Server
from tests.support.worlds import NOON
from wolkvox_async import AlreadyUploaded, MemoryStore, Operation, UploadLocked, Wolkvox, WolkvoxError
from wolkvox_async.calls.executor import Engine
from wolkvox_async.calls.transport import Timeouts
from wolkvox_async.events import Sink
from wolkvox_async.scheduler import Scheduler
from wolkvox_async.uploads.journal import Journal

HISTORIES = int(os.environ.get("WOLKVOX_HISTORIES", "0")) or 60
pytestmark = pytest.mark.timeout(240 + 2 * HISTORIES)

OPERATION = Operation(name="one", server="0001", tokens=["token-a"], licences=1, tz="America/Bogota")
SOURCES = {"short": 7, "long": 25}  # records of each, whose row and customer_id are one
DAY = 86_400.0

PROCESS = st.integers(0, 1)
SIZE = st.sampled_from([1, 3, 5, 10])
PLANS = st.builds(
    Plan,
    what=st.sampled_from(KINDS),
    seconds=st.sampled_from([0.0, 0.1, 1.0, 7.0, 60.0]),
    effect=st.booleans(),
    place=st.sampled_from(["first", "middle", "last"]),
)


def leads(source):
    return [{"customer_id": str(row), "tel1": f"57300{row:07}"} for row in range(1, SOURCES[source] + 1)]


@define(eq=False)
class Run:
    """One attempt at an upload: what it is told to do, and the id that the journal gave it."""

    source: str
    campaign: str
    again: bool
    stop: asyncio.Event
    id: str | None = None
    began: int = 0
    task: asyncio.Task | None = None


class Process:
    """A client, its attempts under way, and the logs that it has open."""

    def __init__(self, number, machine):
        self.machine, self.server, self.loop = machine, machine.server, machine.loop
        self.store = Mortal(machine.store)
        self.runs, self.logs = set(), []
        emit = Sink(lambda _: None)
        scheduler = Scheduler(
            self.store,
            clock=machine.clock,
            listener=emit,
            lease=Timeouts().lease,
            unique=lambda: f"client{number}",
        )
        self.engine = Engine(
            scheduler=scheduler,
            transport=self.server,
            emit=emit,
            clock=machine.clock,
            jitter=lambda: 0.5,
            journal=machine.journal,
        )
        self.wolkvox = Wolkvox(OPERATION, engine=self.engine)

    def start(self, source, campaign, *, upload_id, again, size):
        run = Run(source, campaign, again, asyncio.Event())
        run.task = self.loop.create_task(self.attempt(run, upload_id, size))
        self.runs.add(run)

    async def attempt(self, run, upload_id, size):
        RUN.set((self, run))
        result = failure = None
        try:
            result = await self.wolkvox.campaign.add_records(
                campaign_id=run.campaign,
                type_campaign="predictive",
                records=leads(run.source),
                batch_size=size,
                stop=run.stop,
                upload_id=upload_id,
                again=run.again,
            )
        except (WolkvoxError, asyncio.CancelledError) as error:
            failure, result = error, getattr(error, "upload", None)
        except Exception as error:  # noqa: BLE001 - it is raised by the invariant
            self.server.wrongs.append(repr(error))
        finally:
            self.runs.discard(run)
        if self.store.dead:
            return
        if result is not None:
            self.machine.check(run, result)
        elif not isinstance(failure, AlreadyUploaded | UploadLocked | asyncio.CancelledError):
            self.server.wrongs.append(f"no result: {failure!r}")

    def kill(self):
        """End as a killed process does: nothing more of it reaches the store or the journal; what it sent goes on."""
        self.store.dead = True
        for log in self.logs:
            log.close()
        ours = [*(run.task for run in self.runs), *self.engine.under_way]
        for task in ours:
            task.cancel()
        return asyncio.gather(*ours, return_exceptions=True)


class Machine(RuleBasedStateMachine):
    """Processes that upload, and lose answers, patience and their lives."""

    def __init__(self):
        super().__init__()
        self.logger = logging.getLogger("wolkvox_async")
        self.level = self.logger.level
        self.logger.setLevel(logging.CRITICAL)
        memory = Path("/dev/shm")
        self.folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
        self.journal = self.folder / "journal.sqlite3"
        self.loop = Leaping()
        self.server = Server()
        self.store = MemoryStore()
        self.made = 0
        self.begin, machine = Journal.begin, self

        def begin(journal, *arguments, **options):
            log = machine.begin(journal, *arguments, **options)
            process, run = RUN.get()
            process.logs.append(log)
            machine.server.begun(run, log.id)
            return log

        Journal.begin = begin
        self.processes = [self.process() for _ in range(2)]

    def clock(self):
        return NOON + self.loop.time()

    def process(self):
        self.made += 1
        return Process(self.made, self)

    def run(self, seconds):
        self.loop.run_until_complete(asyncio.sleep(seconds))

    # Rules

    @rule(
        process=PROCESS,
        source=st.sampled_from(sorted(SOURCES)),
        campaign=st.sampled_from(["1", "2"]),
        named=st.booleans(),
        again=st.sampled_from([False, False, False, True]),
        size=SIZE,
    )
    def upload(self, process, source, campaign, named, again, size):
        name = f"{source}-{campaign}" if named else None
        self.processes[process].start(source, campaign, upload_id=name, again=again, size=size)

    @precondition(lambda self: self.server.uploads)
    @rule(process=PROCESS, which=st.integers(0, 20), again=st.sampled_from([False, False, False, True]), size=SIZE)
    def resume(self, process, which, again, size):
        name = list(self.server.uploads)[which % len(self.server.uploads)]
        self.processes[process].start(*self.server.uploads[name], upload_id=name, again=again, size=size)

    @rule(plans=st.lists(PLANS, min_size=1, max_size=6))
    def trouble(self, plans):
        """Decide what becomes of the next calls."""
        self.server.plans.extend(plans)

    @rule(seconds=st.sampled_from([0.0, 0.01, 0.3, 0.5, 1.0, 3.0, 40.0, 80.0, 700.0]))
    def wait(self, seconds):
        self.run(seconds)

    @rule()
    def midnight(self):
        """Wait for the next day, and its quota."""
        self.run(DAY)

    @rule(process=PROCESS)
    def cancel(self, process):
        for run in self.processes[process].runs:
            run.task.cancel()

    @rule(process=PROCESS)
    def stop(self, process):
        for run in self.processes[process].runs:
            run.stop.set()

    @rule(process=PROCESS)
    def kill(self, process):
        self.loop.run_until_complete(self.killed(self.processes[process]))
        self.processes[process] = self.process()

    async def killed(self, process):
        await process.kill()

    @rule(process=PROCESS)
    def close(self, process):
        self.loop.run_until_complete(self.processes[process].engine.aclose())
        self.run(0)
        self.processes[process] = self.process()

    # What always holds

    @invariant()
    def nothing_went_wrong(self):
        assert not self.server.wrongs, self.server.wrongs
        for name, applied in self.server.applied.items():
            assert set(applied.values()) <= {1}, name

    def check(self, run, result):
        """Compare what an attempt reports with what took effect."""
        try:
            if run.id is None:  # it ended while the records were read: those that had been read are counted
                assert all(batch.status == "unsent" for batch in result.batches)
                return
            assert result.accepted + len(result.rejected) + result.unknown + result.unsent == SOURCES[run.source]
            self.check_batches(run.id, result.batches)
        except AssertionError as error:
            self.server.wrongs.append(f"{run.id}: {error}")

    def check_batches(self, name, batches):
        """Compare batches with what took effect; return the rows that they hold."""
        applied, rows = self.server.applied[name], []
        for batch in batches:
            own = range(batch.first_row, batch.last_row + 1)
            assert batch.records == len(own)
            rows += own
            taken = [row for row in own if applied[row]]
            rejected = {each.row for each in batch.rejected}
            assert not rejected.intersection(taken), f"{rejected} were rejected, {taken} took effect"
            if batch.status == "unsent":
                assert not taken, f"{taken} are unsent"
            elif batch.unknown == 0:
                assert set(taken) == set(own) - rejected
                assert batch.accepted == len(taken)
        assert len(rows) == len(set(rows))
        return set(rows)

    # The end: all goes on until it is done

    def teardown(self):
        try:
            self.loop.run_until_complete(self.ended())
        finally:
            Journal.begin = self.begin
            for task in asyncio.all_tasks(self.loop):
                task.cancel()
                self.loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
            self.loop.close()
            self.logger.setLevel(self.level)
            shutil.rmtree(self.folder)

    async def ended(self):
        for process in self.processes:
            if process.runs:
                await asyncio.wait([run.task for run in process.runs])
            await process.engine.aclose()
        self.server.plans.clear()
        await asyncio.sleep(DAY)  # for a quota that was spent, and what killed processes had sent
        self.nothing_went_wrong()
        last = self.process()
        for name, kind in list(self.server.uploads.items()):
            last.start(*kind, upload_id=name, again=False, size=9)
            await asyncio.wait([run.task for run in last.runs])
        await last.engine.aclose()
        self.nothing_went_wrong()
        for entry in Journal(self.journal).entries():
            rows = self.check_batches(entry.id, entry.batches)
            assert entry.accepted + entry.rejected + entry.unknown + entry.unsent == entry.target.records
            assert entry.unsent == entry.target.records - len(rows)
            assert self.server.applied[entry.id].keys() <= rows
            assert not entry.unsent or self.repeats(entry.id)

    def repeats(self, name):
        """Whether an upload does not go on, as the same records were sent by another one that began later."""
        return list(self.server.uploads.values()).count(self.server.uploads[name]) > 1


TestUploads = Machine.TestCase
TestUploads.settings = settings(
    max_examples=HISTORIES,
    stateful_step_count=20,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.generate],  # to make a history shorter takes minutes, and it runs alone as it is
)
