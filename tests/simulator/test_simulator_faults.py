"""The faults of bodies and verdicts, seen in the bytes, and the switches that choose how the server behaves."""

import asyncio
import json
from datetime import datetime

import pytest
from click.testing import CliRunner

from tests.support.asking import ADD, DAY, DETAIL, RECORD, serving
from wolkvox_async.cli.simulate import simulate
from wolkvox_async.simulator import Faults, Switches
from wolkvox_async.simulator.handlers.verdicts import FORMS
from wolkvox_async.simulator.server.faults import KINDS
from wolkvox_async.simulator.world.switches import VERDICTS, described, from_texts

CDR = {"api": "cdr_1"} | DAY


@pytest.fixture
async def serve():
    """Start a simulator and give a client of it; both end with the test."""
    async with serving() as start:
        yield start


async def replied(serve, kind, script="campaign.php", query=DETAIL | DAY):
    """Return the bytes of a reply with a fault, and those of one without."""
    client = await serve(faults=Faults(script=[None, kind]))
    return [(await client(script, query))[1] for _ in range(2)]


# Bodies


@pytest.mark.parametrize(
    ("kind", "error", "rows"),
    [
        ("error-filled", "Internal error, please try again later", []),
        ("error-null", "Internal error, please try again later", None),
        ("error-rows", "Internal error, please try again later", "all"),
        ("error-blank", " ", "all"),
        ("error-word", "null", "all"),
    ],
)
@pytest.mark.parametrize(("script", "query"), [("campaign.php", DETAIL | DAY), ("reports_manager.php", CDR)])
async def test_an_error_under_200(serve, kind, error, rows, script, query):
    usual, spoilt = map(json.loads, await replied(serve, kind, script, query))
    assert (spoilt["error"], spoilt["code"]) == (error, "200")
    assert spoilt["data"] == (usual["data"] if rows == "all" else rows)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("msg-spanish", "Se encontraron 4320 registros"),
        ("msg-found", "4320 records found"),
        ("msg-dots", "OK: 4.320 records were found"),
        ("msg-last", "4320 records were found"),
    ],
)
async def test_a_count_in_other_words_or_places(serve, kind, said):
    usual, spoilt = map(json.loads, await replied(serve, kind))
    assert spoilt["msg"] == said
    assert spoilt["data"] == usual["data"]
    assert list(spoilt) == (
        ["code", "error", "data", "msg"] if kind == "msg-last" else ["code", "error", "msg", "data"]
    )


@pytest.mark.parametrize(
    ("script", "query"),
    [("campaign.php", DETAIL | DAY), ("reports_manager.php", CDR), ("information.php", {"api": "agents"})],
)
async def test_a_list_that_php_wrote_as_an_object(serve, script, query):
    usual, spoilt = map(json.loads, await replied(serve, "list-object", script, query))
    numbers = [int(key) for key in spoilt["data"]]
    assert list(spoilt["data"].values()) == usual["data"]
    assert numbers == [0, *range(2, len(usual["data"]) + 1)]


async def test_half_an_emoji_stands_in_one_text(serve):
    usual, spoilt = await replied(serve, "half-emoji")
    assert spoilt.count(b"\\ud83d") == usual.count(b"\\ud83d") + 1
    rows = zip(json.loads(usual)["data"], json.loads(spoilt)["data"], strict=True)
    assert sum(one != other for one, other in rows) == 1


async def test_full_headers(serve):
    client = await serve(faults=Faults(script=["headers"]))
    _, _, response = await client("campaign.php", DETAIL | DAY)
    assert sum(len(value) for value in response.headers.values()) > 60_000


async def test_a_reply_after_midnight_belongs_to_the_day_before(serve):
    moment = [datetime.fromisoformat("2025-06-01T23:59:59.9-05:00").timestamp()]
    client = await serve(faults=Faults(script=["midnight"]), clock=lambda: moment[0])
    call = asyncio.create_task(client("information.php", {"api": "token_info"}))
    await asyncio.sleep(0.3)
    assert not call.done()
    moment[0] += 1
    assert (await call)[0] == 200
    assert client.simulator.ledger.calls("sales-co", datetime(2025, 6, 1).date()) == 1


# Switches


async def test_idle_connections_are_closed_by_a_switch(serve):
    client = await serve(switches=Switches(idle_seconds=0.05))
    reader, writer = await asyncio.open_connection("127.0.0.1", client.simulator.port)
    writer.write(b"GET /simulator/ledger HTTP/1.1\r\nHost: x\r\n\r\n")
    async with asyncio.timeout(20):
        assert (await reader.read()).startswith(b"HTTP/1.1 200 OK")  # up to its end, which is the server's
    writer.close()


@pytest.mark.parametrize(("most", "status"), [(100, 413), (100_000, 201)])
async def test_a_request_of_too_many_bytes(serve, most, status):
    client = await serve(switches=Switches(request_bytes=most))
    assert (await client("campaign.php", ADD, body=[RECORD] * 3))[0] == status
    assert sum(client.simulator.truth.uploaded("sales-co", "32841").values()) == (3 if status == 201 else 0)


def test_every_form_of_a_verdict_is_a_switch():
    assert tuple(FORMS) == VERDICTS


