"""`wolkvox gateway` as a process: its address, its key, and its end."""

import asyncio
import signal
import sys
import urllib.error
import urllib.request

import pytest

from tests.support.commands import configure, finish, start
from tests.support.worlds import tenant
from wolkvox_async.simulator import Simulator, World

PATH = "/sales-co/api/v2/information.php?api=skills"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")


@pytest.fixture
def served(tmp_path):
    with Simulator(World(tenants=(tenant(licences=1),)), latency=0.5) as simulator:
        configure(tmp_path, simulator)
        yield simulator
        assert simulator.ledger.violations == []


def ask(address, **headers):
    request = urllib.request.Request(
        address + PATH, headers={name.replace("_", "-"): headers[name] for name in headers}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_lets_the_request_under_way_end(number, served, tmp_path):
    process = await start(tmp_path, "gateway", "--port", "0")
    address = (await process.stdout.readline()).decode().strip()
    asked = asyncio.create_task(asyncio.to_thread(ask, address))
    while not served.ledger.calls("sales-co"):
        await asyncio.sleep(0.02)
    process.send_signal(number)
    assert await asked == 200
    _, errors = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 0
    assert "information.skills 200" in errors.decode()
    assert "Traceback" not in errors.decode()


async def test_a_second_signal_ends_it_while_a_request_is_under_way(tmp_path):
    with Simulator(World(tenants=(tenant(licences=1),)), latency=20.0) as simulator:
        configure(tmp_path, simulator)
        process = await start(tmp_path, "gateway", "--port", "0")
        address = (await process.stdout.readline()).decode().strip()
        asked = asyncio.create_task(asyncio.to_thread(ask, address))
        while not simulator.ledger.calls("sales-co"):
            await asyncio.sleep(0.02)
        process.send_signal(signal.SIGINT)
        assert "press Ctrl-C again" in (await process.stderr.readline()).decode()
        process.send_signal(signal.SIGINT)
        await asyncio.wait_for(process.communicate(), 15)  # the call takes 20 s
        assert process.returncode != 0
        await asyncio.gather(asked, return_exceptions=True)


async def test_the_key_stands_in_the_environment(served, tmp_path):
    process = await start(tmp_path, "gateway", "--port", "0", "--key", "env:KEY", KEY="key-of-the-gateway")
    address = (await process.stdout.readline()).decode().strip()
    assert await asyncio.to_thread(ask, address) == 401
    assert await asyncio.to_thread(ask, address, wolkvox_token="key-of-the-gateway") == 200
    process.terminate()
    _, errors = await process.communicate()
    assert "key-of-the-gateway" not in errors.decode()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--host", "0.0.0.0"), 2, "set a key"),
        (("--cache", "real_time"), 2, "NAME=TIME"),
        (("--key", "env:NOT_THERE"), 2, "the environment has no NOT_THERE"),
        (("--operation", "sales-mx"), 2, "sales-mx"),
    ],
)
def test_what_cannot_be_served_is_a_usage_error(words, code, said, served, tmp_path):
    done = finish(tmp_path, "gateway", "--port", "0", *words)
    assert (done.returncode, said in done.stderr.decode()) == (code, True)


async def test_a_port_that_is_taken_is_one_line(served, tmp_path):
    port = served.base_url.split(":")[2].partition("/")[0]
    done = await asyncio.to_thread(finish, tmp_path, "gateway", "--port", port)
    assert done.returncode == 1
    assert done.stderr.decode().startswith("wolkvox: cannot listen")
    assert "Traceback" not in done.stderr.decode()
