"""`wolkvox call`: every endpoint is a command whose options, help and refusals come from what is known of it."""

import asyncio
import io
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from datetime import date, datetime, time

import click
import pytest
from click.testing import CliRunner

from tests.support.worlds import tenant
from wolkvox_async.cli import main
from wolkvox_async.cli.call import _ask
from wolkvox_async.cli.shared import parameters
from wolkvox_async.cli.typed import command_of, missing, values_of
from wolkvox_async.core.endpoint import Buckets, Endpoint, Events, Parameter, Totals
from wolkvox_async.core.wire import Record
from wolkvox_async.endpoints import GROUPS, endpoints
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.simulator import Campaign, Simulator, World

EVERY = [endpoint for group in GROUPS for endpoint in endpoints(group).values()]
DATES = ["--from", "2025-01-01", "--to", "2025-01-03"]
TOML = """
store = "store.sqlite3"
[operations.sales-co]
server = "0099"
tokens = ["env:TOKEN"]
licences = 1
tz = "America/Bogota"
base_url = "{}"
[operations.sales-co.parameters."campaign.detail"]
type_campaign = "predictive"
campaign_id = ["32841", "32842"]
[operations.sales-co.parameters."campaign.find_record"]
campaign_id = "32841"
"""


@pytest.fixture(scope="module")
def served():
    world = World(tenants=(tenant(Campaign(id="32841", every=3600.0), Campaign(id="32842", every=7200.0)),))
    with Simulator(world) as simulator:
        yield simulator


@pytest.fixture
def call(served, tmp_path, monkeypatch):
    """Return run(*words): `wolkvox call WORDS` in this process; `.calls` of what it gives is what the server saw."""
    (tmp_path / "wolkvox.toml").write_text(TOML.format(served.base_url))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOKEN", "token-alpha")

    def run(*words):
        before = served.ledger.calls("sales-co")
        done = CliRunner().invoke(main, ["call", *words], prog_name="wolkvox")
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
        done.calls = served.ledger.calls("sales-co") - before
        return done

    return run


def lines(done):
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


# An endpoint's parameters as options, and back.

ALL_KINDS = Endpoint(
    name="made.up",
    script="made.php",
    method="POST",
    title="Everything there is",
    spanish="Todo lo que hay",
    record=Record,
    body="json",
    irreversible=True,
    limits=("ten a day",),
    one_of=("phone", "note"),
    parameters=(
        Parameter("type_campaign", "enum", values=("predictive", "no_such"), also=("all",)),
        Parameter("campaign_id", "id", notes="the campaign's number, or none ...", also=("none",)),
        Parameter("count", "int", least=1, most=9),
        Parameter("phone", "phone"),
        Parameter("note", longest=100),
        Parameter("from_", "moment", wire="from"),
        Parameter("begin", "time"),
        Parameter("telephones", "list", where="body", also=("all",)),
        Parameter("routing", joined=","),
        Parameter("labels", "object", where="body"),
        Parameter("files", "file"),
        Parameter("codAct"),
    ),
    source="https://example.com/made-up",
)


def given(*words, endpoint=ALL_KINDS):
    """Return what the options of an endpoint make of the words of a shell."""
    found = {}

    def callback(pairs, **options):
        found.update(values_of(endpoint, options, parameters(pairs)))

    command_of(endpoint, callback).main(list(words), standalone_mode=False)
    return found


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ([], {}),
        (["--type-campaign", "all"], {"type_campaign": "all"}),
        (["--type_campaign", "no_such"], {"type_campaign": "no_such"}),
        (["--count", "7"], {"count": 7}),
        (["--campaign-id", "007"], {"campaign_id": "007"}),
        (["--from", "2025-01-31T10:00:00"], {"from_": datetime(2025, 1, 31, 10)}),
        (["--from", "2025-01-31"], {"from_": date(2025, 1, 31)}),
        (["--from", "20250131100000"], {"from_": "20250131100000"}),
        (["--begin", "08:30"], {"begin": time(8, 30)}),
        (["--begin", "083000"], {"begin": "083000"}),
        (["--telephones", "1"], {"telephones": ["1"]}),
        (["--telephones", "1", "--telephones", "2"], {"telephones": ["1", "2"]}),
        (["--telephones", "all"], {"telephones": "all"}),
        (["--telephones", '["1", {"a": 2}]', "--telephones", '{"b": 3}'], {"telephones": ["1", {"a": 2}, {"b": 3}]}),
        (["--routing", "1"], {"routing": "1"}),
        (["--routing", "1", "--routing", "2"], {"routing": ["1", "2"]}),
        (["--labels", '{"opt1": "x"}'], {"labels": {"opt1": "x"}}),
        (["--codAct", "9"], {"codAct": "9"}),
        (["-p", "codAct=9", "-p", "from=20250131100000"], {"codAct": "9", "from_": "20250131100000"}),
        (["-p", "telephones=1", "-p", "telephones=2"], {"telephones": ["1", "2"]}),
        (["-p", 'labels={"opt1": "x"}'], {"labels": {"opt1": "x"}}),
        (["-p", "note=a=b"], {"note": "a=b"}),
    ],
)
def test_options_become_values(words, values):
    assert given(*words) == values


