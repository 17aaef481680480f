"""What a call changes of campaigns and their records, the next one reads."""

import pytest

from tests.support.remembering import ENTRIES, serve, world
from wolkvox_async.catalogue import entries
from wolkvox_async.simulator import Switches, Tenant, World
from wolkvox_async.simulator.handlers.routes import HANDLERS

GOOD = {"campaign_name": "Mora", "skill_id": "1"}
PREDICTIVE = {"type_campaign": "predictive", "campaign_id": "32841"}
RECORD = {"customer_name": "Ana", "customer_id": "C-1", "tel1": "573001112233", "city": "Cali"}


async def test_every_handler_is_of_an_endpoint():
    assert set(HANDLERS) <= {(entry.script, entry.api, entry.method) for entry in entries()}
    assert len(HANDLERS) > 80


async def test_a_fresh_operation_has_something_to_read():
    async with serve() as call:
        for name, at_least in {
            "information.agents": 5,
            "information.skills": 3,
            "information.campaigns": 2,
            "information.activity_codes": 4,
            "information.routing_points": 2,
            "information.connectors": 3,
            "information.audio_list": 2,
            "information.get_ip": 1,
        }.items():
            rows = await call(name)
            assert len(rows) >= at_least
            assert set(rows[0]) == {each.wire for each in ENTRIES[name].fields}
            assert all(isinstance(value, str) for row in rows for value in row.values())
        assert call.kinds == []


async def test_tenants_share_nothing():
    two = World(tenants=(*world().tenants, Tenant(name="other-co", tokens=("token-beta",))))
    async with serve(two) as call:
        await call("sms.send_sms", telephone="573001112233", message="Hola")
        assert len(call.state.sent_messages) == 1
        assert call.simulator.truth.state("other-co").sent_messages == []
        with pytest.raises(LookupError):
            call.simulator.truth.state("unknown-co")


@pytest.mark.parametrize("switch", ["list", "404"])
async def test_a_filter_without_a_match_is_empty_as_the_switch_has_it(switch):
    async with serve(switches=Switches(not_found=switch)) as call:
        status, reply = await call.reply("information.skills", skill="999")
        assert (status, reply.get("data")) == ((200, []) if switch == "list" else (404, None))


# Campaigns


async def created(call, kind="predictive", **more):
    [made] = await call("campaign.create_campaign", type_campaign=kind, **(GOOD | more))
    return made["id_campaign"]


async def listed(call, campaign_id):
    rows = await call("information.campaigns", campaign=campaign_id)
    return rows[0] if rows else None


async def test_a_campaign_is_listed_as_it_was_made_filled_edited_and_run():
    async with serve() as call:
        made = await created(call, campaign_description="de enero", skill_id="2", start_time="070000")
        row = await listed(call, made)
        assert (row["campaign_name"], row["campaign_description"], row["skill_id"]) == ("Mora", "de enero", "2")
        assert (row["status"], row["records"], row["type_campaign"]) == ("Stopped", "0", "predictive")
        assert call.state.campaigns.settings(made).start_time == "07:00:00"
        where = {"type_campaign": "predictive", "campaign_id": made}
        await call("campaign.add_records", [RECORD, RECORD | {"customer_id": "C-2"}], campaign_status="stop", **where)
        assert await call.said("campaign.start", **where) == (
            202,
            f"The {made} campaign_id has been started successfully",
        )
        await call("campaign.speed", campaign_id=made, speed="80")
        [edited] = await call(
            "campaign.edit_campaign", campaign_id=made, campaign_name="Mora 2", turbo_dial="yes", type_camp="Preview"
        )
        assert (edited["campaign_name"], edited["type_camp"], edited["start_time"]) == ("Mora 2", "Preview", "07:00:00")
        row = await listed(call, made)
        assert (row["status"], row["records"], row["speed"]) == ("Started", "2", "80")
        assert (row["campaign_name"], row["turbo_dial"], row["type_campaign"]) == ("Mora 2", "yes", "preview")
        assert (await call.reply("campaign.stop", **where))[0] == 404  # it is a preview campaign now
        await call("campaign.stop", campaign_id=made)
        assert (await listed(call, made))["status"] == "Stopped"


async def test_a_third_predictive_campaign_is_not_started():
    async with serve() as call:
        second, third, other = [await created(call, kind) for kind in ("predictive", "predictive", "preview")]
        for each in ("32841", second, second, other):
            await call("campaign.start", campaign_id=each)
        busy = "You must turn off a predictive before starting this one, you currently have 2 active predictives"
        assert await call.said("campaign.start", campaign_id=third) == (404, busy)
        assert (await listed(call, third))["status"] == "Stopped"
        await call("campaign.stop", campaign_id=second)
        await call("campaign.start", campaign_id=third)
        assert call.kinds == []


