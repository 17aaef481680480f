"""What is broken is what is named, in each of the ways in which a set-up breaks; and at most one call is made."""

import json
import os
import re
import resource
import socket
import sqlite3
import struct
import subprocess
import sys
import time
import tomllib
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from tests.support.certificates import self_signed
from tests.support.commands import operation
from tests.support.proxies import forget_proxies
from tests.support.raw_server import raw_server, reply, writing
from tests.support.redis_server import free_port, running
from tests.support.worlds import tenant
from wolkvox_async import config
from wolkvox_async.doctor import examine, files
from wolkvox_async.doctor.files import file_system
from wolkvox_async.doctor.machine import extras
from wolkvox_async.simulator import Simulator, World


@pytest.fixture(autouse=True)
def _environment(monkeypatch):
    forget_proxies(monkeypatch)
    monkeypatch.setenv("TOKEN", "token-alpha")


@pytest.fixture
def simulator():
    with Simulator(World(tenants=(tenant(),))) as simulator:
        yield simulator


@pytest.fixture
def write(tmp_path):
    def write(base_url, *, store="store.sqlite3", licences=20, **change):
        file = tmp_path / "wolkvox.toml"
        file.write_text(f'store = "{store}"\n{operation(base_url, licences=licences, **change)}')
        return file

    return write


@pytest.fixture
def look(write):
    """Return look(base_url, ...), which gives the findings by check, and asserts that no other check failed."""

    async def look(base_url, *, failed, seconds=30.0, clock=time.time, **change):
        found = await examine(partial(config.load, write(base_url, **change)), seconds=seconds, clock=clock)
        assert {each.check for each in found if each.state == "failed"} == failed, found
        assert all(each.advice for each in found if each.state in {"failed", "warning"})
        return {each.check: each for each in found if each.state != "ok" or each.check not in failed}

    return look


async def test_where_nothing_is_wrong_one_call_was_made(simulator, look, tmp_path):
    found = await look(simulator.base_url, failed=set())
    expected = {"python", "extras", "secrets", "store", "configuration", "time zone", "proxy", "dns", "firewall"}
    assert set(found) == expected | {"token", "licences", "clock"}
    assert {each.state for each in found.values()} == {"ok"}
    assert found["python"].operation is None
    assert found["token"].operation == "sales-co"
    assert "schema 4" in found["store"].what
    assert "20,000 calls a day" in found["licences"].what
    assert len(simulator.ledger.requests) == 1
    assert tmp_path.joinpath("store.sqlite3").stat().st_mode & 0o777 == 0o600


async def test_a_wrong_token(simulator, look, monkeypatch):
    monkeypatch.setenv("TOKEN", "wrong-token")
    found = await look(simulator.base_url, failed={"token"})
    assert "PLEASE VALIDATE TOKEN" in found["token"].what
    assert "wolkvox Manager" in found["token"].advice
    assert found["licences"].state == found["clock"].state == "skipped"
    assert len(simulator.ledger.requests) == 1


async def test_a_dead_port(look):
    found = await look(f"http://127.0.0.1:{free_port()}/api/v2/", failed={"firewall"})
    assert found["firewall"].what.startswith("refused")
    assert "base_url" in found["firewall"].advice
    assert found["token"].state == "skipped"
    assert "firewall" in found["token"].what


def cut_off(writer):
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.close()


async def reset_at_once(_reader, writer, _number):
    cut_off(writer)


async def reset_the_request(reader, writer, _number):
    if await reader.read(1):
        cut_off(writer)


@pytest.mark.parametrize("handle", [reset_at_once, reset_the_request])
async def test_a_connection_that_is_reset(look, handle):
    async with raw_server(handle) as server:
        found = await look(f"{server.address}/api/v2/", failed={"firewall"})
        assert "reset" in found["firewall"].what.lower()
        assert "list" in found["firewall"].advice
        assert server.connections <= 2


async def test_a_connection_that_is_reset_in_the_handshake(look):
    async with raw_server(reset_the_request) as server:
        found = await look(f"{server.address.replace('http', 'https')}/api/v2/", failed={"firewall"})
    assert found["firewall"].what.startswith("reset")
    assert found["token"].state == "skipped"


async def silent(reader, _writer, _number):
    await reader.read()


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_server_that_is_silent(look, scheme):
    async with raw_server(silent) as server:
        found = await look(f"{server.address.replace('http', scheme)}/api/v2/", failed={"firewall"}, seconds=0.5)
    assert found["firewall"].what.startswith("silence")
    assert "firewall list" in found["firewall"].advice


async def test_a_zone_that_does_not_exist(simulator, look):
    found = await look(simulator.base_url, failed={"configuration"}, tz="America/Bogotta")
    assert "America/Bogotta" in found["configuration"].what
    assert "'America/Bogota'" in found["configuration"].what + found["configuration"].advice
    assert not simulator.ledger.requests


