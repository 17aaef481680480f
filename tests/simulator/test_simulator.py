"""The simulator over real sockets: the rows that there are, and the writes that take effect."""

import zlib
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.support.asking import ADD, DAY, DETAIL, RECORD, serving, world
from wolkvox_async.simulator import Switches

ROOT = Path(__file__).parents[2]
EMPTY = b'{\n    "code": "404",\n    "error": "Not Found",\n    "msg": "Validate dates entered"\n}'


@pytest.fixture
async def serve():
    """Start a simulator and give a client of it; both end with the test."""
    async with serving() as start:
        yield start


# What is there


async def test_a_day_of_detail_is_the_truth_and_breaks_no_limit(serve):
    client = await serve()
    status, reply = await client.json("campaign.php", DETAIL | DAY)
    truth = client.simulator.truth
    conn_ids = [row["conn_id"] for row in reply["data"]]
    assert (status, reply["code"], reply["error"]) == (200, "200", None)
    assert list(reply) == ["code", "error", "msg", "data"]
    assert reply["msg"] == "4320 records were found"
    assert len(set(conn_ids)) == 4320 == truth.count("sales-co", "32841", date(2025, 3, 2), date(2025, 3, 2))
    assert sum(zlib.crc32(each.encode()) for each in conn_ids) == truth.checksum(
        "sales-co", "32841", "20250302000000", "20250302235959"
    )
    assert {len(row) for row in reply["data"]} == {43, 44}
    assert all(isinstance(value, str) for row in reply["data"] for value in row.values())
    dates = [row["date"] for row in reply["data"]]
    assert dates == sorted(dates, reverse=True)
    assert (dates[-1], dates[0]) == ("2025-03-02 00:00:00", "2025-03-02 23:59:40")
    assert client.kinds() == []
    assert (client.simulator.ledger.peak("token-a"), client.simulator.ledger.in_flight("token-a")) == (1, 0)
    [served] = client.simulator.ledger.requests
    assert (served.method, served.script, served.api, served.status) == ("GET", "campaign.php", "detail", 200)
    assert served.sent > 4320 * 1000


async def test_bodies_are_written_as_php_writes_them(serve):
    client = await serve()
    _, body, response = await client("campaign.php", DETAIL | DAY)
    head = b'{\n    "code": "200",\n    "error": null,\n    "msg": "4320 records were found",\n'
    assert body.startswith(head + b'    "data": [\n        {\n            "customer_name": "')
    assert body.endswith(b'"\n        }\n    ]\n}')
    assert b"\\u00f1" in body
    assert b"\\/" in body
    assert body.isascii()
    assert response.content_type == "application/json"


async def test_the_empty_window_is_84_bytes(serve):
    client = await serve()
    query = DETAIL | {"date_ini": "20240101000000", "date_end": "20240101235959"}
    status, body, _ = await client("campaign.php", query)
    assert (status, len(body), body) == (404, 84, EMPTY)
    assert client.kinds() == []


@pytest.mark.parametrize(("start", "end", "rows"), [("00", "00", 1), ("01", "19", 0), ("01", "20", 1), ("00", "40", 3)])
async def test_both_ends_of_a_window_belong_to_it(serve, start, end, rows):
    client = await serve()
    window = {"date_ini": f"202503020000{start}", "date_end": f"202503020000{end}"}
    status, reply = await client.json("campaign.php", DETAIL | window)
    assert (status, len(reply.get("data", []))) == (200 if rows else 404, rows)


@pytest.mark.parametrize("every", [0.3, 0.7, 61.5])
async def test_windows_that_touch_hold_every_row_once(serve, every):
    truth = (await serve(world(every=every))).simulator.truth
    start, hour = datetime(2025, 5, 1), timedelta(hours=1)
    hours = [(start + n * hour, start + (n + 1) * hour - timedelta(seconds=1)) for n in range(24)]
    parts = [truth.count("sales-co", "32841", *each) for each in hours]
    assert sum(parts) == truth.count("sales-co", "32841", date(2025, 5, 1), date(2025, 5, 1))
    sums = [truth.checksum("sales-co", "32841", *each) for each in hours]
    assert sum(sums) % 2**64 == truth.checksum("sales-co", "32841", date(2025, 5, 1), date(2025, 5, 1))


