"""The vendor's caps: too many records for a campaign are refused before the first call, or warned of."""

import asyncio
import json

import pytest
from aiohttp import web
from attrs import evolve

from tests.support.answering import answering
from tests.support.commands import configure, here
from tests.support.worlds import tenant
from wolkvox_async import ConfigurationError, MemoryStore, Operation, Refused, Wolkvox, events
from wolkvox_async.simulator import Campaign, Simulator, World
from wolkvox_async.uploads.caps import check_cap

TARGET = {"campaign_id": "32841", "type_campaign": "predictive"}
CAP = {"code": "404", "error": "Not Found", "msg": "You are uploading (60001) records to the system. "}
CAP["msg"] += "According to quantity active licenses, the limit of records is 50000. Try again."
OPERATION = Operation(name="sales-co", server="0099", tokens=["t"], licences=3, tz="America/Bogota")


def leads(count):
    return ({"customer_id": str(n), "tel1": f"57300{n:07}"} for n in range(count))


def taken(seen):
    return {"code": "201", "msg": "ok", "data": [{"total_registers": str(len(seen.json))}]}


@pytest.mark.parametrize(
    ("licences", "kind", "most"),
    [
        *[(1, None, 50_000), (2, "dedicated", 50_000), (2, "shared", 50_000)],
        *[(3, "dedicated", 28_500), (3, "shared", 21_000), (20, "dedicated", 190_000)],
    ],
)
def test_a_campaign_holds_so_many_records(licences, kind, most):
    operation = evolve(OPERATION, licences=licences, server_kind=kind)
    assert operation.campaign_records == most
    assert check_cap(operation, "campaign.add_records", "32841", most) is None
    with pytest.raises(ConfigurationError, match=rf"{most + 1:,} records .*at most {most:,} with {licences} licences"):
        check_cap(operation, "campaign.add_records", "32841", most + 1)


def test_a_server_of_unknown_kind_is_a_warning():
    assert OPERATION.campaign_records is None
    assert check_cap(OPERATION, "campaign.add_records", "32841", 21_000) is None
    warning = check_cap(OPERATION, "campaign.add_records", "32841", 21_001)
    assert (warning.count, warning.shared, warning.dedicated) == (21_001, 21_000, 28_500)


def test_predictive_campaigns_that_run_at_once():
    kinds = (None, "dedicated", "shared")
    assert [evolve(OPERATION, server_kind=kind).predictive_campaigns for kind in kinds] == [None, 4, 7]
    with pytest.raises(ConfigurationError, match="server_kind is 'own'; allowed: dedicated, shared"):
        evolve(OPERATION, server_kind="own")


@pytest.mark.parametrize("kind", ["shared", None])
async def test_no_call_is_made_for_more_records_than_a_campaign_holds(kind, monkeypatch):
    monkeypatch.setattr("wolkvox_async.limits.CAMPAIGN_RECORDS", {"dedicated": 2, "shared": 1})
    monkeypatch.setattr("wolkvox_async.operation.CAMPAIGN_RECORDS", {"dedicated": 2, "shared": 1})
    async with answering(taken) as (wolkvox, seen, heard):
        operation = evolve(wolkvox.operation, server_kind=kind)
        async with Wolkvox(operation, store=MemoryStore(), listener=heard.append) as client:
            if kind is None:
                assert (await client.campaign.add_records(**TARGET, records=leads(21))).accepted == 21
                (warning,) = [event for event in heard if isinstance(event, events.PerhapsTooMany)]
                assert (warning.campaign_id, warning.count) == ("32841", 21)
            else:
                with pytest.raises(ConfigurationError, match="at most 20 with 20 licences on a shared server"):
                    await client.campaign.add_records(**TARGET, records=leads(21))
                assert seen == []


