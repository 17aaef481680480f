"""`wolkvox upload` and `uploads` where a file, the journal or the moment is wrong: one line, and nothing is lost."""

import json
import re
import signal
import sys
import threading
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.support.commands import configure, finish, here, on_terminal
from tests.support.spreadsheets import xlsx
from tests.support.worlds import tenant
from wolkvox_async.simulator import Campaign, Faults, Simulator, World

TARGET = ("--campaign", "32841", "--type", "predictive")
LEADS = "customer_id,tel1\n1,573001112233\n2,x\n"


@pytest.fixture
def folder(tmp_path):
    """Return a folder with a file of one good lead and a bad one, and the simulator of its configuration."""
    campaigns = (Campaign(id="32841", every=3600.0),)
    with Simulator(World(tenants=(tenant(*campaigns),)), faults=Faults(every=10**9)) as simulator:
        configure(tmp_path, simulator)
        (tmp_path / "leads.csv").write_text(LEADS)
        yield tmp_path, simulator


@pytest.mark.parametrize(
    "words",
    [
        ("upload", "leads.csv", *TARGET, "--skip-invalid"),
        ("upload", "--resume", "u-1"),
        ("uploads",),
        ("uploads", "u-1"),
        ("uploads", "u-1", "--reconcile"),
    ],
)
def test_a_journal_that_cannot_be_used_is_one_line(folder, words):
    path, simulator = folder
    (path / "journal").mkdir()
    file = path / "wolkvox.toml"
    file.write_text('journal = "journal"\n' + file.read_text())
    done = here(path, *words)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"the journal of uploads" in done.stderr.splitlines()[-1]
    assert simulator.ledger.calls("sales-co") == 0


@pytest.mark.parametrize(("kind", "options"), [("same", ("--dry-run",)), ("link", ()), ("stdin", ())])
def test_rejected_rows_never_replace_the_file_they_come_from(folder, kind, options):
    path, simulator = folder
    (path / "link.csv").symlink_to("leads.csv")
    source = "-" if kind == "stdin" else "leads.csv"
    rejected = "link.csv" if kind == "link" else "leads.csv"
    shell = "< leads.csv" if kind == "stdin" else ""
    done = finish(path, "upload", source, *TARGET, "--skip-invalid", "--rejected", rejected, *options, shell=shell)
    assert done.returncode == 2
    assert b"--rejected" in done.stderr.splitlines()[-1]
    assert (path / "leads.csv").read_text() == LEADS
    assert simulator.ledger.calls("sales-co") == 0


def test_a_place_for_rejected_rows_that_cannot_be_written_is_refused_before_anything_is_sent(folder):
    path, simulator = folder
    words = ("upload", "leads.csv", *TARGET, "--skip-invalid", "--rejected")
    done = here(path, *words, "none/bad.csv")
    assert done.returncode == 2
    assert b"none/bad.csv cannot be written" in done.stderr.splitlines()[-1]
    assert simulator.ledger.calls("sales-co") == 0
    (path / "leads.csv").write_text(LEADS.replace(",x", ",573001112234"))
    assert here(path, *words, "bad.csv").returncode == 0
    assert not (path / "bad.csv").exists()


@pytest.mark.parametrize("name", ["bad.xlsx", "bad.XLS", "bad.ndjson"])
def test_rejected_rows_go_to_no_file_whose_name_says_that_it_is_no_csv(folder, name):
    path, simulator = folder
    done = here(path, "upload", "leads.csv", *TARGET, "--skip-invalid", "--rejected", name)
    assert done.returncode == 2
    line = done.stderr.decode().splitlines()[-1]
    assert line == f"wolkvox: --rejected {name}: the rejected rows are written as CSV; name a .csv or .txt file"
    assert not (path / name).exists()
    assert simulator.ledger.calls("sales-co") == 0


@pytest.mark.skipif(sys.platform != "linux", reason="a file that is always full is there on Linux")
def test_a_disk_that_is_full_at_the_end_does_not_hide_that_leads_were_sent(folder):
    path, simulator = folder
    done = finish(path, "upload", "leads.csv", *TARGET, "--skip-invalid", "--rejected", "/dev/full")
    assert done.returncode == 3
    assert b"/dev/full cannot be written" in done.stderr
    assert simulator.truth.uploaded("sales-co", "32841") == {"1": 1}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize(
    ("at", "ends"),
    [
        ("upload", signal.SIGINT),
        ("reconcile", signal.SIGINT),
        ("reconcile", signal.SIGTERM),
    ],
)
def test_a_signal_at_a_question_ends_the_command_at_once(folder, at, ends):
    path, simulator = folder
    (path / "leads.csv").write_text("Cédula,Celular\n1,573001112233\n")
    words = {
        "upload": ("upload", "leads.csv", *TARGET),
        "reconcile": ("uploads", "u-lost", "--reconcile"),
    }[at]
    if at == "reconcile":
        simulator.faults = Faults(every=1, kinds=("reset-after",))
        assert here(path, "upload", "leads.csv", *TARGET, "--yes", "--resume", "u-lost").returncode == 3
    before = simulator.ledger.calls("sales-co")

    def send(process):
        time.sleep(0.5)  # the terminal's line reader starts behind the question
        process.send_signal(ends)
        threading.Timer(30, process.kill).start()

    code, said = on_terminal(path, *words, asked=send)
    assert code in {128 + ends, -ends}, said
    assert "Traceback" not in said
    assert "Aborted" not in said
    assert simulator.ledger.calls("sales-co") == before


