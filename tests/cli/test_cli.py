"""The command line as people meet it: what it prints, and its exit codes; processes where signals or pipes matter."""

import asyncio
import csv
import json
import os
import re
import signal
import subprocess
import sys

import pytest

from tests.support.commands import finish, here, operation
from tests.support.worlds import tenant
from wolkvox_async.simulator import Campaign, Simulator, World

DATES = ["--from", "2025-01-01", "--to", "2025-02-01"]
COMMAND = [sys.executable, "-m", "wolkvox_async.cli"]


@pytest.fixture
def shell(tmp_path):
    """Return run(*words) in a folder with a wolkvox.toml that leads to a simulator."""
    world = World(tenants=(tenant(Campaign(id="32841", every=3600.0), licences=1),))
    with Simulator(world) as simulator:
        (tmp_path / "wolkvox.toml").write_text(
            f"""
store = "store.sqlite3"
{operation(simulator.base_url)}
[operations.sales-co.parameters."campaign.detail"]
type_campaign = "predictive"
campaign_id = "32841"
"""
        )

        def run(*words, env=None, how=here):
            done = how(tmp_path, *words, **({"COLUMNS": "60"} | (env or {})))
            done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
            assert "Traceback" not in done.stderr
            return done

        run.simulator, run.folder = simulator, tmp_path
        yield run


def test_help_and_version(shell):
    done = shell("--help", how=finish)
    assert done.returncode == 0
    assert all(word in done.stdout for word in ("demo", "simulate", "export", "Exit codes: 0 done"))
    assert max(map(len, done.stdout.splitlines())) <= 100
    assert shell("--version").stdout.startswith("wolkvox, version ")
    for command in ("demo", "simulate", "reports", "plan", "export", "upload", "quota", "call"):
        assert shell(command, "--help").returncode == 0


def test_reports_lists_and_searches(shell):
    assert len(shell("reports").stdout.splitlines()) == 244  # the header, and 243 methods for 244 endpoints
    found = shell("reports", "attempts", "machine").stdout
    assert "reports.campaign_4" in found
    assert "cdr_1" not in found
    assert shell("reports", "abandoned", "calls").stdout.splitlines()[1].startswith("reports.skill_2\tSkill 2: aband")
    assert shell("reports", "llamadas", "abandonadas").stdout.splitlines()[1].endswith("abandonadas\tevents")
    first = json.loads(shell("reports", "cdr_1", "--json").stdout)[0]
    assert (first["name"], first["rows"]) == ("reports.cdr_1", "events")
    missing = shell("reports", "abandonned", "calls")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "try: wolkvox reports abandoned calls" in missing.stderr


def test_plan_costs_nothing(shell):
    done = shell("plan", "campaign.detail", "reports.cdr_1", "--from", "2025-01-01", "--to", "2026-01-01")
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert [row[3:] for row in rows[1:]] == [["12", "12", "1,000", "1.2%", ""]] * 2 + [
        ["24", "24", "1,000", "2.4%", "1"]
    ]
    assert shell.simulator.ledger.calls("sales-co") == 0


def test_plan_prices_what_a_directory_lacks_and_refuses_what_today_has_no_room_for(shell):
    range_ = ("--from", "2025-01-01", "--to", "2026-01-01")
    assert shell("export", "campaign.detail", *DATES, "--out", "exports").returncode == 0
    asked = ("plan", "campaign.detail", *range_, "--out", "exports", "--json")
    found = json.loads(shell(*asked).stdout)
    assert (found["calls"], found["today"], found["operations"][0]["days"]) == (11, True, 1)
    assert found["reports"][0]["windows"][0][0] == "2025-02-01T00:00:00-05:00"
    done = shell(*asked, "--quota-share", "0.005")
    assert done.returncode == 4
    (total,) = json.loads(done.stdout)["operations"]
    assert (total["left"], total["days"]) == (4, 3)  # one call was made, and a day has five
    done = shell("plan", "campaign.detail", *range_, "--quota-share", "0.0001")
    assert (done.returncode, done.stdout.split()[-1]) == (4, "never")