async def test_more_licences_than_the_server_counts(simulator, look):
    found = await look(simulator.base_url, failed={"licences"}, licences=50)
    assert "50,000" in found["licences"].what
    assert "20,000" in found["licences"].what
    assert found["licences"].advice == "write licences = 20"


async def test_fewer_licences_than_the_server_counts_are_a_warning(simulator, look):
    found = await look(simulator.base_url, failed=set(), licences=5)
    assert found["licences"].state == "warning"
    assert "licences = 20" in found["licences"].advice


async def test_a_store_whose_folder_takes_no_file(simulator, look):
    if not Path("/proc/self").exists():
        pytest.skip("there is no folder that takes no file of any user")
    found = await look(simulator.base_url, failed={"store"}, store="/proc/store.sqlite3")
    assert "/proc cannot be written" in found["store"].what
    assert found["token"].state == "skipped"
    assert not simulator.ledger.requests


async def test_a_store_that_is_read_only(simulator, look, tmp_path):
    await look(simulator.base_url, failed=set())
    with tmp_path.joinpath("store.sqlite3").open("r+b") as opened:
        opened.seek(18)  # a write version that SQLite does not know makes a file read-only, for root too
        opened.write(b"\x03")
    found = await look(simulator.base_url, failed={"store"})
    assert "readonly" in found["store"].what
    assert len(simulator.ledger.requests) == 1


def limited():
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, 64 * 1024))  # as a disk on which no more fits


def test_a_disk_that_is_full(simulator, write):
    file = write(simulator.base_url)
    done = subprocess.run(
        [sys.executable, "-m", "wolkvox_async", "doctor", "--json", "--config", file.name],
        cwd=file.parent,
        preexec_fn=limited,
        capture_output=True,
        timeout=60,
        check=False,
    )
    checks = {each["check"]: each for each in json.loads(done.stdout)["checks"]}
    assert {name for name, each in checks.items() if each["state"] == "failed"} == {"store"}, done.stderr
    assert "cannot be written" in checks["store"]["what"]
    assert "make room" in checks["store"]["advice"]
    assert not simulator.ledger.requests
    assert done.returncode == 1


async def test_a_redis_that_is_a_replica(simulator, look, tmp_path):
    with running(tmp_path) as primary, running(tmp_path, "--replicaof", "127.0.0.1", str(primary.port)) as replica:
        found = await look(simulator.base_url, failed={"redis"}, store=replica.url)
        assert "is a replica" in found["redis"].what
        assert f"127.0.0.1:{primary.port}" in found["redis"].advice
        assert not simulator.ledger.requests
        found = await look(simulator.base_url, failed=set(), store=primary.url)
        assert found["redis"].state == "warning"
        assert "appendonly yes" in found["redis"].advice
    with running(tmp_path, "--appendonly", "yes") as kept:
        assert (await look(simulator.base_url, failed=set(), store=kept.url))["redis"].state == "ok"
    found = await look(simulator.base_url, failed={"redis"}, store=f"redis://:pass-word@127.0.0.1:{free_port()}/0")
    assert "pass-word" not in repr(found)


async def test_a_proxy_that_does_not_answer(simulator, look, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", f"http://user:pass-word@127.0.0.1:{free_port()}")
    found = await look(simulator.base_url, failed={"proxy"})
    assert "refused" in found["proxy"].what
    assert "NO_PROXY" in found["proxy"].advice
    assert "pass-word" not in repr(found)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert (await look(simulator.base_url, failed=set()))["proxy"].what.startswith("none")


async def test_a_proxy_that_lets_nothing_through(look, monkeypatch):
    async with raw_server(writing(reply(b"no", status="407 Proxy Authentication Required"))) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.address)
        found = await look("https://wv0099.invalid/api/v2/", failed={"proxy"})
    assert "407" in found["proxy"].what


async def test_a_certificate_that_is_not_trusted(look, tmp_path):
    _, context = self_signed(tmp_path)
    async with raw_server(writing(reply()), ssl=context) as server:
        found = await look(f"{server.address}/api/v2/", failed={"tls"})
    assert "self-signed certificate" in found["tls"].what
    assert "SSL_CERT_FILE" in found["tls"].advice


@pytest.mark.parametrize(("ahead", "word"), [(-3600, "1 h behind"), (3600, "1 h ahead"), (-72000, "20 h")])
async def test_a_clock_that_is_off_by_an_hour(simulator, look, ahead, word):
    found = await look(simulator.base_url, failed={"clock"}, clock=lambda: time.time() + ahead)
    assert word in found["clock"].what
    assert "timedatectl" in found["clock"].advice


async def test_a_name_that_is_not_found(look):
    found = await look("https://wv0099.invalid/api/v2/", failed={"dns"})
    assert "wv0099.invalid" in found["dns"].what
    assert found["token"].state == "skipped"