def test_files_are_looked_for(tmp_path):
    for name in ("a.wav", "b.wav"):
        (tmp_path / name).write_bytes(b"RIFF")
    paths = [str(tmp_path / "a.wav"), str(tmp_path / "b.wav")]
    assert given("--files", paths[0], "--files", paths[1]) == {"files": paths}
    with pytest.raises(click.ClickException, match="does not exist"):
        given("--files", str(tmp_path / "c.wav"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--type-campaign", "manual"], "'manual' is not one of 'predictive'"),
        (["--count", "10"], "10 is not in the range 1<=x<=9"),
        (["--count", "many"], "'many' is not a whole number"),
        (["--from", "31.01.2025"], "is not a date; write 2025-01-31"),
        (["--begin", "noon"], "'noon' is not a time; write 18:30:00"),
        (["--labels", "x"], "no JSON"),
        (["--labels", "[]"], "no JSON object"),
        (["--telephones", "[1"], "no JSON"),
        (["--campain-id", "1"], "there is no option --campain-id; did you mean '--campaign-id'? "),
        (["--type", "preview"], "there is no option --type; did you mean '--type-campaign'? "),
        (["--type-campaign", "predictve"], "; did you mean 'predictive'? "),
        (["extra"], "unexpected extra argument"),
    ],
)
def test_what_cannot_be_right_is_one_line(words, said):
    with pytest.raises(click.ClickException, match=r"made\.up") as caught:
        given(*words)
    assert said in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(("pair", "said"), [("campain_id=1", "did you mean 'campaign_id'"), ("labels=x", "no JSON")])
def test_a_pair_that_cannot_be_right(pair, said):
    with pytest.raises(ConfigurationError, match=said):
        given("-p", pair)


def test_what_is_missing_is_named_as_an_option():
    needs = Endpoint(
        name="made.up",
        script="made.php",
        title="x",
        record=Record,
        one_of=("tel_1", "tel_2"),
        parameters=(Parameter("campaign_id", required=True), Parameter("tel_1"), Parameter("tel_2")),
        source="https://example.com",
    )
    assert missing(needs, {}) == "missing --campaign-id"
    assert missing(needs, {"campaign_id": "1"}) == "give --tel-1 or --tel-2"
    assert missing(needs, {"campaign_id": "1", "tel_2": "2"}) == ""


def test_the_help_tells_what_is_known():
    text = " ".join(CliRunner().invoke(command_of(ALL_KINDS, lambda: None), ["--help"]).output.split())
    for part in ("Everything there is.", "Todo lo que hay.", "Limits: ten a day.", "Needs --phone or --note."):
        assert part in text
    assert "Source: https://example.com/made-up" in text
    assert "--type-campaign [predictive|no_such|all]" in text
    assert "--campaign-id TEXT The campaign's number, or none ... --count" in text
    assert "--operation NAME Of this one; must be given where the file has several." in text
    assert "--max-wait DURATION How long a call may wait" in text
    assert "At most 100 characters." in text
    assert "cannot be undone" in text
    assert "--from" in text
    assert "--to " not in text


def test_every_endpoint_is_a_command():
    kinds = {Events: "Rows are events", Buckets: "Rows are totals by", Totals: "Rows are totals over the whole range"}
    for endpoint in EVERY:
        command = command_of(endpoint, lambda: None)
        options = Counter(option for each in command.params for option in each.opts)
        assert max(options.values()) == 1, f"{endpoint.name}: {options.most_common(1)}"
        text = " ".join(command.get_help(click.Context(command, info_name=endpoint.name)).split())
        assert endpoint.source in text, endpoint.name
        assert ("--yes" in options) == endpoint.irreversible, endpoint.name
        if endpoint.rows is not None:
            assert kinds[type(endpoint.rows)] in text, endpoint.name
            assert {"--from", "--to"} <= set(options), endpoint.name
            undated = isinstance(endpoint.rows, Buckets) and not endpoint.rows.dated
            assert ("--by" in options) == undated, endpoint.name


