"""Records and results as plain values: JSON takes them, and so do FastAPI's encoder and Pydantic."""

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import fastapi
import pydantic
import pytest

from tests.support.asgi import answer_of
from wolkvox_async.calls.confirmation import Confirmation
from wolkvox_async.core.plain import json_bytes, plain
from wolkvox_async.core.windows import Window
from wolkvox_async.core.wire import Day, Decoder, Duration, Int, Moment, Percent, Record, Text, gathered, record
from wolkvox_async.endpoints import endpoints
from wolkvox_async.errors import WolkvoxError
from wolkvox_async.export.outcome import Outcome, ReportOutcome
from wolkvox_async.reports.results import Plan
from wolkvox_async.scheduler import Usage
from wolkvox_async.uploads.entries import Entry, Target
from wolkvox_async.uploads.leads import DncNumber, PredictiveLead
from wolkvox_async.uploads.result import BatchResult, Rejection, UploadResult

BOGOTA = ZoneInfo("America/Bogota")


@record
class Inner(Record):
    hour: Text
    calls: Int


@record
class Row(Record):
    name: Text
    at: Moment
    day: Day
    took: Duration
    inner: list[Inner]
    levels: dict[int, Percent] = gathered(r"level_([0-9]+)")
    anything: Any = None


ELEMENT = {
    "name": "María",
    "at": "2025-01-31 10:00:00",
    "day": "2025-01-31",
    "took": "26:01:02",
    "inner": [{"hour": "10", "calls": "3", "odd": "1"}],
    "anything": {"a": [1]},
}


def decoded(**changes):
    (row,) = Decoder(Row, BOGOTA).decode([ELEMENT | changes])
    return row


def test_a_record_becomes_a_dict_that_json_takes():
    found = decoded(level_45="34.64 %", new="x").to_dict()
    assert found == {
        "name": "María",
        "at": "2025-01-31T10:00:00-05:00",
        "day": "2025-01-31",
        "took": 93662.0,
        "inner": [{"hour": "10", "calls": 3, "extra": {"odd": "1"}}],
        "levels": {"45": 34.64},
        "anything": {"a": [1]},
        "extra": {"new": "x"},
    }
    assert json.loads(json.dumps([found])) == [found]


def test_all_records_of_a_class_have_the_same_keys():
    assert list(decoded().to_dict()) == list(decoded(new="x").to_dict())
    assert list(decoded().to_dict())[-1] == "extra"


def test_a_value_that_did_not_parse_stays_apart_from_the_typed_ones():
    found = decoded(took="a while").to_dict()
    assert (found["took"], found["extra"]) == (None, {"took": "a while"})


@pytest.mark.parametrize("endpoint", endpoints("reports").values(), ids=lambda endpoint: endpoint.name)
def test_every_report_has_records_that_become_dicts(endpoint):
    (row,) = Decoder(endpoint.record, BOGOTA).decode([{"unheard": "of"}])
    assert json.loads(json.dumps(row.to_dict()))["extra"] == {"unheard": "of"}
    assert set(row.to_dict()) == {each.name for each in attrs.fields(endpoint.record)}


def test_a_record_is_read_by_name_but_is_no_sequence_of_rows():
    row = decoded()
    assert dict(row) == {**row}
    assert row["name"] == "María"
    with pytest.raises(KeyError):
        row["to_dict"]
    with pytest.raises(TypeError, match="not iterable"):
        iter(row)


def test_an_empty_extra_is_left_out_of_the_repr():
    assert "extra" not in repr(decoded(inner=[]))
    assert "extra={'new': 'x'}" in repr(decoded(new="x"))
    assert repr(decoded()).startswith("Row(name='María', at=datetime.datetime(2025, 1, 31, 10, 0")


def test_pydantic_writes_records_as_to_dict_does():
    row = decoded(new="x")
    answer = pydantic.create_model("Answer", rows=(list[Row], ...))(rows=[row, row])
    assert json.loads(answer.model_dump_json()) == {"rows": [row.to_dict()] * 2}
    assert answer.model_json_schema(mode="serialization")["properties"]["rows"]["items"]["type"] == "object"
    with pytest.raises(pydantic.ValidationError):
        pydantic.TypeAdapter(list[Row]).validate_python([{"name": "María"}])


