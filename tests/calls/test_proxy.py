"""The way to the server: proxies, certificates and timeouts, given to a client or in wolkvox.toml."""

import asyncio

import aiohttp
import pytest

from tests.support.certificates import self_signed
from tests.support.commands import operation
from tests.support.proxies import forget_proxies
from tests.support.raw_server import raw_server, reply, writing
from wolkvox_async import ConfigurationError, Fleet, MemoryStore, Timeouts, Unreachable, Wolkvox, config
from wolkvox_async.doctor import examine

SECRET = "pass-word"


@pytest.fixture(autouse=True)
def _environment(monkeypatch):
    forget_proxies(monkeypatch)
    monkeypatch.setenv("TOKEN", "token-alpha")
    monkeypatch.setenv("PROXY", f"http://user:{SECRET}@127.0.0.1:1")


@pytest.fixture
def write(tmp_path):
    def write(top="", url="http://wv0099.invalid/api/v2/", below=""):
        file = tmp_path / "wolkvox.toml"
        file.write_text(f"{top}\n{operation(url)}\n{below}\n")
        return file

    return write


async def ask(client):
    return await client.with_options(attempts=1).call("GET", "information.php", "skills")


@pytest.fixture
async def proxy():
    """Return a proxy's address, and what it was asked for."""
    asked = []

    async def handle(reader, writer, _number):
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(reply())

    async with raw_server(handle) as server:
        yield server.address, asked


async def test_calls_go_by_the_proxy_that_is_given_whatever_the_environment_names(proxy, write, monkeypatch):
    address, asked = proxy
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "*")
    address = address.replace("http://", f"http://user:{SECRET}@")
    async with Fleet.from_toml(write(f'proxy = "{address}"'), store=MemoryStore()) as fleet:
        assert (await ask(fleet["sales-co"])).status == 200
    assert asked[0].startswith(b"GET http://wv0099.invalid/api/v2/information.php")
    assert b"Proxy-Authorization: Basic" in asked[0]


async def test_calls_go_by_the_proxy_of_the_environment(proxy, write, monkeypatch):
    address, asked = proxy
    monkeypatch.setenv("HTTP_PROXY", address)
    async with Fleet.from_toml(write(), store=MemoryStore()) as fleet:
        assert (await ask(fleet["sales-co"])).status == 200
    assert len(asked) == 1


async def test_the_address_of_a_proxy_may_be_a_secret_and_never_shows(write):
    loaded = config.load(write('proxy = "env:PROXY"'))
    assert SECRET in loaded.proxy
    assert SECRET not in repr(loaded)
    async with Fleet.from_toml(write('proxy = "env:PROXY"'), store=MemoryStore()) as fleet:
        with pytest.raises(Unreachable, match="no connection to the proxy") as caught:
            await ask(fleet["sales-co"])
    assert SECRET not in str(caught.value)
    found = await examine(lambda: loaded)
    assert [each.check for each in found if each.state == "failed"] == ["proxy"]
    assert SECRET not in repr(found)


async def test_a_bundle_names_certificates_to_trust(tmp_path, write):
    certificate, context = self_signed(tmp_path)
    async with raw_server(writing(reply()), ssl=context) as server:
        file = write(f'ca_bundle = "{certificate.name}"', server.operation.base_url)
        async with Fleet.from_toml(file, store=MemoryStore()) as fleet:
            assert (await ask(fleet["sales-co"])).status == 200
        async with Wolkvox(server.operation, store=MemoryStore(), ca_bundle=certificate) as wolkvox:
            assert (await ask(wolkvox)).status == 200
        async with Wolkvox(server.operation, store=MemoryStore()) as wolkvox:
            with pytest.raises(Unreachable, match="is not trusted"):
                await ask(wolkvox)
        states = {each.check: each.state for each in await examine(lambda: config.load(file))}
        assert states["tls"] == "ok"


async def test_the_files_timeouts_are_the_clients(write):
    file = write(below="[timeouts]\nsilence = 20\nwhole = 90\n")
    async with Fleet.from_toml(file, store=MemoryStore()) as fleet:
        assert fleet["sales-co"]._engine.transport.timeouts == Timeouts(connect=15, silence=20, whole=90)
    async with Fleet.from_toml(file, store=MemoryStore(), timeouts=Timeouts(whole=70)) as fleet:
        assert fleet["sales-co"]._engine.transport.timeouts == Timeouts(whole=70)


@pytest.mark.parametrize(
    ("top", "below", "said"),
    [
        ("proxy = 1", "", "proxy is not text"),
        ('proxy = "env:NO_SUCH"', "", "proxy: the environment has no NO_SUCH"),
        ("ca_bundle = 1", "", "ca_bundle is 1"),
        ("timeouts = 5", "", "timeouts is not a table"),
        ("", "[timeouts]\nwhole = 0", "timeouts.whole is 0"),
        ("", "[timeouts]\nhole = 1", "unknown key timeouts.hole; did you mean 'whole'"),
    ],
)
def test_what_cannot_be_right_is_named(write, top, below, said):
    with pytest.raises(ConfigurationError) as caught:
        config.load(write(top, below=below))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"proxy": f"socks5://user:{SECRET}@host:1"}, "proxy is no address"),
        ({"ca_bundle": "none.pem"}, "none.pem cannot be used: No such file"),
        ({"ca_bundle": __file__}, "it holds no certificate"),
    ],
)
async def test_a_client_refuses_what_cannot_be_right(options, said, write):
    async with raw_server(writing(reply())) as server:
        with pytest.raises(ConfigurationError, match=said) as caught:
            Wolkvox(server.operation, store=MemoryStore(), **options)
    assert SECRET not in str(caught.value)
    top = "\n".join(f'{key} = "{value}"' for key, value in options.items())
    found = await examine(lambda: config.load(write(top)))
    assert [each.check for each in found if each.state == "failed"] == ["configuration"]


async def test_a_session_of_ones_own_has_its_own_proxy():
    async with raw_server(writing(reply())) as server, aiohttp.ClientSession() as session:
        with pytest.raises(ConfigurationError, match="a session was given"):
            Wolkvox(server.operation, store=MemoryStore(), session=session, proxy="http://proxy:1")
    await asyncio.sleep(0)


@pytest.mark.parametrize("wrong", [{"connect": 0}, {"silence": -1}, {"whole": "9"}])
def test_timeouts_are_seconds(wrong):
    with pytest.raises(ConfigurationError, match="give seconds"):
        Timeouts(**wrong)
