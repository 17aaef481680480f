"""Promise 6: an upload loses nothing and repeats nothing."""

import asyncio

import pytest
from aiohttp import web

from tests.support.answering import answering
from tests.support.worlds import tenant
from wolkvox_async import ConfigurationError, InvalidRecord, InvalidRequest, OutcomeUnknown, Refused
from wolkvox_async.endpoints.campaign import DncNumber, PredictiveLead
from wolkvox_async.simulator import Faults

TARGET = {"campaign_id": "32841", "type_campaign": "predictive", "campaign_status": "stop"}


def leads(count, start=0):
    for number in range(start, start + count):
        yield {"customer_name": "Ana", "customer_id": f"C{number:06}", "tel1": f"57300{number:07}", "opt1": "web"}


async def stream(records):
    for record in records:
        yield record


@pytest.mark.parametrize("form", [list, iter, stream], ids=["list", "iterator", "async"])
async def test_twenty_five_thousand_in_three_batches(serve, form):
    async with serve() as (simulator, wolkvox):
        result = await wolkvox.campaign.add_records(**TARGET, records=form(leads(25_000)))
        assert (result.accepted, result.rejected, result.unknown, result.unsent) == (25_000, (), 0, 0)
        assert [(batch.first_row, batch.last_row, batch.status) for batch in result.batches] == [
            (1, 10_000, "accepted"),
            (10_001, 20_000, "accepted"),
            (20_001, 25_000, "accepted"),
        ]
        taken = simulator.truth.uploaded("sales-co", "32841")
        assert len(taken) == 25_000
        assert set(taken.values()) == {1}
        assert simulator.ledger.violations == []
        found = await wolkvox.campaign.find_record(customer_id="C000042")
        assert [record.tel1 for record in found] == ["573000000042"]


async def test_nothing_is_sent_when_one_record_is_wrong(serve):
    async with serve() as (simulator, wolkvox):
        records = [*leads(20_000), {"customer_id": "X", "tel1": "573001112233", "opt7": "x" * 201}]
        with pytest.raises(
            InvalidRecord, match=r"row 20001: opt7 has 201 characters: 'xxxx…' \(201 characters\); at most 200"
        ) as caught:
            await wolkvox.campaign.add_records(**TARGET, records=records)
        assert (caught.value.row, caught.value.field) == (20_001, "opt7")
        assert isinstance(caught.value, ConfigurationError)
        assert simulator.ledger.calls("sales-co") == 0


async def test_or_it_is_left_out_and_told(serve):
    async with serve() as (simulator, wolkvox):
        records = [*leads(2), {"tel1": "abc"}, *leads(2, 2)]
        result = await wolkvox.campaign.add_records(**TARGET, records=records, invalid="skip")
        assert result.accepted == 4
        assert [rejection.row for rejection in result.rejected] == [3]
        assert "tel1" in result.rejected[0].reason
        assert len(simulator.truth.uploaded("sales-co", "32841")) == 4


async def test_each_record_that_the_server_rejects_has_its_row_and_reason(serve):
    async with serve() as (simulator, wolkvox):
        records = list(leads(10))
        records[3] = PredictiveLead(customer_id="", tel1="573001112233")
        result = await wolkvox.campaign.add_records(**TARGET, records=records)
        assert result.accepted == 9
        assert [rejection.row for rejection in result.rejected] == [4]
        assert "CUSTOMER_ID" in result.rejected[0].reason
        assert result.batches[0].status == "partly"
        assert len(simulator.truth.uploaded("sales-co", "32841")) == 9
        alone = await wolkvox.campaign.add_records(**TARGET, records=[{"tel1": "573001112233"}])
        assert (alone.accepted, alone.batches[0].status) == (0, "rejected")


async def test_an_unknown_campaign_is_refused_and_every_record_accounted_for(serve):
    async with serve() as (simulator, wolkvox):
        with pytest.raises(Refused, match="does not exist") as caught:
            await wolkvox.campaign.add_records(**(TARGET | {"campaign_id": "99999"}), records=leads(50_000))
        result = caught.value.upload
        assert result.accepted == 0
        assert result.unsent == 50_000
        assert simulator.ledger.calls("sales-co") <= 2


@pytest.mark.looptime
@pytest.mark.parametrize("kind", ["reset-after", "html-after", "half", "cut", "reset", "hang-after", "500"])
async def test_a_batch_whose_answer_is_lost_is_unknown_and_not_sent_again(serve, kind):
    async with serve(faults=Faults(script=[None, kind])) as (simulator, wolkvox):
        await wolkvox.information.token_info()
        with pytest.raises(OutcomeUnknown, match=r"rows \d+ to \d+: it is not known") as caught:
            await wolkvox.campaign.add_records(**TARGET, records=leads(50_000))
        error = caught.value
        result = error.upload
        assert result.unknown == 10_000
        assert result.accepted + result.unknown + result.unsent == 50_000
        assert error.last_row - error.first_row == 9_999
        assert set(simulator.truth.uploaded("sales-co", "32841").values()) <= {1}
        assert simulator.ledger.calls("sales-co") <= 6  # token_info, and each of the five batches at most once


