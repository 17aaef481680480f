"""An upload that goes on reads its file with the options of the first time; a file that has changed is refused."""

import asyncio
import json
import sqlite3

import pytest
from aiohttp import web

from tests.support.answering import answering
from tests.support.commands import configure, finish, here
from tests.support.worlds import tenant
from wolkvox_async import AlreadyUploaded, ConfigurationError, RecordFile, Refused
from wolkvox_async.simulator import Campaign, Simulator, World
from wolkvox_async.uploads.journal import Journal

TARGET = {"campaign_id": "32841", "type_campaign": "predictive"}
LEADS = "Cédula;Celular;Clave\n" + "".join(f"{n};+57 300 {n:07};k{n}\n" for n in range(40))
DOUBLE = LEADS + "3;+57 300 0000003;again\n"
SPOILT = LEADS + "99;12;x\n"
MAPPED = {"match": True, "columns": {"Clave": "opt1"}}
# what is done to the file, by the client's word and by the command's: its text, and what is left out of 40 records
OPTIONS = {
    "map": (LEADS, MAPPED, ("--map", "Clave=opt1"), 40, 0),
    "clean phones": (
        *(LEADS, MAPPED | {"country": "57"}),
        *(("--map", "Clave=opt1", "--clean-phones", "--country", "57"), 40, 0),
    ),
    "dedupe": (
        *(DOUBLE, MAPPED | {"country": "57", "dedupe": ["customer_id", "tel1"]}),
        ("--map", "Clave=opt1", "--clean-phones", "--country", "57", "--dedupe", "customer_id,tel1"),
        *(40, 0),
    ),
    "skip invalid": (
        *(SPOILT, MAPPED | {"country": "57"}),
        *(("--map", "Clave=opt1", "--clean-phones", "--country", "57", "--skip-invalid"), 40, 1),
    ),
    "delimiter and encoding": (
        *(LEADS, MAPPED | {"country": "57", "delimiter": ";", "encoding": "utf-8"}),
        ("--map", "Clave=opt1", "--clean-phones", "--country", "57", "--delimiter", ";", "--encoding", "utf-8"),
        *(40, 0),
    ),
}


def prepared(text, options):
    """Return the text, with phones that need no cleaning where the options clean none."""
    return text if "country" in options else text.replace("+57 300 ", "57300")


def taken(seen):
    return {"code": "201", "msg": "ok", "data": [{"total_registers": str(len(seen.json))}]}


def stopping(stop):
    """Return the answer of a server that takes a batch, and sets `stop` with the second."""

    def answer(call):
        if int(call.json[0]["customer_id"]) >= 10:
            stop.set()
        return taken(call)

    return answer


@pytest.mark.parametrize("name", OPTIONS)
@pytest.mark.parametrize("given", ["none", "path"])
async def test_a_client_goes_on_with_the_options_of_the_first_time(tmp_path, name, given):
    text, options, _, accepted, rejected = OPTIONS[name]
    path = tmp_path / "leads.csv"
    path.write_text(prepared(text, options), "utf-8")
    stop = asyncio.Event()
    async with answering(stopping(stop)) as (wolkvox, seen, _):
        first = await wolkvox.campaign.add_records(
            **TARGET,
            records=RecordFile(path, **options),
            invalid="skip" if rejected else "raise",
            batch_size=10,
            stop=stop,
        )
        assert first.unsent
        result = await wolkvox.uploads.resume(first.id, *([path] if given == "path" else []))
        assert (result.accepted, len(result.rejected), result.unknown, result.unsent) == (accepted, rejected, 0, 0)
        sent = [each for call in seen for each in call.json]
        assert sorted(int(each["customer_id"]) for each in sent) == list(range(40))
        assert {each["tel1"] for each in sent} == {f"57300{n:07}" for n in range(40)}
        assert {each["opt1"] for each in sent} == {f"k{n}" for n in range(40)}
        assert {len(call.json) for call in seen} == {10}


