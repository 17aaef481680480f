"""Exports on a Dask cluster, of which a worker is killed in the middle."""

import asyncio
import os
import signal
import sys

import pytest
from distributed import Client, LocalCluster

from tests.support import hurrying
from tests.support.exporting import names
from tests.support.sharding import GIVEN, SECRETS, YEAR, assert_each_row_once, fleet_of, serving, until


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
async def test_a_dask_worker_that_is_killed_costs_its_windows_and_no_row(tmp_path):
    def begin():
        cluster = LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None)
        return cluster, Client(cluster)

    cluster, client = await asyncio.to_thread(begin)
    try:
        workers = await asyncio.to_thread(client.run, os.getpid)
        async with serving(clock=hurrying.clock) as simulator, fleet_of(simulator, tmp_path) as fleet:
            export = asyncio.ensure_future(
                fleet.export(
                    "campaign.detail", **YEAR, **GIVEN, to=tmp_path / "to", executor=client.get_executor(), shards=2
                )
            )
            await until(lambda: names(tmp_path / "to"))
            os.kill(next(iter(workers.values())), signal.SIGKILL)
            outcome = await export
            assert outcome.complete, outcome.notes
            assert_each_row_once(simulator, outcome)
            assert max(map(simulator.ledger.peak, SECRETS.values())) <= 2
    finally:
        await asyncio.to_thread(client.close)
        await asyncio.to_thread(cluster.close)
