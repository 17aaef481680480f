"""`wolkvox init`: what it asks, what it writes, and where the token goes."""

import keyring
import pytest
from click.testing import CliRunner

from tests.support.worlds import tenant
from wolkvox_async import Wolkvox, config
from wolkvox_async.cli import init as module
from wolkvox_async.cli.init import init
from wolkvox_async.simulator import Simulator, World

WORDS = ["--operation", "sales-co", "--server", "wv0099.wolkvox.com", "--licences", "20", "--tz", "America/Bogota"]
SECRET = "token-that-must-not-show"


class Known(keyring.backend.KeyringBackend):
    priority = 1

    def __init__(self):
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


@pytest.fixture
def backend():
    before = keyring.get_keyring()
    keyring.set_keyring(known := Known())
    yield known
    keyring.set_keyring(before)


@pytest.fixture(autouse=True)
def _alone(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WOLKVOX_CONFIG", raising=False)
    monkeypatch.delenv("WOLKVOX_TOKEN", raising=False)


@pytest.fixture
def run(monkeypatch):
    def run(*words, typed=None, terminal=False):
        monkeypatch.setattr(module, "can_ask", lambda: terminal)
        done = CliRunner().invoke(init, [*words], input=typed)
        assert done.exception is None or isinstance(done.exception, SystemExit)
        assert SECRET not in done.output
        return done

    return run


def test_a_script_gives_all_and_names_the_variable(run, tmp_path, monkeypatch):
    done = run(*WORDS, "--token-in", "env:OUR_TOKEN")
    assert done.exit_code == 0
    assert "export OUR_TOKEN=" in done.output
    assert "wolkvox doctor" in done.output
    monkeypatch.setenv("OUR_TOKEN", "token-one")
    operation = config.load(tmp_path / "wolkvox.toml").operations["sales-co"]
    assert (operation.server, operation.licences, operation.tz.key) == ("0099", 20, "America/Bogota")
    assert 'tokens = ["env:OUR_TOKEN"]' in tmp_path.joinpath("wolkvox.toml").read_text()


def test_a_file_is_never_overwritten_unless_it_is_asked_for(run, tmp_path):
    file = tmp_path / "wolkvox.toml"
    file.write_text("# ours\n")
    done = run(*WORDS)
    assert done.exit_code == 2
    assert "--force" in done.output
    assert file.read_text() == "# ours\n"
    assert run(*WORDS, "--force").exit_code == 0
    assert file.read_text().startswith("[operations.sales-co]")
    assert run(*WORDS, "--config", "other.toml").exit_code == 0


def test_an_empty_variable_names_no_file(run, tmp_path, monkeypatch):
    monkeypatch.setenv("WOLKVOX_CONFIG", "")
    assert run(*WORDS).exit_code == 0
    assert tmp_path.joinpath("wolkvox.toml").exists()


def test_without_a_terminal_all_that_is_missing_or_wrong_is_named_at_once(run, tmp_path):
    done = run("--operation", "sales-co", "--tz", "America/Bogotta", "--licences", "many")
    assert done.exit_code == 2
    assert "missing --server" in done.output
    assert "did you mean 'America/Bogota'" in done.output
    assert "--licences: licences is 'many'" in done.output
    assert not tmp_path.joinpath("wolkvox.toml").exists()


def test_on_a_terminal_it_asks_and_asks_again(run, tmp_path, backend):
    done = run(typed=f"ventas 'norte'\n0099\nmany\n20\nBogotta\n\ny\n{SECRET}\n", terminal=True)
    assert done.exit_code == 0, done.output
    assert "licences is 'many'" in done.output
    assert "unknown time zone 'Bogotta'" in done.output
    assert backend.kept == {("wolkvox", "ventas 'norte'"): SECRET}
    operation = config.load(tmp_path / "wolkvox.toml").operations["ventas 'norte'"]
    assert operation.tokens[0].reveal() == SECRET
    assert operation.tz.key == "America/Bogota"


def test_on_a_terminal_the_token_may_stay_in_the_environment(run, tmp_path, backend):
    assert run(*WORDS, typed="n\n", terminal=True).exit_code == 0
    assert "env:WOLKVOX_TOKEN" in tmp_path.joinpath("wolkvox.toml").read_text()
    assert backend.kept == {}


def test_a_script_puts_the_token_into_the_keyring_by_standard_input(run, tmp_path, backend):
    assert run(*WORDS, "--token-in", "keyring:ours/one", typed=f"{SECRET}\n").exit_code == 0
    assert backend.kept == {("ours", "one"): SECRET}
    assert "keyring:ours/one" in tmp_path.joinpath("wolkvox.toml").read_text()


@pytest.mark.parametrize(
    ("place", "typed", "why"),
    [
        ("vault:x", None, "--token-in is 'vault:x'"),
        ("keyring:x", None, "keyring:SERVICE/NAME"),
        ("env:1x", None, "env:NAME"),
        ("keyring", "", "a token is empty"),
    ],
)
def test_where_the_token_cannot_be_kept_nothing_is_written(run, tmp_path, backend, place, typed, why):
    done = run(*WORDS, "--token-in", place, typed=typed)
    assert done.exit_code == 2
    assert why in done.output
    assert not tmp_path.joinpath("wolkvox.toml").exists()


def test_a_keyring_that_takes_nothing_is_named(run, backend, monkeypatch):
    def refuse(*_):
        raise keyring.errors.KeyringLocked("it is locked. Unlock it")

    monkeypatch.setattr(backend, "set_password", refuse)
    done = run(*WORDS, "--token-in", "keyring", typed=SECRET)
    assert done.exit_code == 2
    assert "it is locked" in done.output
    assert "env:WOLKVOX_TOKEN" in done.output


async def test_what_it_wrote_makes_calls(run, monkeypatch):
    with Simulator(World(tenants=(tenant(),))) as simulator:
        assert run(*WORDS, "--base-url", simulator.base_url).exit_code == 0
        monkeypatch.setenv("WOLKVOX_TOKEN", "token-alpha")
        async with Wolkvox.from_env() as wolkvox:
            assert (await wolkvox.quota(refresh=True)).used == 1
