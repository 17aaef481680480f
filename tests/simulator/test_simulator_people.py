"""What a call changes of agents, skills, codes, lists and the operation, the next one reads."""

import re

from tests.support.remembering import Clock, serve, world

# People


async def test_an_agent_is_made_edited_disabled_and_enabled():
    async with serve() as call:
        [made] = await call("configuration.create_agent", agent_dni="79", agent_name="Zoé")
        assert re.search(r"[A-Z].*[a-z].*[!#%&*@]", made["password"])
        agent = {"agent_id": made["agent_id"]}
        [own] = await call("configuration.create_agent", agent_dni="80", agent_name="B", agent_pass="Abcdef1#")
        assert own["password"] == "Abcdef1#"
        for weak in ("abcdef1#", "ABCDEF1#", "Abcdefg#", "Abcdefg1"):
            reply = await call.reply("configuration.create_agent", agent_dni="81", agent_name="C", agent_pass=weak)
            assert reply[0] == 400
        assert call.kinds == ["bad request"] * 4
        await call("configuration.edit_agent", **agent, agent_name="Zoé Peña", agent_sso="zoe")
        [row] = await call("information.agents", agent=made["agent_id"])
        assert (row["agent_name"], row["agent_dni"], row["agent_sso"], row["enabled"]) == (
            "Zoé Peña",
            "79",
            "zoe",
            "yes",
        )
        said = await call.said("configuration.disable_agent", **agent)
        assert said == (202, f"{made['agent_id']} agent has been disabled")
        assert (await call("information.agents", agent=made["agent_id"]))[0]["enabled"] == "no"
        assert (await call.reply("agentbox.change_status", status="ready", **agent))[0] == 404
        await call("configuration.enable_agent", **agent)
        await call("agentbox.change_status", status="ready", **agent)
        [row] = await call("information.agents", agent=made["agent_id"])
        assert (row["enabled"], row["agent_status"], row["last_use"]) == ("yes", "Ready", "2026-03-02 12:00:00")
        for name in ("edit_agent", "enable_agent", "disable_agent"):
            assert (await call.reply(f"configuration.{name}", agent_id="1"))[0] == 404


async def test_a_skill_is_made_edited_and_given():
    async with serve() as call:
        [made] = await call("configuration.create_skill", skill_name="Cobros", description_skill="mora / 30")
        skill = {"skill_id": made["skill_id"]}
        await call("configuration.edit_skill", **skill, skill_name="Cobranza")
        [row] = await call("information.skills", skill=made["skill_id"])
        assert (row["skill_name"], row["skill_description"]) == ("Cobranza", "mora / 30")
        assert await call("information.agents_in_skill", **skill) == []
        said = await call.said("configuration.add_agents_skill", **skill, agent_id="12002", expertise="5")
        assert said == (201, f"Agent 12002 added to skill {made['skill_id']} of operation")
        [row] = await call("information.agents_in_skill", **skill)
        assert (row["agent_id"], row["expertise"]) == ("12002", "5")
        await call("configuration.remove_agents_skill", **skill, agent_id="12002")
        assert await call("information.agents_in_skill", **skill) == []
        assert (await call.reply("configuration.remove_agents_skill", **skill, agent_id="12002"))[0] == 404
        for given in ({"skill_id": "99", "agent_id": "12002"}, skill | {"agent_id": "1"}):
            assert (await call.reply("configuration.add_agents_skill", **given, expertise="1"))[0] == 404


async def test_codes_are_made_edited_and_removed_all_or_none():
    async with serve() as call:
        code = {"type_code": "cod_act1", "cod_act": "400"}
        await call("configuration.create_cod_act", **code, description_cod_act="Promesa", hit="yes", chat="yes")
        [row] = await call("information.activity_codes", cod_act="400")
        assert (row["description_cod_act"], row["hit"], row["chat"], row["rpc"]) == ("Promesa", "yes", "yes", "no")
        assert (await call.reply("configuration.create_cod_act", **code))[0] == 404
        await call("configuration.edit_cod_act", **code, rpc="yes")
        [row] = await call("information.activity_codes", cod_act="400")
        assert (row["description_cod_act"], row["hit"], row["chat"], row["rpc"]) == ("Promesa", "no", "yes", "yes")
        gone = {"type_code": "cod_act1", "cod_act": ["400", "999"]}
        assert (await call.reply("configuration.remove_cod_act", **gone))[0] == 404
        assert await call("information.activity_codes", cod_act="400")
        await call("configuration.remove_cod_act", type_code="cod_act1", cod_act=["400", "100"])
        assert not {"400", "100"} & {row["cod_act"] for row in await call("information.activity_codes")}


# Lists


async def blocked(call, which="all"):
    return {(row["phone_number"], row["type"]) for row in await call("information.get_dnc", type=which)}


async def test_numbers_are_blocked_by_direction_and_freed():
    async with serve() as call:
        await call("configuration.remove_dnc", telephones="All")
        assert await blocked(call) == set()
        said = await call.said("configuration.add_dnc", type_call="inbound/outbound", telephones=["571", "572"])
        assert said == (201, "2 telephones were added")
        await call("configuration.add_dnc", type_call="inbound", telephones=["573"])
        assert await blocked(call, "inbound") == {("571", "inbound"), ("572", "inbound"), ("573", "inbound")}
        said = await call.said("configuration.remove_dnc", telephones=["571", "579"], type="inbound")
        assert said == (202, "1 telephones were deleted")
        assert await blocked(call) == {("571", "outbound"), ("572", "inbound"), ("572", "outbound"), ("573", "inbound")}
        assert await call.said("configuration.remove_dnc", telephones="all") == (202, "3 telephones were deleted")