@pytest.mark.parametrize(
    "name",
    [
        *("start", "stop", "speed", "clear_campaign", "remove_record", "codify", "recall", "recall_records"),
        *("campaign_filter", "edit_campaign", "campaign_15", "delete_campaign"),
    ],
)
async def test_an_unknown_campaign_is_refused(name):
    needs = {
        "speed": {"speed": "1"},
        "remove_record": {"customer_id": "C-1"},
        "codify": {"customer_id": "C-1", "cod_act": "100"},
        "recall": {"customer_id": "C-1", "recall_date": "20260303100000", "recall_telephone": "573001112233"},
        "recall_records": {"field": "cod_rslt1", "value": "100"},
        "campaign_filter": {"filter_active": "no", "filters": []},
    }
    async with serve() as call:
        unknown = {"type_campaign": "predictive", "campaign_id": "99999"}
        said = await call.said(f"campaign.{name}", **(unknown | needs.get(name, {})))
        assert said == (404, "Campaign_id 99999 does not exist in your operation.")
        assert call.kinds == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"skill_id": "999"},
        {"start_time": "19:00:00"},
        {"start_time": "10:00:00", "end_time": "09:00:00"},
        {"optional_labels": {"opt99": "x"}},
        {"colour": "red"},
    ],
)
async def test_a_wrong_edit_changes_nothing(wrong):
    async with serve() as call:
        before = await listed(call, "32841")
        status, _ = await call.said("campaign.edit_campaign", campaign_id="32841", campaign_name="Otra", **wrong)
        assert status == 400
        assert await listed(call, "32841") == before
        assert call.kinds == ["bad request"]


async def test_deleted_campaigns_are_gone_and_their_ids_are_not_used_again():
    async with serve() as call:
        made, other = await created(call), await created(call)
        await call("campaign.add_records", [RECORD], type_campaign="predictive", campaign_id=made)
        said = await call.said(
            "campaign.delete_campaign", type_campaign="predictive", campaign_ids=[made, "99999", other]
        )
        assert said == (200, "2 campaigns deleted successfully. 1 operations failed.")
        assert await listed(call, made) is None
        assert (await call.reply("campaign.start", campaign_id=made))[0] == 404
        assert call.simulator.truth.loaded("sales-co") == 0
        assert await created(call) not in (made, other)


async def found(call, customer_id, campaign_id="32841"):
    rows = await call("campaign.find_record", campaign_id=campaign_id, customer_id=customer_id)
    return rows[0] if rows else None


async def exported(call, campaign_id="32841"):
    _, reply = await call.reply("campaign.campaign_15", campaign_id=campaign_id)
    assert list(reply) == ["code", "total_records", "campaign_id", "records"]
    assert (reply["code"], reply["total_records"], reply["campaign_id"]) == (
        "200",
        str(len(reply["records"])),
        campaign_id,
    )
    return {row["id_cliente"]: row for row in reply["records"]}


async def test_the_export_has_every_record_once_with_its_last_attempt():
    async with serve() as call:
        await call("campaign.add_records", [RECORD], **PREDICTIVE)
        rows = await exported(call)
        assert len(rows) == 21  # twenty customers that are dialled in turn
        assert set(rows["C-1"]) == {each.wire for each in ENTRIES["campaign.campaign_15"].fields}
        assert (rows["C-1"]["nombre_cliente"], rows["C-1"]["resultado"], rows["C-1"]["llamadas"]) == (
            "Ana",
            "CLEAN",
            "0",
        )
        details = call.simulator.truth.rows(
            "sales-co", "campaign.detail", "20260301000000", "20260302120000", **PREDICTIVE
        )
        last = {row["customer_id"]: row for row in details}
        assert len(last) == 20
        assert {customer: rows[customer]["id_call"] for customer in last} == {
            customer: row["conn_id"] for customer, row in last.items()
        }
        assert (await listed(call, "32841"))["records"] == "21"


async def test_what_is_done_to_a_record_is_seen_in_it():
    async with serve() as call:
        await call("campaign.add_records", [RECORD], **PREDICTIVE)
        coded = {"customer_id": "C-1", "cod_act": "100", "comment": "llamar / mañana"}
        assert await call.said("campaign.codify", **PREDICTIVE, **coded) == (202, "customer_id C-1 has been coded")
        again = {"customer_id": "C-1", "recall_date": "20260303100000", "recall_telephone": "573001112234"}
        text = "customer_id C-1 has been updated and will be call back on 20260303100000 to phone 573001112234"
        assert await call.said("campaign.recall", campaign_id="32841", **again) == (202, text)
        row = (await exported(call))["C-1"]
        assert (row["cod_rslt1"], row["description_cod1"], row["comentarios"]) == ("100", "Efectivo", "llamar / mañana")
        assert (row["rellamada"], row["rellamada_tel"]) == ("2026-03-03 10:00:00", "573001112234")
        for name, given in (("codify", coded), ("recall", again)):
            unknown = given | {"customer_id": "C-9"}
            assert (await call.reply(f"campaign.{name}", **PREDICTIVE, **unknown))[0] == 404
        assert (await call.reply("campaign.recall", campaign_id="32842", **again))[0] == 404  # no predictive campaign