def test_export_stops_at_its_share_of_the_quota_and_says_when_to_go_on(shell):
    asked = ("export", "campaign.detail", "--from", "2025-01-01", "--to", "2026-01-01", "--out", "exports", "--json")
    done = shell(*asked, "--quota-share", "0.005")
    assert done.returncode == 4, done.stderr
    assert "of which this job takes 0.5 % at most" in done.stderr
    assert re.search(r"run the same command again after 20\d\d-\d\d-\d\d 00:00 -05, or with --wait", done.stderr)
    assert (json.loads(done.stdout)["calls"], shell.simulator.ledger.calls("sales-co")) == (5, 5)
    assert json.loads(shell(*asked).stdout)["calls"] == 7
    assert shell(*asked, "--quota-share", "1.5").returncode == 2


def test_call_prints_ndjson_in_a_pipe(shell):
    done = shell("call", "campaign.detail", *DATES)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) == 31 * 24
    assert rows[0]["date"].endswith("-05:00")
    assert isinstance(rows[0]["calls"], int)
    totals = shell("call", "reports.campaign_4", "-p", "campaign_id=all", "--from", "2025-01-01", "--to", "2026-01-01")
    assert sum(json.loads(line)["records"] for line in totals.stdout.splitlines()) > 8_000
    assert json.loads(shell("call", "GET", "information.php", "token_info").stdout)["token_limit"] == "1000"
    assert json.loads(shell("call", "information.token_info").stdout)["token_limit"] == 1000


def test_a_reader_that_goes_away_is_no_failure(shell):
    words = " ".join([*COMMAND, "call", "campaign.detail", *DATES])
    env = os.environ | {"TOKEN": "token-alpha"}
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {words} | head -1"],
        cwd=shell.folder,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert json.loads(done.stdout)
    assert "Traceback" not in done.stderr
    assert "Broken" not in done.stderr


def test_quota(shell):
    assert shell("quota", "--refresh").stdout.split("\n")[1].split("\t")[:4] == ["sales-co", "1", "1,000", "999"]
    assert json.loads(shell("quota", "--json").stdout)[0]["used"] == 1


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        (["call", "campaign.detail", "--from", "2025-02-01", "--to", "2025-01-01"], 2, "not after start"),
        (["call", "campaign.detal", *DATES], 2, "did you mean 'campaign.detail'"),
        (["call", "campaign.detail", *DATES, "-p", "type_campaign=manual"], 2, "allowed: predictive, preview"),
        (["call", "campaign.detail", *DATES, "-p", "x"], 2, "write -p campaign_id=32841"),
        (["call", "campaign.detail", *DATES, "-p", "campaign_id=99999"], 1, "does not exist"),
        (["call", "campaign.detail"], 2, "missing --from, --to"),
        (["call", "information.token_info", *DATES], 2, "takes no dates"),
        (["call", "reports.cdr_1", "--from", "yesterdya", "--to", "today"], 2, "is not a date"),
        (
            ["call", "reports.campaign_1", "-p", "campaign_id=1", "--from", "2025-01-01", "--to", "2026-01-01"],
            2,
            "list",
        ),
        (["quota", "--operation", "unknown-co"], 2, "unknown operation 'unknown-co'"),
        (["plan", "reports.cdr_1", *DATES, "--config", "none.toml"], 2, "there is no none.toml"),
        (["expert"], 2, "did you mean 'export'"),
    ],
)
def test_what_is_wrong_is_one_line_and_an_exit_code(shell, words, code, text):
    done = shell(*words)
    assert done.returncode == code
    assert text in done.stderr
    assert done.stdout == ""
    assert len([line for line in done.stderr.splitlines() if line.startswith(("wolkvox:", "Error:"))]) == 1


def test_a_wrong_token_is_exit_code_5_and_a_missing_one_2(shell):
    assert shell("quota", "--refresh", env={"TOKEN": "wrong-token"}).returncode == 5
    done = shell("quota", env={"TOKEN": ""})
    assert (done.returncode, "export TOKEN" in done.stderr) == (2, True)


def test_a_spent_quota_is_exit_code_4(shell):
    assert shell("quota", "--refresh").returncode == 0
    import sqlite3

    with sqlite3.connect(shell.folder / "store.sqlite3") as store:
        documents = store.execute("SELECT name, content FROM document").fetchall()
        ((name, days),) = [(name, json.loads(days)) for name, days in documents if re.search(r"\d{4}-\d\d-\d\d", days)]
        spent = json.dumps({day: [1000, *rest] for day, (_, *rest) in days.items()})
        store.execute("UPDATE document SET content = ? WHERE name = ?", (spent, name))
    store.close()
    (shell.folder / "wolkvox.toml").write_text("max_wait = 1\n" + (shell.folder / "wolkvox.toml").read_text())
    before = shell.simulator.ledger.calls("sales-co")
    done = shell("call", "information.token_info")
    assert done.returncode == 4
    assert "are spent" in done.stderr
    assert shell.simulator.ledger.calls("sales-co") == before