async def test_numbers_blocked_for_days_come_off_by_themselves():
    clock = Clock()
    async with serve(clock=clock) as call:
        await call("configuration.remove_dnc", telephones="All")
        sent = [
            {"telephone": "571", "days_block": "1"},
            {"telephone": "572", "days_block": "3"},
            {"telephone": "x", "days_block": "1"},
        ]
        _, reply = await call.reply("campaign.add_dnc", sent)
        assert (reply["msg"], reply["data"]) == (
            "2 telephones were added",
            [{"total_added": "2", "total_rejected": "1", "total_sent": "3"}],
        )
        assert await blocked(call) == {("571", "outbound"), ("572", "outbound")}
        clock.now += 2 * 86400
        assert await blocked(call) == {("572", "outbound")}
        assert (await call.reply("campaign.add_dnc", sent[:1] * 10_001))[0] == 400
        assert call.kinds == ["record", "upload"]


async def test_addresses_are_let_in_of_which_five_for_good():
    async with serve() as call:
        for n in range(1, 5):
            said = await call.said("configuration.add_ip", ip=f"203.0.113.{n}", permanent="yes")
            assert said == (201, f"IP: 203.0.113.{n} has been added successfully")
        assert (await call.reply("configuration.add_ip", ip="203.0.113.5", permanent="yes"))[0] == 404
        await call("configuration.add_ip", ip="203.0.113.5", description="casa")
        rows = {row["ip"]: row for row in await call("information.get_ip")}
        assert (rows["203.0.113.5"]["type_ip"], rows["203.0.113.5"]["description"]) == ("temporal", "casa")
        assert sum(row["type_ip"] == "permanente" for row in rows.values()) == 5
        assert (await call.reply("configuration.add_ip", ip="203.0.113.5"))[0] == 404
        assert (await call.reply("configuration.add_ip", ip="203.0.113.500"))[0] == 406
        await call("configuration.remove_ip", ip="203.0.113.1")
        await call("configuration.add_ip", ip="203.0.113.6", permanent="yes")
        assert (await call.reply("configuration.remove_ip", ip="203.0.113.1"))[0] == 404


async def test_law_2300_protects_until_it_is_lifted():
    async with serve() as call:
        asked = {"nit": "900", "phone": "573005556677"}
        assert await call("information.law2300_info", **asked) == []
        await call("configuration.block_law2300", nit="900", telephone="573005556677")
        [row] = await call("information.law2300_info", **asked)
        assert (row["phone_number"], row["last_day"]) == ("573005556677", "2026-03-02 12:00:00")
        assert await call("information.law2300_info", **(asked | {"nit": "901"})) == []
        free = {"nit": "900", "item": "telephone", "value": "573005556677"}
        await call("configuration.free_law2300", **free)
        assert await call("information.law2300_info", **asked) == []
        assert (await call.reply("configuration.free_law2300", **free))[0] == 404


# The operation


async def test_licences_decide_the_quota_from_the_next_call_on():
    async with serve(world(licences=20)) as call:
        said = await call.said("configuration.edit_licenses", call_center="3", pbx="7")
        assert said == (
            200,
            "- Change of contact center licenses from 20 to 3 - Change of PBX licenses from 5 to 7",
        )
        [row] = await call("information.services")
        assert (row["licenses"], row["pbx"], row["whatsapp"], row["bi"]) == ("3", "7", "yes", "no")
        [usage] = await call("information.token_info")
        assert (usage["token_limit"], usage["all_token_today"]) == ("3000", "3")
        assert (await call.said("configuration.edit_licenses", pbx="9"))[1] == "- Change of PBX licenses from 7 to 9"
        assert (await call.reply("configuration.edit_licenses", call_center="0"))[0] == 404


async def test_nothing_starts_in_a_disabled_operation():
    async with serve() as call:
        said = await call.said("configuration.disable_module")
        assert said == (202, "The sales-co module has been successfully disabled")
        refused = (404, "The campaign has not been started, please validate the data")
        assert await call.said("campaign.start", campaign_id="32841") == refused
        await call("configuration.enable_module")
        await call("campaign.start", campaign_id="32841")


async def test_what_is_handed_in_is_kept():
    async with serve() as call:
        given = {"from": "a@example.com", "to": "b@example.com", "body": "Hola", "rp_id": "501"}
        said = await call.said("configuration.add_interaction", **given)
        assert said == (201, "501 routing point was executed and assigned to agent (12001)")
        await call("configuration.speech_on_demand", conn_id="12001.1.1", agent_id="12001")
        wave = [("data", "call.wav", 1000)]
        about = {"agent_id": "12001", "type_call": "inbound", "cod_act": "100", "skill": "1", "id_campaña": "32841"}
        status, reply = await call.reply("listenvox.analyse", parts=wave, **about)
        assert (status, list(reply), reply["code"]) == (200, ["code", "error", "msg", "id"], "")
        assert [(each.kind, each.fields) for each in call.state.interactions] == [
            ("interaction", given),
            ("speech", {"conn_id": "12001.1.1", "agent_id": "12001"}),
            ("listenvox", about),
        ]
        for wrong in ({"agent_id": "1"}, {"cod_act": "999"}, {"skill": "99"}, {"id_campaña": "9"}):
            assert (await call.reply("listenvox.analyse", parts=wave, **(about | wrong)))[0] == 404
        assert (await call.reply("configuration.add_interaction", **(given | {"rp_id": "1"})))[0] == 404
        assert len(call.state.interactions) == 3