@pytest.mark.parametrize(
    ("name", "content", "options", "said"),
    [
        ("leads.csv", LEADS, ("--sheet", "June"), b"is a text file, which has no sheet; leave out --sheet"),
        ("leads.json", '[{"customer_id": "1"}]', ("--delimiter", ";"), b"is JSON, which has no delimiter"),
        ("leads.ndjson", '{"customer_id": "1"}\n', ("--delimiter", ";"), b"is JSON, which has no delimiter"),
        ("leads.csv", LEADS, ("--dedupe", " , "), b"--dedupe names no field; write --dedupe customer_id,tel1"),
    ],
)
def test_an_option_that_cannot_have_an_effect_is_refused(folder, name, content, options, said):
    path, simulator = folder
    (path / name).write_text(content)
    done = here(path, "upload", name, *TARGET, *options, "--skip-invalid")
    assert done.returncode == 2
    assert said in done.stderr
    assert simulator.ledger.calls("sales-co") == 0


def test_a_spreadsheet_has_no_encoding_and_no_delimiter(folder):
    path, simulator = folder
    (path / "leads.xlsx").write_bytes(xlsx(Hoja1=[["customer_id", "tel1"], ["1", "573001112233"]]))
    done = here(path, "upload", "leads.xlsx", *TARGET, "--encoding", "cp1252", "--delimiter", ";")
    assert done.returncode == 2
    assert b"which has no encoding and no delimiter; leave out --encoding, --delimiter" in done.stderr
    assert simulator.ledger.calls("sales-co") == 0


def test_rejected_rows_of_an_earlier_upload_do_not_stay_where_this_one_has_none(folder):
    path, _ = folder
    words = ("upload", "leads.csv", *TARGET, "--skip-invalid", "--rejected", "bad.csv")
    assert here(path, *words).returncode == 3
    assert "tel1" in (path / "bad.csv").read_text()
    (path / "leads.csv").write_text("customer_id,tel1\n7,573001112299\n")
    done = here(path, *words)
    assert done.returncode == 0
    assert b"no row was rejected; bad.csv, of an earlier upload, is removed" in done.stderr
    assert not (path / "bad.csv").exists()
    (path / "bad.csv").write_text("notes of mine\n")
    (path / "leads.csv").write_text("customer_id,tel1\n8,573001112298\n")
    done = here(path, *words)
    assert b"bad.csv is left as it is" in done.stderr
    assert (path / "bad.csv").read_text() == "notes of mine\n"


def test_an_upload_that_goes_on_writes_its_rejected_rows_where_the_first_run_did(folder):
    path, _ = folder
    words = ("upload", "leads.csv", *TARGET, "--skip-invalid", "--resume", "march", "--rejected", "bad.csv")
    assert here(path, *words, TOKEN="token-of-others").returncode == 5
    (path / "bad.csv").unlink()
    (path / "elsewhere").mkdir()
    done = here(path / "elsewhere", "upload", "--resume", "march", "--config", "../wolkvox.toml")
    said = done.stderr.decode()
    assert done.returncode == 3, said
    assert f"rejected rows go to {path / 'bad.csv'}, as before" in said
    assert (path / "bad.csv").read_text("utf-8-sig").splitlines()[1].startswith("2,x,")
    assert list((path / "elsewhere").iterdir()) == []
    (path / "bad.csv").unlink()
    assert here(path, "upload", "--resume", "march", "--rejected", "other.csv").returncode == 3
    assert ((path / "bad.csv").exists(), (path / "other.csv").exists()) == (False, True)


def test_an_upload_that_goes_on_says_how_much_was_sent_before(folder):
    path, simulator = folder
    (path / "leads.csv").write_text("customer_id,tel1\n" + "".join(f"{n},57300111{n:04}\n" for n in range(40)))
    simulator.faults = Faults(script=(None, "reset-after"))
    options = ("--yes", "--batch-size", "10", "--resume", "march")
    assert here(path, "upload", "leads.csv", *TARGET, *options).returncode == 3
    done = here(path, "upload", "--resume", "march")
    said = done.stderr.decode()
    found = re.search(r"upload march goes on: (\d+) of 40 records were sent before, (\d+) are sent now", said)
    assert found is not None, said
    before, now = map(int, found.groups())
    assert (before + now, before >= 20) == (40, True)


