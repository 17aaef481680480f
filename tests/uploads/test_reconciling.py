"""Reconciling: what became of unknown batches is looked up in the campaign, and only what is missing is sent again."""

import asyncio

import pytest
from aiohttp import web

from tests.support.answering import answering, found
from wolkvox_async import AlreadyUploaded, ConfigurationError, OutcomeUnknown, QuotaExhausted, UploadLocked, events
from wolkvox_async.calls.executor import CallExecutor
from wolkvox_async.uploads import reconciling

TARGET = {"campaign_id": "32841", "type_campaign": "predictive"}
QUOTA = {"code": "403", "error": "Forbidden", "msg": "TOKEN LIMIT EXCEEDED"}


def leads(count):
    return [{"customer_id": str(n), "tel1": f"57300{n:07}", "opt1": f"o{n}"} for n in range(count)]


class Campaign:
    """A server with one campaign. It applies of a batch that holds a customer of `lost` the first `applies` records,
    and breaks the answer off."""

    def __init__(self, lost=(), applies=10, refuses_after=None):
        self.records, self.lost, self.applies = [], set(lost), applies
        self.shows, self.searches, self.refuses_after = (lambda record: True), [], refuses_after

    def __call__(self, call):
        if call.query["api"] == "find_record":
            return self.find(call)
        if self.lost & {int(each["customer_id"]) for each in call.json}:
            self.records += call.json[: self.applies]
            return web.Response(status=502, text="<html>")
        self.records += call.json
        return {"code": "201", "msg": "ok", "data": [{"total_registers": str(len(call.json))}]}

    def find(self, call):
        if self.refuses_after is not None and len(self.searches) >= self.refuses_after:
            return web.json_response(QUOTA, status=403)
        self.searches.append(call.query)
        same = [each for each in self.records if each["customer_id"] == call.query["customer_id"] and self.shows(each)]
        return found(*({"campaign_id": "32841", "result": "CLEAN", **each} for each in same))

    def customers(self):
        return sorted(int(each["customer_id"]) for each in self.records)


@pytest.fixture
def now():
    return [1_790_000_000.0]


async def unknown_upload(wolkvox, campaign, now, count=60, batch_size=10, **more):
    """Upload, with what is lost unknown; then let the time pass in which the server may be at work."""
    with pytest.raises(OutcomeUnknown) as caught:
        await wolkvox.campaign.add_records(**TARGET, records=leads(count), batch_size=batch_size, **more)
    campaign.lost = set()
    now[0] += 100
    return caught.value.upload


def outcomes(result):
    return result.accepted, result.rejected, result.unknown, result.unsent


@pytest.mark.parametrize(("applies", "status"), [(10, "applied"), (0, "not_applied"), (4, "partly_applied")])
@pytest.mark.parametrize("sample", [None, 10])
async def test_an_unknown_batch_is_settled_and_the_rest_is_sent(now, applies, status, sample):
    campaign = Campaign(lost=[12], applies=applies)
    async with answering(campaign, clock=lambda: now[0]) as (wolkvox, _, _):
        upload = await unknown_upload(wolkvox, campaign, now)
        assert upload.unknown == 10
        price = await wolkvox.uploads.price(upload.id, sample=sample)
        result = await wolkvox.uploads.reconcile(upload.id, leads(60), sample=sample)
        assert result.calls == price == len(campaign.searches) == 11
        (batch,) = result.batches
        assert (batch.status, batch.asked, batch.found, batch.missing) == (status, 10, applies, 10 - applies)
        assert getattr(result, status) == 1
        assert outcomes(result) == (upload.accepted + applies, 0, 0, upload.unsent + 10 - applies)
        assert result.to_dict()["batches"][0]["status"] == status
        entry = await wolkvox.uploads.get(upload.id)
        assert outcomes(entry) == outcomes(result)
        after = await wolkvox.uploads.resume(upload.id, leads(60))
        assert (after.accepted, after.unknown, after.unsent) == (60, 0, 0)
        assert campaign.customers() == list(range(60))
        assert outcomes(await wolkvox.uploads.reconcile(upload.id)) == (60, 0, 0, 0)