# Against the simulator.


def test_records(call):
    rows = lines(call("information.skills"))
    assert rows
    assert {"skill_id", "skill_name"} <= set(rows[0])
    assert "extra" not in rows[0]
    assert isinstance(lines(call("information.token_info"))[0]["token_limit"], int)


def test_a_report_with_its_options(call):
    done = call("reports.campaign_4", "--campaign-id", "32841", *DATES)
    assert sum(row["records"] for row in lines(done)) > 0
    rows = lines(call("reports.cdr_1", *DATES))
    assert rows
    assert all("2025-01-01" <= row["date"] < "2025-01-03" for row in rows)


def test_hours_without_a_date_get_it_day_by_day(call):
    done = call("reports.skill_4", "--skill-id", "all", *DATES, "--by", "day")
    assert {row["day"] for row in lines(done)} == {"2025-01-01", "2025-01-02"}
    assert done.calls == 2


def test_the_files_parameters_count_and_options_go_before_them(call):
    both = len(lines(call("campaign.detail", *DATES)))
    one = len(lines(call("campaign.detail", "--campaign-id", "32841", *DATES)))
    other = len(lines(call("campaign.detail", "--campaign-id", "32842", *DATES)))
    assert both == one + other
    assert len(lines(call("campaign.detail", "--campaign-id", "32841", "--campaign-id", "32842", *DATES))) == both
    assert min(one, other) > 0


def test_a_confirmation_is_one_object(call):
    [said] = lines(call("campaign.stop", "--type-campaign", "predictive", "--campaign-id", "32841"))
    assert set(said) == {"msg", "code", "data"}
    assert said["msg"]


def test_one_record_of_what_takes_many(call):
    [said] = lines(call("campaign.add_dnc", "--telephone", "573001112233", "--days-block", "3"))
    counts = {"id": None, "accepted": 1, "rejected": [], "unknown": 0, "unsent": 0, "batches": 1}
    assert said == counts | {"unknown_rows": [], "unsent_rows": [], "read_all": True}
    lead = ["--campaign-id", "32841", "--type-campaign", "predictive", "--campaign-status", "stop"]
    [said] = lines(call("campaign.add_records", *lead, "--customer-id", "C1", "--tel1", "573001112233"))
    assert said["accepted"] == 1
    refused = call("campaign.add_records", *lead, "--tel1", "no-digits")
    assert (refused.exit_code, refused.calls) == (2, 0)
    assert "tel1 is not a phone number" in refused.stderr


def test_any_call_by_its_script(call):
    assert lines(call("get", "information.php", "token_info"))[0]["token_limit"] == "20000"
    done = call("GET", "campaign.php", "find_record", "-p", "campaign_id=all", "-p", "customer_phone=1")
    assert done.calls == 1
    body = '{"type_call": "inbound", "telephones": ["573001112233"]}'
    assert lines(call("POST", "configuration.php", "add_dnc", "--body", body))[0]["msg"]
    refused = call("POST", "configuration.php", "add_dnc", "--body", "{")
    assert (refused.exit_code, refused.calls) == (2, 0)
    assert "--body is no JSON" in refused.stderr


