"""Over a socket: a reply means the same small and large, whichever member comes first (promises 3 and 4)."""

import asyncio
import gzip
import json
from datetime import date, datetime, timedelta

import pytest
from aiohttp import web

from tests.support.answering import answering, found
from wolkvox_async import (
    ConfigurationError,
    Fleet,
    MemoryStore,
    QuotaExhausted,
    Refused,
    ServerFault,
    WindowFull,
    events,
)
from wolkvox_async.config import load
from wolkvox_async.serving import Server

DAY = {"start": date(2025, 1, 1), "end": date(2025, 1, 2)}
SMALL, LARGE = 3, 900  # rows: 1 KB and 300 KB of them


def row(number, **more):
    return {"conn_id": f"c.{number}", "agent_id": "7", "date": "2025-01-01 10:00:00", "comment": "x" * 250} | more


def rows(count, **more):
    return [row(number, **more) for number in range(count)]


def said(order, data, pad=0, **envelope):
    """Compose a reply; pad: bytes of a member that is not asked for, between the others."""
    members = {"code": "200", "error": None, "msg": "ok"} | envelope
    padding = {"padding": ']}, "x' * (pad // 6)} if pad else {}
    match order:
        case "rows last":
            return members | padding | {"data": data}
        case "rows first":
            return {"data": data} | padding | members
    return {"code": members.pop("code"), "data": data} | padding | members


async def read(document, **options):
    """Return what a report makes of a server that always answers so: (rows, error, calls, events)."""
    async with answering(lambda _: document, **options) as (wolkvox, seen, heard):
        try:
            return await wolkvox.reports.cdr_1(**DAY), None, len(seen), heard
        except Exception as error:  # noqa: BLE001 - which one it is, is what is looked at
            return None, error, len(seen), heard


def of(heard, kind):
    return [event for event in heard if isinstance(event, kind)]


@pytest.mark.parametrize(
    ("order", "count", "pad"),
    [
        ("rows last", SMALL, 0),
        ("rows first", SMALL, 200_000),
        ("rows last", LARGE, 0),
        ("rows first", LARGE, 0),
        ("rows in the middle", LARGE, 200_000),
    ],
)
class TestAnyOrderAndSize:
    async def test_fewer_rows_than_promised_end_at_once_with_the_rows(self, order, count, pad):
        many, error, calls, heard = await read(
            said(order, rows(count), pad, msg=f"Se encontraron {count + 1} registros")
        )
        assert many is None
        assert isinstance(error, ServerFault)
        assert f"{count + 1:,} records were promised and {count:,} came" in str(error)
        assert [each.conn_id for each in error.rows] == [f"c.{n}" for n in range(count)]
        assert (calls, of(heard, events.Retrying), of(heard, events.Split)) == (1, [], [])

    async def test_where_that_is_asked_for_they_pass(self, order, count, pad):
        document = said(order, rows(count), pad, msg=f"{count + 1} records were found")
        many, error, calls, heard = await read(document, strict_counts=False)
        assert (error, len(many), calls) == (None, count, 1)
        (event,) = of(heard, events.ShortReply)
        assert event.window is not None

    async def test_a_blank_error_is_none(self, order, count, pad):
        many, error, _, _ = await read(said(order, rows(count), pad, error="null", msg=f"{count} records found"))
        assert (error, len(many)) == (None, count)

    async def test_an_error_with_rows_carries_them(self, order, count, pad):
        document = said(order, rows(count), pad, code="500", error="Internal Server Error", msg="query timed out")
        _, error, calls, _ = await read(document)
        assert isinstance(error, ServerFault)
        assert (error.msg, len(error.rows), calls) == ("query timed out", count, 1)
        assert error.rows[-1].conn_id == f"c.{count - 1}"

    async def test_the_rows_of_an_error_are_what_they_would_be(self, order, count, pad):
        text = json.dumps(
            said(order, rows(count, conn_id="HERE", comment="cut \ud83d"), pad, msg=f"{count + 1} registros")
        )
        _, error, _, _ = await read_text(text.replace('"HERE"', "1624464512.10"))
        assert len(error.rows) == count
        assert {each.conn_id for each in error.rows} == {"1624464512.10"}
        assert {each.extra["comment"] for each in error.rows} == {r"cut \ud83d"}

    async def test_an_object_with_numbers_for_keys_is_a_list(self, order, count, pad):
        data = {str(2 * number): each for number, each in enumerate(rows(count))}
        many, error, _, _ = await read(said(order, data, pad, msg=f"{count} records were found"))
        assert error is None
        assert [each.conn_id for each in many] == [f"c.{n}" for n in range(count)]
        assert not any(each.extra for each in many)

    async def test_a_bad_letter_costs_itself_and_is_an_event(self, order, count, pad):
        data = rows(count)
        data[1]["comment"] = "cut \ud83d"
        many, error, calls, heard = await read(said(order, data, pad, msg=f"{count} records were found"))
        assert (error, calls) == (None, 1)
        assert [each.conn_id for each in many] == [f"c.{n}" for n in range(count)]
        assert many[1].extra["comment"] == r"cut \ud83d"
        (event,) = of(heard, events.DefectiveRow)
        assert (event.endpoint, event.row, event.fields) == ("reports.cdr_1", 2, ("comment",))

    async def test_an_identifier_that_is_a_number_keeps_its_digits(self, order, count, pad):
        text = json.dumps(said(order, rows(count, conn_id="HERE"), pad)).replace('"HERE"', "1624464512.10")
        many, error, _, _ = await read_text(text)
        assert error is None
        assert {each.conn_id for each in many} == {"1624464512.10"}


async def read_text(text, **headers):
    body = text if isinstance(text, bytes) else text.encode()

    def answer(_):
        return web.Response(body=body, content_type="application/json", headers=headers)

    async with answering(answer) as (wolkvox, seen, heard):
        try:
            return await wolkvox.reports.cdr_1(**DAY), None, len(seen), heard
        except Exception as error:  # noqa: BLE001
            return None, error, len(seen), heard


@pytest.mark.looptime
@pytest.mark.parametrize(("order", "pad"), [("rows last", 0), ("rows first", 50_000), ("rows in the middle", 300_000)])
@pytest.mark.parametrize("data", [[], None, ""])
class TestFailureWithoutRows:
    async def test_a_refusal_is_no_empty_window(self, data, order, pad):
        _, error, calls, _ = await read(said(order, data, pad, msg="TOKEN LIMIT EXCEEDED"))
        assert isinstance(error, QuotaExhausted)
        assert calls == 1

    async def test_a_filled_error_is_no_empty_window(self, data, order, pad):
        _, error, calls, _ = await read(said(order, data, pad, error="Database error", msg="database is away"))
        assert isinstance(error, Refused)
        assert (error.msg, calls) == ("database is away", 1)

    async def test_an_empty_window_is_empty(self, data, order, pad):
        many, error, _, _ = await read(said(order, data, pad, error="-", msg="0 records were found"))
        assert (many, error) == ([], None)

    async def test_one_http_404_is_empty_whatever_its_size(self, data, order, pad):
        document = said(order, data, pad, code="404", error="Not Found", msg="Validate dates entered")
        del document["data"]
        assert data in ([], None, "")
        async with answering(lambda _: web.json_response(document, status=404)) as (wolkvox, _, _):
            assert await wolkvox.reports.cdr_1(**DAY) == []


async def test_a_failed_window_of_an_export_is_asked_for_again(tmp_path):
    away = True

    def answer(_):
        return said("rows last", [], error="Not well", msg="database is away") if away else found(row(1))

    async with answering(answer) as (wolkvox, seen, _):
        for away in (True, False, False):
            async with Fleet([wolkvox.operation], store=MemoryStore()) as fleet:
                outcome = await fleet.export(["reports.cdr_1"], **DAY, to=tmp_path, format="csv")
            assert (outcome.complete, outcome.rows) == ((False, 0) if away else (True, 1))
        assert len(seen) == 2


def counting(cap, msg, order="rows last", every=60):
    """A server that has a row every so many seconds and gives cap of them at most.

    msg: of what there is, and what came.
    """

    def answer(facts):
        first, last = (datetime.strptime(facts.query[name], "%Y%m%d%H%M%S") for name in ("date_ini", "date_end"))  # noqa: DTZ007
        moments = [first + timedelta(seconds=n) for n in range(0, int((last - first).total_seconds()) + 1, every)]
        came = [{"conn_id": f"{moment}", "date": f"{moment}"} for moment in moments[:cap]]
        return said(order, came, msg=msg(len(moments), len(came)))

    return answer


MESSAGES = {
    "what there is": lambda there, came: f"{there} records were found",
    "what came": lambda there, came: f"{came} records were found",
    "fewer than came": lambda there, came: f"{came - 1} records were found",
    "in Spanish": lambda there, came: f"Se encontraron {there:,} registros".replace(",", "."),
    "nothing": lambda there, came: "ok",
}


@pytest.mark.parametrize(
    ("message", "order"),
    [*((message, "rows first") for message in MESSAGES), ("what there is", "rows last"), ("nothing", "rows last")],
)
async def test_a_truncated_reply_is_split_at_once(message, order):
    """diagram_9 gives 6,000 rows a reply: ten days of a row a minute do not fit."""
    async with answering(counting(6_000, MESSAGES[message], order)) as (wolkvox, seen, heard):
        report = wolkvox.reports.diagram_9(start=datetime(2025, 1, 1), end=datetime(2025, 1, 11))
        assert len(await report) == 14_400
        asked = [(facts.query["date_ini"], facts.query["date_end"]) for facts in seen]
        assert len(set(asked)) == len(asked) <= 8
        assert of(heard, events.Split)
        assert not of(heard, events.Retrying)


async def test_one_that_cannot_be_split_gives_its_rows():
    async with answering(lambda _: found(*rows(6_000))) as (wolkvox, seen, _):
        second = datetime(2025, 1, 1), datetime(2025, 1, 1, 0, 0, 1)
        with pytest.raises(WindowFull) as caught:
            await wolkvox.reports.diagram_9(start=second[0], end=second[1])
        assert len(caught.value.rows) == 6_000
        assert len(seen) == 1


async def test_equal_round_counts_are_warned_of_once():
    async with answering(counting(1_000, MESSAGES["what came"])) as (wolkvox, _, heard):
        await wolkvox.reports.cdr_1(start=date(2025, 1, 1), end=date(2025, 6, 1))
        (event,) = of(heard, events.PerhapsCapped)
        assert (event.endpoint, event.rows) == ("reports.cdr_1", 1_000)


@pytest.mark.looptime
@pytest.mark.parametrize("body", [b"<html>busy</html>", b'{"data":[{"a":1}]}<br>', b"null", b""])
async def test_what_repeating_may_mend_is_repeated_and_never_split(body):
    _, error, calls, heard = await read_text(body)
    assert isinstance(error, ServerFault)
    assert (calls, of(heard, events.Split)) == (6, [])


@pytest.mark.parametrize("packed", [False, True])
async def test_a_body_in_parts_of_any_size(packed):
    body = json.dumps(said("rows first", rows(LARGE), msg=f"{LARGE} records were found"), indent=4).encode()
    body, headers = (gzip.compress(body), {"Content-Encoding": "gzip"}) if packed else (body, {})

    async def handle(request):
        response = web.StreamResponse(headers={"Content-Type": "application/json"} | headers)
        await response.prepare(request)
        for at in range(0, len(body), 7_919):
            await response.write(body[at : at + 7_919])
            await asyncio.sleep(0)
        return response

    async with answering(lambda _: {}) as (wolkvox, _, _):
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", handle)
        async with Server(app) as server:
            base = f"{server.address}/api/v2/"
            operation = type(wolkvox.operation)(
                name="other", server="1", tokens=["token-b"], licences=5, tz="UTC", base_url=base
            )
            async with Fleet([operation], store=MemoryStore()) as fleet:
                assert len(await fleet["other"].reports.cdr_1(**DAY)) == LARGE


class TestCall:
    """Any call of the API goes by the same rules."""

    async def test_the_document_is_complete_and_exact(self):
        text = json.dumps(said("rows first", rows(LARGE, conn_id="HERE"))).replace('"HERE"', "123456789012345678901234")

        def answer(_):
            return web.Response(text=text, content_type="application/json")

        async with answering(answer) as (wolkvox, _, _):
            envelope = await wolkvox.call("GET", "reports_manager.php", "new")
            assert (envelope["code"], len(envelope.rows)) == ("200", LARGE)
            assert {each["conn_id"] for each in envelope.rows} == {"123456789012345678901234"}

    async def test_an_object_for_a_list_has_rows(self):
        async with answering(lambda _: {"msg": "ok", "data": {"0": {"a": 1}, "4": {"a": 2}}}) as (wolkvox, _, _):
            assert (await wolkvox.call("GET", "reports_manager.php", "new")).rows == [{"a": 1}, {"a": 2}]

    async def test_fewer_rows_than_promised_are_an_error_of_a_read(self):
        async with answering(lambda _: found(row(1)) | {"msg": "9 records were found"}) as (wolkvox, _, _):
            with pytest.raises(ServerFault, match="9 records were promised and 1 came") as caught:
                await wolkvox.call("GET", "reports_manager.php", "new")
            assert len(caught.value.rows) == 1
            assert (await wolkvox.call("POST", "campaign.php", "new"))["msg"] == "9 records were found"
            assert (await wolkvox.with_options(strict_counts=False).call("GET", "reports_manager.php", "new")).rows


def test_strict_counts_in_a_file(tmp_path):
    path = tmp_path / "wolkvox.toml"
    operation = '[operations.a]\nserver = "0099"\ntokens = ["x"]\nlicences = 1\ntz = "UTC"\n'
    path.write_text(operation)
    with pytest.warns(UserWarning, match="token"):
        assert load(path).strict_counts is True
    path.write_text(f"strict_counts = false\n{operation}")
    with pytest.warns(UserWarning, match="token"):
        assert load(path).strict_counts is False
    path.write_text(f'strict_counts = "no"\n{operation}')
    with pytest.warns(UserWarning, match="token"), pytest.raises(ConfigurationError, match="strict_counts is 'no'"):
        load(path)
