"""wolkvox.toml: what is wrong is named, with the nearest right word, and no token is shown."""

import warnings
from pathlib import Path

import pytest
from attrs import fields

from wolkvox_async import ConfigurationError, Operation, config, config_discovery
from wolkvox_async.config import LiteralToken, Settings, combinations

GOOD = """
store = "state.sqlite3"
max_wait = 30
[operations.sales-co]
server = "0099"
tokens = ["env:TOKEN_ONE", "env:TOKEN_TWO"]
licences = 20
tz = "America/Bogota"
[operations.sales-co.parameters."campaign.detail"]
type_campaign = "predictive"
campaign_id = ["1", "2"]
"""


@pytest.fixture(autouse=True)
def _tokens(monkeypatch):
    monkeypatch.setenv("TOKEN_ONE", "token-one")
    monkeypatch.setenv("TOKEN_TWO", "token-two")


@pytest.fixture
def load(tmp_path):
    def load(text):
        file = tmp_path / "wolkvox.toml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return config.load(file)

    return load


def test_a_good_file(load, tmp_path):
    loaded = load(GOOD)
    operation = loaded.operations["sales-co"]
    assert [token.reveal() for token in operation.tokens] == ["token-one", "token-two"]
    assert (operation.server, operation.licences, operation.tz.key) == ("0099", 20, "America/Bogota")
    assert (loaded.store, loaded.max_wait) == (tmp_path / "state.sqlite3", 30)
    given = loaded.parameters["sales-co"]["campaign.detail"]
    assert combinations(given) == [
        {"type_campaign": "predictive", "campaign_id": "1"},
        {"type_campaign": "predictive", "campaign_id": "2"},
    ]


def test_the_journal_of_uploads_is_a_file_beside_the_configuration(load, tmp_path):
    assert load(GOOD).journal is None
    assert load('journal = "state/uploads.sqlite3"\n' + GOOD).journal == tmp_path / "state" / "uploads.sqlite3"


def test_the_store_may_be_a_redis_whose_address_is_a_secret(load, monkeypatch):
    monkeypatch.setenv("REDIS_URL", "redis://:pass-word@127.0.0.1:6379/0")
    text = GOOD.replace('store = "state.sqlite3"', 'store = "env:REDIS_URL"\non_store_failure = "local"')
    loaded = load(text.replace("licences = 20", "licences = 20\nreset_hour = 3"))
    assert loaded.store == "redis://:pass-word@127.0.0.1:6379/0"
    assert loaded.on_store_failure == "local"
    assert loaded.operations["sales-co"].reset_hour == 3
    assert "pass-word" not in repr(loaded)
    assert load(text.replace("env:REDIS_URL", "rediss://host/1")).store == "rediss://host/1"