class TestUpload:
    TARGET = ("--campaign", "32841", "--type", "predictive", "--status", "stop")

    def write(self, shell, text, name="leads.csv"):
        (shell.folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return name

    def test_a_csv_file_with_a_mark_and_semicolons(self, shell):
        with (shell.folder / "leads.csv").open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream, delimiter=";")
            writer.writerow(["customer_name", "customer_id", "tel1", "opt1"])
            for number in range(12_000):
                writer.writerow([f'Ana "María"\n{number}', f"C{number}", f"57300{number:07}", "a;b"])
        done = shell("upload", "leads.csv", *self.TARGET, "--json")
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        assert found.pop("id").startswith("u-")
        assert found == {
            "accepted": 12_000,
            "duplicates": 0,
            "rejected": [],
            "unknown": 0,
            "unsent": 0,
            "read_all": True,
            "unknown_rows": [],
            "unsent_rows": [],
            "batches": 2,
        }
        assert len(shell.simulator.truth.uploaded("sales-co", "32841")) == 12_000

    def test_an_ndjson_file(self, shell):
        name = self.write(
            shell, '{"customer_id": "1", "tel1": 573001112233}\n\n{"customer_id": "2", "tel1": "57300"}\n', "x.ndjson"
        )
        assert json.loads(shell("upload", name, *self.TARGET, "--json").stdout)["accepted"] == 2

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("customer_id,tel1,opt7\n1,573001112233,\n2,573001112233," + "x" * 201 + "\n", "line 3: opt7 has 201"),
            ("customer_id,tel1\n1,abc\n", "line 2: tel1 is not a phone number"),
            ("customer_id,tell1\n1,57300\n", "tell1 is unknown; did you mean 'tel1'"),
            ("customer_id,tel1\n1,57300,extra\n", "line 2: 3 cells, the header has 2"),
            (
                "customer_id,tel1,customer_name\n1,57300,Zoë\n".encode() + b"2,57300,Mar\xeda\n",
                "line 3: not utf-8 at byte",
            ),
            ("", "is empty"),
            ('customer_id,tel1\n"1,57300\n', "line 2"),
        ],
    )
    def test_what_is_wrong_is_named_and_nothing_is_sent(self, shell, text, said):
        done = shell("upload", self.write(shell, text), *self.TARGET)
        assert done.returncode == 2
        assert said in done.stderr
        assert shell.simulator.ledger.calls("sales-co") == 0

    def test_another_encoding(self, shell):
        name = self.write(shell, "customer_id,tel1,customer_name\n1,57300,María\n".encode("cp1252"))
        assert shell("upload", name, *self.TARGET, "--encoding", "cp1252").returncode == 0
        assert shell("upload", name, *self.TARGET, "--encoding", "nonsense").returncode == 2
        assert shell("upload", "nothing.csv", *self.TARGET).returncode == 2

    def test_an_upload_stands_in_the_journal_and_is_not_sent_twice(self, shell):
        assert json.loads(shell("uploads", "--json").stdout) == []
        name = self.write(shell, "customer_id,tel1\n1,57300\n2,57301\n")
        first = json.loads(shell("upload", name, *self.TARGET, "--json").stdout)
        done = shell("upload", name, *self.TARGET)
        assert done.returncode == 2
        assert f"as upload {first['id']}, and all were sent: 2 accepted; send them once more: --again" in done.stderr
        assert (
            json.loads(shell("upload", name, *self.TARGET, "--json", "--resume", first["id"]).stdout)["accepted"] == 2
        )
        assert set(shell.simulator.truth.uploaded("sales-co", "32841").values()) == {1}
        (entry,) = json.loads(shell("uploads", "--json").stdout)
        assert (entry["id"], entry["accepted"], entry["unsent"]) == (first["id"], 2, 0)
        assert entry["source"].endswith("leads.csv")
        (batch,) = json.loads(shell("uploads", first["id"], "--json").stdout)["batches"]
        assert (batch["status"], batch["first_row"], batch["last_row"]) == ("accepted", 2, 3)
        assert "accepted" in shell("uploads", first["id"]).stdout
        assert shell("uploads", "u-none").returncode == 2

    def test_invalid_rows_left_out_are_reported_and_partial(self, shell):
        name = self.write(shell, "customer_id,tel1\n1,57300\n2,abc\n")
        done = shell("upload", name, *self.TARGET, "--skip-invalid")
        assert done.returncode == 3
        assert "row 3: tel1 is not a phone number" in done.stderr


