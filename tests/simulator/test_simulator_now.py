"""What goes on now is seen as calls have left it: campaigns that run, agents at work."""

from tests.support.remembering import serve, world
from wolkvox_async.simulator import Campaign, Switches
from wolkvox_async.simulator.rows.sources import DetailRows

PREDICTIVE = {"type_campaign": "predictive", "campaign_id": "32841"}


async def campaigns_now(call, **given):
    return {row["campaign"].partition(" - ")[0]: row for row in await call("real_time.campaigns", **given)}


async def agents_now(call):
    return {row["agent_id"]: row for row in await call("real_time.agents")}


async def test_a_campaign_now_is_as_it_was_set():
    async with serve() as call:
        assert (await campaigns_now(call))["32841"]["status"] == "stopped"
        await call("campaign.start", **PREDICTIVE)
        await call("campaign.speed", speed=7, **PREDICTIVE)
        await call("campaign.edit_campaign", campaign_id="32841", campaign_name="Mora", skill_id="10")
        row = (await campaigns_now(call, campaign_id="32841"))["32841"]
        assert (row["status"], row["speed"], row["skill_id"]) == ("started", "7", "10")
        assert row["campaign"].startswith("32841 - Mora - ")
        [listed] = await call("information.campaigns", campaign="32841")
        assert row["records"] == listed["records"] == str(int(row["clean"]) + int(row["dial"]))
        await call("campaign.stop", **PREDICTIVE)
        assert (await campaigns_now(call))["32841"]["status"] == "stopped"
        assert call.kinds == []


async def test_campaigns_now_are_those_there_are():
    async with serve() as call:
        [made] = await call("campaign.create_campaign", type_campaign="preview", campaign_name="Mora", skill_id="1")
        assert list(await campaigns_now(call)) == ["32841", "32842", made["id_campaign"]]
        await call("campaign.delete_campaign", **PREDICTIVE)
        assert list(await campaigns_now(call)) == ["32842", made["id_campaign"]]
        status, reply = await call.reply("real_time.campaigns", campaign_id="32841")
        assert (status, reply["msg"]) == (404, "Campaign_id 32841 does not exist in your operation.")


async def test_an_agent_now_is_in_the_state_that_it_was_put_in():
    async with serve() as call:
        before = await agents_now(call)
        assert (before["12001"]["agent_status"], before["12009"]["agent_status"]) == ("ready", "logout")
        await call("agentbox.change_status", agent_id="12001", status="Almuerzo")
        await call("configuration.edit_agent", agent_id="12001", agent_name="José M.")
        [made] = await call("configuration.create_agent", agent_dni="77", agent_name="Nueva")
        now = await agents_now(call)
        assert (now["12001"]["agent_status"], now["12001"]["agent_name"]) == ("Almuerzo", "José M.")
        assert (now[made["agent_id"]]["agent_status"], now[made["agent_id"]]["agent_name"]) == ("logout", "Nueva")
        assert [each["agent_id"] for each in await call("information.agents")] == list(now)


async def test_records_are_made_as_far_as_they_are_wanted(monkeypatch):
    """A campaign may have any number of them, and the loop has other work."""
    made, record = [], DetailRows.record
    monkeypatch.setattr(DetailRows, "record", lambda self, k: made.append(k) or record(self, k))
    large = Campaign(id="40", every=1.0, first="2026-03-01", customers=50_000)
    async with serve(world(large), switches=Switches(reply_records=5)) as call:
        where = {"type_campaign": "predictive", "campaign_id": "40"}
        status, reply = await call.reply("campaign.campaign_15", campaign_id="40")
        assert (status, len(reply["records"]), len(made)) == (200, 5, 5)
        one = reply["records"][0]["id_cliente"]
        await call("configuration.block_predictive_dnc", id_campaing="40", id_cliente=[one, "none"])
        await call("campaign.remove_record", **where, customer_id=one)
        assert len(made) == 7
        _, reply = await call.reply("campaign.campaign_15", campaign_id="40")
        assert one not in [each["id_cliente"] for each in reply["records"]]