async def test_a_refusal_for_the_cap_leaves_the_rest_unsent_and_other_campaigns_go_on():
    full = {"32841"}

    def answer(call):
        return web.json_response(CAP, status=404) if call.query["campaign_id"] in full else taken(call)

    async with answering(answer) as (wolkvox, seen, _):
        with pytest.raises(Refused, match=r"limit of records is 50000.*not sent: rows 1 to 50.*--resume") as caught:
            await wolkvox.campaign.add_records(**TARGET, records=leads(50), batch_size=10)
        upload = caught.value.upload
        assert (upload.accepted, upload.rejected, upload.unknown, upload.unsent) == (0, (), 0, 50)
        assert len(seen) <= 2
        other = await wolkvox.campaign.add_records(**(TARGET | {"campaign_id": "32842"}), records=leads(50))
        assert other.accepted == 50
        full.clear()
        after = await wolkvox.uploads.resume(upload.id, list(leads(50)))
        assert (after.accepted, after.unsent) == (50, 0)


def test_the_command_checks_the_cap_in_a_dry_run_too(tmp_path):
    with Simulator(World(tenants=(tenant(Campaign(id="32841", every=3600.0), licences=3),))) as simulator:
        configure(tmp_path, simulator)
        file = tmp_path / "wolkvox.toml"
        unknown = file.read_text().replace("licences = 1", "licences = 3")
        (tmp_path / "leads.csv").write_text("customer_id,tel1\n" + "".join(f"{n},57300{n:07}\n" for n in range(21_001)))
        for kind, code, said in (
            ("shared", 2, "at most 21,000 with 3"),
            (None, 0, "21,000 on a shared server, 28,500"),
        ):
            file.write_text(unknown if kind is None else unknown + f'server_kind = "{kind}"\n')
            for more in (("--dry-run",), ("--json",)):
                done = here(tmp_path, "upload", "leads.csv", "--campaign", "32841", "--type", "predictive", *more)
                assert done.returncode == code, done.stderr
                assert said in done.stderr.decode()
                if code == 2:
                    assert simulator.ledger.calls("sales-co") == 0
        assert json.loads(done.stdout)["accepted"] == 21_001


RUNNING = {"type_campaign": "predictive", "campaign_status": "start"}


@pytest.mark.parametrize(("kind", "most"), [("dedicated", 4), ("shared", 7), (None, 4)])
async def test_of_campaigns_that_run_only_as_many_get_records_at_once_as_the_server_runs(kind, most):
    release, arrived = asyncio.Event(), asyncio.Event()

    async def answer(call):
        arrived.set()
        await release.wait()
        return taken(call)

    async with answering(answer) as (wolkvox, _, heard):
        operation = evolve(wolkvox.operation, server_kind=kind, tokens=[f"token-{n}" for n in range(4)])
        async with Wolkvox(operation, store=MemoryStore(), listener=heard.append) as client:
            under_way = []
            for n in range(most):
                arrived.clear()
                under_way.append(
                    asyncio.create_task(
                        client.campaign.add_records(campaign_id=str(n), records=list(leads(3)), **RUNNING)
                    )
                )
                await arrived.wait()
            assert not [event for event in heard if isinstance(event, events.PerhapsTooMany)]
            stopped = RUNNING | {"campaign_status": "stop"}
            more = asyncio.create_task(client.campaign.add_records(campaign_id="90", records=leads(3), **stopped))
            if kind is None:
                last = asyncio.create_task(client.campaign.add_records(campaign_id="99", records=leads(3), **RUNNING))
                while not (found := [each for each in heard if isinstance(each, events.PerhapsTooMany)]):
                    await asyncio.sleep(0.01)
                assert [(each.campaign_id, each.what, each.count, each.shared, each.dedicated) for each in found] == [
                    ("99", "campaigns", 5, 7, 4)
                ]
                under_way.append(last)
            else:
                with pytest.raises(ConfigurationError, match=f"at most {most} do on a {kind} server; nothing was sent"):
                    await client.campaign.add_records(campaign_id="99", records=leads(3), **RUNNING)
            release.set()
            assert {result.accepted for result in await asyncio.gather(*under_way, more)} == {3}
            if kind is not None:
                after = await client.campaign.add_records(campaign_id="99", records=leads(3), **RUNNING)
                assert after.accepted == 3