async def test_blocked_customers_are_marked_until_they_are_recalled():
    async with serve() as call:
        await call("campaign.add_records", [RECORD, RECORD | {"customer_id": "C-2"}], **PREDICTIVE)
        said = await call.said(
            "configuration.block_predictive_dnc", id_campaing="32841", id_cliente=["C-1", "1000000003", "C-9"]
        )
        assert said == (202, "2 records were successfully marked as DO-NOT-CALL in campaign 32841")
        assert [(await found(call, each))["result"] for each in ("C-1", "1000000003")] == ["DO-NOT-CALL"] * 2
        again = {"campaign_id": "32841", "field": "Cod_Machine", "value": "do-not-call"}
        [counted] = await call("campaign.recall_records", **again)
        assert (counted["affected_records"], counted["normalized_value"]) == ("2", "DO-NOT-CALL")
        assert (await found(call, "C-1"))["result"] == "CLEAN"
        [counted] = await call("campaign.recall_records", **again)
        assert counted["affected_records"] == "0"
        assert (await listed(call, "32841"))["recycled"] == "1"


async def test_removed_records_are_gone():
    async with serve() as call:
        await call("campaign.add_records", [RECORD, RECORD | {"customer_id": "C-2"}], **PREDICTIVE)
        gone = {"customer_id": "C-1,1000000003"}
        said = await call.said("campaign.remove_record", **PREDICTIVE, **gone)
        assert said == (202, "customer_id C-1,1000000003 has been deleted successfully")
        assert [await found(call, each) for each in ("C-1", "1000000003")] == [None, None]
        assert await found(call, "C-2")
        assert (await call.reply("campaign.remove_record", **PREDICTIVE, **gone))[0] == 404
        assert call.simulator.truth.uploaded("sales-co", "32841") == {"C-1": 1, "C-2": 1}  # what took effect once
        await call("campaign.add_records", [RECORD], **PREDICTIVE)
        assert (await found(call, "C-1"))["result"] == "CLEAN"


async def test_a_campaign_is_cleared_by_result_and_altogether():
    async with serve() as call:
        await call("campaign.add_records", [RECORD], **PREDICTIVE)
        before = await exported(call)
        busy = {customer for customer, row in before.items() if row["resultado"] == "NO ANSWER"}
        assert busy
        await call("campaign.clear_campaign", **PREDICTIVE, result="no-answer")
        assert set(await exported(call)) == set(before) - busy
        await call("campaign.clear_campaign", **PREDICTIVE)
        assert await exported(call) == {}
        assert (await listed(call, "32841"))["records"] == "0"
        assert (await call.reply("campaign.clear_campaign", **PREDICTIVE))[0] == 404


@pytest.mark.parametrize(
    ("filters", "connector", "pending"),
    [
        ([("city", "=", "Cali")], None, "2"),
        ([("city", "!=", "Cali")], None, "1"),
        ([("city", "like", "%CAL%"), ("age", ">=", "40")], "and", "1"),
        ([("city", "is", "Bogotá"), ("age", "<=", "40")], "or", "3"),
        ([("opt1", ">=", "1")], None, "0"),
    ],
)
async def test_a_filter_counts_what_is_left_to_dial(filters, connector, pending):
    async with serve() as call:
        made = await created(call)
        where = {"type_campaign": "predictive", "campaign_id": made}
        people = [("C-1", "Cali", "30"), ("C-2", "Cali", "40"), ("C-3", "Bogotá", "50")]
        await call(
            "campaign.add_records",
            [RECORD | {"customer_id": one, "city": city, "age": age} for one, city, age in people],
            **where,
        )
        wanted = [dict(zip(("field", "operator", "value"), each, strict=True)) for each in filters]
        joined = {"connector": connector} if connector else {}
        data = await call("campaign.campaign_filter", **where, filter_active="yes", filters=wanted, **joined)
        assert (data["total_records"], data["pending_records"]) == ("3", pending)
        assert " ".join(filters[0]) in data["applied_filter"]
        assert call.state.campaigns.settings(made).filter["connector"] == (connector or "and")
        data = await call("campaign.campaign_filter", **where, filter_active="no", filters=[])
        assert (data["pending_records"], data["applied_filter"]) == ("3", "")
        wrong = [{"field": "colour", "operator": "=", "value": "red"}]
        status, _ = await call.reply("campaign.campaign_filter", **where, filter_active="yes", filters=wrong)
        assert (status, call.kinds) == (400, ["bad request"])