def test_an_array_of_operations_reads_the_same(load):
    text = GOOD.partition("[operations.sales-co.parameters")[0].replace(
        "[operations.sales-co]", '[[operations]]\nname = "sales-co"'
    )
    assert list(load(text).operations) == ["sales-co"]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (("licences =", "licenses ="), "unknown key operations.sales-co.licenses; did you mean 'licences'"),
        (("max_wait = 30", "maxwait = 30"), "unknown key maxwait; did you mean 'max_wait'"),
        (("max_wait = 30", "max_wait = -1"), "max_wait is -1"),
        (("max_wait = 30", 'journal = ""'), "journal is ''; give the path of a file"),
        (("max_wait = 30", 'journal = "redis://127.0.0.1"'), "journal is 'redis://127.0.0.1'; give the path of a file"),
        (('store = "state.sqlite3"', "store = 1"), "store is not text"),
        (('server = "0099"', "server = 99"), "server is not text"),
        (('server = "0099"', ""), "operations.sales-co.server is missing"),
        (
            ('server = "0099"', 'server = "https://wv0099.example.com"'),
            "no server number; wv0099.wolkvox.com is server",
        ),
        (('["env:TOKEN_ONE", "env:TOKEN_TWO"]', '"env:TOKEN_ONE"'), "tokens is no list"),
        (("env:TOKEN_TWO", "env:TOKEN_THREE"), "the environment has no TOKEN_THREE; export"),
        (('"env:TOKEN_TWO"', "5"), "holds what is not text"),
        (("licences = 20", "licences = 0"), "licences is 0"),
        (("licences = 20", "licences = 20\nreset_hour = 24"), "reset_hour is 24"),
        (("max_wait = 30", 'on_store_failure = "ignore"'), "on_store_failure is 'ignore'; allowed: refuse, local"),
        (("America/Bogota", "America/Bogata"), "did you mean 'America/Bogota'"),
        (('."campaign.detail"]', "]"), "is not a table of endpoints"),
        (("campaign.detail", "campaign.detial"), "unknown endpoint 'campaign.detial'; did you mean 'campaign.detail'"),
        (("campaign_id =", "campain_id ="), 'unknown key operations.sales-co.parameters."campaign.detail".campain_id'),
        (('["1", "2"]', "[]"), "campaign_id is an empty list; give one or more, or leave it out"),
    ],
)
def test_what_is_wrong_is_named(load, change, text):
    with pytest.raises(ConfigurationError, match=text) as caught:
        load(GOOD.replace(*change))
    assert "wolkvox.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_all_faults_are_reported_at_once_each_with_its_place(load):
    bad = {
        "max_wait = 30": 'max_wait = "long"\nmaxwait = 3',
        "env:TOKEN_ONE": "env:NO_SUCH_ONE",
        "env:TOKEN_TWO": "env:NO_SUCH_TWO",
        "licences = 20": "licences = 0\nreset_hour = 25",
        "America/Bogota": "America/Bogata",
        'server = "0099"': 'server = "00 99"\nbase_url = "ftp://x"',
        "type_campaign": "type_campain",
    }
    text = GOOD
    for right, wrong in bad.items():
        text = text.replace(right, wrong)
    with pytest.raises(ConfigurationError) as caught:
        load(text)
    said = str(caught.value)
    for word in ("max_wait is 'long'", "maxwait", "NO_SUCH_ONE", "NO_SUCH_TWO", "licences is 0", "reset_hour is 25"):
        assert word in said
    for word in ("America/Bogata", "'00 99'", "base_url", "type_campain"):
        assert word in said
    assert said.count("operations.sales-co") >= 8


TWO = (
    GOOD
    + """
[operations.other-co]
server = "0100"
tokens = ["env:TOKEN_TWO"]
licences = 1
tz = "UTC"
"""
)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("env:TOKEN_ONE", "env:NO_SUCH_ONE"),
        ("America/Bogota", "America/Bogata"),
        ("licences = 20", "licences = 0"),
        ('server = "0099"', 'server = ""'),
        ('server = "0099"', ""),
        ("licences = 20", "licences = 20\nreset_hour = 99"),
        ("licences = 20", "licences = 20\nsomething = 1"),
        ("campaign.detail", "campaign.detial"),
        ('["1", "2"]', "[]"),
    ],
)
def test_what_is_wrong_with_one_operation_is_its_own(load, right, wrong):
    loaded = load(TWO.replace(right, wrong))
    assert list(loaded.operations) == ["other-co"]
    assert list(loaded.failures) == ["sales-co"]
    failure = loaded.failures["sales-co"]
    assert failure.operation == "sales-co"
    assert "wolkvox.toml" in str(failure)
    assert "operations.sales-co" in str(failure)


@pytest.mark.parametrize(
    "server",
    [
        *("0099", "wv0099", "WV0099", "0099.wolkvox.com", "wv0099.wolkvox.com", "https://wv0099.wolkvox.com"),
        *("https://wv0099.wolkvox.com/", "http://wv0099.wolkvox.com/api/v2/", " wv0099.wolkvox.com "),
    ],
)
def test_a_server_is_known_by_its_number_and_by_its_address(load, server):
    operation = load(GOOD.replace('"0099"', f'"{server}"')).operations["sales-co"]
    assert operation.server == "0099"
    assert operation.base_url == "https://wv0099.wolkvox.com/api/v2/"
    assert operation == load(GOOD).operations["sales-co"]


def test_a_byte_order_mark_is_taken(load):
    assert list(load(b"\xef\xbb\xbf" + GOOD.encode()).operations) == ["sales-co"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("= 1", "is no TOML"),
        (b"\xff\xfe", "cannot be read"),
        ("", "no operations"),
        ("operations = 1", "no operations"),
        ("[operations]", "no operations"),
        ("[operations]\nx = 1", "no operations"),
        (
            '[[operations]]\nname="a"\nserver="1"\ntokens=["env:TOKEN_ONE"]\nlicences=1\ntz="UTC"\n' * 2,
            "two operations",
        ),
    ],
)
def test_a_file_that_is_none(load, text, said):
    with pytest.raises(ConfigurationError, match=said):
        load(text)