class TestSimulate:
    def start(self, *words):
        return subprocess.Popen(
            [*COMMAND, "simulate", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_prints_its_address_alone_and_ends_cleanly(self, number):
        process = self.start("--port", "0")
        address = process.stdout.readline()
        assert address.startswith("http://127.0.0.1:")
        assert address.endswith("/api/v2/\n")
        process.send_signal(number)
        rest, errors = process.communicate(timeout=60)
        assert (process.returncode, rest, errors) == (0, "", "")

    def test_a_busy_port_is_one_line(self):
        first = self.start()
        port = first.stdout.readline().split(":")[2].split("/")[0]
        second = self.start("--port", port)
        _, errors = second.communicate(timeout=60)
        assert second.returncode == 1
        assert len(errors.splitlines()) == 1
        first.terminate()
        first.communicate(timeout=60)


def test_an_interrupt_in_the_middle_says_how_far_it_came_and_leaves_no_permit_at_work(shell):
    async def interrupted():
        shell.simulator.latency = 0.5
        process = await asyncio.create_subprocess_exec(
            *COMMAND,
            *("call", "campaign.detail", "--from", "2025-01-01", "--to", "2026-01-01"),
            cwd=shell.folder,
            env=os.environ | {"TOKEN": "token-alpha"},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        await asyncio.wait_for(process.stdout.readline(), 60)
        process.send_signal(signal.SIGINT)
        _, errors = await asyncio.wait_for(process.communicate(), 60)
        return process.returncode, errors.decode()

    code, errors = asyncio.run(interrupted())
    assert code == 130
    assert re.fullmatch(r"wolkvox: [\d,]+ rows were printed; there may be more\nwolkvox: stopped\n", errors)
    assert shell.simulator.ledger.violations == []


def test_demo_leaves_a_folder_alone_that_no_demo_wrote(shell):
    kept = shell.folder / "papers" / "thesis.txt"
    kept.parent.mkdir()
    kept.write_text("years of work")
    done = shell("demo", "--out", "papers")
    assert (done.returncode, done.stdout) == (2, "")
    assert "holds what no demo wrote" in done.stderr
    assert kept.read_text() == "years of work"


def test_quota_watches_until_it_is_interrupted(shell):
    async def watched():
        process = await asyncio.create_subprocess_exec(
            *COMMAND,
            *("quota", "--watch", "--json"),
            cwd=shell.folder,
            env=os.environ | {"TOKEN": "token-alpha"},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        looks = [json.loads(await asyncio.wait_for(process.stdout.readline(), 60)) for _ in range(2)]
        process.send_signal(signal.SIGINT)
        _, errors = await asyncio.wait_for(process.communicate(), 60)
        return looks, process.returncode, errors.decode()

    looks, code, errors = asyncio.run(watched())
    assert (code, errors) == (130, "wolkvox: stopped\n")
    for look in looks:
        assert [(row["operation"], row["used"], row["busy"], row["permits"]) for row in look] == [("sales-co", 0, 0, 2)]
    assert shell.simulator.ledger.calls("sales-co") == 0


def test_the_environment_names_an_operation_where_there_is_no_file(shell):
    shell.folder.joinpath("wolkvox.toml").rename(shell.folder / "other.toml")
    assert "no operation is configured" in shell("quota").stderr
    variables = {"SERVER": "0099", "TOKEN": "token-alpha", "LICENCES": "1", "TZ": "UTC"}
    given = {f"WOLKVOX_{name}": value for name, value in variables.items()}
    given |= {"WOLKVOX_OPERATION": "from-env", "WOLKVOX_BASE_URL": shell.simulator.base_url}
    assert json.loads(shell("quota", "--json", env=given).stdout)[0]["operation"] == "from-env"
    done = shell("quota", "--json", "--config", "other.toml", env=given)
    assert json.loads(done.stdout)[0]["operation"] == "sales-co"
    assert shell("quota", env={"WOLKVOX_SERVER": "0099"}).returncode == 2
