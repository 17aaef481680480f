"""Folders as the first version wrote them: read, rewritten, and never asked for again."""

import hashlib
import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.support.exporting import (
    DETAIL,
    STATE,
    fleet_at,
    names,
    read,
    rows_of,
    serve_simulator,  # noqa: F401 - the fixture
    state_names,
)
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.export import former
from wolkvox_async.export.files import sweep
from wolkvox_async.export.former import Former

SAMPLES = Path(__file__).parents[1] / "samples" / "exports_1"  # written by the first version
RANGE = {"start": date(2025, 1, 1), "end": date(2025, 2, 4)}
KINDS = ["parquet", "ndjson", "csv"]


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def to(kind, tmp_path):
    return Path(shutil.copytree(SAMPLES / kind, tmp_path / "exports"))


async def export(simulator, to, kind, name="campaign.detail", **given):
    given = (DETAIL if name == "campaign.detail" else {}) | {"adopt_first_version": True} | given
    async with fleet_at(simulator) as fleet:
        return await fleet.export([name], to=to, format=kind, **RANGE, **given)


def former_rows(to, kind, name="campaign.detail"):
    return [row for path in sorted((to / "sales-co" / name).rglob(f"*.{kind}")) for row in read(path)]


def instant(value):
    """Return a moment in UTC, whatever the format made of it."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.astimezone(UTC)


@pytest.mark.parametrize("name", ["campaign.detail", "reports.agent_1"])
async def test_a_folder_of_the_first_version_is_rewritten_without_a_call(simulator, to, kind, name):
    before = former_rows(to, kind, name)
    outcome = await export(simulator, to, kind, name)
    assert outcome.calls == 0
    assert any("of an older version were rewritten" in note for note in outcome.notes)
    after = rows_of(outcome)
    assert len(after) == len(before) > 0
    moments = ("date", "recall", "window_start", "window_end", "login", "logout")
    for old, new in zip(before, after, strict=True):
        assert new.pop("operation") == "sales-co"
        for name_, value in old.items():
            if value and name_ in moments:
                assert instant(new[name_]) == instant(value)
                assert kind == "parquet" or new[name_].endswith("+00:00")
            else:
                assert new[name_] == value
        assert set(new) - set(old) == (set() if name == "reports.agent_1" else set(DETAIL))
    again = await export(simulator, to, kind, name)
    assert (again.calls, again.notes, again.rows) == (0, (), len(before))


async def test_a_folder_that_does_not_record_its_address_is_refused_until_it_is_adopted(simulator, to, kind):
    held = {path: path.read_bytes() for path in to.rglob("*") if path.is_file() and path.name != ".lock"}
    with pytest.raises(ConfigurationError) as caught:
        await export(simulator, to, kind, adopt_first_version=False)
    assert simulator.base_url in str(caught.value)
    assert "--adopt-first-version" in str(caught.value)
    assert (caught.value.operation, caught.value.endpoint) == ("sales-co", "campaign.detail")
    left = {path: path.read_bytes() for path in to.rglob("*") if path.is_file() and STATE not in path.parts}
    assert left == held
    assert (await export(simulator, to, kind)).calls == 0
    assert (await export(simulator, to, kind, adopt_first_version=False)).calls == 0  # its address is recorded now


async def test_one_unadopted_folder_leaves_those_of_all_reports_untouched(simulator, to, kind):
    async with fleet_at(simulator, parameters={"sales-co": {"campaign.detail": DETAIL}}) as fleet:
        with pytest.raises(ConfigurationError, match="address, and neither did 1 more folder here"):
            await fleet.export(["campaign.detail", "reports.agent_1"], to=to, format=kind, **RANGE)
    assert state_names(to) == ["lock"]


@pytest.mark.parametrize("emptied", ["ndjson", "csv"])
async def test_an_empty_file_of_the_first_version_is_taken_as_no_rows(simulator, tmp_path, emptied):
    to = Path(shutil.copytree(SAMPLES / emptied, tmp_path / "exports"))
    (manifest,) = (to / "sales-co" / "campaign.detail").rglob("manifest.json")
    document = json.loads(manifest.read_bytes())
    name = document["files"][0]["name"]
    (manifest.parent / name).write_bytes(b"")
    document["files"][0] |= {"bytes": 0, "rows": 0, "sha256": hashlib.sha256().hexdigest()}
    manifest.write_text(json.dumps(document))
    outcome = await export(simulator, to, emptied)
    assert (outcome.calls, outcome.complete) == (0, True)
    assert outcome.rows == sum(file["rows"] for file in document["files"][1:]) == len(rows_of(outcome))


async def test_nothing_of_the_first_version_is_left(simulator, to, kind):
    outcomes = [await export(simulator, to, kind, name) for name in ("campaign.detail", "reports.agent_1")]
    assert names(to) == sorted(path.name for outcome in outcomes for path in outcome.files)
    assert not [path for path in to.rglob("*") if "=" in path.name or path.name == ".lock"]
    assert state_names(to) == ["_manifest.json", "_manifest.json", "lock"]


@pytest.mark.parametrize("name", ["campaign.detail", "reports.agent_1"])
async def test_a_crash_on_the_way_loses_nothing(simulator, to, kind, name, monkeypatch):
    before = former_rows(to, kind, name)

    def crash(*_):
        raise OSError("as if the disk were gone")

    for cls, step in ((Former, "rewritten"), (Former, "remove")):
        with monkeypatch.context() as patched:
            patched.setattr(cls, step, crash)
            with pytest.raises(Exception, match="as if the disk were gone"):
                await export(simulator, to, kind, name)
    outcome = await export(simulator, to, kind, name)
    assert (outcome.calls, outcome.rows) == (0, len(before))
    assert names(to / "sales-co" / name) == [path.name for path in outcome.files]


async def test_a_changed_file_of_the_first_version_is_asked_for_again(simulator, to, kind):
    (first, *_) = sorted((to / "sales-co" / "campaign.detail").rglob(f"*.{kind}"))
    first.write_bytes(b"x" * first.stat().st_size)
    outcome = await export(simulator, to, kind)
    assert outcome.calls == 1
    assert outcome.complete


async def test_a_file_with_a_column_of_old_is_asked_for_again_and_stays(simulator, to, kind, monkeypatch):
    """Rewriting it would lose the column's values."""
    monkeypatch.setattr(former, "_columns", lambda path: {"conn_id", "a_column_of_old"})
    outcome = await export(simulator, to, kind)
    assert outcome.calls == 2
    assert outcome.complete
    assert any("are left alone" in note for note in outcome.notes)
    assert len(list((to / "sales-co" / "campaign.detail").rglob(f"*.{kind}"))) == 2 + len(outcome.files)


@pytest.mark.parametrize(
    ("content", "says"),
    [({"version": 7}, "newer version"), ({"version": 1}, "KeyError"), ({"version": 0}, "its version")],
)
async def test_a_damaged_manifest_of_the_first_version_is_refused(simulator, to, content, says):
    (path,) = (to / "sales-co" / "campaign.detail").rglob("manifest.json")
    path.write_text(json.dumps(content))
    held = names(to)
    with pytest.raises(ConfigurationError, match=says):
        await export(simulator, to, "ndjson")
    assert set(names(to)) == {*held} - {".lock"}


async def test_another_report_in_it_is_refused(simulator, to, kind):
    other = next(each for each in KINDS if each != kind)
    with pytest.raises(ConfigurationError, match=f"format is '{kind}', not '{other}'"):
        await export(simulator, to, other)


def test_sweeping_touches_no_data(tmp_path):
    for name in ("20250101T000000-20250201T000000.csv", "20250101T000000-20250201T000000.csv.tmp", "x.tmp"):
        (tmp_path / name).touch()
    sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["20250101T000000-20250201T000000.csv", "x.tmp"]
