"""What was sent and uploaded is kept, chats are read and closed, and agents are worked from outside."""

import pytest

from tests.support.remembering import Clock, serve, world

BODY = [{"type": "BODY", "text": "Hola {{1}}"}]


# Messages


async def test_messages_are_kept_in_the_order_sent():
    async with serve() as call:
        to = {"connector_id": "1", "telephone": "573001112233"}
        await call("sms.send_sms", telephone="573001112233", message="uno")
        await call("whatsapp.send_message_mobil", **to, message="dos", url_attach="https://example.com/a.png")
        await call("whatsapp.send_template_official", **to, template_name="bienvenida", template_vars="Ana;3")
        await call("whatsapp.send_message_official", **to, message="cuatro")
        sent = call.state.sent_messages
        assert [each.kind for each in sent] == ["sms", "mobile", "template", "official"]
        assert [each.message for each in sent] == ["uno", "dos", "", "cuatro"]
        assert (sent[1].url_attach, sent[2].template_name, sent[2].template_vars) == (
            "https://example.com/a.png",
            "bienvenida",
            "Ana;3",
        )
        assert call.kinds == []


async def test_mobile_messages_have_a_pace_by_connector():
    clock = Clock()
    async with serve(clock=clock) as call:

        async def send(connector, after):
            clock.now += after
            message = {"connector_id": connector, "telephone": "573001112233", "message": "x"}
            await call("whatsapp.send_message_mobil", **message)
            return call.kinds

        assert await send("1", 0) == []
        assert await send("2", 5) == []
        assert await send("1", 15) == []
        assert await send("1", 10) == ["pace"]
        assert len(call.state.sent_messages) == 4


async def test_mobile_messages_are_counted_by_day():
    clock = Clock()
    async with serve(world(licences=20), clock=clock) as call:
        message = {"connector_id": "1", "telephone": "573001112233", "message": "x"}
        await call("whatsapp.send_message_mobil", **message)
        call.state.sent_messages.extend(call.state.sent_messages * 5_998)
        clock.now += 60
        await call("whatsapp.send_message_mobil", **message)
        assert call.kinds == []
        clock.now += 60
        await call("whatsapp.send_message_mobil", **message)
        assert call.kinds == ["pace"]
        clock.now += 86_400
        await call("whatsapp.send_message_mobil", **message)
        assert call.kinds == ["pace"]


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("create_template", "MARKETING"),
        ("create_auth_template", "AUTHENTICATION"),
        ("create_utility_template", "UTILITY"),
    ],
)
async def test_a_template_waits_for_approval_whenever_it_changes(name, category):
    async with serve() as call:
        one = {"connector_id": "4", "name": "saldo_2"}
        new = one | {"language": "es", "category": category, "components": BODY}
        made = await call(f"whatsapp.{name}", **new)
        assert (made["name"], made["status"]) == ("saldo_2", "PENDING")
        send = {"connector_id": "4", "telephone": "573001112233", "template_name": "saldo_2"}
        assert (await call.reply("whatsapp.send_template_official", **send))[0] == 404
        [synced] = await call("whatsapp.sync_templates", connector_id="4")
        assert synced == {
            "name_template": "saldo_2",
            "body_template": "Hola {{1}}",
            "idiom": "es",
            "category": category,
        }
        await call("whatsapp.send_template_official", **send)
        edited = await call("whatsapp.edit_template", **one, components=[*BODY, {"type": "FOOTER", "text": "x"}])
        assert edited == made
        [row] = (await call("whatsapp.list_templates", connector_id="4"))["meta_templates"]
        assert (row["id"], row["status"], len(row["components"])) == (made["template_id"], "PENDING", 2)
        assert (await call.reply(f"whatsapp.{name}", **new))[0] == 404
        for wrong in ("Saldo", "saldo 2", "saldo-2", "ñ"):
            assert (await call.reply(f"whatsapp.{name}", **(new | {"name": wrong})))[0] == 400
        assert call.kinds == ["bad request"] * 4
        assert await call("whatsapp.delete_template", **one) == {"name": "saldo_2"}
        assert (await call("whatsapp.list_templates", connector_id="4"))["meta_templates"] == []
        for gone in ("edit_template", "delete_template"):
            assert (await call.reply(f"whatsapp.{gone}", **one, components=BODY))[0] == 404