@pytest.mark.looptime
async def test_a_batch_that_was_provably_not_begun_is_sent_again(serve):
    async with serve(faults=Faults(script=["maintenance"])) as (simulator, wolkvox):
        result = await wolkvox.campaign.add_records(**TARGET, records=leads(3))
        assert result.accepted == 3
        assert set(simulator.truth.uploaded("sales-co", "32841").values()) == {1}


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"campaign_status": "paused"}, "allowed: start, stop"),
        ({"type_campaign": "manual"}, "allowed: predictive, preview"),
        ({"campaign_id": None}, "missing campaign_id"),
    ],
)
async def test_what_cannot_be_right(serve, change, text):
    async with serve() as (simulator, wolkvox):
        with pytest.raises(ConfigurationError, match=text):
            await wolkvox.campaign.add_records(**(TARGET | change), records=leads(1))
        for records in ("text", {"tel1": "1"}, None, 5):
            with pytest.raises(ConfigurationError, match="takes a list"):
                await wolkvox.campaign.add_records(**TARGET, records=records)
        assert simulator.ledger.calls("sales-co") == 0


async def test_no_records_are_no_call(serve):
    async with serve() as (simulator, wolkvox):
        result = await wolkvox.campaign.add_records(**TARGET, records=[])
        assert (result.accepted, result.batches) == (0, ())
        assert simulator.ledger.calls("sales-co") == 0


class TestCreate:
    async def test_a_campaign_is_made_and_can_be_filled(self, serve):
        async with serve(tenant()) as (_, wolkvox):
            made = await wolkvox.campaign.create_campaign(
                type_campaign="preview", campaign_name="Nueva", skill_id="7", opt1="saldo"
            )
            assert made.name_campaign == "Nueva"
            result = await wolkvox.campaign.add_records(
                campaign_id=made.id_campaign, type_campaign="preview", records=leads(2)
            )
            assert result.accepted == 2

    async def test_it_is_never_made_twice(self, serve):
        async with serve(faults=Faults(script=["html-after"])) as (simulator, wolkvox):
            with pytest.raises(OutcomeUnknown, match="was not sent again"):
                await wolkvox.campaign.create_campaign(
                    type_campaign="predictive", campaign_name="Una", skill_id="7", amd="COL"
                )
            assert simulator.ledger.calls("sales-co") == 1

    async def test_what_cannot_be_right(self, serve):
        async with serve() as (simulator, wolkvox):
            with pytest.raises(ConfigurationError, match="amd is 'USA'; allowed: ARG"):
                await wolkvox.campaign.create_campaign(
                    type_campaign="predictive", campaign_name="Una", skill_id="7", amd="USA"
                )
            with pytest.raises(ConfigurationError, match="customer_phone or customer_id"):
                await wolkvox.campaign.find_record(campaign_id="1")
            assert simulator.ledger.calls("sales-co") == 0


async def test_the_escape_hatch(serve):
    async with serve() as (simulator, wolkvox):
        raw = await wolkvox.call(
            "GET", "reports_manager.php", "cdr_1", date_ini="20250101000000", date_end="20250101235959"
        )
        assert raw.status == 200
        assert raw["msg"] == f"{len(raw.rows)} records were found"
        assert raw["data"] == raw.rows
        assert set(raw.rows[0]) >= {"conn_id", "agent_id", "date"}
        empty = await wolkvox.call(
            "GET", "reports_manager.php", "cdr_1", date_ini="20200101000000", date_end="20200101235959"
        )
        assert (empty.rows, empty.status) == ([], 404)
        with pytest.raises(InvalidRequest, match="DOES NOT EXIST"):
            await wolkvox.call("GET", "reports_manager.php", "nothing_9")
        assert simulator.ledger.calls("sales-co") == 3


class TestOne:
    """A lead of a web form: one record, before the batches of others, and either it was taken or there is an error."""

    async def test_it_is_taken(self, serve):
        async with serve() as (simulator, wolkvox):
            lead = PredictiveLead(customer_id="C1", tel1="573001112233")
            result = await wolkvox.campaign.add_record(**TARGET, record=lead)
            assert (result.accepted, result.rejected) == (1, ())
            assert len(simulator.truth.uploaded("sales-co", "32841")) == 1

    async def test_what_cannot_be_right_is_refused_before_it_is_sent(self, serve):
        async with serve() as (simulator, wolkvox):
            with pytest.raises(InvalidRecord, match="tel1 is missing") as caught:
                await wolkvox.campaign.add_record(**TARGET, record={"customer_id": "C1"})
            assert (caught.value.row, caught.value.field) == (1, "tel1")
            with pytest.raises(InvalidRecord, match="row 1 is a str"):
                await wolkvox.campaign.add_record(**TARGET, record="573001112233")
            assert simulator.ledger.calls("sales-co") == 0

    async def test_one_that_the_server_does_not_take_is_an_error_with_its_reason(self, serve):
        async with serve() as (_, wolkvox):
            with pytest.raises(Refused, match=r"did not take the record.*CUSTOMER_ID") as caught:
                await wolkvox.campaign.add_record(**TARGET, record={"tel1": "573001112233"})
            assert caught.value.upload.accepted == 0
            assert "CUSTOMER_ID" in caught.value.msg
            assert caught.value.endpoint == "campaign.add_records"

    async def test_an_answer_that_is_lost_is_unknown(self, serve):
        async with serve(faults=Faults(script=["html-after"])) as (simulator, wolkvox):
            with pytest.raises(OutcomeUnknown):
                await wolkvox.campaign.add_record(**TARGET, record=next(leads(1)))
            assert simulator.ledger.calls("sales-co") == 1

    async def test_it_goes_before_the_batches_of_others(self, serve):
        served = []
        async with serve(latency=lambda request: served.append(request.content_length) or 0.05) as (_, wolkvox):
            many = asyncio.ensure_future(wolkvox.campaign.add_records(**TARGET, records=leads(50_000)))
            while not served:
                await asyncio.sleep(0.01)
            await wolkvox.campaign.add_record(**TARGET, record=next(leads(1, 900_000)))
            assert (await many).accepted == 50_000
            assert min(served) in served[:4]