class TestWhatCannotBeUndone:
    CLEAR = ("campaign.clear_campaign", "--type-campaign", "predictive", "--campaign-id", "32842")

    def test_is_not_sent_without_yes(self, call):
        done = call(*self.CLEAR)
        assert (done.exit_code, done.calls, done.stdout) == (2, 0, "")
        assert len(done.stderr.splitlines()) == 1
        for part in ("sales-co", "campaign_id 32842", "cannot be undone", "--yes"):
            assert part in done.stderr

    def test_what_is_wrong_with_it_is_said_first(self, call):
        done = call("campaign.delete_campaign", "--type-campaign", "predictive", "--campaign-id", " ")
        assert (done.exit_code, done.calls) == (2, 0)
        assert "campaign_id is empty" in done.stderr

    def test_is_sent_with_yes(self, call):
        done = call(*self.CLEAR, "--yes")
        assert lines(done)[0]["msg"]
        assert done.calls == 1

    def test_by_its_script_neither(self, call):
        words = ("DELETE", "configuration.php", "remove_dnc", "--body", '{"telephones": ["573009990001"]}')
        refused = call(*words)
        assert (refused.exit_code, refused.calls) == (2, 0)
        assert "--yes" in refused.stderr
        assert call(*words, "--yes").calls == 1

    def test_every_such_endpoint_refuses(self, call):
        samples = {"list": "1", "id": "1", "str": "x", "phone": "573001112233", "int": "1"}
        for endpoint in (endpoint for endpoint in EVERY if endpoint.irreversible):
            words = [endpoint.name]
            for each in endpoint.parameters:
                if each.required or each.name in endpoint.one_of[:1]:
                    option = "--" + each.name.replace("_", "-")
                    words += [option, each.values[0] if each.values else samples[each.kind]]
            done = call(*words)
            assert (done.exit_code, done.calls) == (2, 0), endpoint.name
            assert "cannot be undone" in done.stderr, done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["reports.cdr1", *DATES], "did you mean 'reports.cdr_1'"),
        (["cdr1"], "did you mean 'reports.cdr_1'"),
        (["cdr_1"], "missing --from, --to"),
        (["skills"], "is the name of several endpoints; give information.skills or real_time.skills"),
        (["xyzzy.nothing"], "`wolkvox reports WORDS`"),
        (["reports.nothing"], "`wolkvox reports WORDS`"),
        (["reports.cdr_1"], "missing --from, --to"),
        (["reports.skill_2", "--from", "2025-01-01"], "missing --skill-id, --to"),
        (["reports.skill_4", "--skill-id", "1", "--from", "2025-01-01", "--to", "2025-03-01"], "give --by day"),
        (["reports.agent_1", "--from", "2025-01-01", "--to", "2025-03-01"], "wolkvox export reports.agent_1"),
        (["information.skills", "--operation", "sales"], "unknown operation 'sales'; did you mean 'sales-co'"),
        (["GET"], "Missing argument 'SCRIPT'"),
        (["storage.upload_files", "--file", "x.csv"], "'--files'"),
        (["storage.upload_files"], "missing --files"),
        (["storage.upload_files", "-p", "file=x.csv"], "did you mean 'files'"),
        (["information.skills", *DATES], "it takes no dates"),
        (["reports.campaign_1", *DATES], "missing --campaign-id"),
        (["campaign.start", "--type-campaign", "manual"], "'manual' is not one of"),
        (["campaign.start", "-p", "type_campaign=manual", "-p", "campaign_id=1"], "allowed: predictive, preview"),
        (["campaign.start", "-p", "campain_id=1"], "did you mean 'campaign_id'"),
        (["campaign.add_records", "-p", "type=preview"], "did you mean 'type_campaign'"),
        (
            ["campaign.start", "-p", "type_campaign=Preview", "-p", "campaign_id=1"],
            "did you mean 'preview'? allowed: pre",
        ),
        (["campaign.edit_campaign", "--type-camp", "preview"], "did you mean 'Preview'"),
        (["campaign.start", "--type-campaign", "predictive", "--campaign-id"], "requires an argument"),
        (["reports.skill_4", "--skill-id", "1", *DATES, "--by", "hour"], "'hour' is not 'day'"),
        (["reports.campaign_4", "--campaign-id", "all", "--from", "2025-02-01", "--to", "2025-01-01"], "after start"),
    ],
)
def test_what_is_wrong_is_one_line_and_nothing_is_sent(call, words, said):
    done = call(*words)
    assert (done.exit_code, done.calls, done.stdout) == (2, 0, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_call_is_of_one_operation(call, tmp_path):
    """It takes the last that is given, as all options do that are given once."""
    known = (tmp_path / "wolkvox.toml").read_text()
    another = known[known.index("[operations") :].replace("sales-co", "other-co")
    (tmp_path / "wolkvox.toml").write_text(known + another)
    several = call("information.skills")
    assert (several.exit_code, several.calls) == (2, 0)
    assert "choose one with --operation: sales-co, other-co" in several.stderr
    assert lines(call("information.skills", "--operation", "other-co", "--operation", "sales-co"))


async def test_who_stops_a_write_is_told_that_it_may_have_taken_effect(call, tmp_path):
    """Its reply is not known; that of a read does no harm."""
    with Simulator(World(tenants=(tenant(),)), latency=1.0) as slow:
        (tmp_path / "wolkvox.toml").write_text(TOML.format(slow.base_url))
        for words, said in (
            (("sms.send_sms", "--telephone", "573001112233", "--message", "x"), "may have taken effect or not"),
            (("information.skills",), "wolkvox: stopped"),
        ):
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "wolkvox_async.cli", "call", *words),
                cwd=tmp_path,
                env=os.environ | {"TOKEN": "token-alpha"},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            before = slow.ledger.in_flight("token-alpha")
            while slow.ledger.in_flight("token-alpha") == before:
                await asyncio.sleep(0.01)
            process.send_signal(signal.SIGINT)
            _, errors = await process.communicate()
            assert process.returncode == 130
            assert said in errors.decode()
            assert ("taken effect" in errors.decode()) == (words[0] == "sms.send_sms")