async def test_media_get_a_handle():
    async with serve() as call:
        data = await call("whatsapp.upload_media", connector_id="1", file_url="https://example.com/a.png")
        assert data["0"] == "media_uploaded_successfully"
        assert data["handle"]


async def test_an_agent_may_have_more_chats_than_are_listed():
    async with serve() as call:
        data = await call("whatsapp.agent_chat", agent_id="12002")
        assert (len(data["data"]), data["total"], data["limit"], data["page"]) == (100, "130", "100", "0")
        data = await call("whatsapp.agent_chat", agent_id="12002", channel="web")
        assert {row["channel"] for row in data["data"]} == {"web"}
        assert data["total"] == str(len(data["data"]))
        phone = data["data"][0]["cliente"]["identificadores"][0]
        assert (await call("whatsapp.agent_chat", agent_id="12002", phone=phone))["total"] == "1"
        assert (await call("whatsapp.agent_chat", agent_id="12002", customer_name="nadie"))["data"] == []
        assert (await call.reply("whatsapp.agent_chat", agent_id="1"))[0] == 404


async def test_a_conversation_is_read_page_by_page():
    async with serve() as call:
        said, pages = [], 3
        for page in range(1, pages + 2):
            [row] = await call("whatsapp.conversations_today_by_customer", chat_id="100", pagina_mensajes=page)
            said.append(len(row["conversacion"]))
        assert (said, row["paginacion_mensajes"]["total_paginas"]) == ([10, 10, 3, 0], str(pages))
        [row] = await call("whatsapp.conversations_today_by_customer", chat_id="100")
        assert row["paginacion_mensajes"] == {
            "pagina": "1",
            "mensajes_por_pagina": "10",
            "total_registros": "10",
            "total_mensajes": "23",
            "total_paginas": "3",
            "registro_desde": "1",
            "registro_hasta": "10",
        }
        assert (await call.reply("whatsapp.conversations_today_by_customer", chat_id="1"))[0] == 404


async def test_a_chat_is_closed_by_a_code_that_chats_may_have():
    async with serve() as call:
        chat = {"agent": "12001", "chat_id": "100"}
        for wrong in ("TIMEOUTACW", "999"):
            status, reply = await call.reply("whatsapp.codify_chat", **chat, codAct=wrong)
            assert (status, reply["code"]) == (422, "422")
            assert "codAct" in reply["msg"]
        before = await call("whatsapp.agent_chat", agent_id="12001")
        assert await call.said("whatsapp.codify_chat", **chat, codAct="100") == (200, "codifico exitosamente")
        after = await call("whatsapp.agent_chat", agent_id="12001")
        assert {row["chat_id"] for row in before["data"]} - {row["chat_id"] for row in after["data"]} == {"100"}
        [row] = await call("whatsapp.conversations_today_by_customer", chat_id="100")
        assert row["estado_chat"] == "020"
        assert (await call.reply("whatsapp.codify_chat", **(chat | {"chat_id": "1"}), codAct="100"))[0] == 404


# The workplaces of agents