@pytest.mark.parametrize("mode", ["serialization", "validation"])
def test_every_schema_of_a_record_is_an_object_of_any_fields(mode):
    model = pydantic.create_model("Answer", rows=(list[Row], ...))
    schema = model.model_json_schema(mode=mode)
    assert schema["properties"]["rows"]["items"] == {"additionalProperties": True, "type": "object"}


def test_fastapi_describes_records_where_one_schema_serves_input_and_output():
    app = fastapi.FastAPI(separate_input_output_schemas=False)

    @app.get("/rows")
    async def rows() -> list[Row]:
        return [decoded()]

    content = app.openapi()["paths"]["/rows"]["get"]["responses"]["200"]["content"]["application/json"]
    assert content["schema"]["items"]["type"] == "object"


USAGE = Usage(
    used=3, quota=10, left=7, day="2025-01-31", resets_at=datetime(2025, 2, 1, tzinfo=BOGOTA), permits=4, busy=1
)
BATCH = BatchResult(
    number=1, first_row=1, last_row=3, records=3, status="partly", accepted=2, rejected=(Rejection(2, "no"),)
)
FAILED = ReportOutcome(
    operation="a",
    endpoint="reports.cdr_1",
    parameters={"day": date(2025, 1, 1)},
    rows=2,
    fetched=1,
    calls=1,
    files=(Path("a") / "b.csv",),
    covered=(),
    provisional=(),
    error=WolkvoxError("no answer"),
)


@pytest.mark.parametrize(
    ("result", "told"),
    [
        (USAGE, {"used": 3, "left": 7, "resets_at": "2025-02-01T00:00:00-05:00"}),
        (
            Plan(
                "a",
                "reports.cdr_1",
                (Window(datetime(2025, 1, 1, tzinfo=BOGOTA), datetime(2025, 2, 1, tzinfo=BOGOTA)),),
                1,
            ),
            {"windows": [{"start": "2025-01-01T00:00:00-05:00", "end": "2025-02-01T00:00:00-05:00"}], "calls": 1},
        ),
        (Confirmation("done", "202", {"id": 1}), {"msg": "done", "code": "202", "data": {"id": 1}}),
        (
            UploadResult(batches=(BATCH,), invalid=(Rejection(4, "bad"),)),
            {
                "accepted": 2,
                "unknown": 0,
                "unsent": 0,
                "rejected": [{"row": 4, "reason": "bad"}, {"row": 2, "reason": "no"}],
            },
        ),
        (
            Outcome((FAILED,)),
            {
                "rows": 2,
                "calls": 1,
                "complete": False,
                "files": [str(Path("a") / "b.csv")],
                "failures": {"a": {"error": "WolkvoxError", "message": "no answer"}},
            },
        ),
    ],
    ids=["Usage", "Plan", "Confirmation", "UploadResult", "Outcome"],
)
def test_results_become_dicts_with_what_is_derived(result, told):
    found = result.to_dict()
    assert json.loads(json.dumps(found)) == found
    assert {name: found[name] for name in told} == told


ENTRY = Entry(
    id="u-1",
    target=Target(
        operation="a", address="http://a/", endpoint="campaign.add_records", kind="predictive", campaign="7",
        source="leads.csv", digest="d", records=5,
    ),
    started=datetime(2025, 1, 1, tzinfo=UTC),
    ended=None,
    batches=(BATCH,),
)  # fmt: skip


def test_an_upload_of_the_journal_becomes_a_flat_dict():
    found = ENTRY.to_dict()
    assert json.loads(json.dumps(found)) == found
    assert dict(ENTRY)["campaign_id"] == found["campaign_id"] == "7"
    assert list(dict(ENTRY)) == list(found)
    counts = {"records": 5, "accepted": 2, "rejected": 1, "unknown": 0, "unsent": 2}
    assert {name: found[name] for name in counts} == counts


def test_what_is_sent_becomes_a_dict_too():
    lead = PredictiveLead(tel1=573001112233, recall_date=datetime(2025, 1, 31, 10, 0))
    assert lead.to_dict()["recall_date"] == "2025-01-31T10:00:00"
    assert list(lead.to_dict()) == [each.name for each in attrs.fields(PredictiveLead)]
    assert DncNumber("573001112233", 30).to_dict() == {"telephone": "573001112233", "days_block": 30}