def added(*counts, **more):
    row = dict(zip(("total_added", "total_rejected", "total_sent"), counts, strict=True))
    return {"code": 201, "error": None, "msg": f"{counts[0]} telephones were added", "data": [row]} | more


class TestDoNotCall:
    async def test_any_number_in_batches(self):
        async with answering(lambda seen: added(str(len(seen.json)), "0", len(seen.json))) as (wolkvox, seen, _):
            numbers = ({"telephone": f"57300{n:07}", "days_block": 30} for n in range(15_000))
            result = await wolkvox.campaign.add_dnc(records=numbers)
            assert (result.accepted, result.rejected) == (15_000, ())
            assert sorted(len(each.json) for each in seen) == [5_000, 10_000]
            first = next(each.json for each in seen if len(each.json) == 10_000)
            assert first[0] == {"telephone": "573000000000", "days_block": "30"}
            assert [(each.method, each.query) for each in seen] == [("POST", {"api": "add_dnc"})] * 2

    @pytest.mark.parametrize(
        ("counts", "accepted", "reasons", "status"),
        [
            ((3, 0, 3), 3, [], "accepted"),
            ((2, 1, 3), 2, ["does not say why"], "partly"),
            ((0, 3, 3), 0, ["does not say why"] * 3, "rejected"),
            ((1, 1, 3), 1, ["does not say why"], "partly"),
            ((2, None, 3), 2, [], "partly"),
            ((None, 1, 3), 2, ["does not say why"], "partly"),
            ((9, 0, 9), 0, [], "unknown"),
            ((None, 9, 9), 0, [], "unknown"),
            ((None, None, None), 0, [], "unknown"),
        ],
    )
    async def test_each_number_is_accounted_for(self, counts, accepted, reasons, status):
        async with answering(lambda _: added(*counts)) as (wolkvox, _, _):
            result = await wolkvox.campaign.add_dnc(records=[DncNumber(f"30011122{n}", 5) for n in range(3)])
            assert (result.accepted, result.batches[0].status) == (accepted, status)
            assert len(result.rejected) == len(reasons)
            assert result.unknown == 3 - accepted - len(reasons)
            for rejection, reason in zip(result.rejected, reasons, strict=True):
                assert rejection.row is None
                assert reason in rejection.reason

    async def test_counts_in_a_refusal_are_read_too(self):
        refusal = added(0, 1, 1, code="404", error="Not Found", msg="no telephone was added")
        async with answering(lambda _: web.json_response(refusal, status=404)) as (wolkvox, _, _):
            result = await wolkvox.campaign.add_dnc(records=[DncNumber("300111222", 5)])
            assert (result.accepted, result.batches[0].status, result.batches[0].msg) == (
                0,
                "rejected",
                "no telephone was added",
            )

    @pytest.mark.parametrize(
        ("record", "field"),
        [
            ({"telephone": "+57300", "days_block": 1}, "telephone"),
            ({"days_block": 1}, "telephone"),
            ({"telephone": "300111222"}, "days_block"),
            ({"telephone": "300111222", "days_block": "soon"}, "days_block"),
            ({"telephone": "300111222", "days_block": 0}, "days_block"),
            ({"telephone": "300111222", "days_block": 1, "type": "x"}, "type"),
        ],
    )
    async def test_what_cannot_be_right(self, record, field):
        async with answering(lambda _: added(1, 0, 1)) as (wolkvox, seen, _):
            with pytest.raises(InvalidRecord) as caught:
                await wolkvox.campaign.add_dnc(records=[DncNumber("300111222", 1), record])
            assert (caught.value.row, caught.value.field, caught.value.endpoint) == (2, field, "campaign.add_dnc")
            assert seen == []
            result = await wolkvox.campaign.add_dnc(records=[DncNumber("300111222", 1), record], invalid="skip")
            assert (result.accepted, result.rejected[0].row) == (1, 2)