async def test_a_secret_that_is_not_there(simulator, look, monkeypatch):
    monkeypatch.delenv("TOKEN")
    assert "TOKEN" in (await look(simulator.base_url, failed={"configuration"}))["configuration"].what


async def test_a_token_in_the_file_is_a_warning_that_does_not_show_it(simulator, write):
    file = write(simulator.base_url)
    file.write_text(file.read_text().replace("env:TOKEN", "token-alpha"))
    found = await examine(partial(config.load, file))
    assert [each.check for each in found if each.state == "warning"] == ["secrets"]
    assert "token-alpha" not in repr(found)


async def test_an_operation_that_cannot_be_used_holds_up_no_other(simulator, write):
    file = write(simulator.base_url)
    table = file.read_text().partition("[operations")[2]
    file.write_text(f"{file.read_text()}\n[operations{table.replace('sales-co', 'other').replace('Bogota', 'Bogotta')}")
    found = await examine(partial(config.load, file))
    assert {each.operation for each in found if each.state == "failed"} == {"other"}
    assert {each.operation for each in found if each.check == "token"} == {"sales-co"}
    found = await examine(partial(config.load, file), operations=["sale-co"])
    assert [each.advice for each in found if each.state == "failed"] == ["did you mean 'sales-co'?"]


def test_the_command_prints_a_table_and_has_an_exit_code(simulator, write):
    file = write(simulator.base_url, licences=50)
    command = [sys.executable, "-m", "wolkvox_async", "doctor"]
    done = subprocess.run(command, cwd=file.parent, capture_output=True, text=True, timeout=60, check=False)
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert lines[0] == ["operation", "check", "state", "what", "do"]
    assert [line[4] for line in lines if line[2] == "failed"] == ["write licences = 20"]
    assert "1 failed" in done.stderr
    assert done.returncode == 1
    file.write_text(file.read_text().replace("licences = 50", "licences = 20"))
    assert subprocess.run(command, cwd=file.parent, capture_output=True, timeout=60, check=False).returncode == 0
    help_ = subprocess.run([*command, "--help"], capture_output=True, text=True, timeout=60, check=False).stdout
    assert "Exit codes: 0" in help_
    assert os.environ["TOKEN"] not in done.stdout + done.stderr


MOUNTS = """\
21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
35 21 0:40 / /mnt/nas\\040drive rw shared:2 - nfs4 nas:/export rw
36 35 0:41 / /mnt/nas\\040drive/local rw - xfs /dev/sdb1 rw
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/var/lib", "ext4"),
        ("/mnt/nas drive/state", "nfs4"),
        ("/mnt/nas drive", "nfs4"),
        ("/mnt/nas drive/local/x", "xfs"),
        ("/mnt/nas drives", "ext4"),
    ],
)
def test_the_file_system_of_a_folder_is_that_of_the_innermost_mount(folder, kind):
    assert file_system(Path(folder), MOUNTS) == kind


async def test_a_store_on_a_network_drive(simulator, look, monkeypatch):
    monkeypatch.setattr(files, "file_system", lambda _folder: "nfs4")
    found = await look(simulator.base_url, failed={"store"})
    assert "nfs4" in found["store"].what
    assert not simulator.ledger.requests


async def test_a_store_that_others_may_write(simulator, look, tmp_path):
    await look(simulator.base_url, failed=set())
    tmp_path.joinpath("store.sqlite3").chmod(0o666)
    found = await look(simulator.base_url, failed=set())
    assert found["store"].state == "warning"
    assert "666" in found["store"].what


async def test_a_store_of_something_else_and_one_of_a_newer_version(simulator, look, tmp_path):
    with closing(sqlite3.connect(tmp_path / "store.sqlite3")) as database:
        database.execute("CREATE TABLE theirs (a)")
    tmp_path.joinpath("store.sqlite3").chmod(0o600)
    found = await look(simulator.base_url, failed={"store"})
    assert "something else" in found["store"].what
    with closing(sqlite3.connect(tmp_path / "store.sqlite3")) as database:
        database.execute("PRAGMA user_version = 99")
    assert "schema 99" in (await look(simulator.base_url, failed={"store"}))["store"].what


def test_an_extra_of_which_a_package_is_missing_is_a_warning():
    assert extras(installed=lambda _: True).state == "ok"
    found = extras(installed=lambda module: module != "phonenumbers")
    assert found.state == "warning"
    assert "leads" in found.advice
    assert "redis" in extras(installed=lambda module: module != "redis").what.partition("not installed")[2]
    assert extras(installed=lambda module: module in {"duckdb", "numpy"}).state == "ok"  # installed for another reason


def test_every_extra_is_looked_for():
    document = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))
    known = set(document["project"]["optional-dependencies"]) - {"parquet"}  # another name of arrow
    assert set(re.findall(r"[a-z]+", extras(installed=lambda _: True).what.partition(": ")[2])) == known
