"""The configuration that the environment gives: which variables, which file, and all faults in one error."""

import os

import pytest

from tests.support.worlds import tenant
from wolkvox_async import ConfigurationError, Fleet, MemoryStore, Wolkvox
from wolkvox_async import sync as synchronous
from wolkvox_async.simulator import Simulator, World

SET = {
    "WOLKVOX_SERVER": "0099",
    "WOLKVOX_TOKEN": "token-one",
    "WOLKVOX_LICENCES": "20",
    "WOLKVOX_TZ": "America/Bogota",
}
TOML = """
max_wait = 30
[operations.{}]
server = "0100"
tokens = ["env:WOLKVOX_TOKEN"]
licences = 3
tz = "UTC"
"""
CLIENTS = (Wolkvox, Fleet, synchronous.Wolkvox, synchronous.Fleet)


@pytest.fixture(autouse=True)
def _alone(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith("WOLKVOX_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def environ(monkeypatch):
    def environ(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return environ


def shown(operation):
    tokens = [token.reveal() for token in operation.tokens]
    return operation.name, operation.server, tokens, operation.licences, operation.tz.key


def test_the_variables_name_an_operation(environ):
    environ(**SET)
    client = Wolkvox.from_env()
    assert shown(client.operation) == ("wv0099", "0099", ["token-one"], 20, "America/Bogota")
    assert client.operation.base_url == "https://wv0099.wolkvox.com/api/v2/"


def test_all_that_an_operation_has_can_be_said(environ):
    environ(
        **SET
        | {
            "WOLKVOX_TOKEN": "",
            "WOLKVOX_TOKENS": "token-one, token-two,",
            "WOLKVOX_OPERATION": "sales-co",
            "WOLKVOX_BASE_URL": "http://127.0.0.1:1/api/v2",
            "WOLKVOX_RESET_HOUR": "3",
        }
    )
    operation = Wolkvox.from_env().operation
    assert shown(operation)[:3] == ("sales-co", "0099", ["token-one", "token-two"])
    assert (operation.base_url, operation.reset_hour) == ("http://127.0.0.1:1/api/v2/", 3)
    assert Wolkvox.from_env("other").operation.name == "other"


@pytest.mark.parametrize("client", CLIENTS)
def test_every_missing_variable_is_named_in_one_error(environ, client):
    environ(WOLKVOX_TZ="UTC", WOLKVOX_LICENCES=" ")
    with pytest.raises(ConfigurationError) as caught:
        client.from_env()
    for name in ("WOLKVOX_SERVER", "WOLKVOX_TOKEN", "WOLKVOX_TOKENS", "WOLKVOX_LICENCES"):
        assert name in str(caught.value)
    assert "WOLKVOX_TZ" not in str(caught.value)


def test_all_that_is_wrong_is_named_in_one_error_and_no_token_is(environ):
    environ(
        WOLKVOX_SERVER="no number", WOLKVOX_TOKENS="token-one,token two", WOLKVOX_LICENCES="many", WOLKVOX_TZ="Bogotta"
    )
    with pytest.raises(ConfigurationError) as caught:
        Wolkvox.from_env()
    said = str(caught.value)
    assert all(text in said for text in ("WOLKVOX_SERVER: ", "WOLKVOX_TOKENS: ", "WOLKVOX_LICENCES: ", "WOLKVOX_TZ: "))
    assert "'many'" in said
    assert "token-one" not in said
    assert "token two" not in said


@pytest.mark.parametrize("client", CLIENTS)
def test_without_variables_and_file_the_error_names_both(client):
    with pytest.raises(ConfigurationError, match=r"WOLKVOX_SERVER.*WOLKVOX_TZ.*there is no .*wolkvox init"):
        client.from_env()


def test_a_token_alone_is_the_files(environ, tmp_path):
    tmp_path.joinpath("wolkvox.toml").write_text(TOML.format("sales-co"))
    environ(WOLKVOX_TOKEN="token-one")
    client = Wolkvox.from_env()
    assert shown(client.operation) == ("sales-co", "0100", ["token-one"], 3, "UTC")
    assert Fleet.from_env().operations == ("sales-co",)
    assert synchronous.Wolkvox.from_env().operation == client.operation


def test_the_variables_go_before_the_file(environ, tmp_path):
    tmp_path.joinpath("wolkvox.toml").write_text(TOML.format("sales-co"))
    environ(**SET)
    assert Wolkvox.from_env().operation.server == "0099"
    assert Fleet.from_env().operations == ("wv0099",)


def test_the_files_options_are_taken_and_those_given_go_before_them(environ, tmp_path):
    tmp_path.joinpath("other.toml").write_text('store = "counts.sqlite3"\n' + TOML.format("sales-co"))
    environ(WOLKVOX_TOKEN="token-one", WOLKVOX_CONFIG="other.toml")
    assert Wolkvox.from_env()._caller.max_wait == 30
    assert Wolkvox.from_env(max_wait=1)._caller.max_wait == 1


def test_of_several_operations_one_is_named(environ, tmp_path):
    tmp_path.joinpath("wolkvox.toml").write_text(
        TOML.format("sales-co")
        + TOML.format("support").replace("max_wait = 30", "")
        + TOML.format("broken").replace("max_wait = 30", "").replace("UTC", "UTCC")
    )
    environ(WOLKVOX_TOKEN="token-one")
    with pytest.raises(ConfigurationError, match=r"several operations: sales-co, support, broken; .*WOLKVOX_OPERATION"):
        Wolkvox.from_env()
    assert Wolkvox.from_env("support").operation.name == "support"
    with pytest.raises(ConfigurationError, match="unknown operation 'sale'"):
        Wolkvox.from_env("sale")
    with pytest.raises(ConfigurationError, match="UTCC"):
        Wolkvox.from_env("broken")
    environ(WOLKVOX_OPERATION="sales-co")
    assert Wolkvox.from_env().operation.name == "sales-co"
    assert Fleet.from_env().operations == ("sales-co", "support", "broken")


def test_a_dotenv_file_is_read_only_where_asked(tmp_path):
    lines = [f"{name}={value}" for name, value in SET.items()]
    tmp_path.joinpath(".env").write_text("\n".join(lines))
    with pytest.raises(ConfigurationError, match="no operation is configured"):
        Wolkvox.from_env()
    assert Wolkvox.from_env(dotenv=".env").operation.server == "0099"
    assert Fleet.from_env(dotenv=tmp_path / ".env").operations == ("wv0099",)
    assert synchronous.Wolkvox.from_env(dotenv=".env").operation.server == "0099"
    assert "WOLKVOX_SERVER" not in os.environ


def test_a_dotenv_file_fills_in_what_the_environment_does_not_have(environ, tmp_path):
    tmp_path.joinpath("local.env").write_text(
        "\ufeff# ours\n\nexport WOLKVOX_TOKEN = 'token # two' # a comment\n"
        "WOLKVOX_SERVER=wv0101.wolkvox.com  # another\n"
        'WOLKVOX_LICENCES="7"\nWOLKVOX_TZ=UTC\n',
        "utf-8",
    )
    environ(WOLKVOX_SERVER="0099", WOLKVOX_LICENCES="", WOLKVOX_TOKEN="token-one")
    assert shown(Wolkvox.from_env(dotenv="local.env").operation) == ("wv0099", "0099", ["token-one"], 7, "UTC")


def test_the_tokens_of_a_file_may_be_those_of_a_dotenv_file(tmp_path):
    tmp_path.joinpath("wolkvox.toml").write_text(TOML.format("sales-co"))
    tmp_path.joinpath(".env").write_text("WOLKVOX_TOKEN=token-one\nWOLKVOX_OPERATION=sales-co\n")
    assert [token.reveal() for token in Wolkvox.from_env(dotenv=".env").operation.tokens] == ["token-one"]
    with pytest.raises(ConfigurationError, match="the environment has no WOLKVOX_TOKEN"):
        Wolkvox.from_env()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "there is no"),
        (b"\xff\xfe\x00", "it is not UTF-8"),
        (b"A=1\nWOLKVOX_TOKEN token-one\nB\n", "lines 2, 3 are not NAME=VALUE"),
        (b"WOLKVOX_TOKEN='token-one\n", "line 1 is not NAME=VALUE"),
    ],
)
def test_a_dotenv_file_that_cannot_be_read_is_named_and_shows_no_value(tmp_path, text, why):
    if text is not None:
        tmp_path.joinpath(".env").write_bytes(text)
    with pytest.raises(ConfigurationError, match=r"\.env") as caught:
        Wolkvox.from_env(dotenv=".env")
    assert why in str(caught.value)
    assert "token-one" not in str(caught.value)


async def test_a_client_of_the_environment_makes_its_calls(environ):
    with Simulator(World(tenants=(tenant(),))) as simulator:
        environ(**SET | {"WOLKVOX_TOKEN": "token-alpha", "WOLKVOX_BASE_URL": simulator.base_url})
        async with Wolkvox.from_env(store=MemoryStore()) as wolkvox:
            assert (await wolkvox.quota(refresh=True)).used == 1


def test_a_synchronous_client_of_the_environment_makes_its_calls(environ):
    with Simulator(World(tenants=(tenant(),))) as simulator:
        environ(**SET | {"WOLKVOX_TOKEN": "token-alpha", "WOLKVOX_BASE_URL": simulator.base_url})
        with synchronous.Wolkvox.from_env(store=MemoryStore()) as wolkvox:
            assert wolkvox.quota(refresh=True).used == 1