def test_a_missing_file(tmp_path):
    with pytest.raises(ConfigurationError, match="there is no"):
        config.load(tmp_path / "nothing.toml")


def test_a_literal_token_is_taken_with_a_warning_that_does_not_show_it(load):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        loaded = load(GOOD.replace("env:TOKEN_ONE", "token-literal"))
    assert loaded.operations["sales-co"].tokens[0].reveal() == "token-literal"
    assert [warning.category for warning in caught] == [LiteralToken]
    assert "token-literal" not in str(caught[0].message)


class TestKeyring:
    TEXT = GOOD.replace("env:TOKEN_ONE", "keyring:wolkvox/sales-1")

    @pytest.fixture
    def keyring(self):
        keyring = pytest.importorskip("keyring")
        before = keyring.get_keyring()
        yield keyring
        keyring.set_keyring(before)

    def test_a_token_of_the_keyring(self, load, keyring):
        class Known(keyring.backend.KeyringBackend):
            priority = 1

            def get_password(self, service, username):
                return {("wolkvox", "sales-1"): "token-kept"}.get((service, username))

            set_password = delete_password = get_password

        keyring.set_keyring(Known())
        assert load(self.TEXT).operations["sales-co"].tokens[0].reveal() == "token-kept"
        with pytest.raises(ConfigurationError, match="the keyring has no 'wolkvox/other'; keyring set wolkvox other"):
            load(self.TEXT.replace("sales-1", "other"))

    def test_a_keyring_that_does_not_answer(self, load, keyring):
        from keyring.backends.fail import Keyring

        keyring.set_keyring(Keyring())
        with pytest.raises(ConfigurationError, match="the keyring does not answer"):
            load(self.TEXT)

    def test_a_keyring_that_is_not_installed(self, load, monkeypatch):
        monkeypatch.setitem(__import__("sys").modules, "keyring", None)
        with pytest.raises(ConfigurationError, match="the keyring is not installed; pip install keyring"):
            load(self.TEXT)


def test_the_file_of_the_reference_is_right_and_every_key_is_in_it(load, monkeypatch):
    text = Path(__file__).parents[1].joinpath("docs", "reference", "configuration.md").read_text("utf-8")
    for name in ("WOLKVOX_SALES_1", "WOLKVOX_SUPPORT"):
        monkeypatch.setenv(name, "token-one")
    shown = text.partition("```toml\n")[2].partition("```")[0].replace(', "keyring:wolkvox/sales-2"', "")
    loaded = load(shown)
    assert list(loaded.operations) == ["sales-co", "support"]
    assert loaded.skip["support"] == {"campaign.detail"}
    names = {each.name for each in (*fields(Settings), *fields(Operation)) if each.init}
    keys = names - {"name"} | {"parameters"}
    assert [key for key in keys if f"{key}" not in text.partition("## For all")[2]] == []


def test_calls_are_shared_and_replies_kept_as_the_file_says(tmp_path, monkeypatch):
    monkeypatch.setenv("TOKEN", "token-alpha")
    head = 'share_calls = true\n[cache]\n"real_time.agents" = 300\n'
    operation = '[operations.a]\nserver = "0099"\ntokens = ["env:TOKEN"]\nlicences = 1\ntz = "UTC"\n'
    file = tmp_path / "wolkvox.toml"
    file.write_text(head + operation)
    found = config.load(file)
    assert (found.share_calls, found.cache) == (True, {"real_time.agents": 300})
    assert config_discovery.options_of(found, {})["share_calls"]
    file.write_text('share_calls = "yes"\ncache = 300\n' + operation)
    with pytest.raises(ConfigurationError, match=r"share_calls is 'yes'.*cache is not a table"):
        config.load(file)


def test_faults_come_in_the_order_of_the_fields_and_keys_without_one_last(load):
    text = GOOD.replace("licences = 20", 'licences = 0\nlisences = 5\ntokken = "x"').replace('server = "0099"\n', "")
    with pytest.raises(ConfigurationError) as caught:
        load(text)
    said = str(caught.value)
    words = ["server is missing", "licences is 0", "unknown key operations.sales-co.lisences"]
    places = [said.index(word) for word in words]
    assert places == sorted(places)
    assert said.count("unknown key") == 2
    assert not hasattr(caught.value, "__notes__")