def test_the_help_of_call_and_its_names(call):
    assert "wolkvox reports WORDS" in call("--help").stdout
    assert "Source: https://" in call("reports.cdr_1", "--help").stdout
    assert "--files FILE                Required. " in call("storage.upload_files", "--help").stdout
    assert {"reports.cdr_1", "campaign.add_records"} <= set(main.get_command(None, "call").list_commands(None))


# On a terminal.


@pytest.fixture
def terminal(served, tmp_path):
    """Return run(*words, columns): what `wolkvox WORDS` prints on a terminal of that width."""
    (tmp_path / "wolkvox.toml").write_text(TOML.format(served.base_url))
    pty = pytest.importorskip("pty", reason="there are no pseudo terminals here")

    def run(*words, columns):
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "wolkvox_async.cli", *words],
            cwd=tmp_path,
            env=os.environ | {"TOKEN": "token-alpha", "COLUMNS": str(columns), "TERM": "dumb"},
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=subprocess.PIPE,
        )
        os.close(theirs)
        shown = b""
        with os.fdopen(ours, "rb", buffering=0) as screen, suppress(OSError):  # which is how it ends, on Linux
            while piece := screen.read(65536):
                shown += piece
        errors = process.communicate(timeout=60)[1]
        assert process.returncode == 0, errors
        run.errors = errors.decode()
        return shown.decode().replace("\r\n", "\n").rstrip("\n").split("\n")

    return run


def test_a_table_where_it_fits_and_else_one_value_a_line(terminal):
    wide = terminal("call", "information.skills", columns=120)
    assert wide[0].split() == ["skill_id", "skill_name", "last_use"]  # none has a description
    assert max(map(len, wide)) <= 120
    narrow = terminal("call", "information.skills", columns=40)
    names = [line.split("  ")[0] for line in narrow if line]
    assert names[0] == "skill_id"
    assert names.count("skill_id") == len(wide) - 1


def test_one_thing_is_shown_one_value_a_line(terminal):
    stop = ("call", "campaign.stop", "--type-campaign", "predictive", "--campaign-id", "32841")
    assert [line.split()[0] for line in terminal(*stop, columns=80)] == ["msg", "code"]
    assert json.loads(terminal(*stop, "--json", columns=80)[0])["msg"]


def test_more_than_can_be_read_is_not_fetched_for_a_terminal(terminal):
    shown = terminal("call", "campaign.detail", "--from", "2025-01-01", "--to", "2025-02-01", columns=80)
    assert [line.split()[0] for line in shown if line].count("conn_id") == 1000
    assert "the first 1,000 rows" in terminal.errors


class _Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize("answer", ["y", "n", ""])
def test_on_a_terminal_what_cannot_be_undone_is_asked(monkeypatch, answer):
    monkeypatch.setattr("sys.stdin", _Terminal(f"{answer}\n"))
    monkeypatch.setattr("sys.stderr", _Terminal())
    if answer == "y":
        _ask("sales-co", "Delete campaigns", yes=False)
    else:
        with pytest.raises(ConfigurationError, match="nothing was sent"):
            _ask("sales-co", "Delete campaigns", yes=False)
    assert "Delete campaigns. This cannot be undone. Go on? [y/N]" in sys.stderr.getvalue()


def test_what_is_found_is_readable_in_a_narrow_terminal(terminal):
    shown = terminal("reports", "abandoned", "calls", columns=50)
    assert shown[1].startswith("reports.skill_2 ")
    assert max(map(len, shown)) <= 50
    assert "reports.skill_2" in " ".join(terminal("reports", "abandoned", "calls", columns=30))