OF_A = "<ReportOutcome a reports.cdr_1 day=2025-01-01"
RANGE = Window(datetime(2025, 1, 1, tzinfo=BOGOTA), datetime(2025, 2, 1, tzinfo=BOGOTA))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (PredictiveLead(tel1="573001112233", age=30), "PredictiveLead(age=30, tel1='573001112233')"),
        (ENTRY, "<Upload u-1 a predictive 7: 5 records, 2 accepted, 1 rejected, 2 unsent>"),
        (FAILED, f"{OF_A}: 2 rows, 1 call, failed: no answer>"),
        (attrs.evolve(FAILED, error=None, stopped=True), f"{OF_A}: 2 rows, 1 call, stopped>"),
        (attrs.evolve(FAILED, error=None), f"{OF_A}: 2 rows, 1 call, complete>"),
        (Outcome((FAILED,)), "<Outcome 1 report: 2 rows, 1 call, failed: a>"),
        (Outcome((attrs.evolve(FAILED, error=None, stopped=True),)), "<Outcome 1 report: 2 rows, 1 call, stopped>"),
        (Outcome((attrs.evolve(FAILED, error=None),) * 2), "<Outcome 2 reports: 4 rows, 2 calls, complete>"),
        (Plan("a", "reports.cdr_1", (RANGE,), 1), f"<Plan a reports.cdr_1 {RANGE}: 1 window, 1 call>"),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else "",
)  # fmt: skip
def test_a_representation_is_one_line(value, shown):
    assert repr(value) == shown


def test_plain_values():
    assert plain([time(18, 30), datetime(2025, 1, 1, tzinfo=UTC), timedelta(seconds=1.5), (1, None), {1: True}]) == [
        "18:30:00",
        "2025-01-01T00:00:00+00:00",
        1.5,
        [1, None],
        {"1": True},
    ]
    assert plain(attrs.make_class("Pair", ["first", "second"])(1, date(2025, 1, 1))) == {
        "first": 1,
        "second": "2025-01-01",
    }
    with pytest.raises(TypeError, match="an object has no plain form"):
        plain(object())


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(1900, 1, 1, tzinfo=BOGOTA), "1900-01-01T04:56:16+00:00"),
        (datetime(1, 1, 1, tzinfo=BOGOTA), "0001-01-01T04:56:16+00:00"),
        (datetime(1, 1, 1, tzinfo=ZoneInfo("Europe/Vienna")), "0001-01-01T00:00:00+01:05:21"),  # UTC has no year 0
        (datetime(2025, 1, 31, 10, tzinfo=BOGOTA), "2025-01-31T10:00:00-05:00"),
        (datetime(1900, 1, 1), "1900-01-01T00:00:00"),
    ],
)
def test_a_moment_whose_offset_has_seconds_is_written_in_utc(moment, text):
    assert plain(moment) == text
    assert json.loads(json_bytes({"at": moment})) == {"at": text}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (
            {"at": datetime(2025, 1, 1, tzinfo=UTC), 1: timedelta(seconds=2)},
            b'{"at":"2025-01-01T00:00:00+00:00","1":2.0}',
        ),
        ({"conn_id": 12345678901234567890123}, b'{"conn_id":12345678901234567890123}'),
        (["half \ud83d"], b'["half \\ud83d"]'),
    ],
)
def test_json_keeps_every_digit_and_takes_half_a_pair(value, written):
    assert json_bytes(value) == written


def test_a_record_keeps_its_slots():
    assert not hasattr(decoded(), "__dict__")


async def test_fastapi_returns_records_as_they_are():
    app = fastapi.FastAPI()
    rows = [decoded(new="x"), decoded()]

    @app.get("/bare")
    async def bare():
        return {"rows": rows}

    @app.get("/typed")
    async def typed() -> list[Row]:
        return rows

    assert await answer_of(app, "/bare") == {"rows": [row.to_dict() for row in rows]}
    assert await answer_of(app, "/typed") == [row.to_dict() for row in rows]
    assert "/typed" in (await answer_of(app, "/openapi.json"))["paths"]