async def test_a_call_is_made_coded_and_ended():
    async with serve() as call:
        agent = {"agent_id": "12002"}
        data = await call("agentbox.dial", **agent, customer_phone="9573001112233")
        assert call.state.agentbox.line("12002").phone == "9573001112233"
        coded = await call("agentbox.type", **agent, cod_act="100", cod_act_2="A1")
        assert coded == data
        assert (await call.reply("agentbox.type", **agent, cod_act="100", cod_act_2=""))[0] == 400
        assert call.state.agentbox.line("12002").code == ("100", "A1")
        await call("agentbox.hold", **agent)
        await call("agentbox.mute", **agent)
        assert (call.state.agentbox.line("12002").held, call.state.agentbox.line("12002").muted) == (True, True)
        await call("agentbox.mute", **agent)
        assert not call.state.agentbox.line("12002").muted
        assert await call.reply("agentbox.dtmf", **agent, tones="12#") == (
            200,
            {"code": "200", "error": None, "msg": "default", "data": "tones agentbox has been added "},
        )
        await call("agentbox.hang", **agent)
        assert not call.state.agentbox.line("12002").held
        for name, more in (
            ("hang", {}),
            ("hold", {}),
            ("dtmf", {"tones": "1"}),
            ("hang_type_ready", {"cod_act": "100"}),
        ):
            assert (await call.reply(f"agentbox.{name}", **agent, **more))[0] == 404
        again = await call("agentbox.dial", **agent, customer_phone="573001112233")
        assert again != data
        assert await call.said("agentbox.hang_type_ready", **agent, cod_act="200") == (200, "Type has been successful")
        assert call.state.agentbox.line("12002").status == "ready"


async def test_calls_are_given_away_and_made_after_predictive_ones():
    async with serve() as call:
        first = {"agent_id": "12001", "customer_phone": "573001112233"}
        data = await call("agentbox.aux_call", **first)
        assert (await call.reply("agentbox.aux_call", **first))[0] == 404  # the last call was by hand
        status, reply = await call.reply("agentbox.transfer", agent_id="12001", customer_phone="12002")
        assert (status, reply["msg"], reply["data"]) == (200, "Call has been transfer to 12002 number", data)
        assert (await call.reply("agentbox.hang", agent_id="12001"))[0] == 404


async def test_the_state_of_an_agent_is_set_and_listed():
    async with serve() as call:
        agent = {"agent_id": "12001"}
        assert (await call.said("agentbox.change_status", **agent, status="1"))[1].endswith("modified to Active breaks")
        assert (await call("information.agents", agent="12001"))[0]["agent_status"] == "Active breaks"
        assert (await call.reply("agentbox.change_status", **agent, status="asleep"))[0] == 404
        shown = await call("agentbox.agent_display", **agent, display="no", button="haup")
        assert shown == "Agentbox has been hide"
        await call("agentbox.change_status", **agent, status="logout")
        assert call.state.agentbox.line("12001").conn_id == ""
        assert (await call.reply("agentbox.dial", **agent, customer_phone="573001112233"))[0] == 404
        assert (await call.reply("agentbox.change_status", agent_id="1", status="ready"))[0] == 404


async def test_a_call_back_is_scheduled_edited_and_deleted():
    async with serve() as call:
        about = {"agent_id": "12001", "id_camp": "32841", "id_customer": "C-1"}
        key = ("32841", "C-1", "573001112233")
        known = about | {"telephone": "573001112233"}
        new = about | {"telefono": "573001112233", "rellamada": "20260303100000"}
        assert (await call.reply("agentbox.edit_recall", **known, recall="20260304100000", recall_style="auto"))[
            0
        ] == 404
        await call("agentbox.recall", **new, recall_style="auto")
        await call(
            "agentbox.edit_recall", **(known | {"agent_id": "12002"}), recall="20260304100000", recall_style="manual"
        )
        one = call.state.agentbox.recalls[key]
        assert (one.agent_id, one.at, one.style) == ("12002", "20260304100000", "manual")
        await call("agentbox.delete_recall", **known, recall_style="auto")
        assert call.state.agentbox.recalls[key].at == "00000000000000"
        await call("agentbox.delete_recall", **known, recall_style="manual")
        assert key not in call.state.agentbox.recalls
        assert (await call.reply("agentbox.delete_recall", **known, recall_style="manual"))[0] == 404
        preview = new | {"id_camp": "32842", "recall_style": "auto"}
        assert (await call.reply("agentbox.recall", **preview))[0] == 404
