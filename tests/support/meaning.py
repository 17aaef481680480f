"""Arguments that mean something in the world of a new simulator: agents, codes and files that it has."""

from datetime import date, time

from tests.support.walking import asked, file

CUSTOMER, PHONE = "1000000001", "573000000001"
LEFT_OUT = None
KNOWN = {
    "agent": "12001",
    "agent_id": "12001",
    "agent_pass": "Clave2026#",
    "campaign": "32841",
    "campaign_id": "32841",
    "campaign_ids": ["32841"],
    "cod_act": "100",
    "cod_act_2": "A1",
    "connector_id": "1",
    "customer_id": CUSTOMER,
    "customer_phone": PHONE,
    "end": date(2026, 2, 3),
    "end_time": time(18),
    "file_name": "Fondos/logo.png",
    "files": ["Fondos/logo.png", "leame.txt"],
    "filters": [{"field": "age", "operator": ">", "value": "3"}],
    "id_camp": "32841",
    "id_campaing": "32841",
    "id_campana": "32841",
    "id_cliente": [CUSTOMER],
    "id_customer": CUSTOMER,
    "ip": "198.51.100.7",
    "name": "bienvenida",
    "nit": "900123456",
    "page_token": "page-1",
    "path": "Fondos",
    "routing": "501",
    "rp_id": "501",
    "skill": "1",
    "skill_id": "1",
    "start": date(2026, 2, 2),
    "status": "ready",
    "telephone": PHONE,
}
OF = {
    "campaign.recall": {"type_campaign": "predictive"},
    "campaign.remove_record": {"customer_id": [CUSTOMER], "type_campaign": "predictive", "result": LEFT_OUT},
    "configuration.add_ip": {"ip": "203.0.113.9"},
    "configuration.create_cod_act": {"cod_act": "900"},
    "configuration.delete_file": {"filename": "manual.pdf"},
    "configuration.free_law2300": {"value": "573009990003"},
    "configuration.remove_cod_act": {"cod_act": ["100"], "type_code": "cod_act1"},
    "configuration.edit_cod_act": {"type_code": "cod_act1"},
    "information.law2300_info": {"phone": "573009990003"},
    "speech_analytics.speech_calls": {"filter": "id_agent", "value": "12001"},
    "whatsapp.agent_chat": {  # one chat has a phone or an address
        "phone": "573001000000",
        "email": LEFT_OUT,
        "customer_name": "Ana",
        "channel": "whatsapp",
        "channel_id": "1",
    },
    "whatsapp.codify_chat": {"chat_id": "100", "codAct": "100"},
    "whatsapp.conversations_today_by_customer": {"chat_id": "100"},
}
OF |= {f"whatsapp.create_{kind}template": {"name": "nueva_1"} for kind in ("", "auth_", "utility_")}


def sensible(entry, folder, *, everything=False):
    """Return right arguments of an endpoint, of things that are there."""
    given = asked(entry, folder, everything=everything).given
    own = OF.get(entry.full_name, {})
    if entry.full_name == "configuration.upload_file":
        own = {"file": file(folder, "manual.pdf")}
    elif given.get("type_campaign") == "preview" and not own:
        own = {"campaign_id": "32842", "campaign_ids": ["32842"]}
    chosen = {each.name for each in entry.parameters if each.kind in ("enum", "file")}
    if entry.body == "multipart":
        chosen.add("files")
    known = {name: value for name, value in KNOWN.items() if name not in chosen} | own
    meant = {name: known.get(name, value) for name, value in given.items()}
    if "records" in given:
        record = {name: known.get(name, value) for name, value in given["records"][0].items()}
        meant["records"] = [{"customer_id": CUSTOMER} | record if entry.variant else record]
    return meant