def test_a_folder_in_the_place_of_the_journal_is_named(folder):
    path, _ = folder
    (path / "journal").mkdir()
    file = path / "wolkvox.toml"
    file.write_text('journal = "journal"\n' + file.read_text())
    done = here(path, "upload", "leads.csv", *TARGET, "--skip-invalid")
    assert b"cannot be used: it is a folder; name a file in it as journal" in done.stderr


def test_an_upload_id_that_is_too_long_is_shortened_in_the_message(folder):
    path, _ = folder
    done = here(path, "upload", "leads.csv", *TARGET, "--skip-invalid", "--resume", "x" * 5000)
    assert done.returncode == 2
    assert len(done.stderr) < 500


@pytest.mark.parametrize("trouble", ["campaign", "token"])
def test_a_call_that_is_refused_says_once_what_was_not_sent_and_how_to_go_on(folder, trouble):
    path, _ = folder
    (path / "leads.csv").write_text("customer_id,tel1\n" + "".join(f"{n},57300111{n:04}\n" for n in range(30)))
    campaign, token = ("99999", "token-alpha") if trouble == "campaign" else ("32841", "token-of-others")
    words = ("--campaign", campaign, "--type", "predictive", "--yes", "--batch-size", "10")
    done = here(path, "upload", "leads.csv", *words, TOKEN=token)
    said = done.stderr.decode()
    assert done.returncode != 0
    assert said.count("not sent: rows 2 to 31") == 1
    assert said.count("--resume") == 1
    assert ("for another campaign, give the first command its ID" in said) is (trouble == "campaign")


def test_an_upload_that_is_finished_has_nothing_to_resume_or_to_reconcile(folder):
    path, simulator = folder
    (path / "leads.csv").write_text("customer_id,tel1\n7,573001112299\n")
    assert here(path, "upload", "leads.csv", *TARGET, "--resume", "march").returncode == 0
    calls = simulator.ledger.calls("sales-co")
    again = here(path, "upload", "--resume", "march", "--yes")
    said = "wolkvox: nothing to do: every record of upload march was sent before; no call was made"
    assert (again.returncode, said in again.stderr.decode().splitlines()) == (0, True)
    looked = here(path, "uploads", "march", "--reconcile", "--yes")
    assert (looked.returncode, looked.stdout) == (0, b"")
    assert "nothing to look for: no record of upload march is unknown" in looked.stderr.decode()
    assert simulator.ledger.calls("sales-co") == calls


def test_uploads_are_listed_by_the_operations_clock_or_the_machines_and_as_json_in_utc(folder):
    path, _ = folder
    leads = "".join(f"{n},57300111{n:04}\n" for n in range(1_500))
    (path / "leads.csv").write_text(f"customer_id,tel1\n{leads}")
    assert finish(path, "upload", "leads.csv", *TARGET).returncode == 0

    def listed(**environment):
        done = finish(path, "uploads", **environment)
        return dict(zip(*(line.split("\t") for line in done.stdout.decode().splitlines()), strict=True))

    (found,) = json.loads(finish(path, "uploads", "--json").stdout)
    started, ended = (datetime.fromisoformat(found[name]) for name in ("started", "ended"))
    assert (started.utcoffset(), started.microsecond > 0) == (timedelta(0), True)
    zone = ZoneInfo("America/Bogota")
    there = listed(TZ="Asia/Tokyo")
    assert there["started"] == started.astimezone(zone).isoformat(" ", "seconds")
    assert there["ended"] == ended.astimezone(zone).isoformat(" ", "seconds")
    assert (there["records"], there["campaign_id"]) == ("1,500", "32841")
    file = path / "wolkvox.toml"
    file.write_text(file.read_text().replace("sales-co", "another"))
    here = listed(TZ="Asia/Tokyo")
    assert here["started"] == started.astimezone(ZoneInfo("Asia/Tokyo")).isoformat(" ", "seconds")


def test_a_file_without_a_column_of_ids_is_warned_of_and_its_duplicates_are_named_by_what_it_has(folder):
    path, simulator = folder
    (path / "leads.csv").write_text("Nombre,Teléfono\nAna,573001112233\nEva,573001112233\n")
    done = here(path, "upload", "leads.csv", *TARGET, "--dry-run")
    said = " ".join(done.stderr.decode().split())
    assert "has no column for customer_id, and the server rejects a record without it" in said
    assert "in rows 3; an earlier row has the same tel1, and all are sent; --dedupe tel1 leaves them out" in said
    assert simulator.ledger.calls("sales-co") == 0
    done = here(path, "upload", "leads.csv", *TARGET, "--dedupe", "tel1", "--rejected", "bad.csv")
    assert done.returncode == 3
    assert b"mend and upload that file, with the same options and another --rejected" in done.stderr
    done = here(path, "upload", "leads.csv", *TARGET, "--map", "Teléfono=customer_id", "--dry-run")
    assert b"no column for customer_id" not in done.stderr