@pytest.mark.parametrize("name", OPTIONS)
def test_a_command_goes_on_with_the_options_of_the_first_time(tmp_path, name):
    text, options, words, accepted, rejected = OPTIONS[name]
    (tmp_path / "leads.csv").write_text(prepared(text, options), "utf-8")
    with Simulator(World(tenants=(tenant(Campaign(id="32841", every=3600.0), licences=1),))) as simulator:
        configure(tmp_path, simulator)
        target = ("--campaign", "32841", "--type", "predictive", "--batch-size", "10")
        done = here(tmp_path, "upload", "leads.csv", *target, *words, "--json")
        name = json.loads(done.stdout)["id"]
        with sqlite3.connect(tmp_path / "store-uploads.sqlite3") as journal:  # as if the rest had never been sent
            journal.execute("DELETE FROM batch WHERE first_row > 11")
        journal.close()
        simulator.truth.uploads("sales-co", "32841").latest.clear()
        done = here(tmp_path, "upload", "--resume", name, "--json")
        found = json.loads(done.stdout)
        assert [found["accepted"], len(found["rejected"])] == [accepted, rejected]
        assert [found["unknown"], found["unsent"]] == [0, 0]
        assert len(simulator.truth.uploads("sales-co", "32841").latest) == 30
        done = here(tmp_path, "upload", "leads.csv", *target, "--resume", name)
        assert done.returncode == (3 if rejected else 0), done.stderr