@pytest.mark.parametrize(
    ("applies", "status", "accepted", "unsent"),
    [(1000, "applied", 1000, 0), (0, "not_applied", 0, 1000), (600, "partly_applied", 3, 2)],
)
async def test_a_sample_that_agrees_speaks_for_its_batch_and_one_that_does_not_settles_what_it_saw(
    now, applies, status, accepted, unsent
):
    campaign = Campaign(lost=[0], applies=applies)
    async with answering(campaign, clock=lambda: now[0]) as (wolkvox, _, _):
        upload = await unknown_upload(wolkvox, campaign, now, count=1000, batch_size=1000)
        assert await wolkvox.uploads.price(upload.id, sample=5) == 5
        result = await wolkvox.uploads.reconcile(upload.id, leads(1000), sample=5)
        assert (result.calls, result.batches[0].status) == (5, status)
        assert outcomes(result) == (accepted, 0, 1000 - accepted - unsent, unsent)
        assert [query["customer_id"] for query in campaign.searches] == ["0", "249", "499", "749", "999"]
        await wolkvox.uploads.resume(upload.id, leads(1000))
        assert len(campaign.customers()) == len(set(campaign.customers())) == max(applies + unsent, applies)


async def test_what_was_settled_as_not_applied_may_be_uploaded_as_new(now):
    campaign = Campaign(lost=[0], applies=0)
    async with answering(campaign, clock=lambda: now[0]) as (wolkvox, _, _):
        upload = await unknown_upload(wolkvox, campaign, now, count=10)
        with pytest.raises(AlreadyUploaded):
            await wolkvox.campaign.add_records(**TARGET, records=leads(10))
        await wolkvox.uploads.reconcile(upload.id, leads(10))
        assert (await wolkvox.campaign.add_records(**TARGET, records=leads(10))).accepted == 10


async def test_customers_that_were_there_with_other_values_stay_unknown(now):
    campaign = Campaign(lost=[0], applies=0)
    campaign.records = [each | {"opt1": "from March"} for each in leads(3)]
    async with answering(campaign, clock=lambda: now[0]) as (wolkvox, _, _):
        upload = await unknown_upload(wolkvox, campaign, now, count=10)
        result = await wolkvox.uploads.reconcile(upload.id, leads(10))
        assert result.batches[0].doubtful == 3
        assert outcomes(result) == (0, 0, 3, 7)


async def test_records_that_went_there_by_an_earlier_upload_prove_nothing(now):
    campaign = Campaign()
    async with answering(campaign, clock=lambda: now[0]) as (wolkvox, _, _):
        await wolkvox.campaign.add_records(**TARGET, records=leads(10))
        campaign.lost, campaign.applies = {0}, 0
        upload = await unknown_upload(wolkvox, campaign, now, count=10, again=True)
        result = await wolkvox.uploads.reconcile(upload.id, leads(10))
        assert result.batches[0].doubtful == 10
        assert outcomes(result) == (0, 0, 10, 0)


async def test_a_record_that_was_sent_twice_is_found_when_it_is_there_twice(now):
    records = [*leads(10), *leads(5)]
    for applies, wanted in ((5, (15, 0, 0, 0)), (2, (12, 0, 3, 0))):
        campaign = Campaign()
        answer = campaign.__call__

        def second_lost(call, campaign=campaign, answer=answer, applies=applies):
            if call.query["api"] == "add_record" and len(call.json) == 5:
                campaign.lost, campaign.applies = {0}, applies
            return answer(call)

        async with answering(second_lost, clock=lambda: now[0]) as (wolkvox, _, _):
            with pytest.raises(OutcomeUnknown) as caught:
                await wolkvox.campaign.add_records(**TARGET, records=records, batch_size=10)
            now[0] += 100
            result = await wolkvox.uploads.reconcile(caught.value.upload.id, records)
            assert outcomes(result) == wanted


async def test_a_campaign_that_does_not_show_what_was_accepted_proves_nothing(now):
    campaign = Campaign(lost=[12], applies=0)
    async with answering(campaign, clock=lambda: now[0]) as (wolkvox, _, _):
        upload = await unknown_upload(wolkvox, campaign, now)
        campaign.shows = lambda record: False
        result = await wolkvox.uploads.reconcile(upload.id, leads(60))
        assert outcomes(result) == (upload.accepted, 0, 10, upload.unsent)
        assert "proves nothing" in result.batches[0].msg