async def test_attempts_add_up_and_records_do_not(serve):
    client = await serve(world(customers=1000))

    async def totals(api, **window):
        query = {"api": api, "campaign_id": "32841"} | window
        status, reply = await client.json("reports_manager.php", query)
        assert (status, reply["code"]) == (200, "200")
        assert reply["msg"] == f"{len(reply['data'])} records were found"
        counts = Counter({row["result"]: int(row["records"]) for row in reply["data"]})
        assert all(r["percent"] == f"{100 * int(r['records']) / counts.total():.2f} %" for r in reply["data"])
        return counts

    halves = [("20250302000000", "20250302114512"), ("20250302114513", "20250302235959")]
    parts = [{"date_ini": start, "date_end": end} for start, end in halves]
    _, reply = await client.json("campaign.php", DETAIL | DAY)
    rows = reply["data"][::-1]
    assert await totals("campaign_4", **DAY) == Counter(row["result"].lower() for row in rows)
    assert sum([await totals("campaign_4", **part) for part in parts], Counter()) == await totals("campaign_4", **DAY)
    final = {row["customer_id"]: row["result"].lower() for row in rows}
    assert await totals("campaign_1", **DAY) == Counter(final.values())
    assert len(final) == 1000
    both = client.simulator.truth.totals("sales-co", "all", date(2025, 3, 2), date(2025, 3, 2))
    _, reply = await client.json("reports_manager.php", {"api": "campaign_4", "campaign_id": "all"} | DAY)
    assert {row["result"]: int(row["records"]) for row in reply["data"]} == both


async def test_cdr_1_has_its_twenty_fields_and_the_tenants_differ(serve):
    client = await serve()
    _, reply = await client.json("reports_manager.php", {"api": "cdr_1"} | DAY)
    _, other = await client.json("reports_manager.php", {"api": "cdr_1"} | DAY, token="token-c")
    assert {len(row) for row in reply["data"]} == {20}
    assert len(reply["data"]) == 720
    assert not {row["conn_id"] for row in reply["data"]} & {row["conn_id"] for row in other["data"]}


async def test_the_seed_decides_what_rows_say(serve):
    texts = [(await (await serve(world(seed=seed)))("campaign.php", DETAIL | DAY))[1] for seed in (7, 7, 8)]
    assert texts[0] == texts[1] != texts[2]


async def test_orders_hold_the_same_rows(serve):
    seen = {}
    for order in ("newest", "oldest", "shuffled"):
        client = await serve(switches=Switches(order=order))
        _, reply = await client.json("campaign.php", DETAIL | DAY)
        seen[order] = [row["conn_id"] for row in reply["data"]]
    assert seen["newest"] == seen["oldest"][::-1]
    assert sorted(seen["shuffled"]) == sorted(seen["oldest"])
    assert seen["shuffled"] not in (seen["oldest"], seen["newest"])


# Writes


async def test_uploads_take_effect_and_are_found(serve):
    client = await serve()
    records = [RECORD | {"customer_id": f"C-{n}", "tel1": f"5739999{n:05}", "opt1": "ñ" * 100} for n in range(3)]
    status, reply = await client.json("campaign.php", ADD, body=records)
    assert (status, reply["code"], reply["data"]) == (201, "201", [{"total_registers": "3"}])
    assert reply["msg"] == "All records has been added successfully"
    await client("campaign.php", ADD, body=records[0])  # a single object instead of a list
    truth = client.simulator.truth
    assert truth.uploaded("sales-co", "32841") == {"C-0": 2, "C-1": 1, "C-2": 1}
    checksum = sum(zlib.crc32(each["tel1"].encode()) for each in [*records, records[0]])
    summary = {"records": 4, "distinct": 3, "duplicates": 1, "checksum": checksum}
    assert truth.uploads("sales-co", "32841").summary() == summary
    for query in ({"customer_id": "C-1"}, {"customer_phone": records[1]["tel1"], "campaign_id": "32841"}):
        status, reply = await client.json("campaign.php", {"api": "find_record"} | query)
        [row] = reply["data"]
        assert (status, row["customer_id"], row["campaign_id"], len(row)) == (200, "C-1", "32841", 35)
    assert client.kinds() == []