CHANGES = {
    "a record more": (lambda text: text + "77;573001112233;x\n", "has changed since upload"),
    "a blank line": (lambda text: text.replace("\n", "\n\n", 1), "has changed since upload"),
    "another value": (lambda text: text.replace("k7\n", "k8\n"), "has changed since upload"),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_a_file_that_has_changed_is_refused_with_the_reason(tmp_path, change):
    alter, said = CHANGES[change]
    path = tmp_path / "leads.csv"
    path.write_text(LEADS, "utf-8")
    options = MAPPED | {"country": "57"}
    stop = asyncio.Event()
    async with answering(stopping(stop)) as (wolkvox, seen, _):
        first = await wolkvox.campaign.add_records(
            **TARGET, records=RecordFile(path, **options), batch_size=10, stop=stop
        )
        path.write_text(alter(LEADS), "utf-8")
        calls = len(seen)
        with pytest.raises(ConfigurationError, match=said):
            await wolkvox.uploads.resume(first.id)
        assert len(seen) == calls


async def test_other_options_and_another_file_are_named(tmp_path):
    path, other = tmp_path / "leads.csv", tmp_path / "other.csv"
    path.write_text("customer_id,tel1,Notas\n1,573001112233,x\n2,573001112234,\n")
    other.write_text("customer_id,tel1\n1,573001112233\n")
    async with answering(taken) as (wolkvox, _, _):
        first = await wolkvox.campaign.add_records(**TARGET, records=RecordFile(path, columns={"Notas": ""}))
        with pytest.raises(ConfigurationError, match=r"with other options; give the same to go on \(columns="):
            await wolkvox.campaign.add_records(
                **TARGET, records=RecordFile(path, columns={"Notas": "opt1"}), upload_id=first.id
            )
        with pytest.raises(ConfigurationError, match=r"other\.csv is another file than that of upload"):
            await wolkvox.uploads.resume(first.id, RecordFile(other))


async def test_the_same_records_in_other_rows_are_others():
    async with answering(taken) as (wolkvox, seen, _):
        records = [{"customer_id": str(n), "tel1": f"57300{n:07}"} for n in range(4)]
        bad = {"customer_id": "9", "tel1": ""}
        first = await wolkvox.campaign.add_records(**TARGET, records=records)
        with pytest.raises(ConfigurationError, match="the same records in other rows"):
            await wolkvox.campaign.add_records(**TARGET, records=[bad, *records], invalid="skip", upload_id=first.id)
        assert len(seen) == 1


OLD = """
CREATE TABLE upload (
  id TEXT PRIMARY KEY, operation TEXT, address TEXT, endpoint TEXT, kind TEXT, campaign TEXT, source TEXT,
  digest TEXT, records INTEGER, options TEXT, started REAL, ended REAL
) WITHOUT ROWID;
CREATE INDEX upload_by_content ON upload (digest, address, campaign);
CREATE TABLE batch (
  upload TEXT, first_row INTEGER, last_row INTEGER, records INTEGER, digest TEXT, state TEXT,
  accepted INTEGER, unknown INTEGER, rejected TEXT, msg TEXT, PRIMARY KEY (upload, first_row)
) WITHOUT ROWID;
INSERT INTO upload SELECT id, operation, address, endpoint, kind, campaign, source, digest, records, options, started,
  ended FROM new.upload;
INSERT INTO batch SELECT upload, first_row, last_row, records, digest, state, accepted, unknown, rejected, msg
  FROM new.batch;
PRAGMA user_version = 1;
"""


async def test_a_journal_of_the_first_version_is_read_and_its_uploads_go_on(tmp_path):
    records = [{"customer_id": str(n), "tel1": f"57300{n:07}"} for n in range(40)]
    stop = asyncio.Event()
    old = tmp_path / "old.sqlite3"
    async with answering(stopping(stop), journal=tmp_path / "new.sqlite3") as (wolkvox, seen, _):
        first = await wolkvox.campaign.add_records(**TARGET, records=records, batch_size=10, stop=stop)
        with sqlite3.connect(old) as connection:
            connection.execute(f"ATTACH '{tmp_path / 'new.sqlite3'}' AS new")
            connection.executescript(OLD)
        connection.close()
        (tmp_path / "new.sqlite3").unlink()
        old.rename(tmp_path / "new.sqlite3")
        assert (await wolkvox.uploads.get(first.id)).accepted == first.accepted
        result = await wolkvox.uploads.resume(first.id, records)
        assert (result.accepted, result.unsent) == (40, 0)
        assert sorted(int(each["customer_id"]) for call in seen for each in call.json) == list(range(40))


def test_what_a_resume_lacks_is_said(tmp_path):
    with Simulator(World(tenants=(tenant(Campaign(id="32841", every=3600.0), licences=1),))) as simulator:
        configure(tmp_path, simulator)
        (tmp_path / "leads.csv").write_text("customer_id,tel1\n1,573001112233\n")
        target = ("--campaign", "32841", "--type", "predictive")
        done = here(tmp_path, "upload", "leads.csv")
        assert (done.returncode, done.stderr) == (2, b"wolkvox: --campaign, --type must be given\n")
        done = here(tmp_path, "upload", "--resume", "u-none")
        assert done.returncode == 2
        assert b"the journal has no upload 'u-none'" in done.stderr
        done = here(tmp_path, "upload", "leads.csv", *target, "--resume", "march")
        assert done.returncode == 0
        assert b"one of that name begins" in done.stderr
        done = finish(tmp_path, "upload", "-", *target, "--again", "--resume", "piped", shell="< leads.csv")
        assert done.returncode == 0
        done = here(tmp_path, "upload", "--resume", "piped")
        assert done.returncode == 2
        assert b"came from standard input; give - and the same input" in done.stderr
        done = finish(tmp_path, "upload", "-", "--resume", "piped", shell="< leads.csv")
        assert done.returncode == 0
        assert {entry.id for entry in Journal(tmp_path / "store-uploads.sqlite3").entries()} == {"march", "piped"}


def test_the_journal_is_where_the_configuration_says(tmp_path):
    with Simulator(World(tenants=(tenant(Campaign(id="32841", every=3600.0), licences=1),))) as simulator:
        configure(tmp_path, simulator)
        file = tmp_path / "wolkvox.toml"
        file.write_text('journal = "kept/uploads.sqlite3"\n' + file.read_text())
        (tmp_path / "leads.csv").write_text("customer_id,tel1\n1,573001112233\n")
        done = here(tmp_path, "upload", "leads.csv", "--campaign", "32841", "--type", "predictive", "--json")
        assert [entry.id for entry in Journal(tmp_path / "kept" / "uploads.sqlite3").entries()] == [
            json.loads(done.stdout)["id"]
        ]
        (entry,) = json.loads(here(tmp_path, "uploads", "--json").stdout)
        assert entry["id"] == json.loads(done.stdout)["id"]


def test_uploads_of_an_operation_of_the_environment_are_listed_and_go_on(tmp_path):
    with Simulator(World(tenants=(tenant(Campaign(id="32841", every=3600.0), licences=1),))) as simulator:
        given = {"WOLKVOX_SERVER": "0099", "WOLKVOX_TOKEN": "token-alpha", "WOLKVOX_LICENCES": "1"}
        given |= {"WOLKVOX_TZ": "America/Bogota", "WOLKVOX_BASE_URL": simulator.base_url}
        given |= {"XDG_STATE_HOME": str(tmp_path / "state")}
        (tmp_path / "leads.csv").write_text("customer_id,tel1\n1,573001112233\n")
        target = ("--campaign", "32841", "--type", "predictive")
        done = here(tmp_path, "upload", "leads.csv", *target, "--json", **given)
        name = json.loads(done.stdout)["id"]
        assert [each["id"] for each in json.loads(here(tmp_path, "uploads", "--json", **given).stdout)] == [name]
        assert here(tmp_path, "upload", "--resume", name, **given).returncode == 0


@pytest.mark.parametrize("first", ["a", "b"])
async def test_of_two_uploads_of_the_same_records_that_sent_nothing_one_goes_on(first):
    refuse = [True]

    def answer(call):
        if refuse:
            return web.json_response({"code": "404", "error": "Not Found", "msg": "Campaign not found"}, status=404)
        return taken(call)

    records = [{"customer_id": str(n), "tel1": f"57300{n:07}"} for n in range(20)]
    async with answering(answer) as (wolkvox, seen, _):
        for name in "ab":
            with pytest.raises(Refused, match="not sent: rows 1 to 20"):
                await wolkvox.campaign.add_records(**TARGET, records=records, upload_id=name)
        refuse.clear()
        seen.clear()
        assert (await wolkvox.uploads.resume(first, records)).accepted == 20
        (other,) = {"a", "b"} - {first}
        with pytest.raises(AlreadyUploaded, match=f"as upload {first}, and all were sent: 20 accepted"):
            await wolkvox.uploads.resume(other, records)
        assert len(seen) == 1
        both = await wolkvox.campaign.add_records(**TARGET, records=records, upload_id=other, again=True)
        assert both.accepted == 20


async def test_an_upload_that_was_begun_in_spite_of_an_earlier_one_goes_on():
    stop, calls = asyncio.Event(), []

    def answer(call):
        calls.append(call)
        if len(calls) == 3:
            stop.set()
        return taken(call)

    records = [{"customer_id": str(n), "tel1": f"57300{n:07}"} for n in range(20)]
    async with answering(answer) as (wolkvox, _, _):
        assert (await wolkvox.campaign.add_records(**TARGET, records=records, batch_size=10)).accepted == 20
        again = {"records": records, "batch_size": 1, "upload_id": "again"}
        stopped = await wolkvox.campaign.add_records(**TARGET, **again, again=True, stop=stop)
        assert stopped.unsent
        with pytest.raises(AlreadyUploaded, match="not sent; go on with it by upload_id='again', or send all"):
            await wolkvox.campaign.add_records(**TARGET, records=records)
        assert (await wolkvox.uploads.resume("again", records)).accepted == 20
        assert sum(len(call.json) for call in calls) == 40