async def test_a_record_is_missing_only_when_the_server_has_surely_ended(now, monkeypatch):
    campaign = Campaign(lost=[0], applies=0)
    loop = asyncio.get_running_loop()
    began = loop.time()
    monkeypatch.setattr(reconciling, "_ENDED", 0.5)
    async with answering(campaign, clock=lambda: now[0] + loop.time() - began) as (wolkvox, _, heard):
        with pytest.raises(OutcomeUnknown) as caught:
            await wolkvox.campaign.add_records(**TARGET, records=leads(10))
        campaign.lost = set()
        assert await wolkvox.uploads.price(caught.value.upload.id) == 20
        loop.call_later(0.2, campaign.records.extend, leads(4))  # the server had gone on
        result = await wolkvox.uploads.reconcile(caught.value.upload.id, leads(10))
        assert outcomes(result) == (4, 0, 0, 6)
        assert [event.why for event in heard if isinstance(event, events.Waiting)] == ["effect"]


async def test_it_waits_no_longer_than_max_wait(now):
    campaign = Campaign(lost=[0], applies=4)
    async with answering(campaign, clock=lambda: now[0], max_wait=5) as (wolkvox, _, _):
        with pytest.raises(OutcomeUnknown) as caught:
            await wolkvox.campaign.add_records(**TARGET, records=leads(10))
        result = await wolkvox.uploads.reconcile(caught.value.upload.id, leads(10))
        assert outcomes(result) == (4, 0, 6, 0)


async def test_what_ends_it_leaves_what_was_found_in_the_journal(now):
    campaign = Campaign(lost=[0, 10], applies=3, refuses_after=14)
    async with answering(campaign, clock=lambda: now[0]) as (wolkvox, _, _):
        upload = await unknown_upload(wolkvox, campaign, now, count=20)
        with pytest.raises(QuotaExhausted) as caught:
            await wolkvox.uploads.reconcile(upload.id, leads(20))
        so_far = caught.value.reconciliation
        assert sum(outcomes(so_far)) == 20
        assert outcomes(so_far)[0] >= 3
        assert so_far.unknown >= 4
        assert outcomes(await wolkvox.uploads.get(upload.id)) == outcomes(so_far)


async def test_what_cannot_be_right(now):
    campaign = Campaign(lost=[0])
    async with answering(campaign, clock=lambda: now[0]) as (wolkvox, _, _):
        upload = await unknown_upload(wolkvox, campaign, now, count=10)
        with pytest.raises(ConfigurationError, match="sample is 0"):
            await wolkvox.uploads.reconcile(upload.id, leads(10), sample=0)
        with pytest.raises(ConfigurationError, match="other records"):
            await wolkvox.uploads.reconcile(upload.id, leads(9))
        with pytest.raises(ConfigurationError, match=r"give the same records: reconcile\("):
            await wolkvox.uploads.reconcile(upload.id)
        with pytest.raises(ConfigurationError, match="no upload 'u-none'"):
            await wolkvox.uploads.reconcile("u-none")
        assert campaign.searches == []


async def test_its_calls_go_before_those_of_uploads(now, monkeypatch):
    lanes = []
    perform = CallExecutor.perform

    async def noting(self, call, *, lane, **more):
        lanes.append((call.endpoint, lane))
        return await perform(self, call, lane=lane, **more)

    monkeypatch.setattr(CallExecutor, "perform", noting)
    campaign = Campaign(lost=[0])
    async with answering(campaign, clock=lambda: now[0]) as (wolkvox, _, _):
        upload = await unknown_upload(wolkvox, campaign, now, count=10)
        await wolkvox.uploads.reconcile(upload.id, leads(10))
        assert set(lanes) == {("campaign.add_records", "bulk"), ("campaign.find_record", "interactive")}


async def test_an_upload_that_is_reconciled_is_locked(now):
    campaign = Campaign(lost=[0])
    begun, release = asyncio.Event(), asyncio.Event()

    async def slow(call):
        if call.query["api"] == "find_record":
            begun.set()
            await release.wait()
        return campaign(call)

    async with answering(slow, clock=lambda: now[0]) as (wolkvox, _, _):
        upload = await unknown_upload(wolkvox, campaign, now, count=10)
        task = asyncio.create_task(wolkvox.uploads.reconcile(upload.id, leads(10)))
        await begun.wait()
        with pytest.raises(UploadLocked):
            await wolkvox.uploads.resume(upload.id, leads(10))
        release.set()
        assert (await task).accepted == 10