@pytest.mark.parametrize("form", VERDICTS)
async def test_the_verdict_on_an_upload_comes_in_the_form_of_the_switch(serve, form):
    client = await serve(switches=Switches(verdict=form))
    sent = [RECORD | {"customer_id": f"C-{n}"} | ({"tel1": "x"} if n in (1, 4) else {}) for n in range(6)]
    status, reply = await client.json("campaign.php", ADD, body=sent)
    assert (status, reply["msg"]) == (201, "4 records has been added, please validate the data")
    assert sum(client.simulator.truth.uploaded("sales-co", "32841").values()) == 4
    data = reply.get("data")
    one = data[0] if isinstance(data, list) else data
    reasons = (one or {}).get("array_errors")
    expected = {
        "texts": ["TEL1 is not valid, object position 1", "TEL1 is not valid, object position 4"],
        "text": "TEL1 is not valid, object position 1; TEL1 is not valid, object position 4",
        "positions": [1, 4],
        "from-one": ["TEL1 is not valid, record 2", "TEL1 is not valid, record 5"],
        "counts": None,
        "errors": None,
        "registers": None,
        "added": None,
        "silent": None,
    }
    if form in expected:
        assert reasons == expected[form]
    else:
        assert [each for each in ("1", "4") if each in json.dumps(reasons)] == ["1", "4"]
        assert len(reasons) == (4 if form == "reasons" else 2)
    assert isinstance(data, dict) == (form in ("object", "added"))
    counts = {name: int(one[name]) for name in one or {} if name.startswith("total_")}
    assert counts == {
        "errors": {"total_errors": 2},
        "registers": {"total_registers": 4},
        "added": {"total_added": 4},
        "silent": {},
    }.get(form, {"total_registers": 6, "total_success": 4, "total_errors": 2})


# Rows that change


@pytest.mark.parametrize(("script", "query"), [("campaign.php", DETAIL), ("reports_manager.php", {"api": "cdr_1"})])
async def test_rows_may_be_published_late(serve, script, query):
    """Late rows leave holes among those that are shown; later they are there, and nothing else has changed."""
    now = [datetime.fromisoformat("2025-03-02T12:00:00-05:00").timestamp()]
    client = await serve(clock=lambda: now[0], switches=Switches(late_every=4, late_seconds=3600))
    window = {"date_ini": "20250302100000", "date_end": "20250302120000"}
    seen = []
    for _ in range(2):
        _, reply = await client.json(script, query | window)
        seen.append({row["conn_id"]: row for row in reply["data"]})
        now[0] += 3600
    missing = seen[1].keys() - seen[0].keys()
    young = [key for key, row in seen[1].items() if row["date"] > "2025-03-02 11:00:00"]
    assert seen[0].items() <= seen[1].items()
    assert missing < set(young)
    assert len(young) // 4 <= len(missing) <= len(young) // 4 + 1


@pytest.mark.parametrize(("script", "query"), [("campaign.php", DETAIL), ("reports_manager.php", {"api": "cdr_1"})])
async def test_codes_may_be_corrected_later(serve, script, query):
    now = [datetime.fromisoformat("2025-03-02T12:00:00-05:00").timestamp()]
    client = await serve(clock=lambda: now[0], switches=Switches(corrected_seconds=1800))
    window = {"date_ini": "20250302100000", "date_end": "20250302120000"}
    seen = []
    for _ in range(2):
        _, reply = await client.json(script, query | window)
        seen.append(reply["data"])
        now[0] += 3600
    first, later = seen
    changed = [(one, other) for one, other in zip(first, later, strict=True) if one != other]
    assert changed
    for one, other in changed:
        assert one["date"] > "2025-03-02 11:30:00"
        assert one["cod_act"] == ""
        names = {name for name in one if one[name] != other[name]}
        assert names <= {"cod_act", "cod_act_2", "description_cod_act", "description_cod_act_2", "comment", "comments"}


# Named


def test_help_lists_every_fault_and_every_switch():
    told = CliRunner().invoke(simulate, ["--help"]).output
    assert [kind for kind in KINDS if f"\n  {kind} " not in told] == []
    assert [name for name, _ in described() if f"\n  {name}" not in told] == []


def test_switches_may_be_given_as_texts():
    texts = [
        "gzip=yes",
        "verdict=keyed",
        "partial_status=404",
        "idle_seconds=2.5",
        "reply_records=50",
        "licences_after_noon=none",
    ]
    assert from_texts(texts) == Switches(
        gzip=True, verdict="keyed", partial_status=404, idle_seconds=2.5, reply_records=50, licences_after_noon=None
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gzipp=yes", "no switch 'gzipp'; did you mean 'gzip'?"),
        ("gzip=perhaps", "neither yes nor no"),
        ("verdict=maybe", "'maybe' is none of list, object"),
        ("reply_records=many", "'many' is no number"),
        ("reply_records=0", "must be >= 1"),
        ("idle_seconds=", "is no number"),
    ],
)
def test_what_is_wrong_with_a_switch_is_named(text, said):
    with pytest.raises(ValueError, match=said):
        from_texts([text])
    done = CliRunner().invoke(simulate, ["--switch", text])
    assert (done.exit_code, text.partition("=")[0] in done.output) == (2, True)