async def test_dialled_records_are_found(serve):
    client = await serve()
    _, reply = await client.json("campaign.php", DETAIL | DAY)
    known = reply["data"][0]
    for query in ({"customer_id": known["customer_id"]}, {"customer_phone": known["tel1"]}):
        _, reply = await client.json("campaign.php", {"api": "find_record", "campaign_id": "32841"} | query)
        [row] = reply["data"]
        assert (row["customer_id"], row["address"]) == (known["customer_id"], known["address"])
    query = {"api": "find_record", "customer_id": "unknown"}
    assert await client.json("campaign.php", query) == (
        200,
        {"code": "200", "error": None, "msg": "0 records were found", "data": []},
    )
    strict = await serve(switches=Switches(not_found="404"))
    assert (await strict("campaign.php", query))[:2] == (404, EMPTY)


@pytest.mark.parametrize(
    ("change", "error", "kinds"),
    [
        ({"customer_id": ""}, "CUSTOMER_ID is empty, object position 0", []),
        ({"tel1": ""}, "TEL1 is empty, object position 0", ["record"]),
        ({"tel1": "+57 300"}, "TEL1 is not valid, object position 0", ["record"]),
        ({"tel_extra": "x1"}, "TEL_EXTRA is not valid, object position 0", ["record"]),
        ({"opt6": "x" * 101}, "OPT6 is too long, object position 0", ["record"]),
        ({"opt7": "x" * 201}, "OPT7 is too long, object position 0", ["record"]),
    ],
)
async def test_bad_records_are_rejected_one_by_one(serve, change, error, kinds):
    client = await serve()
    status, reply = await client.json("campaign.php", ADD, body=[RECORD | change])
    [result] = reply["data"]
    assert (status, reply["error"]) == (404, "Not Found")
    assert reply["msg"] == "0 records has been added, please validate the data"
    assert (result["total_registers"], result["total_success"], result["total_errors"]) == ("1", "0", "1")
    assert [each["error"] for each in result["array_errors"]] == [error]
    status, reply = await client.json("campaign.php", ADD, body=[RECORD | change, RECORD])
    assert (status, reply["msg"]) == (201, "1 records has been added, please validate the data")
    assert client.simulator.truth.uploaded("sales-co", "32841") == {"C-1": 1}
    assert client.kinds() == kinds * 2


async def test_uploads_have_limits(serve):
    client = await serve(switches=Switches(loaded_cap=10_000))
    many = [RECORD | {"customer_id": f"C-{n}"} for n in range(10_001)]
    assert (await client("campaign.php", ADD, body=many))[0] == 400
    assert client.kinds() == ["upload"]
    assert client.simulator.truth.uploaded("sales-co", "32841") == {}
    assert (await client("campaign.php", ADD, body=many[:10_000]))[0] == 201
    status, reply = await client.json("campaign.php", ADD, body=[RECORD])
    assert (status, reply["msg"][:41]) == (404, "You are uploading (10001) records to the ")
    url = client.simulator.base_url + "campaign.php"
    async with client.session.post(url, params=ADD, data=b"{", headers={"wolkvox-token": "token-a"}) as response:
        assert response.status == 400
    for body in ("text", [1]):
        assert (await client("campaign.php", ADD, body=body))[0] == 400
    assert (await client("campaign.php", ADD | {"campaign_status": "maybe"}, body=[RECORD]))[0] == 400
    assert client.kinds() == ["upload", *["bad request"] * 4]


async def test_a_created_campaign_exists(serve):
    client = await serve()
    query = {"api": "create_campaign", "type_campaign": "predictive"}
    body = {"campaign_name": "Año nuevo", "skill_id": "1", "amd": "COL"}
    status, reply = await client.json("campaign.php", query, body=body)
    made = reply["data"][0]["id_campaign"]
    assert (status, reply["code"], reply["data"][0]["name_campaign"]) == (201, "201", "Año nuevo")
    assert (await client("campaign.php", DETAIL | DAY | {"campaign_id": made}))[:2] == (404, EMPTY)
    assert (await client("campaign.php", ADD | {"campaign_id": made}, body=[RECORD]))[0] == 201
    assert client.simulator.truth.uploaded("sales-co", made) == {"C-1": 1}
    assert client.kinds() == []
    for wrong in ({"skill_id": "1"}, body | {"amd": "USA"}, []):
        assert (await client("campaign.php", query, body=wrong))[0] == 400
    assert client.kinds() == ["bad request"] * 3
